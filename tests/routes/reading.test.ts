import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import { content, fill } from '../db/fill.ts'
import {
  bilingual,
  DAY,
  english,
  HOUR,
  type Json,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { pathIn, replyOf, rowCounts, send } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const HTML = 'text/html; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

const published = async (body: Json = english()): Promise<Json> =>
  (await office.create({ ...body, publish: true })).json
/** Every kind of page that there is after a release in both languages, with its media type. */
function pagesOf({ urls }: Json): Record<string, string> {
  return {
    '/': HTML,
    '/ar': HTML,
    '/archive': HTML,
    '/ar/archive': HTML,
    '/archive/2026': HTML,
    '/ar/archive/2026': HTML,
    '/archive/2026/03': HTML,
    '/ar/archive/2026/03': HTML,
    [pathIn(urls.en)]: HTML,
    [pathIn(urls.ar)]: HTML,
    '/sitemap.xml': XML,
    '/sitemaps/2026-03.xml': XML,
    [`${pathIn(urls.en)}.md`]: 'text/markdown; charset=utf-8',
    [`${pathIn(urls.ar)}.md`]: 'text/markdown; charset=utf-8',
    [`${pathIn(urls.en)}.json`]: 'application/json',
    [`${pathIn(urls.ar)}.json`]: 'application/json',
    '/robots.txt': 'text/plain; charset=utf-8',
  }
}

describe('a page', () => {
  test('is answered to GET and HEAD with the same headers, and with 304 while it is the same', async () => {
    const { release, receipt } = await published(bilingual())
    const changing = new Map<string, string>()
    for (const [path, type] of Object.entries(pagesOf(receipt))) {
      const page = await office.read(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.headers.get('Content-Type')).toBe(type)
      expect(page.headers.get('Cache-Control')).toMatch(/^public, max-age=\d+$/)
      expect(page.text).not.toBe('')
      const etag = page.headers.get('ETag') ?? ''
      expect(etag).toMatch(/^"(?:\d+-)?[\w-]{22}"$/)

      const head = await replyOf(await send(office, path, { method: 'HEAD' }))
      expect([head.status, head.text]).toEqual([200, ''])
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(page.headers))

      // The policy for its stylesheet came with the page that is still there.
      const { 'content-type': _, ...said } = Object.fromEntries(page.headers)
      const { 'content-security-policy': __, ...kept } = said
      for (const field of [etag, `W/${etag}`, `"other", ${etag}`, '*', ` ${etag} `])
        for (const method of ['GET', 'HEAD']) {
          const headers = { 'If-None-Match': field }
          const same = await replyOf(await send(office, path, { method, headers }))
          expect([path, field, same.status, same.text]).toEqual([path, field, 304, ''])
          expect(Object.fromEntries(same.headers)).toEqual(kept)
        }
      for (const field of ['"other"', etag.replaceAll('"', ''), '', '"*"']) {
        const other = await office.read(path, { 'If-None-Match': field })
        expect([field, other.status, other.text === page.text]).toEqual([field, 200, true])
      }
      changing.set(path, etag)
    }

    office.now += HOUR
    await office.edit(release.id, bilingual())
    await published(bilingual())
    changing.delete('/robots.txt')
    for (const [path, etag] of changing) {
      const page = await office.read(path, { 'If-None-Match': etag })
      const counted = path.endsWith('archive') || path.endsWith('2026') || path === '/sitemap.xml'
      expect([path, page.status]).toEqual([path, 200])
      expect(page.headers.get('ETag')).not.toBe(etag)
      if (!counted) expect(page.text).not.toBe('')
    }
  })

  test('has one address: a query, which means nothing, leads to it and is kept nowhere', async () => {
    const { receipt } = await published(bilingual())
    for (const path of Object.keys(pagesOf(receipt))) {
      for (const query of ['?', '?utm_source=x', '?page=2&q=%zz', `?${'x'.repeat(8000)}`, '?%00']) {
        const { status, headers, text } = await office.read(`${path}${query}`)
        expect([path + query, status, headers.get('Location')]).toEqual([path + query, 301, path])
        expect([text, headers.get('Cache-Control')]).toEqual(['', 'private, no-store'])
      }
    }
  })

  test('that was never stored is built as the rebuild would have stored it', async () => {
    await fill(office, 3, (index) => NOON - index * DAY)
    const paths = ['/', '/ar', '/archive', '/archive/2026', '/archive/2026/03', '/sitemap.xml']
    const built = new Map<string, string>()
    for (const path of [...paths, '/sitemaps/2026-03.xml'])
      if (path !== '/sitemap.xml') built.set(path, (await office.read(path)).text)
    await office.schedule()
    for (const [path, text] of built) expect((await office.read(path)).text).toBe(text)
  })

  test('says the same to everyone, and with a token or a cookie it is kept nowhere', async () => {
    const { receipt } = await published(bilingual())
    for (const path of Object.keys(pagesOf(receipt))) {
      const page = await office.read(path)
      for (const headers of [{ Authorization: 'Bearer wrong' }, { Cookie: 'a=b' }]) {
        const same = await office.read(path, headers as Record<string, string>)
        expect([same.status, same.text]).toEqual([200, page.text])
        expect(same.headers.get('Cache-Control')).toBe('private, no-store')
        expect(same.headers.has('Cloudflare-CDN-Cache-Control')).toBe(false)
        expect(same.headers.has('Cache-Tag')).toBe(false)
      }
      const other = await office.read(path, { 'Accept-Language': 'ar' })
      expect([other.text, ...other.headers]).toEqual([page.text, ...page.headers])
    }
  })

  test('is there before anything was published, where it is always there', async () => {
    for (const path of ['/', '/ar', '/archive', '/ar/archive', '/sitemap.xml', '/robots.txt'])
      expect([path, (await office.read(path)).status]).toEqual([path, 200])
    for (const path of ['/archive/2026', '/archive/2026/03', '/sitemaps/2026-03.xml'])
      expect([path, (await office.read(path)).status]).toEqual([path, 404])
  })
})

