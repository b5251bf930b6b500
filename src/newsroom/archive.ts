import { type Day, type Instant, type Month, parseMonth } from './dateline.ts'
import type { Language, ReleaseId } from './release.ts'
import type { Slug } from './slug.ts'

/** Places of a month's sequence on a full archive page. */
export const ARCHIVE_PAGE_PLACES = 50
/**
 * Places of a month's sequence in a full sitemap file; the newest one holds up to twice as many.
 * More would make a change dearer, and fewer the index longer, which names every file.
 */
export const SITEMAP_FILE_PLACES = 200
/** Releases on the home page and in a feed. */
export const HOME_RELEASES = 20

/** What tells one rendered page of a kind from another. */
interface Addresses {
  readonly home: { readonly language: Language }
  readonly feed: { readonly language: Language }
  readonly archive: { readonly language: Language }
  readonly year: { readonly language: Language; readonly year: string }
  readonly month: {
    readonly language: Language
    readonly month: Month
    readonly number: number | null
  }
  readonly sitemap: { readonly month: Month; readonly number: number | null }
  readonly 'sitemap-index': object
}
export type PageKind = keyof Addresses

/**
 * A rendered page. Of a month's pages (and sitemap files) the full ones are numbered from the
 * oldest and never change their places; the newest has no number and holds the remainder too.
 */
export type Page<Is extends PageKind = PageKind> = {
  [Kind in Is]: { readonly is: Kind } & Addresses[Kind]
}[Is]

/** A line of an archive page: what the public may see of one text. */
export interface Listed {
  readonly id: ReleaseId
  readonly kind: string
  readonly slug: Slug
  readonly headline: string
  readonly subheadline: string | null
  readonly summary: string | null
  /** The beginning of the body, from which a missing summary is told. */
  readonly opening: string
  readonly day: Day
}
/** An entry of a feed: a line of the list, and what a feed tells beyond it. */
export interface FeedEntry extends Listed {
  readonly topics: readonly string[]
  readonly body: string
  readonly liveAt: Instant
  readonly changedAt: Instant
}
/** How many public texts a language has in a month. */
export interface MonthCount {
  readonly month: Month
  readonly count: number
}
/** A public release in a sitemap file: its texts' slugs and last changes. */
export interface SitemapEntry {
  readonly texts: readonly { language: Language; slug: Slug; changedAt: Instant }[]
}
/** A sitemap file for the index to list, or to list no more: then `changedAt` is null. */
export interface SitemapFile {
  readonly path: string
  readonly changedAt: Instant | null
}

/** What a page shows, read at one instant. */
export interface PageFacts {
  readonly home: { readonly latest: readonly Listed[] }
  readonly feed: { readonly latest: readonly FeedEntry[] }
  readonly archive: { readonly months: readonly MonthCount[] }
  readonly year: { readonly months: readonly MonthCount[] }
  readonly month: { readonly window: Window; readonly listed: readonly Listed[] }
  readonly sitemap: {
    readonly entries: readonly SitemapEntry[]
    /** The last change of the file: an entry's, or a withdrawal that took one away. */
    readonly changedAt: Instant
  }
  readonly 'sitemap-index': {
    /** The index as it is stored, over which `files` are put; null where `files` are all. */
    readonly base: string | null
    readonly files: readonly SitemapFile[]
  }
}
export type Facts<Is extends PageKind = PageKind> = PageFacts[Is]

/** The places that a page covers, both included, and how many numbered pages come before it. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly number: number
}

/**
 * The window of a month's page: `number` for a full one, null for the newest.
 *
 * @param lastPlace the last place given in the month's sequence, 0 when there is none
 * @returns null when that page is not full yet, or does not exist
 */
export function windowOf(number: number | null, lastPlace: number, size: number): Window | null {
  const newest = Math.max(1, Math.floor(lastPlace / size))
  if (lastPlace === 0) return null
  if (number === null) return { from: (newest - 1) * size + 1, to: lastPlace, number: newest }
  return number < newest ? { from: (number - 1) * size + 1, to: number * size, number } : null
}

/** `''` for the site's first language, `/ar` for another. */
export const prefixOf = (language: Language, languages: readonly Language[]): string =>
  language === languages[0] ? '' : `/${language}`

/** The path of a text. Slugs of any script are percent-encoded (RFC 3986, section 2.1). */
export const releasePath = (
  language: Language,
  slug: Slug | string,
  languages: readonly Language[],
): string => `${prefixOf(language, languages)}/releases/${encodeURIComponent(slug)}`

/** The path under which a page is stored and served. */
export function pathOf(page: Page, languages: readonly Language[]): string {
  if (page.is === 'sitemap-index') return '/sitemap.xml'
  if (page.is === 'sitemap')
    return `/sitemaps/${page.month}${page.number === null ? '' : `-${page.number}`}.xml`
  const prefix = prefixOf(page.language, languages)
  if (page.is === 'home') return prefix || '/'
  if (page.is === 'feed') return `${prefix}/feed.xml`
  if (page.is === 'archive') return `${prefix}/archive`
  if (page.is === 'year') return `${prefix}/archive/${page.year}`
  const month = `${prefix}/archive/${page.month.replace('-', '/')}`
  return page.number === null ? month : `${month}/${page.number}`
}

/**
 * What a page is about, to be compared as text: in falling order come the pages of the whole site,
 * then years and months from the newest.
 */
export function recencyOf(page: Page): string {
  if (page.is === 'month' || page.is === 'sitemap') return page.month
  return page.is === 'year' ? `${page.year}~` : '~'
}

/** The page at a path, or null: the inverse of `pathOf`. */
export function pageAt(path: string, languages: readonly Language[]): Page | null {
  if (path === '/sitemap.xml') return { is: 'sitemap-index' }
  const file = /^\/sitemaps\/(\d{4}-\d\d)(?:-([1-9]\d{0,5}))?\.xml$/.exec(path)
  if (file) {
    const month = parseMonth(file[1] ?? '')
    return month && { is: 'sitemap', month, number: file[2] ? Number(file[2]) : null }
  }
  const language =
    languages.slice(1).find((other) => path === `/${other}` || path.startsWith(`/${other}/`)) ??
    languages[0]
  if (!language) return null
  if (path === (prefixOf(language, languages) || '/')) return { is: 'home', language }
  const rest = path.slice(prefixOf(language, languages).length)
  if (rest === '/feed.xml') return { is: 'feed', language }
  const parts = /^\/archive(?:\/([1-9]\d{3})(?:\/(\d\d)(?:\/([1-9]\d{0,5}))?)?)?$/.exec(rest)
  if (!parts) return null
  const [, year, month, number] = parts
  if (!year) return { is: 'archive', language }
  if (!month) return { is: 'year', language, year }
  const parsed = parseMonth(`${year}-${month}`)
  return parsed && { is: 'month', language, month: parsed, number: number ? Number(number) : null }
}
