import { beforeAll, describe, expect, test } from 'vitest'
import { open } from '../../src/db/database.ts'
import { editorsIn } from '../../src/db/editors.ts'
import { historiesIn } from '../../src/db/histories.ts'
import { ledgerIn } from '../../src/db/ledger.ts'
import { pagesIn } from '../../src/db/pages.ts'
import { readingIn } from '../../src/db/reading.ts'
import { redirectsIn } from '../../src/db/redirects.ts'
import { releasesIn } from '../../src/db/releases.ts'
import { searchIn } from '../../src/db/search.ts'
import { correct } from '../../src/newsroom/life.ts'
import type { Localized, Release, ReleaseId } from '../../src/newsroom/release.ts'
import { DAY, DB, HOUR, MINUTE, NOON, openPressOffice, type PressOffice } from '../press-office.ts'
import { bilingualContent, EDITOR, EN, fill, LANGUAGES } from './fill.ts'
import { type Sent, spyOn } from './spy.ts'

const RELEASES = 480

let office: PressOffice
let made: Release[]
const { binding, sent, trips } = spyOn(DB)

beforeAll(async () => {
  office = await openPressOffice()
  // Over two years, half of them in this month; some of them under embargo.
  const at = (index: number) =>
    index < RELEASES / 2 ? NOON - index * HOUR : NOON - index * 2 * DAY
  made = []
  for (let first = 0; first < RELEASES; first += 40) {
    const next = (index: number) => ({
      ...bilingualContent(`Filling ${first + index}`),
      topics: ['filling'],
    })
    made.push(...(await fill(office, 40, (index) => at(first + index), next)))
    await rebuildAll()
  }
  await fill(office, 40, (index) => NOON + DAY + index * HOUR)
  for (const { id } of made.slice(0, 10)) await office.withdraw(id, { reason: 'x' })
  await enter(made.slice(0, 100).map(({ id }, at) => [`/blog/${at}`, id]))
  await enter([
    ['/2021/02/25/title', made[20]?.id],
    ['/?p=12', made[20]?.id],
  ])
  const db = open(binding)
  office.wrap = (desk) => ({
    ...desk,
    releases: releasesIn(db, LANGUAGES, () => office.now),
    histories: historiesIn(db, LANGUAGES, () => office.now),
    reading: readingIn(db),
    search: searchIn(db),
    redirects: redirectsIn(db, () => office.now),
    ledger: ledgerIn(db),
    editors: editorsIn(db, (task) => office.later.push(task())),
    press: { ...desk.press, pages: pagesIn(db, () => office.now) },
  })
}, 60_000)

const slugOf = (index: number) => made[index]?.texts[EN]?.slug
const encoded = (index: number) => encodeURIComponent(slugOf(index) ?? '')

/** Lets old addresses lead to releases. */
async function enter(addresses: readonly (readonly [string, string | undefined])[]) {
  const redirects = addresses.map(([from, release]) => ({ from, release, language: EN }))
  const reply = await office.ask('/api/redirects', { method: 'POST', body: { redirects } })
  expect(reply.status).toBe(200)
  return reply
}

/** Runs of the schedule until nothing is stale any more. */
async function rebuildAll(): Promise<void> {
  for (let run = 0; run < 10; run++) if (!(await office.schedule()).more) return
  throw new Error('the rebuild does not come to an end')
}

/** Every address that asks the store when the public reads it. */
const addresses = () => [
  '/',
  '/ar',
  '/archive',
  '/ar/archive',
  '/archive/2026',
  '/archive/2025',
  '/archive/2026/03',
  '/archive/2026/03/1',
  '/archive/2026/03/2',
  '/archive/2026/03/3',
  '/archive/2026/03/4',
  '/archive/2025/01',
  '/archive/1999/01',
  '/ar/archive/2026',
  '/ar/archive/2026/03',
  '/ar/archive/2026/03/1',
  `/releases/${encoded(20)}`,
  `/releases/${encoded(20)}.md`,
  `/releases/${encoded(20)}.json`,
  `/releases/${encoded(0)}`,
  '/releases/nothing',
  '/topics/filling',
  '/ar/topics/filling',
  '/topics/nothing',
  '/feed.xml',
  '/all/rss.xml',
  '/topics/filling/feed.json',
  '/news-sitemap.xml',
  '/ar/news-sitemap-2.xml',
  `/releases/${encoded(20)}/previous`,
  `/releases/${encoded(20)}/next`,
  '/archive/2026/03/previous',
  '/archive/2025/next',
  '/search?q=filling',
  '/ar/search?q=filling+نص&language=all&year=2026',
  '/search?topic=filling',
  `/search?q=filling&after=2.${2n ** 62n}`,
  '/api/search?q=filling&topic=filling&year=2025',
  '/sitemap.xml',
  '/sitemaps/2026-03.xml',
  '/sitemaps/2026-03-1.xml',
  '/sitemaps/1999-01.xml',
  '/2021/02/25/title/',
  '/2021/nothing',
  '/?p=12',
  '/robots.txt',
  '/api/releases',
  '/api/releases?limit=100',
  '/api/releases?state=published',
  `/api/releases?limit=3&cursor=${encodeURIComponent(`2026-03-20T00:00:00.000Z_${made[20]?.id}`)}`,
  `/api/releases/${made[20]?.id}`,
  `/api/releases/${made[0]?.id}`,
  '/api/releases/nobody',
]

