import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Facts, Listed, Window } from '../../src/newsroom/archive.ts'
import type { Day, Month } from '../../src/newsroom/dateline.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { archivePage, homePage, monthPage, yearPage } from '../../src/pages/archive.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { all, bones, hrefs, links, only, parsed, textOf } from './parsed.ts'
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

const main = (document: ReturnType<typeof home>) => only(document, 'main')

describe('a list of releases', () => {
  test('has each release once, in the order given, with its headline leading to it', () => {
    const releases = ['one', 'two', 'three'].map((slug) =>
      listed({ slug: slug as Slug, headline: `Headline ${slug}` }),
    )
    for (const document of [home(releases), month(null, ONLY, releases)]) {
      const headlines = all(main(document), 'h2')
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
    const items = all(main(archive(MONTHS)), 'li')
    expect(items.flatMap(hrefs)).toEqual(['/archive/2026', '/archive/2025'])
    expect(items.map(textOf)).toEqual(['2026 3 releases', '2025 11 releases'])
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
        const told = all(main(archive(months)), 'span').map((span) =>
          Number(textOf(span).replace(/\D/g, '')),
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
    expect(items.map(textOf)).toEqual(['March 1 release', 'January 2 releases'])
  })

  test('leads back to the archive, in its language', () => {
    expect(hrefs(main(year(MONTHS, AR)))).toContain('/ar/archive')
    expect(links(year(MONTHS, AR), 'canonical')['']).toBe('https://press.test/ar/archive/2026')
  })
})

describe('a month', () => {
  const turned = (document: ReturnType<typeof home>) =>
    all(main(document), 'a')
      .filter(({ attributes }) => attributes.rel)
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