describe('an address that is nearly one', () => {
  const ODD = [
    '//archive',
    '/archive//2026',
    '//',
    '//archive/',
    '/archive/2026/3',
    '/archive/2026/00',
    '/archive/2026/13',
    '/archive/26/03',
    '/archive/0026/03',
    '/archive/02026',
    '/archive/-2026',
    '/archive/2026/03/0',
    '/archive/2026/03/01',
    '/archive/2026/03/-1',
    '/archive/2026/03/1.0',
    '/archive/2026/03/99999999999999999999',
    '/archive/2026-03',
    '/archive/%D9%A2%D9%A0%D9%A2%D9%A6',
    '/sitemaps/2026-03',
    '/sitemaps/2026-3.xml',
    '/sitemaps/2026-03-0.xml',
    '/sitemaps/2026-03-2.xml',
    '/sitemaps/.xml',
    '/sitemaps/..%2Farchive',
    '/sitemaps/%2e%2e%2f',
    '/Archive',
    '/AR',
    '/en',
    '/en/archive',
    '/en/archive/2026/03',
    '/releases/%',
    '/releases/%E0%A4%A',
    '/releases/%ff',
    '/releases/%d9',
    '/ar/releases/%d9',
    '/releases/%00',
    '/releases/a%00b',
    '/releases/a%2Fb',
    '/releases/a%20b',
    '/releases/%ed%a0%80',
    '/releases/-',
    '/releases/.md',
    '/releases/.json',
    '/releases/a.xml',
    '/releases/..%2f..%2farchive',
    "/releases/'%20OR%201=1--",
    '/%zz',
    '/%',
    '/archive/%',
    '/%2e%2e%2fetc%2fpasswd',
    `/${'a'.repeat(10_240)}`,
    `/releases/${'a'.repeat(10_240)}`,
    `/releases/${'%D8%A7'.repeat(1700)}`,
    `/ar/releases/${'%'.repeat(10_240)}`,
    `/archive/${'9'.repeat(10_240)}`,
    `/archive/2026/03/${'9'.repeat(10_240)}`,
    `/sitemaps/${'2026-03'.repeat(1500)}.xml`,
    `${'/a'.repeat(5000)}`,
  ]

  test('is 404, whatever is odd about it, and nothing is stored or logged', async () => {
    await published(bilingual())
    const before = await rowCounts()
    office.logged.length = 0
    for (const path of ODD)
      for (const method of ['GET', 'HEAD']) {
        const address = `http://anything.invalid${path}`
        const reply = await replyOf(await send(office, address, { method }))
        expect([path.slice(0, 60), reply.status]).toEqual([path.slice(0, 60), 404])
        expect(reply.headers.get('Content-Type')).toBe(HTML)
        expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
        expect(reply.headers.get('ETag')).toBeNull()
      }
    expect(await rowCounts()).toEqual(before)
    expect(office.logged).toEqual([])
  })

  test('under /api is 404 as problem details', async () => {
    const odd = ['%', '%00', '%E0%A4%A', '%D8%A7', 'a%2Fb', 'x'.repeat(10_240), '..%2f', "'--"]
    for (const id of odd) {
      const reply = await office.ask(`/api/releases/${id}`)
      expect([id.slice(0, 60), reply.status]).toEqual([id.slice(0, 60), 404])
      expect(reply.headers.get('Content-Type')).toBe('application/problem+json')
    }
  })

  test('says in its own language that there is nothing', async () => {
    const page = await office.read('/ar/releases/nothing')
    expect(page.text).toContain('<html lang="ar" dir="rtl">')
    expect((await office.read('/releases/nothing')).text).toContain('<html lang="en" dir="ltr">')
    expect(page.text).toContain('<meta name="robots" content="noindex">')
  })
})

