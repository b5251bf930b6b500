import { beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/newsroom/refusals.ts'
import { styleFor } from '../../src/pages/style.ts'
import type { Desk } from '../../src/routes/desk.ts'
import { english, openPressOffice, type PressOffice, type Reply } from '../press-office.ts'
import { bearer, expectProblem, pathIn, replyOf, send, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

/** Every call of every store fails with this. */
function breakStores(error: () => unknown): void {
  const broken = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: () => async () => {
        throw error()
      },
    })
  office.wrap = (desk: Desk): Desk => ({
    ...desk,
    releases: broken(desk.releases),
    reading: broken(desk.reading),
    press: { ...desk.press, pages: broken(desk.press.pages) },
  })
}

const PAGES = ['/', '/ar/archive', '/releases/x', '/sitemap.xml']
const REQUESTS: [string, string, object?][] = [
  ['GET', ''],
  ['POST', '', english()],
  ['GET', '/x'],
  ['PUT', '/x', english()],
  ['POST', '/x/publication'],
  ['PUT', '/x/embargo', { until: '2027-01-01' }],
  ['DELETE', '/x/embargo'],
  ['POST', '/x/corrections', { note: 'x' }],
  ['POST', '/x/withdrawal', { reason: 'x' }],
  ['GET', '/x/revisions'],
  ['GET', '/x/revisions/1'],
]
const askAll = async (): Promise<Reply[]> => {
  const replies = []
  for (const [method, path, body] of REQUESTS)
    replies.push(
      await storingNothing(() =>
        office.ask(`/api/releases${path}`, {
          method,
          headers: { 'If-Match': '*' },
          ...(body ? { body } : {}),
        }),
      ),
    )
  return replies
}

describe('a fault', () => {
  test('is told as 500 without its words, and logged under the request’s id', async () => {
    breakStores(() => new Error('a draft says: secret'))
    for (const reply of await askAll())
      expectProblem(reply, 500, /on this side and has been logged/)
    for (const path of PAGES) {
      const page = await office.read(path)
      expect([path, page.status]).toEqual([path, 500])
      expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(page.headers.get('Cache-Control')).toBe('private, no-store')
      expect(page.text).toContain('request-1')
      expect(page.text).not.toContain('secret')
    }
    expect(office.logged).toHaveLength(REQUESTS.length + PAGES.length)
    for (const line of office.logged) {
      expect(line).toMatchObject({ event: 'error', requestId: 'request-1', error: 'Error' })
      expect(line.stack).toEqual(expect.arrayContaining([expect.stringMatching(/^at /)]))
      expect(JSON.stringify(line)).not.toContain('secret')
    }
  })

  test('of the runtime or the store is logged with its message, which quotes nothing', async () => {
    breakStores(() => new TypeError('x is not a function'))
    await office.read('/')
    expect(office.logged.at(-1)).toMatchObject({
      error: 'TypeError',
      message: 'x is not a function',
    })
    const cause = new Error('D1_ERROR: no such table: releases')
    breakStores(() => new Error('Failed query: params: secret', { cause }))
    expect((await office.read('/')).text).not.toMatch(/secret|no such table/)
    expect(office.logged.at(-1)).toMatchObject({ message: 'D1_ERROR: no such table: releases' })
    expect(JSON.stringify(office.logged)).not.toContain('secret')
  })

  test('that passes by itself is 503, and says when to ask again', async () => {
    breakStores(() => new Refusal('unavailable', 'The store does not answer right now.'))
    const pages = await Promise.all(PAGES.map((path) => office.read(path)))
    for (const reply of await askAll()) {
      expectProblem(reply, 503, /does not answer right now/)
      expect(reply.headers.get('Retry-After')).toBe('5')
    }
    for (const page of pages) {
      expect([page.status, page.headers.get('Retry-After')]).toEqual([503, '5'])
      expect(page.headers.get('Cache-Control')).toBe('private, no-store')
      expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    }
    expect(office.logged).toHaveLength(REQUESTS.length + PAGES.length)
    for (const line of office.logged)
      expect(line).toEqual({ event: 'unavailable', requestId: 'request-1' })
  })
})

