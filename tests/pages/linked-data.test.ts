import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Day, dayOf, type Instant } from '../../src/newsroom/dateline.ts'
import type { Language, Published } from '../../src/newsroom/release.ts'
import { dateModified, datePublished, newsArticle } from '../../src/pages/linked-data.ts'
import { AR, DAY, EN, HOUR, NOW, published, text, words, ZONE } from '../newsroom/invented.ts'
import { only, parsedPart } from './parsed.ts'
import { RELEASE, SITE, siteWith } from './shown.ts'

interface Article {
  readonly [name: string]: unknown
}

/** What a program reads that finds the element in the page. */
function article(release: Published, language: Language = EN, site = SITE, dateline?: string) {
  const { attributes, children } = only(
    parsedPart(newsArticle(site, release, language, dateline).text),
    'script',
  )
  expect(attributes).toEqual({ type: 'application/ld+json' })
  return JSON.parse(children.join('')) as Article
}

/** Properties of NewsArticle and of what it is a kind of: https://schema.org/NewsArticle. */
const OF_NEWS_ARTICLE = [
  ...['url', 'mainEntityOfPage', 'description'], // Thing
  ...['headline', 'alternativeHeadline', 'keywords', 'datePublished', 'dateModified'], // CreativeWork
  ...['author', 'publisher', 'inLanguage', 'isAccessibleForFree', 'correction', 'exampleOfWork'],
  'articleSection', // Article
  'dateline', // NewsArticle
]
/** ... and of the things that it names, the same way. */
const OF: Record<string, readonly string[]> = {
  NewsArticle: OF_NEWS_ARTICLE,
  Organization: ['name', 'url', 'department'],
  CorrectionComment: ['text', 'datePublished', 'inLanguage'],
  CreativeWork: ['workExample'],
}

/** A release with texts that went public at these instants, filed under `liveAt`. */
const filed = (liveAt: Instant, from: Partial<Record<string, Instant>>, day?: string): Published =>
  published({
    liveAt,
    day: (day ?? dayOf(liveAt, ZONE)) as Day,
    texts: Object.fromEntries(
      Object.entries(from).map(([language, publicFrom]) => [
        language,
        { ...text(NOW, language as Language), publicFrom, changedAt: publicFrom },
      ]),
    ) as Published['texts'],
  })

