import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/newsroom/release.ts'
import { card } from '../../src/pages/card.ts'
import { AR, anyText, EN } from '../newsroom/invented.ts'
import { all, bones, parsedPart } from './parsed.ts'
import { SITE, siteWith } from './shown.ts'

const RELEASE = {
  language: EN,
  title: 'Council adopts budget',
  description: 'In short.',
  path: '/releases/council-adopts-budget',
  type: 'article',
  publishedAt: '2026-03-23T09:00:00.000Z',
  modifiedAt: '2026-03-24T09:00:00.000Z',
  section: 'Press release',
  tags: ['Budget', 'Law'],
  alternates: [{ language: AR }],
} as const

const told = (markup: string): [string, string][] =>
  all(parsedPart(markup), 'meta').map(({ attributes }) => [
    attributes.property ?? attributes.name ?? '',
    attributes.content ?? '',
  ])

describe('a card', () => {
  test('tells what a release is, where it is and when it was published', () => {
    expect(told(card(SITE, RELEASE).text)).toEqual([
      ['og:title', 'Council adopts budget'],
      ['og:description', 'In short.'],
      ['og:type', 'article'],
      ['og:url', 'https://press.test/releases/council-adopts-budget'],
      ['og:site_name', 'Office of Public Information'],
      ['og:locale', 'en'],
      ['og:locale:alternate', 'ar'],
      ['article:published_time', '2026-03-23T09:00:00.000Z'],
      ['article:modified_time', '2026-03-24T09:00:00.000Z'],
      ['article:section', 'Press release'],
      ['article:tag', 'Budget'],
      ['article:tag', 'Law'],
      ['twitter:card', 'summary'],
    ])
  })

  test('leaves out what a page does not have', () => {
    const home = { language: AR, title: 'أحدث البيانات', path: '/ar', type: 'website' } as const
    expect(told(card(SITE, home).text).map(([name]) => name)).toEqual([
      'og:title',
      'og:type',
      'og:url',
      'og:site_name',
      'og:locale',
      'twitter:card',
    ])
  })

  test.each([
    ['ar-SY', 'ar_SY'],
    ['zh-Hant-TW', 'zh_TW'],
    ['es-419', 'es_419'],
    ['en', 'en'],
    ['de-1996', 'de'],
  ])('names the language %s as %s, and no territory that is not in it', (language, locale) => {
    const site = siteWith({
      ...{ LANGUAGES: [language], SITE_NAME: 'N', BOILERPLATE: 'B' },
      ...{ CONTACT: { name: 'D' }, KINDS: { a: 'A' }, TOPICS: {} },
    })
    const page = { ...RELEASE, language: language as Language, alternates: [] }
    expect(Object.fromEntries(told(card(site, page).text))['og:locale']).toBe(locale)
  })

  test('says nothing but its words, whatever these are', () => {
    const bare = bones(parsedPart(card(SITE, RELEASE).text))
    fc.assert(
      fc.property(anyText.filter(Boolean), (words) => {
        const { text } = card(SITE, { ...RELEASE, title: words, tags: [words, words] })
        expect(bones(parsedPart(text))).toBe(bare)
        expect(told(text)[0]).toEqual(['og:title', words])
      }),
    )
    const { text } = card(SITE, { ...RELEASE, title: 'a\u202eb' })
    expect(told(text)[0]).toEqual(['og:title', 'a\u202eb\u202c'])
  })
})
