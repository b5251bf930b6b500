import { beforeEach, describe, expect, test } from 'vitest'
import {
  bilingual,
  DAY,
  DB,
  HOUR,
  type Json,
  NOON,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { expectProblem } from '../routes/answers.ts'
import { check } from './checked.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
  // Who waits for an answer that was cut off takes no time; who waits for a body has a signal.
  const { pause } = office
  office.pause = async (milliseconds, signal) => signal && pause(milliseconds, signal)
})

const at = (instant: number) => new Date(instant).toISOString()
const HELD = { embargo: { until: at(NOON + DAY) } }
const PUBLIC = { publish: true }

interface Act {
  readonly method: string
  readonly verb: string
  /** What is asked of the release that it changes; null where it makes one. */
  readonly from: object | null
  readonly body: () => Json
}
const CHANGES: Record<string, Act> = {
  'a draft': { method: 'POST', verb: '', from: null, body: () => bilingual() },
  'a new public release': { method: 'POST', verb: '', from: null, body: () => bilingual(PUBLIC) },
  'a new release under embargo': {
    method: 'POST',
    verb: '',
    from: null,
    body: () => bilingual(HELD),
  },
  'an edit of a draft': { method: 'PUT', verb: '', from: {}, body: () => bilingual() },
  'an edit of what is public': { method: 'PUT', verb: '', from: PUBLIC, body: () => bilingual() },
  'a publication': { method: 'POST', verb: '/publication', from: {}, body: () => ({}) },
  'an embargo': {
    method: 'PUT',
    verb: '/embargo',
    from: {},
    body: () => ({ until: at(NOON + DAY) }),
  },
  'a later embargo': {
    method: 'PUT',
    verb: '/embargo',
    from: HELD,
    body: () => ({ until: at(NOON + 2 * DAY) }),
  },
  'the end of an embargo': {
    method: 'DELETE',
    verb: '/embargo',
    from: HELD,
    body: () => undefined,
  },
  'a correction': {
    method: 'POST',
    verb: '/corrections',
    from: PUBLIC,
    body: () => ({ note: 'The sum was wrong.', texts: bilingual().texts }),
  },
  'a withdrawal': {
    method: 'POST',
    verb: '/withdrawal',
    from: PUBLIC,
    body: () => ({ reason: 'Issued in error.' }),
  },
}

/** What D1 says when it cannot be reached for a moment (its documentation, "Error list"). */
const MESSAGES = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
  'D1_ERROR: Internal error in D1 DB storage caused object to be reset.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'D1_ERROR: D1 DB reset because its code was updated.',
  'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
]

type Run = () => Promise<unknown>
interface Trouble {
  /** In the place of a round trip: a batch, or one statement by itself. */
  readonly trip?: (run: Run) => Promise<unknown>
  /** What is run in the place of a batch. */
  readonly batch?: (
    sql: readonly string[],
    statements: readonly D1PreparedStatement[],
  ) => readonly D1PreparedStatement[]
}

/** The database with something in between. */
function troubled({ trip = (run) => run(), batch = (_, all) => all }: Trouble) {
  const known = new WeakMap<object, { sql: string; real: D1PreparedStatement }>()
  const statement = (sql: string, real: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(real, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => statement(sql, target.bind(...values))
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => trip(() => value.apply(target, given))
      },
    })
    known.set(proxy, { sql, real })
    return proxy
  }
  return {
    prepare: (sql: string) => statement(sql, DB.prepare(sql)),
    batch: (proxies: D1PreparedStatement[]) => {
      const statements = proxies.map((proxy) => {
        const found = known.get(proxy)
        if (!found) throw new TypeError('a statement of another database')
        return found
      })
      const [sql, real] = [statements.map((one) => one.sql), statements.map((one) => one.real)]
      return trip(() => DB.batch([...batch(sql, real)]))
    },
  } as Pick<D1Database, 'prepare' | 'batch'>
}

