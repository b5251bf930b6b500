import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEWS_FILE_RELEASES, type NewsEntry } from '../../src/newsroom/archive.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { bounded } from '../../src/pages/markup.ts'
import { newsLanguage, newsSitemap } from '../../src/pages/news.ts'
import { AR, anyText, EN, NOW } from '../newsroom/invented.ts'
import { all, only, parsedXml, textOf } from './parsed.ts'
import { SITE } from './shown.ts'

const file = (
  entries: readonly NewsEntry[],
  language = EN,
  number: number | null = null,
  files = 1,
) => parsedXml(newsSitemap(SITE, { is: 'news', language, number }, { entries, files }))
const locs = (root: ReturnType<typeof file>) => all(root, 'loc').map(textOf)
const entry: NewsEntry = { slug: 'budget' as Slug, headline: 'Budget', liveAt: NOW }

describe('a news sitemap', () => {
  test('tells of each release its address, publication, date and title, whatever it is called', () => {
    const headline = fc.oneof(anyText, fc.constantFrom(']]>', '\u202eabc', '</news:title>', '&lt;'))
    fc.assert(
      fc.property(fc.array(headline, { minLength: 1, maxLength: 5 }), (headlines) => {
        const root = file(
          headlines.map((headline) => ({ ...entry, headline })),
          AR,
        )
        expect(all(root, 'news:title').map(textOf)).toEqual(headlines.map(bounded))
        for (const url of all(root, 'url')) {
          expect(textOf(only(url, 'loc'))).toBe('https://press.test/ar/releases/budget')
          const publication = only(url, 'news:publication')
          expect(textOf(only(publication, 'news:name'))).toBe(SITE.name[AR])
          expect(textOf(only(publication, 'news:language'))).toBe('ar')
          expect(textOf(only(url, 'news:publication_date'))).toBe('2026-03-23T09:00:00.000Z')
        }
      }),
    )
  })

  test('has the namespaces of the protocol and of news', () => {
    expect(file([entry]).attributes).toEqual({
      xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9',
      'xmlns:news': 'http://www.google.com/schemas/sitemap-news/0.9',
    })
  })

  test.each([
    [EN, 'https://press.test/'],
    [AR, 'https://press.test/ar'],
  ])('of a quiet day names the home page in %s, and no news', (language, home) => {
    const root = file([], language)
    expect(locs(root)).toEqual([home])
    expect(all(root, 'news:news')).toEqual([])
  })

  test('of very much news is an index of its files, which name the releases', () => {
    const root = file([entry], AR, null, 3)
    expect(root.name).toBe('sitemapindex')
    expect(locs(root)).toEqual(
      [1, 2, 3].map((number) => `https://press.test/ar/news-sitemap-${number}.xml`),
    )
    expect(locs(file([entry], AR, 2, 3))).toEqual(['https://press.test/ar/releases/budget'])
  })

  test('fits into a row, though it is full', () => {
    const long = {
      ...entry,
      headline: `${'&'.repeat(99)}🎉`.repeat(3),
      slug: '京'.repeat(40) as Slug,
    }
    const text = newsSitemap(
      SITE,
      { is: 'news', language: AR, number: 1 },
      { entries: Array(NEWS_FILE_RELEASES).fill(long), files: 2 },
    )
    expect(new TextEncoder().encode(text).length).toBeLessThan(2_000_000)
    const [title = ''] = all(parsedXml(text), 'news:title').map(textOf)
    expect(title).toMatch(/^&{99}.…$/u)
  })

  test.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['ar', 'ar'],
    ['ar-SY', 'ar'],
    ['ckb', 'ckb'],
    ['sr-Latn', 'sr'],
    ['zh', 'zh-cn'],
    ['zh-CN', 'zh-cn'],
    ['zh-Hans-SG', 'zh-cn'],
    ['zh-Hant', 'zh-tw'],
    ['zh-TW', 'zh-tw'],
    ['zh-HK', 'zh-tw'],
  ])('calls the language %s %s', (tag, code) => {
    expect(newsLanguage(tag)).toBe(code)
  })

  test('calls any language by what the schema allows', () => {
    const letters = (min: number, max: number) =>
      fc.string({ unit: fc.constantFrom(...'abhnstz'), minLength: min, maxLength: max })
    fc.assert(
      fc.property(
        letters(2, 3),
        fc.constantFrom('', '-Hant', '-Latn', '-TW', '-001'),
        (code, rest) => {
          expect(newsLanguage(`${code}${rest}`)).toMatch(/^(?:zh-cn|zh-tw|[a-z]{2,3})$/)
        },
      ),
    )
  })
})
