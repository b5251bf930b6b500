import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import type { Scope } from '../../src/newsroom/editor.ts'
import {
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { expectProblem, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const UNTIL = instantText(NOON + DAY)

interface Route {
  readonly method: string
  readonly path: string
  /** What is asked of the release at `:id` first. */
  readonly from?: object
  readonly body?: () => Json
  readonly headers?: Record<string, string>
  /** The least scope, or null where the public may ask too. */
  readonly scope: Scope | null
  readonly status: number
}
const ANY = { 'If-Match': '*' }
const ROUTES: Route[] = [
  { method: 'GET', path: '', scope: null, status: 200 },
  { method: 'GET', path: '/:id', from: { publish: true }, scope: null, status: 200 },
  { method: 'POST', path: '', body: () => english(), scope: 'draft', status: 201 },
  {
    method: 'POST',
    path: '',
    body: () => english({}, { publish: true }),
    scope: 'publish',
    status: 201,
  },
  {
    method: 'POST',
    path: '',
    body: () => english({}, { embargo: { until: UNTIL } }),
    scope: 'publish',
    status: 201,
  },
  {
    method: 'PUT',
    path: '/:new',
    body: () => english(),
    headers: { 'If-None-Match': '*' },
    scope: 'draft',
    status: 201,
  },
  {
    method: 'PUT',
    path: '/:new',
    body: () => english({}, { publish: { at: '2020-01-01' } }),
    headers: { 'If-None-Match': '*' },
    scope: 'publish',
    status: 201,
  },
  {
    method: 'PUT',
    path: '/:id',
    from: {},
    body: () => english(),
    headers: ANY,
    scope: 'draft',
    status: 200,
  },
  {
    method: 'PUT',
    path: '/:id',
    from: { publish: true },
    body: () => english(),
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'PUT',
    path: '/:id',
    from: { embargo: { until: UNTIL } },
    body: () => english(),
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'POST',
    path: '/:id/publication',
    from: {},
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'PUT',
    path: '/:id/embargo',
    from: {},
    body: () => ({ until: UNTIL }),
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/:id/embargo',
    from: { embargo: { until: UNTIL } },
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'POST',
    path: '/:id/corrections',
    from: { publish: true },
    body: () => ({ note: 'Wrong.' }),
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  {
    method: 'POST',
    path: '/:id/withdrawal',
    from: { publish: true },
    body: () => ({ reason: 'Wrong.' }),
    headers: ANY,
    scope: 'publish',
    status: 200,
  },
  { method: 'GET', path: '/:id/revisions', from: {}, scope: 'draft', status: 200 },
  { method: 'GET', path: '/:id/revisions/1', from: {}, scope: 'draft', status: 200 },
]

/** Headers that carry no valid token, whatever stands behind them. */
async function invalid(): Promise<Record<string, string>> {
  const valid = office.tokens.admin
  return {
    empty: '',
    'without a scheme': valid,
    'a scheme alone': 'Bearer',
    'a scheme and a blank': 'Bearer ',
    Basic: `Basic ${btoa(`editor:${valid}`)}`,
    'Basic with the token': `Basic ${valid}`,
    'another scheme that ends like it': `XBearer ${valid}`,
    quoted: `Bearer "${valid}"`,
    'with a comma': `Bearer,${valid}`,
    'with more after it': `Bearer ${valid} ${valid}`,
    'sent twice': `Bearer ${valid}, Bearer ${valid}`,
    'with letters that no token has': `Bearer ${valid}%`,
    'cut short': `Bearer ${valid.slice(0, -1)}`,
    'too long': `Bearer ${'x'.repeat(201)}`,
    'very long': `Bearer ${'x'.repeat(10_000)}`,
    'in capitals': `Bearer ${valid.toUpperCase()}`,
    unknown: `Bearer pressroom_${crypto.randomUUID()}`,
    'its stored digest': `Bearer ${await storedDigest()}`,
    expired: `Bearer ${await newToken('admin', { expires_at: NOON - 1 })}`,
    'expired at this instant': `Bearer ${await newToken('admin', { expires_at: NOON })}`,
    revoked: `Bearer ${await newToken('admin', { revoked_at: NOON - HOUR })}`,
  }
}

const storedDigest = () => DB.prepare('SELECT token_hash FROM editors').first<string>('token_hash')

/** Asks the route of a release that it may be asked of, with this Authorization. */
async function asked(route: Route, authorization: string | null): Promise<Reply> {
  const made = route.from && (await office.create(english({}, route.from))).json.release.id
  const path = route.path.replace(':id', made).replace(':new', crypto.randomUUID())
  return again(route, path, authorization)
}

const again = (route: Route, path: string, authorization: string | null) =>
  office.ask(`/api/releases${path}`, {
    method: route.method,
    token: null,
    headers: {
      ...route.headers,
      ...(authorization === null ? {} : { Authorization: authorization }),
    },
    ...(route.body ? { body: route.body() } : {}),
  })

describe.each(ROUTES)('$method $path, for $scope, from $from', (route) => {
  test('answers no token but a valid one, and all others alike', async () => {
    const made = route.from && (await office.create(english({}, route.from))).json.release.id
    const path = route.path.replace(':id', made).replace(':new', 'new')
    const fields = await invalid()
    const answers = new Set<string>()
    for (const field of Object.values(fields)) {
      const reply = await storingNothing(() => again(route, path, field))
      expectProblem(reply, 401, /Authorization: Bearer/)
      expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer realm="Pressroom"')
      answers.add(JSON.stringify([reply.text, ...reply.headers]))
    }
    const none = await storingNothing(() => again(route, path, null))
    if (route.scope === null) expect(none.status).toBe(route.status)
    else {
      expectProblem(none, 401, /Authorization: Bearer/)
      expect(none.headers.get('WWW-Authenticate')).toBe('Bearer realm="Pressroom"')
      answers.add(JSON.stringify([none.text, ...none.headers]))
    }
    expect(answers.size).toBe(1)
  })

  test('is for its scope and those above it', async () => {
    const scopes: Scope[] = ['draft', 'publish', 'admin']
    for (const [rank, scope] of scopes.entries()) {
      const made = route.from && (await office.create(english({}, route.from))).json.release.id
      const path = route.path.replace(':id', made).replace(':new', `new-${scope}`)
      const ask = () => again(route, path, `Bearer ${office.tokens[scope]}`)
      if (route.scope !== null && rank < scopes.indexOf(route.scope)) {
        const reply = await storingNothing(ask)
        expectProblem(reply, 403, new RegExp(`scope "${route.scope}"`))
        expect(reply.headers.get('WWW-Authenticate')).toBeNull()
      } else expect((await ask()).status).toBe(route.status)
    }
  })
})

test('a token is valid until the instant it expires, under any spelling of its scheme', async () => {
  const token = await newToken('draft', { expires_at: NOON + 1 })
  const ask = (scheme: string) =>
    office.read('/api/releases?state=draft', { Authorization: `${scheme} ${token}` })
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  '])
    expect((await ask(scheme)).status).toBe(200)
  office.now = NOON + 1
  expectProblem(await ask('Bearer'), 401, /valid token/)
})

test('what a body says is not read for whoever may not send it', async () => {
  const send = (body: string, token: string | null) =>
    storingNothing(() => office.ask('/api/releases', { method: 'POST', body, token }))
  for (const body of ['{', '{}', '']) {
    expectProblem(await send(body, null), 401, /valid token/)
    expectProblem(await send(body, 'unknown'), 401, /valid token/)
  }
  const early = await office.ask('/api/releases/x/withdrawal', {
    method: 'POST',
    body: '{',
    token: office.tokens.draft,
  })
  expectProblem(early, 403, /scope "publish"/)
})

test('no answer, no line of the log and no row of the store tells a token', async () => {
  const dead = {
    expired: await newToken('admin', { expires_at: 1 }),
    revoked: await newToken('admin', { revoked_at: 1 }),
    unknown: `pressroom_${crypto.randomUUID()}`,
  }
  const tokens = Object.values({ ...office.tokens, ...dead })
  const told: string[] = []
  for (const route of ROUTES)
    for (const token of tokens) {
      const reply = await asked(route, `Bearer ${token}`)
      told.push(reply.text, JSON.stringify([...reply.headers]))
    }
  office.wrap = (desk) => ({
    ...desk,
    releases: {
      ...desk.releases,
      find: async () => {
        throw new Error(`Bearer ${office.tokens.admin}`)
      },
    },
  })
  const failed = await office.ask('/api/releases/any')
  expectProblem(failed, 500, /logged/)
  told.push(failed.text, JSON.stringify(office.logged))
  const { results: tables } = await DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
  ).all<{ name: string }>()
  for (const { name } of tables)
    told.push(JSON.stringify((await DB.prepare(`SELECT * FROM "${name}"`).all()).results))
  expect(told.length).toBeGreaterThan(2 * ROUTES.length * tokens.length)
  for (const token of tokens) expect(told.filter((text) => text.includes(token))).toEqual([])
})
