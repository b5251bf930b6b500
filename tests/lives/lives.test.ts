import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { check, checkMeanwhile } from '../stories/check.ts'
import { happen, happening } from './happenings.ts'
import { Newsroom } from './newsroom.ts'

// A life is short: its months fill pages and files all the same.
vi.mock('../../src/newsroom/archive.ts', async (original) => ({
  ...(await original<object>()),
  ARCHIVE_PAGE_PLACES: 3,
  SITEMAP_FILE_PLACES: 4,
}))

// Where a change is judged, the dice are the same each time; at a desk they look for what is new.
const SAME_DICE = process.env.CI ? { seed: 20_261_124 } : {}
const RUNS = Number(process.env.LIVES ?? 800)

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
    { numRuns: RUNS, ...SAME_DICE },
  )
})

afterAll(() => {
  // The lives were lived: on average something was published in each.
  expect(released).toBeGreaterThan(RUNS)
})