/** What sends one request again and again, to a release of its own, with a key of its own. */
async function requesting({ method, verb, from, body }: Act) {
  const id = from && (await office.create(bilingual(from))).json.release.id
  const sent = body()
  const headers = {
    'Idempotency-Key': `"${crypto.randomUUID()}"`,
    ...(from ? { 'If-Match': '"1"' } : {}),
  }
  return () =>
    office.ask(`/api/releases${from ? `/${id}${verb}` : ''}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    })
}

/** Lets something go wrong while a request is answered. */
async function during(trouble: Trouble, ask: () => Promise<Reply>): Promise<Reply> {
  office.session = () => troubled(trouble)
  const reply = await ask()
  office.session = () => DB
  return reply
}

/** A clear answer: it was done, or it was not possible right now. */
function expectClear(reply: Reply, done: number): void {
  if (reply.status === done) return
  expectProblem(reply, 503, /does not answer right now/)
  expect(reply.headers.get('Retry-After')).toBe('5')
}

const LEDGER = ['revisions', 'events WHERE release_id IS NOT NULL']
const inLedger = async () => {
  const counts = LEDGER.map((table, i) => `(SELECT count(*) FROM ${table}) AS n${i}`)
  const row = await DB.prepare(`SELECT ${counts.join()}`).first<Record<string, number>>()
  return Object.values(row ?? {})
}

/** A release is what its last revision says, and each of its revisions is an event. */
async function expectNothingHalfDone(): Promise<void> {
  const { results } = await DB.prepare(
    `SELECT r.id FROM releases r WHERE
       r.revision <> (SELECT count(*) FROM revisions v WHERE v.release_id = r.id)
       OR r.revision <> (SELECT max(v.number) FROM revisions v WHERE v.release_id = r.id)
       OR r.revision <> (SELECT count(*) FROM events e
         WHERE e.release_id = r.id AND e.kind <> 'lifted')
       OR r.revision <> (SELECT count(DISTINCT e.revision) FROM events e WHERE e.release_id = r.id)
     UNION
     SELECT v.release_id FROM revisions v WHERE v.release_id NOT IN (SELECT id FROM releases)
     UNION
     SELECT r.id FROM releases r JOIN revisions v ON v.release_id = r.id AND v.number = r.revision,
       json_each(v.snapshot, '$.texts') AS said
       LEFT JOIN texts t ON t.release_id = r.id AND t.language = said.key
       LEFT JOIN slugs s ON s.language = t.language AND s.slug = t.slug
       WHERE t.headline IS NOT said.value ->> 'headline' OR t.slug IS NOT said.value ->> 'slug'
       OR t.body IS NOT said.value ->> 'body' OR s.release_id IS NOT r.id
     UNION
     SELECT t.release_id FROM texts t JOIN releases r ON r.id = t.release_id
       JOIN revisions v ON v.release_id = r.id AND v.number = r.revision
       WHERE json_extract(v.snapshot, '$.texts.' || t.language) IS NULL
     UNION
     SELECT a.release_id FROM answers a WHERE a.release_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM revisions v WHERE v.release_id = a.release_id AND v.number = a.revision)`,
  ).all()
  expect(results).toEqual([])
}

describe.each(Object.entries(CHANGES))('%s', (_, act) => {
  const done = act.from ? 200 : 201

  test.each([
    ['is not reached', async (fail: () => never) => fail()],
    [
      'is not heard',
      async (fail: () => never, run: Run) => {
        await run()
        fail()
      },
    ],
  ])('whichever round trip to the database %s, it is done once', async (_, broken) => {
    let failed = true
    let clear = 0
    for (let failing = 1; failed; failing++) {
      const ask = await requesting(act)
      const before = await inLedger()
      failed = false
      let trips = 0
      const fail = (): never => {
        failed = true
        throw new Error(MESSAGES[failing % MESSAGES.length])
      }
      const trip = (run: Run) => (++trips === failing ? broken(fail, run) : run())
      const first = await during({ trip }, ask)
      expectClear(first, done)
      if (first.status === 503) clear++
      await expectNothingHalfDone()

      const again = await ask()
      expect(again.status).toBe(done)
      expect(await inLedger()).toEqual(before.map((count) => count + 1))
      if (first.status === done) expect(again.text).toBe(first.text)
      const third = await ask()
      expect([third.text, third.headers.get('Idempotency-Replayed')]).toEqual([again.text, 'true'])
      await expectNothingHalfDone()
      // Who asks, what there is, the slugs, the batch, and that its answer is kept.
      if (!failed) expect(failing).toBeGreaterThan(act.from ? 4 : 3)
    }
    expect(clear).toBeGreaterThanOrEqual(3)
    office.now += HOUR
    await office.schedule()
    await check(office)
  })

  test('whichever statement of its batch fails, nothing of it is stored', async () => {
    const ask = await requesting(act)
    const [before, counts] = [await everything(), await inLedger()]
    let size = 1
    for (let failing = 0; failing < size; failing++) {
      const reply = await during(
        {
          batch: (sql, statements) => {
            if (!sql.some((one) => one.startsWith('insert into "revisions"'))) return statements
            size = sql.length
            // It fails when it is run: what stands before it has been done.
            return statements.with(failing, DB.prepare(`SELECT json('{')`))
          },
          trip: (run) =>
            run().catch((error: Error) => {
              expect(error.message).toContain('malformed JSON')
              throw new Error(MESSAGES[failing % MESSAGES.length])
            }),
        },
        ask,
      )
      expectProblem(reply, 503, /does not answer right now/)
      expect(reply.headers.get('Retry-After')).toBe('5')
      expect(await everything()).toEqual(before)
    }
    expect(size).toBeGreaterThan(5)
    const again = await ask()
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([done, null])
    expect(await inLedger()).toEqual(counts.map((count) => count + 1))
    await expectNothingHalfDone()
  })
})

test('a statement that is wrong is a fault of this side: told so, logged, and nothing is stored', async () => {
  const ask = await requesting(CHANGES['a publication'] as Act)
  const before = await everything()
  const reply = await during(
    { batch: (sql, all) => (sql.length > 5 ? all.with(5, DB.prepare(`SELECT json('{')`)) : all) },
    ask,
  )
  expectProblem(reply, 500, /on this side and has been logged/)
  expect(reply.headers.get('Retry-After')).toBeNull()
  expect(office.logged.at(-1)).toMatchObject({ event: 'error', requestId: 'request-1' })
  expect(await everything()).toEqual(before)
  expect((await ask()).status).toBe(200)
})

test('a database that is out of reach for good says so to every request, and is as it was', async () => {
  const asks = await Promise.all(Object.values(CHANGES).map(requesting))
  const before = await everything()
  for (const ask of asks) {
    const trip = () => Promise.reject(new Error(MESSAGES[0]))
    expectClear(await during({ trip }, ask), 503)
  }
  expect(await everything()).toEqual(before)
  for (const ask of asks) expect((await ask()).status).toBeLessThan(300)
  await check(office)
})

/** Every row of every table that a change may touch. */
async function everything(): Promise<Json> {
  const { results } = await DB.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' ESCAPE '\\'
     UNION VALUES ('stale_pages'), ('rendered_pages'), ('last_rebuild'), ('topic_texts')`,
  ).all<{ name: string }>()
  expect(results.length).toBeGreaterThan(10)
  const rows = await DB.batch(results.map(({ name }) => DB.prepare(`SELECT * FROM ${name}`)))
  return Object.fromEntries(results.map(({ name }, i) => [name, rows[i]?.results]))
}
