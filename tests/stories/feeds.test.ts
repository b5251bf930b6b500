import { beforeEach, describe, expect, test } from 'vitest'
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
import { untilIdle } from './check.ts'
import { check } from './checked.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const publish = async (body: object) => (await office.create(body)).json.release
const read = async (path: string) => (await office.read(path)).text
const items = async (path: string): Promise<Json[]> => (await office.read(path)).json.items
const tombstones = async (path: string) =>
  (await read(path)).match(/<at:deleted-entry /g)?.length ?? 0

describe('a withdrawn release leaves every feed with a tombstone', () => {
  test.each(['/feed.xml', '/ar/feed.xml', '/all/feed.xml', '/topics/budget/feed.xml'])(
    'in %s, also where many have come after it',
    async (feed) => {
      const texts = {
        en: { headline: 'A mistake', body: 'Wrong.' },
        ar: { headline: 'بيان خاطئ', body: 'خطأ.' },
      }
      const first = await publish(bilingual({ texts, publish: true }))
      for (let count = 0; count < 12; count++) {
        office.now += MINUTE
        await publish(bilingual({ publish: true }))
      }
      const before = await read(feed)
      expect(before).toContain(`:${first.id}:`)
      await office.withdraw(first.id, { reason: 'Sent by mistake.' })
      expect(await tombstones(feed)).toBe(feed.startsWith('/all') ? 2 : 1)
      const known = /<id>(tag:[^<]*)<\/id>/g
      const gone = [...before.matchAll(known)]
        .map(([, id]) => id ?? '')
        .filter((id) => id.includes(first.id))
      const after = await read(feed)
      for (const id of gone) expect(after).toContain(`<at:deleted-entry ref="${id}"`)
      await check(office)
    },
  )

  test('in the feed of a topic of which nothing else is public', async () => {
    const { id } = await publish(english({}, { topics: ['wells'], publish: true }))
    await office.withdraw(id, { reason: 'Sent by mistake.' })
    expect((await office.read('/topics/wells')).status).toBe(404)
    expect(await tombstones('/topics/wells/feed.xml')).toBe(1)
    await check(office)
  })
})

test('a feed keeps an entry’s id when its address changes, and tells when it was changed', async () => {
  const { id, texts } = await publish(english({}, { publish: true }))
  const [before] = await items('/feed.json')
  office.now += HOUR
  const { headline, body } = texts.en
  await office.edit(id, {
    kind: 'press-release',
    topics: [],
    texts: { en: { headline, body, slug: 'other' } },
  })
  const [after] = await items('/feed.json')
  expect(after).toMatchObject({ id: before.id, date_published: before.date_published })
  expect(after.url).toMatch(/\/other$/)
  expect(after.date_modified).toBe(new Date(NOON + HOUR).toISOString())
  for (const path of ['/feed.json', '/feed.xml', '/rss.xml']) {
    const { headers } = await office.read(path)
    const again = await office.read(path, { 'If-None-Match': headers.get('ETag') ?? '' })
    expect([path, again.status, again.text]).toEqual([path, 304, ''])
  }
  await check(office)
})

test('a translation that is added later was published when it was added', async () => {
  const release = bilingual({ publish: true })
  const { ar, en } = release.texts
  const { id } = await publish({ ...release, texts: { en } })
  office.now += 3 * DAY
  await office.edit(id, { kind: 'press-release', topics: [], texts: { en, ar } })
  expect(await items('/feed.json')).toMatchObject([
    { date_published: new Date(NOON).toISOString() },
  ])
  const added = new Date(NOON + 3 * DAY).toISOString()
  expect(await items('/ar/feed.json')).toMatchObject([{ date_published: added }])
  const [path] = /\/ar\/releases\/[^"<]+/.exec(await read('/ar')) ?? ['']
  expect(await read(path)).toContain(`"datePublished":"${added}"`)
})

test('a language that the site has given up is not in the feed of all', async () => {
  await publish(bilingual({ publish: true }))
  expect(await items('/all/feed.json')).toHaveLength(2)
  office.deploy({
    LANGUAGES: ['en'],
    SITE_NAME: 'Office',
    BOILERPLATE: 'x',
    TOPICS: {},
    CONTACT: { name: 'Desk' },
    KINDS: { 'press-release': 'Press release' },
  })
  await untilIdle(office)
  expect(await items('/all/feed.json')).toMatchObject([{ language: 'en' }])
})

test('a release is news for 48 hours, with nobody doing anything', async () => {
  await publish(english({ headline: 'News & <more>' }, { publish: true }))
  const isNews = async () => (await read('/news-sitemap.xml')).includes('News &amp; &lt;more&gt;')
  office.now = NOON + 2 * DAY - 1
  expect(await isNews()).toBe(true)
  office.now = NOON + 2 * DAY
  expect(await isNews()).toBe(false)
  await untilIdle(office)
  expect(await isNews()).toBe(false)
  expect(await read('/news-sitemap.xml')).not.toContain('news:news>')
  await check(office)
})

test('what the version before marks while a deployment spreads makes the new pages stale, too', async () => {
  const { id, texts } = await publish(bilingual({ publish: true }))
  await untilIdle(office)
  const told = [
    '/all/feed.json',
    '/topics/budget',
    '/ar/topics/budget/feed.json',
    '/ar/news-sitemap.xml',
  ]
  const { headline } = texts.ar
  await office.withdraw(id, { reason: 'Sent by mistake.' })
  // As if the pages had been made before the withdrawal, which has marked what that version knows.
  await DB.batch([
    DB.prepare('DELETE FROM stale_pages'),
    ...told.map((path) =>
      DB.prepare(
        `INSERT INTO rendered_pages (path, type, body, etag, fingerprint) VALUES (?1, 'text/html', ?2, '"x"', ?3)
         ON CONFLICT DO UPDATE SET body = ?2, etag = '"x"'`,
      ).bind(path, path.endsWith('.json') ? JSON.stringify(headline) : headline, 'x'),
    ),
    ...['/feed.xml', '/ar/feed.xml'].map((path) =>
      DB.prepare('INSERT INTO stale_pages (path, due) VALUES (?, ?)').bind(path, office.now),
    ),
  ])
  for (const path of told) expect(await read(path), path).not.toContain(headline)
  await untilIdle(office)
  for (const path of told) expect(await read(path), path).not.toContain(headline)
  await check(office)
})
