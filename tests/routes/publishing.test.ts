import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
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
} from '../press-office.ts'
import { expectProblem, pathIn, rowCounts, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const AT_NOON = '2026-03-23T09:00:00.000Z'
const NOTHING_REBUILT = { rebuilt: [], rebuildPending: false, edge: 'none' }
/** The pages of a release in English of March 2026. */
const PAGES = [
  '/',
  '/all/feed.json',
  '/feed.json',
  '/news-sitemap.xml',
  '/archive',
  '/archive/2026',
  '/archive/2026/03',
  '/sitemap.xml',
  '/sitemaps/2026-03.xml',
]

/** When pages will be stale. */
async function dues(): Promise<number[]> {
  const marks = 'SELECT DISTINCT due FROM stale_pages ORDER BY due'
  return (await DB.prepare(marks).all<{ due: number }>()).results.map(({ due }) => due)
}

async function made(body: Json): Promise<Json> {
  const reply = await office.create(body)
  expect(reply.status).toBe(201)
  return reply.json.release
}

const text = (headline: string, more: object = {}) => ({ headline, body: 'Body.', ...more })
const statement = (texts: object, more: object = {}) => ({ kind: 'statement', texts, ...more })
const published = () => made(english({}, { publish: true }))

describe('creating', () => {
  test('a draft is made with the slug derived, and is not public', async () => {
    const body = statement({ en: text('Port reopens', { dateline: { place: 'Latakia' } }) })
    const reply = await office.create({ ...body, topics: ['ports', 'sea', 'ports'] })
    const { release, receipt } = reply.json
    expect(reply.status).toBe(201)
    expect(reply.headers.get('Location')).toBe(`/api/releases/${release.id}`)
    expect(reply.headers.get('ETag')).toBe('"1"')
    expect(reply.headers.get('Content-Type')).toBe('application/json')
    expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
    const url = 'https://press.test/releases/port-reopens'
    expect(release).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      state: 'draft',
      revision: 1,
      kind: 'statement',
      topics: ['ports', 'sea'],
      createdAt: AT_NOON,
      revisedAt: AT_NOON,
      requirements: [],
      texts: {
        en: {
          url,
          slug: 'port-reopens',
          headline: 'Port reopens',
          dateline: { place: 'Latakia' },
          body: 'Body.',
        },
      },
      corrections: [],
    })
    expect(receipt).toEqual({
      revision: 1,
      publicFrom: null,
      urls: { en: url },
      ...NOTHING_REBUILT,
    })
    const stored = await office.ask(`/api/releases/${release.id}`)
    expect([stored.status, stored.json]).toEqual([200, release])
    expect(stored.headers.get('ETag')).toBe('"1"')
    expectProblem(await office.read(`/api/releases/${release.id}`), 404, /no such release/)
    expect((await office.read('/releases/port-reopens')).status).toBe(404)
    expect(await rowCounts()).toMatchObject({ releases: 1, revisions: 1, slugs: 1, stale_pages: 0 })
    expect(office.purged).toEqual([])
  })

  test('an empty draft is taken, and says what it still needs', async () => {
    const bare = await office.create({ kind: 'advisory' })
    expect(bare.status).toBe(201)
    expect(bare.json.release.requirements).toEqual([
      { pointer: '/texts', detail: 'A release needs a text in at least one language.' },
    ])
    expect(bare.json.receipt).toEqual({
      revision: 1,
      publicFrom: null,
      urls: {},
      ...NOTHING_REBUILT,
    })
    const half = await office.create(statement({ en: { headline: 'Half' }, ar: { body: 'نص' } }))
    expect(half.json.release.requirements).toEqual([
      { pointer: '/texts/en/body', detail: 'The body is missing.' },
      { pointer: '/texts/ar/headline', detail: 'The headline is missing.' },
    ])
    expect(half.json.receipt.urls).toEqual({ en: 'https://press.test/releases/half' })
    expect(half.json.release.texts.ar).toEqual({ body: 'نص' })
  })

  test('absent, null and empty parts of a text are the same', async () => {
    const empty = { subheadline: '', summary: null, department: '  ', notes: '\n', dateline: null }
    const { texts } = await made(statement({ en: { ...text(' Trimmed '), ...empty } }))
    expect(texts.en).toEqual({
      url: 'https://press.test/releases/trimmed',
      slug: 'trimmed',
      headline: 'Trimmed',
      body: 'Body.',
    })
  })

  test('a body keeps the spaces before its first line, which may make it code', async () => {
    const body = ' \n\n    <b>code</b>\n\nWords. \n'
    const reply = await office.create(statement({ en: { ...text('Code'), body } }))
    expect(reply.status).toBe(201)
    expect(reply.json.release.texts.en.body).toBe('    <b>code</b>\n\nWords.')
  })

  test('a slug that is empty or null is derived, as an absent one is', async () => {
    for (const slug of [null, '']) {
      const reply = await office.create(statement({ en: { ...text('Derived'), slug } }))
      expect([slug, reply.status, reply.json.errors]).toEqual([slug, 201, undefined])
    }
  })

  test('"publish": true makes it public in the same change', async () => {
    const reply = await office.create(statement({ en: text('Now') }, { publish: true }))
    const { release, receipt } = reply.json
    expect(reply.status).toBe(201)
    expect(reply.headers.get('ETag')).toBe('"1"')
    expect(release).toMatchObject({ state: 'published', revision: 1, liveAt: AT_NOON })
    expect(release).toMatchObject({ day: '2026-03-23', topics: [] })
    expect(release.texts.en).toMatchObject({ publicFrom: AT_NOON, changedAt: AT_NOON })
    expect(release).not.toHaveProperty('requirements')
    expect(receipt).toMatchObject({ revision: 1, publicFrom: AT_NOON })
    expect(receipt).toMatchObject({ rebuildPending: false, edge: 'purged' })
    expect(receipt.urls).toEqual({ en: 'https://press.test/releases/now' })
    expect(receipt.rebuilt).toEqual(expect.arrayContaining(PAGES))
    expect(receipt.rebuilt.filter((path: string) => /^\/ar\b/.test(path))).toEqual([])
    expect(new Set(receipt.rebuilt).size).toBe(receipt.rebuilt.length)
    for (const path of receipt.rebuilt) expect((await office.read(path)).status).toBe(200)
    expect(office.purged).toHaveLength(1)
    const tags = receipt.rebuilt.map((path: string) => `page:${path}`)
    expect(office.purged[0]).toEqual(expect.arrayContaining([`release:${release.id}`, ...tags]))
    const { revisions } = (await office.ask(`/api/releases/${release.id}/revisions`)).json
    expect(revisions.map(({ number, kind }: Json) => [number, kind])).toEqual([[1, 'published']])
    // Nothing is stale, but that the news will be none any more in two days.
    expect(await dues()).toEqual([NOON + 2 * DAY])
  })

  test('"publish": {"at"} files an older release under its date', async () => {
    const old = await office.create(english({}, { publish: { at: '2021-02-25' } }))
    const startOfDay = '2021-02-24T22:00:00.000Z'
    expect(old.status).toBe(201)
    expect(old.json.release).toMatchObject({ state: 'published', day: '2021-02-25' })
    expect(old.json.release).toMatchObject({ liveAt: startOfDay, createdAt: AT_NOON })
    expect(old.json.release.texts.en.publicFrom).toBe(AT_NOON)
    expect(old.json.receipt.publicFrom).toBe(AT_NOON)
    expect(old.json.receipt.rebuilt).toContain('/archive/2021/02')
    expect(old.json.receipt.rebuilt).not.toContain('/archive/2026/03')
    const now = await office.create(english({}, { publish: { at: '2026-03-23T12:00:00+03:00' } }))
    expect(now.json.release.liveAt).toBe(AT_NOON)
    const future = await storingNothing(() =>
      office.create(english({}, { publish: { at: '2026-03-23T12:00:00.001+03:00' } })),
    )
    expectProblem(future, 422, /not published in the future/, { '/publish/at': 'set an embargo' })
  })

  test('"embargo" holds it until its moment, and then it is public without any further act', async () => {
    const until = NOON + DAY
    const body = english({}, { publish: false, embargo: { until: instantText(until) } })
    const reply = await office.create(body)
    const { release, receipt } = reply.json
    const path = pathIn(receipt.urls.en)
    expect(reply.status).toBe(201)
    expect(release).toMatchObject({ state: 'embargoed', revision: 1, liveAt: instantText(until) })
    expect(release.texts.en).toMatchObject({
      publicFrom: instantText(until),
      changedAt: instantText(until),
    })
    expect(receipt).toMatchObject({ publicFrom: instantText(until), ...NOTHING_REBUILT })
    expect(await dues()).toEqual([until, until + 2 * DAY])
    office.now = until - 1
    expectProblem(await office.read(`/api/releases/${release.id}`), 404, /no such release/)
    expect((await office.read(path)).status).toBe(404)
    office.now = until
    const seen = await office.read(`/api/releases/${release.id}`)
    expect(seen.json).toMatchObject({ state: 'published', revision: 1 })
    expect((await office.read(path)).status).toBe(200)
  })

  test('an embargo that has passed, or stands beside "publish", is refused', async () => {
    const ask = (more: object) => storingNothing(() => office.create(english({}, more)))
    const past = await ask({ embargo: { until: AT_NOON } })
    expectProblem(past, 422, /ends in the future/, { '/embargo/until': 'not in the future' })
    const both = await ask({ publish: true, embargo: { until: '2027-01-01' } })
    expectProblem(both, 422, /nothing was stored/, { '/embargo': 'choose one' })
  })

  test('what is not complete cannot be published or put under embargo, and says why', async () => {
    const texts = { en: { headline: 'No body' }, ar: { body: 'نص' } }
    const wrong = { '/texts/en/body': 'missing', '/texts/ar/headline': 'missing' }
    for (const more of [{ publish: true }, { embargo: { until: '2027-01-01' } }]) {
      const reply = await storingNothing(() => office.create(statement(texts, more)))
      const { title } = expectProblem(reply, 422, /not complete/, wrong)
      expect(title).toBe('The release is not complete')
    }
    const none = await storingNothing(() => office.create({ kind: 'speech', publish: true }))
    expectProblem(none, 422, /not complete/, { '/texts': 'at least one language' })
  })

  test('PUT with If-None-Match: * creates under the id that is given', async () => {
    const put = (id: string, body: Json, field = '*') =>
      office.ask(`/api/releases/${id}`, {
        method: 'PUT',
        body,
        headers: { 'If-None-Match': field },
      })
    const draft = await put('Budget_2026-a', english())
    expect(draft.status).toBe(201)
    expect(draft.headers.get('Location')).toBe('/api/releases/Budget_2026-a')
    expect(draft.headers.get('ETag')).toBe('"1"')
    expect(draft.json.release).toMatchObject({ id: 'Budget_2026-a', state: 'draft' })
    const live = await put('live', english({}, { publish: true }), ' * ')
    expect([live.status, live.json.release.state]).toEqual([201, 'published'])
    const held = await put('held', english({}, { embargo: { until: '2026-04-01' } }))
    expect([held.status, held.json.release.state]).toEqual([201, 'embargoed'])

    for (const id of ['Budget_2026-a', 'live', 'held']) {
      const again = await storingNothing(() => put(id, english({}, { publish: true })))
      expectProblem(again, 412, /id is taken/)
    }
    const tagged = await storingNothing(() => put('other', english(), '"1"'))
    expectProblem(tagged, 428, /If-None-Match: \*/)
    for (const id of ['x'.repeat(65), 'a%20b', '%D8%A7', 'a.b', 'a%00']) {
      const reply = await storingNothing(() => put(id, english()))
      expectProblem(reply, 404, /no such release/)
    }
    expect((await put('x'.repeat(64), english())).status).toBe(201)
  })

  test('of two who create the same id at once, one is told that it is taken', async () => {
    const put = (headline: string) =>
      office.ask('/api/releases/race', {
        method: 'PUT',
        body: statement({ en: text(headline) }, { publish: true }),
        headers: { 'If-None-Match': '*' },
      })
    const replies = await Promise.all([put('One'), put('Two'), put('Three')])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 412, 412])
    for (const reply of replies) if (reply.status !== 201) expectProblem(reply, 412, /id is taken/)
    expect(await rowCounts()).toMatchObject({ releases: 1, texts: 1, revisions: 1, slugs: 1 })
    const counted = await DB.prepare('SELECT last_place, filed FROM months').all()
    expect(counted.results).toEqual([
      { last_place: 1, filed: 1 },
      { last_place: 1, filed: 1 },
    ])
  })
})

