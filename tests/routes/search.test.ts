import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bilingualContent, fill } from '../db/fill.ts'
import {
  bilingual,
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'

let office: PressOffice

const api = (q: string, more = ''): Promise<Reply> =>
  office.read(`/api/search?q=${encodeURIComponent(q)}${more}`)
const headlines = ({ json }: Reply): string[] => json.releases.map(({ headline }: Json) => headline)
const publish = async (texts: Record<string, unknown>, more: object = { publish: true }) =>
  (await office.create(english(texts, more))).json.release

describe('what is found', () => {
  beforeEach(async () => {
    office = await openPressOffice()
  })

  test('is ranked by where the words stand, and there the newest first', async () => {
    const told = { body: 'Nothing else.' }
    await publish({ headline: 'Old wells', ...told }, { publish: { at: '2026-01-01' } })
    await publish({ headline: 'New wells', ...told }, { publish: { at: '2026-02-01' } })
    await publish({ headline: 'In the body', body: 'About wells.' })
    await publish({ headline: 'In the notes', notes: 'About wells.' })
    await publish({ headline: 'In the summary', summary: 'About wells.', ...told })
    await publish({ headline: 'From Wells', dateline: { place: 'Wells' }, ...told })
    expect(headlines(await api('wells'))).toEqual([
      'From Wells',
      'New wells',
      'Old wells',
      'In the summary',
      ...['In the notes', 'In the body'],
    ])
  })

  test('is decided at the instant of the asking, to the millisecond', async () => {
    const lift = NOON + HOUR + 1
    await publish(
      { headline: 'Secret wells' },
      { embargo: { until: new Date(lift).toISOString() } },
    )
    for (const [now, count] of [
      [NOON, 0],
      [lift - 1, 0],
      [lift, 1],
      [lift + DAY, 1],
    ] as const) {
      office.now = now
      expect(headlines(await api('wells')), String(now)).toHaveLength(count)
      const { text } = await office.read('/search?q=wells')
      expect(text.includes('Secret')).toBe(count === 1)
    }
  })

  test('tells of nothing in the second before a lift, also where a page is full of it', async () => {
    const until = new Date(NOON + 900).toISOString()
    await publish({ headline: 'Public wells' }, { publish: { at: '2026-01-01' } })
    for (let count = 0; count < 25; count++)
      await publish({ headline: `Secret wells ${count}` }, { embargo: { until } })
    office.now = NOON + 899
    const { json } = await api('wells')
    expect(json.releases).toMatchObject([{ headline: 'Public wells' }])
    expect(json).not.toHaveProperty('next')
    office.now = NOON + 900
    expect(headlines(await api('wells'))).toHaveLength(20)
  })

  test('is what a release says now, and not what it said', async () => {
    const { id } = await publish({ headline: 'Wells of Damascus', body: 'Clear.' })
    const texts = { en: { headline: 'Springs of Damascus', body: 'Clear.' } }
    await office.correct(id, { note: 'They are springs.', texts })
    expect(headlines(await api('wells'))).toEqual([])
    expect(headlines(await api('springs'))).toEqual(['Springs of Damascus'])
    await office.withdraw(id, { reason: 'There is no water.' })
    expect(headlines(await api('springs'))).toEqual([])
    expect((await DB.prepare('SELECT count(*) AS n FROM searchable').first())?.n).toBe(0)
  })

  test('is not there while a release is a draft, also one whose embargo was cancelled', async () => {
    const embargo = { embargo: { until: new Date(NOON + HOUR).toISOString() } }
    const { id } = await publish({ headline: 'Secret wells' }, embargo)
    await office.cancelEmbargo(id)
    await publish({ headline: 'Wells in a drawer' }, {})
    office.now = NOON + DAY
    expect(headlines(await api('wells'))).toEqual([])
    expect((await DB.prepare('SELECT count(*) AS n FROM searchable').first())?.n).toBe(0)
  })

  test('is asked of the primary: a replica may not know yet what was withdrawn or moved', async () => {
    const atPrimary: string[] = []
    office.wrap = (desk) => ({
      ...desk,
      search: { ...desk.search, find: () => Promise.reject(new Error('a replica was asked')) },
      atPrimary: () => {
        atPrimary.push('asked')
        return { ...desk.atPrimary(), search: office.press.search as typeof desk.search }
      },
    })
    await publish({ headline: 'Late wells' })
    expect(headlines(await api('wells'))).toEqual(['Late wells'])
    expect(atPrimary).toEqual(['asked'])
  })

  test('can be had of a topic and of a year of the site’s zone', async () => {
    const more = (at: string, topic: string) => ({ topics: [topic], publish: { at } })
    await publish({ headline: 'Wells before' }, more('2025-12-31T21:00:00Z', 'public-health'))
    await publish({ headline: 'Wells after' }, more('2026-01-01T00:00:00+03:00', 'health'))
    await publish({ headline: 'Wells long before' }, more('2025-12-31T20:59:59Z', 'health'))
    const of = async (more: string) => headlines(await api('wells', more)).sort()
    expect(await of('&year=2026')).toEqual(['Wells after', 'Wells before'])
    expect(await of('&year=2025')).toEqual(['Wells long before'])
    expect(await of('&topic=health')).toEqual(['Wells after', 'Wells long before'])
    expect(await of('&topic=public-health')).toEqual(['Wells before'])
    expect(await of('&topic=public')).toEqual([])
    expect(await of('&topic=health&year=2025')).toEqual(['Wells long before'])
    const all = await office.read('/api/search?topic=health')
    expect(headlines(all)).toEqual(['Wells after', 'Wells long before'])
  })

  test('stands in the language in which it was found', async () => {
    await office.create(bilingual({ publish: true }))
    const { json } = await api('المجلس')
    expect(json.releases).toMatchObject([
      { language: 'ar', kind: 'press-release', topics: ['budget'] },
    ])
    expect(json.releases[0].url).toMatch(/^https:\/\/press\.test\/ar\/releases\//)
    expect(headlines(await api('المجلس', '&language=en'))).toEqual([])
    expect(headlines(await api('council', '&language=ar'))).toEqual([])
    expect((await office.read('/ar/search?q=council')).text).not.toContain('/releases/')
    expect((await office.read('/ar/search?q=council&language=all')).text).toContain('/releases/')
  })

  test('tells where the words stand', async () => {
    const body = 'Not here.\n\nBut *here* the [wells](https://example.org/ignored) are told of.'
    await publish({ headline: 'Water', body })
    const { json } = await api('well')
    expect(json.releases[0].excerpt).toEqual([
      { text: 'But here the ', hit: false },
      { text: 'wells', hit: true },
      { text: ' are told of.', hit: false },
    ])
    expect(headlines(await api('ignored'))).toEqual([])
    expect((await office.read('/search?q=well')).text).toContain('<mark>wells</mark>')
  })

  test('is found after an upgrade, the newest first, once the schedule has run', async () => {
    for (const day of ['2026-01-01', '2026-02-01'])
      await office.create(bilingual({ publish: { at: day } }))
    // As an older version leaves it.
    await DB.batch([
      DB.prepare('DELETE FROM search_index WHERE rowid IN (SELECT id FROM searchable)'),
      DB.prepare('DELETE FROM searchable'),
      DB.prepare(`INSERT INTO unindexed (release_id, language)
        SELECT release_id, language FROM texts ORDER BY listed_at`),
      DB.prepare("UPDATE last_rebuild SET fingerprint = ''"),
    ])
    expect(headlines(await api('council'))).toEqual([])
    expect(await office.press.search.catchUp(10)).toBe(false)
    await office.schedule()
    expect(headlines(await api('council'))).toHaveLength(2)
    expect(headlines(await api('المجلس'))).toHaveLength(2)
    expect((await DB.prepare('SELECT count(*) AS n FROM unindexed').first())?.n).toBe(0)
    office.now += MINUTE
    for (let run = 0; run < 3; run++) await office.schedule()
    const fingerprint = await office.press.fingerprint()
    expect((await office.press.pages.idle(office.now, fingerprint)).idle).toBe(true)
  })
})

describe('a page of results', () => {
  const MANY = 130

  beforeAll(async () => {
    office = await openPressOffice()
    const at = (index: number) => NOON - Math.floor(index / 3) * HOUR
    const told = (index: number) => ({
      ...bilingualContent(`Filling ${index}`),
      topics: ['budget'],
    })
    await fill(office, MANY, at, told)
  })
  beforeEach(() => {
    office.now = NOON
  })

  test('goes on where the last one ended, also while releases are published', async () => {
    const seen: string[] = []
    let next: string | undefined = '/api/search?q=filling&language=en'
    for (let page = 0; next; page++) {
      const { pathname, search }: URL = new URL(next, office.site.url)
      const { json } = await office.read(pathname + search)
      seen.push(...json.releases.map(({ id }: Json) => id))
      expect(json.releases.length).toBeLessThanOrEqual(20)
      next = json.next
      if (page === 1)
        await office.create(english({ headline: 'Filling of the day' }, { publish: true }))
      expect(page).toBeLessThan(10)
    }
    expect(new Set(seen).size).toBe(seen.length)
    const { results } = await DB.prepare(
      `SELECT release_id AS id FROM texts WHERE language = 'en' AND headline LIKE 'Filling%'
        AND headline <> 'Filling of the day'`,
    ).all<{ id: string }>()
    expect(seen.sort()).toEqual(results.map(({ id }) => id).sort())
    expect(seen.length).toBeGreaterThan(100)
  })

  test.each([
    ['one word that all have', 'q=filling'],
    ['words that never meet', 'q=filling+نص&language=en'],
    ['a word that none has', 'q=zebra'],
    ['a topic', 'topic=budget'],
    ['a year', 'year=2026'],
    [
      'many words',
      `q=${'filling council adopts budget number law one two three four five six seven '.repeat(20)}`,
    ],
    ['every language', 'q=filling&language=all'],
    ['ten thousand characters', `q=${'filling '.repeat(1251)}`],
  ])('costs one statement and a bounded number of rows: %s', async (_, query) => {
    // An hour later nothing has lifted so short a while ago that the primary has to be asked.
    office.now = NOON + 2 * HOUR
    expect((await office.read(`/api/search?${query}`)).status).toBe(200)
    expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(office.cost.rowsRead).toBeLessThanOrEqual(5 * 21)
  })

  test('is never kept, and the form alone is', async () => {
    const found = await office.read('/search?q=filling')
    expect(found.headers.get('Cache-Control')).toBe('private, no-store')
    expect((await office.read('/api/search?q=filling')).headers.get('Cache-Control')).toBe(
      'private, no-store',
    )
    const form = await office.read('/search')
    expect(form.headers.get('Cache-Control')).toContain('public')
    expect(form.text).toContain('action="/search"')
    expect(form.headers.get('Content-Security-Policy')).toContain("form-action 'self'")
  })

  test('has one address: what means nothing is left out', async () => {
    for (const path of ['/search?', '/search?utm=1', '/search?q=&topic=']) {
      const { status, headers } = await office.read(path)
      expect([path, status, headers.get('Location')]).toEqual([path, 301, '/search'])
    }
    expect((await office.read('/search?q=filling&utm=1')).status).toBe(200)
  })

  test('is refused to programs with each parameter that is wrong', async () => {
    const { status, json } = await office.read(
      '/api/search?q=x&language=xx&topic=A%20B&year=20&after=x&page=2',
    )
    expect(status).toBe(422)
    expect(json.errors.map(({ pointer }: Json) => pointer).sort()).toEqual(
      ['?after', '?language', '?page', '?topic', '?year'].sort(),
    )
  })

  test('takes a year in whatever digits it is typed', async () => {
    const { text } = await office.read(`/ar/search?q=نص&year=${encodeURIComponent('٢٠٢٦')}`)
    expect(text).toContain('value="2026"')
    expect(text).toContain('/releases/')
  })
})

describe('anything that a person can type', () => {
  beforeAll(async () => {
    office = await openPressOffice()
    await office.create(english({ headline: 'Public wells' }, { publish: true }))
    await office.create(english({ headline: 'Secret wells' }))
  })

  const TYPED = ['"', '*', "'", '""', '^', '-', 'AND', 'OR NOT', 'NEAR(wells, 5)', 'headline:wells']
    .concat(['wells*', '"wells', 'wells"', '(wells', 'wells)', '-wells', '{headline}:wells', '\0'])
    .concat(['%', '%%%', '&', '#', ';--', "'; DROP TABLE texts; --", '🙂', '\ud83d', '‮wells'])
    .concat(['x'.repeat(10_000), '"'.repeat(10_000), 'wells '.repeat(1700), '\n\t', '١٢٣', 'ﻻ'])

  test.each(TYPED)('is a query: %j', async (typed) => {
    await isAnswered(typed)
  })

  test('is a query, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()),
        isAnswered,
      ),
      { numRuns: 150 },
    )
  })

  async function isAnswered(typed: string): Promise<void> {
    const q = encodeURIComponent(typed.toWellFormed())
    for (const path of [`/search?q=${q}`, `/ar/search?language=all&q=${q}`]) {
      const { status, text } = await office.read(path)
      expect([200, 301]).toContain(status)
      expect(text).not.toContain('Secret')
    }
    const { status, json } = await office.read(`/api/search?q=${q}`)
    expect(status).toBe(200)
    expect(JSON.stringify(json)).not.toContain('Secret')
    expect(office.cost.rowsRead).toBeLessThanOrEqual(5 * 21)
  }
})
