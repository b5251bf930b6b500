import type { MiddlewareHandler } from 'hono'
import { keepPrivateUnlessSaid } from '../caching.ts'
import { styleFor } from '../pages/style.ts'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'

/**
 * Sees to it that every answer has the headers of `standing`, a policy for what it may load, and no
 * chance to be kept by anybody where it says nothing about that.
 */
export function security(site: Site): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    await next()
    const { headers, status } = c.res
    // A 304 leaves the policy that came with the page, which may be one of an older stylesheet.
    if (status === 304) headers.delete(POLICY)
    else if (!headers.has(POLICY))
      headers.set(
        POLICY,
        /html/.test(headers.get('Content-Type') ?? '') ? await allowing(styleFor(site)) : BARE,
      )
    if (!headers.has(REQUEST_ID))
      for (const [name, value] of Object.entries(standing(site, c.env.requestId)))
        headers.set(name, value)
    keepPrivateUnlessSaid(
      headers,
      ['Authorization', 'Cookie'].some((name) => c.req.header(name) !== undefined),
    )
  }
}

const REQUEST_ID = 'X-Request-Id'

/**
 * Headers of every answer. To have them in a response from the beginning is faster than to set one
 * after another.
 */
export const standing = (site: Site, requestId: string): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  [REQUEST_ID]: requestId,
  ...(site.url.startsWith('https:')
    ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
    : {}),
})

/**
 * The policy header of a page, for which nothing may be loaded but its own stylesheet (allowed by
 * its digest), its icon and the pictures of a release over https, which sends its search form nowhere else, and
 * which nothing may frame. It allows the stylesheet that the page was rendered with, which is an
 * older one until the schedule has rebuilt what a new version made stale.
 */
export async function policyOf(site: Site, page: string): Promise<Record<string, string>> {
  const style = styleOf(page, styleFor(site))
  if (style === null) return { [POLICY]: BARE }
  const pictures = page.includes('<img ') ? ' https:' : ''
  return { [POLICY]: await allowing(style, pictures) }
}

function styleOf(page: string, current: string): string | null {
  const start = page.indexOf('<style>')
  if (start < 0) return null
  const from = start + '<style>'.length
  return page.startsWith(current, from) ? current : page.slice(from, page.indexOf('</style>', from))
}

const POLICY = 'Content-Security-Policy'
const closed = (form: string) => `base-uri 'none'; form-action ${form}; frame-ancestors 'none'`
const BARE = `default-src 'none'; ${closed("'none'")}`

const digests = new Map<string, Promise<string>>()

/** Tools that look at a page from within, such as Lighthouse, ask for robots.txt; no script does. */
async function allowing(style: string, pictures = ''): Promise<string> {
  const known = digests.get(style) ?? digestOf(style)
  digests.set(style, known)
  return `default-src 'none'; style-src 'sha256-${await known}'; img-src data:${pictures}; connect-src 'self'; ${closed("'self'")}`
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
