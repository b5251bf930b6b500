import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  bilingual,
  contentOf,
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  MINUTE,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { check } from '../stories/check.ts'
import { expectProblem, pathIn, replyOf, send } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const ADDRESS = '/api/redirects'
const OLD = '/2021/02/25/title'
const made = async (more: object = {}): Promise<Json> => {
  const { status, json } = await office.create(bilingual(more))
  expect(status).toBe(201)
  return json
}
const enter = (redirects: unknown, token?: string) =>
  office.ask(ADDRESS, { method: 'POST', body: { redirects }, ...(token ? { token } : {}) })
const entered = async (from: string, release: string, language = 'en') => {
  const reply = await enter([{ from, release, language }])
  expect([reply.status, reply.text]).toEqual([200, reply.text])
}
const remove = (from: string, token?: string) =>
  office.ask(`${ADDRESS}?from=${encodeURIComponent(from)}`, {
    method: 'DELETE',
    ...(token ? { token } : {}),
  })
const listed = async (query = '') => (await office.ask(`${ADDRESS}${query}`)).json
const led = async (path: string) => {
  const { status, headers } = await office.read(path)
  return [status, headers.get('Location')]
}
const events = async (): Promise<Json[]> =>
  (await office.ask('/api/audit?limit=1000')).json.events.filter(({ from }: Json) => from)
const stored = async () => (await DB.prepare('SELECT count(*) AS n FROM redirects').first('n')) ?? 0

