import { beforeEach, expect, test } from 'vitest'
import type { Pages } from '../../src/newsroom/ports.ts'
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
import { storedPages, untilIdle } from './check.ts'
import { check } from './checked.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

/** The pages port with one of its parts replaced. */
const withPages = (change: (pages: Pages) => Partial<Pages>) => {
  office.wrap = (desk) => ({
    ...desk,
    press: { ...desk.press, pages: { ...desk.press.pages, ...change(desk.press.pages) } },
  })
}

const count = async (table: string) =>
  (await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n
/** How many marks are due. */
const due = () => count(`stale_pages WHERE due <= ${office.now}`)

test('two editors save at once: one wins, the other is told, and nothing is lost, 20 times over', async () => {
  const { json } = await office.create({ ...english(), publish: true })
  const { id } = json.release
  for (let round = 0; round < 20; round++) {
    const etag = (await office.ask(`/api/releases/${id}`)).headers.get('ETag') ?? ''
    const versions = ['one', 'other'].map((who) => english({ body: `${who} in ${round}` }))
    const replies = await Promise.all(versions.map((version) => office.edit(id, version, etag)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = replies.findIndex(({ status }) => status === 200)
    const now = await office.ask(`/api/releases/${id}`)
    expect(now.json.texts.en.body).toBe(versions[winner]?.texts.en.body)
    expect(now.json.revision).toBe(round + 2)
  }
  const { revisions } = (await office.ask(`/api/releases/${id}/revisions`)).json
  expect(revisions.map(({ number }: Json) => number)).toEqual(
    Array.from({ length: 21 }, (_, i) => i + 1),
  )
  await check(office)
})

test('fifty editors publish different releases at once: every one is in the ledger and in the archive', async () => {
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => office.create(bilingual({ publish: true }))),
  )
  expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(201))
  expect(await count('revisions')).toBe(50)
  await check(office)
})

test('the same headline ten times at once gets ten slugs', async () => {
  const replies = await Promise.all(
    Array.from({ length: 10 }, () =>
      office.create({ ...english({ headline: 'Statement' }), publish: true }),
    ),
  )
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(201))
  expect(replies.map(({ json }) => json.release.texts.en.slug).sort()).toEqual(
    ['statement', ...Array.from({ length: 9 }, (_, i) => `statement-${i + 2}`)].sort(),
  )
  await check(office)
})

test('the schedule has been dead for a day: nothing leaked, nothing was late, and one run repairs the rest', async () => {
  const held = []
  for (const hours of [1, 5, 23])
    held.push(
      await office.create(
        bilingual({ embargo: { until: new Date(NOON + hours * HOUR).toISOString() } }),
      ),
    )
  const later = await office.create(
    english({}, { embargo: { until: new Date(NOON + 2 * DAY).toISOString() } }),
  )
  await office.schedule()
  office.now = NOON + DAY
  for (const { json } of held)
    expect((await office.read(new URL(json.receipt.urls.en).pathname)).status).toBe(200)
  expect((await office.read(new URL(later.json.receipt.urls.en).pathname)).status).toBe(404)
  const { paths, more } = await office.schedule()
  expect(paths).toEqual(expect.arrayContaining(['/', '/ar', '/archive/2026/03', '/sitemap.xml']))
  expect(more).toBe(false)
  for (const { json } of held)
    expect((await office.read('/archive/2026/03')).text).toContain(json.release.texts.en.headline)
  const pages = await storedPages(office)
  expect((await office.schedule()).paths).toEqual([])
  expect(await storedPages(office)).toEqual(pages)
  await check(office)
})

test('the Worker dies between the change and the rebuild: the next run repairs it', async () => {
  withPages(() => ({ due: () => Promise.reject(new Error('killed')) }))
  const made = await office.create(bilingual({ publish: true }))
  expect(made.status).toBe(201)
  expect(made.json.receipt).toMatchObject({ rebuilt: [], rebuildPending: true })
  expect(await storedPages(office)).toEqual([])
  office.wrap = (desk) => desk
  office.now += MINUTE
  await office.schedule()
  expect((await office.read('/archive/2026/03')).text).toContain(
    made.json.release.texts.en.headline,
  )
  await check(office)
})

