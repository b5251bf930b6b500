import fc from 'fast-check'
import type { Facts, FeedEntry, FeedWithdrawal, Page } from '../../src/newsroom/archive.ts'
import type { Day } from '../../src/newsroom/dateline.ts'
import type { ReleaseId } from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { type JsonFeed, jsonFeed } from '../../src/pages/feed.ts'
import { AR, anyText, EN, NOW } from '../newsroom/invented.ts'
import { SITE } from './shown.ts'

export const entry = (over: Partial<FeedEntry> = {}): FeedEntry => ({
  id: 'budget' as ReleaseId,
  kind: 'press-release',
  slug: 'budget-2026' as Slug,
  language: EN,
  headline: 'Budget <b>&amp;</b> ]]> grants',
  subheadline: null,
  summary: null,
  opening: 'The *council* met.',
  day: '2025-12-31' as Day,
  topics: ['taxes', 'local-grants'],
  body: 'The *council* met.\n\n<script>alert(1)</script>',
  liveAt: NOW - 1000,
  publishedAt: NOW - 1000,
  changedAt: NOW,
  ...over,
})

export const withdrawal = (over: Partial<FeedWithdrawal> = {}): FeedWithdrawal => ({
  id: 'mistaken' as ReleaseId,
  language: EN,
  day: '2025-12-30' as Day,
  withdrawnAt: NOW + 5000,
  ...over,
})

export const feedPage = (
  language: typeof EN | null = EN,
  topic: string | null = null,
): Page<'feed'> => ({ is: 'feed', language, topic })

/** A feed as it is stored, for the formats that are written from it. */
export const stored = (
  latest: readonly FeedEntry[],
  withdrawn: readonly FeedWithdrawal[] = [],
  page = feedPage(),
): string => jsonFeed(SITE, page, { latest, withdrawn })

export const read = (text: string) => JSON.parse(text) as JsonFeed

// What breaks out of CDATA, entities, elements, attributes and the direction of a line.
const hostile = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(
        ...[']]>', '<![CDATA[', '&', '&amp;', '&amp;lt;', '&#x3c;', '<', '</title>', '<!--', '-->'],
        ...['<?xml?>', '<!ENTITY a "b">', '&a;', '<script>alert(1)</script>', '"', "'", '🎉', '\\'],
        ...['\u202e', '\u2067', '\u200f', '\u2028', '&#x202e;', 'عنوان', '\ud800', '$&', '{}'],
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join('').toWellFormed())
// A reader of feeds takes away the white space around a text: an editor's is gone before.
const headline = hostile.map((text) => `x${text}x`)
const body = fc
  .array(fc.oneof(headline, fc.constantFrom('# H', '[x](y)[^1]', '[^1]: N', '![p](../q.png)')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join('\n\n'))
const instant = fc
  .integer({ min: Date.UTC(1000, 1), max: Date.UTC(9999, 10) })
  .map((at) => at - (at % 1000))

/** Entries with everything that an editor may write, in the order and number of a feed. */
export const anyEntries: fc.Arbitrary<FeedEntry[]> = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).map((id) => id as ReleaseId),
    kind: fc.constantFrom('press-release', 'statement', 'unknown'),
    slug: fc.constantFrom('a', 'council-2', 'مجلس', '京') as unknown as fc.Arbitrary<Slug>,
    language: fc.constantFrom(EN, AR),
    headline,
    subheadline: fc.option(headline),
    summary: fc.option(headline),
    opening: body,
    day: fc.constantFrom('2025-12-31', '1000-01-02') as unknown as fc.Arbitrary<Day>,
    topics: fc.uniqueArray(fc.constantFrom('budget', 'local-grants', 'مياه'), { maxLength: 3 }),
    body,
    liveAt: instant,
    publishedAt: instant,
    changedAt: instant,
  }),
  { maxLength: 5, selector: ({ id, language }) => `${id}:${language}` },
)

export const anyFacts: fc.Arbitrary<Facts<'feed'>> = fc.record({
  latest: anyEntries,
  withdrawn: fc.array(
    fc.record({
      id: fc.constantFrom('gone-1', 'gone-2') as unknown as fc.Arbitrary<ReleaseId>,
      language: fc.constantFrom(EN, AR),
      day: fc.constant('2024-02-29' as Day),
      withdrawnAt: instant,
    }),
    { maxLength: 3 },
  ),
})
