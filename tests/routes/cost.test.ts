import { beforeAll, describe, expect, test } from 'vitest'
import { fill } from '../db/fill.ts'
import {
  bilingual,
  DAY,
  english,
  HOUR,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { untilIdle } from '../stories/check.ts'

/** Reading costs so much at most, whatever the archive holds; a round trip is a statement. */
const READING: [what: string, path: () => string, rows: number][] = [
  ['a release page', () => release, 8],
  ['a release as Markdown', () => `${release}.md`, 8],
  ['the home page', () => '/', 2],
  ['the feed', () => '/feed.json', 2],
  ['the feed as Atom', () => '/feed.xml', 2],
  ['the feed of a topic as RSS', () => '/topics/budget/rss.xml', 2],
  ['the feed of all languages', () => '/all/feed.xml', 2],
  ['a topic', () => '/topics/budget', 2],
  ['the news sitemap', () => '/news-sitemap.xml', 2],
  ['the archive', () => '/archive', 2],
  ['a month', () => '/archive/2026/03', 2],
  ['a full page of a month', () => '/archive/2026/03/1', 2],
  ['a sitemap file', () => '/sitemaps/2026-03.xml', 2],
  ['the sitemap index', () => '/sitemap.xml', 2],
  ['a list of 5', () => '/api/releases?limit=5', 2 * 5 + 4],
  ['a list of 100', () => '/api/releases?limit=100', 2 * 100 + 4],
  ['a list of 20 from deep within', () => next, 2 * 20 + 4],
]

let office: PressOffice
let release = ''
let next = ''

beforeAll(async () => {
  office = await openPressOffice()
  await fill(office, 240, (index) => NOON - index * HOUR)
  const { json } = await office.create(bilingual({ publish: true }))
  release = new URL(json.receipt.urls.en).pathname
  // An embargo of tomorrow is a mark that every reader of the page looks at.
  await office.create(bilingual({ embargo: { until: new Date(NOON + DAY).toISOString() } }))
  await untilIdle(office)
  next = '/api/releases?limit=20'
  for (let page = 0; page < 10; page++) {
    const url = new URL((await office.read(next)).json.next)
    next = url.pathname + url.search
  }
})

describe('reading', () => {
  test.each(READING)(
    '%s costs one statement and the rows that are promised',
    async (_, path, rows) => {
      const { status, headers } = await office.read(path())
      expect(status).toBe(200)
      expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
      expect(office.cost.rowsRead).toBeLessThanOrEqual(rows)
      const etag = headers.get('ETag') ?? ''
      expect((await office.read(path(), { 'If-None-Match': etag })).status).toBe(304)
      expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
      expect(office.cost.rowsRead).toBeLessThanOrEqual(
        Math.max(4, path().includes('/api') ? rows : 4),
      )
    },
  )

  test('what is not there costs no more than what is', async () => {
    expect((await office.read('/releases/nothing')).status).toBe(404)
    expect(office.cost).toEqual({ statements: 1, rowsRead: 0, rowsWritten: 0 })
    // It may be an address of before, which leads to a release.
    expect((await office.read('/nothing')).status).toBe(404)
    expect(office.cost).toEqual({ statements: 1, rowsRead: 0, rowsWritten: 0 })
    expect((await office.read('/api/nothing')).status).toBe(404)
    expect(office.cost.statements).toBe(0)
    expect((await office.read('/?utm_source=x')).status).toBe(301)
    expect(office.cost.statements).toBe(0)
  })
})

describe('an idle minute', () => {
  test('costs one statement and two rows, also while embargoes wait and after many changes', async () => {
    await untilIdle(office)
    office.now += MINUTE
    await untilIdle(office)
    await office.schedule()
    expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(office.cost.rowsRead).toBeLessThanOrEqual(2)
  })
})

describe('a change', () => {
  test('costs six statements at most, with everything rebuilt', async () => {
    const { json } = await office.create(bilingual({ publish: true }))
    expect(json.receipt).toMatchObject({ rebuildPending: false })
    expect(office.cost.statements).toBeLessThanOrEqual(6)
    const draft = (await office.create(english())).json.release.id
    await office.publish(draft, {}, '"1"')
    expect(office.cost.statements).toBeLessThanOrEqual(6)
    await office.correct(draft, { note: 'Wrong.' }, '"2"')
    expect(office.cost.statements).toBeLessThanOrEqual(6)
    await office.withdraw(draft, { reason: 'Wrong.' }, '"3"')
    expect(office.cost.statements).toBeLessThanOrEqual(6)
    await untilIdle(office)
  })

  test('reads and writes as many rows among many as among few, where the pages are as full', async () => {
    // Each month has 260 releases; many have four months of them.
    const costs = []
    for (const months of [[2], [-1, 0, 1, 2]]) {
      const other = await openPressOffice()
      for (const month of months)
        await fill(other, 260, (at) => Date.UTC(2025, month, 10) + at * MINUTE)
      await untilIdle(other)
      await other.create({ ...english(), publish: { at: '2025-03-20' } })
      costs.push({ ...other.cost })
    }
    const [few, many] = costs
    // A month more is a row more, of the counts on the archive's page.
    expect(Math.abs((many?.rowsRead ?? 0) - (few?.rowsRead ?? 0))).toBeLessThanOrEqual(
      (few?.rowsRead ?? 0) * 0.1,
    )
    expect(many?.rowsWritten).toBe(few?.rowsWritten)
    expect(many?.statements).toBe(few?.statements)
  })
})
