import { type Day, type Instant, type Month, parseMonth } from './dateline.ts'
import type { Language, ReleaseId } from './release.ts'
import { parseTopic, type Slug } from './slug.ts'

/** Places of a month's sequence on a full archive page. */
export const ARCHIVE_PAGE_PLACES = 50
/**
 * Places of a month's sequence in a full sitemap file; the newest one holds up to twice as many.
 * More would make a change dearer, and fewer the index longer, which names every file.
 */
export const SITEMAP_FILE_PLACES = 200
/** Releases on the home page, on a topic's page and in a feed. */
export const HOME_RELEASES = 20
/** Milliseconds for which a release is news, and how many a news sitemap names (Google's limits). */
export const NEWS_AGE = 48 * 3_600_000
export const NEWS_FILE_RELEASES = 1000

/** What tells one rendered page of a kind from another. */
interface Addresses {
  readonly home: { readonly language: Language }
  /** Of a language (null: of all), and of a topic in it. */
  readonly feed: { readonly language: Language | null; readonly topic: string | null }
  readonly topic: { readonly language: Language; readonly topic: string }
  readonly archive: { readonly language: Language }
  readonly year: { readonly language: Language; readonly year: string }
  readonly month: {
    readonly language: Language
    readonly month: Month
    readonly number: number | null
  }
  readonly sitemap: { readonly month: Month; readonly number: number | null }
  readonly 'sitemap-index': object
  /** What is news in a language, or of very much news a numbered part, from the newest on. */
  readonly news: { readonly language: Language; readonly number: number | null }
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
  readonly language: Language
  readonly topics: readonly string[]
  readonly body: string
  readonly liveAt: Instant
  /** When this text went public: later than its release where it was added to it. */
  readonly publishedAt: Instant
  readonly changedAt: Instant
}
/** A text that was taken back, of which a feed tells only that. `day` is the one it was filed under. */
export interface FeedWithdrawal {
  readonly id: ReleaseId
  readonly language: Language
  readonly day: Day
  readonly withdrawnAt: Instant
}
/** An entry of a news sitemap. */
export interface NewsEntry {
  readonly slug: Slug
  readonly headline: string
  readonly liveAt: Instant
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
  readonly feed: {
    /** The latest first. */
    readonly latest: readonly FeedEntry[]
    /** What was withdrawn of as recent releases as `latest` shows, the latest first. */
    readonly withdrawn: readonly FeedWithdrawal[]
  }
  readonly topic: { readonly latest: readonly Listed[] }
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
  readonly news: {
    readonly entries: readonly NewsEntry[]
    /** In how many files they stand: where there are several, the one without a number lists them. */
    readonly files: number
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
  if (page.is === 'feed') return `${feedFolder(page, languages)}/feed.json`
  const prefix = prefixOf(page.language, languages)
  if (page.is === 'home') return prefix || '/'
  if (page.is === 'topic') return `${prefix}/topics/${encodeURIComponent(page.topic)}`
  if (page.is === 'news')
    return `${prefix}/news-sitemap${page.number === null ? '' : `-${page.number}`}.xml`
  if (page.is === 'archive') return `${prefix}/archive`
  if (page.is === 'year') return `${prefix}/archive/${page.year}`
  const month = `${prefix}/archive/${page.month.replace('-', '/')}`
  return page.number === null ? month : `${month}/${page.number}`
}

/** The folder of a feed's formats: `/feed.json`, under which it is stored, `/feed.xml`, `/rss.xml`. */
export function feedFolder({ language, topic }: Page<'feed'>, languages: readonly Language[]) {
  const folder = language === null ? `/${ALL_LANGUAGES}` : prefixOf(language, languages)
  return topic === null ? folder : `${folder}/topics/${encodeURIComponent(topic)}`
}

/** What stands in the place of a language in the addresses of the feeds of all. */
export const ALL_LANGUAGES = 'all'

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
  if (path === `/${ALL_LANGUAGES}/feed.json`) return { is: 'feed', language: null, topic: null }
  const language =
    languages.slice(1).find((other) => path === `/${other}` || path.startsWith(`/${other}/`)) ??
    languages[0]
  if (!language) return null
  if (path === (prefixOf(language, languages) || '/')) return { is: 'home', language }
  const rest = path.slice(prefixOf(language, languages).length)
  if (rest === '/feed.json') return { is: 'feed', language, topic: null }
  const news = /^\/news-sitemap(?:-([1-9]\d{0,3}))?\.xml$/.exec(rest)
  if (news) return { is: 'news', language, number: news[1] ? Number(news[1]) : null }
  const about = /^\/topics\/([^/]+)(\/feed\.json)?$/.exec(rest)
  if (about) {
    const topic = topicAt(about[1] ?? '')
    if (!topic) return null
    return about[2] ? { is: 'feed', language, topic } : { is: 'topic', language, topic }
  }
  const parts = /^\/archive(?:\/([1-9]\d{3})(?:\/(\d\d)(?:\/([1-9]\d{0,5}))?)?)?$/.exec(rest)
  if (!parts) return null
  const [, year, month, number] = parts
  if (!year) return { is: 'archive', language }
  if (!month) return { is: 'year', language, year }
  const parsed = parseMonth(`${year}-${month}`)
  return parsed && { is: 'month', language, month: parsed, number: number ? Number(number) : null }
}

function topicAt(part: string): string | null {
  try {
    const topic = parseTopic(decodeURIComponent(part))
    // One page, one address.
    return topic && encodeURIComponent(topic) === part ? topic : null
  } catch {
    return null
  }
}
