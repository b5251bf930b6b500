/**
 * How an answer may be kept, in seconds. `private, no-store` is the default for every answer, all
 * errors among them; a public route opts in by naming another policy here.
 *
 * - `browser` is short, because nothing purges a browser.
 * - `edge` is long: the edge is purged by tag when a page changes, and this is what remains when
 *   purges fail. While revalidating, and when the origin fails, an older copy may still serve
 *   (RFC 5861).
 * - An answer that will be another one at a known instant, because an embargo lifts, is kept until
 *   then and not a second longer (`Answer.until`).
 */
export const POLICIES = {
  /** Editors' answers, errors, and whatever nobody thought of. */
  private: null,
  /** Releases, the notices of withdrawn ones, and redirects from old slugs. */
  release: { browser: 30, edge: 3600, whileRevalidating: 300, ifError: 3600 },
  /** Archive pages, feeds, sitemap files. */
  page: { browser: 30, edge: 3600, whileRevalidating: 300, ifError: 3600 },
  /** What may be taken back within the next minute: an embargo that has just lifted. */
  brief: { browser: 10, edge: 30, whileRevalidating: 0, ifError: 0 },
} as const satisfies Record<string, Lifetimes | null>
export type Policy = keyof typeof POLICIES

interface Lifetimes {
  readonly browser: number
  readonly edge: number
  readonly whileRevalidating: number
  readonly ifError: number
}

/** What purges the edge, the cache in front of the Worker. */
export interface EdgePurge {
  /** False where there is none, as in local development. */
  readonly present: boolean
  /** Takes cache tags, tells whether every copy is gone. One call to the platform. */
  purge(tags: readonly string[]): Promise<PurgeResult>
}
/** `none` where there is no edge, or nothing to purge. */
export type PurgeResult = 'purged' | 'failed' | 'none'

/** The cache tag of whatever shows a release by itself, and that of a rendered page. */
export const releaseTag = (id: string): string => `release:${id}`
export const pageTag = (path: string): string => `page:${path}`
/** The tag that every public answer carries. */
const EVERYTHING = 'everything'
/** Tags that one call purges at most (the platform's limit). */
const MAX_TAGS = 100

/** The tags for one call: where there are too many, all is purged. */
export const tagsToPurge = (tags: readonly string[]): readonly string[] =>
  tags.length > MAX_TAGS ? [EVERYTHING] : tags

/** A strong entity tag (RFC 9110, section 8.8.3) from the content: 128 bits of its SHA-256. */
export async function etagOf(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
  const half = String.fromCharCode(...new Uint8Array(digest).subarray(0, 16))
  return `"${btoa(half).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}"`
}

/**
 * Whether an `If-None-Match` or `If-Match` field names the entity tag (RFC 9110, section 13.1). Both
 * are compared weakly: an edge that compresses an answer makes its tag a weak one, and a program can
 * only send back what it got. A release's tag is the number of its revision, so nothing is lost by it.
 */
export const matches = (field: string, etag: string): boolean =>
  // The common case, at once.
  field === etag ||
  field.trim() === '*' ||
  (isEtagList(field) ? (field.match(TAG) ?? []) : []).some(
    (tag) => tag.replace(/^W\//, '') === etag,
  )

/** Whether a field is written as a list of entity tags, each in its quotes. */
export const isEtagList = (field: string): boolean => TAGS.test(field)

const TAG = /(?:W\/)?"[^"]*"/g
const TAGS = new RegExp(`^[\\s,]*${TAG.source}(?:\\s*,[\\s,]*${TAG.source})*[\\s,]*$`)

/** A body to send, and how it may be kept. */
export interface Answer {
  /** Null when it is known that `If-None-Match` names the tag. */
  readonly body: string | null
  readonly type: string
  readonly etag?: string
  readonly status?: number
  readonly policy?: Policy
  readonly tags?: readonly string[]
  /** Milliseconds for which the answer stays the same, if it is known to change then. */
  readonly until?: number | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The response to a GET or HEAD: with an `ETag` from the content, and 304 without a body when
 * `If-None-Match` names it. Only a 200 is ever a 304.
 */
export async function respond(answer: Answer, ifNoneMatch: string | undefined): Promise<Response> {
  const { body, type, status = 200 } = answer
  const etag = answer.etag ?? (await etagOf(body ?? ''))
  const headers = {
    ...answer.headers,
    ETag: etag,
    ...lifetimesOf(answer.policy ?? 'private', answer.tags, answer.until),
  }
  if (status === 200 && ifNoneMatch !== undefined && matches(ifNoneMatch, etag))
    return new Response(null, { status: 304, headers })
  return new Response(body, { status, headers: { ...headers, 'Content-Type': type } })
}

/** Writes the policy into the headers of an answer. */
export function keep(headers: Headers, ...how: Parameters<typeof lifetimesOf>): void {
  for (const name of [EDGE, 'Cache-Tag']) headers.delete(name)
  for (const [name, value] of Object.entries(lifetimesOf(...how))) headers.set(name, value)
}

/**
 * The headers that tell a policy.
 * @param until milliseconds for which the answer stays the same; under a second, it is not kept
 */
function lifetimesOf(
  policy: Policy,
  tags: readonly string[] = [],
  until = Number.POSITIVE_INFINITY,
): Record<string, string> {
  const lifetimes = POLICIES[policy]
  const left = Math.floor(until / 1000)
  if (!lifetimes || left < 1) return { 'Cache-Control': 'private, no-store' }
  return {
    'Cache-Control': `public, max-age=${Math.min(lifetimes.browser, left)}`,
    [EDGE]: edgeLifetime(lifetimes, left),
    'Cache-Tag': tags.length > 0 ? `${EVERYTHING},${tags.join()}` : EVERYTHING,
  }
}

const EDGE = 'Cloudflare-CDN-Cache-Control'

function edgeLifetime({ edge, whileRevalidating, ifError }: Lifetimes, left: number): string {
  const window = Math.max(whileRevalidating, ifError)
  const stale =
    window === 0 || left <= edge + window
      ? 'must-revalidate'
      : `stale-while-revalidate=${whileRevalidating}, stale-if-error=${ifError}`
  return `public, max-age=${Math.min(edge, left)}, ${stale}`
}

/** Makes an answer private that says nothing about caching, or that answers a token or a cookie. */
export function keepPrivateUnlessSaid(headers: Headers, personal: boolean): void {
  if (personal || !headers.has('Cache-Control')) keep(headers, 'private')
}
