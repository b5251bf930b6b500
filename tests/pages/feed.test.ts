import fc from 'fast-check'
import { parseJsonFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import type { FeedEntry } from '../../src/newsroom/archive.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { jsonFeed, MAX_CONTENT } from '../../src/pages/feed.ts'
import { bounded } from '../../src/pages/markup.ts'
import { prose } from '../../src/pages/prose.ts'
import { wordsFor } from '../../src/pages/words/words.ts'
import { AR, EN, NOW } from '../newsroom/invented.ts'
import { anyFacts, entry, feedPage, read, stored, withdrawal } from './feeds.ts'
import { all, hrefs, only, parsedPart } from './parsed.ts'
import { SITE, siteWith } from './shown.ts'

const only1 = (over: Partial<FeedEntry> = {}) => {
  const [one] = read(stored([entry(over)])).items
  if (!one) throw new Error('no entry')
  return one
}

describe('the feed', () => {
  test('comes back from a parser as what the releases are, whatever they say', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(EN, AR, null), (facts, language) => {
        const feed = parseJsonFeed(jsonFeed(SITE, feedPage(language), facts))
        expect(feed.items ?? []).toHaveLength(facts.latest.length)
        for (const [at, release] of facts.latest.entries()) {
          const item = feed.items?.[at]
          const prefix = release.language === AR ? '/ar' : ''
          const url = `https://press.test${prefix}/releases/${encodeURIComponent(release.slug)}`
          const content = prose(release.body, {
            base: url,
            back: wordsFor(release.language).backToText,
          }).text
          const shown =
            release.language === AR ? `<div lang="ar" dir="rtl">\n${content}</div>` : content.trim()
          expect(item).toMatchObject({
            id: `tag:press.test,${release.day.slice(0, 4)}:${release.id}:${release.language}`,
            url,
            title: bounded(release.headline),
            language: release.language,
          })
          expect(item?.content_html).toBe(shown || undefined)
          expect(Date.parse(String(item?.date_published))).toBe(release.publishedAt)
          expect(Date.parse(String(item?.date_modified))).toBe(release.changedAt)
          expect(item?.tags?.length).toBe(1 + release.topics.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('says what a JSON Feed has to', () => {
    const feed = read(stored([entry()]))
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: SITE.name[EN],
      home_page_url: 'https://press.test/',
      feed_url: 'https://press.test/feed.json',
      language: 'en',
      authors: [{ name: SITE.name[EN], url: 'https://press.test/' }],
    })
    expect(feed.items[0]).toMatchObject({
      summary: 'The council met.',
      tags: ['Press release', 'taxes', 'local grants'],
      _pressroom: {
        categories: [
          { term: 'press-release', label: 'Press release' },
          { term: 'taxes', label: 'taxes' },
          { term: 'local-grants', label: 'local grants' },
        ],
      },
    })
  })

  test.each([
    [EN, null, 'https://press.test/', 'https://press.test/feed.json'],
    [AR, null, 'https://press.test/ar', 'https://press.test/ar/feed.json'],
    [null, null, 'https://press.test/', 'https://press.test/all/feed.json'],
    [
      AR,
      'local-grants',
      'https://press.test/ar/topics/local-grants',
      'https://press.test/ar/topics/local-grants/feed.json',
    ],
  ])('in %s about %s belongs to the page %s', (language, topic, home, url) => {
    const feed = read(stored([entry()], [], feedPage(language, topic)))
    expect([feed.home_page_url, feed.feed_url]).toEqual([home, url])
    expect(feed.language).toBe(language ?? undefined)
    expect(feed.title).toBe(topic ? `${SITE.name[AR]} – local grants` : SITE.name[language ?? EN])
  })

  test('calls topics as the site does', () => {
    const site = siteWith({ TOPICS: { budget: { en: 'The budget', ar: 'الموازنة' } } })
    const feed = jsonFeed(site, feedPage(AR, 'budget'), {
      latest: [entry({ language: AR, topics: ['budget'] })],
      withdrawn: [],
    })
    expect(read(feed).title).toBe(`${site.name[AR]} – الموازنة`)
    expect(read(feed).items[0]?.tags).toContain('الموازنة')
  })

  test('knows a release by an id that another slug does not change', () => {
    expect(only1().id).toBe('tag:press.test,2025:budget:en')
    expect(only1({ slug: 'another' as Slug, headline: 'Another' }).id).toBe(only1().id)
    expect(only1({ language: AR }).id).not.toBe(only1().id)
  })

  test('has no address in it that is not whole', () => {
    const body = '[a](/b) [c](d) [e](#f) ![g](../h.png) [i](?j)[^1]\n\n[^1]: [k](l)'
    const content = parsedPart(only1({ body }).content_html ?? '')
    const addresses = [...hrefs(content), only(content, 'img').attributes.src ?? '']
    expect(addresses).toHaveLength(8)
    for (const address of addresses) expect(address).toMatch(/^https:\/\/press\.test\//)
    expect(addresses).toContain('https://press.test/releases/d')
  })

  test('gives a text in Arabic its direction', () => {
    const content = parsedPart(only1({ language: AR }).content_html ?? '')
    expect(content.children.filter((child) => typeof child !== 'string')).toHaveLength(1)
    expect(all(content, 'div')[0]?.attributes).toEqual({ lang: 'ar', dir: 'rtl' })
  })

  test('was updated when a release last changed, or was withdrawn', () => {
    const updated = (...facts: Parameters<typeof stored>) =>
      read(stored(...facts))._pressroom.updated
    expect(updated([entry({ changedAt: NOW - 5 }), entry({ changedAt: NOW - 9 })])).toBe(
      '2026-03-23T08:59:59.995Z',
    )
    expect(updated([entry()], [withdrawal()])).toBe('2026-03-23T09:00:05.000Z')
    expect(updated([])).toBe('1970-01-01T00:00:00.000Z')
  })

  test('is the same for the same facts', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const once = jsonFeed(SITE, feedPage(), facts)
        // What was shown in between makes no difference.
        prose('Other words')
        expect(jsonFeed(SITE, feedPage(), structuredClone(facts))).toBe(once)
      }),
      { numRuns: 20 },
    )
  })

  test.each([
    ['words', 'Word '.repeat(20_000)],
    ['signs that JSON escapes', `~~~\n${'\\'.repeat(98_000)}`],
    ['signs of three bytes', '京'.repeat(99_000)],
    ['signs that HTML escapes', '<'.repeat(100_000)],
    ['footnotes', `[^a]: x\n\n${'[^a]'.repeat(24_000)}`],
  ])('stays small enough for a row, though it is full of %s', (_, body) => {
    const text = stored([
      ...Array.from({ length: 19 }, () => entry({ body })),
      entry({ body: 'Short.' }),
    ])
    expect(new TextEncoder().encode(text).length).toBeLessThan(1_900_000)
    const { items } = read(text)
    expect(items).toHaveLength(20)
    const contents = items.map(({ content_html }) => content_html ?? '')
    const written = contents.reduce((sum, one) => sum + JSON.stringify(one).length, 0)
    expect(written).toBeLessThanOrEqual(MAX_CONTENT + 2 * contents.length)
    // What does not fit any more is told in short, and does not take others with it.
    for (const { content_html, content_text, summary } of items)
      expect(content_text).toBe(content_html === undefined ? summary : undefined)
    expect(items.filter(({ content_text }) => content_text !== undefined)).not.toEqual([])
    expect(items.at(-1)?.content_html).toBe('<p>Short.</p>\n')
  })

  test('may be empty', () => {
    expect(read(stored([])).items).toEqual([])
  })
})