test('the Worker dies after rendering and before storing: the marks stay, and the next run repairs it', async () => {
  withPages(() => ({ store: () => Promise.reject(new Error('killed')) }))
  await office.create(bilingual({ publish: true }))
  expect(await due()).toBeGreaterThan(0)
  office.wrap = (desk) => desk
  await office.schedule()
  expect(await due()).toBe(0)
  await check(office)
})

test('a release that is published while its month is being rendered is not lost', async () => {
  let second: Promise<Json> | undefined
  withPages((pages) => ({
    facts: async (...asked) => {
      const facts = await pages.facts(...asked)
      if (!second) {
        // After the page's facts were read and before it is stored.
        second = office.create({ ...english({ headline: 'In between' }), publish: true })
        await second
      }
      return facts
    },
  }))
  await office.create({ ...english(), publish: true })
  await untilIdle(office)
  expect((await office.read('/archive/2026/03')).text).toContain('In between')
  await check(office)
})

test('two runs of the schedule at once store one result', async () => {
  for (const hours of [1, 2, 3])
    await office.create(
      bilingual({ embargo: { until: new Date(NOON + hours * HOUR).toISOString() } }),
    )
  office.now = NOON + 4 * HOUR
  await Promise.all([office.schedule(), office.schedule(), office.schedule()])
  await check(office)
})

test('a run whose clock is behind does not take back what another one has shown', async () => {
  const until = NOON + HOUR
  await office.create(
    english({ headline: 'Lifted' }, { embargo: { until: new Date(until).toISOString() } }),
  )
  const other = await office.create(english())
  office.now = until
  await office.schedule()
  office.now = until - 5
  await office.publish(other.json.release.id)
  expect((await office.read('/')).text).toContain('Lifted')
  office.now = until
  await check(office)
})

test.each([
  ['cancelled', (id: string) => office.cancelEmbargo(id, '"1"')],
  ['moved', (id: string) => office.embargo(id, NOON + 9 * DAY, '"1"')],
])(
  'an embargo that is %s while it lifts elsewhere is not stored: the editor is told',
  async (_, act) => {
    const until = NOON + HOUR
    const held = await office.create(
      bilingual({ embargo: { until: new Date(until).toISOString() } }),
    )
    const { id } = held.json.release
    // The request arrives before the lift; its change is stored after the schedule has shown it.
    office.now = until
    await office.schedule()
    office.now = until - 10
    expect((await act(id)).status).toBe(412)
    office.now = until
    expect((await office.ask(`/api/releases/${id}`)).json.state).toBe('published')
    await check(office)
  },
)

test('an embargo on the place that begins another page takes no public release out of sight', async () => {
  for (let i = 0; i < 99; i++) await office.create({ ...english(), publish: true })
  await office.create(english({}, { embargo: { until: new Date(NOON + 5 * DAY).toISOString() } }))
  await check(office)
  for (let i = 0; i < 99; i++) await office.create({ ...english(), publish: true })
  await office.create(english({}, { embargo: { until: new Date(NOON + 5 * DAY).toISOString() } }))
  await office.create({ ...english(), publish: true })
  await check(office)
  office.now += 6 * DAY
  await check(office)
})

test('a hundred embargoes that lift at one instant are worked off by one run', async () => {
  const until = new Date(NOON + HOUR).toISOString()
  for (let i = 0; i < 100; i++) await office.create(english({}, { embargo: { until } }))
  office.now = NOON + HOUR
  expect((await office.schedule()).more).toBe(false)
  expect(await due()).toBe(0)
  await check(office)
})

