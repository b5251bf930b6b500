import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/newsroom/ports.ts'
import type { Desk } from '../../src/routes/desk.ts'
import {
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  MINUTE,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { check } from '../stories/check.ts'
import { expectProblem, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const UNTIL = new Date(NOON + DAY).toISOString()
const LATER = new Date(NOON + 2 * DAY).toISOString()

interface Route {
  readonly method: string
  readonly verb: string
  /** What is asked of the release that it changes; null where it makes one. */
  readonly from: object | null
  readonly body: () => Json
}
const ROUTES: Record<string, Route> = {
  'a draft': { method: 'POST', verb: '', from: null, body: () => english() },
  'a new public release': {
    method: 'POST',
    verb: '',
    from: null,
    body: () => english({}, { publish: true }),
  },
  'a release with an id of its own': {
    method: 'PUT',
    verb: '/new',
    from: null,
    body: () => english({}, { embargo: { until: UNTIL } }),
  },
  'an edit': { method: 'PUT', verb: '', from: { publish: true }, body: () => english() },
  'a publication': { method: 'POST', verb: '/publication', from: {}, body: () => ({}) },
  'a publication without a body': {
    method: 'POST',
    verb: '/publication',
    from: {},
    body: () => undefined,
  },
  'an embargo': { method: 'PUT', verb: '/embargo', from: {}, body: () => ({ until: UNTIL }) },
  'a later embargo': {
    method: 'PUT',
    verb: '/embargo',
    from: { embargo: { until: UNTIL } },
    body: () => ({ until: LATER }),
  },
  'the end of an embargo': {
    method: 'DELETE',
    verb: '/embargo',
    from: { embargo: { until: UNTIL } },
    body: () => undefined,
  },
  'a correction': {
    method: 'POST',
    verb: '/corrections',
    from: { publish: true },
    body: () => ({ note: 'The sum was wrong.' }),
  },
  'a withdrawal': {
    method: 'POST',
    verb: '/withdrawal',
    from: { publish: true },
    body: () => ({ reason: 'Issued in error.' }),
  },
}
const KEY = 'a-key'
const MARK = 'Idempotency-Replayed'

type Over = { key?: string | null; ifMatch?: string; token?: string; body?: Json; path?: string }

/** What sends one and the same request, to a release that it may change. */
async function requesting({ method, verb, from, body }: Route) {
  const id = from && (await office.create(english({}, from))).json.release.id
  const path = from
    ? `/api/releases/${id}${verb}`
    : `/api/releases${verb.replace('new', crypto.randomUUID())}`
  const sent = body()
  return (over: Over = {}) => {
    const key = over.key === undefined ? KEY : over.key
    const condition = from
      ? { 'If-Match': over.ifMatch ?? '"1"' }
      : method === 'PUT'
        ? { 'If-None-Match': '*' }
        : {}
    const given = 'body' in over ? over.body : sent
    return office.ask(over.path ?? path, {
      method,
      headers: { ...condition, ...(key === null ? {} : { 'Idempotency-Key': key }) },
      ...(given === undefined ? {} : { body: given }),
      ...(over.token === undefined ? {} : { token: over.token }),
    })
  }
}

const marked = ({ headers }: Reply) => headers.get(MARK)
/** All of an answer that has to be the same again. */
const told = ({ status, headers, text }: Reply) => ({
  status,
  text,
  headers: ['ETag', 'Location', 'Content-Type', 'Cache-Control'].map((name) => headers.get(name)),
})
const rowsOf = async (table: string) =>
  (await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? 0

const withAnswers = (change: (answers: Answers, desk: Desk) => Partial<Answers>) => {
  office.wrap = (desk) => ({ ...desk, answers: { ...desk.answers, ...change(desk.answers, desk) } })
}
const untouched = (desk: Desk) => desk
/** Requests that wait for an answer take no time; one that waits for its body has a signal. */
const passTime = (meanwhile: (milliseconds: number) => unknown = () => undefined) => {
  const { pause } = office
  office.pause = async (milliseconds, signal) =>
    signal ? pause(milliseconds, signal) : meanwhile(milliseconds)
}

describe.each(Object.entries(ROUTES))('%s', (_, route) => {
  test('is answered again as it was the first time, byte for byte, and marked', async () => {
    const ask = await requesting(route)
    const first = await ask()
    expect(first.status).toBe(route.from ? 200 : 201)
    expect(marked(first)).toBeNull()
    office.now += HOUR
    const again = await storingNothing(() => ask())
    expect(told(again)).toEqual(told(first))
    expect(marked(again)).toBe('true')
    // Also for who has read the new ETag meanwhile.
    for (const ifMatch of ['"2"', '*'])
      expect(told(await storingNothing(() => ask({ ifMatch })))).toEqual(told(first))
  })

  test('is done once by twenty at once, who all get the same answer', async () => {
    const ask = await requesting(route)
    const before = await rowsOf('revisions')
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(new Set(replies.map((reply) => JSON.stringify(told(reply)))).size).toBe(1)
    expect(replies[0]?.status).toBe(route.from ? 200 : 201)
    expect(replies.filter((reply) => marked(reply) === null)).toHaveLength(1)
    expect(await rowsOf('revisions')).toBe(before + 1)
    expect(await rowsOf('events WHERE release_id IS NOT NULL')).toBe(before + 1)
  })

  test('is answered after the Worker died between the change and its answer', async () => {
    const ask = await requesting(route)
    const before = await rowsOf('revisions')
    let unkept: Json
    withAnswers(() => ({
      keep: async (_, answer) => {
        unkept = answer
        throw new Error('killed')
      },
    }))
    // Whether this arrives or not: nothing is kept of it.
    expect((await ask()).status).toBe(unkept?.status)
    office.wrap = untouched
    office.now += MINUTE
    let waited = 0
    passTime(() => waited++)
    const again = await ask()
    const { release, receipt } = again.json
    const intended = JSON.parse(unkept.body)
    expect(release).toEqual(intended.release)
    expect({ ...receipt, rebuilt: null }).toEqual({
      ...intended.receipt,
      rebuilt: null,
      ...EDGE(receipt),
    })
    expect([again.status, marked(again)]).toEqual([unkept.status, 'true'])
    for (const name of ['ETag', 'Location', 'Content-Type'])
      expect(again.headers.get(name)).toBe(unkept.headers[name] ?? null)
    // What is a minute old is not under way any more.
    expect(waited).toBe(0)
    expect(await rowsOf('revisions')).toBe(before + 1)
    office.now += HOUR
    expect(told(await storingNothing(() => ask()))).toEqual(told(again))
    await check(office)
  })

  test('is done after the Worker died before the change', async () => {
    const ask = await requesting(route)
    const before = await rowsOf('revisions')
    const die = () => Promise.reject(new Error('killed'))
    office.wrap = (desk) => ({
      ...desk,
      releases: { ...desk.releases, create: die, update: die },
    })
    expect((await storingNothing(() => ask())).status).toBe(500)
    office.wrap = untouched
    const again = await ask()
    expect([again.status, marked(again)]).toEqual([route.from ? 200 : 201, null])
    expect(await rowsOf('revisions')).toBe(before + 1)
  })

  test('is refused under the key of another request, and nothing is done', async () => {
    await office.ask('/api/releases', {
      method: 'POST',
      body: english(),
      headers: { 'Idempotency-Key': KEY },
    })
    const ask = await requesting(route)
    expectProblem(await storingNothing(() => ask()), 422, /Another request.*choose a new one/)
    expect((await ask({ key: 'another' })).status).toBe(route.from ? 200 : 201)
    expectProblem(await storingNothing(() => ask()), 422, /Another request/)
  })

  test('is anew after a day', async () => {
    const ask = await requesting(route)
    const first = await ask()
    office.now += DAY - 1
    expect(told(await storingNothing(() => ask()))).toEqual(told(first))
    office.now += 1
    const anew = await ask()
    expect(marked(anew)).toBeNull()
    expect(anew.json).not.toEqual(first.json)
  })
})

/** What the rebuild of a late answer may tell otherwise: the first has purged already, or not. */
const EDGE = ({ edge }: Json) => ({ edge })

/** An answer is kept when it may go on; `atHold` is when it would be. */
function holdAnswers() {
  const [held, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  withAnswers((answers) => ({
    keep: async (...given) => {
      reached.resolve()
      await held.promise
      return answers.keep(...given)
    },
  }))
  return { goOn: held.resolve, atHold: reached.promise }
}

describe('while the first is still running', () => {
  const route = ROUTES['a publication'] as Route

  test('a repeated request waits for its answer', async () => {
    const ask = await requesting(route)
    const { goOn, atHold } = holdAnswers()
    const first = ask()
    await atHold
    const pauses: number[] = []
    passTime(async (milliseconds) => {
      pauses.push(milliseconds)
      if (pauses.length < 3) return
      goOn()
      await first
    })
    const again = await ask()
    expect(told(again)).toEqual(told(await first))
    expect([marked(await first), marked(again)]).toEqual([null, 'true'])
    expect(pauses).toEqual([250, 500, 1000])
    await check(office)
  })

  test.each(['a publication', 'a new public release', 'the end of an embargo'])(
    '%s that takes too long is answered by who repeats it, and to everybody alike',
    async (name) => {
      const ask = await requesting(ROUTES[name] as Route)
      const { goOn, atHold } = holdAnswers()
      const first = ask()
      await atHold
      office.wrap = untouched
      let waited = 0
      passTime((milliseconds) => {
        waited += milliseconds
      })
      const again = await ask()
      expect(waited).toBeGreaterThanOrEqual(10_000)
      expect(waited).toBeLessThan(20_000)
      goOn()
      const late = await first
      expect(told(late)).toEqual(told(again))
      // Who has made the change is the first, also if its answer came second.
      expect([marked(late), marked(again)]).toEqual([null, 'true'])
      expect(told(await ask())).toEqual(told(again))
      await check(office)
    },
  )

  test('a request that never comes back is answered by who repeats it', async () => {
    const ask = await requesting(route)
    let isHeld = () => {}
    const atHold = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    withAnswers(() => ({
      keep: () => {
        isHeld()
        return new Promise(() => {})
      },
    }))
    void ask()
    await atHold
    office.wrap = untouched
    passTime()
    const replies = await Promise.all(Array.from({ length: 5 }, () => ask()))
    expect(new Set(replies.map((reply) => JSON.stringify(told(reply)))).size).toBe(1)
    expect(replies.map(marked)).toEqual(Array(5).fill('true'))
    expect(replies[0]?.json.release.state).toBe('published')
    await check(office)
  })

  test('what another one refuses meanwhile does not answer for what was done', async () => {
    const ask = await requesting(route)
    const editor = 'somebody'
    const token = await newToken('publish', { editor_id: editor })
    withAnswers(() => ({ keep: () => Promise.reject(new Error('killed')) }))
    await ask({ token })
    office.wrap = untouched
    const { answers, now } = office.desk
    const known = await answers.find({ editor, key: KEY }, now)
    expect(known).toMatchObject({ done: { revision: 2 }, answer: null })
    const request = { editor, key: KEY, digest: known?.digest ?? '' }
    const refusal = { status: 409, headers: {}, body: '{}' }
    expect(await answers.keep(request, refusal, now, null)).toEqual(known)
    const other = known?.done ? { ...known.done, revision: 3 } : null
    expect(await answers.keep(request, refusal, now, other)).toEqual(known)
    passTime()
    // The state does not allow it any more, and it was this request that has changed it.
    const again = await ask({ token, ifMatch: '*' })
    expect([again.status, marked(again)]).toEqual([200, 'true'])
  })
})

test('a release that was made and then edited under the same key is not mixed up', async () => {
  const path = `/api/releases/${crypto.randomUUID()}`
  const body = english()
  const put = (headers: Record<string, string>) =>
    office.ask(path, { method: 'PUT', body, headers: { ...headers, 'Idempotency-Key': KEY } })
  const first = await put({ 'If-None-Match': '*' })
  office.now += MINUTE
  expectProblem(await put({ 'If-Match': '"1"' }), 422, /choose a new one/)
  const again = await put({ 'If-None-Match': '*' })
  expect([again.text, again.headers.get('Location'), marked(again)]).toEqual([
    first.text,
    path,
    'true',
  ])
})

describe('a change that changes nothing', () => {
  test('is answered again as it was, whatever has changed meanwhile', async () => {
    const body = english()
    const { id } = (await office.create(body)).json.release
    const path = `/api/releases/${id}`
    const headers = { 'If-Match': '*', 'Idempotency-Key': KEY }
    const ask = () => office.ask(path, { method: 'PUT', body, headers })
    const first = await storingNothing(ask)
    expect([first.status, first.headers.get('ETag'), marked(first)]).toEqual([200, '"1"', null])
    await office.edit(id, english())
    const again = await storingNothing(ask)
    expect([told(again), marked(again)]).toEqual([told(first), 'true'])
  })
})

describe('a decision against a change', () => {
  interface Refused {
    readonly status: number
    /** Makes the request, what is refused first, and what would let it through. */
    readonly story: () => Promise<{ ask: () => Promise<Reply>; makeWay: () => Promise<unknown> }>
  }
  const asking =
    (method: string, path: string, body: Json, condition: Record<string, string> = ANY) =>
    () =>
      office.ask(`/api/releases${path}`, {
        method,
        body,
        headers: { ...condition, 'Idempotency-Key': KEY },
      })
  const ANY = { 'If-Match': '*' }
  const DECISIONS: Record<string, Refused> = {
    'there is no such release': {
      status: 404,
      story: async () => ({
        ask: asking('PUT', '/to-be', english()),
        makeWay: () =>
          office.ask('/api/releases/to-be', {
            method: 'PUT',
            body: english(),
            headers: { 'If-None-Match': '*' },
          }),
      }),
    },
    'the state does not allow it': {
      status: 409,
      story: async () => {
        const { id } = (await office.create(english())).json.release
        return {
          ask: asking('POST', `/${id}/corrections`, { note: 'Wrong.' }),
          makeWay: () => office.publish(id),
        }
      },
    },
    'it is not complete': {
      status: 422,
      story: async () => {
        const { id } = (await office.create(english({ body: null }))).json.release
        return {
          ask: asking('POST', `/${id}/publication`, {}),
          makeWay: () => office.edit(id, english()),
        }
      },
    },
    'a new release is not complete': {
      status: 422,
      story: async () => ({
        ask: asking('POST', '', english({ body: null }, { publish: true }), {}),
        makeWay: async () => {},
      }),
    },
    'the slug is taken': {
      status: 422,
      story: async () => {
        const { id } = (await office.create(english({ slug: 'taken' }))).json.release
        return {
          ask: asking('POST', '', english({ slug: 'taken' }), {}),
          makeWay: () => office.edit(id, english({ slug: 'free' })),
        }
      },
    },
    'the embargo ends in the past': {
      status: 422,
      story: async () => {
        const { id } = (await office.create(english())).json.release
        return {
          ask: asking('PUT', `/${id}/embargo`, { until: new Date(NOON).toISOString() }),
          makeWay: async () => {
            office.now -= MINUTE
          },
        }
      },
    },
  }

  test.each(Object.entries(DECISIONS))('is told again: %s', async (_, { status, story }) => {
    const { ask, makeWay } = await story()
    const first = await storingNothing(ask)
    expect([first.status, marked(first)]).toEqual([status, null])
    await makeWay()
    const again = await storingNothing(ask)
    expect(told(again)).toEqual(told(first))
    expect(marked(again)).toBe('true')
    expect(again.headers.get('Content-Type')).toBe('application/problem+json')
  })

  test('is told alike to twenty at once', async () => {
    const { ask } = await (DECISIONS['the slug is taken'] as Refused).story()
    const replies = await Promise.all(Array.from({ length: 20 }, ask))
    expect(new Set(replies.map((reply) => JSON.stringify(told(reply)))).size).toBe(1)
    expect(replies.filter((reply) => marked(reply) === null)).toHaveLength(1)
  })
})

describe('a request about which nothing was decided may be sent again under its key', () => {
  const publication = async () => {
    const { id } = (await office.create(english())).json.release
    return (headers: Record<string, string>, more: object = {}) =>
      office.ask(`/api/releases/${id}/publication`, {
        method: 'POST',
        body: {},
        headers: { ...headers, 'Idempotency-Key': KEY },
        ...more,
      })
  }
  /** It gets through, having been refused. */
  async function getsThrough(ask: () => Promise<Reply>) {
    const reply = await ask()
    expect([reply.status, marked(reply)]).toEqual([200, null])
  }

  test('412: with the tag of what there is now', async () => {
    const ask = await publication()
    for (let i = 0; i < 2; i++) {
      const refused = await storingNothing(() => ask({ 'If-Match': '"7"' }))
      expectProblem(refused, 412, /has changed since/)
      expect(marked(refused)).toBeNull()
    }
    await getsThrough(() => ask({ 'If-Match': '"1"' }))
  })

  test('428: with a tag', async () => {
    const ask = await publication()
    expectProblem(await storingNothing(() => ask({})), 428, /If-Match/)
    await getsThrough(() => ask({ 'If-Match': '"1"' }))
  })

  test('401 and 403: with a token that may', async () => {
    const ask = await publication()
    const [editor_id, ANY] = ['one', { 'If-Match': '*' }]
    const [draft, publish] = [
      await newToken('draft', { editor_id }),
      await newToken('publish', { editor_id }),
    ]
    expectProblem(await storingNothing(() => ask(ANY, { token: 'none' })), 401, /token/)
    expectProblem(await storingNothing(() => ask(ANY, { token: draft })), 403, /scope/)
    await getsThrough(() => ask(ANY, { token: publish }))
  })

  test('403: a token for one language, and then one for all', async () => {
    const ask = await publication()
    const [editor_id, ANY] = ['one', { 'If-Match': '*' }]
    const arabic = await newToken('publish', { editor_id, languages: '["ar"]' })
    expectProblem(await storingNothing(() => ask(ANY, { token: arabic })), 403, /ar only/)
    const publish = await newToken('publish', { editor_id })
    await getsThrough(() => ask(ANY, { token: publish }))
  })

  test('422: with a body that can be read', async () => {
    const ask = await publication()
    const condition = { 'If-Match': '*' }
    expect((await storingNothing(() => ask(condition, { body: { at: 'x' } }))).status).toBe(422)
    expect((await storingNothing(() => ask(condition, { body: '{' }))).status).toBe(400)
    await getsThrough(() => ask(condition))
  })

  test('429: a minute later', async () => {
    const ask = await publication()
    office.limits = { ...office.limits, change: async () => false }
    expectProblem(await storingNothing(() => ask({ 'If-Match': '*' })), 429, /too many/)
    office.limits = { ...office.limits, change: async () => true }
    await getsThrough(() => ask({ 'If-Match': '*' }))
  })
})

test('a refusal stands for the revision that it was about, and a change for every one', async () => {
  const { id } = (await office.create(english({ body: '' }))).json.release
  const path = `/api/releases/${id}`
  const publish = (etag: string) =>
    office.ask(`${path}/publication`, {
      method: 'POST',
      headers: { 'If-Match': etag, 'Idempotency-Key': 'publish' },
    })
  expectProblem(await publish('"1"'), 422, /not complete/, { '/texts/en/body': 'missing' })
  await office.edit(id, english())
  expectProblem(await publish('"2"'), 422, /choose a new one/)
  const put = (body: Json, etag: string) =>
    office.ask(path, {
      method: 'PUT',
      body,
      headers: { 'If-Match': etag, 'Idempotency-Key': 'put' },
    })
  const body = english()
  const first = await put(body, '"2"')
  const again = await put(body, first.headers.get('ETag') ?? '')
  expect([again.text, again.headers.get('Idempotency-Replayed')]).toEqual([first.text, 'true'])
})

test('whose token may not do it gets no answer that another token of the editor got', async () => {
  const { id } = (await office.create(english({}, { publish: true }))).json.release
  const editor = { editor_id: 'night-desk', editor_name: 'Night desk' }
  const may = await newToken('publish', editor)
  const mayNot = await newToken('draft', editor)
  const body = english()
  const put = (token: string) =>
    office.ask(`/api/releases/${id}`, {
      method: 'PUT',
      body,
      token,
      headers: { 'If-Match': '"1"', 'Idempotency-Key': 'k' },
    })
  expect((await put(may)).status).toBe(200)
  // The tag is judged first, and an editor may know of the other's change.
  expect([403, 412, 200]).toContain((await put(mayNot)).status)
})

test('what was done is answered also where nothing can be kept', async () => {
  office.wrap = (desk) => ({
    ...desk,
    answers: { ...desk.answers, keep: () => Promise.reject(new Error('too large')) },
  })
  const ask = { method: 'POST', body: english(), headers: { 'Idempotency-Key': 'k' } }
  const first = await office.ask('/api/releases', ask)
  expect(first.status).toBe(201)
  expect(office.logged.at(-1)).toMatchObject({ event: 'not-kept' })
  office.now += MINUTE
  const again = await office.ask('/api/releases', ask)
  expect(again.json.release).toEqual(first.json.release)
  expect(again.headers.get('Idempotency-Replayed')).toBe('true')
})

describe('whose a key is', () => {
  const creation = ROUTES['a draft'] as Route

  test('the same key of two editors is two keys', async () => {
    const ask = await requesting(creation)
    const tokens = [await newToken('draft'), await newToken('publish')]
    const replies = await Promise.all(tokens.map((token) => ask({ token })))
    expect(replies.map(({ status }) => status)).toEqual([201, 201])
    expect(replies.map(marked)).toEqual([null, null])
    expect(new Set(replies.map(({ json }) => json.release.id)).size).toBe(2)
    for (const [at, token] of tokens.entries()) {
      const again = await ask({ token })
      expect(told(again)).toEqual(told(replies[at] as Reply))
    }
  })

  test('an editor whose token was rotated can repeat, and one whose was revoked cannot', async () => {
    const ask = await requesting(creation)
    const editor_id = 'rotating'
    const old = await newToken('publish', { editor_id })
    const first = await ask({ token: old })
    const other = await newToken('publish', { editor_id })
    expect(told(await ask({ token: other }))).toEqual(told(first))
    await DB.prepare("UPDATE tokens SET revoked_at = 1 WHERE editor_id = 'rotating' AND hash = ?")
      .bind(await digestOf(old))
      .run()
    expectProblem(await storingNothing(() => ask({ token: old })), 401, /token/)
    expect(marked(await ask({ token: other }))).toBe('true')
  })

  const digestOf = async (text: string) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
})

describe('the key', () => {
  const creation = ROUTES['a draft'] as Route

  test('is a string in quotes, or the bare text of it', async () => {
    const printable = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 255,
    })
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        await DB.prepare('DELETE FROM answers').run()
        const ask = await requesting(creation)
        // A header loses the spaces at its ends, and bare text does not begin with a quotation mark.
        const bare = `k${text}`.slice(0, 255).trimEnd()
        const quoted = `"${bare.replaceAll(/["\\]/g, '\\$&')}"`
        expect((await ask({ key: quoted })).status).toBe(201)
        expect(marked(await ask({ key: bare }))).toBe('true')
        expect(marked(await ask({ key: `${bare.slice(0, 254)}~` }))).toBeNull()
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['nothing', ''],
    ['an empty string', '""'],
    ['a string that does not end', '"abc'],
    ['a quotation mark alone', '"'],
    ['a quotation mark within', '"a"b"'],
    ['something after the string', '"abc";p=1'],
    ['two strings', '"abc", "def"'],
    ['an escape of something else', '"a\\bc"'],
    ['a backslash at the end', '"abc\\"'],
    ['256 characters', 'x'.repeat(256)],
    ['256 characters in quotes', `"${'x'.repeat(256)}"`],
    ['a letter with an accent', 'caf\u00e9'],
    ['a tab', 'a\tb'],
    ['a character that cannot be printed', 'a\u007fb'],
  ])('is not %s', async (_, key) => {
    const ask = await requesting(creation)
    const reply = await storingNothing(() => ask({ key }))
    expectProblem(reply, 422, /Nothing was stored/, { 'Idempotency-Key': /1 to 255 printable/ })
    expect(await rowsOf('answers')).toBe(0)
  })

  test.each(['x'.repeat(255), `"${'\\"'.repeat(255)}"`, '{}', "it's", '0', 'a b'])(
    'may be %s',
    async (key) => {
      const ask = await requesting(creation)
      expect((await ask({ key })).status).toBe(201)
      expect(marked(await ask({ key }))).toBe('true')
    },
  )

  test('lets every request be done once, whichever come in whichever order', async () => {
    const bodies = ['One', 'Two'].map((headline) => JSON.stringify(english({ headline })))
    const tokens = [await newToken('draft'), await newToken('draft')]
    const request = fc.record({
      who: fc.constantFrom(0, 1),
      key: fc.constantFrom('a', 'b', null),
      body: fc.constantFrom(...bodies),
      later: fc.constantFrom(0, 0, HOUR, 20 * HOUR),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 20 }), async (requests) => {
        await DB.prepare('DELETE FROM answers').run()
        const known = new Map<string, { body: string; at: number; first: Reply }>()
        for (const { who, key, body, later } of requests) {
          office.now += later
          const before = await rowsOf('releases')
          const reply = await office.ask('/api/releases', {
            method: 'POST',
            body,
            token: tokens[who] as string,
            headers: key === null ? {} : { 'Idempotency-Key': key },
          })
          const made = (await rowsOf('releases')) - before
          const earlier = known.get(`${who} ${key}`)
          const isKept = key !== null && earlier && earlier.at > office.now - DAY
          if (!isKept) {
            expect([reply.status, marked(reply), made]).toEqual([201, null, 1])
            known.set(`${who} ${key}`, { body, at: office.now, first: reply })
          } else if (earlier.body === body) {
            expect(told(reply)).toEqual(told(earlier.first))
            expect([marked(reply), made]).toEqual(['true', 0])
          } else {
            expectProblem(reply, 422, /Another request/)
            expect([marked(reply), made]).toEqual([null, 0])
          }
        }
      }),
      { numRuns: 15 },
    )
  })

  test('stands for the path too: the same body to another release is another request', async () => {
    const ids: string[] = []
    for (let i = 0; i < 2; i++) ids.push((await office.create(english())).json.release.id)
    const headers = { 'If-Match': '"1"', 'Idempotency-Key': KEY }
    const publish = (id: string) =>
      office.ask(`/api/releases/${id}/publication`, { method: 'POST', body: {}, headers })
    expect((await publish(ids[0] ?? '')).status).toBe(200)
    expectProblem(await storingNothing(() => publish(ids[1] ?? '')), 422, /Another request/)
  })

  test('stands for the method too', async () => {
    const { id } = (await office.create(english({}, { embargo: { until: UNTIL } }))).json.release
    const headers = { 'If-Match': '*', 'Idempotency-Key': KEY }
    const path = `/api/releases/${id}/embargo`
    expect((await office.ask(path, { method: 'DELETE', headers })).status).toBe(200)
    const put = () => office.ask(path, { method: 'PUT', body: { until: UNTIL }, headers })
    expectProblem(await storingNothing(put), 422, /Another request/)
  })
})

