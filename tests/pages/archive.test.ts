import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Facts, Listed, Window } from '../../src/newsroom/archive.ts'
import type { Day, Month } from '../../src/newsroom/dateline.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { archivePage, homePage, monthPage, yearPage } from '../../src/pages/archive.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { all, bones, type Element, hrefs, links, only, parsed, textOf } from './parsed.ts'
import { listed, MARCH, MONTHS, SITE } from './shown.ts'

const home = (latest: readonly Listed[], language = EN) =>
  parsed(homePage(SITE, { is: 'home', language }, { latest }))
const archive = (months: Facts<'archive'>['months'], language = EN) =>
  parsed(archivePage(SITE, { is: 'archive', language }, { months }))
const year = (months: Facts<'year'>['months'], language = EN) =>
  parsed(yearPage(SITE, { is: 'year', language, year: '2026' }, { months }))
const month = (number: number | null, window: Window, shown = [listed()], language = EN) =>
  parsed(
    monthPage(SITE, { is: 'month', language, month: MARCH, number }, { window, listed: shown }),
  )
const ONLY: Window = { from: 1, to: 9, number: 1 }

/** What an element says, in one line. */
const words = (element: Element) => textOf(element).replace(/\s+/g, ' ').trim()
/** Links to what stands before and after a page, which are resolved when they are followed. */
const beside = (document: Element) =>
  all(only(document, 'main'), 'a')
    .filter(({ attributes }) => attributes.rel?.includes('nofollow'))
    .map(({ attributes }) => [attributes.rel, attributes.href])
const main = (document: ReturnType<typeof home>) => only(document, 'main')

describe('a list of releases', () => {
  test('has each release once, in the order given, with its headline leading to it', () => {
    const releases = ['one', 'two', 'three'].map((slug) =>
      listed({ slug: slug as Slug, headline: `Headline ${slug}` }),
    )
    for (const [document, level] of [
      [home(releases), 'h2'],
      [month(null, ONLY, releases), 'h3'],
    ] as const) {
      const headlines = all(main(document), level)
      expect(headlines.map(textOf)).toEqual(['Headline one', 'Headline two', 'Headline three'])
      expect(headlines.flatMap(hrefs)).toEqual([
        '/releases/one',
        '/releases/two',
        '/releases/three',
      ])
      expect(all(main(document), 'article')).toHaveLength(3)
    }
  })

  test('tells of each its kind, the day under which it is filed, and what it is about', () => {
    const late = listed({ day: '2026-04-01' as Day })
    const [article] = all(home([late]), 'article')
    if (!article) throw new Error('There is no release.')
    expect(textOf(article)).toContain('Press release')
    expect(only(article, 'time').attributes.datetime).toBe('2026-04-01')
    expect(textOf(article)).toContain('The council adopted the budget.')
    const about = (over: Partial<Listed>) => textOf(main(home([listed(over)])))
    expect(about({ subheadline: 'By one vote' })).toContain('By one vote')
    expect(about({ summary: 'In short.' })).toContain('In short.')
    expect(about({ subheadline: 'By one vote', summary: 'In short.' })).not.toContain('In short.')
  })

  test('leads within its language, and to slugs of any script', () => {
    const slug = 'العربية' as Slug
    const [headline] = all(main(home([listed({ slug })], AR)), 'h2')
    expect(headline && hrefs(headline)).toEqual([`/ar/releases/${encodeURIComponent(slug)}`])
  })

  test('is not changed in its structure by hostile words', () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        '</a></h2><script>x</script>',
        '"><img src=x onerror=x>',
        '&lt;b&gt;',
        "' x='",
      ),
      fc.string({ unit: fc.constantFrom(...'<>&"\'=/ ab'), minLength: 1 }),
    )
    const expected = bones(home([listed({ headline: 'x', subheadline: 'x', kind: 'x' })]))
    fc.assert(
      fc.property(hostile, (evil) => {
        const document = home([listed({ headline: evil, subheadline: evil, kind: evil })])
        expect(bones(document)).toBe(expected)
        expect(all(document, 'h2').map(textOf)).toEqual([evil])
      }),
      { numRuns: 100 },
    )
  })
})

