import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import { SCOPES, type Scope } from '../../src/newsroom/editor.ts'
import { hashOf } from '../../src/routes/auth.ts'
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
  { method: 'GET', path: '/:id/revisions', from: {}, scope: 'read', status: 200 },
  { method: 'GET', path: '/:id/revisions/1', from: {}, scope: 'read', status: 200 },
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

const storedDigest = () => DB.prepare('SELECT hash FROM tokens').first<string>('hash')

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
    for (const [rank, scope] of SCOPES.entries()) {
      const made = route.from && (await office.create(english({}, route.from))).json.release.id
      const path = route.path.replace(':id', made).replace(':new', `new-${scope}`)
      const ask = () => again(route, path, `Bearer ${office.tokens[scope]}`)
      if (route.scope !== null && rank < SCOPES.indexOf(route.scope)) {
        const reply = await storingNothing(ask)
        // What a body asks for more is only read when the token may write at all.
        const named = scope === 'read' ? `(draft|${route.scope})` : route.scope
        expectProblem(reply, 403, new RegExp(`scope "${named}"`))
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

test('a token that may only read reads what is not public, and changes nothing', async () => {
  const { json } = await office.create(english())
  const token = office.tokens.read
  const draft = await office.ask(`/api/releases/${json.release.id}`, { token })
  expect(draft.json).toEqual(json.release)
  const drafts = await office.ask('/api/releases?state=draft', { token })
  expect(drafts.json.releases.map(({ id }: Json) => id)).toEqual([json.release.id])
  const history = await office.ask(`/api/releases/${json.release.id}/revisions/1`, { token })
  expect(history.json.release.texts).toEqual(json.release.texts)
  for (const route of ROUTES.filter(({ method }) => method !== 'GET')) {
    const path = route.path.replace(':id', json.release.id).replace(':new', 'new')
    const reply = await storingNothing(() => again(route, path, `Bearer ${token}`))
    expectProblem(reply, 403, /scope "(draft|publish)"/)
  }
})

test('a token that is revoked, or ends, opens nothing from the next request on', async () => {
  const { id } = (await office.create(english())).json.release
  for (const end of ['revoked_at = 1', `expires_at = ${NOON}`]) {
    const token = await newToken('admin')
    const ask = () => office.ask(`/api/releases/${id}/revisions`, { token })
    expect((await ask()).status).toBe(200)
    await DB.prepare(`UPDATE tokens SET ${end} WHERE hash = ?`)
      .bind(await hashOf(token))
      .run()
    expectProblem(await ask(), 401, /valid token/)
  }
})

test('every revision tells the editor and the token, which is another one after a rotation', async () => {
  const editor = { editor_id: 'press-desk', editor_name: 'Press desk' }
  const before = await newToken('publish', { ...editor, id: 'before' })
  const after = await newToken('publish', { ...editor, id: 'after' })
  const ask = (path: string, method: string, token: string, body: Json) =>
    office.ask(`/api/releases${path}`, { method, token, body, headers: ANY })
  const made = await ask('', 'POST', before, english())
  const { id } = made.json.release
  await ask(`/${id}`, 'PUT', before, english())
  await ask(`/${id}/publication`, 'POST', after, {})
  await DB.prepare("UPDATE tokens SET revoked_at = 1 WHERE id = 'before'").run()
  expect((await ask(`/${id}`, 'PUT', before, english())).status).toBe(401)
  expect((await ask(`/${id}/corrections`, 'POST', after, { note: 'Wrong.' })).status).toBe(200)
  const { revisions } = (await office.ask(`/api/releases/${id}/revisions`)).json
  expect(revisions.map(({ kind, token }: Json) => [kind, token])).toEqual([
    ['created', 'before'],
    ['edited', 'before'],
    ['published', 'after'],
    ['corrected', 'after'],
  ])
  for (const { number, editor, token } of revisions) {
    expect(editor).toEqual({ id: 'press-desk', name: 'Press desk' })
    const one = (await office.ask(`/api/releases/${id}/revisions/${number}`)).json
    expect([one.editor, one.token]).toEqual([editor, token])
  }
  expect(office.logged.filter(({ event }) => event === 'change').map(({ token }) => token)).toEqual(
    ['before', 'before', 'after', 'after'],
  )
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
