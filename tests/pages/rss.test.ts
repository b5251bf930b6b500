import fc from 'fast-check'
import { parseRssFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { atomOf } from '../../src/pages/atom.ts'
import { jsonFeed } from '../../src/pages/feed.ts'
import { rssOf } from '../../src/pages/rss.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { anyFacts, entry, feedPage, read, stored, withdrawal } from './feeds.ts'
import { all, only, parsedPart, parsedXml, textOf } from './parsed.ts'
import { SITE } from './shown.ts'

const rss = (text: string, page = feedPage()) => rssOf(SITE, page, text)

describe('the feed as RSS', () => {
  test('comes back from a parser as what is stored, whatever it says', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(EN, AR, null), (facts, language) => {
        const text = jsonFeed(SITE, feedPage(language), facts)
        const feed = parseRssFeed(rss(text, feedPage(language)))
        expect(
          (feed.items ?? []).map((one) => ({
            id: one.guid,
            title: one.title,
            url: one.link,
            content: one.content?.encoded,
            published: Date.parse(String(one.pubDate)),
            tags: one.categories?.map(({ name }) => name),
          })),
        ).toEqual(
          read(text).items.map((item) => ({
            id: { value: item.id, isPermaLink: false },
            title: item.title,
            url: item.url,
            content: item.content_html?.trim() || undefined,
            published: Date.parse(item.date_published),
            tags: item.tags,
          })),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is strict XML, whose texts are plain but for the description and content', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const text = jsonFeed(SITE, feedPage(), facts)
        const items = all(parsedXml(rss(text)), 'item')
        expect(
          items.map((one) => [
            textOf(only(one, 'title')),
            textOf(parsedPart(textOf(only(one, 'description')))),
            textOf(only(one, 'content:encoded')),
          ]),
        ).toEqual(
          read(text).items.map(({ title, summary, content_html }) => [
            title,
            summary,
            content_html,
          ]),
        )
        for (const one of items)
          expect(all(parsedPart(textOf(only(one, 'description'))), '*')).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('knows releases by the ids that they have in the other formats', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const text = jsonFeed(SITE, feedPage(), facts)
        const ids = read(text).items.map(({ id }) => id)
        expect(all(parsedXml(rss(text)), 'guid').map(textOf)).toEqual(ids)
        const entries = all(parsedXml(atomOf(SITE, feedPage(), text)), 'entry')
        expect(entries.map((one) => textOf(only(one, 'id')))).toEqual(ids)
      }),
      { numRuns: 20 },
    )
  })

  test('says what a channel has to, with dates in the way of mail', () => {
    const root = parsedXml(rss(stored([entry()], [withdrawal()])))
    expect([root.name, root.attributes.version]).toEqual(['rss', '2.0'])
    const told = (name: string) => textOf(all(root, name)[0] as never)
    expect(told('title')).toBe(SITE.name[EN])
    expect(told('link')).toBe('https://press.test/')
    expect(told('description')).toBe(SITE.boilerplate[EN])
    expect(told('language')).toBe('en')
    expect(told('lastBuildDate')).toBe('Mon, 23 Mar 2026 09:00:05 GMT')
    expect(told('pubDate')).toBe('Mon, 23 Mar 2026 08:59:59 GMT')
    expect(only(root, 'guid').attributes.isPermaLink).toBe('false')
    expect(only(root, 'atom:link').attributes).toEqual({
      rel: 'self',
      type: 'application/rss+xml',
      href: 'https://press.test/rss.xml',
    })
  })

  test('of all languages names none', () => {
    const page = feedPage(null)
    const root = parsedXml(rss(stored([entry()], [], page), page))
    expect(all(root, 'language')).toEqual([])
    expect(only(root, 'atom:link').attributes.href).toBe('https://press.test/all/rss.xml')
  })

  test('may be empty', () => {
    expect(all(parsedXml(rss(stored([]))), 'item')).toEqual([])
  })
})
