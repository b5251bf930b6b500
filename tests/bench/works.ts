import { type Page, pathOf } from '../../src/newsroom/archive.ts'
import { FOUND_RELEASES } from '../../src/newsroom/finding.ts'
import type { Site } from '../../src/site.ts'
import type { Archive } from './databases.ts'

/** What readers do. */
export const READING = [
  'release page',
  'release page 304',
  'archive page',
  'sitemap file',
  'home',
  'feed',
  'api list',
  'search',
] as const
export const CHANGING = ['publish', 'correct', 'withdraw'] as const
export type Reading = (typeof READING)[number]
export type Changing = (typeof CHANGING)[number]
export type Work = Reading | 'idle schedule' | Changing

/** Releases on a page of the list. */
export const LIST_LIMIT = 20

/** What a work may cost at most, and of (b)'s throughput what it should reach. */
export interface Bound {
  readonly rowsRead: number | null
  readonly rowsWritten: number | null
  readonly statements: number
  readonly throughput: number | null
}

const read = (rowsRead: number, throughput: number | null): Bound => ({
  rowsRead,
  rowsWritten: 0,
  statements: 1,
  throughput,
})
const PAGE = read(2, 0.9)
/** The rows of a change are not bounded: they are flat. */
const CHANGE: Bound = { rowsRead: null, rowsWritten: null, statements: 6, throughput: null }

export const BOUNDS: Readonly<Record<Work, Bound>> = {
  'release page': read(8, 0.75),
  'release page 304': read(4, 0.9),
  'archive page': PAGE,
  'sitemap file': PAGE,
  home: PAGE,
  feed: PAGE,
  'api list': read(2 * LIST_LIMIT + 4, null),
  search: read(5 * (FOUND_RELEASES + 1), null),
  'idle schedule': read(2, null),
  publish: CHANGE,
  correct: CHANGE,
  withdraw: CHANGE,
}
/** Of the p99 of (b), what a work with an aim may take. */
export const MAX_P99 = 1.5
/** How far a change may cost another number of rows at one size than at another. */
export const FLATNESS = 0.1

/** Words that every release has, some in a headline only; one that none has; two that never meet. */
const SEARCHES = [
  'q=council+budget',
  'q=water+minister+announced+harbour+ferry+library+transport+council',
  'q=zebra',
  'q=council+%D8%A7%D9%84%D9%85%D8%AC%D9%84%D8%B3&language=all',
  'topic=budget&year=2020',
]

/** The addresses that a work reads: many releases, or the one page. */
export function pathsOf(work: Reading, { month, paths, cursor }: Archive, site: Site): string[] {
  const [language] = site.languages
  const page = (page: Page) => [pathOf(page, site.languages)]
  switch (work) {
    case 'release page':
    case 'release page 304':
      return [...paths]
    case 'archive page':
      return page({ is: 'month', language, month, number: null })
    case 'sitemap file':
      return page({ is: 'sitemap', month, number: null })
    case 'home':
      return page({ is: 'home', language })
    case 'feed':
      return page({ is: 'feed', language, topic: null })
    case 'api list':
      return [`/api/releases?limit=${LIST_LIMIT}&cursor=${encodeURIComponent(cursor)}`]
    case 'search':
      return SEARCHES.map((query) => `/search?${query}`)
  }
}
