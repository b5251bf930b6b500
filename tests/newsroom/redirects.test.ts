import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readForeignPath, shortLinkIn } from '../../src/newsroom/redirects.ts'
import type { Language } from '../../src/newsroom/release.ts'
import { createApp } from '../../src/routes/app.ts'
import { siteWith } from '../press-office.ts'

const LANGUAGES = ['en', 'ar'] as Language[]
const read = (text: string) => readForeignPath(text, LANGUAGES)

describe('a foreign path', () => {
  test.each([
    ['/2021/02/25/title/', '/2021/02/25/title'],
    ['/2021/02/25/title', '/2021/02/25/title'],
    ['/2021/02/25/title///', '/2021/02/25/title'],
    ['/News/Item.aspx', '/News/Item.aspx'],
    ['/بيان-صحفي/', '/%D8%A8%D9%8A%D8%A7%D9%86-%D8%B5%D8%AD%D9%81%D9%8A'],
    // As WordPress writes it.
    ['/%d8%a8%d9%8a%d8%a7%d9%86/', '/%D8%A8%D9%8A%D8%A7%D9%86'],
    ['/%74itle/', '/title'],
    ['/cafe\u0301', '/caf%C3%A9'],
    ['/a%2fb', '/a%2Fb'],
    ['/100%25', '/100%25'],
    ["/it's,a;b@c=d&e|f", "/it's,a;b@c=d&e%7Cf"],
    ['/a//b', '/a//b'],
    ['/?p=12', '/?p=12'],
    ['/?page_id=7', '/?page_id=7'],
    ['/ar/?p=12', '/ar?p=12'],
    ['/blog/index.php?p=12', '/blog/index.php?p=12'],
    ['/ar/2021/title', '/ar/2021/title'],
    ['/en/archive', '/en/archive'],
    ['/archived', '/archived'],
    ['/feed', '/feed'],
  ])('%s is kept as %s', (text, kept) => {
    expect(read(text)).toEqual({ path: kept, wrong: null })
  })

  test.each([
    ['', /must be a path/],
    ['title', /must be a path/],
    ['https://press.test/2021/', /must be a path/],
    ['//evil.example', /one slash/],
    ['///', /newsroom itself/],
    ['/\\evil.example', /must be a path/],
    ['\\\\evil.example', /must be a path/],
    ['/a b', /must be a path/],
    ['/a\r\nSet-Cookie: x=1', /must be a path/],
    ['/a\0', /must be a path/],
    ['/a\u0085', /must be a path/],
    ['/a\ud800', /must be a path/],
    ['/a#b', /must be a path/],
    ['/a%0d%0ab', /no browser/],
    ['/a%5cb', /no browser/],
    ['/%20', /no browser/],
    ['/a/../b', /no browser/],
    ['/.', /no browser/],
    ['/%2e%2e/b', /no browser/],
    ['/.//evil.example', /no browser/],
    ['/%', /percent sign/],
    ['/%zz', /percent sign/],
    ['/%c7%e1', /percent sign/],
    ['/%ed%a0%80', /percent sign/],
    ['/%2f%2fevil.example/%', /percent sign/],
    ['/?p=0', /no query/],
    ['/?p=x', /no query/],
    ['/?p=12&x=1', /no query/],
    ['/?P=12', /no query/],
    ['/?', /no query/],
    ['/a?utm_source=x', /no query/],
    ['/?p=1?p=2', /no query/],
    [`/${'a'.repeat(500)}`, /500 bytes/],
    [`/${'ب'.repeat(250)}`, /500 bytes/],
    [`/${'%D8%A8'.repeat(250)}`, /500 bytes/],
    [`/${'/'.repeat(16_000)}`, /500 bytes/],
  ])('%j is none', (text, why) => {
    expect(read(text)).toEqual({ path: null, wrong: expect.stringMatching(why) })
  })

  test('may be as long as that, and no longer, however it is written', () => {
    expect(read(`/${'a'.repeat(499)}/`).wrong).toBe(null)
    const arabic = `/${'ب'.repeat(249)}`
    expect(read(encodeURI(arabic)).path).toBe(encodeURI(arabic))
    expect(read(encodeURI(arabic)).path).toBe(read(arabic).path)
  })

  test('has one spelling, which is that in which a browser may ask for it', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    const parts = fc.array(part, { minLength: 1, maxLength: 4 })
    let kept = 0
    fc.assert(
      fc.property(parts, fc.boolean(), (names, isShort) => {
        const path = `/x/${names.map(encodeURIComponent).join('/')}`
        const query = isShort ? '?p=12' : ''
        const first = read(path + query).path
        if (first === null) return
        kept++
        expect(first).toMatch(/^\/[\x21-\x7e]*$/)
        expect(new URL(first, 'https://press.test').href).toBe(`https://press.test${first}`)
        const spellings = [
          first,
          `${path}/${query}`,
          `${path.replace(/%../g, (code) => code.toLowerCase())}${query}`,
          `${path.normalize('NFD')}${query}`,
          `${encodeURI(decodeURIComponent(path).normalize('NFD')).replace(/[?#]/g, encodeURIComponent)}${query}`,
        ]
        for (const spelling of names.some((name) => /[/%]/.test(name))
          ? spellings.slice(0, -1)
          : spellings) {
          expect(read(spelling)).toEqual({ path: first, wrong: null })
          const { pathname, search } = new URL(spelling, 'https://press.test')
          expect(read(pathname + search).path).toBe(first)
        }
      }),
      { numRuns: 500 },
    )
    expect(kept).toBeGreaterThan(300)
  })

  test('is read from any text without a fault, and never names another host', () => {
    const unit = fc.constantFrom(
      '/',
      '\\',
      '.',
      '%2f',
      '%5c',
      '%2e',
      'a',
      ':',
      '@',
      '?',
      'p=1',
      '#',
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit })), (text) => {
        for (const { path } of [read(text), read(`/${text}`)])
          if (path !== null) {
            expect(new URL(path, 'https://press.test').origin).toBe('https://press.test')
            expect(path).toMatch(/^\/(?!\/)/)
          }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an address of the newsroom itself', () => {
  test('is none, in any language and spelling', () => {
    for (const path of [
      '/',
      '/ar',
      '/ar/',
      '/archive',
      '/archive/2026/03',
      '/ar/archive',
      '/releases/title',
      '/%72eleases/title',
      '/releases/title?p=12',
      '/ar/releases/%D8%A8',
      '/topics/budget/feed.xml',
      '/search?p=12',
      '/news-sitemap-2.xml',
      '/all/rss.xml',
      '/api',
      '/api/releases',
      '/.well-known/security.txt',
      '/cdn-cgi/trace',
    ])
      expect([path, read(path).wrong]).toEqual([path, expect.stringMatching(/newsroom itself/)])
  })

  test('is every one that the application answers', () => {
    const site = siteWith()
    const answered = createApp(site).routes.filter(({ path }) => !path.endsWith('*'))
    expect(answered.length).toBeGreaterThan(60)
    for (const { path } of answered) {
      const asked = path
        .replace(/:\w+\{\[0-9\]\+\}/g, '2026')
        .replace(/:file\{.*\}/, 'news-sitemap-2.xml')
        .replace(/:\w+/g, 'one')
      expect([asked, readForeignPath(asked, site.languages).wrong]).toEqual([
        asked,
        expect.stringMatching(/newsroom itself/),
      ])
    }
  })
})

test('of a query only a short link is taken, whatever else stands in it', () => {
  expect(shortLinkIn('?p=12')).toBe('?p=12')
  expect(shortLinkIn('?utm_source=x&page_id=7&p=1')).toBe('?page_id=7')
  for (const none of ['', '?', '?p=', '?p=0', '?p=x', '?pp=12', '?q=p=12', '?P=12', '?p=12x'])
    expect([none, shortLinkIn(none)]).toEqual([none, ''])
})
