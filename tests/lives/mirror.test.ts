import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../office.ts'
import { happen, lifeAtTheEdge } from './happenings.ts'
import { Mirror } from './mirror.ts'
import { Newsroom } from './newsroom.ts'

// Where a change is judged, the dice are the same each time; at a desk they look for what is new.
const SAME_DICE = process.env.CI ? { seed: 20_261_124 } : {}
const RUNS = Number(process.env.LIVES ?? 100)

/** When the mirror looks, after an event or while it happens, and how far it gets. */
const look = fc.record({
  when: fc.constantFrom('never', 'never', 'after', 'during', 'cut'),
  pages: fc.integer({ min: 1, max: 4 }),
  limit: fc.integer({ min: 1, max: 4 }),
  turns: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  trips: fc.nat(5),
  heard: fc.boolean(),
})

const counts = { lifted: 0, withdrawn: 0, edited: 0, corrected: 0, published: 0 }

test(`in any of ${RUNS} lives of a newsroom, a mirror ends with what is public, and the ledger explains it`, {
  timeout: 1_200_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      lifeAtTheEdge,
      fc.array(look, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (events, looks, isScheduled) => {
        const room = await Newsroom.open()
        room.isScheduled = isScheduled
        const mirror = new Mirror(room)
        try {
          for (const [at, event] of events.entries()) {
            const { when, pages, limit, turns, trips, heard } = looks[
              at % looks.length
            ] as (typeof looks)[number]
            const follow = () => mirror.follow(pages, limit)
            const isTask = ['create', 'change', 'schedule'].includes(event.is)
            if (when === 'during' && isTask)
              await room.together(turns, () => happen(room, event), follow)
            else {
              await happen(room, event)
              if (when === 'cut') await room.cutOff(trips, heard, follow)
              else if (when !== 'never') await follow()
            }
          }
          // The last look is made while a replica lags as it did.
          await mirror.follow(Number.POSITIVE_INFINITY, looks[0]?.limit ?? 1)
          room.d1.lag = () => 0
          expect(toldOf(mirror)).toEqual(expectedIn(room))
          expect(brief([...mirror.copy.values()])).toEqual(brief(await publicList(room)))
          await explained(room, looks[0]?.limit ?? 1)
          for (const { kind } of mirror.told) counts[kind as keyof typeof counts]++
        } finally {
          await Promise.all(room.office.later)
          room.close()
        }
      },
    ),
    { numRuns: RUNS, ...SAME_DICE },
  )
})

afterAll(() => {
  // The lives were lived: the mirrors were told of everything that can change what is public.
  expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(0)
})

/** What a mirror was told of each release, in order; the order of all is that of the numbers. */
function toldOf({ told }: Mirror): Record<string, string[]> {
  const numbers = told.map(({ number }) => number)
  for (const [at, number] of numbers.entries())
    if (at > 0) expect(number).toBeGreaterThan(numbers[at - 1] as number)
  return byRelease(told.map(({ id, kind, revision }) => [id, `${kind} ${revision}`]))
}

/** What it should have been told: from the history alone, without the ledger of events. */
function expectedIn({ d1, office }: Newsroom): Record<string, string[]> {
  const history = d1.peek<{ id: string; number: number; kind: string; at: number; said: string }>(
    'SELECT release_id AS id, number, kind, at, snapshot AS said FROM revisions ORDER BY id, number',
  )
  const expected: [string, string][] = []
  for (const [index, { id, number, kind, said }] of history.entries()) {
    const { state, liveAt } = JSON.parse(said)
    const later = history[index + 1]
    const until = later?.id === id ? later.at : office.now
    if (state === 'published' || state === 'withdrawn') expected.push([id, `${kind} ${number}`])
    if (state === 'embargoed' && liveAt <= until) expected.push([id, `lifted ${number}`])
  }
  return byRelease(expected)
}

function byRelease(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [id, said] of pairs) {
    found[id] ??= []
    found[id].push(said)
  }
  return found
}

/** Releases as a list tells them, by id. */
const brief = (releases: readonly Json[]) =>
  Object.fromEntries(
    releases.map(({ texts, ...release }) => [
      release.id,
      {
        ...release,
        texts: Object.fromEntries(
          Object.entries<Json>(texts).map(([language, { body: _, notes: __, ...text }]) => [
            language,
            text,
          ]),
        ),
      },
    ]),
  )

async function publicList({ office }: Newsroom): Promise<Json[]> {
  const found: Json[] = []
  for (let next: string | undefined = '/api/releases?limit=3'; next; ) {
    const { json, status } = await office.read(next)
    expect(status).toBe(200)
    found.push(...json.releases)
    next = json.next && new URL(json.next).pathname + new URL(json.next).search
  }
  return found
}

/** Every revision stands in the ledger once, by whom it was done; and nothing else but lifts. */
async function explained({ d1, office }: Newsroom, limit: number): Promise<void> {
  const events: Json[] = []
  for (let next = `/api/audit?limit=${20 * limit}`, more = true; more; ) {
    const { json, status } = await office.ask(next)
    expect(status).toBe(200)
    events.push(...json.events)
    more = json.more
    next = new URL(json.next).pathname + new URL(json.next).search
  }
  const done = events.filter(({ kind, release }) => release && kind !== 'lifted')
  const told = done.map(({ release, kind, at, editor, token, note }) =>
    JSON.stringify([
      ...[release.id, release.revision, kind, Date.parse(at)],
      ...[editor.id, editor.name, token, note ?? null],
    ]),
  )
  const stored = d1.peek<{ row: string }>(
    `SELECT json_array(release_id, number, kind, at, editor_id, editor_name, token_id, json(note))
      AS row FROM revisions`,
  )
  expect(told.sort()).toEqual(stored.map(({ row }) => row).sort())
}
