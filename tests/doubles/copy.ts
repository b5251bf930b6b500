import CachePolicy from 'http-cache-semantics'

/** An answer of the Worker, and what its headers allow a shared cache to do with it. */
export interface Copy {
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
  /** What is said to this cache, in lower case. */
  readonly control: string
  readonly policy: CachePolicy
  readonly isStorable: boolean
}

/**
 * The platform's lifetimes, in seconds, of answers that say nothing about caching. Others are not
 * kept.
 */
const DEFAULTS: Readonly<Record<number, number>> = {
  200: 7200,
  203: 7200,
  204: 7200,
  300: 1200,
  301: 1200,
  404: 180,
  405: 60,
  410: 180,
  414: 60,
  501: 60,
}

/** Makes copies whose age is counted by this clock, from the moment that they are made. */
export function copiesBy(now: () => number) {
  class Policy extends CachePolicy {
    // The library's own door for tests. Its constructor comes in here already.
    now(): number {
      return now()
    }
  }
  return (request: Request, status: number, headers: Headers, body: ArrayBuffer): Copy => {
    if (headers.has('Vary')) throw new Error('this cache knows no Vary')
    const control = controlOf(status, headers)
    const authorization = request.headers.get('Authorization')
    const policy = new Policy(
      { method: 'GET', headers: authorization === null ? {} : { authorization } },
      { status, headers: { ...Object.fromEntries(headers), 'cache-control': control } },
      { shared: true },
    )
    const isStorable = policy.storable() && !headers.has('Set-Cookie')
    return { status, headers, body, control, policy, isStorable }
  }
}

/** The most specific header wins. */
function controlOf(status: number, headers: Headers): string {
  const said =
    headers.get('Cloudflare-CDN-Cache-Control') ??
    headers.get('CDN-Cache-Control') ??
    headers.get('Cache-Control')
  if (said !== null) return said.toLowerCase()
  if (headers.has('Expires')) return ''
  const lifetime = DEFAULTS[status]
  return lifetime === undefined ? 'no-store' : `max-age=${lifetime}`
}

/**
 * Whether a stale copy may be used (RFC 5861; RFC 9111, section 4.2.4). Where an error is the reason
 * and nothing is said about it, the platform goes on with the copy without an end.
 */
export function mayServeStale(
  { control, policy }: Copy,
  reason: 'stale-while-revalidate' | 'stale-if-error',
): boolean {
  if (/must-revalidate|proxy-revalidate|s-maxage/.test(control)) return false
  const said = new RegExp(`${reason}=(\\d+)`).exec(control)?.[1]
  const otherwise = reason === 'stale-if-error' ? Number.POSITIVE_INFINITY : 0
  return policy.age() - policy.maxAge() < (said === undefined ? otherwise : Number(said))
}

/** Its cache tags. Their case does not matter; what cannot be a tag is dropped in silence. */
export const tagsOf = ({ headers }: Copy): string[] =>
  (headers.get('Cache-Tag') ?? '')
    .split(',')
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => /^[\x21-\x7e]{1,1024}$/.test(tag))

/** The headers of a copy once a 304 has confirmed it (RFC 9111, section 3.2). */
export function confirmed({ headers: kept }: Copy, sent: Headers): Headers {
  const headers = new Headers(kept)
  for (const [name, value] of sent) if (name !== 'content-length') headers.set(name, value)
  return headers
}

/** Whether the reader has the copy's body already (RFC 9110, section 13.1.2). */
export function isKnown({ status, headers }: Copy, ifNoneMatch: string | null): boolean {
  const etag = headers.get('ETag')
  if (status !== 200 || etag === null || ifNoneMatch === null) return false
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag))
}
