import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import {
  bilingual,
  bornAs,
  contentOf,
  DAY,
  english,
  HOUR,
  type Json,
  type PressOffice,
} from '../office.ts'
import { check, storedPages, untilIdle } from '../stories/check.ts'
import { Newsroom } from './newsroom.ts'
import { answerAt, pagesFrom, publicPaths } from './week/public.ts'

// A few releases fill pages and files.
vi.mock('../../src/newsroom/archive.ts', async (original) => ({
  ...(await original<object>()),
  ARCHIVE_PAGE_PLACES: 3,
  SITEMAP_FILE_PLACES: 4,
}))

const VERBS = [
  'edit',
  'rename',
  'retitle',
  'add-arabic',
  'drop-arabic',
  'publish',
  'backdate',
  'embargo',
  'embargo-next-month',
  'cancel',
  'correct',
  'withdraw',
  'replace',
] as const
type Verb = (typeof VERBS)[number]
type Event =
  | { readonly is: 'create'; readonly both: boolean; readonly as: Parameters<typeof bornAs>[0] }
  | { readonly is: Verb; readonly which: number }
  | { readonly is: 'time'; readonly hours: number }
  | { readonly is: 'schedule' }

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('create' as const),
      both: fc.boolean(),
      as: fc.constantFrom('draft' as const, 'public' as const, 'past' as const, 'held' as const),
    }),
  },
  { weight: 7, arbitrary: fc.record({ is: fc.constantFrom(...VERBS), which: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('time' as const), hours: fc.constantFrom(0, 1, 5, 90) }),
  },
  { weight: 1, arbitrary: fc.constant<Event>({ is: 'schedule' }) },
)

