import type { Listed } from './archive.ts'
import type { Instant } from './dateline.ts'
import type { Language } from './release.ts'
import type { Term } from './terms.ts'

/** Releases that one page of results shows. */
export const FOUND_RELEASES = 20
/** Characters of a body in which an excerpt is looked for. */
export const MAX_SEARCHED_FOR_EXCERPT = 6000

/** What someone looks for. */
export interface Asked {
  /** As it was typed. */
  readonly text: string
  /** What it comes down to; all of them have to fit. */
  readonly terms: readonly Term[]
  /** The languages that are searched. */
  readonly languages: readonly Language[]
  readonly topic: string | null
  /** Of the site's time zone, `2026`, and its first instant and that of the next year. */
  readonly year: string | null
  readonly within: readonly [from: Instant, before: Instant] | null
  /** Where the page of results begins that is asked for; null for the first. */
  readonly after: Position | null
}

/** Whether there is anything to look for. Where nothing can be, a topic or a year is listed whole. */
export const isSearchable = ({ text, terms, topic, year }: Asked): boolean =>
  terms.length > 0 || (text.trim() === '' && (topic !== null || year !== null))

/**
 * How well a text fits: all words are in the headline, in what stands above the body (subheadline,
 * summary, department, place), or anywhere in the text.
 */
export const TIERS = ['headline', 'summary', 'body'] as const
export type Tier = 0 | 1 | 2

/** A position among the results, which are ordered by tier, and within it the newest first. */
export interface Position {
  readonly tier: Tier
  /** Of the text that stands there, a number of up to 63 bits. */
  readonly key: string
}

/** A public text that was found. */
export interface Found extends Listed {
  readonly language: Language
  readonly topics: readonly string[]
  readonly liveAt: Instant
  /** The beginning of the body, for the excerpt. */
  readonly body: string
}

/** A page of results; `next` is null on the last. */
export interface Findings {
  readonly found: readonly Found[]
  readonly next: Position | null
}