describe('a release', () => {
  const slugged = (slug: string) => english({ slug })

  async function follow(path: string): Promise<string> {
    const reply = await office.read(path)
    expect([path, reply.status, reply.text]).toEqual([path, 301, ''])
    expect(reply.headers.get('Cache-Control')).toMatch(/^public, /)
    const location = reply.headers.get('Location') ?? ''
    expect((await office.read(location)).status).toBe(200)
    return location
  }

  test('answers its old addresses with 301 to its own, however often it was renamed', async () => {
    const { release } = await published(slugged('first'))
    await office.edit(release.id, slugged('second'))
    expect(await follow('/releases/first')).toBe('/releases/second')
    await office.edit(release.id, slugged('third'))
    expect(await follow('/releases/first')).toBe('/releases/third')
    expect(await follow('/releases/second')).toBe('/releases/third')
    await office.edit(release.id, slugged('first'))
    expect((await office.read('/releases/first')).status).toBe(200)
    expect(await follow('/releases/second')).toBe('/releases/first')
    expect(await follow('/releases/third')).toBe('/releases/first')
    expect(await follow('/releases/third.md')).toBe('/releases/first.md')
    expect(await follow('/releases/second.json')).toBe('/releases/first.json')
    const head = await replyOf(await send(office, '/releases/third', { method: 'HEAD' }))
    expect([head.status, head.headers.get('Location')]).toEqual([301, '/releases/first'])
    // An entity tag says nothing about an address that has moved.
    expect((await office.read('/releases/third', { 'If-None-Match': '*' })).status).toBe(301)
    // What the language does not have is not there.
    expect((await office.read('/ar/releases/first')).status).toBe(404)
  })

  test('is found under another spelling of its address', async () => {
    await published(slugged('café-au-lait'))
    const own = `/releases/${encodeURIComponent('café-au-lait')}`
    expect((await office.read(own)).status).toBe(200)
    expect(await follow(own.replaceAll('%C3%A9', '%c3%a9'))).toBe(own)
    expect(await follow(own.replaceAll('caf', '%63af'))).toBe(own)
    expect(await follow(`/releases/${encodeURIComponent('cafe\u0301-au-lait')}`)).toBe(own)
    expect(await follow(`/releases/${encodeURIComponent('CAFÉ-AU-LAIT')}`)).toBe(own)
  })

  test('has a slug of another script when an editor gives one, percent-encoded all the way', async () => {
    const slug = 'الموازنة-العامة-٢٠٢٦'
    const path = `/ar/releases/${encodeURIComponent(slug)}`
    const { release, receipt } = await published({
      kind: 'statement',
      texts: { ar: { headline: 'الموازنة', body: 'نص.', slug } },
    })
    expect(release.texts.ar.slug).toBe(slug)
    expect(receipt.urls).toEqual({ ar: `https://press.test${path}` })
    const page = await office.read(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain(`<link rel="canonical" href="https://press.test${path}">`)
    expect((await office.read(`/ar/releases/${slug}`)).text).toBe(page.text)
    expect((await office.read('/ar/archive/2026/03')).text).toContain(`href="${path}"`)
    const sitemap = await office.read('/sitemaps/2026-03.xml')
    expect(sitemap.text).toContain(`<loc>https://press.test${path}</loc>`)
    expect((await office.read(`/releases/${encodeURIComponent(slug)}`)).status).toBe(404)
    await office.edit(release.id, {
      kind: 'statement',
      texts: { ar: { headline: 'الموازنة', body: 'نص.', slug: 'أخرى' } },
    })
    expect(await follow(path)).toBe(`/ar/releases/${encodeURIComponent('أخرى')}`)
  })

  test('is not told by its slug before it is public, old slugs included', async () => {
    const draft = (await office.create(slugged('draft'))).json.release
    await office.edit(draft.id, slugged('draft-two'))
    const until = instantText(NOON + DAY)
    const held = (await office.create({ ...slugged('held'), embargo: { until } })).json.release
    await office.edit(held.id, slugged('held-two'))
    const nothing = (await office.read('/releases/nothing')).text
    for (const slug of ['draft', 'draft-two', 'held', 'held-two', 'HELD', 'held.md', 'held.json']) {
      const reply = await office.read(`/releases/${slug}`)
      expect([slug, reply.status, reply.text]).toEqual([slug, 404, nothing])
    }
    office.now = NOON + DAY
    expect(await follow('/releases/held')).toBe('/releases/held-two')
    expect((await office.read('/releases/draft-two')).status).toBe(404)
  })
})

describe('a withdrawn release', () => {
  test('answers 410 with the reason and the date, and nothing of what it said', async () => {
    const { release, receipt } = await published({
      kind: 'statement',
      texts: {
        en: { headline: 'Secret headline', subheadline: 'Secret sub', body: 'Secret body.' },
        ar: { headline: 'عنوان سري', body: 'نص سري.' },
      },
    })
    const path = pathIn(receipt.urls.en)
    office.now += 2 * DAY
    await office.withdraw(release.id, { reason: { en: 'Issued <in> error.', ar: 'صدر خطأ.' } })
    const notice = await office.read(path)
    expect(notice.status).toBe(410)
    expect(notice.headers.get('Content-Type')).toBe(HTML)
    expect(notice.text).toContain('This release was withdrawn')
    expect(notice.text).toContain('Issued &lt;in&gt; error.')
    expect(notice.text).toMatch(/<time datetime="2026-03-25T09:00:00\.000Z">[^<]*March 25, 2026/)
    expect(notice.text).not.toMatch(/Secret/)
    expect(notice.text).not.toContain('replaced')
    expect(notice.text).toContain('<meta name="robots" content="noindex">')
    const arabic = await office.read(pathIn(receipt.urls.ar))
    expect([arabic.status, arabic.text.includes('صدر خطأ.')]).toEqual([410, true])
    expect(arabic.text).not.toContain('سري')
    expect(arabic.text).toContain('<html lang="ar" dir="rtl">')

    const head = await replyOf(await send(office, path, { method: 'HEAD' }))
    expect([head.status, head.text]).toEqual([410, ''])
    expect([...head.headers]).toEqual([...notice.headers])
    const etag = notice.headers.get('ETag') ?? ''
    expect((await office.read(path, { 'If-None-Match': etag })).status).toBe(410)
    for (const ending of ['.md', '.json']) {
      const same = await office.read(path + ending)
      expect([same.status, same.text]).toEqual([410, notice.text])
    }
    for (const list of ['/', '/archive/2026/03', '/sitemaps/2026-03.xml'])
      expect((await office.read(list)).text).not.toContain(path)
  })

  test('keeps its old addresses, which lead to the notice', async () => {
    const { release } = await published(english({ slug: 'old' }))
    await office.edit(release.id, english({ slug: 'new' }))
    await office.withdraw(release.id, { reason: 'x' })
    const old = await office.read('/releases/old')
    expect([old.status, old.headers.get('Location')]).toEqual([301, '/releases/new'])
    expect((await office.read('/releases/new')).status).toBe(410)
  })

  test('names what replaces it only once that is public', async () => {
    const { release, receipt } = await published(bilingual())
    const other = (await office.create(english({ headline: 'The <right> one', slug: 'right' })))
      .json.release
    await office.withdraw(release.id, { reason: 'Wrong.', replacedBy: other.id })
    const notices = async () => [
      (await office.read(pathIn(receipt.urls.en))).text,
      (await office.read(pathIn(receipt.urls.ar))).text,
    ]
    const silent = async () => {
      for (const notice of await notices()) expect(notice).not.toMatch(/right|replaced|يحل محله/)
    }
    await silent()
    await office.embargo(other.id, NOON + DAY)
    await silent()
    office.now = NOON + DAY - 1
    await silent()
    office.now = NOON + DAY
    const [en, ar] = await notices()
    const link = '<a href="/releases/right" lang="en" dir="ltr">The &lt;right&gt; one</a>'
    expect(en).toContain(`<dt>It is replaced by</dt> <dd>${link}</dd>`)
    expect(ar).toContain(link)
    await office.withdraw(other.id, { reason: 'That too.' })
    await silent()
  })
})

/** What is read at an address, or where it leads to. */
async function follow(path: string) {
  const reply = await office.read(path)
  return reply.status === 302 ? office.read(reply.headers.get('Location') ?? '') : reply
}

describe('a month', () => {
  const MARCH = Date.parse('2026-03-02T09:00:00Z')

  test('that fits on one page answers its numbered address with that of the month', async () => {
    await published(bilingual())
    for (const prefix of ['', '/ar']) {
      const reply = await office.read(`${prefix}/archive/2026/03/1`)
      expect(reply.status).toBe(302)
      expect(reply.headers.get('Location')).toBe(`${prefix}/archive/2026/03`)
      expect((await office.read(`${prefix}/archive/2026/03/2`)).status).toBe(404)
    }
    const sitemap = await office.read('/sitemaps/2026-03-1.xml')
    expect(sitemap.status).toBe(404)
  })

  test('that fills pages keeps the oldest ones under their numbers, the newest under its own', async () => {
    const made = await fill(office, 151, (index) => MARCH + index * MINUTE)
    await office.schedule()
    const paths = (text: string) =>
      [...text.matchAll(/href="(\/releases\/[^"]+)"/g)].map(([, p]) => p)
    const first = await office.read('/archive/2026/03/1')
    const second = await office.read('/archive/2026/03/2')
    const newest = await office.read('/archive/2026/03')
    expect([first.status, second.status, newest.status]).toEqual([200, 200, 200])
    expect(paths(first.text)).toHaveLength(50)
    expect(paths(second.text)).toHaveLength(50)
    expect(paths(newest.text)).toHaveLength(51)
    const all = [...paths(newest.text), ...paths(second.text), ...paths(first.text)]
    const slugs = made.map(({ texts }) => `/releases/${Object.values(texts)[0]?.slug}`)
    expect(all).toEqual(slugs.reverse())
    const third = await office.read('/archive/2026/03/3')
    expect([third.status, third.headers.get('Location')]).toEqual([302, '/archive/2026/03'])
    expect((await office.read('/archive/2026/03/4')).status).toBe(404)
    for (const path of ['/archive/2026/03/1', '/archive/2026/03/2', '/archive/2026/03'])
      expect(await office.press.pages.stored(path, '')).not.toBeNull()
  })

  test('in which nothing is public yet is not there, however much is under embargo', async () => {
    const until = Date.parse('2026-09-01T09:00:00Z')
    await fill(
      office,
      120,
      (index) => until + index,
      (index) => content(`Held ${index}`),
    )
    for (const path of ['/archive/2026/09', '/archive/2026/09/1', '/archive/2026/09/2'])
      expect([path, (await office.read(path)).status]).toEqual([path, 404])
    expect((await office.read('/archive/2026')).status).toBe(404)
    expect((await office.read('/sitemaps/2026-09.xml')).status).toBe(404)
  })

  test.each([0, 50])(
    'of which some is public answers, though all from place %i on is under embargo',
    async (held) => {
      const later = NOON + DAY
      const at = (index: number) => (index >= held && index < held + 50 ? later : MARCH) + index
      await fill(office, 100, at)
      for (const rebuilt of [false, true]) {
        if (rebuilt) await office.schedule()
        const month = await office.read('/archive/2026/03')
        expect(month.status).toBe(200)
        const links = [...month.text.matchAll(/href="(\/archive[^"]*)"/g)].map(([, path]) => path)
        expect(links).toContain('/archive/2026/03/1')
        for (const path of links)
          expect([path, (await follow(path as string)).status]).toEqual([path, 200])
      }
    },
  )

  test('keeps a full page whose releases were all withdrawn, so that links to it lead somewhere', async () => {
    const made = await fill(office, 100, (index) => MARCH + index * MINUTE)
    for (const { id } of made.slice(0, 50)) await office.withdraw(id, { reason: 'x' })
    const page = await office.read('/archive/2026/03/1')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Nothing on this page is public any more.')
  }, 30_000)
})
