import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { importAll } from '../../src/cli/intake/importing.ts'
import { open } from '../../src/cli/intake/opening.ts'
import { connectTo } from '../../src/cli/newsroom.ts'
import { everyAddress } from '../../src/cli/outlet/addresses.ts'
import { writeArchive } from '../../src/cli/outlet/archive.ts'
import { checkArchive } from '../../src/cli/outlet/checking.ts'
import { land } from '../../src/cli/outlet/landing.ts'
import { compareSites } from '../../src/cli/outlet/likeness.ts'
import { happen as live, happening as mishap, type Happening } from '../lives/happenings.ts'
import { Newsroom } from '../lives/newsroom.ts'
import { recordedTerminal } from './recorded.ts'
import { contentOf, DAY, HOUR, MINUTE } from '../office.ts'

// A life is short: its months fill pages and files all the same.
vi.mock('../../src/newsroom/archive.ts', async (original) => ({
  ...(await original<object>()),
  ARCHIVE_PAGE_PLACES: 3,
  SITEMAP_FILE_PLACES: 4,
}))

// Where a change is judged, the dice are the same each time; at a desk they look for what is new.
const SAME_DICE = process.env.CI ? { seed: 20_261_124 } : {}
const RUNS = Math.ceil(Number(process.env.LIVES ?? 800) / 40)

const stop = new AbortController().signal
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-drill-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const VERBS = [
  ...['edit', 'rename', 'name-back', 'add-arabic', 'publish', 'backdate', 'embargo', 'move'],
  ...['cancel', 'correct', 'withdraw', 'replace', 'lead'],
] as const
type Event =
  | {
      readonly is: 'make'
      readonly as: string
      readonly topics: readonly string[]
      readonly both: boolean
    }
  | { readonly is: 'do'; readonly verb: string; readonly which: number }
  | { readonly is: 'pass'; readonly milliseconds: number }
  | { readonly is: 'burst'; readonly of: number }
  | { readonly is: 'mishap'; readonly what: Happening }

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('make' as const),
      as: fc.constantFrom('draft', 'public', 'public', 'old', 'held'),
      topics: fc.uniqueArray(fc.constantFrom('budget', 'الموازنة', 'roads'), { maxLength: 3 }),
      both: fc.boolean(),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      is: fc.constant('do' as const),
      verb: fc.constantFrom(...VERBS),
      which: fc.nat(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('pass' as const),
      milliseconds: fc.constantFrom(1, 1000, MINUTE, 90 * MINUTE, 5 * HOUR, 40 * DAY),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('burst' as const), of: fc.integer({ min: 3, max: 9 }) }),
  },
  { weight: 2, arbitrary: mishap.map((what) => ({ is: 'mishap' as const, what })) },
)

let count = 0
const words = () => {
  const word = `word${(++count).toString(36)}x`
  return { headline: `Headline ${word}`, body: `Body of ${word}.\n\n[More](/archive).` }
}
const seen: Record<string, number> = {}

async function happen(room: Newsroom, event: Event): Promise<void> {
  const { office } = room
  if (event.is === 'mishap') return live(room, event.what)
  if (event.is === 'pass') {
    office.now += event.milliseconds
    return
  }
  if (event.is === 'burst') {
    for (let each = 0; each < event.of; each++)
      await office.create({ kind: 'press-release', texts: { en: words() }, publish: true })
    return
  }
  if (event.is === 'make') {
    const arabic = { headline: `بيان ${++count}`, slug: `بيان-${count}`, body: 'نص.' }
    const { status } = await office.create({
      kind: 'press-release',
      topics: event.topics,
      texts: { en: words(), ...(event.both ? { ar: arabic } : {}) },
      ...becoming(event.as, office.now),
    })
    return expect(status).toBe(201)
  }
  const ids = room.d1.peek<{ id: string }>('SELECT id FROM releases ORDER BY rowid DESC')
  const id = ids[event.which % Math.max(1, ids.length)]?.id
  if (id !== undefined) await act(room, id, event.verb, ids[0]?.id ?? id)
}