interface Step {
  readonly id: number
  readonly detail: string
}
const planOf = async ({ sql, values }: Sent): Promise<Step[]> =>
  (
    await DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<Step>()
  ).results

/**
 * The steps that read a whole table, or build an index over one. What a step calls by another name
 * may be a part of the query that was told before (which has steps of its own), or a list that came
 * as a parameter; any other name stands for a table.
 */
function wholeReads(plan: readonly Step[]): string[] {
  const parts = plan.flatMap(
    ({ detail }) => /^(?:MATERIALIZE|CO-ROUTINE) (\S+)/.exec(detail)?.[1] ?? [],
  )
  return plan
    .map(({ detail }) => detail)
    .filter((detail) => {
      // FTS5 goes along the words that it is asked for (M), and not through all texts.
      if (/^SCAN search_index VIRTUAL TABLE INDEX \d+:.*M/.test(detail)) return false
      const scanned = /^SCAN (\S+)/.exec(detail)?.[1]
      const indexed = /^SEARCH (\S+) USING AUTOMATIC/.exec(detail)?.[1]
      const name = scanned ?? indexed
      return (
        name !== undefined && !['json_each', 'CONSTANT'].includes(name) && !parts.includes(name)
      )
    })
}

/** What the store is asked while an address is read. */
async function asked(path: string, now = NOON): Promise<readonly Sent[]> {
  sent.length = 0
  office.now = now
  const { status } = await office.read(path)
  expect([path, status < 500]).toEqual([path, true])
  return [...sent]
}

async function rowsRead(statements: readonly Sent[]): Promise<number> {
  let rows = 0
  for (const { sql, values } of statements)
    rows +=
      (
        await DB.prepare(sql)
          .bind(...values)
          .all()
      ).meta.rows_read ?? 0
  return rows
}

describe('what the public asks of the store', () => {
  test('reads by an index, and no table from end to end', async () => {
    const plans = new Map<string, string[]>()
    for (const rebuilt of [true, false]) {
      if (!rebuilt) await DB.exec('DELETE FROM rendered_pages')
      for (const path of addresses())
        for (const now of [NOON, NOON + 3 * DAY])
          for (const one of await asked(path, now)) {
            expect(one.sql).toMatch(/^select /i)
            const plan = await planOf(one)
            expect(plan.length).toBeGreaterThan(0)
            plans.set(
              one.sql,
              plan.map(({ detail }) => detail),
            )
            expect([path, one.sql, wholeReads(plan)]).toEqual([path, one.sql, []])
          }
    }
    // The stores were asked through the spy, and about every table that the public reads.
    const all = [...plans.values()].flat().join('\n')
    for (const table of ['releases', 'texts', 'slugs', 'rendered_pages', 'months', 'redirects'])
      expect(all).toMatch(new RegExp(`^SEARCH ${table} USING`, 'm'))
    expect(plans.size).toBeGreaterThan(8)
  }, 30_000)

  test('is one round trip, or two where an address may have moved', async () => {
    for (const path of addresses()) {
      trips.count = 0
      await asked(path)
      const { count } = trips
      expect([path, count <= 3]).toEqual([path, true])
    }
    expect(await asked(`/releases/${encoded(20)}`)).toHaveLength(1)
    expect(await asked('/api/releases')).toHaveLength(1)
    expect(await asked('/robots.txt')).toHaveLength(0)
  })

  test('needs no sorting of the archive for what is latest', async () => {
    await DB.exec('DELETE FROM rendered_pages')
    for (const path of ['/', '/ar']) {
      const [, latest] = await asked(path)
      const details = (await planOf(latest as Sent)).map(({ detail }) => detail)
      expect(details.filter((detail) => detail.includes('TEMP B-TREE'))).toEqual([])
    }
    for (const path of ['/api/releases', '/api/releases?limit=3']) {
      const [list] = await asked(path)
      const plan = await planOf(list as Sent)
      const inner = plan.findIndex(({ detail }) => /^(CO-ROUTINE|MATERIALIZE)/.test(detail))
      expect(plan[inner + 1]?.detail).toMatch(/^SEARCH releases USING INDEX releases_live /)
    }
  })

  test('reads a handful of rows for a release, and one for a rendered page', async () => {
    await DB.exec("INSERT INTO stale_pages (path, due) VALUES ('/', 0), ('/archive/2026/03', 0)")
    await rebuildAll()
    expect(await rowsRead(await asked('/'))).toBeLessThanOrEqual(2)
    expect(await rowsRead(await asked('/archive/2026/03'))).toBeLessThanOrEqual(2)
    expect(await rowsRead(await asked(`/releases/${encoded(20)}`))).toBeLessThanOrEqual(6)
    expect(await rowsRead(await asked('/releases/nothing'))).toBeLessThanOrEqual(2)
    expect(await rowsRead(await asked('/api/releases?limit=5'))).toBeLessThanOrEqual(40)
    await DB.exec('DELETE FROM rendered_pages')
    expect(await rowsRead(await asked('/'))).toBeLessThanOrEqual(20 * 3)
  })

  test('reads for a page of the archive the places that it covers, and not the archive', async () => {
    await DB.exec('DELETE FROM rendered_pages')
    const covered: Record<string, number> = {
      '/archive/2026/03/1': 50,
      '/archive/2026/03': 2 * 50,
      '/ar/archive/2026/03/2': 50,
    }
    for (const [path, places] of Object.entries(covered)) {
      const rows = await rowsRead(await asked(path))
      expect([path, rows, rows <= 4 * places]).toEqual([path, rows, true])
    }
  })
})

