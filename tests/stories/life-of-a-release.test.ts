import { beforeEach, describe, expect, test } from 'vitest'
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
import { check } from './checked.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const sitemapOf = async (month: string) => (await office.read(`/sitemaps/${month}.xml`)).text
const archiveOf = async (month: string) => (await office.read(`/archive/${month}`)).text
const lastmods = (xml: string) => [...xml.matchAll(/<lastmod>([^<]*)/g)].map(([, at]) => at)

test('publish, correct, withdraw: archive, sitemap and API say so after each', async () => {
  const headline = 'Council adopts the budget'
  const draft = await office.create(english({ headline }))
  expect(draft.status).toBe(201)
  expect(draft.json.receipt).toMatchObject({ revision: 1, publicFrom: null, rebuilt: [] })
  const { id } = draft.json.release
  await check(office)

  const published = await office.publish(id)
  expect(published.status).toBe(200)
  expect(published.json.receipt).toMatchObject({
    revision: 2,
    publicFrom: '2026-03-23T09:00:00.000Z',
    urls: { en: 'https://press.test/releases/council-adopts-the-budget' },
    rebuildPending: false,
    edge: 'purged',
  })
  expect(published.json.receipt.rebuilt).toEqual(
    expect.arrayContaining(['/', '/archive', '/archive/2026', '/archive/2026/03', '/sitemap.xml']),
  )
  for (const path of ['/', '/archive/2026/03', '/releases/council-adopts-the-budget'])
    expect((await office.read(path)).text).toContain(headline)
  expect((await office.read('/archive/2026')).text).toContain('1 release')
  expect(await sitemapOf('2026-03')).toContain('/releases/council-adopts-the-budget<')
  expect((await office.read('/api/releases')).json.releases).toHaveLength(1)
  await check(office)

  office.now += HOUR
  const corrected = await office.correct(id, {
    note: { en: 'The amount was wrong.', ar: 'كان المبلغ خاطئًا.' },
    texts: { en: { headline, body: 'The budget is 5 million.' } },
  })
  expect(corrected.json.receipt.revision).toBe(3)
  const page = (await office.read('/releases/council-adopts-the-budget')).text
  expect(page).toContain('The amount was wrong.')
  expect(page).toContain('datetime="2026-03-23T10:00:00.000Z"')
  expect(page).toContain('The budget is 5 million.')
  expect(lastmods(await sitemapOf('2026-03'))).toEqual(['2026-03-23T10:00:00.000Z'])
  expect(lastmods((await office.read('/sitemap.xml')).text)).toEqual(['2026-03-23T10:00:00.000Z'])
  const read = await office.read(`/api/releases/${id}`)
  expect(read.json.corrections).toEqual([
    {
      at: '2026-03-23T10:00:00.000Z',
      note: { en: 'The amount was wrong.', ar: 'كان المبلغ خاطئًا.' },
    },
  ])
  await check(office)

  office.now += HOUR
  const successor = await office.create({ ...english(), publish: true })
  const withdrawn = await office.withdraw(id, {
    reason: { en: 'It was adopted by another council.' },
    replacedBy: successor.json.release.id,
  })
  expect(withdrawn.json.receipt.revision).toBe(4)
  const notice = await office.read('/releases/council-adopts-the-budget')
  expect(notice.status).toBe(410)
  expect(notice.text).toContain('It was adopted by another council.')
  expect(notice.text).toContain('datetime="2026-03-23T11:00:00.000Z"')
  expect(notice.text).toContain(successor.json.release.texts.en.headline)
  expect(notice.text).not.toContain(headline)
  for (const path of ['/', '/archive/2026/03', '/sitemaps/2026-03.xml'])
    expect((await office.read(path)).text).not.toContain('council-adopts-the-budget')
  expect((await office.read('/archive/2026')).text).toContain('1 release')
  expect(lastmods((await office.read('/sitemap.xml')).text)).toEqual(['2026-03-23T11:00:00.000Z'])
  expect((await office.read(`/api/releases/${id}`)).status).toBe(410)
  const history = await office.ask(`/api/releases/${id}/revisions`)
  expect(history.json.revisions.map(({ kind }: { kind: string }) => kind)).toEqual([
    'created',
    'published',
    'corrected',
    'withdrawn',
  ])
  await check(office)
})

