import { beforeEach, describe, expect, test } from 'vitest'
import { Edge } from './edge.ts'

const MINUTE = 60_000
const LONG = 'Cloudflare-CDN-Cache-Control'

let now: number
let edge: Edge
/** What the Worker was asked, and what it does now. */
let asked: Request[]
let worker: (request: Request) => Response | Promise<Response>

beforeEach(() => {
  now = 1_000_000
  asked = []
  worker = () => page('one')
  edge = new Edge({
    now: () => now,
    origin: async (request) => {
      asked.push(request)
      return worker(request)
    },
  })
})

const page = (body: string, headers: Record<string, string> = {}, status = 200) =>
  new Response(body, {
    status,
    headers: {
      ETag: `"${body}"`,
      'Cache-Control': 'public, max-age=30',
      [LONG]: 'public, max-age=60',
      'Cache-Tag': 'everything,Page:/',
      ...headers,
    },
  })

async function get(path = '/', init: RequestInit = {}) {
  const answer = await edge.fetch(new Request(`https://press.test${path}`, init))
  const { status, headers } = answer
  return { status, headers, body: await answer.text(), cache: headers.get('CF-Cache-Status') }
}
const bodyAndCache = async (...asking: Parameters<typeof get>) => {
  const { body, cache } = await get(...asking)
  return `${body} ${cache}`
}

describe('what is kept', () => {
  test('is given until it has its age, without asking the Worker', async () => {
    expect(await bodyAndCache()).toBe('one MISS')
    worker = () => page('two')
    now += MINUTE - 1
    expect(await bodyAndCache()).toBe('one HIT')
    now += 1
    expect(await bodyAndCache()).toBe('two EXPIRED')
    expect(asked).toHaveLength(2)
    expect(edge.counts).toMatchObject({ HIT: 1, MISS: 1, EXPIRED: 1 })
  })

  test('tells its age, and nothing of what is meant for the edge', async () => {
    await get()
    now += 12_345
    const { headers } = await get()
    expect(headers.get('Age')).toBe('12')
    expect(headers.get('Cache-Control')).toBe('public, max-age=30')
    expect(headers.has(LONG)).toBe(false)
    expect(headers.has('Cache-Tag')).toBe(false)
  })

  test('is found by path and query, whoever asks and wherever', async () => {
    await get('/a?b=1')
    for (const headers of [{ Authorization: 'Bearer x' }, { Cookie: 'a=b' }, { Host: 'other' }])
      expect(await bodyAndCache('/a?b=1', { headers })).toBe('one HIT')
    const elsewhere = await edge.fetch(new Request('http://other.test/a?b=1'))
    expect(elsewhere.headers.get('CF-Cache-Status')).toBe('HIT')
    expect(await bodyAndCache('/a?b=2')).toBe('one MISS')
    expect(edge.keys).toEqual(['/a?b=1', '/a?b=2'])
  })

  test('is one for GET and HEAD, and for no other method', async () => {
    expect(await bodyAndCache('/', { method: 'HEAD' })).toBe(' MISS')
    expect(asked[0]?.method).toBe('GET')
    expect(await bodyAndCache()).toBe('one HIT')
    expect(await bodyAndCache('/', { method: 'HEAD' })).toBe(' HIT')
    const headers = { 'If-None-Match': '*' }
    expect((await get('/', { method: 'PUT', headers })).status).toBe(200)
    expect(asked).toHaveLength(2)
  })

  test('answers 304 to who has it already, from the first time on', async () => {
    for (const known of ['"one"', '"zero", W/"one"', '*']) {
      const { status, body, headers } = await get('/', { headers: { 'If-None-Match': known } })
      expect([status, body, headers.get('ETag')]).toEqual([304, '', '"one"'])
    }
    expect((await get('/', { headers: { 'If-None-Match': '"zero"' } })).status).toBe(200)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.has('If-None-Match')).toBe(false)
  })

  test('is gone with a new version of the Worker', async () => {
    await get()
    edge.deploy()
    expect(await bodyAndCache()).toBe('one MISS')
  })
})

