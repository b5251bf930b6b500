import { describe, expect, test } from 'vitest'
import { connectTo } from '../../src/cli/newsroom.ts'

/** A newsroom that gives these answers one after the other, and then 200. */
function scripted(answers: readonly (Response | Error)[], stop = new AbortController()) {
  const asked: Request[] = []
  const told: string[] = []
  let next = 0
  const connection = connectTo('https://press.test', 'secret', {
    terminal: { tell: (text) => void told.push(text) },
    stop: stop.signal,
    pauses: [1, 1, 1],
    fetch: async (request) => {
      asked.push(request)
      const answer = answers[next++] ?? Response.json({ languages: ['en'] })
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  return { connection, asked, told }
}
const problem = (status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { title: 'No', status, detail: 'Not so.', errors: [{ pointer: '/x', detail: 'is wrong' }] },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  )
const broken = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })

describe('a connection', () => {
  test('shows the token with what it asks of the API, and never with a public page', async () => {
    const { connection, asked } = scripted([])
    await connection.site()
    await connection.page('/archive')
    expect(asked.map(({ headers }) => headers.get('Authorization'))).toEqual([
      'Bearer secret',
      null,
    ])
  })

  test('asks what the newsroom is once', async () => {
    const { connection, asked } = scripted([])
    await Promise.all([connection.site(), connection.site()])
    expect(asked).toHaveLength(1)
  })

  test('asks again what was cut off, or not answered just now', async () => {
    const { connection, asked } = scripted([
      new Response('{}'),
      broken,
      problem(503),
      new Response('{}'),
    ])
    await connection.client.api.releases.$get({ query: {} })
    const answer = await connection.client.api.releases.$post({
      json: { kind: 'statement' },
      header: { 'Idempotency-Key': 'one' },
    })
    expect(answer.status).toBe(200)
    expect(asked).toHaveLength(4)
    const keys = asked.slice(1).map(({ headers }) => headers.get('Idempotency-Key'))
    expect(keys).toEqual(['one', 'one', 'one'])
    expect(await Promise.all(asked.slice(1).map((request) => request.text()))).toEqual(
      Array(3).fill('{"kind":"statement"}'),
    )
  })

  test('gives up at once on a newsroom that never answered', async () => {
    const { connection, asked } = scripted([broken])
    await expect(connection.site()).rejects.toMatchObject({
      exit: 'unreachable',
      message: 'https://press.test does not answer (ECONNRESET).',
    })
    expect(asked).toHaveLength(1)
  })

  test('gives up after a few attempts, and says why', async () => {
    const { connection } = scripted([new Response('{}'), broken, broken, broken, broken])
    await connection.page('/')
    await expect(connection.site()).rejects.toMatchObject({ exit: 'unreachable' })
  })

  test('waits as long as it is told, with all that it sends, and says so once', async () => {
    const { connection, asked, told } = scripted([
      problem(429, { 'Retry-After': '1' }),
      problem(429, { 'Retry-After': '1' }),
    ])
    await Promise.all([
      connection.client.api.releases.$get({ query: {} }),
      connection.client.api.releases.$get({ query: {} }),
    ])
    expect(asked).toHaveLength(4)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('going on in 1 s')
  })

  test('is stopped while it waits', async () => {
    const stop = new AbortController()
    const { connection } = scripted([problem(429, { 'Retry-After': '600' })], stop)
    const asking = connection.site()
    const reason = new Error('stopped')
    setTimeout(() => stop.abort(reason), 20)
    await expect(asking).rejects.toBe(reason)
  })

  test('does not follow where it is led, and names it', async () => {
    const { connection } = scripted([
      new Response(null, { status: 301, headers: { Location: 'https://www.press.test/api/site' } }),
    ])
    await expect(connection.site()).rejects.toThrow('leads to https://www.press.test')
  })

  test('tells each field that was refused', async () => {
    const { connection } = scripted([problem(422)])
    await expect(connection.site()).rejects.toMatchObject({
      exit: 'refused',
      message: 'No. Not so.',
      details: ['/x: is wrong'],
    })
  })

  test('asks again what broke off in the middle of an answer', async () => {
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"langu'))
        controller.error(new TypeError('terminated'))
      },
    })
    const { connection, asked } = scripted([new Response(half)])
    expect(await connection.site()).toEqual({ languages: ['en'] })
    expect(asked).toHaveLength(2)
  })

  test.each([
    ['a page', new Response('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } })],
    ['words', new Response('Welcome')],
    ['something else', Response.json({ ok: true })],
  ])('knows that %s is not from a newsroom', async (_, answer) => {
    const { connection } = scripted([answer])
    await expect(connection.site()).rejects.toMatchObject({
      exit: 'unreachable',
      message: 'https://press.test answers, and not as a Pressroom: look at the address.',
    })
  })

  test('knows that a page is not what was asked for', async () => {
    const page = new Response('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } })
    const { connection } = scripted([page])
    await expect(connection.client.api.releases.$get({ query: {} })).rejects.toThrow(
      'not as a Pressroom',
    )
  })

  test('tells of a problem whose words were lost on the way', async () => {
    const { connection } = scripted([
      new Response('{"tit', {
        status: 403,
        headers: { 'Content-Type': 'application/problem+json' },
      }),
    ])
    await expect(connection.site()).rejects.toMatchObject({ exit: 'refused' })
  })

  test('knows an answer that no newsroom gave', async () => {
    const { connection } = scripted([new Response('<h1>Not here</h1>', { status: 404 })])
    await expect(connection.site()).rejects.toThrow('not how a Pressroom answers')
  })
})
