import { ALL_LANGUAGES } from './archive.ts'
import type { Language, ReleaseId } from './release.ts'

/** An address that led to a text before it stood here, in the one spelling in which it is kept. */
export type ForeignPath = string & { readonly _: 'ForeignPath' }

/** A foreign path, and the text that it leads to. */
export interface Redirect {
  readonly from: ForeignPath
  readonly release: ReleaseId
  readonly language: Language
}

/** In bytes of UTF-8: percent-encoded it may be three times as long. */
export const MAX_FOREIGN_BYTES = 500

/**
 * The first parts of the newsroom's own addresses, behind the prefix of a language where there is
 * one. Nothing else has an address under them, and no language may be called like one.
 */
export const OWN_PARTS: ReadonlySet<string> = new Set([
  ALL_LANGUAGES,
  '.well-known',
  'api',
  'archive',
  'cdn-cgi', // the platform's
  'feed.json',
  'feed.xml',
  'healthz',
  'metrics',
  'news-sitemap.xml',
  'readyz',
  'releases',
  'robots.txt',
  'rss.xml',
  'search',
  'sitemap.xml',
  'sitemaps',
  'topics',
])
const NUMBERED_NEWS = /^news-sitemap-\d+\.xml$/

/** A foreign path as it is kept, or what is wrong with it. */
export type ForeignPathRead =
  | { readonly path: ForeignPath; readonly wrong: null }
  | { readonly path: null; readonly wrong: string }

/**
 * Reads a path as somebody has written it, or a browser asks for it, if the newsroom has no such
 * address itself.
 */
export function readForeignPath(text: string, languages: readonly Language[]): ForeignPathRead {
  const read = readSpelling(text)
  return read.path !== null && isOwn(read.path, languages)
    ? wrong('is an address of the newsroom itself, and would never be asked for')
    : read
}

/**
 * The same, whatever it is by now: what was entered once is still listed and removed after the
 * newsroom got the address itself, with another language for instance.
 *
 * With percent signs or without them, with a slash at its end or not, it is the same. It may have one
 * of the queries that WordPress makes its short links of, `?p=12` and `?page_id=12`, and none other.
 */
export function readSpelling(text: string): ForeignPathRead {
  const [, written, query = ''] = /^(\/[^?#]*)(\?[^#]*)?$/.exec(text) ?? []
  if (written === undefined || UNWRITABLE.test(text) || !text.isWellFormed())
    return wrong('must be a path such as /2021/02/25/title/')
  if (text.length > 3 * MAX_FOREIGN_BYTES) return TOO_LONG
  if (!/^(?:\?(?:p|page_id)=[1-9]\d{0,18})?$/.test(query))
    return wrong('may have no query other than ?p= or ?page_id= with a number')
  const parts = decoded(written.slice(1))
  if (!parts) return wrong('has a percent sign that stands for nothing')
  if (parts.some((part) => UNWRITABLE.test(part) || part === '.' || part === '..'))
    return wrong('has a part that no browser asks for')
  while (parts.at(-1) === '') parts.pop()
  if (parts[0] === '') return wrong('must begin with one slash')
  if (bytes(`/${parts.join('/')}${query}`) > MAX_FOREIGN_BYTES) return TOO_LONG
  return { path: `/${parts.map(encoded).join('/')}${query}` as ForeignPath, wrong: null }
}

/** Of a query the part that may be a foreign path's own; empty where there is none. */
export function shortLinkIn(query: string): string {
  const [, link] = /[?&]((?:p|page_id)=[1-9]\d{0,18})(?=&|$)/.exec(query) ?? []
  return link === undefined ? '' : `?${link}`
}

/** Blanks, controls, and what some programs take for a slash. */
const UNWRITABLE = /[\p{Cc}\s\\]/u

const wrong = (why: string): ForeignPathRead => ({ path: null, wrong: why })
const TOO_LONG = wrong(`must not be longer than ${MAX_FOREIGN_BYTES} bytes`)

function decoded(path: string): string[] | null {
  try {
    return path.split('/').map((part) => decodeURIComponent(part).normalize('NFC'))
  } catch {
    return null
  }
}

/** As `encodeURI` does it, and what would end the part or the path (RFC 3986, section 3.3). */
const encoded = (part: string) => encodeURI(part).replace(/[/?#]/g, encodeURIComponent)

const bytes = (text: string) => new TextEncoder().encode(text).length

function isOwn(path: ForeignPath, languages: readonly Language[]): boolean {
  const [pathname = '', query] = path.slice(1).split('?')
  const parts = pathname === '' ? [] : pathname.split('/')
  const hasPrefix = languages.slice(1).some((language) => language === parts[0])
  const [first] = hasPrefix ? parts.slice(1) : parts
  // A home page, of which a query makes a short link.
  if (first === undefined) return query === undefined
  return OWN_PARTS.has(first) || NUMBERED_NEWS.test(first)
}
