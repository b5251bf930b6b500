import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SITEMAP_FILE_PLACES, type SitemapEntry } from '../../src/newsroom/archive.ts'
import { type Slug, slugFrom } from '../../src/newsroom/slug.ts'
import { robots, sitemapFile, sitemapIndex } from '../../src/pages/sitemap.ts'
import { AR, anyText, EN, NOW } from '../newsroom/invented.ts'
import { all, only, parsedXml, textOf } from './parsed.ts'
import { SITE, siteWith } from './shown.ts'

const told = (language: typeof EN, slug: string, changedAt = NOW) => ({
  language,
  slug: slug as Slug,
  changedAt,
})
const file = (entries: readonly SitemapEntry[], site = SITE) =>
  parsedXml(sitemapFile(site, { entries }))
const locs = (root: ReturnType<typeof file>) => all(root, 'loc').map(textOf)
const alternates = (root: ReturnType<typeof file>) =>
  all(root, 'xhtml:link').map(({ attributes }) => [attributes.hreflang, attributes.href])

const slug = fc
  .oneof(anyText, fc.string({ unit: fc.constantFrom(..."شלو京é&'<-a") }))
  .map((headline) => slugFrom(headline, 'statement'))
const changedAt = fc.integer({ min: Date.UTC(1000, 1), max: Date.UTC(9999, 10) })
const entry: fc.Arbitrary<SitemapEntry> = fc
  .uniqueArray(fc.record({ language: fc.constantFrom(EN, AR), slug, changedAt }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ language }) => language,
  })
  .map((texts) => ({ texts }))