describe('every answer', () => {
  /** One answer of every kind that there is. */
  async function everyKind(): Promise<Record<string, Reply>> {
    const { release, receipt } = (await office.create(english({ slug: 'a' }, { publish: true })))
      .json
    const path = pathIn(receipt.urls.en)
    await office.edit(release.id, english({ slug: 'b' }))
    const gone = (await office.create(english({ slug: 'gone' }, { publish: true }))).json.release
    await office.withdraw(gone.id, { reason: 'x' })
    const api = `/api/releases/${release.id}`
    const etag = (await office.read('/')).headers.get('ETag') ?? ''
    const raw = async (to: string, init: RequestInit) => replyOf(await send(office, to, init))
    const answers: Record<string, Reply> = {
      '200 page': await office.read('/'),
      '200 release': await office.read('/releases/b'),
      '200 xml': await office.read('/sitemap.xml'),
      '200 text': await office.read('/robots.txt'),
      '200 head': await raw('/', { method: 'HEAD' }),
      '304 page': await office.read('/', { 'If-None-Match': etag }),
      '301 release': await office.read(path),
      '302 month': await office.read('/archive/2026/03/1'),
      '404 page': await office.read('/nothing'),
      '404 head': await raw('/nothing', { method: 'HEAD' }),
      '405 page': await office.ask('/', { method: 'POST' }),
      '410 page': await office.read('/releases/gone'),
      '200 api': await office.ask(api),
      '200 api head': await raw(api, { method: 'HEAD', headers: bearer(office) }),
      '200 api list': await office.read('/api/releases'),
      '201 api': await office.create(english()),
      '304 api': await office.ask(api, { headers: { 'If-None-Match': '*' } }),
      '400 api': await office.create('{'),
      '401 api': await office.ask('/api/releases', { token: 'wrong' }),
      '403 api': await office.ask(`${api}/publication`, {
        method: 'POST',
        token: office.tokens.draft,
      }),
      '404 api': await office.ask('/api/releases/nobody'),
      '405 api': await office.ask('/api/releases', { method: 'PATCH' }),
      '409 api': await office.publish(release.id),
      '410 api': await office.read(`/api/releases/${gone.id}`),
      '412 api': await office.edit(release.id, english(), '"0"'),
      '413 api': await office.create(' '.repeat(1_000_001)),
      '415 api': await office.ask('/api/releases', {
        method: 'POST',
        body: 'x',
        headers: { 'Content-Type': 'text/plain' },
      }),
      '422 api': await office.create({}),
      '428 api': await office.ask(api, { method: 'PUT', body: english() }),
    }
    breakStores(() => new Refusal('unavailable', 'x'))
    answers['503 page'] = await office.read('/')
    answers['503 api'] = await office.ask(api)
    breakStores(() => new Error('x'))
    answers['500 page'] = await office.read('/')
    answers['500 api'] = await office.ask(api)
    return answers
  }

  test('carries strict security headers, its request’s id, and says how it may be kept', async () => {
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(styleFor(office.site)),
    )
    const style = btoa(String.fromCharCode(...new Uint8Array(digest)))
    const closed = (form: string) =>
      `base-uri 'none'; form-action '${form}'; frame-ancestors 'none'`
    const bare = `default-src 'none'; ${closed('none')}`
    const html = `default-src 'none'; style-src 'sha256-${style}'; img-src data:; connect-src 'self'; ${closed('self')}`
    for (const [kind, reply] of Object.entries(await everyKind())) {
      expect([kind, String(reply.status)]).toEqual([kind, kind.slice(0, 3)])
      const said = Object.fromEntries(reply.headers)
      expect({ kind, ...said }).toMatchObject({
        kind,
        ...(kind.startsWith('304')
          ? {}
          : {
              'content-security-policy': /^(?!30[12])\d+ (page|head|release)$/.test(kind)
                ? html
                : bare,
            }),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=()',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-request-id': 'request-1',
      })
      const open = /^(200|301|302|304|410) (page|release|month|xml|text|head)$/.test(kind)
      if (open)
        expect([kind, said['cache-control']]).toEqual([kind, expect.stringMatching(/^public/)])
      else {
        expect([kind, said['cache-control']]).toEqual([kind, 'private, no-store'])
        expect([kind, said['cloudflare-cdn-cache-control']]).toEqual([kind, undefined])
        expect([kind, said['cache-tag']]).toEqual([kind, undefined])
      }
      expect([kind, said['set-cookie']]).toEqual([kind, undefined])
    }
  })

  test('allows pictures over https only to a page that shows one', async () => {
    const body = 'Words.\n\n![A bridge](https://pictures.example/bridge.jpg)'
    const { receipt } = (await office.create(english({ body }, { publish: true }))).json
    const page = await office.read(pathIn(receipt.urls.en))
    expect(page.text).toContain('<img src="https://pictures.example/bridge.jpg"')
    const policy = page.headers.get('Content-Security-Policy') ?? ''
    expect(policy.split('; ')).toContain('img-src data: https:')
    expect(policy.split('; ')).toContain("default-src 'none'")
    const home = (await office.read('/')).headers.get('Content-Security-Policy')
    expect(home?.split('; ')).toContain('img-src data:')
  })

  test('in HTML needs nothing that its policy does not allow', async () => {
    for (const [kind, { text, headers }] of Object.entries(await everyKind())) {
      if (!headers.get('Content-Type')?.startsWith('text/html') || !text) continue
      expect([kind, ...text.matchAll(/<style>(.*?)<\/style>/gs)].slice(1)).toHaveLength(1)
      expect(text).toContain(`<style>${styleFor(office.site)}</style>`)
      expect([
        kind,
        text.match(
          /<script(?! type="application\/ld\+json")|<iframe|<form(?![^>]* action="\/)|<object|\sstyle=|\son\w+=|<link rel="(?!canonical|alternate|icon" href="data:)/,
        ),
      ]).toEqual([kind, null])
    }
  })

  test('demands https only where the site has it', async () => {
    office.deploy({ SITE_URL: 'http://localhost:8787' })
    const { headers } = await office.read('/')
    expect(headers.get('Strict-Transport-Security')).toBeNull()
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  })
})
