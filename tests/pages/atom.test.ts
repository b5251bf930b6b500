import fc from 'fast-check'
import { parseAtomFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { atomOf } from '../../src/pages/atom.ts'
import { jsonFeed } from '../../src/pages/feed.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { anyFacts, entry, feedPage, read, stored, withdrawal } from './feeds.ts'
import { all, type Element, parsedXml, textOf } from './parsed.ts'
import { SITE } from './shown.ts'

const atom = (text: string, page = feedPage()) => atomOf(SITE, page, text)
const told = (root: Element, name: string) =>
  root.children.flatMap((child) =>
    typeof child !== 'string' && child.name === name ? [textOf(child)] : [],
  )

describe('the feed as Atom', () => {
  test('comes back from a parser as what is stored, whatever it says', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(EN, AR, null), (facts, language) => {
        const text = jsonFeed(SITE, feedPage(language), facts)
        const feed = parseAtomFeed(atom(text, feedPage(language)))
        expect(
          (feed.entries ?? []).map((one) => ({
            id: one.id,
            title: one.title?.value,
            url: one.links?.[0]?.href,
            content: one.content?.value,
            published: one.published,
            updated: one.updated,
            categories: one.categories,
          })),
        ).toEqual(
          read(text).items.map((item) => ({
            id: item.id,
            title: item.title,
            url: item.url,
            content: item.content_html?.trim() || undefined,
            published: item.date_published,
            updated: item.date_modified,
            categories: item._pressroom.categories,
          })),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is strict XML that tells every text to the letter', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const text = jsonFeed(SITE, feedPage(null), facts)
        const root = parsedXml(atom(text, feedPage(null)))
        expect(
          all(root, 'entry').map((one) => [
            ...told(one, 'title'),
            ...told(one, 'summary'),
            ...told(one, 'content'),
            one.attributes['xml:lang'],
          ]),
        ).toEqual(
          read(text).items.map(({ title, summary, content_html, language }) => [
            title,
            summary,
            content_html,
            language,
          ]),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('has an id, a title, an author, links and the last change', () => {
    const root = parsedXml(atom(stored([entry()])))
    expect([root.name, root.attributes]).toEqual([
      'feed',
      {
        xmlns: 'http://www.w3.org/2005/Atom',
        'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
        'xml:lang': 'en',
      },
    ])
    expect(told(root, 'id')).toEqual(['https://press.test/feed.xml'])
    expect(told(root, 'updated')).toEqual(['2026-03-23T09:00:00.000Z'])
    expect(told(root, 'author')).toEqual([`${SITE.name[EN]}https://press.test/`])
    expect(
      root.children.flatMap((child) =>
        typeof child !== 'string' && child.name === 'link' ? [child.attributes] : [],
      ),
    ).toEqual([
      { rel: 'self', type: 'application/atom+xml', href: 'https://press.test/feed.xml' },
      { rel: 'alternate', type: 'text/html', href: 'https://press.test/' },
    ])
  })

  test('of all languages says so, and of each entry which it is in', () => {
    const page = feedPage(null)
    const root = parsedXml(atom(stored([entry(), entry({ language: AR })], [], page), page))
    expect(root.attributes['xml:lang']).toBe('mul')
    expect(all(root, 'title')[0]?.attributes['xml:lang']).toBe('en')
    expect(all(root, 'entry').map(({ attributes }) => attributes['xml:lang'])).toEqual(['en', 'ar'])
    expect(told(root, 'id')).toEqual(['https://press.test/all/feed.xml'])
  })

  test('of a topic has an address of its own', () => {
    const page = feedPage(AR, 'local-grants')
    const root = parsedXml(atom(stored([], [], page), page))
    expect(told(root, 'id')).toEqual(['https://press.test/ar/topics/local-grants/feed.xml'])
  })

  test('has a tombstone for what was withdrawn, by the id that it had', () => {
    const before = all(parsedXml(atom(stored([entry()]))), 'entry')
    const { id, day } = entry()
    const root = parsedXml(atom(stored([], [withdrawal({ id, day }), withdrawal()])))
    expect(all(root, 'at:deleted-entry').map(({ attributes }) => attributes)).toEqual([
      { ref: told(before[0] as Element, 'id')[0], when: '2026-03-23T09:00:05.000Z' },
      { ref: 'tag:press.test,2025:mistaken:en', when: '2026-03-23T09:00:05.000Z' },
    ])
    expect(told(root, 'updated')).toEqual(['2026-03-23T09:00:05.000Z'])
  })

  test('has the summary only of what is too long', () => {
    const root = parsedXml(atom(stored(Array(9).fill(entry({ body: 'Word '.repeat(19_000) })))))
    expect(all(root, 'summary')).toHaveLength(9)
    expect(all(root, 'content').length).toBe(4)
  })

  test('may be empty', () => {
    const root = parsedXml(atom(stored([])))
    expect(all(root, 'entry')).toEqual([])
    expect(told(root, 'updated')).toEqual(['1970-01-01T00:00:00.000Z'])
  })
})