describe('redirects', () => {
  test('are entered, kept in one spelling, listed in the order of their paths, and removed', async () => {
    const { release } = await made()
    const { id } = release
    const { status, json } = await enter([
      { from: '/?p=12', release: id, language: 'en' },
      { from: '/%d8%a8%d9%8a%d8%a7%d9%86/', release: id, language: 'ar' },
      { from: `${OLD}/`, release: id, language: 'en' },
    ])
    const [short, arabic, long] = [
      { from: '/?p=12', release: id, language: 'en' },
      { from: '/%D8%A8%D9%8A%D8%A7%D9%86', release: id, language: 'ar' },
      { from: OLD, release: id, language: 'en' },
    ]
    expect([status, json]).toEqual([200, { redirects: [short, arabic, long] }])
    expect(await listed()).toEqual({ redirects: [arabic, long, short] })
    expect((await remove('/بيان')).status).toBe(204)
    expect(await listed()).toEqual({ redirects: [long, short] })
    expectProblem(await remove('/بيان'), 404, /no such redirect/)
    await check(office)
  })

  test('are entered again without anything happening, and one that leads elsewhere stops them all', async () => {
    const [one, other] = [(await made()).release.id, (await made()).release.id]
    const to = (from: string, release: string, language = 'en') => ({ from, release, language })
    await entered(OLD, one)
    office.now += MINUTE
    expect((await enter([to(`${OLD}/`, one), to('/b', one), to('/b/', one)])).status).toBe(200)
    expect([await stored(), (await events()).length]).toEqual([2, 2])
    const reply = await enter([to('/c', one), to(OLD, other), to('/b', one, 'ar')])
    expectProblem(reply, 422, /Nothing was entered/, {
      '/redirects/1/from': `leads to the release "${one}" in "en" already`,
      '/redirects/2/from': 'already',
    })
    const twice = await enter([to('/d', one), to('/d/', other)])
    expectProblem(twice, 422, /Nothing was entered/, { '/redirects/1/from': 'given twice' })
    expect([await stored(), (await events()).length]).toEqual([2, 2])
  })

  test('are refused with each that cannot be, and why', async () => {
    const { id } = (await office.create(english())).json.release
    const to = (from: unknown, release: unknown = id, language: unknown = 'en') => ({
      from,
      release,
      language,
    })
    expectProblem(await enter([to('/a', 'nobody'), to('/b', id, 'ar'), to('/c')]), 422, /Nothing/, {
      '/redirects/0/release': 'is not the id of a release',
      '/redirects/1/language': 'none of the release’s languages',
    })
    expectProblem(
      await enter([
        to('/ok'),
        to('//evil.example'),
        to('/\\evil.example'),
        to('/a\r\nSet-Cookie: x=1'),
        to('/a\ud800'),
        to('/a/../b'),
        to('/releases/title'),
        to('/?q=x'),
        to(`/${'a'.repeat(500)}`),
        to(5),
        { ...to('/a'), more: 1 },
        to('/a', 'a b'),
        to('/a', id, 'fr'),
      ]),
      422,
      /nothing was stored/,
      {
        '/redirects/1/from': 'one slash',
        '/redirects/2/from': 'must be a path',
        '/redirects/3/from': 'must be a path',
        '/redirects/4/from': 'must be a path',
        '/redirects/5/from': 'no browser asks for',
        '/redirects/6/from': 'newsroom itself',
        '/redirects/7/from': 'no query other',
        '/redirects/8/from': '500 bytes',
        '/redirects/9/from': 'must be a string',
        '/redirects/10/more': 'not a known field',
        '/redirects/11/release': 'not the id of a release',
        '/redirects/12/language': 'not one of the site’s languages',
      },
    )
    expectProblem(await enter([]), 422, /nothing/, { '/redirects': 'one redirect at least' })
    const many = Array.from({ length: 101 }, (_, at) => to(`/${at}`))
    expectProblem(await enter(many), 422, /nothing/, { '/redirects': 'not be more than 100' })
    expect((await enter(many.slice(1))).status).toBe(200)
    expect(await stored()).toBe(100)
  })

  test('are entered at once by several, and lead to one place', async () => {
    const ids = [(await made()).release.id, (await made()).release.id]
    const replies = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((which) =>
        enter([
          { from: '/a', release: ids[0], language: 'en' },
          { from: OLD, release: ids[which], language: 'en' },
        ]),
      ),
    )
    expect([...new Set(replies.map(({ status }) => status))].sort()).toEqual([200, 422])
    const { redirects } = await listed()
    const winner = ids.indexOf(redirects[0].release)
    expect(replies.map(({ status }) => status)).toEqual(
      [0, 1, 0, 1, 0, 1].map((which) => (which === winner ? 200 : 422)),
    )
    expect((await events()).length).toBe(2)
  })

  test('are listed page after page, each once', async () => {
    const { id } = (await made()).release
    const all = Array.from({ length: 25 }, (_, at) => ({
      from: at === 3 ? '/?p=12' : `/${String(at).padStart(2, '0')}%D8%A8`,
      release: id,
      language: 'en',
    }))
    await enter(all)
    const seen: Json[] = []
    for (let path: string | undefined = `${ADDRESS}?limit=7`; path; ) {
      const { json, headers } = await office.ask(path)
      seen.push(...json.redirects)
      expect(headers.get('Link')?.includes('rel="next"')).toBe(json.next !== undefined)
      const next = json.next && new URL(json.next)
      path = next && next.pathname + next.search
    }
    expect(seen).toEqual(all.toSorted((a, b) => (a.from < b.from ? -1 : 1)))
    expectProblem(await office.ask(`${ADDRESS}?limit=0&cursor=x&more=1`), 422, /list/, {
      '?limit': 'from 1 to 1000',
      '?cursor': 'not a cursor',
      '?more': 'not a known parameter',
    })
    expectProblem(await office.ask(ADDRESS, { method: 'DELETE' }), 422, /Nothing was removed/, {
      '?from': 'is missing',
    })
    const wrong = await office.ask(`${ADDRESS}?from=//evil&x=1`, { method: 'DELETE' })
    expectProblem(wrong, 422, /Nothing was removed/, { '?from': 'one slash', '?x': 'not a known' })
  })

  test('whose addresses the newsroom got itself since are still listed and removed', async () => {
    const { id } = (await made()).release
    const [home, archive] = ['/fr', '/fr/archive/2012']
    for (const from of [home, archive, OLD]) await entered(from, id)
    office.deploy({
      LANGUAGES: ['en', 'ar', 'fr'],
      SITE_NAME: { en: 'x', ar: 'x', fr: 'x' },
      BOILERPLATE: { en: 'x', ar: 'x', fr: 'x' },
      CONTACT: { name: { en: 'x', ar: 'x', fr: 'x' } },
      KINDS: { 'press-release': { en: 'x', ar: 'x', fr: 'x' } },
      TOPICS: {},
    })
    const seen: string[] = []
    for (let path: string | undefined = `${ADDRESS}?limit=1`; path; ) {
      const { status, json } = await office.ask(path)
      expect(status).toBe(200)
      seen.push(...json.redirects.map(({ from }: Json) => from))
      const next = json.next && new URL(json.next)
      path = next && next.pathname + next.search
    }
    expect(seen).toEqual([OLD, home, archive])
    expectProblem(
      await enter([{ from: '/fr/archive/2013', release: id, language: 'en' }]),
      422,
      /nothing was stored/,
      { '/redirects/0/from': /the newsroom itself/ },
    )
    expect((await remove(`${archive}/`)).status).toBe(204)
    expect((await remove(home)).status).toBe(204)
    expect(await stored()).toBe(1)
  })

  test('need a token of their scope, and for their languages', async () => {
    const { id } = (await made()).release
    const { read, draft, publish } = office.tokens
    const arabic = await newToken('publish', { languages: '["ar"]' })
    const one = (language: string) => [{ from: `/${language}/old`, release: id, language }]
    const statusOf = async (reply: Promise<Json>) => (await reply).status
    expect(await statusOf(office.read(ADDRESS))).toBe(401)
    expect(await statusOf(office.ask(ADDRESS, { token: read }))).toBe(200)
    expect(await statusOf(enter(one('en'), draft))).toBe(403)
    expect(await statusOf(enter(one('en'), arabic))).toBe(403)
    expect(await statusOf(enter([...one('ar'), ...one('en')], arabic))).toBe(403)
    expect(await stored()).toBe(0)
    expect(await statusOf(enter(one('ar'), arabic))).toBe(200)
    expect(await statusOf(enter(one('en'), publish))).toBe(200)
    expect(await statusOf(remove('/en/old', arabic))).toBe(403)
    expect(await statusOf(remove('/ar/old', draft))).toBe(403)
    expect(await statusOf(remove('/ar/old', arabic))).toBe(204)
    expect(await stored()).toBe(1)
  })

  test('are events of their release, with who entered and who removed them', async () => {
    const { id } = (await made({ publish: true })).release
    const changes = (await office.read('/api/changes')).json
    await entered(`${OLD}/`, id)
    office.now += MINUTE
    await office.correct(id, { note: 'A figure was wrong.' })
    office.now += MINUTE
    await remove(OLD, office.tokens.publish)
    const url = (revision: number) => `https://press.test/api/releases/${id}?revision=${revision}`
    const common = { number: expect.any(Number), public: false, from: OLD }
    expect(await events()).toEqual([
      {
        ...common,
        kind: 'redirected',
        at: instantText(NOON),
        release: { id, revision: 1, url: url(1) },
        editor: { id: expect.stringMatching(/^editor-admin-/), name: 'admin' },
        token: expect.stringMatching(/^token-admin-/),
      },
      {
        ...common,
        kind: 'redirect-removed',
        at: instantText(NOON + 2 * MINUTE),
        release: { id, revision: 2, url: url(2) },
        editor: { id: expect.stringMatching(/^editor-publish-/), name: 'publish' },
        token: expect.stringMatching(/^token-publish-/),
      },
    ])
    // What is public was not changed by them.
    const { pathname, search } = new URL(changes.next)
    expect((await office.read(pathname + search)).json.changes).toMatchObject([
      { kind: 'corrected' },
    ])
    await entered(OLD, id)
    await expect(DB.exec(`UPDATE redirects SET language = 'ar'`)).rejects.toThrow(/never moved/)
    await check(office)
  })
})