test('the last public release of a month takes its archive page and its sitemap file along', async () => {
  const { json } = await office.create({ ...english(), publish: true })
  await office.withdraw(json.release.id, { reason: 'Sent by mistake.' })
  expect((await office.read('/archive/2026/03')).status).toBe(404)
  expect((await office.read('/archive/2026')).status).toBe(404)
  expect((await office.read('/sitemaps/2026-03.xml')).status).toBe(404)
  expect((await office.read('/sitemap.xml')).text).not.toContain('<sitemap>')
  await check(office)
})

test('an Arabic and an English text of one release are public at the same instant', async () => {
  const { json } = await office.create(bilingual({ publish: true }))
  const { en, ar } = json.receipt.urls
  const arabic = await office.read(new URL(ar).pathname)
  const [englishPage, englishText] = [
    await office.read(new URL(en).pathname),
    json.release.texts.en,
  ]
  expect(arabic.text).toContain('<html lang="ar" dir="rtl">')
  expect(englishPage.text).toContain('<html lang="en" dir="ltr">')
  for (const page of [arabic, englishPage]) {
    expect(page.text).toContain(`hreflang="ar" href="${ar}"`)
    expect(page.text).toContain(`hreflang="en" href="${en}"`)
    expect(page.text).toContain(`hreflang="x-default" href="${en}"`)
  }
  expect((await office.read('/ar')).text).toContain(json.release.texts.ar.headline)
  expect((await office.read('/ar')).text).not.toContain(englishText.headline)
  expect(await sitemapOf('2026-03')).toContain(`hreflang="ar" href="${ar}"`)
  await check(office)
})

test('a text added to a public release later is public from then', async () => {
  const first = english()
  const { json } = await office.create({ ...first, publish: true })
  const { id } = json.release
  await check(office)
  office.now += DAY
  const arabic = { headline: 'بيان لاحق', body: 'النص العربي.' }
  const added = await office.edit(id, { ...first, texts: { ...first.texts, ar: arabic } })
  expect(added.json.release.texts.ar.publicFrom).toBe(new Date(office.now).toISOString())
  expect(added.json.release.texts.en.publicFrom).toBe(new Date(NOON).toISOString())
  expect((await office.read('/ar/archive/2026/03')).text).toContain('بيان لاحق')
  expect((await office.read(`/releases/${json.release.texts.en.slug}`)).text).toContain('العربية')
  await check(office)
})

test('a release in one language has no page in the other', async () => {
  const { json } = await office.create({ ...english(), publish: true })
  expect((await office.read(`/ar/releases/${json.release.texts.en.slug}`)).status).toBe(404)
  expect((await office.read('/ar/archive/2026/03')).status).toBe(404)
  await check(office)
})