describe('editing', () => {
  test('a draft is replaced as a whole, and its slug follows its headline', async () => {
    const { id } = await made(statement({ en: text('First'), ar: text('أول') }, { topics: ['a'] }))
    office.now += MINUTE
    const reply = await office.edit(id, statement({ en: text('Second', { notes: 'Note.' }) }))
    expect(reply.status).toBe(200)
    expect(reply.headers.get('ETag')).toBe('"2"')
    expect(reply.headers.get('Location')).toBeNull()
    expect(reply.json.release).toMatchObject({ revision: 2, topics: [], createdAt: AT_NOON })
    expect(reply.json.release.revisedAt).toBe(instantText(NOON + MINUTE))
    expect(reply.json.release.texts).toEqual({
      en: {
        url: 'https://press.test/releases/second',
        slug: 'second',
        headline: 'Second',
        body: 'Body.',
        notes: 'Note.',
      },
    })
    expect(reply.json.receipt).toEqual({
      revision: 2,
      publicFrom: null,
      urls: { en: 'https://press.test/releases/second' },
      ...NOTHING_REBUILT,
    })
    expect(await rowCounts()).toMatchObject({ texts: 1, slugs: 1, revisions: 2 })
  })

  test('an edit that changes nothing makes no revision', async () => {
    const body = bilingual({ publish: true })
    const release = await made(body)
    office.now += MINUTE
    const { publish: _, ...same } = body as Json
    const reply = await storingNothing(() => office.edit(release.id, same))
    expect([reply.status, reply.headers.get('ETag')]).toEqual([200, '"1"'])
    expect(reply.json.release).toEqual(release)
    expect(reply.json.receipt).toMatchObject({ revision: 1, ...NOTHING_REBUILT })
    expect(office.purged).toHaveLength(1)
  })

  test('a public release is edited in place: its address stays, its pages are rebuilt', async () => {
    const { id, texts } = await published()
    office.now += HOUR
    const reply = await office.edit(id, statement({ en: text('Another headline') }))
    expect(reply.status).toBe(200)
    expect(reply.json.release).toMatchObject({ state: 'published', revision: 2, liveAt: AT_NOON })
    expect(reply.json.release.corrections).toEqual([])
    expect(reply.json.release.texts.en).toMatchObject({
      slug: texts.en.slug,
      headline: 'Another headline',
      publicFrom: AT_NOON,
      changedAt: instantText(NOON + HOUR),
    })
    expect(reply.json.receipt).toMatchObject({ publicFrom: AT_NOON, edge: 'purged' })
    // The counts of the archive are what they were, and so are its pages.
    const counts = ['/archive', '/archive/2026']
    const others = [...PAGES, '/topics/budget', '/topics/budget/feed.json'].filter(
      (path) => !counts.includes(path),
    )
    expect(reply.json.receipt.rebuilt.toSorted()).toEqual(others.toSorted())
    expect((await office.read(pathIn(texts.en.url))).text).toContain('<h1>Another headline</h1>')
    expect((await office.read('/archive/2026/03')).text).toContain('Another headline')
  })

  test('a language added to a public release is public at once', async () => {
    const { id, texts } = await published()
    office.now += HOUR
    const { headline, body } = texts.en
    const reply = await office.edit(id, {
      kind: 'press-release',
      topics: ['budget'],
      texts: { en: { headline, body }, ar: text('إعلان') },
    })
    expect(reply.status).toBe(200)
    expect(reply.json.release.texts.ar.publicFrom).toBe(instantText(NOON + HOUR))
    expect(reply.json.release.texts.en.publicFrom).toBe(AT_NOON)
    expect(Object.keys(reply.json.receipt.urls)).toEqual(['en', 'ar'])
    expect(reply.json.receipt.urls.ar).toMatch(/^https:\/\/press\.test\/ar\/releases\//)
    expect(reply.json.receipt.rebuilt).toEqual(expect.arrayContaining(['/ar', '/ar/archive/2026']))
    expect((await office.read(pathIn(reply.json.receipt.urls.ar))).status).toBe(200)
  })

  test('what is public stays complete and keeps its languages', async () => {
    const { id } = await made(bilingual({ publish: true }))
    const ask = (texts: object) => storingNothing(() => office.edit(id, statement(texts)))
    const gone = await ask({ en: text('Only English') })
    expectProblem(gone, 422, /would not be complete/, { '/texts': '"ar" is public' })
    const bare = await ask({ en: { headline: 'x' }, ar: { headline: ' ', body: 'نص' } })
    expectProblem(bare, 422, /would not be complete/, {
      '/texts/en/body': 'missing',
      '/texts/ar/headline': 'missing',
    })
  })

  test('an id that nobody created is not edited', async () => {
    const reply = await storingNothing(() => office.edit('nobody', english(), '"1"'))
    expectProblem(reply, 404, /no such release/)
  })
})

describe('publication', () => {
  test('a draft is published, with an empty body, with {}, or under a past date', async () => {
    const one = await made(english())
    office.now += MINUTE
    const bare = await office.change(one.id, '/publication', 'POST')
    expect(bare.status).toBe(200)
    expect(bare.headers.get('ETag')).toBe('"2"')
    expect(bare.json.release).toMatchObject({ state: 'published', revision: 2 })
    expect(bare.json.receipt).toMatchObject({
      revision: 2,
      publicFrom: instantText(NOON + MINUTE),
      urls: { en: one.texts.en.url },
      rebuildPending: false,
      edge: 'purged',
    })
    expect(bare.json.receipt.rebuilt).toEqual(expect.arrayContaining(PAGES))
    const two = await made(english())
    expect((await office.publish(two.id, {})).json.release.state).toBe('published')
    const three = await made(english())
    const filed = await office.publish(three.id, { at: '1999-12-31T23:30:00Z' })
    // Half past one on New Year's Day in Damascus.
    expect(filed.json.release).toMatchObject({
      day: '2000-01-01',
      liveAt: '1999-12-31T23:30:00.000Z',
    })
    expect(filed.json.receipt.rebuilt).toContain('/archive/2000/01')
  })

  test('an embargoed release is published before its time', async () => {
    const { id } = await made(english({}, { embargo: { until: '2026-06-01' } }))
    office.now += MINUTE
    const reply = await office.publish(id)
    expect(reply.json.release).toMatchObject({
      state: 'published',
      liveAt: instantText(office.now),
    })
    expect((await office.read(`/api/releases/${id}`)).status).toBe(200)
    expect((await office.read('/archive/2026/06')).status).toBe(404)
  })

  test('the future, an incomplete draft and what is public already are refused', async () => {
    const draft = await made(english())
    const future = await storingNothing(() => office.publish(draft.id, { at: '2026-03-24' }))
    expectProblem(future, 422, /not published in the future/, { '/at': 'in the future' })
    const half = await made({ kind: 'speech', texts: { en: { body: 'Body.' } } })
    const incomplete = await storingNothing(() => office.publish(half.id))
    expectProblem(incomplete, 422, /not complete/, { '/texts/en/headline': 'missing' })
    await office.publish(draft.id)
    const twice = await storingNothing(() => office.publish(draft.id))
    expectProblem(twice, 409, /is public/)
  })

  test('a rebuild that fails, or an edge that does, is told in the receipt and kept in the ledger', async () => {
    office.purge = () => 'failed'
    expect((await office.create(english({}, { publish: true }))).json.receipt.edge).toBe('failed')
    office.purge = () => 'none'
    office.wrap = (desk) => ({
      ...desk,
      press: {
        ...desk.press,
        render: () => {
          throw new TypeError('no ink')
        },
      },
    })
    const reply = await office.create(english({}, { publish: true }))
    expect(reply.status).toBe(201)
    expect(reply.json.receipt).toMatchObject({ rebuilt: [], rebuildPending: true, edge: 'none' })
    expect(office.logged.at(-1)).toMatchObject({ event: 'rebuild-failed', message: 'no ink' })
    expect((await rowCounts()).stale_pages).toBeGreaterThanOrEqual(PAGES.length)
  })
})

describe('embargo', () => {
  test('is set, moved and cancelled', async () => {
    const { id } = await made(english())
    const set = await office.embargo(id, NOON + DAY)
    expect([set.status, set.headers.get('ETag')]).toEqual([200, '"2"'])
    expect(set.json.release).toMatchObject({ state: 'embargoed', liveAt: instantText(NOON + DAY) })
    expect(set.json.receipt).toMatchObject({
      revision: 2,
      publicFrom: instantText(NOON + DAY),
      ...NOTHING_REBUILT,
    })
    const moved = await office.embargo(id, NOON + 30 * DAY)
    expect(moved.json.release).toMatchObject({ revision: 3, day: '2026-04-22' })
    expect(moved.json.release.texts.en.publicFrom).toBe(instantText(NOON + 30 * DAY))
    office.now = NOON + 2 * DAY
    expectProblem(await office.read(`/api/releases/${id}`), 404, /no such release/)
    const cancelled = await office.cancelEmbargo(id)
    expect(cancelled.status).toBe(200)
    expect(cancelled.json.release).toMatchObject({ state: 'draft', revision: 4, requirements: [] })
    expect(cancelled.json.release).not.toHaveProperty('liveAt')
    expect(cancelled.json.release.texts.en).not.toHaveProperty('publicFrom')
    expect(cancelled.json.receipt).toMatchObject({ publicFrom: null, ...NOTHING_REBUILT })
    office.now = NOON + 60 * DAY
    expectProblem(await office.read(`/api/releases/${id}`), 404, /no such release/)
    const { revisions } = (await office.ask(`/api/releases/${id}/revisions`)).json
    const kinds = ['created', 'embargoed', 'embargo-moved', 'embargo-cancelled']
    expect(revisions.map(({ kind }: Json) => kind)).toEqual(kinds)
  })

  test('ends in the future, holds what is complete, and is not for what is public', async () => {
    const { id } = await made(english())
    const now = await storingNothing(() => office.embargo(id, NOON))
    expectProblem(now, 422, /ends in the future/, { '/until': 'not in the future' })
    const half = await made({ kind: 'speech', texts: { en: { headline: 'Half' } } })
    const incomplete = await storingNothing(() => office.embargo(half.id, NOON + DAY))
    expectProblem(incomplete, 422, /not complete/, { '/texts/en/body': 'missing' })
    expectProblem(await storingNothing(() => office.cancelEmbargo(id)), 409, /is a draft/)
    await office.embargo(id, NOON + DAY)
    office.now = NOON + DAY
    // Lifted by itself, with nobody having stored anything.
    expectProblem(await storingNothing(() => office.cancelEmbargo(id)), 409, /is public/)
    expectProblem(await storingNothing(() => office.embargo(id, NOON + 2 * DAY)), 409, /is public/)
  })

  test('an embargoed release is edited under its embargo', async () => {
    const { id } = await made(english({}, { embargo: { until: instantText(NOON + DAY) } }))
    const reply = await office.edit(id, statement({ en: text('Edited') }))
    expect(reply.json.release).toMatchObject({ state: 'embargoed', revision: 2 })
    expect(reply.json.receipt).toMatchObject({
      publicFrom: instantText(NOON + DAY),
      ...NOTHING_REBUILT,
    })
    const bare = await storingNothing(() => office.edit(id, statement({ en: { headline: 'x' } })))
    expectProblem(bare, 422, /would not be complete/, { '/texts/en/body': 'missing' })
  })
})

describe('corrections', () => {
  test('a note in one string is in the first language, and stands alone', async () => {
    const { id, texts } = await published()
    office.now += HOUR
    const at = instantText(office.now)
    const reply = await office.correct(id, { note: ' The sum was wrong. ' })
    expect([reply.status, reply.headers.get('ETag')]).toEqual([200, '"2"'])
    expect(reply.json.release.corrections).toEqual([{ at, note: { en: 'The sum was wrong.' } }])
    expect(reply.json.release.texts.en).toEqual({ ...texts.en, changedAt: at })
    expect(reply.json.receipt).toMatchObject({ revision: 2, publicFrom: AT_NOON, edge: 'purged' })
    expect(reply.json.receipt.rebuilt).toContain('/sitemaps/2026-03.xml')
    expect((await office.read(pathIn(texts.en.url))).text).toContain('The sum was wrong.')
  })

  test('notes by language are added up in their order', async () => {
    const { id } = await made(bilingual({ publish: true }))
    await office.correct(id, { note: { en: 'First.', ar: 'أولا.' } })
    office.now += MINUTE
    const { json } = await office.correct(id, { note: { ar: 'ثانيا.' } })
    expect(json.release.corrections).toEqual([
      { at: AT_NOON, note: { en: 'First.', ar: 'أولا.' } },
      { at: instantText(NOON + MINUTE), note: { ar: 'ثانيا.' } },
    ])
  })

  test('a text that is given replaces that language’s, and the others stay as they are', async () => {
    const release = await made({
      kind: 'press-release',
      topics: ['budget', 'port'],
      texts: {
        en: text('English', { subheadline: 'Sub', notes: 'Notes.' }),
        ar: text('عربي', { summary: 'ملخص' }),
      },
      publish: true,
    })
    office.now += HOUR
    const changedAt = instantText(office.now)
    const first = await office.correct(release.id, {
      note: 'The headline was wrong.',
      texts: { en: text('Right', { summary: 'Sum' }) },
    })
    expect(first.json.release).toMatchObject({ kind: 'press-release', topics: ['budget', 'port'] })
    const { subheadline: _, notes: __, ...kept } = release.texts.en
    expect(first.json.release.texts).toEqual({
      en: { ...kept, headline: 'Right', summary: 'Sum', changedAt },
      ar: { ...release.texts.ar, changedAt },
    })
    const second = await office.correct(release.id, {
      note: 'It was an advisory.',
      kind: 'advisory',
      topics: [],
    })
    expect(second.json.release).toMatchObject({ revision: 3, kind: 'advisory', topics: [] })
    expect(second.json.release.texts).toEqual(first.json.release.texts)
  })

  test('only what is public is corrected, and stays complete', async () => {
    const draft = await made(english())
    const reply = await storingNothing(() => office.correct(draft.id, { note: 'No.' }))
    expectProblem(reply, 409, /is a draft/)
    const held = await made(english({}, { embargo: { until: '2026-04-01' } }))
    const early = await storingNothing(() => office.correct(held.id, { note: 'No.' }))
    expectProblem(early, 409, /under embargo/)
    const { id } = await published()
    const bare = await storingNothing(() =>
      office.correct(id, { note: 'No.', texts: { en: { headline: 'No body' } } }),
    )
    expectProblem(bare, 422, /would not be complete/, { '/texts/en/body': 'missing' })
  })
})

describe('withdrawal', () => {
  test('takes a release back for good, with a reason and what replaces it', async () => {
    const { id, texts } = await published()
    const other = await made(english())
    office.now += HOUR
    const reply = await office.withdraw(id, {
      reason: { en: 'Issued in error.', ar: 'صدر خطأ.' },
      replacedBy: other.id,
    })
    expect([reply.status, reply.headers.get('ETag')]).toEqual([200, '"2"'])
    expect(reply.json.release).toMatchObject({ state: 'withdrawn', revision: 2, liveAt: AT_NOON })
    expect(reply.json.release.withdrawal).toEqual({
      at: instantText(office.now),
      reason: { en: 'Issued in error.', ar: 'صدر خطأ.' },
      replacedBy: other.id,
    })
    expect(reply.json.receipt).toMatchObject({ revision: 2, edge: 'purged' })
    expect(reply.json.receipt.rebuilt).toEqual(expect.arrayContaining(PAGES))
    const gone = await office.read(`/api/releases/${id}`)
    expectProblem(gone, 410, /Issued in error\. .* صدر خطأ\./)
    expect(gone.text).not.toContain(texts.en.headline)
    expect((await office.ask(`/api/releases/${id}`)).json).toEqual(reply.json.release)
    const changes = [
      () => office.edit(id, english()),
      () => office.publish(id),
      () => office.embargo(id, office.now + DAY),
      () => office.cancelEmbargo(id),
      () => office.correct(id, { note: 'x' }),
      () => office.withdraw(id, { reason: 'x' }),
    ]
    for (const change of changes) expectProblem(await storingNothing(change), 409, /was withdrawn/)
  })

  test('a reason in one string is in the first language, and nothing need replace it', async () => {
    const { id } = await published()
    const { json } = await office.withdraw(id, { reason: 'Issued in error.' })
    expect(json.release.withdrawal).toEqual({ at: AT_NOON, reason: { en: 'Issued in error.' } })
  })

  test('what replaces it must be another release that there is', async () => {
    const { id } = await published()
    const ask = (replacedBy: string) =>
      storingNothing(() => office.withdraw(id, { reason: 'Wrong.', replacedBy }))
    const unknown = await ask('nobody')
    expectProblem(unknown, 422, /nothing was stored/, { '/replacedBy': 'not the id of a release' })
    expectProblem(await ask(id), 422, /not replace itself/, { '/replacedBy': 'release itself' })
  })

  test('only what is public is withdrawn', async () => {
    const draft = await made(english())
    const reply = await storingNothing(() => office.withdraw(draft.id, { reason: 'No.' }))
    expectProblem(reply, 409, /is a draft/)
    const held = await made(english({}, { embargo: { until: instantText(NOON + DAY) } }))
    const early = await storingNothing(() => office.withdraw(held.id, { reason: 'No.' }))
    expectProblem(early, 409, /under embargo/)
    office.now = NOON + DAY
    expect((await office.withdraw(held.id, { reason: 'Now.' })).status).toBe(200)
  })
})

describe('revisions', () => {
  test('are listed in order, and each tells what the release was from then on', async () => {
    const { id } = await made(statement({ en: text('First') }))
    const said = [(await office.ask(`/api/releases/${id}`)).json]
    const changes = [
      () => office.edit(id, statement({ en: text('Second') })),
      () => office.embargo(id, NOON + DAY),
      () => office.publish(id),
      () => office.correct(id, { note: 'Corrected.' }),
      () => office.withdraw(id, { reason: 'Withdrawn.' }),
    ]
    for (const change of changes) {
      office.now += MINUTE
      said.push((await change()).json.release)
    }
    const by = {
      editor: { id: expect.stringMatching(/^editor-admin-/), name: 'admin' },
      token: expect.stringMatching(/^token-admin-/),
    }
    const at = (minutes: number) => instantText(NOON + minutes * MINUTE)
    const list = await office.ask(`/api/releases/${id}/revisions`, { token: office.tokens.draft })
    expect(list.status).toBe(200)
    expect(list.json).toEqual({
      revisions: [
        { number: 1, kind: 'created', at: at(0), ...by },
        { number: 2, kind: 'edited', at: at(1), ...by },
        { number: 3, kind: 'embargoed', at: at(2), ...by },
        { number: 4, kind: 'published', at: at(3), ...by },
        { number: 5, kind: 'corrected', at: at(4), ...by, note: { en: 'Corrected.' } },
        { number: 6, kind: 'withdrawn', at: at(5), ...by, note: { en: 'Withdrawn.' } },
      ],
    })
    office.now += 30 * DAY
    for (const [index, release] of said.entries()) {
      const one = await office.ask(`/api/releases/${id}/revisions/${index + 1}`)
      expect(one.status).toBe(200)
      expect(one.json).toEqual({ ...list.json.revisions[index], release })
    }
  })

  test('that do not exist are not found', async () => {
    const { id } = await published()
    for (const number of ['0', '2', '01', '-1', '1.0', '1e0', 'x', '9'.repeat(30), '%31%00'])
      expectProblem(await office.ask(`/api/releases/${id}/revisions/${number}`), 404, /no such/)
    for (const path of ['nobody/revisions', 'nobody/revisions/1', 'a%20b/revisions'])
      expectProblem(await office.ask(`/api/releases/${path}`), 404, /no such/)
  })
})

describe('who sees what', () => {
  test('the public sees what is public, an editor of any scope everything', async () => {
    const until = instantText(NOON + DAY)
    const ids = {
      draft: (await made(english())).id,
      embargoed: (await made(english({}, { embargo: { until } }))).id,
      published: (await published()).id,
      withdrawn: (await published()).id,
    }
    await office.withdraw(ids.withdrawn, { reason: 'Wrong.' })
    const seen = async (token: string | null) => {
      const replies = Object.values(ids).map((id) => office.ask(`/api/releases/${id}`, { token }))
      return (await Promise.all(replies)).map(({ status, json }) => [status, json.state])
    }
    const editors = Object.keys(ids).map((state) => [200, state])
    for (const token of Object.values(office.tokens)) expect(await seen(token)).toEqual(editors)
    const missing = [404, undefined]
    const gone = [410, undefined]
    expect(await seen(null)).toEqual([missing, missing, [200, 'published'], gone])
    office.now = NOON + DAY
    expect(await seen(null)).toEqual([missing, [200, 'published'], [200, 'published'], gone])
    const draft = await office.read(`/api/releases/${ids.draft}`)
    const nobody = await office.read('/api/releases/nobody')
    expect(draft.text).toBe(nobody.text)
  })

  test('neither editors nor revisions’ notes are told to the public', async () => {
    const { id } = await published()
    const { json, text } = await office.read(`/api/releases/${id}`)
    expect(Object.keys(json).sort()).toEqual(
      ['corrections', 'createdAt', 'day', 'id', 'kind', 'liveAt', 'revisedAt', 'revision']
        .concat(['state', 'texts', 'topics'])
        .sort(),
    )
    expect(text).not.toContain('editor-')
  })
})