const becoming = (as: string, now: number): object =>
  ({
    public: { publish: true },
    old: { publish: { at: '2021-02-25' } },
    held: { embargo: { until: new Date(now + 5 * HOUR).toISOString() } },
  })[as] ?? {}

async function act({ office }: Newsroom, id: string, verb: string, other: string): Promise<void> {
  const { json, status: known } = await office.ask(`/api/releases/${id}`)
  if (known !== 200) return
  const content = contentOf(json)
  const renamed = (slug: string) => {
    content.texts.en.slug = slug
    return office.edit(id, content)
  }
  const acts: Record<string, () => Promise<{ status: number }>> = {
    edit: () =>
      office.edit(id, { ...content, topics: ['roads'], texts: { ...content.texts, en: words() } }),
    rename: () => renamed(`renamed-${++count}`),
    'name-back': () => renamed(`first-of-${id.slice(0, 8)}`),
    'add-arabic': () => {
      content.texts.ar ??= { headline: `إضافة ${++count}`, slug: `إضافة-${count}`, body: 'نص.' }
      return office.edit(id, content)
    },
    publish: () => office.publish(id),
    backdate: () => office.publish(id, { at: '2024-02-29' }),
    embargo: () => office.embargo(id, office.now + 90 * MINUTE),
    move: () => office.embargo(id, office.now + 33 * DAY),
    cancel: () => office.cancelEmbargo(id),
    correct: () =>
      office.correct(id, { note: { en: 'Wrong.', ar: 'خطأ.' }, texts: { en: words() } }),
    withdraw: () => office.withdraw(id, { reason: 'Sent by mistake.' }),
    replace: () => office.withdraw(id, { reason: 'Replaced.', replacedBy: other }),
    lead: () => {
      const from = `/${2000 + (++count % 20)}/old-${count}/`
      const body = { redirects: [{ from, release: id, language: 'en' }] }
      return office.ask('/api/redirects', { method: 'POST', body })
    },
  }
  const { status } = (await acts[verb]?.()) ?? { status: 0 }
  // What its state does not allow is refused.
  expect([200, 409, 412, 422, 503]).toContain(status)
  if (status === 200) seen[verb] = (seen[verb] ?? 0) + 1
}

const connectionTo = ({ office }: Newsroom) =>
  connectTo('https://press.test', office.tokens.admin, {
    terminal: { tell: () => {} },
    stop,
    fetch: (request) => office.answer(request),
    pauses: [],
  })

async function exported(room: Newsroom, name: string) {
  const path = join(folder, name)
  const landing = await land(path, true)
  await writeArchive(connectionTo(room), landing.write, {
    now: room.office.now,
    stop,
    progress: () => {},
  })
  await landing.keep()
  return { path, ...(await checkArchive(path, stop)) }
}

async function imported(path: string, room: Newsroom): Promise<void> {
  const connection = connectionTo(room)
  const site = await connection.site()
  const { languages } = site
  const hints = { format: null, languages, kinds: [], language: null, encoding: null }
  const { tally, fault } = await importAll({
    ...{ intake: await open(path, hints), connection, site, stop, terminal: recordedTerminal() },
    ...{ atOnce: 4, dryRun: false, asDrafts: false, language: null, redirects: true },
    ...{ report: null, map: null },
  })
  expect([fault, tally.counts.refused, tally.counts.differs]).toEqual([null, 0, 0])
}

/** Both run their schedules until nothing is left to do. */
async function settle(...rooms: Newsroom[]): Promise<void> {
  for (const { office, d1 } of rooms)
    for (let run = 0; run < 200; run++) {
      await office.schedule()
      const due = `SELECT count(*) AS due FROM stale_pages WHERE due <= ${office.now}`
      if (d1.peek<{ due: number }>(due)[0]?.due === 0) break
    }
  // Their schedules have waited, each as long as it had to.
  const now = Math.max(...rooms.map(({ office }) => office.now))
  for (const { office } of rooms) office.now = now
}