describe('an embargo', () => {
  test('is kept one millisecond before it lifts and lifts at its moment, without any schedule', async () => {
    const until = NOON + 3 * HOUR
    const held = await office.create(
      bilingual({ embargo: { until: new Date(until).toISOString() } }),
    )
    const { id, texts } = held.json.release
    expect(held.json.receipt).toMatchObject({
      publicFrom: new Date(until).toISOString(),
      rebuilt: [],
    })
    const paths = [`/releases/${texts.en.slug}`, `/ar/releases/${texts.ar.slug}`]
    await check(office)

    office.now = until - 1
    for (const path of paths) expect((await office.read(path)).status).toBe(404)
    expect((await office.read(`/api/releases/${id}`)).status).toBe(404)
    await check(office)

    office.now = until
    for (const path of paths) expect((await office.read(path)).status).toBe(200)
    const read = await office.read(`/api/releases/${id}`)
    expect(read.json.state).toBe('published')
    expect((await office.read('/api/releases')).json.releases).toHaveLength(1)
    await check(office)
    expect((await office.read('/')).text).toContain(texts.en.headline)
    expect(lastmods(await sitemapOf('2026-03'))).toEqual(
      Array(2).fill(new Date(until).toISOString()),
    )
  })

  test('answers exactly like an unknown URL while it holds', async () => {
    const held = await office.create(
      english({}, { embargo: { until: new Date(NOON + HOUR).toISOString() } }),
    )
    const { id, texts } = held.json.release
    const held404 = await office.read(`/releases/${texts.en.slug}`)
    const unknown = await office.read('/releases/nothing-at-all')
    expect(held404.text).toBe(unknown.text)
    expect([...held404.headers]).toEqual([...unknown.headers])
    const heldApi = await office.read(`/api/releases/${id}`)
    expect(heldApi.json).toEqual((await office.read('/api/releases/nothing')).json)
    expect(heldApi.headers.get('ETag')).toBe(null)
    await check(office)
  })

  test('moves and is cancelled; neither leaves a trace in public', async () => {
    const made = await office.create(
      english({}, { embargo: { until: new Date(NOON + HOUR).toISOString() } }),
    )
    const { id } = made.json.release
    // Into the next month, and back to a draft.
    expect((await office.embargo(id, NOON + 20 * DAY)).json.release.day).toBe('2026-04-12')
    office.now = NOON + 2 * HOUR
    await check(office)
    expect((await office.read(`/api/releases/${id}`)).status).toBe(404)
    expect((await office.cancelEmbargo(id)).json.release.state).toBe('draft')
    office.now = NOON + 21 * DAY
    await check(office)
    expect((await office.read(`/api/releases/${id}`)).status).toBe(404)
    expect((await office.publish(id)).json.release.day).toBe('2026-04-13')
    await check(office)
  })

  test('that lifted meanwhile is not edited by someone who thinks that it holds', async () => {
    const content = english()
    const until = new Date(NOON + MINUTE).toISOString()
    const held = await office.create({ ...content, embargo: { until } })
    const { id } = held.json.release
    office.now = NOON + MINUTE
    const late = await office.edit(id, english(), held.headers.get('ETag') ?? '')
    expect(late.status).toBe(412)
    expect((await office.edit(id, english())).status).toBe(200)
    await check(office)
  })
})

describe('a day and a month', () => {
  test.each([
    ['2026-03-31T20:59:59.999Z', '2026-03-31', '2026/03'],
    ['2026-03-31T21:00:00.000Z', '2026-04-01', '2026/04'],
  ])('of a release at %s are %s in Damascus', async (instant, day, month) => {
    office.now = Date.parse(instant)
    const { json } = await office.create({ ...english(), publish: true })
    expect(json.release.day).toBe(day)
    expect(await archiveOf(month)).toContain(json.release.texts.en.headline)
    expect((await office.read(`/releases/${json.release.texts.en.slug}`)).text).toContain(
      `datetime="${day}"`,
    )
    await check(office)
  })

  test('follow the zone across its daylight-saving change', async () => {
    office = await openPressOffice({ TIME_ZONE: 'Europe/Berlin' })
    // Midnight is 23:00 UTC in winter and 22:00 UTC in summer; the clocks change on 29 March 2026.
    for (const [instant, day] of [
      ['2026-03-28T22:59:59.999Z', '2026-03-28'],
      ['2026-03-28T23:00:00.000Z', '2026-03-29'],
      ['2026-03-29T21:59:59.999Z', '2026-03-29'],
      ['2026-03-29T22:00:00.000Z', '2026-03-30'],
      ['2026-10-31T22:59:59.999Z', '2026-10-31'],
      ['2026-10-31T23:00:00.000Z', '2026-11-01'],
    ] as const) {
      office.now = Date.parse(instant)
      const { json } = await office.create({ ...english(), publish: true })
      expect(json.release.day, instant).toBe(day)
    }
    await check(office)
  })
})

