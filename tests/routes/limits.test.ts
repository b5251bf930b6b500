import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hashOf } from '../../src/routes/auth.ts'
import worker from '../../src/worker.ts'
import { DB, english, newToken, openPressOffice, type PressOffice } from '../press-office.ts'
import { expectProblem, storingNothing } from './answers.ts'

let office: PressOffice
/** What was counted, in order. */
let failures: string[]
let changes: string[]
beforeEach(async () => {
  office = await openPressOffice()
  failures = []
  changes = []
  letThrough(true, true)
})

function letThrough(failure: boolean | ((key: string) => boolean), change: boolean): void {
  office.limits = {
    failure: async (key) => {
      failures.push(key)
      return typeof failure === 'boolean' ? failure : failure(key)
    },
    change: async (token) => {
      changes.push(token)
      return change
    },
  }
}

const ADDRESS = '192.0.2.7'
const from = (address: string, authorization: string) => ({
  'CF-Connecting-IP': address,
  Authorization: authorization,
})
const idOf = async (token: string) =>
  DB.prepare('SELECT id FROM tokens WHERE hash = ?')
    .bind(await hashOf(token))
    .first<string>('id')

/** Every way to have no valid token and to show one all the same; and what is known of it. */
const failing = async (): Promise<[authorization: string, token: string | null][]> => {
  const tokens = {
    unknown: `pressroom_${'x'.repeat(43)}`,
    expired: await newToken('admin', { expires_at: office.now }),
    revoked: await newToken('admin', { revoked_at: office.now }),
  }
  return [
    ...Object.values(tokens).map((token): [string, string] => [`Bearer ${token}`, token]),
    ['Bearer', null],
    ['Bearer %', null],
    [`Basic ${btoa(`editor:${office.tokens.admin}`)}`, null],
    ['', null],
  ]
}

describe('a failed authentication', () => {
  test('is counted for its address and, by its digest, for the token', async () => {
    for (const [authorization, token] of await failing()) {
      failures = []
      expect((await office.read('/api/releases', from(ADDRESS, authorization))).status).toBe(401)
      expect(failures).toEqual([
        `address ${ADDRESS}`,
        ...(token === null ? [] : [`token ${await hashOf(token)}`]),
      ])
      if (token !== null) expect(failures.join()).not.toContain(token)
    }
  })

  test('is counted on every route, and no success is, nor whoever shows no token', async () => {
    const { json } = await office.create(english({}, { publish: true }))
    const wrong = from(ADDRESS, 'Bearer wrong')
    for (const path of ['', `/${json.release.id}`, `/${json.release.id}/revisions`]) {
      failures = []
      expect((await office.read(`/api/releases${path}`, wrong)).status).toBe(401)
      expect(failures).toHaveLength(2)
      failures = []
      for (const token of Object.values(office.tokens))
        expect((await office.ask(`/api/releases${path}`, { token })).status).toBe(200)
      await office.read(`/api/releases${path}`)
      expect(failures).toEqual([])
    }
    const read = { method: 'POST', body: english(), token: office.tokens.read }
    expectProblem(await office.ask('/api/releases', read), 403, /scope "draft"/)
    expect(failures).toEqual([])
  })

  test.each([
    ['203.0.113.9', '203.0.113.9', '203.0.113.9 ', '::ffff:203.0.113.9', '::FFFF:cb00:7109'],
    [
      '2001:db8:0:1',
      '2001:db8:0:1::1',
      '2001:DB8:0:1:ffff:ffff:ffff:ffff',
      '2001:0db8:0000:0001:0000:0000:0000:0042',
      '2001:db8::1:0:0:0:9',
    ],
    ['2001:db8:0:0', '2001:db8::', '2001:db8::9', '2001:db8:0:0:a:b:c:d', '2001:db8::a:b:c:d'],
    ['0:0:0:0', '::1', '::', '::2.3.4.5', '0:0:0:0:0:0:0:1'],
    ['64:ff9b:0:0', '64:ff9b::192.0.2.33'],
    ['2001:db8:1:2', '2001:db8:1:2:3:4:5::', '2001:db8:1:2:3:4:5:6'],
  ])('counts %s as one address, however it is written', async (key, ...spellings) => {
    for (const spelling of spellings) {
      failures = []
      await office.read('/api/releases', from(spelling, 'Bearer %'))
      expect([spelling, failures]).toEqual([spelling, [`address ${key}`]])
    }
  })

  test('from what is no address is counted too', async () => {
    for (const address of ['', 'fe80::1%eth0', ':::', '1:2', 'nowhere']) {
      failures = []
      await office.read('/api/releases', from(address, 'Bearer %'))
      expect(failures).toEqual([`address ${address}`])
    }
  })

  test('once too many is answered with 429, whatever was wrong, and stores nothing', async () => {
    letThrough(false, true)
    const answers = new Set<string>()
    for (const [authorization] of await failing())
      for (const method of ['GET', 'POST']) {
        const reply = await storingNothing(() =>
          office.ask('/api/releases', {
            method,
            token: null,
            headers: from(ADDRESS, authorization),
            ...(method === 'POST' ? { body: english() } : {}),
          }),
        )
        expectProblem(reply, 429, /without a valid token/)
        expect(reply.headers.get('Retry-After')).toBe('60')
        expect(reply.headers.get('WWW-Authenticate')).toBeNull()
        answers.add(JSON.stringify([reply.text, ...reply.headers]))
      }
    expect(answers.size).toBe(1)
  })

  test.each([/^address /, /^token /])('is too many where either count is: %s', async (over) => {
    letThrough((key) => !over.test(key), true)
    const reply = await office.read('/api/releases', from(ADDRESS, 'Bearer wrong'))
    expectProblem(reply, 429, /without a valid token/)
  })

  test('keeps nobody out who has a valid token and the same address', async () => {
    letThrough(false, true)
    expect((await office.read('/api/releases', from(ADDRESS, 'Bearer wrong'))).status).toBe(429)
    for (const [scope, token] of Object.entries(office.tokens)) {
      const headers = from(ADDRESS, `Bearer ${token}`)
      expect([scope, (await office.read('/api/releases', headers)).status]).toEqual([scope, 200])
    }
    expect((await office.read('/api/releases', { 'CF-Connecting-IP': ADDRESS })).status).toBe(200)
  })
})

