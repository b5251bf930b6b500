import { beforeAll, describe, expect, test } from 'vitest'
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

describe('a body of more than 1,000,000 bytes', () => {
  const CHUNK = 50_000

  /** A stream that never ends, and how much of it was taken. */
  function endless() {
    const seen = { pulls: 0, cancelled: false }
    const blanks = new Uint8Array(CHUNK).fill(0x20)
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          seen.pulls++
          controller.enqueue(blanks)
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
    const { method } = ROUTES[name]
    const path = await sender.path(name)
    const all = { 'Content-Type': 'application/json', ...ROUTES[name].headers, ...headers }
    return storingNothing(async () =>
      replyOf(await send(office, path, { method, headers: all, body })),
    )
  }

  test.each(NAMES)('is refused by %s', async (name) => {
    const declared = endless()
    const length = { ...bearer(office), 'Content-Length': '1000001' }
    const reply = await post(name, length, declared.stream)
    expectProblem(reply, 413, /longer than 1,000,000 bytes/)
    expect(declared.seen.pulls).toBe(0)

    const chunked = endless()
    expectProblem(await post(name, bearer(office), chunked.stream), 413, /longer than 1,000,000/)
    expect(chunked.seen.pulls).toBe(1_000_000 / CHUNK + 1)
    expect(chunked.seen.cancelled).toBe(true)
  })

  test('is not read when its length is a lie, a very long number, or none', async () => {
    for (const length of ['5', '0', '', 'many', '-1', '1e3']) {
      const { seen, stream } = endless()
      const reply = await post('creation', { ...bearer(office), 'Content-Length': length }, stream)
      expectProblem(reply, 413, /longer than/)
      expect(seen.pulls).toBe(1_000_000 / CHUNK + 1)
    }
    const { seen, stream } = endless()
    const headers = { ...bearer(office), 'Content-Length': '9'.repeat(400) }
    expectProblem(await post('creation', headers, stream), 413, /longer than/)
    expect(seen.pulls).toBe(0)
  })

  test('is not looked at for whoever has no token, or the wrong media type', async () => {
    const nobody = endless()
    expectProblem(await post('creation', {}, nobody.stream), 401, /valid token/)
    expect(nobody.seen.pulls).toBe(0)
    const text = endless()
    const headers = { ...bearer(office), 'Content-Type': 'text/plain' }
    expectProblem(await post('creation', headers, text.stream), 415, /application\/json/)
    expect(text.seen.pulls).toBe(0)
  })

  test('begins one byte after what is taken', async () => {
    const json = JSON.stringify(english())
    const ask = async (length: number) =>
      replyOf(
        await send(office, '/api/releases', {
          method: 'POST',
          headers: { ...bearer(office), 'Content-Type': 'application/json' },
          body: json.padEnd(length),
        }),
      )
    expect((await ask(1_000_000)).status).toBe(201)
    expectProblem(await storingNothing(() => ask(1_000_001)), 413, /longer than 1,000,000 bytes/)
  })
})

describe('a body of another media type', () => {
  const OTHERS = [
    null,
    '',
    'text/plain',
    'text/plain;charset=UTF-8',
    'text/json',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json5',
    'application/ld+json',
    'application/problem+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    '*/*',
    'json',
    'text/plain, application/json',
    'application/json, text/plain',
  ]
  const ask = async (name: Name, type: string | null) => {
    const { method, headers, valid } = ROUTES[name]
    const sent = new Headers({ ...bearer(office), ...headers })
    if (type !== null) sent.set('Content-Type', type)
    const body = new TextEncoder().encode(JSON.stringify(valid()))
    return replyOf(await send(office, await sender.path(name), { method, headers: sent, body }))
  }

  test.each(NAMES)('is refused by %s', async (name) => {
    for (const type of OTHERS) {
      const reply = await storingNothing(() => ask(name, type))
      expectProblem(reply, 415, /"Content-Type: application\/json"/)
    }
  })

  test('is not JSON with a parameter or in capitals', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/json; charset="UTF-8"; v=1',
      'Application/JSON',
      'application/json;',
    ])
      expect((await ask('creation', type)).status).toBe(201)
  })
})
