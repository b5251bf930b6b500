import { describe, expect, test } from 'vitest'
import type { FeedEntry } from '../../src/newsroom/archive.ts'
import type { Day } from '../../src/newsroom/dateline.ts'
import type { ReleaseId } from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { feed, MAX_CONTENT } from '../../src/pages/feed.ts'
import { AR, EN, NOW } from '../newsroom/invented.ts'
import { all, parsedXml, textOf } from './parsed.ts'
import { SITE } from './shown.ts'

const entry = (over: Partial<FeedEntry> = {}): FeedEntry => ({
  id: 'budget' as ReleaseId,
  kind: 'press-release',
  slug: 'budget-2026' as Slug,
  headline: 'Budget <b>&amp;</b> ]]> grants',
  subheadline: null,
  summary: null,
  opening: 'The *council* met.',
  day: '2025-12-31' as Day,
  topics: ['budget', 'grants'],
  body: 'The *council* met.\n\n<script>alert(1)</script>',
  liveAt: NOW - 1000,
  changedAt: NOW,
  ...over,
})
const parsed = (latest: readonly FeedEntry[], language = EN) =>
  parsedXml(feed(SITE, { is: 'feed', language }, { latest }))

describe('the feed', () => {
  test('is Atom with an id, a title, an author, and the last change', () => {
    const root = parsed([entry({ changedAt: NOW - 5 }), entry()])
    expect([root.name, root.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom'])
    expect(textOf(all(root, 'id')[0] as never)).toBe('https://press.test/feed.xml')
    expect(textOf(all(root, 'updated')[0] as never)).toBe('2026-03-23T09:00:00.000Z')
    expect(all(root, 'entry')).toHaveLength(2)
  })

  test('tells of each release what a reader reads, as text and not as markup', () => {
    const [one] = all(parsed([entry()]), 'entry')
    const told = (name: string) => all(one as never, name).map(textOf)
    expect(told('title')).toEqual(['Budget <b>&amp;</b> ]]> grants'])
    expect(told('summary')).toEqual(['The council met.'])
    expect(told('published')).toEqual(['2026-03-23T08:59:59.000Z'])
    expect(told('content')[0]).toContain('<p>The <em>council</em> met.</p>')
    expect(told('content')[0]).toContain('&lt;script&gt;')
  })

  test('knows a release by an id that another slug does not change', () => {
    const idOf = (one: FeedEntry) =>
      textOf(all(all(parsed([one]), 'entry')[0] as never, 'id')[0] as never)
    expect(idOf(entry())).toBe('tag:press.test,2025:budget:en')
    expect(idOf(entry({ slug: 'another' as Slug, headline: 'Another' }))).toBe(idOf(entry()))
  })

  test('links to the release in its language', () => {
    const [one] = all(parsed([entry()], AR), 'entry')
    expect(all(one as never, 'link')[0]?.attributes.href).toBe(
      'https://press.test/ar/releases/budget-2026',
    )
  })

  test('stays small enough for a row: what is too long has its summary only', () => {
    const long = entry({ body: 'Word '.repeat(20_000) })
    const root = parsed(Array.from({ length: 20 }, () => long))
    expect(all(root, 'entry')).toHaveLength(20)
    expect(all(root, 'summary')).toHaveLength(20)
    const contents = all(root, 'content')
    expect(contents.length).toBeGreaterThan(2)
    expect(contents.map(textOf).join('').length).toBeLessThanOrEqual(MAX_CONTENT)
  })

  test('may be empty', () => {
    expect(all(parsed([]), 'entry')).toEqual([])
  })
})
