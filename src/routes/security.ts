import type { MiddlewareHandler } from 'hono'
import { keepPrivateUnlessSaid } from '../caching.ts'
import { STYLE } from '../pages/style.ts'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'

/**
 * Headers of every answer: nothing may be loaded but the page's own stylesheet (allowed by its
 * digest) and pictures over https, nothing may frame it, and what says nothing about caching is
 * kept by nobody.
 */
export function security(site: Site): MiddlewareHandler<DeskEnv> {
  const policy = digestOf(STYLE).then((digest) =>
    [
      "default-src 'none'",
      `style-src 'sha256-${digest}'`,
      'img-src https:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
  return async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('Content-Security-Policy', await policy)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Referrer-Policy', 'strict-origin-when-cross-origin')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
    headers.set('X-Request-Id', c.env.requestId)
    if (site.url.startsWith('https:'))
      headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    keepPrivateUnlessSaid(headers)
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