describe('a sitemap file', () => {
  test('has every text once, by its whole address, with its last change', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (entries) => {
        const root = file(entries)
        expect(root.name).toBe('urlset')
        expect(root.attributes.xmlns).toBe('http://www.sitemaps.org/schemas/sitemap/0.9')
        const texts = entries.flatMap(({ texts }) => texts)
        const read = all(root, 'url').map((url) => ({
          loc: textOf(only(url, 'loc')),
          lastmod: Date.parse(textOf(only(url, 'lastmod'))),
        }))
        const expected = texts.map(({ language, slug, changedAt }) => ({
          loc: `https://press.test${language === AR ? '/ar' : ''}/releases/${encodeURIComponent(slug)}`,
          lastmod: changedAt,
        }))
        const sorted = (list: typeof read) => list.map((one) => JSON.stringify(one)).sort()
        expect(sorted(read)).toEqual(sorted(expected))
      }),
      { numRuns: 100 },
    )
  })

  test('has addresses that a parser leaves as they are, under 2,048 characters', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (entries) => {
        for (const loc of locs(file(entries))) {
          expect(new URL(loc).href).toBe(loc)
          expect(loc.length).toBeLessThan(2048)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('has all alternates of a text beside each of them, with itself and a default', () => {
    const root = file([{ texts: [told(AR, 'almjls'), told(EN, 'council')] }])
    expect(locs(root)).toEqual([
      'https://press.test/releases/council',
      'https://press.test/ar/releases/almjls',
    ])
    const expected = [
      ['en', 'https://press.test/releases/council'],
      ['ar', 'https://press.test/ar/releases/almjls'],
      ['x-default', 'https://press.test/releases/council'],
    ]
    expect(alternates(root)).toEqual([...expected, ...expected])
    for (const { attributes } of all(root, 'xhtml:link')) expect(attributes.rel).toBe('alternate')
    expect(root.attributes['xmlns:xhtml']).toBe('http://www.w3.org/1999/xhtml')
  })

  test('has no alternates of a text in one language', () => {
    expect(alternates(file([{ texts: [told(AR, 'almjls')] }]))).toEqual([])
  })

  test('has the site’s first language as the default, whichever it is', () => {
    const arabic = siteWith({ LANGUAGES: ['ar', 'en'] })
    const root = file([{ texts: [told(EN, 'council'), told(AR, 'almjls')] }], arabic)
    expect(alternates(root).slice(0, 3)).toEqual([
      ['ar', 'https://press.test/releases/almjls'],
      ['en', 'https://press.test/en/releases/council'],
      ['x-default', 'https://press.test/releases/almjls'],
    ])
  })

  test('leaves out a language that the site does not have any more', () => {
    const root = file([{ texts: [told('de' as typeof EN, 'rat'), told(EN, 'council')] }])
    expect(locs(root)).toEqual(['https://press.test/releases/council'])
    expect(alternates(root)).toEqual([])
  })

  test('tells last changes as W3C date-times', () => {
    const root = file([{ texts: [told(EN, 'council', Date.UTC(2026, 2, 1))] }])
    expect(textOf(only(root, 'lastmod'))).toBe('2026-03-01T00:00:00.000Z')
  })

  test('may be without entries', () => {
    expect(all(file([]), 'url')).toEqual([])
  })

  test('fits into a row, though it holds twice its places in three languages', () => {
    const languages = ['en', 'ar', 'de'] as (typeof EN)[]
    const site = siteWith({
      SITE_URL: `https://${'press-office.'.repeat(5)}example.org`,
      LANGUAGES: languages,
      SITE_NAME: 'Press',
      BOILERPLATE: 'About',
      CONTACT: { name: 'Desk' },
      KINDS: { speech: 'Speech' },
      TOPICS: '',
    })
    const texts = languages.map((language) => told(language, '京'.repeat(40)))
    const entries = Array.from({ length: 2 * SITEMAP_FILE_PLACES - 1 }, () => ({ texts }))
    const whole = sitemapFile(site, { entries })
    expect(whole.length).toBeLessThan(2_000_000)
    // Every address is there; what is left out is what the pages tell themselves.
    expect(all(parsedXml(whole), 'url')).toHaveLength(3 * entries.length)
    const few = sitemapFile(site, { entries: entries.slice(0, 9) })
    expect(few).toContain('hreflang="x-default"')
  })
})

describe('the sitemap index', () => {
  test('lists the files by their whole addresses, with their last changes', () => {
    const files = [
      { path: '/sitemaps/2026-03-1.xml', changedAt: 0 },
      { path: '/sitemaps/2026-03.xml', changedAt: NOW },
    ]
    const root = parsedXml(sitemapIndex(SITE, { base: null, files }))
    expect(root.name).toBe('sitemapindex')
    expect(root.attributes.xmlns).toBe('http://www.sitemaps.org/schemas/sitemap/0.9')
    expect(all(root, 'sitemap')).toHaveLength(2)
    expect(locs(root)).toEqual(files.map(({ path }) => `https://press.test${path}`))
    expect(all(root, 'lastmod').map(textOf)).toEqual([
      '1970-01-01T00:00:00.000Z',
      '2026-03-23T09:00:00.000Z',
    ])
  })

  test('with changes put over it is the index of all files', () => {
    const path = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.option(fc.integer({ min: 1, max: 3 })))
      .map(
        ([month, number]) => `/sitemaps/2026-0${month}${number === null ? '' : `-${number}`}.xml`,
      )
    const change = fc.record({ path, changedAt: fc.option(fc.integer({ min: 0, max: NOW })) })
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 8 }), (rounds) => {
        const files = new Map<string, number>()
        let index = sitemapIndex(SITE, { base: null, files: [] })
        for (const round of rounds) {
          // A round has each file once.
          const changes = [...new Map(round.map((one) => [one.path, one])).values()]
          index = sitemapIndex(SITE, { base: index, files: changes })
          for (const { path, changedAt } of changes)
            if (changedAt === null) files.delete(path)
            else files.set(path, changedAt)
          const every = [...files].map(([path, changedAt]) => ({ path, changedAt }))
          expect(index).toBe(sitemapIndex(SITE, { base: null, files: every }))
        }
      }),
    )
  })

  test('may be without files', () => {
    expect(parsedXml(sitemapIndex(SITE, { base: null, files: [] })).name).toBe('sitemapindex')
  })
})

test('robots may read everything but the API, and are told where the sitemaps are', () => {
  const lines = robots(SITE).split('\n')
  expect(lines[0]).toBe('User-agent: *')
  expect(lines).toContain('Disallow: /api/')
  expect(lines.filter((line) => /^Disallow: *\/?$/.test(line))).toEqual([])
  expect(lines.filter((line) => line.startsWith('Sitemap:'))).toEqual([
    'Sitemap: https://press.test/sitemap.xml',
    ...SITE.languages.map((language, at) =>
      at === 0
        ? 'Sitemap: https://press.test/news-sitemap.xml'
        : `Sitemap: https://press.test/${language}/news-sitemap.xml`,
    ),
  ])
  expect(robots(SITE)).toMatch(/\n$/)
})