const SEARCHES = ['?q=headline', '?q=بيان', '?topic=roads', '?year=2026', '?q=body&language=all']

async function expectAlike(one: Newsroom, other: Newsroom): Promise<number> {
  const connection = connectionTo(one)
  async function* starts() {
    yield* everyAddress(connection, stop)
    for (const search of SEARCHES)
      for (const path of ['/search', '/ar/search', '/api/search']) {
        if (path !== '/api/search' || !search.includes('body')) yield path + search
      }
    for (let next: string | undefined = '/api/releases?limit=4'; next; ) {
      const { pathname, search }: URL = new URL(next, 'https://press.test')
      yield pathname + search
      next = (await one.office.read(pathname + search)).json.next
    }
  }
  const { compared, differences } = await compareSites(connection, connectionTo(other), {
    origin: 'https://press.test',
    starts,
    stop,
    progress: () => {},
    pauses: [],
  })
  expect(differences).toEqual([])
  return compared
}

/** Exports one newsroom into another, and compares, now and after they have gone on. */
async function drill(original: Newsroom): Promise<number> {
  const restored = await Newsroom.open()
  try {
    restored.office.deploy({ SITE_NAME: original.office.site.name })
    restored.office.now = original.office.now
    const first = await exported(original, 'first.jsonl')
    await imported(first.path, restored)
    await settle(original, restored)
    const second = await exported(restored, 'second.jsonl')
    expect(second.content).toBe(first.content)
    expect(second.manifest.counts).toEqual(first.manifest.counts)
    const compared = await expectAlike(original, restored)
    // And on it goes: embargoes lift, and what is published comes after what there is.
    for (const { office } of [original, restored]) {
      office.now += 40 * DAY
      const texts = { en: { headline: 'Later', body: 'On.' } }
      const { status } = await office.ask('/api/releases/made-later', {
        method: 'PUT',
        headers: { 'If-None-Match': '*' },
        body: { kind: 'press-release', topics: ['budget'], texts, publish: true },
      })
      expect(status).toBe(201)
    }
    await settle(original, restored)
    return compared + (await expectAlike(original, restored))
  } finally {
    await Promise.all(restored.office.later)
    restored.close()
  }
}

test('what is exported and imported is the same newsroom, whatever was done to its releases', async () => {
  const room = await Newsroom.open()
  const make = (as: string): Event => ({
    is: 'make',
    as,
    topics: ['budget', 'الموازنة'],
    both: true,
  })
  const act = (verb: string, which = 0): Event => ({ is: 'do', verb, which })
  const life: Event[] = [
    ...[make('public'), act('edit'), act('rename'), act('name-back'), act('lead'), act('correct')],
    ...[
      make('old'),
      act('rename'),
      act('withdraw'),
      { is: 'burst', of: 7 } as const,
      act('replace', 3),
    ],
    ...[make('draft'), act('rename'), act('embargo'), act('move'), act('lead'), act('cancel')],
    ...[make('draft'), act('backdate'), make('held'), act('move'), { is: 'burst', of: 2 } as const],
    ...[make('held'), act('publish'), make('held'), act('add-arabic', 4), act('rename', 2)],
    ...[
      make('held'),
      { is: 'pass', milliseconds: 6 * HOUR } as const,
      act('correct'),
      make('held'),
    ],
  ]
  for (const event of life) await happen(room, event)
  // Of everything that can be done, something was.
  expect(VERBS.filter((verb) => !seen[verb])).toEqual([])
  expect(await drill(room)).toBeGreaterThan(300)
  room.close()
})

test(`so it is after any of ${RUNS} lives`, { timeout: 1_200_000 }, async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 22 }), async (events) => {
      const room = await Newsroom.open()
      try {
        for (const event of events) await happen(room, event)
        compared += await drill(room)
      } finally {
        await Promise.all(room.office.later)
        room.close()
      }
    }),
    { numRuns: RUNS, ...SAME_DICE },
  )
  // The lives were lived.
  expect(compared).toBeGreaterThan(100 * RUNS)
})