describe('what a program reads of a release', () => {
  test('is what the record and the settings say', () => {
    expect(article(RELEASE, EN, SITE, 'Damascus, March 23, 2026')).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      '@id': 'https://press.test/releases/council-adopts-budget',
      url: 'https://press.test/releases/council-adopts-budget',
      mainEntityOfPage: 'https://press.test/releases/council-adopts-budget',
      headline: 'Council adopts budget',
      alternativeHeadline: 'By one vote',
      description: 'In short.',
      articleSection: 'Press release',
      keywords: ['Budget', 'law'],
      datePublished: '2026-03-23T09:00:00.000Z',
      dateModified: '2026-03-23T09:00:00.000Z',
      dateline: 'Damascus, March 23, 2026',
      inLanguage: 'en',
      author: {
        '@type': 'Organization',
        name: 'Office of Public Information',
        url: 'https://press.test/',
        department: { '@type': 'Organization', name: 'Finance' },
      },
      publisher: {
        '@type': 'Organization',
        name: 'Office of Public Information',
        url: 'https://press.test/',
      },
      isAccessibleForFree: true,
      correction: [
        {
          '@type': 'CorrectionComment',
          text: 'The amount was wrong.',
          datePublished: '2026-03-23T09:00:00.001Z',
          inLanguage: 'en',
        },
      ],
      exampleOfWork: {
        '@type': 'CreativeWork',
        '@id': 'https://press.test/api/releases/budget',
        workExample: [
          {
            '@type': 'NewsArticle',
            '@id': article(RELEASE, AR).url,
            url: article(RELEASE, AR).url,
            inLanguage: 'ar',
          },
        ],
      },
    })
  })

  test('is in the words of its language', () => {
    const arabic = article(RELEASE, AR)
    expect(arabic).toMatchObject({
      headline: 'المجلس يقر الموازنة',
      description: 'أقر المجلس الموازنة.',
      articleSection: 'بيان صحفي',
      keywords: ['الموازنة', 'law'],
      inLanguage: 'ar',
      author: { name: 'مكتب الإعلام العام' },
      // The words that people see, marked as what they are.
      correction: [{ text: 'The amount was wrong.', inLanguage: 'en' }],
    })
    expect(arabic.url).toMatch(/^https:\/\/press\.test\/ar\/releases\//)
  })

  test('names the place alone where the page shows no dateline of its own making', () => {
    expect(article(RELEASE).dateline).toBe('Damascus')
  })

  test('leaves out what is not in the record', () => {
    const bare = published({
      topics: [],
      texts: {
        [EN]: text(NOW, EN, { subheadline: null, department: null, dateline: null, body: '' }),
      },
    })
    const { author, ...told } = article(bare)
    for (const name of ['alternativeHeadline', 'description', 'keywords', 'dateline', 'correction'])
      expect(told).not.toHaveProperty(name)
    expect(told).not.toHaveProperty('exampleOfWork')
    expect(author).not.toHaveProperty('department')
    expect(JSON.stringify(told)).not.toMatch(/null|""|\[\]/)
  })

  test('has only properties that schema.org gives to such a thing', () => {
    const check = (thing: unknown): void => {
      if (thing === null || typeof thing !== 'object') return
      if (Array.isArray(thing)) {
        for (const one of thing) check(one)
        return
      }
      const { '@type': type, '@id': _, '@context': __, ...properties } = thing as Article
      for (const [name, value] of Object.entries(properties)) {
        expect(OF[String(type)]).toContain(name)
        check(value)
      }
    }
    check(article(RELEASE, EN))
    check(article(RELEASE, AR))
  })

  test('has the corrections that people see, in their order', () => {
    const notes = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 })
    fc.assert(
      fc.property(notes, (given) => {
        const corrections = given.map((note, at) => ({ at: NOW + at, note: words(note) }))
        const told = (article({ ...RELEASE, corrections }).correction ?? []) as Article[]
        expect(told.map(({ datePublished }) => Date.parse(String(datePublished)))).toEqual(
          corrections.map(({ at }) => at),
        )
        expect(told).toHaveLength(given.length)
      }),
    )
  })

  test('ends nothing and opens nothing in the page, whatever its words are', () => {
    const hostile = [
      '</script><script>alert(1)</script>',
      '<!--<script>',
      '-->',
      ']]>',
      'a\u2028b\u2029c',
      '"},{"@type":"Person"',
      '\\u003c/script>',
      '&lt;/script&gt;',
      "'",
    ]
    for (const headline of hostile) {
      const release = {
        ...RELEASE,
        texts: { [EN]: text(NOW, EN, { headline, subheadline: headline, department: headline }) },
        corrections: [{ at: NOW, note: words(headline) }],
      }
      const { text: markup } = newsArticle(SITE, release, EN)
      expect(markup.match(/<\/?script/g)).toEqual(['<script', '</script'])
      expect(markup.slice(1)).not.toMatch(/<!|-->|[\u2028\u2029]/)
      expect(article(release)).toMatchObject({
        headline,
        alternativeHeadline: headline,
        author: { department: { name: headline } },
        correction: [{ text: headline }],
      })
    }
  })
})

describe('the dates of a release', () => {
  const english = (release: Published, site = SITE) => {
    const said = release.texts[EN] ?? text(NOW, EN)
    return [datePublished(site, release, said), dateModified(site, release, said)]
  }

  test('are the instant at which it went public, and of its last change', () => {
    const release = filed(NOW, { en: NOW })
    expect(english(release)).toEqual(['2026-03-23T09:00:00.000Z', '2026-03-23T09:00:00.000Z'])
    const texts = { [EN]: { ...text(NOW, EN), changedAt: NOW + HOUR } }
    expect(english({ ...release, texts })).toEqual([
      '2026-03-23T09:00:00.000Z',
      '2026-03-23T10:00:00.000Z',
    ])
  })

  test('are the day alone where it was filed under a bare day', () => {
    // The first instant of the day in Damascus. It was put here years later, and not changed since.
    const release = filed(Date.parse('2021-03-13T22:00:00Z'), { en: NOW }, '2021-03-14')
    expect(english(release)).toEqual(['2021-03-14', '2021-03-14'])
  })

  test('are the day alone where the zone was another one when it was filed', () => {
    const elsewhere = siteWith({ TIME_ZONE: 'Pacific/Auckland' })
    const release = filed(Date.parse('2026-03-23T18:00:00Z'), { en: NOW }, '2026-03-23')
    expect(english(release, elsewhere)[0]).toBe('2026-03-23')
    expect(elsewhere.zone).not.toBe(ZONE)
  })

  test('are those of the text itself where it was added to a public release', () => {
    const release = filed(NOW, { en: NOW, ar: NOW + DAY })
    expect(article(release, EN).datePublished).toBe('2026-03-23T09:00:00.000Z')
    expect(article(release, AR).datePublished).toBe('2026-03-24T09:00:00.000Z')
  })
})