describe('whether something is kept', () => {
  const isKept = async (answer: () => Response, init: RequestInit = {}) => {
    worker = answer
    edge.deploy()
    await get('/', init)
    return edge.keys.length > 0
  }

  test('the header for Cloudflare decides, then the one for CDNs, then the one for all', async () => {
    const [no, yes] = ['private, no-store', 'max-age=60']
    const said = (cloudflare: string | null, cdn: string | null, all: string) => () =>
      new Response('', {
        headers: {
          ...(cloudflare && { [LONG]: cloudflare }),
          ...(cdn && { 'CDN-Cache-Control': cdn }),
          'Cache-Control': all,
        },
      })
    expect(await isKept(said(yes, no, no))).toBe(true)
    expect(await isKept(said(no, yes, yes))).toBe(false)
    expect(await isKept(said(null, yes, no))).toBe(true)
    expect(await isKept(said(null, no, yes))).toBe(false)
    expect(await isKept(said(null, null, yes))).toBe(true)
    expect(await isKept(said(null, null, no))).toBe(false)
  })

  test('private, no-store and Set-Cookie keep it away', async () => {
    for (const control of ['private', 'no-store', 'Private, max-age=60', 'public, no-store'])
      expect(await isKept(() => page('', { [LONG]: control })), control).toBe(false)
    expect(await isKept(() => page('', { 'Set-Cookie': 'a=b' }))).toBe(false)
    expect(await isKept(() => page('', {}, 500))).toBe(false)
    expect((await get('/')).cache).toBe('BYPASS')
  })

  test('an answer to a token is kept only if it is said to be public', async () => {
    const init = { headers: { Authorization: 'Bearer x' } }
    expect(await isKept(() => page('', { [LONG]: 'max-age=60' }), init)).toBe(false)
    expect(await isKept(() => page('', { [LONG]: 'public, max-age=60' }), init)).toBe(true)
    expect(await isKept(() => new Response('forgotten'), init)).toBe(false)
  })

  test.each([
    [200, 7200],
    [301, 1200],
    [404, 180],
    [410, 180],
    [405, 60],
    [302, 0],
    [400, 0],
    [503, 0],
  ])('who forgets to say it has a %i kept for %i seconds', async (status, seconds) => {
    worker = () => new Response('', { status })
    await get()
    now += seconds * 1000 - 1
    expect((await get()).cache).toBe(seconds ? 'HIT' : 'BYPASS')
    now += 1
    expect((await get()).cache).not.toBe('HIT')
  })

  test('must-revalidate is fresh as long as anything else, and not a moment longer', async () => {
    worker = () => page('one', { [LONG]: 'public, max-age=60, must-revalidate' })
    await get()
    now += MINUTE - 1
    expect(await bodyAndCache()).toBe('one HIT')
    now += 1
    worker = () => new Response('', { status: 503 })
    expect((await get()).status).toBe(503)
  })
})

