import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ARCHIVE_PAGE_PLACES,
  type Page,
  pageAt,
  pathOf,
  prefixOf,
  releasePath,
  SITEMAP_FILE_PLACES,
  type Window,
  windowOf,
} from '../../src/newsroom/archive.ts'
import { dayOf, type Month } from '../../src/newsroom/dateline.ts'
import { marksOf } from '../../src/newsroom/marks.ts'
import type { Language, Release } from '../../src/newsroom/release.ts'
import { parseTopic } from '../../src/newsroom/slug.ts'
import {
  AR,
  anyText,
  DAY,
  draft,
  EN,
  embargoed,
  frozen,
  HOUR,
  NOW,
  published,
  withdrawn,
  ZONE,
} from './invented.ts'

const LIFT = NOW + 20 * DAY

const siteLanguages = fc
  .uniqueArray(fc.constantFrom('en', 'ar', 'ar-SY', 'de', 'zh-Hant'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((tags) => tags as Language[])
const two = (number: number) => String(number).padStart(2, '0')
const year = fc.integer({ min: 1000, max: 9999 }).map(String)
const month = fc
  .tuple(year, fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${two(number)}` as Month)
const number = fc.option(fc.integer({ min: 1, max: 999_999 }))

const topic = fc
  .constantFrom('budget', 'public-health', 'صحة-عامة', 'déchets', 'feed.json')
  .filter((name) => parseTopic(name) !== null)

/** Any page of a site with these languages. */
const pageOf = (languages: readonly Language[]): fc.Arbitrary<Page> => {
  const language = fc.constantFrom(...languages)
  return fc.oneof(
    fc.record({ is: fc.constant('home' as const), language }),
    fc.record({ is: fc.constant('topic' as const), language, topic }),
    fc.record({ is: fc.constant('feed' as const), language, topic: fc.option(topic) }),
    fc.constant({ is: 'feed' as const, language: null, topic: null }),
    fc.record({
      is: fc.constant('news' as const),
      language,
      number: fc.option(fc.integer({ min: 1, max: 9999 })),
    }),
    fc.record({ is: fc.constant('archive' as const), language }),
    fc.record({ is: fc.constant('year' as const), language, year }),
    fc.record({ is: fc.constant('month' as const), language, month, number }),
    fc.record({ is: fc.constant('sitemap' as const), month, number }),
    fc.constant({ is: 'sitemap-index' as const }),
  )
}
const anyPage = siteLanguages.chain((languages) =>
  pageOf(languages).map((page) => ({ languages, page })),
)

describe('the path of a page', () => {
  const languages = [EN, AR]
  test.each<[Page, string]>([
    [{ is: 'home', language: EN }, '/'],
    [{ is: 'home', language: AR }, '/ar'],
    [{ is: 'feed', language: EN, topic: null }, '/feed.json'],
    [{ is: 'feed', language: AR, topic: null }, '/ar/feed.json'],
    [{ is: 'feed', language: null, topic: null }, '/all/feed.json'],
    [{ is: 'feed', language: AR, topic: 'law' }, '/ar/topics/law/feed.json'],
    [{ is: 'topic', language: EN, topic: 'law' }, '/topics/law'],
    [{ is: 'topic', language: EN, topic: 'صحة' }, '/topics/%D8%B5%D8%AD%D8%A9'],
    [{ is: 'news', language: EN, number: null }, '/news-sitemap.xml'],
    [{ is: 'news', language: AR, number: 2 }, '/ar/news-sitemap-2.xml'],
    [{ is: 'archive', language: EN }, '/archive'],
    [{ is: 'archive', language: AR }, '/ar/archive'],
    [{ is: 'year', language: AR, year: '2026' }, '/ar/archive/2026'],
    [{ is: 'month', language: EN, month: '2026-03' as Month, number: null }, '/archive/2026/03'],
    [{ is: 'month', language: AR, month: '2026-03' as Month, number: 2 }, '/ar/archive/2026/03/2'],
    [{ is: 'sitemap', month: '2026-03' as Month, number: null }, '/sitemaps/2026-03.xml'],
    [{ is: 'sitemap', month: '2026-03' as Month, number: 12 }, '/sitemaps/2026-03-12.xml'],
    [{ is: 'sitemap-index' }, '/sitemap.xml'],
  ])('of %j is %s', (page, path) => {
    expect(pathOf(page, languages)).toBe(path)
    expect(pageAt(path, languages)).toEqual(page)
  })

  test('leads back to the page, whatever page it is and however many languages there are', () => {
    fc.assert(
      fc.property(anyPage, ({ languages, page }) => {
        expect(pageAt(pathOf(page, languages), languages)).toEqual(page)
      }),
      { numRuns: 500 },
    )
  })

  test('is the only one that leads to its page', () => {
    const near = fc
      .tuple(
        anyPage,
        fc.nat(30),
        fc.nat(2),
        fc.constantFrom('', '/', '0', '1', '-', '.', 'ar', '\n'),
      )
      .map(([{ languages, page }, from, length, put]) => {
        const path = pathOf(page, languages)
        return { languages, path: path.slice(0, from) + put + path.slice(from + length) }
      })
    const anything = fc.record({
      languages: siteLanguages,
      path: fc.string().map((text) => `/${text}`),
    })
    fc.assert(
      fc.property(fc.oneof(near, anything), ({ languages, path }) => {
        const page = pageAt(path, languages)
        if (page) expect(pathOf(page, languages)).toBe(path)
      }),
      { numRuns: 500, examples: [[{ languages: [EN, AR], path: '/ar/' }]] },
    )
  })

  test.each([
    '',
    '//',
    '/en',
    '/en/archive',
    '/archive/',
    '/ar//archive',
    '/arc',
    '/archive/999',
    '/archive/0999',
    '/archive/2026/3',
    '/archive/2026/00',
    '/archive/2026/13',
    '/archive/2026/03/',
    '/archive/2026/03/0',
    '/archive/2026/03/01',
    '/archive/2026/03/-1',
    '/archive/2026/03/1000000',
    '/archive/2026/03/1/1',
    '/archive/٢٠٢٦',
    '/sitemaps/2026-03-0.xml',
    '/sitemaps/2026-13.xml',
    '/sitemaps/0999-01.xml',
    '/sitemaps/2026-03.xml/',
    '/ar/sitemap.xml',
    '/sitemap.xml\n',
    '/releases/archive',
    '/ARCHIVE',
  ])('is not %j', (path) => {
    expect(pageAt(path, [EN, AR])).toBeNull()
  })

  test('may be asked of any text and any site without an error', () => {
    fc.assert(
      fc.property(anyText, siteLanguages, (path, languages) => {
        const page = pageAt(path, languages)
        expect(page === null || 'is' in page).toBe(true)
      }),
    )
    expect(pageAt('/', [])).toBeNull()
  })

  test('begins with the language, except in the site’s first one', () => {
    expect(prefixOf(EN, [EN, AR])).toBe('')
    expect(prefixOf(AR, [EN, AR])).toBe('/ar')
    expect(prefixOf(AR, [AR, EN])).toBe('')
  })
})

test('the path of a release is percent-encoded and reads back as its slug', () => {
  expect(releasePath(EN, 'budget-2026', [EN, AR])).toBe('/releases/budget-2026')
  expect(releasePath(AR, 'almjls', [EN, AR])).toBe('/ar/releases/almjls')
  fc.assert(
    fc.property(anyText, (slug) => {
      fc.pre(slug !== '')
      const path = releasePath(AR, slug, [EN, AR])
      expect(path).toMatch(/^\/ar\/releases\/[!-.0-~]+$/)
      expect(decodeURIComponent(path.slice('/ar/releases/'.length))).toBe(slug)
    }),
  )
})

describe('the windows of a month’s pages', () => {
  const size = fc.oneof(
    fc.integer({ min: 1, max: 12 }),
    fc.constantFrom(ARCHIVE_PAGE_PLACES, SITEMAP_FILE_PLACES),
  )
  const lastPlace = fc.integer({ min: 1, max: 2000 })

  /** The numbered windows, and the newest. */
  function windowsOf(lastPlace: number, size: number): Window[] {
    const windows: Window[] = []
    for (let number = 1; ; number++) {
      const window = windowOf(number, lastPlace, size)
      if (!window) break
      windows.push(window)
    }
    const newest = windowOf(null, lastPlace, size)
    return newest ? [...windows, newest] : windows
  }

  test('hold every place once, in order', () => {
    fc.assert(
      fc.property(lastPlace, size, (lastPlace, size) => {
        let next = 1
        for (const [at, { from, to, number }] of windowsOf(lastPlace, size).entries()) {
          expect(number).toBe(at + 1)
          expect(from).toBe(next)
          expect(to).toBeGreaterThanOrEqual(from)
          next = to + 1
        }
        expect(next - 1).toBe(lastPlace)
      }),
      { numRuns: 300 },
    )
  })

  test('are full where they have a number, and the newest holds fewer than two pages', () => {
    fc.assert(
      fc.property(lastPlace, size, (lastPlace, size) => {
        const windows = windowsOf(lastPlace, size)
        const lengths = windows.map(({ from, to }) => to - from + 1)
        for (const length of lengths.slice(0, -1)) expect(length).toBe(size)
        const newest = lengths.at(-1) ?? 0
        expect(newest).toBeGreaterThanOrEqual(Math.min(size, lastPlace))
        expect(newest).toBeLessThanOrEqual(2 * size - 1)
      }),
      { numRuns: 300 },
    )
  })

  test('do not change any more once they have a number', () => {
    const growth = fc.integer({ min: 0, max: 500 })
    fc.assert(
      fc.property(lastPlace, growth, size, (lastPlace, growth, size) => {
        for (const { number, ...places } of windowsOf(lastPlace, size).slice(0, -1))
          expect(windowOf(number, lastPlace + growth, size)).toEqual({ number, ...places })
      }),
      { numRuns: 300 },
    )
  })

  test('begin where they began for as long as they are the newest', () => {
    fc.assert(
      fc.property(lastPlace, size, (lastPlace, size) => {
        const [before, after] = [lastPlace, lastPlace + 1].map((last) => windowOf(null, last, size))
        if (before?.number === after?.number) expect(after?.from).toBe(before?.from)
        else expect(windowOf(before?.number ?? 0, lastPlace + 1, size)).not.toBeNull()
      }),
    )
  })

  test('are none in a month without places, and none beyond the newest', () => {
    for (const number of [null, 1, 2]) expect(windowOf(number, 0, 50)).toBeNull()
    for (const number of [1, 2, 1000]) expect(windowOf(number, 99, 50)).toBeNull()
    expect(windowOf(null, 99, 50)).toEqual({ from: 1, to: 99, number: 1 })
    expect(windowOf(1, 100, 50)).toEqual({ from: 1, to: 50, number: 1 })
    expect(windowOf(2, 100, 50)).toBeNull()
    expect(windowOf(null, 100, 50)).toEqual({ from: 51, to: 100, number: 2 })
  })
})

describe('the pages that a change makes stale', () => {
  const SITE = [EN, AR]
  const paths = (release: Release, languages = SITE) =>
    marksOf(null, frozen(release), NOW, languages).marks.map(({ path }) => path)

  test('are none for a draft: nobody has seen it', () => {
    expect(marksOf(null, draft({}, [EN, AR]), NOW, SITE)).toEqual({ marks: [], numbered: [] })
  })

  test('are home, archive, year, month, topics, feeds, news and the sitemap file', () => {
    expect(paths(published()).sort()).toEqual([
      '/',
      '/all/feed.json',
      '/archive',
      '/archive/2026',
      '/archive/2026/03',
      '/feed.json',
      '/news-sitemap.xml',
      '/news-sitemap.xml',
      '/sitemaps/2026-03.xml',
      '/topics/budget',
      '/topics/budget/feed.json',
    ])
  })

  test('are those of its topics, also of the ones that it had before', () => {
    const after = published({ topics: ['law', 'water'] })
    const { marks } = marksOf({ topics: ['budget', 'law'] }, after, NOW, SITE)
    expect(marks.map(({ path }) => path).filter((path) => /topics/.test(path))).toEqual(
      ['law', 'water', 'budget'].flatMap((topic) => [
        `/topics/${topic}`,
        `/topics/${topic}/feed.json`,
      ]),
    )
  })

  test('are those of the news until it is none any more, and again at that instant', () => {
    const news = (liveAt: number) =>
      marksOf(null, published({ liveAt }), NOW, SITE)
        .marks.filter(({ path }) => path === '/news-sitemap.xml')
        .map(({ due }) => due)
    expect(news(NOW - HOUR)).toEqual([NOW, NOW - HOUR + 48 * HOUR])
    expect(news(NOW - 48 * HOUR + 1)).toEqual([NOW, NOW + 1])
    expect(news(NOW - 48 * HOUR)).toEqual([])
    expect(marksOf(null, embargoed(LIFT), NOW, SITE).marks).toContainEqual({
      path: '/news-sitemap.xml',
      due: LIFT + 48 * HOUR,
    })
  })

  test('are those of each language that the release has, and of no other', () => {
    const both = paths(published({}, [AR, EN]))
    expect(both).toHaveLength(20)
    expect(both).toEqual(expect.arrayContaining(['/ar', '/ar/archive/2026/03', '/archive/2026']))
    expect(paths(published({}, [AR])).filter((path) => !/^\/(ar|all|sitemap)/.test(path))).toEqual(
      [],
    )
    expect(paths(published({}, [AR]), [AR, EN])).toContain('/archive/2026/03')
  })

  test.each<[string, Release, number]>([
    ['at the lift, for a release under embargo', embargoed(LIFT), LIFT],
    ['now, at the very lift', embargoed(NOW), NOW],
    ['now, after the lift', embargoed(NOW - HOUR), NOW],
    ['now, for a published release', published(), NOW],
    ['now, for one that is filed under a past day', published({ liveAt: 0 }), NOW],
    ['now, for a withdrawn release', withdrawn(), NOW],
  ])('are due %s', (_, release, due) => {
    const { marks, numbered } = marksOf(null, release, NOW, SITE)
    expect(marks.length).toBeGreaterThan(0)
    const aging = marks.filter(({ path, due: at }) => /news/.test(path) && at !== due)
    for (const mark of [...marks, ...numbered])
      if (!aging.includes(mark as never)) expect(mark.due).toBe(due)
    expect(aging.length).toBeLessThanOrEqual(1)
  })

  test('are those of the month under which the release is filed', () => {
    const day = dayOf(Date.parse('2019-12-31T23:00:00Z'), ZONE)
    expect(paths(published({ day }))).toEqual(
      expect.arrayContaining(['/archive/2020', '/archive/2020/01', '/sitemaps/2020-01.xml']),
    )
  })

  test('are pages of the site, each named once', () => {
    fc.assert(
      fc.property(siteLanguages, fc.integer({ min: 0, max: 3e11 }), (languages, liveAt) => {
        const release = embargoed(NOW + liveAt, {}, languages)
        const { marks, numbered } = marksOf(null, release, NOW, languages)
        const named = marks.map(({ path, due }) => `${path} ${due}`)
        expect(new Set(named).size).toBe(named.length)
        const all = marks.map(({ path }) => path)
        for (const path of all) expect(pageAt(path, languages)).not.toBeNull()
        for (const { head, tail, reshaped } of numbered) {
          expect(all).toEqual(expect.arrayContaining([...reshaped]))
          for (const number of [1, 2, 10, 999_999])
            expect(pageAt(`${head}${number}${tail}`, languages)).toMatchObject({
              month: release.day.slice(0, 7),
              number,
            })
        }
      }),
    )
  })

  test('have their numbered ones in the sequence of each language, and in that of all releases', () => {
    const { numbered } = marksOf(null, published({}, [EN, AR]), NOW, SITE)
    expect(numbered.map(({ sequence, size, head }) => [sequence, size, head])).toEqual([
      [null, SITEMAP_FILE_PLACES, '/sitemaps/2026-03-'],
      [EN, ARCHIVE_PAGE_PLACES, '/archive/2026/03/'],
      [AR, ARCHIVE_PAGE_PLACES, '/ar/archive/2026/03/'],
    ])
  })
})
