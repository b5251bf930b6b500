/**
 * How an answer may be kept. `private, no-store` is the default for every answer; a public route
 * opts in by naming another policy here.
 *
 * Lifetimes are in seconds. The edge is purged by tag when a page changes; its lifetime is what
 * remains when a purge fails.
 */
export const POLICIES = {
  /** Editors' answers, errors, and whatever nobody thought of. */
  private: { browser: 'private, no-store', edge: null },
  /** Releases, notices, archive pages, sitemaps: the same for everyone. */
  public: { browser: 'public, max-age=30', edge: 'public, max-age=60' },
} as const
export type Policy = keyof typeof POLICIES

/** What purges the edge: takes cache tags, tells whether every copy is gone. */
export interface EdgePurge {
  purge(tags: readonly string[]): Promise<PurgeResult>
}
/** `none` where there is no edge in front, as in local development. */
export type PurgeResult = 'purged' | 'failed' | 'none'

/** The cache tag of whatever shows a release by itself, and that of a rendered page. */
export const releaseTag = (id: string): string => `release:${id}`
export const pageTag = (path: string): string => `page:${path}`

/** A strong entity tag (RFC 9110, section 8.8.3) from the content: 128 bits of its SHA-256. */
export async function etagOf(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
  const half = String.fromCharCode(...new Uint8Array(digest).subarray(0, 16))
  return `"${btoa(half).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}"`
}

/** Whether an `If-None-Match` or `If-Match` field names the entity tag (RFC 9110, section 13.1). */
export const matches = (field: string, etag: string, strength: 'weak' | 'strong'): boolean =>
  field.trim() === '*' ||
  (isEtagList(field) ? (field.match(TAG) ?? []) : []).some(
    (tag) => (strength === 'weak' ? tag.replace(/^W\//, '') : tag) === etag,
  )

/** Whether a field is written as a list of entity tags, each in its quotes. */
export const isEtagList = (field: string): boolean => TAGS.test(field)

const TAG = /(?:W\/)?"[^"]*"/g
const TAGS = new RegExp(`^[\\s,]*${TAG.source}(?:\\s*,[\\s,]*${TAG.source})*[\\s,]*$`)

/** A body to send, and how it may be kept. */
export interface Answer {
  readonly body: string
  readonly type: string
  readonly etag?: string
  readonly status?: number
  readonly policy?: Policy
  readonly tags?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The response to a GET or HEAD: with an `ETag` from the content, and 304 without a body when
 * `If-None-Match` names it. Only a 200 is ever a 304.
 */
export async function respond(answer: Answer, ifNoneMatch: string | undefined): Promise<Response> {
  const { body, type, status = 200, policy = 'private', tags = [] } = answer
  const etag = answer.etag ?? (await etagOf(body))
  const headers = new Headers(answer.headers)
  headers.set('ETag', etag)
  keep(headers, policy, tags)
  if (status === 200 && ifNoneMatch !== undefined && matches(ifNoneMatch, etag, 'weak'))
    return new Response(null, { status: 304, headers })
  headers.set('Content-Type', type)
  return new Response(body, { status, headers })
}

/** Writes the policy into the headers of an answer. */
export function keep(headers: Headers, policy: Policy, tags: readonly string[] = []): void {
  const { browser, edge } = POLICIES[policy]
  headers.set('Cache-Control', browser)
  headers.delete('Cloudflare-CDN-Cache-Control')
  headers.delete('Cache-Tag')
  if (edge) headers.set('Cloudflare-CDN-Cache-Control', edge)
  if (edge && tags.length > 0) headers.set('Cache-Tag', tags.join(','))
}

/** Makes an answer that says nothing about caching private. */
export function keepPrivateUnlessSaid(headers: Headers): void {
  if (!headers.has('Cache-Control')) keep(headers, 'private')
}