describe('what is kept', () => {
  test('costs one statement more, and nothing without a key', async () => {
    const costs = []
    for (const key of [null, KEY]) {
      const ask = await requesting(ROUTES['a publication'] as Route)
      await ask({ key })
      costs.push(office.cost.statements)
      expect(await rowsOf('answers')).toBe(key ? 1 : 0)
    }
    const [without = 0, withKey = 0] = costs
    expect(without).toBeLessThanOrEqual(6)
    expect(withKey).toBe(without + 1)
  })

  test('goes after a day, with whatever is sent next', async () => {
    const ask = await requesting(ROUTES['a draft'] as Route)
    for (let i = 0; i < 30; i++) await ask({ key: `old-${i}` })
    office.now += DAY
    for (const left of [30 - 20 + 1, 2, 3]) {
      await ask({ key: `new-${left}` })
      expect(await rowsOf('answers')).toBeLessThanOrEqual(left)
    }
    expect(await rowsOf("answers WHERE key LIKE 'old%'")).toBe(0)
  })

  test('neither a key nor a body is logged', async () => {
    const ask = await requesting(ROUTES['a publication'] as Route)
    for (let i = 0; i < 2; i++) await ask({ key: 'a-key-to-look-for' })
    expect(JSON.stringify(office.logged)).not.toContain('a-key-to-look-for')
    expect(office.logged.filter(({ event }) => event === 'change')).toHaveLength(2)
  })
})