test('whatever happened, a newsroom that is taken out and put back elsewhere is the same to the last byte, and goes on alike', {
  timeout: 600_000,
}, async () => {
  const lives = fc.record({
    events: fc.array(event, { minLength: 5, maxLength: 40 }),
    order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    limit: fc.constantFrom(1, 2, 100),
    cut: fc.nat(4),
    runs: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(lives, async ({ events, order, limit, cut, runs }) => {
      const [room, other] = [await Newsroom.open(), await Newsroom.open()]
      try {
        const ids: string[] = []
        for (const happening of events) await happen(room.office, ids, happening)
        const taken = await everything(room.office, limit)
        expect(taken.map(({ id }) => id).sort()).toEqual(ids.toSorted())
        other.office.now = room.office.now
        const shuffled = taken
          .map((history, at) => [order[at] ?? 0, history] as const)
          .sort(([a], [b]) => a - b)
        for (const [at, [, history]] of shuffled.entries()) {
          await putBack(other.office, history, cut)
          if (runs[at % runs.length]) await other.office.schedule()
        }
        await expectAlike(room, other)
        expect(await everything(other.office, 100)).toEqual(await everything(room.office, 100))
        for (const history of taken) {
          const { status } = await put(other.office, history.id, { ...history, complete: true })
          expect(status).toBe(200)
        }

        const body = bilingual({ publish: true })
        sameTime(room, other)
        for (const { office } of [room, other]) {
          office.now += HOUR
          for (const at of ['here', 'there'])
            await office.ask(`/api/releases/${at}`, {
              method: 'PUT',
              body: at === 'here' ? body : { ...body, publish: { at: '2025-12-30' } },
              headers: { 'If-None-Match': '*' },
            })
          const [id] = ids
          if (id) await office.publish(id)
          office.now += 6 * HOUR
        }
        await expectAlike(room, other)
        await check(other.office)
      } finally {
        room.close()
        other.close()
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 25), endOnFailure: !!process.env.RUNS },
  )
})

/** A newsroom with a release in each state, and what was taken out of it. */
async function lived(): Promise<{ room: Newsroom; taken: Json[] }> {
  const room = await Newsroom.open()
  const { office } = room
  const ids: string[] = []
  for (const birth of ['draft', 'public', 'past', 'held', 'public', 'held', 'public'] as const)
    await happen(office, ids, { is: 'create', both: true, as: birth })
  const verbs: readonly Verb[] = [
    'edit',
    'rename',
    'correct',
    'cancel',
    'withdraw',
    'embargo-next-month',
  ]
  for (const [at, verb] of verbs.entries())
    await happen(office, ids, { is: verb, which: verb === 'cancel' ? 3 : at })
  await happen(office, ids, { is: 'correct', which: 6 })
  return { room, taken: await everything(office, 100) }
}

test('whoever is cut off anywhere and begins again puts back the same', {
  timeout: 120_000,
}, async () => {
  const { room, taken } = await lived()
  for (const heard of [true, false])
    for (let trips = 1; trips < 30; trips += 1) {
      const other = await Newsroom.open()
      other.office.now = room.office.now
      let isWhole = true
      await other
        .cutOff(trips, heard, async () => {
          for (const history of taken) await putBack(other.office, history, 1)
        })
        .catch(() => {
          // It was answered with a fault, and stops there.
          isWhole = false
        })
      for (const history of taken) await again(other.office, history)
      expect(await everything(other.office, 100)).toEqual(taken)
      if (trips % 7 === 0) await expectAlike(room, other)
      if (trips % 7 === 1) await check(other.office)
      other.close()
      if (isWhole && trips > 40) break
    }
  room.close()
})

test('those who put back the same at once store it once', { timeout: 120_000 }, async () => {
  const { room, taken } = await lived()
  const turns = fc.array(fc.nat(3), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(turns, fc.constantFrom(0, 1, 2), async (turns, size) => {
      const other = await Newsroom.open()
      other.office.now = room.office.now
      const all = async (order: readonly Json[]) => {
        for (const history of order) await again(other.office, history, size)
      }
      await other.together(
        turns,
        () => all(taken),
        () => all(taken.toReversed()),
        () => all(taken),
      )
      expect(await everything(other.office, 100)).toEqual(taken)
      await expectAlike(room, other)
      other.close()
    }),
    { numRuns: 15 },
  )
  room.close()
})

/** As an import does: what is there already is well, and what somebody got in between is sent again. */
async function again(office: PressOffice, { id, revisions, places }: Json, size = 1) {
  const parts = size || revisions.length
  for (let tries = 0; tries < 5; tries++) {
    let status = 0
    for (let at = 0; at < revisions.length; at += parts) {
      const complete = at + parts >= revisions.length
      const part = { revisions: revisions.slice(at, at + parts), complete, places }
      status = (await put(office, id, part)).status
    }
    if (status === 200 || status === 201) return
    // Parts that another one had put aside went with its last part.
    expect([202, 422]).toContain(status)
  }
  throw new Error('it is not put back')
}

async function happen(office: PressOffice, ids: string[], event: Event): Promise<void> {
  if (event.is === 'create') {
    const more = bornAs(event.as, office.now)
    const { status, json } = await office.create(event.both ? bilingual(more) : english({}, more))
    expect(status).toBe(201)
    ids.push(json.release.id)
  } else if (event.is === 'time') office.now += event.hours * HOUR + 1
  else if (event.is === 'schedule') await office.schedule()
  else {
    const id = ids[event.which % Math.max(1, ids.length)]
    if (id === undefined) return
    const { status } = await act(office, id, event.is, ids[(event.which + 1) % ids.length])
    expect([200, 409, 422]).toContain(status)
  }
}

async function act(office: PressOffice, id: string, verb: Verb, next: string | undefined) {
  const { json } = await office.ask(`/api/releases/${id}`)
  const content = contentOf(json)
  return {
    edit: () => office.edit(id, english()),
    rename: () => {
      content.texts.en.slug = `renamed-${json.revision}-${id.slice(0, 4)}`
      return office.edit(id, content)
    },
    retitle: () => {
      content.texts.en.headline = `Another headline ${json.revision}`
      content.texts.en.slug = ''
      return office.edit(id, { ...content, topics: ['budget', 'water'] })
    },
    'add-arabic': () => {
      content.texts.ar ??= { headline: `عنوان ${json.id}, ${json.revision}.`, body: 'نص.' }
      return office.edit(id, content)
    },
    'drop-arabic': () => {
      delete content.texts.ar
      return office.edit(id, content)
    },
    publish: () => office.publish(id),
    backdate: () => office.publish(id, { at: '2025-12-31' }),
    embargo: () => office.embargo(id, office.now + 3 * HOUR),
    'embargo-next-month': () => office.embargo(id, office.now + 30 * DAY),
    cancel: () => office.cancelEmbargo(id),
    correct: () => office.correct(id, { note: `Note ${json.revision}.` }),
    withdraw: () => office.withdraw(id, { reason: 'Sent by mistake.' }),
    replace: () => office.withdraw(id, { reason: 'Replaced.', replacedBy: next }),
  }[verb]()
}

/** Every history, its parts joined. */
async function everything(office: PressOffice, limit: number): Promise<Json[]> {
  const histories: Json[] = []
  const first = `/api/histories?limit=${limit}`
  for await (const { json } of pagesFrom(office, first, office.tokens.read))
    for (const { id, places, revisions, complete } of json.histories) {
      const last = histories.at(-1)
      if (last?.id !== id) histories.push({ id, places, revisions, complete })
      else Object.assign(last, { places, complete, revisions: [...last.revisions, ...revisions] })
    }
  for (const { complete } of histories) expect(complete).toBe(true)
  return histories
}

const put = (office: PressOffice, id: string, { revisions, places, complete }: Json) =>
  office.ask(`/api/releases/${id}/history`, {
    method: 'PUT',
    body: { revisions, ...(places ? { places } : {}), complete },
  })

/** In parts of so many revisions; in one, where that is none. */
async function putBack(office: PressOffice, history: Json, size: number): Promise<void> {
  const { id, revisions, places } = history
  const parts = size || revisions.length
  for (let at = 0; at < revisions.length; at += parts) {
    const complete = at + parts >= revisions.length
    const part = { revisions: revisions.slice(at, at + parts), complete }
    const { status, text } = await put(office, id, complete ? { ...part, places } : part)
    expect([status, text]).toEqual([complete ? 201 : 202, text])
  }
}

/** Runs of the schedule wait for changes to settle, and each newsroom has a clock of its own. */
function sameTime(...rooms: readonly Newsroom[]): void {
  const now = Math.max(...rooms.map(({ office }) => office.now))
  for (const { office } of rooms) office.now = now
}

async function expectAlike(room: Newsroom, other: Newsroom): Promise<void> {
  await untilIdle(room.office)
  await untilIdle(other.office)
  sameTime(room, other)
  const paths = new Set([...(await publicPaths(room)), ...(await publicPaths(other))])
  for (const path of paths)
    expect(await answerAt(other.office, path)).toEqual(await answerAt(room.office, path))
  expect(await storedPages(other.office)).toEqual(await storedPages(room.office))
  const { results } = await room.office.db
    .prepare('SELECT release_id AS id, number FROM revisions')
    .all<{ id: string; number: number }>()
  for (const { id, number } of results)
    for (const path of [
      `/api/releases/${id}`,
      `/api/releases/${id}/revisions`,
      `/api/releases/${id}/revisions/${number}`,
    ])
      expect(await untold(other.office, path)).toBe(await untold(room.office, path))
}

/** What an editor is told, but for the tokens of the tests, which are others in each newsroom. */
const untold = async (office: PressOffice, path: string) =>
  (await office.ask(path)).text.replace(/(?<=(?:editor|token)-admin-)[\da-f]{6}/g, '')
