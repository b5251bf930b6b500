import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { english, openPressOffice, type PressOffice } from '../press-office.ts'
import { bearer, expectProblem, replyOf, send, storingNothing } from './answers.ts'
import { NAMES, type Name, ROUTES, Sender } from './sender.ts'

// Hardly anything here stores a row, so that one press office serves all of it; where something
// does, it is another release.
let office: PressOffice
let sender: Sender
beforeAll(async () => {
  office = await openPressOffice()
  sender = new Sender(office)
})

const bytesOf = (body: unknown) => new TextEncoder().encode(JSON.stringify(body))

/** A body in chunks of any size, one each time that the reader asks, and what became of it. */
function given(chunks: Iterator<Uint8Array | Promise<Uint8Array>>) {
  const seen = { pulls: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        seen.pulls++
        const { done, value } = chunks.next()
        if (done) controller.close()
        else controller.enqueue(await value)
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

async function post(name: Name, headers: Record<string, string>, body: BodyInit) {
  const path = await sender.path(name)
  const { method, headers: needed } = ROUTES[name]
  const all = { 'Content-Type': 'application/json', ...bearer(office), ...needed, ...headers }
  return replyOf(await send(office, path, { method, headers: all, body }))
}

describe('a body with a Content-Encoding', () => {
  const bomb = () => {
    const zeros = new Uint8Array(1_000_000)
    const { stream } = given(Array(100).fill(zeros).values())
    const gzip = stream.pipeThrough(new CompressionStream('gzip'))
    return new Response(gzip).bytes()
  }

  test.each(NAMES)('is refused by %s, and is not read', async (name) => {
    await sender.path(name)
    for (const coding of ['gzip', 'br', 'x-unknown', 'identity, gzip', 'gzip, identity', '*']) {
      const { seen, stream } = given([bytesOf(ROUTES[name].valid())].values())
      const headers = { 'Content-Encoding': coding }
      const reply = await storingNothing(() => post(name, headers, stream))
      expectProblem(reply, 415, /^Send the body without Content-Encoding\.$/)
      expect(reply.headers.get('Accept-Encoding')).toBe('identity')
      expect(seen).toEqual({ pulls: 0, cancelled: true })
    }
  })

  test('is not inflated: of a hundred megabytes that were made small, nothing is read', async () => {
    const packed = await bomb()
    expect(packed.length).toBeLessThan(200_000)
    const { seen, stream } = given([packed].values())
    const headers = { 'Content-Encoding': 'gzip', 'Content-Length': String(packed.length) }
    const reply = await storingNothing(() => post('creation', headers, stream))
    expectProblem(reply, 415, /without Content-Encoding/)
    expect(seen).toEqual({ pulls: 0, cancelled: true })
    // Nor is it when it hides its coding: then it is bytes that no text has.
    const hidden = await storingNothing(() => post('creation', {}, packed))
    expectProblem(hidden, 400, /not UTF-8: look at position 1 /)
  })

  test('is taken when that says that there is none', async () => {
    for (const coding of ['identity', 'Identity', '']) {
      const body = bytesOf(english())
      expect((await post('creation', { 'Content-Encoding': coding }, body)).status).toBe(201)
    }
  })

  test('is not what another 415 speaks of', async () => {
    const headers = { 'Content-Type': 'text/plain', 'Content-Encoding': 'identity' }
    const reply = await post('creation', headers, '{}')
    expectProblem(reply, 415, /application\/json/)
    expect(reply.headers.has('Accept-Encoding')).toBe(false)
  })
})

describe('a body that takes its time', () => {
  /** The clocks that requests have set: how long, whether nobody waits any more, and to let one ring. */
  interface Alarm {
    readonly milliseconds: number
    readonly signal: AbortSignal | undefined
    ring(): void
  }
  let alarms: Alarm[]
  beforeEach(() => {
    alarms = []
    // As the platform does it: whoever stops waiting is told so by a rejection.
    office.pause = (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        alarms.push({ milliseconds, signal, ring: () => resolve(undefined) })
      })
  })
  const nextTick = () => new Promise((resolve) => setTimeout(resolve))

  /** One byte a tick. */
  function* dripping(bytes: Iterable<number>) {
    for (const byte of bytes) yield nextTick().then(() => Uint8Array.of(byte))
  }
  function* forever() {
    for (;;) yield 0x20
  }

  test.each(NAMES)('is waited for by %s for 30 seconds in all', async (name) => {
    const { seen, stream } = given(dripping(forever()))
    const reply = await storingNothing(async () => {
      const asked = post(name, {}, stream)
      while (seen.pulls < 20) await nextTick()
      expect(alarms.map(({ milliseconds }) => milliseconds)).toEqual([30_000])
      expect(alarms[0]?.signal?.aborted).toBe(false)
      alarms[0]?.ring()
      return asked
    })
    expectProblem(reply, 408, /^The body took longer than 30 seconds\.$/)
    expect(reply.headers.get('Retry-After')).toBe('5')
    expect(seen.cancelled).toBe(true)
    const { pulls } = seen
    for (let tick = 0; tick < 5; tick++) await nextTick()
    expect(seen.pulls).toBe(pulls)
    expect(alarms[0]?.signal?.aborted).toBe(true)
  })

  test('is given up too when not a byte of it comes, or no byte more', async () => {
    const nothing = new Promise<Uint8Array>(() => {})
    for (const chunks of [[nothing], [bytesOf(english()), nothing], [new Uint8Array(), nothing]]) {
      const { seen, stream } = given(chunks.values())
      const asked = storingNothing(() => post('creation', {}, stream))
      while (seen.pulls < chunks.length) await nextTick()
      alarms.at(-1)?.ring()
      expectProblem(await asked, 408, /longer than 30 seconds/)
    }
  })

  test('keeps nobody else waiting', async () => {
    const slow = given(dripping(forever()))
    const asked = post('creation', {}, slow.stream)
    while (slow.seen.pulls < 3) await nextTick()
    const { json } = await office.create(english({}, { publish: true }))
    expect((await office.read('/')).status).toBe(200)
    expect((await office.correct(json.release.id, { note: 'Wrong.' })).status).toBe(200)
    expect(alarms).toHaveLength(3)
    expect(alarms.map(({ signal }) => signal?.aborted)).toEqual([false, true, true])
    alarms[0]?.ring()
    expect((await asked).status).toBe(408)
  })

  test('is taken like any other when it is there in time, and no clock goes on', async () => {
    const { stream } = given(dripping(bytesOf(english({ headline: 'Byte by byte' }))))
    const reply = await post('creation', {}, stream)
    expect(reply.status).toBe(201)
    expect(reply.json.release.texts.en.headline).toBe('Byte by byte')
    expect(alarms.map(({ signal }) => signal?.aborted)).toEqual([true])
  })

  test('stops its clock when it is refused', async () => {
    const long = given([new Uint8Array(1_000_001)].values())
    expectProblem(await post('creation', {}, long.stream), 413, /longer than 1,000,000 bytes/)
    expectProblem(await post('creation', {}, 'oops'), 400, /not JSON/)
    expect(alarms.map(({ signal }) => signal?.aborted)).toEqual([true, true])
  })
})

describe('a body that breaks off', () => {
  test.each(NAMES)('is refused by %s and is no fault of this side', async (name) => {
    await sender.path(name)
    office.logged.length = 0
    for (const before of [[], [bytesOf(ROUTES[name].valid())]]) {
      const gone = Promise.reject(new TypeError('Network connection lost.'))
      gone.catch(() => {})
      const { stream } = given([...before, gone].values())
      const reply = await storingNothing(() => post(name, { 'Content-Length': '5000' }, stream))
      expectProblem(reply, 400, /^The body broke off before its end\.$/)
    }
    expect(office.logged.filter(({ event }) => event === 'error')).toEqual([])
  })
})

describe('a body in chunks', () => {
  test('is the same wherever it is cut, within a character too', async () => {
    const headline = 'نص 😀 é'
    const bytes = bytesOf(english({ headline }))
    for (const size of [1, 2, 3, 7]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      )
      const reply = await post('creation', {}, given(chunks.values()).stream)
      expect(reply.json.release.texts.en.headline).toBe(headline)
    }
  })

  test('of nothing is no body', async () => {
    const empty = () => given([new Uint8Array(), new Uint8Array()].values()).stream
    expectProblem(await storingNothing(() => post('creation', {}, empty())), 400, /position 0 /)
    const complete = await office.create(english())
    const headers = { ...bearer(office), 'If-Match': '*', 'Content-Type': 'application/json' }
    const path = `/api/releases/${complete.json.release.id}/publication`
    const published = await send(office, path, { method: 'POST', headers, body: empty() })
    expect(published.status).toBe(200)
  })
})