describe('a reader who asks for an old address', () => {
  test('is led to the text, with or without a slash, signs of percent and a query, by GET and HEAD', async () => {
    const { release, receipt } = await made({ publish: true })
    office.now += DAY
    await entered(`${OLD}/`, release.id)
    await entered('/بيان/', release.id, 'ar')
    await entered('/?p=12', release.id)
    await entered('/ar/?page_id=7', release.id, 'ar')
    const [en, ar] = [pathIn(receipt.urls.en), pathIn(receipt.urls.ar)]
    for (const path of [OLD, `${OLD}/`, `${OLD}///`, '/2021/02/25/%74itle'])
      expect([path, ...(await led(path))]).toEqual([path, 301, en])
    for (const path of ['/بيان', '/%D8%A8%D9%8A%D8%A7%D9%86/', '/%d8%a8%d9%8a%d8%a7%d9%86'])
      expect([path, ...(await led(path))]).toEqual([path, 301, ar])
    for (const path of ['/?p=12', '/?utm_source=x&p=12', '/?p=12&fbclid=y'])
      expect([path, ...(await led(path))]).toEqual([path, 301, en])
    expect(await led('/ar?page_id=7')).toEqual([301, ar])
    expect(await led('/ar/?page_id=7')).toEqual([301, ar])
    expect(await led(`${OLD}/?utm_source=x`)).toEqual([301, `${OLD}/`])
    const get = await office.read(OLD)
    const head = await replyOf(await send(office, OLD, { method: 'HEAD' }))
    expect([head.status, ...head.headers]).toEqual([301, ...get.headers])
    expect(get.headers.get('Cache-Control')).toBe('public, max-age=30')
    expect(get.headers.get('Cache-Tag')).toBe(`everything,release:${release.id}`)
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await replyOf(await send(office, OLD, { method }))).status).toBe(404)
    await check(office)
  })

  test('is led to where the text is by then: renamed, withdrawn', async () => {
    const { release } = await made({ publish: true })
    await entered(OLD, release.id)
    const content = contentOf((await office.ask(`/api/releases/${release.id}`)).json)
    content.texts.en.slug = 'renamed'
    office.now += HOUR
    await office.edit(release.id, content)
    expect(office.purged.flat()).toContain(`release:${release.id}`)
    expect(await led(OLD)).toEqual([301, '/releases/renamed'])
    await office.withdraw(release.id, { reason: 'Sent by mistake.' })
    expect(await led(OLD)).toEqual([301, '/releases/renamed'])
    expect((await office.read('/releases/renamed')).status).toBe(410)
    await check(office)
  })

  test('learns nothing before the release is public: the answer is that to any unknown address', async () => {
    const draft = (await made()).release
    const held = (await made({ embargo: { until: instantText(NOON + HOUR) } })).release
    await entered('/draft', draft.id)
    await entered('/held', held.id)
    await entered('/?p=12', held.id)
    await entered('/ar/held', held.id, 'ar')
    const same = async () => {
      for (const [path, unknown] of [
        ['/draft', '/other'],
        ['/held', '/other'],
        ['/ar/held', '/ar/other'],
        ['/held/', '/hell/'],
        ['/?p=12', '/?p=13'],
      ] as const) {
        const [known, other] = [await office.read(path), await office.read(unknown)]
        expect([path, known.status, known.text]).toEqual([path, other.status, other.text])
        const said = (reply: typeof known) =>
          Object.fromEntries(reply.headers).location === undefined
            ? [...reply.headers]
            : [...reply.headers].filter(([name]) => name !== 'location')
        expect(said(known)).toEqual(said(other))
        expect(known.headers.get('Location') ?? '').not.toContain('releases')
      }
    }
    await same()
    office.now = NOON + HOUR - 1
    await same()
    office.now = NOON + HOUR
    const lifted = await office.read('/held')
    expect(lifted.status).toBe(301)
    // What may be taken back within the next minute is kept no longer.
    expect(lifted.headers.get('Cache-Control')).toBe('public, max-age=10')
    expect((await office.read('/draft')).status).toBe(404)
    await check(office)
  })

  test('is answered by the primary while a replica may not know that an embargo was moved', async () => {
    const { release } = await made({ embargo: { until: instantText(NOON + HOUR) } })
    await entered(OLD, release.id)
    const row = await DB.prepare('SELECT live_at, revision FROM releases').first()
    await office.embargo(release.id, NOON + 5 * HOUR)
    office.now = NOON + HOUR
    let asked = 0
    office.session = (isPublic) => {
      if (!isPublic) return DB
      asked++
      return {
        ...DB,
        batch: DB.batch.bind(DB),
        prepare: (sql: string) => DB.prepare(sql.replace('releases.live_at', String(row?.live_at))),
      }
    }
    expect(await led(OLD)).toEqual([404, null])
    expect(asked).toBeGreaterThan(0)
  })

  test('is led nowhere after the redirect was removed, nor into a language that the site has not', async () => {
    const { release } = await made({ publish: true })
    await entered(OLD, release.id)
    await entered('/old', release.id, 'ar')
    office.now += MINUTE
    await office.schedule()
    expect((await office.schedule()).edge).toBe('none')
    office.purged.length = 0
    await remove(`${OLD}/`)
    expect(office.purged).toEqual([[`release:${release.id}`]])
    expect(await led(OLD)).toEqual([404, null])
    // And again by the schedule, for what a replica may have put back since.
    office.now += MINUTE
    await office.schedule()
    expect(office.purged.flat().filter((tag) => tag === `release:${release.id}`).length).toBe(2)
    office.deploy({
      LANGUAGES: ['en'],
      SITE_NAME: 'x',
      BOILERPLATE: 'x',
      CONTACT: { name: 'x' },
      KINDS: { 'press-release': 'x' },
      TOPICS: {},
    })
    expect(await led('/old')).toEqual([404, null])
  })

  test('costs one row where nothing is entered, and nothing where nothing can be', async () => {
    const { release } = await made({ publish: true })
    await entered(OLD, release.id)
    for (const path of ['/nothing', '/nothing/', '/?p=13', '/ar/2021/x']) {
      await office.read(path)
      expect([path, office.cost.statements]).toEqual([path, 1])
      expect(office.cost.rowsRead).toBeLessThanOrEqual(1)
    }
    await office.read(OLD)
    expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(office.cost.rowsRead).toBeLessThanOrEqual(3)
    for (const path of [
      '/api/nothing',
      '/archive/2026/03/1/1',
      '/ar/sitemap.xml',
      '/releases',
      '/%zz',
      '/%2e%2e/../a%5cb',
      '/a%0d%0ab',
      `/${'a'.repeat(501)}`,
      '/?p=x',
      '/?utm_source=x',
      '/.well-known/nothing',
    ]) {
      await office.read(path)
      expect([path, office.cost.statements]).toEqual([path, 0])
    }
  })

  test('of another host is never led there', async () => {
    const { release } = await made({ publish: true })
    await entered('/evil.example', release.id)
    for (const path of [
      '//evil.example',
      '///evil.example/',
      '/\\evil.example',
      '/%2fevil.example',
      '/%5cevil.example',
      '/.//evil.example',
      '//evil.example?p=12',
      '/evil.example%0d%0aLocation:%20x',
    ]) {
      const response = await office.answer(
        new Request(`http://anything.invalid${path}`, { redirect: 'manual' }),
      )
      const to = response.headers.get('Location')
      expect([path, response.status]).toEqual([path, 404])
      expect(to).toBe(null)
    }
    expect((await led('/evil.example'))[0]).toBe(301)
  })
})