describe('what an editor asks of the store', () => {
  const changes: [string, () => Promise<{ status: number }>][] = [
    ['a draft', () => office.create(body())],
    ['a publication', () => office.create({ ...body(), publish: true })],
    ['an edit', () => office.edit(made[30]?.id ?? '', body())],
    ['a correction', () => office.correct(made[31]?.id ?? '', { note: 'x' })],
    ['a withdrawal', () => office.withdraw(made[32]?.id ?? '', { reason: 'x' })],
    ['a run of the schedule', async () => ({ status: (await office.schedule()) ? 200 : 500 })],
    ['the history', () => office.ask(`/api/releases/${made[33]?.id}/revisions`)],
    ['the drafts', () => office.ask('/api/releases?state=draft&limit=2')],
    ['what is under embargo', () => office.ask('/api/releases?state=embargoed&limit=2')],
    ['what was withdrawn', () => office.ask('/api/releases?state=withdrawn&limit=2')],
    ['what has changed', () => office.read('/api/changes?limit=2')],
    ['the redirects', () => office.ask('/api/redirects?limit=2')],
    ['a page of the redirects', () => office.ask('/api/redirects?limit=2&cursor=/blog/5')],
    ['redirects that are there', () => enter([['/blog/1', made[1]?.id]])],
    [
      'redirects that are new',
      () =>
        enter([
          ['/blog/new', made[1]?.id],
          ['/blog/1', made[1]?.id],
        ]),
    ],
    [
      'a redirect that is removed',
      () => office.ask('/api/redirects?from=/blog/9', { method: 'DELETE' }),
    ],
    ['the histories', () => office.ask('/api/histories?limit=3')],
    ['the histories from deep within', async () => office.ask(await deepHistories())],
    ['a history that is put back', async () => putBack(true)],
    ['a part of a history', async () => putBack(false)],
    ['the same history again', async () => putBack(true, made[40]?.id)],
    ['the ledger', () => office.ask('/api/audit?limit=2')],
    ['the ledger of a release', () => office.ask(`/api/audit?release=${made[33]?.id}`)],
  ]
  /** One row; and lists that are read from their beginning as far as they are asked for. */
  const IN_ORDER =
    /^SCAN (last_rebuild|purges|redirects|releases USING INDEX releases_(drafts_created|withdrawn|created))$/
  let number = 0
  const body = () => ({
    kind: 'statement',
    texts: {
      en: { headline: `Asked ${++number}`, body: 'x' },
      ar: { headline: 'سؤال', body: 'x' },
    },
  })

  const deepHistories = async () => {
    const { json } = await office.ask('/api/histories?limit=40')
    sent.length = 0
    return json.next.slice(office.site.url.length)
  }
  /** One that is there, as one that is not. */
  async function putBack(complete: boolean, id = `other-${++number}`) {
    const { json } = await office.ask(await deepHistories())
    const isThere = made.some((one) => one.id === id)
    const [history] = isThere
      ? [{ revisions: [(await office.ask(`/api/releases/${id}/revisions/1`)).json] }]
      : structuredClone(json.histories)
    for (const { release } of history.revisions) {
      release.id = id
      if (!isThere)
        for (const language of Object.keys(release.texts))
          release.texts[language].slug += `-${number}`
    }
    sent.length = 0
    const { revisions, places } = history
    const body = { revisions, complete, ...(places ? { places } : {}) }
    return office.ask(`/api/releases/${id}/history`, { method: 'PUT', body })
  }

  test.each(changes)('%s reads by an index too', async (_, change) => {
    office.now = NOON + MINUTE
    sent.length = 0
    expect((await change()).status).toBeLessThan(300)
    const seen = sent.filter(({ sql }) => !/^insert .*\bvalues\b/is.test(sql))
    expect(seen.length).toBeGreaterThan(0)
    for (const one of seen) {
      const reads = wholeReads(await planOf(one)).filter((detail) => !IN_ORDER.test(detail))
      expect([one.sql, reads]).toEqual([one.sql, []])
    }
  })

  test('the ledger is read from the place where somebody left off', async () => {
    const { next } = (await office.read('/api/changes?limit=300')).json
    const { search } = new URL(next)
    const details = async (path: string) => {
      sent.length = 0
      await office.ask(path)
      const plans = await Promise.all(sent.map(planOf))
      return plans.flat().map(({ detail }) => detail)
    }
    const told = await details(`/api/changes${search}`)
    expect(told).toContain('SEARCH events USING INDEX events_public (number>?)')
    expect(told).toContain('SEARCH events USING INTEGER PRIMARY KEY (rowid=?)')
    expect(told).toContain('SEARCH lifts USING COVERING INDEX lifts_due (due<?)')
    const all = await details(`/api/audit${search}`)
    expect(all).toContain('SEARCH events USING INTEGER PRIMARY KEY (rowid>?)')
    const one = await details(`/api/audit${search}&release=${made[33]?.id}`)
    expect(one).toContain('SEARCH events USING INDEX events_release (release_id=? AND number>?)')
    for (const plan of [told, all, one])
      expect(plan.filter((detail) => /^SCAN|TEMP B-TREE|AUTOMATIC/.test(detail))).toEqual([])
  })

  test('a lift is entered by index, however many have lifted before', async () => {
    office.now = NOON + 2 * DAY
    const rows = { read: 0, written: 0 }
    const counting = spyOn(DB, undefined, ({ meta }) => {
      rows.read += meta.rows_read ?? 0
      rows.written += meta.rows_written ?? 0
    })
    const due = await DB.prepare('SELECT count(*) AS n FROM lifts WHERE due <= ?')
      .bind(office.now)
      .first<number>('n')
    expect(due).toBeGreaterThan(20)
    await ledgerIn(open(counting.binding)).changes(null, 1, office.now)
    expect(rows.read).toBeLessThanOrEqual(6 * (due ?? 0) + 10)
    rows.read = 0
    rows.written = 0
    await ledgerIn(open(counting.binding)).changes(null, 1, office.now)
    expect(rows.written).toBe(0)
    expect(rows.read).toBeLessThanOrEqual(8)
    office.now = NOON
  })

  test('a change reads and writes as many rows, however large the archive is', async () => {
    // What the statements of a change read is told by the store itself, and not by their plans.
    const rows = { read: 0, written: 0 }
    const counting = spyOn(DB, undefined, ({ meta }) => {
      rows.read += meta.rows_read ?? 0
      rows.written += meta.rows_written ?? 0
    })
    const store = releasesIn(open(counting.binding), LANGUAGES, () => NOON)
    const act = { editor: EDITOR, now: NOON + HOUR, zone: office.site.zone }
    const note = { [EN]: 'x' } as Localized
    await store.update(
      made[40]?.id as ReleaseId,
      (one) => correct(one, act, note, null),
      EDITOR,
      act.now,
    )
    expect(counting.sent.length).toBeGreaterThan(5)
    expect(rows.written).toBeGreaterThan(5)
    expect(rows.read).toBeLessThanOrEqual(RELEASES / 4)
    expect(rows.written).toBeLessThanOrEqual(RELEASES / 4)
  })

  test('a change sends no statement with more than a hundred parameters', async () => {
    sent.length = 0
    const { texts } = body()
    const topics = Array.from({ length: 20 }, (_, at) => `topic-${at}`)
    const full = {
      subheadline: 'x',
      summary: 'x',
      department: 'x',
      notes: 'x',
      dateline: { place: 'x' },
    }
    const en = { ...texts.en, ...full }
    const ar = { ...texts.ar, ...full }
    await office.create({ kind: 'statement', topics, texts: { en, ar }, publish: true })
    await DB.exec("UPDATE rendered_pages SET fingerprint = 'old'")
    await office.schedule()
    expect(sent.length).toBeGreaterThan(10)
    expect(Math.max(...sent.map(({ values }) => values.length))).toBeLessThanOrEqual(100)
  })
})