describe('the home page', () => {
  test('is titled by the site’s name alone', () => {
    expect(textOf(only(home([]), 'title'))).toBe(SITE.name[EN])
  })

  test('lets search, and leads to the archive', () => {
    for (const document of [home([], AR), home([listed()], AR)]) {
      expect(only(main(document), 'form').attributes.action).toBe('/ar/search')
      expect(hrefs(main(document))).toContain('/ar/archive')
    }
  })

  test('says that nothing has been published where that is so', () => {
    expect(textOf(main(home([])))).toContain('Nothing has been published yet.')
    expect(textOf(main(home([], AR)))).toContain('لم يُنشر شيء بعد.')
    expect(textOf(main(home([listed()])))).not.toContain('Nothing has been published')
  })

  test('has its alternates in every language', () => {
    expect(links(home([], AR), 'alternate')).toMatchObject({
      en: 'https://press.test/',
      ar: 'https://press.test/ar',
      'x-default': 'https://press.test/',
    })
    expect(links(home([], AR), 'canonical')['']).toBe('https://press.test/ar')
  })
})

describe('the archive', () => {
  test('lists the years once each, in order, with the sum of their releases', () => {
    const years = all(main(archive(MONTHS)), 'h2')
    expect(years.flatMap(hrefs)).toEqual(['/archive/2026', '/archive/2025'])
    expect(years.map(words)).toEqual(['2026 3 releases', '2025 11 releases'])
  })

  test('has the twelve months of each year in order; those with releases lead to them', () => {
    const [year, ...more] = all(main(archive(MONTHS)), 'ol')
    expect(more).toHaveLength(1)
    const months = year ? all(year, 'li') : []
    expect(months).toHaveLength(12)
    expect(months.map(hrefs)).toEqual([
      ['/archive/2026/01'],
      [],
      ['/archive/2026/03'],
      ...Array.from({ length: 9 }, () => []),
    ])
  })

  test('says of each month in words what its bar shows', () => {
    const said = (language = EN) =>
      all(main(archive(MONTHS, language)), 'span')
        .filter(({ attributes }) => attributes.class === 'unseen')
        .map(textOf)
    expect(said().slice(0, 3)).toEqual([
      'January 2026, 2 releases',
      'February 2026, 0 releases',
      'March 2026, 1 release',
    ])
    expect(said().at(-1)).toBe('December 2025, 11 releases')
    expect(said(AR)[0]).toMatch(/، بيانان$/)
  })

  test('has bars as high as their months have releases, none higher than its frame', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(counts, (counts) => {
        const months = counts
          .map((count, at) => ({
            month: `2026-${String(at + 1).padStart(2, '0')}` as Month,
            count,
          }))
          .filter(({ count }) => count > 0)
        const bars = all(main(archive(months.toReversed())), 'rect').map(({ attributes }) => ({
          top: Number(attributes.y),
          height: Number(attributes.height),
        }))
        expect(bars).toHaveLength(months.length)
        for (const [at, { top, height }] of bars.entries()) {
          expect(top + height).toBe(40)
          expect(top).toBeGreaterThanOrEqual(0)
          expect(height).toBeGreaterThan(0)
          for (const [other, bar] of bars.entries())
            if ((months[at]?.count ?? 0) > (months[other]?.count ?? 0))
              expect(height).toBeGreaterThanOrEqual(bar.height)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('counts every release, whatever months there are', () => {
    const counts = fc.array(
      fc.tuple(fc.integer({ min: 2020, max: 2026 }), fc.integer({ min: 1, max: 500 })),
    )
    fc.assert(
      fc.property(counts, (counts) => {
        const months = counts
          .toSorted(([a], [b]) => b - a)
          .map(([year, count]) => ({ month: `${year}-01` as Month, count }))
        const told = all(main(archive(months)), 'h2').map((heading) =>
          Number(textOf(only(heading, 'span')).replace(/\D/g, '')),
        )
        const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
        expect(sum(told)).toBe(sum(counts.map(([, count]) => count)))
        expect(told).toHaveLength(new Set(counts.map(([year]) => year)).size)
      }),
      { numRuns: 50 },
    )
  })

  test('says that nothing has been published where that is so', () => {
    expect(textOf(main(archive([])))).toContain('Nothing has been published yet.')
    expect(textOf(main(archive(MONTHS)))).not.toContain('Nothing has been published')
  })

  test('counts in Arabic as Arabic does', () => {
    const [first, second, third] = [1, 2, 3].map((count) =>
      textOf(main(archive([{ month: MARCH, count }], AR))),
    )
    expect(first).toContain('بيان واحد')
    expect(second).toContain('بيانان')
    expect(third).toContain('بيانات')
  })
})

describe('a year', () => {
  test('lists its months in order, with their releases', () => {
    const items = all(main(year(MONTHS.slice(0, 2))), 'li').slice(1)
    expect(items.flatMap(hrefs)).toEqual(['/archive/2026/03', '/archive/2026/01'])
    expect(items.map(words)).toEqual(['March 1 release', 'January 2 releases'])
  })

  test('has bars as long as its months have releases', () => {
    expect(
      all(main(year(MONTHS.slice(0, 2))), 'svg').map(({ attributes }) => attributes.width),
    ).toEqual(['50%', '100%'])
  })

  test('leads to the years beside it, whichever they are', () => {
    expect(beside(year(MONTHS, AR))).toEqual([
      ['prev nofollow', '/ar/archive/2026/previous'],
      ['next nofollow', '/ar/archive/2026/next'],
    ])
  })

  test('leads back to the archive, in its language', () => {
    expect(hrefs(main(year(MONTHS, AR)))).toContain('/ar/archive')
    expect(links(year(MONTHS, AR), 'canonical')['']).toBe('https://press.test/ar/archive/2026')
  })
})

describe('a month', () => {
  const turned = (document: ReturnType<typeof home>) =>
    all(main(document), 'a')
      .filter(({ attributes }) => attributes.rel && !attributes.rel.includes('nofollow'))
      .map(({ attributes }) => attributes.href)

  test('is headed by its name and the number of its page', () => {
    expect(textOf(only(month(null, ONLY), 'h1'))).toBe('March 2026')
    expect(textOf(only(month(2, { ...ONLY, number: 2 }), 'h1'))).toBe('March 2026 (2)')
    expect(links(month(2, { ...ONLY, number: 2 }), 'canonical')['']).toBe(
      'https://press.test/archive/2026/03/2',
    )
  })

  test('that has one page leads to no other', () => {
    expect(turned(month(null, ONLY))).toEqual([])
  })

  test('leads from its newest page to the one before', () => {
    expect(turned(month(null, { ...ONLY, number: 3 }))).toEqual(['/archive/2026/03/2'])
  })

  test('leads from a numbered page to its neighbours, by number, so that it never changes', () => {
    expect(turned(month(1, ONLY))).toEqual(['/archive/2026/03/2'])
    expect(turned(month(2, { ...ONLY, number: 2 }))).toEqual([
      '/archive/2026/03/1',
      '/archive/2026/03/3',
    ])
    expect(turned(month(2, { ...ONLY, number: 2 }, [], AR))).toEqual([
      '/ar/archive/2026/03/1',
      '/ar/archive/2026/03/3',
    ])
  })

  test('leads to the months beside it from each of its pages, so that none changes with them', () => {
    for (const document of [month(null, ONLY), month(2, { ...ONLY, number: 2 })])
      expect(beside(document)).toEqual([
        ['prev nofollow', '/archive/2026/03/previous'],
        ['next nofollow', '/archive/2026/03/next'],
      ])
  })

  test('has each day once, with its releases below it', () => {
    const releases = ['2026-03-23', '2026-03-23', '2026-03-02'].map((day, at) =>
      listed({ day: day as Day, slug: `s${at}` as Slug }),
    )
    const document = main(month(null, ONLY, releases))
    expect(all(document, 'h2').map(textOf)).toEqual(['Monday, March 23', 'Monday, March 2'])
    const days = all(document, 'section').map((day) => [
      only(day, 'time').attributes.datetime,
      all(day, 'h3').flatMap(hrefs),
    ])
    expect(days).toEqual([
      ['2026-03-23', ['/releases/s0', '/releases/s1']],
      ['2026-03-02', ['/releases/s2']],
    ])
  })

  test('leads back to its year and the archive', () => {
    expect(hrefs(main(month(null, ONLY)))).toEqual(
      expect.arrayContaining(['/archive', '/archive/2026']),
    )
  })

  test('says so where nothing on the page is public any more', () => {
    expect(textOf(main(month(1, ONLY, [])))).toContain('Nothing on this page is public any more.')
    expect(all(main(month(1, ONLY, [])), 'ol')).toEqual([])
  })

  test('tells the same whenever it is asked, as it is stored', () => {
    const page = () =>
      monthPage(
        SITE,
        { is: 'month', language: AR, month: MARCH, number: null },
        { window: ONLY, listed: [listed()] },
      )
    expect(page()).toBe(page())
  })
})
