import { beforeAll, describe, expect, test } from 'vitest'
import { english, openPressOffice, type PressOffice } from '../press-office.ts'
import { bearer, expectProblem, replyOf, send, storingNothing } from './answers.ts'

let office: PressOffice
beforeAll(async () => {
  office = await openPressOffice()
  const put = { method: 'PUT', headers: { 'If-None-Match': '*' } }
  await office.ask('/api/releases/one', {
    ...put,
    body: english({ slug: 'one' }, { publish: true }),
  })
})

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE']

const API: Record<string, string> = {
  '/api/releases': 'GET, HEAD, POST',
  '/api/releases/one': 'GET, HEAD, PUT',
  '/api/releases/nobody': 'GET, HEAD, PUT',
  '/api/releases/one/publication': 'POST',
  '/api/releases/one/embargo': 'PUT, DELETE',
  '/api/releases/one/corrections': 'POST',
  '/api/releases/one/withdrawal': 'POST',
  '/api/releases/one/revisions': 'GET, HEAD',
  '/api/releases/one/revisions/1': 'GET, HEAD',
  '/api/redirects': 'GET, HEAD, POST, DELETE',
  '/api/site': 'GET, HEAD',
  '/api': 'GET, HEAD',
  '/api/openapi.json': 'GET, HEAD',
}
const PAGES = [
  '/',
  '/archive',
  '/archive/2026',
  '/archive/2026/03',
  '/archive/2026/03/1',
  '/releases/one',
  '/releases/nothing',
  '/robots.txt',
  '/sitemap.xml',
  '/sitemaps/2026-03.xml',
  '/ar',
  '/ar/archive',
  '/ar/archive/2026',
  '/ar/archive/2026/03',
  '/ar/archive/2026/03/1',
  '/ar/releases/%D9%86%D8%B5',
]

const sorted = (methods: string | null) => (methods ?? '').split(', ').sort()
const others = (allowed: string) => METHODS.filter((method) => !sorted(allowed).includes(method))

/** With a body where there may be one: it must not matter. */
const ask = async (path: string, method: string, headers: Record<string, string> = {}) =>
  replyOf(
    await send(office, path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{' }),
    }),
  )

describe('a method that an address does not answer', () => {
  test.each(Object.entries(API))('%s: 405 as problem details, Allow: %s', async (path, allowed) => {
    for (const method of others(allowed))
      for (const headers of [{}, bearer(office), { Authorization: 'Bearer wrong' }]) {
        const reply = await storingNothing(() => ask(path, method, headers))
        expect([method, reply.status]).toEqual([method, 405])
        expect(sorted(reply.headers.get('Allow'))).toEqual(sorted(allowed))
        expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
        expect(reply.headers.get('Content-Type')).toBe('application/problem+json')
        expect(reply.headers.get('WWW-Authenticate')).toBeNull()
        if (method === 'HEAD') expect(reply.text).toBe('')
        else expectProblem(reply, 405, /^This address answers [A-Z]+(, [A-Z]+)*\.$/)
      }
  })

  test.each(PAGES)('%s: 405 as a page, Allow: GET, HEAD', async (path) => {
    const language = /^\/ar(\/|$)/.test(path)
      ? '<html lang="ar" dir="rtl">'
      : '<html lang="en" dir="ltr">'
    for (const method of others('GET, HEAD')) {
      const reply = await storingNothing(() => ask(path, method))
      expect([method, reply.status]).toEqual([method, 405])
      expect(sorted(reply.headers.get('Allow'))).toEqual(['GET', 'HEAD'])
      expect(reply.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
      expect(reply.text).toContain(language)
      expect(reply.text).toContain('<meta name="robots" content="noindex">')
    }
  })

  test.each([...Object.keys(API), ...PAGES])('%s answers the methods it allows', async (path) => {
    const allowed = sorted(API[path] ?? 'GET, HEAD')
    for (const method of allowed) {
      const { status } = await storingNothing(() => ask(path, method, bearer(office)))
      expect([method, status]).not.toEqual([method, 405])
      expect(status).toBeLessThan(500)
    }
  })
})

describe('an address that there is not', () => {
  const API_PATHS = [
    '/api/nothing',
    '/api/releases/one/nothing',
    '/api/releases/one/publication/1',
    '/api/releases/one/revisions/1/2',
  ]
  const PATHS = [
    '/nothing',
    '/apinot',
    '/en',
    '/en/archive',
    '/en/releases/one',
    '/fr',
    '/ar/nothing',
    '/ar/api/releases',
    '/ar/sitemap.xml',
    '/archive/2026/03/1/1',
    '/releases',
    '/releases/one/two',
    '/sitemaps',
    '/sitemaps/2026/03.xml',
    '/.well-known/security',
    '/index.html',
    '/wp-login.php',
  ]

  test.each(API_PATHS)('%s is 404 as problem details, whatever the method', async (path) => {
    for (const method of METHODS) {
      const reply = await storingNothing(() => ask(path, method, bearer(office)))
      expect([method, reply.status]).toEqual([method, 404])
      expect(reply.headers.get('Allow')).toBeNull()
      if (method !== 'HEAD') expectProblem(reply, 404, /no such address/)
    }
  })

  test.each(PATHS)('%s is 404 as a page, whatever the method', async (path) => {
    for (const method of METHODS) {
      const reply = await storingNothing(() => ask(path, method))
      expect([method, reply.status]).toEqual([method, 404])
      expect(reply.headers.get('Allow')).toBeNull()
      expect(reply.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
      if (method !== 'HEAD') expect(reply.text).toContain('<meta name="robots" content="noindex">')
    }
  })

  test('is that of a page with a slash too many, which GET and HEAD are led to', async () => {
    const paths = [
      '/archive',
      '/ar',
      '/ar/archive/2026',
      '/releases/one',
      '/robots.txt',
      '/nothing',
    ]
    for (const path of [...paths, '/api/releases', '/api/releases/one', '/releases/%D9%86'])
      for (const slashes of ['/', '//', '///////'])
        for (const method of METHODS) {
          const reply = await storingNothing(() =>
            ask(`http://anything.invalid${path}${slashes}`, method, bearer(office)),
          )
          const leads = method === 'GET' || method === 'HEAD'
          expect([path, method, reply.status]).toEqual([path, method, leads ? 301 : 404])
          expect(reply.headers.get('Location')).toBe(leads ? path : null)
          expect(reply.headers.get('Allow')).toBeNull()
          expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
        }
    // Never to another host.
    for (const path of ['//evil.example/', '///evil.example/', '/\\\\evil.example/', '//', '///']) {
      const reply = await ask(`http://anything.invalid${path}`, 'GET')
      expect([path, reply.status, reply.headers.get('Location')]).toEqual([path, 404, null])
    }
  })

  test('is refused when it is made of slashes', async () => {
    const path = `/a${'/'.repeat(16_000)}b`
    expect((await ask(`http://anything.invalid${path}`, 'GET')).status).toBe(404)
  })
})
