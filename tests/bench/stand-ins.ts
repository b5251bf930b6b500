import type { DatabaseSync } from 'node:sqlite'
import { ALL } from '../../src/db/filing.ts'
import { renderedPages, stalePages } from '../../src/db/schema.ts'
import {
  ARCHIVE_PAGE_PLACES,
  type Page,
  pathOf,
  recencyOf,
  SITEMAP_FILE_PLACES,
} from '../../src/newsroom/archive.ts'
import type { Instant, Month } from '../../src/newsroom/dateline.ts'
import type { Language } from '../../src/newsroom/release.ts'
import type { Site } from '../../src/site.ts'
import { inserterFor } from './table.ts'

type LastPlaces = (sequence: string) => ReadonlyMap<Month, number>

/**
 * A row for every page that a grown archive has stored, each with hardly any body: rendering
 * twenty thousand pages would take longer than everything else, and no work that is counted reads
 * them. The index of the sitemap needs their paths. Pages that are read are rendered after this.
 *
 * @param fingerprint of the Worker that will serve, or its schedule would render all of them
 */
export function insertStandIns(
  database: DatabaseSync,
  site: Site,
  lastPlaces: LastPlaces,
  fingerprint: string,
  changedAt: Instant,
): void {
  const insert = inserterFor(database, renderedPages)
  const add = (page: Page) =>
    insert({
      path: pathOf(page, site.languages),
      type: page.is === 'sitemap' ? 'application/xml; charset=utf-8' : 'text/html; charset=utf-8',
      body: 'stand-in',
      etag: '"stand-in"',
      changedAt: page.is === 'sitemap' ? changedAt : null,
      fingerprint,
      recency: recencyOf(page),
    })
  for (const [month, last] of lastPlaces(ALL))
    for (const number of numbers(last, SITEMAP_FILE_PLACES)) add({ is: 'sitemap', month, number })
  for (const language of site.languages) {
    const months = lastPlaces(language)
    for (const year of new Set([...months.keys()].map((month) => month.slice(0, 4))))
      add({ is: 'year', language, year })
    for (const [month, last] of months)
      for (const number of numbers(last, ARCHIVE_PAGE_PLACES))
        add({ is: 'month', language, month, number })
  }
}

/** Marks pages as stale, for the Worker to render them. */
export function markPages(database: DatabaseSync, site: Site, pages: readonly Page[]): void {
  const insert = inserterFor(database, stalePages)
  for (const page of pages) insert({ path: pathOf(page, site.languages), due: 0 })
}

/** The pages that show what happens in a month: the newest ones, and those above them. */
export const pagesOf = (month: Month, languages: readonly Language[]): Page[] => [
  { is: 'sitemap-index' },
  { is: 'sitemap', month, number: null },
  { is: 'feed', language: null, topic: null },
  ...languages.flatMap((language): Page[] => [
    { is: 'home', language },
    { is: 'feed', language, topic: null },
    { is: 'feed', language, topic: 'budget' },
    { is: 'topic', language, topic: 'budget' },
    { is: 'archive', language },
    { is: 'year', language, year: month.slice(0, 4) },
    { is: 'month', language, month, number: null },
  ]),
]

/** The numbered pages that are full, and the newest one, which has no number. */
const numbers = (last: number, size: number): (number | null)[] => [
  ...Array.from({ length: Math.max(0, Math.floor(last / size) - 1) }, (_, at) => at + 1),
  null,
]