describe('a stale copy', () => {
  const lifetimes = { [LONG]: 'max-age=60, stale-while-revalidate=300, stale-if-error=600' }

  beforeEach(async () => {
    worker = () => page('one', lifetimes)
    await get()
    worker = () => page('two', lifetimes)
  })

  test('is given while it is revalidated, once, and then no more', async () => {
    now += MINUTE
    expect(await bodyAndCache()).toBe('one UPDATING')
    expect(await bodyAndCache()).toBe('one UPDATING')
    expect(asked).toHaveLength(1)
    await edge.settle()
    expect(asked).toHaveLength(2)
    expect(await bodyAndCache()).toBe('two HIT')
  })

  test('is revalidated at once where the edge is eager', async () => {
    edge.isEager = true
    now += MINUTE
    expect(await bodyAndCache()).toBe('one UPDATING')
    await edge.settle()
    expect(await bodyAndCache()).toBe('two HIT')
  })

  test('is not given when it is too old for that', async () => {
    now += 6 * MINUTE
    expect(await bodyAndCache()).toBe('two EXPIRED')
  })

  test('is asked for by its tag, and a 304 makes it fresh, with new headers', async () => {
    worker = ({ headers }) =>
      new Response(null, {
        status: 304,
        headers: {
          ETag: headers.get('If-None-Match') ?? '',
          [LONG]: 'max-age=5',
          'Cache-Tag': 'other',
        },
      })
    now += 6 * MINUTE
    expect(await bodyAndCache()).toBe('one REVALIDATED')
    expect(asked[1]?.headers.get('If-None-Match')).toBe('"one"')
    now += 4999
    expect(await bodyAndCache()).toBe('one HIT')
    edge.purge(['other'])
    expect(edge.keys).toEqual([])
  })

  test('is given when the Worker fails, as long as it may be', async () => {
    for (const fail of [
      () => new Response('', { status: 503 }),
      () => Promise.reject(new Error('the Worker threw')),
    ]) {
      worker = fail
      now = 1_000_000 + 11 * MINUTE - 1
      expect(await bodyAndCache()).toBe('one STALE')
    }
    now += 1
    await expect(get()).rejects.toThrow('the Worker threw')
  })

  test('is given for ever when the Worker fails and nothing was said about it', async () => {
    edge.deploy()
    worker = () => page('one', { [LONG]: 'max-age=60' })
    await get()
    worker = () => new Response('', { status: 500 })
    now += 1e9
    expect(await bodyAndCache()).toBe('one STALE')
    expect((await get('/never-seen')).status).toBe(500)
  })

  test('stays when what replaces it may not be kept', async () => {
    worker = () => page('', { [LONG]: 'no-store' }, 404)
    now += 2 * MINUTE
    await get()
    await edge.settle()
    expect(await bodyAndCache()).toBe('one UPDATING')
  })
})

describe('a purge', () => {
  test('takes what has one of the tags, in whatever case, and nothing else', async () => {
    await get('/')
    worker = () => page('other', { 'Cache-Tag': 'page:/other, with a space, page:/ä' })
    await get('/other')
    expect(edge.purge(['with a space', 'page:/ä', 'page:/nowhere'])).toBe('purged')
    expect(edge.keys).toEqual(['/', '/other'])
    expect(edge.purge(['page:/'])).toBe('purged')
    expect(edge.keys).toEqual(['/other'])
  })

  test('cannot take what is still on its way', async () => {
    let arrive = () => {}
    edge.hold = () => new Promise<void>((resolve) => (arrive = resolve))
    expect(await bodyAndCache()).toBe('one MISS')
    worker = () => page('two')
    edge.purge(['everything'])
    edge.hold = undefined
    now += 1000
    arrive()
    await edge.settle()
    expect(await bodyAndCache()).toBe('one HIT')
    now += 59_000
    expect(await bodyAndCache()).toBe('two EXPIRED')
  })

  test('cannot take what the Worker is still computing, nor keep readers from sharing it', async () => {
    let answer = (_: Response) => {}
    worker = () => new Promise<Response>((resolve) => (answer = resolve))
    const first = bodyAndCache()
    edge.purge(['everything'])
    const second = bodyAndCache()
    await new Promise((resolve) => setTimeout(resolve))
    answer(page('old'))
    expect(await Promise.all([first, second])).toEqual(['old MISS', 'old MISS'])
    expect(asked).toHaveLength(1)
    expect(await bodyAndCache()).toBe('old HIT')
  })

  test('is refused where it is broken, has too many tags, or comes too often', async () => {
    await get()
    edge.isPurgeBroken = true
    expect(edge.purge(['everything'])).toBe('failed')
    edge.isPurgeBroken = false
    expect(edge.purge(Array(101).fill('everything'))).toBe('failed')
    expect(edge.keys).toEqual(['/'])
    const purges = (count: number) =>
      Array.from({ length: count }, () => edge.purge(['everything'])).filter(
        (is) => is === 'purged',
      )
    expect(purges(30)).toHaveLength(25)
    now += MINUTE
    expect(purges(30)).toHaveLength(5)
    edge.isPurgeLimited = false
    expect(purges(30)).toHaveLength(30)
  })
})

test('readers do not share what is not for everyone', async () => {
  worker = ({ headers }) => page(headers.get('Authorization') ?? 'nobody', { [LONG]: 'private' })
  const as = (Authorization: string) => bodyAndCache('/', { headers: { Authorization } })
  expect(await Promise.all([as('a'), as('b')])).toEqual(['a BYPASS', 'b BYPASS'])
})