test('what a rebuild stored before it failed is purged all the same, and the receipt says what is open', async () => {
  for (let month = 1; month <= 9; month++)
    await office.create(english({}, { embargo: { until: `2027-0${month}-15T09:00:00Z` } }))
  office.now = Date.parse('2027-10-01T00:00:00Z')
  let rounds = 0
  withPages((pages) => ({
    due: (...asked) => (rounds++ === 0 ? pages.due(...asked) : Promise.reject(new Error('killed'))),
  }))
  const made = await office.create({ ...english(), publish: true })
  expect(made.json.receipt.rebuildPending).toBe(true)
  expect(made.json.receipt.rebuilt.length).toBeGreaterThan(0)
  const { rebuilt } = made.json.receipt
  expect(office.purged.at(-1)).toEqual([
    `release:${made.json.release.id}`,
    ...rebuilt.map((path: string) => `page:${path}`),
  ])
  expect(office.logged.at(-1)).toMatchObject({ event: 'rebuild-failed', cause: 'change' })
  office.wrap = (desk) => desk
  await check(office)
})

test('a language that the site gives up takes its texts out of sight, and its releases can be edited', async () => {
  const both = bilingual({ publish: true })
  const { json } = await office.create(both)
  office.deploy({
    TOPICS: {},
    LANGUAGES: ['en'],
    SITE_NAME: 'Office',
    BOILERPLATE: 'About us.',
    CONTACT: { name: 'Desk' },
    KINDS: { 'press-release': 'Press release' },
  })
  await untilIdle(office)
  expect((await office.read('/sitemaps/2026-03.xml')).text).not.toContain('/ar/')
  expect((await office.read(`/releases/${json.release.texts.en.slug}`)).text).not.toContain('/ar/')
  const { id, kind } = json.release
  const edited = await office.edit(id, {
    kind,
    texts: { en: { headline: 'Alone', body: 'Text.' } },
  })
  expect(edited.status).toBe(200)
  office.deploy({})
  // Its pages are made on request until something that they show changes.
  expect((await office.read('/ar/archive/2026/03')).status).toBe(200)
  await office.create(bilingual({ publish: true }))
  await check(office)
})

test('other settings make every rendered page stale, and the schedule works it off', async () => {
  for (let i = 0; i < 3; i++) await office.create(bilingual({ publish: { at: `202${i}-05-01` } }))
  await check(office)
  office.deploy({ SITE_URL: 'https://news.example' })
  await office.schedule()
  for (const { body } of await storedPages(office)) {
    expect(body).not.toContain('https://press.test')
    expect(body).toContain('https://news.example')
  }
  await check(office)
})

test('a page that was rendered with an older stylesheet keeps its look until it is rebuilt', async () => {
  await office.create({ ...english(), publish: true })
  await DB.prepare(
    "UPDATE rendered_pages SET body = replace(body, '<style>', '<style>p{margin:0}') WHERE path = '/'",
  ).run()
  const page = await office.read('/')
  const style = /<style>([^<]*)/.exec(page.text)?.[1] ?? ''
  expect(style).toContain('p{margin:0}:root')
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
  const allowed = btoa(String.fromCharCode(...new Uint8Array(digest)))
  expect(page.headers.get('Content-Security-Policy')).toContain(`style-src 'sha256-${allowed}';`)
})

test('a purge that fails is told, and changes nothing else', async () => {
  office.purge = () => 'failed'
  const made = await office.create({ ...english(), publish: true })
  expect(made.json.receipt.edge).toBe('failed')
  await check(office)
})

test('what was rebuilt is logged in one structured line, without a word of the release', async () => {
  const { json } = await office.create({ ...english(), publish: true })
  const lines = office.logged.filter(({ event }) => event === 'rebuild')
  expect(lines).toEqual([
    expect.objectContaining({
      cause: 'change',
      pages: json.receipt.rebuilt.length,
      edge: 'purged',
    }),
  ])
  expect(JSON.stringify(office.logged)).not.toContain(json.release.texts.en.headline)
  for (const token of Object.values(office.tokens))
    expect(JSON.stringify(office.logged)).not.toContain(token)
})
