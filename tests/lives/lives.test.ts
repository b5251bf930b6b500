import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { check, checkMeanwhile } from '../stories/check.ts'
import { happen, happening } from './happenings.ts'
import { Newsroom } from './newsroom.ts'

const RUNS = Number(process.env.LIVES ?? 2000)

let released = 0

test(`after and within any of ${RUNS} lives of a newsroom, what the public sees is right`, {
  timeout: 1_200_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (events) => {
      const room = await Newsroom.open()
      try {
        for (const event of events) {
          await happen(room, event)
          await checkMeanwhile(room.office)
        }
        room.edge.isPurgeBroken = false
        await check(room.office)
        released += room.d1.peek('SELECT id FROM releases WHERE live_at IS NOT NULL').length
      } finally {
        room.close()
      }
    }),
    { numRuns: RUNS },
  )
})

afterAll(() => {
  // The lives were lived: on average something was published in each.
  expect(released).toBeGreaterThan(RUNS)
})