test('what nobody reads is let go, so that nothing waits for its end', async () => {
  const complete = (await office.create(english())).json.release
  const asked: [method: string, path: string, headers: Record<string, string>, status: number][] = [
    ['POST', '/api/releases', { Authorization: 'Bearer unknown', 'Content-Encoding': 'gzip' }, 401],
    ['POST', '/api/releases', { 'Content-Length': '1000001' }, 413],
    ['PUT', '/api/releases', {}, 405],
    ['POST', '/api/releases/nothing', {}, 405],
    ['POST', '/nowhere', {}, 404],
    ['DELETE', `/api/releases/${complete.id}/embargo`, { 'If-Match': '*' }, 409],
  ]
  for (const [method, path, more, status] of asked) {
    const { seen, stream } = given([bytesOf({})].values())
    const headers = { ...bearer(office), 'Content-Type': 'application/json', ...more }
    const reply = await send(office, path, { method, headers, body: stream })
    expect([path, reply.status]).toEqual([path, status])
    expect([path, seen]).toEqual([path, { pulls: 0, cancelled: true }])
  }
})

test('what is only to be validated is read in the same way', async () => {
  const validate = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const all = { ...bearer(office), 'Content-Type': 'application/json', ...headers }
    const init = { method: 'POST', headers: all, body }
    return storingNothing(async () => replyOf(await send(office, '/api/releases/validate', init)))
  }
  const coded = await validate(bytesOf(english()), { 'Content-Encoding': 'gzip' })
  expectProblem(coded, 415, /without Content-Encoding/)
  expect(coded.headers.get('Accept-Encoding')).toBe('identity')
  expectProblem(await validate('{"kind":"a","kind":"b"}'), 400, /twice/, { '/kind': /./ })
  expectProblem(await validate('['.repeat(400_000)), 400, /deeper than 32 levels/)
  expectProblem(await validate(' '.repeat(1_000_001)), 413, /longer than 1,000,000 bytes/)
  expectProblem(await validate('{}', { 'Content-Type': 'text/plain' }), 415, /application\/json/)
  office.pause = () => Promise.resolve()
  const { stream } = given([new Promise<Uint8Array>(() => {})].values())
  expectProblem(await validate(stream), 408, /longer than 30 seconds/)
})