describe('a change', () => {
  const ids = () => idOf(office.tokens.admin)

  test('is counted for its token, by its id, whatever comes of it', async () => {
    const id = await ids()
    const { json } = await office.create(english())
    expect(changes).toEqual([id])
    await office.publish(json.release.id)
    await office.edit(json.release.id, { no: 'release' })
    await office.edit(json.release.id, english(), '"9"')
    await office.ask('/api/releases', { method: 'POST', body: '{' })
    expect(changes).toEqual(Array(5).fill(id))
  })

  test('is not what is only read, nor what the token may not do', async () => {
    const { json } = await office.create(english())
    changes = []
    for (const method of ['GET', 'HEAD'])
      for (const path of [
        '',
        '?state=draft',
        `/${json.release.id}`,
        `/${json.release.id}/revisions`,
      ])
        await office.ask(`/api/releases${path}`, { method })
    await office.ask('/api/releases', {
      method: 'POST',
      body: english(),
      token: office.tokens.read,
    })
    expect(changes).toEqual([])
  })

  test('too many is answered with 429 and stores nothing, and reading goes on', async () => {
    const { json } = await office.create(english())
    const path = `/api/releases/${json.release.id}`
    letThrough(true, false)
    const headers = { 'If-Match': '*' }
    for (const [verb, method, body] of [
      ['', 'PUT', english()],
      ['/publication', 'POST', {}],
      ['/embargo', 'PUT', { until: '2030-01-01' }],
      ['/embargo', 'DELETE', undefined],
      ['/corrections', 'POST', { note: 'Wrong.' }],
      ['/withdrawal', 'POST', { reason: 'Wrong.' }],
    ] as const) {
      const reply = await storingNothing(() =>
        office.ask(`${path}${verb}`, { method, headers, ...(body ? { body } : {}) }),
      )
      expectProblem(reply, 429, /too many changes/)
      expect(reply.headers.get('Retry-After')).toBe('60')
    }
    expectProblem(await storingNothing(() => office.create(english())), 429, /too many changes/)
    expect((await office.ask(path)).json.revision).toBe(1)
    expect(office.logged).toContainEqual({
      event: 'limited',
      requestId: 'request-1',
      what: 'changes',
      token: await ids(),
    })
  })
})

describe('a limit of the platform that', () => {
  const BROKEN = {
    limit: async () => {
      throw new Error('No limiter today.')
    },
  }
  const ask = async (bindings: object, init: RequestInit, path = '/api/releases') => {
    const context = createExecutionContext()
    const request = new Request(new URL(path, 'https://press.test'), init)
    const response = await worker.fetch(
      request as never,
      { ...(env as object), FAILURES: undefined, CHANGES: undefined, ...bindings } as never,
      context,
    )
    await waitOnExecutionContext(context)
    return response.status
  }

  test.each([
    ['is missing', {}],
    ['fails', { FAILURES: BROKEN, CHANGES: BROKEN }],
  ])('%s limits nobody', async (_, bindings) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const Authorization = `Bearer ${office.tokens.draft}`
    const body = JSON.stringify(english())
    const headers = { Authorization, 'Content-Type': 'application/json' }
    for (let times = 0; times < 3; times++) {
      expect(await ask(bindings, { headers: { Authorization: 'Bearer wrong' } })).toBe(401)
      expect(await ask(bindings, { method: 'POST', headers, body })).toBe(201)
    }
    const told = log.mock.calls.flat().join('\n')
    expect(told.includes('"error"')).toBe('FAILURES' in bindings)
    expect(told).not.toContain('limited')
    log.mockRestore()
  })

  test('says no is heard', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const NO = { limit: async () => ({ success: false }) }
    const headers = { Authorization: 'Bearer wrong' }
    expect(await ask({ FAILURES: NO }, { headers })).toBe(429)
    const valid = { Authorization: `Bearer ${office.tokens.draft}` }
    expect(await ask({ CHANGES: NO }, { method: 'POST', headers: valid })).toBe(429)
    expect(await ask({ CHANGES: NO, FAILURES: NO }, { headers: valid })).toBe(200)
    log.mockRestore()
  })
})