test('an older release is filed under its past day, is found there, and not on the front page', async () => {
  for (let i = 0; i < 20; i++) await office.create({ ...english(), publish: true })
  const { json } = await office.create(
    english({ headline: 'From the past' }, { publish: { at: '2021-02-25' } }),
  )
  expect(json.release).toMatchObject({ day: '2021-02-25', liveAt: '2021-02-24T22:00:00.000Z' })
  expect(await archiveOf('2021/02')).toContain('From the past')
  expect((await office.read('/')).text).not.toContain('From the past')
  expect((await office.read('/archive')).text).toContain('/archive/2021"')
  // A crawler that knows the site learns that this page is new.
  expect(lastmods(await sitemapOf('2021-02'))).toEqual([new Date(NOON).toISOString()])
  await check(office)
})

test('a release with a month whose last fifty were withdrawn is still found from the archive', async () => {
  const made = []
  for (let i = 0; i < 100; i++)
    made.push((await office.create({ ...english(), publish: true })).json.release.id)
  for (const id of made.slice(50)) await office.withdraw(id, { reason: 'Twice published.' })
  expect((await office.read('/archive/2026/03')).status).toBe(200)
  await check(office)
})

test('old slugs lead to the release for good, and never to another one', async () => {
  const content = english({ slug: 'first' })
  const { json } = await office.create({ ...content, publish: true })
  const { id } = json.release
  const named = (slug: string) => ({ ...content, texts: { en: { ...content.texts.en, slug } } })
  await office.edit(id, named('second'))
  await office.edit(id, named('الثالث'))
  for (const old of ['first', 'second']) {
    const moved = await office.read(`/releases/${old}`)
    expect(moved.status).toBe(301)
    expect(moved.headers.get('Location')).toBe(`/releases/${encodeURIComponent('الثالث')}`)
  }
  const other = await office.create(english({ slug: 'first' }))
  expect(other.status).toBe(422)
  expect(other.json.errors[0].pointer).toBe('/texts/en/slug')
  const derived = await office.create(english({ headline: 'First' }))
  expect(derived.json.release.texts.en.slug).toBe('first-2')
  await office.edit(id, named('first'))
  expect((await office.read('/releases/first')).status).toBe(200)
  expect((await office.read('/releases/second')).headers.get('Location')).toBe('/releases/first')
  await check(office)
})

test('a month with very many releases is split, and a full page never changes', async () => {
  const made = []
  for (let i = 0; i < 99; i++)
    made.push((await office.create({ ...english(), publish: true })).json.release)
  expect((await office.read('/archive/2026/03/1')).status).toBe(302)
  await check(office)
  const hundredth = await office.create({ ...english(), publish: true })
  expect(hundredth.json.receipt.rebuilt).toContain('/archive/2026/03/1')
  expect(hundredth.json.receipt.rebuilt).not.toContain('/archive/2026/03/2')
  made.push(hundredth.json.release)
  for (let i = 0; i < 59; i++) {
    office.now += MINUTE
    made.push((await office.create({ ...english(), publish: true })).json.release)
  }
  await check(office)
  const first = await office.read('/archive/2026/03/1')
  expect(first.status).toBe(200)
  for (const release of made.slice(0, 50)) expect(first.text).toContain(release.texts.en.slug)
  expect((await office.read('/archive/2026/03/2')).status).toBe(200)
  const newest = await archiveOf('2026/03')
  for (const release of made.slice(100)) expect(newest).toContain(release.texts.en.slug)
  expect(newest).not.toContain(`/${made[99].texts.en.slug}"`)
  expect((await office.read('/archive/2026')).text).toContain('159 releases')

  await office.create({ ...english({ headline: 'Late for March' }), publish: { at: '2026-03-01' } })
  expect((await office.read('/archive/2026/03/1')).text).toBe(first.text)
  await office.withdraw(made[3].id, { reason: 'Twice published.' })
  const gap = await office.read('/archive/2026/03/1')
  expect(gap.text).not.toContain(`/${made[3].texts.en.slug}"`)
  expect(gap.text).toContain(made[49].texts.en.slug)
  await check(office)
})
