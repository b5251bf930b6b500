import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { happen, lifeAtTheEdge } from './happenings.ts'
import { Newsroom } from './newsroom.ts'
import { Truth } from './truth.ts'

// A life is short: its months fill pages and files all the same.
vi.mock('../../src/newsroom/archive.ts', async (original) => ({
  ...(await original<object>()),
  ARCHIVE_PAGE_PLACES: 3,
  SITEMAP_FILE_PLACES: 4,
}))

// Where a change is judged, the dice are the same each time; at a desk they look for what is new.
const SAME_DICE = process.env.CI ? { seed: 20_261_124 } : {}
const RUNS = Number(process.env.LIVES ?? 400)

const served = { HIT: 0, STALE: 0, UPDATING: 0, REVALIDATED: 0 }

test(`in any of ${RUNS} lives of a newsroom, no reader at the edge gets what is not public yet, or not any more`, {
  timeout: 1_200_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      lifeAtTheEdge,
      fc.array(fc.nat(60), { maxLength: 4 }),
      async (events, meanwhile) => {
        const room = await Newsroom.open()
        const truth = new Truth(room)
        const pathAt = (which: number) => {
          const paths = truth.paths()
          return paths[which % paths.length] ?? '/'
        }
        const read = async (numbers: readonly number[]) => {
          for (const path of numbers.map(pathAt)) {
            const { status, text } = await room.read(path)
            expect([path, [200, 301, 302, 404, 410, 503].includes(status)]).toEqual([path, true])
            expect([path, truth.faults(text)]).toEqual([path, []])
          }
        }
        // While the schedule waits, readers fill the edge with whatever there is.
        room.meanwhile = async () => {
          for (const path of meanwhile.map(pathAt)) await room.read(path)
        }
        room.isScheduled = true
        try {
          for (const event of events) {
            const began = room.office.now
            await happen(room, event, read)
            truth.observe(began)
          }
          for (const status of Object.keys(served) as (keyof typeof served)[])
            served[status] += room.edge.counts[status]
        } finally {
          room.close()
        }
      },
    ),
    { numRuns: RUNS, ...SAME_DICE },
  )
})

afterAll(() => {
  // The edge did answer by itself, in each of its ways.
  expect(Math.min(...Object.values(served)), JSON.stringify(served)).toBeGreaterThan(0)
})
