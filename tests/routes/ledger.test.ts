import { beforeEach, describe, expect, test } from 'vitest'
import { ledgerIn } from '../../src/db/ledger.ts'
import { open } from '../../src/db/database.ts'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  contentOf,
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
import { bearer, expectProblem, replyOf, send, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const CHANGES = '/api/changes'
const AUDIT = '/api/audit'
const until = (instant: number) => ({ embargo: { until: instantText(instant) } })
const made = async (more: object = {}): Promise<string> => {
  const { status, json } = await office.create(english({}, more))
  expect(status).toBe(201)
  return json.release.id
}
const pathOf = (url: string) => new URL(url).pathname + new URL(url).search

/** What the public is told, each as `kind revision`, of one release or of all. */
async function told(id?: string, path = CHANGES): Promise<string[]> {
  const { status, json } = await office.read(path)
  expect(status).toBe(200)
  return json.changes
    .filter((change: Json) => id === undefined || change.id === id)
    .map(({ kind, revision }: Json) => `${kind} ${revision}`)
}
const events = async (query = ''): Promise<Json[]> => {
  const { status, json } = await office.ask(`${AUDIT}?limit=1000${query}`)
  expect(status).toBe(200)
  return json.events
}
/** What an admin is told of one release. */
const audited = async (id: string) =>
  (await events(`&release=${id}`)).map(({ kind, release }) => `${kind} ${release.revision}`)
/** Where a page goes on, as a header says it (RFC 8288). */
const linked = (headers: Headers) =>
  /<([^>]+)>; rel="next"/.exec(headers.get('Link') ?? '')?.[1] ?? null
const rows = () => DB.prepare('SELECT count(*) AS n FROM events').first('n')
const texts = async (id: string) => contentOf((await office.ask(`/api/releases/${id}`)).json)
describe('what has changed', () => {
  test('of a newsroom in which nothing happened is nothing, and where to ask next', async () => {
    const { status, headers, json } = await office.read(CHANGES)
    expect([status, json]).toEqual([
      200,
      { changes: [], next: `https://press.test${CHANGES}?since=0`, more: false },
    ])
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(linked(headers)).toBe(null)
    const id = await made({ publish: true })
    expect(await told(id, pathOf(json.next))).toEqual(['published 1'])
  })

  test('is told with what a mirror needs', async () => {
    const id = await made({ publish: true })
    office.now += MINUTE
    await office.correct(id, { note: 'A figure was wrong.' })
    const { json } = await office.read(CHANGES)
    const [first, second] = json.changes
    expect(second).toEqual({
      number: expect.any(Number),
      at: instantText(NOON + MINUTE),
      kind: 'corrected',
      id,
      revision: 2,
      url: `https://press.test/api/releases/${id}?revision=2`,
    })
    expect(first).toMatchObject({ at: instantText(NOON), kind: 'published', id, revision: 1 })
    expect(second.number).toBeGreaterThan(first.number)
    expect(json.more).toBe(false)
    const release = await office.read(pathOf(second.url))
    expect([release.status, release.json.revision]).toEqual([200, 2])
  })

  test('of a whole life is each change since it is public, and in the ledger all of it', async () => {
    const id = await made()
    await office.edit(id, english())
    await office.embargo(id, NOON + DAY)
    await office.edit(id, english())
    await office.embargo(id, NOON + 2 * DAY)
    await office.cancelEmbargo(id)
    await office.edit(id, english())
    await office.embargo(id, NOON + HOUR)
    expect(await told()).toEqual([])
    office.now = NOON + HOUR
    expect(await told()).toEqual(['lifted 8'])
    await office.edit(id, english())
    await office.correct(id, { note: 'A figure was wrong.' })
    const { texts } = english()
    await office.correct(id, { note: 'Another one.', texts })
    await office.withdraw(id, { reason: 'Sent by mistake.' })
    expect(await told()).toEqual([
      'lifted 8',
      'edited 9',
      'corrected 10',
      'corrected 11',
      'withdrawn 12',
    ])
    expect(await audited(id)).toEqual([
      'created 1',
      'edited 2',
      'embargoed 3',
      'edited 4',
      'embargo-moved 5',
      'embargo-cancelled 6',
      'edited 7',
      'embargoed 8',
      'lifted 8',
      'edited 9',
      'corrected 10',
      'corrected 11',
      'withdrawn 12',
    ])
  })

  test.each([
    ['at once, when it is made', { publish: true }, ['published 1']],
    ['under a past date, when it is made', { publish: { at: '2020-02-02' } }, ['published 1']],
  ])('of a release that is published %s is that', async (_, more, expected) => {
    const id = await made(more)
    expect(await told(id)).toEqual(expected)
    expect((await office.read(CHANGES)).json.changes[0].at).toBe(instantText(NOON))
  })

  test('of a draft that is published later, now or under a past date, is nothing before', async () => {
    const [now, past] = [await made(), await made()]
    await office.publish(now)
    await office.publish(past, { at: '2020-02-02' })
    expect([await told(now), await told(past)]).toEqual([['published 2'], ['published 2']])
    const held = await made(until(NOON + DAY))
    await office.publish(held)
    office.now = NOON + 2 * DAY
    expect(await told(held)).toEqual(['published 2'])
  })

  test('by what was refused, or changes nothing, is nothing', async () => {
    const id = await made({ publish: true })
    await office.withdraw(id, { reason: 'x' })
    const draft = await made()
    const shown = await made({ publish: true })
    const { json } = await office.read(CHANGES)
    const before = await rows()
    await storingNothing(async () => {
      expect((await office.edit(id, english())).status).toBe(409)
      expect((await office.publish(id)).status).toBe(409)
      expect((await office.withdraw(draft, { reason: 'x' })).status).toBe(409)
      expect((await office.edit(shown, await texts(shown))).json.release.revision).toBe(1)
      expect((await office.correct(shown, { note: '' })).status).toBe(422)
      expect((await office.edit(shown, english(), '"7"')).status).toBe(412)
    })
    expect(await rows()).toBe(before)
    expect((await office.read(CHANGES)).json).toEqual(json)
  })

  test('never names a draft, what is under embargo, its words, or who did it', async () => {
    const shown = await made({ publish: true })
    const hidden = [
      await made(),
      await made(until(NOON + DAY)),
      await made(until(NOON + DAY)),
      await made(until(NOON + DAY)),
    ]
    await office.cancelEmbargo(hidden[2] as string)
    await office.edit(hidden[3] as string, english({ headline: 'A private headline' }))
    await office.correct(shown, { note: 'A public note' })
    office.now = NOON + DAY - 1
    for (const token of [null, ...Object.values(office.tokens), 'no-token']) {
      const { status, text, json } = await office.ask(CHANGES, { token })
      expect(status).toBe(200)
      for (const secret of [...hidden, 'private', 'note', 'editor', 'admin', 'token'])
        expect(text).not.toContain(secret)
      expect(json.changes.map(({ id }: Json) => id)).toEqual([shown, shown])
    }
  })
})

describe('an embargo', () => {
  test.each([true, false])(
    'is told to have lifted at its millisecond and not before (schedule running: %s)',
    async (isScheduled) => {
      const id = await made(until(NOON + DAY))
      office.now = NOON + DAY - 1
      if (isScheduled) await office.schedule()
      const before = await rows()
      expect(await told()).toEqual([])
      expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
      expect(await rows()).toBe(before)
      office.now = NOON + DAY
      if (isScheduled) await office.schedule()
      const { json } = await office.read(CHANGES)
      expect(json.changes).toMatchObject([{ kind: 'lifted', id, revision: 1 }])
      expect(json.changes[0].at).toBe(instantText(NOON + DAY))
      expect((await office.read(pathOf(json.changes[0].url))).status).toBe(200)
      expect((await office.read(CHANGES)).json).toEqual(json)
      expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    },
  )

  test('that nobody asked about stands where it belongs among what happened meanwhile', async () => {
    const [first, second, third] = [
      await made(until(NOON + 3 * HOUR)),
      await made(until(NOON + HOUR)),
      await made(until(NOON + DAY)),
    ]
    const shown = await made({ publish: true })
    office.now = NOON + 2 * HOUR
    await office.edit(shown, english())
    office.now = NOON + 4 * HOUR
    await made()
    office.now = NOON + 2 * DAY
    await office.withdraw(third, { reason: 'x' })
    const { json } = await office.read(CHANGES)
    const seen = json.changes.map(({ kind, id, at }: Json) => [kind, id, at])
    expect(seen).toEqual([
      ['published', shown, instantText(NOON)],
      ['lifted', second, instantText(NOON + HOUR)],
      ['edited', shown, instantText(NOON + 2 * HOUR)],
      ['lifted', first, instantText(NOON + 3 * HOUR)],
      ['lifted', third, instantText(NOON + DAY)],
      ['withdrawn', third, instantText(NOON + 2 * DAY)],
    ])
  })

  test('that was moved or cancelled is never told to have lifted when it would have', async () => {
    const [moved, cancelled] = [await made(until(NOON + HOUR)), await made(until(NOON + HOUR))]
    await office.embargo(moved, NOON + 3 * HOUR)
    await office.cancelEmbargo(cancelled)
    office.now = NOON + 3 * HOUR - 1
    expect(await told()).toEqual([])
    await made({ publish: true })
    expect(await told()).toEqual(['published 1'])
    office.now = NOON + 9 * DAY
    expect(await told(cancelled)).toEqual([])
    expect(await told(moved)).toEqual(['lifted 2'])
    expect((await office.read(CHANGES)).json.changes[1].at).toBe(instantText(NOON + 3 * HOUR))
  })

  test('lifts once, however many ask for it at once', async () => {
    for (let count = 0; count < 5; count++) await made(until(NOON + HOUR))
    office.now = NOON + HOUR
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 3 === 0 ? office.create(english({}, { publish: true })) : office.read(CHANGES),
      ),
    )
    expect(replies.map(({ status }) => status).filter((status) => status > 201)).toEqual([])
    const all = await told()
    expect(all.filter((one) => one.startsWith('lifted'))).toHaveLength(5)
    expect(all).toHaveLength(9)
    expect(await DB.prepare('SELECT * FROM lifts').first()).toBe(null)
  })

  test('that another machine’s faster clock let lift is told when its time has come', async () => {
    const id = await made(until(NOON + HOUR))
    const other = await made(until(NOON + DAY))
    const early = await ledgerIn(open(DB)).changes(null, 10, NOON + HOUR + MINUTE)
    expect(early).toMatchObject([{ kind: 'lifted', release: id }])
    const shown = await made({ publish: true })
    office.now = NOON + HOUR - 1
    expect(await told()).toEqual([])
    expect((await events()).map(({ kind }) => kind).slice(-2)).toEqual(['embargoed', 'embargoed'])
    const { json } = await office.read(CHANGES)
    expect(json.more).toBe(false)
    office.now = NOON + HOUR
    const next = await office.read(pathOf(json.next))
    expect(next.json.changes.map((change: Json) => change.id)).toEqual([id, shown])
    expect(await told(other)).toEqual([])
  })

  test('that was told to have lifted cannot be moved, cancelled or edited by who began before', async () => {
    const id = await made(until(NOON + HOUR))
    const after = NOON + HOUR + 5
    const crossing = [
      () => office.embargo(id, NOON + DAY),
      () => office.cancelEmbargo(id),
      () => office.edit(id, english()),
      () => office.publish(id),
    ]
    office.now = NOON + HOUR - 5
    await ledgerIn(open(DB)).changes(null, 10, after)
    const before = await rows()
    for (const change of crossing) {
      const reply = await change()
      expectProblem(reply, 412, /lifted meanwhile/)
    }
    expect(await rows()).toBe(before)
    office.now = after
    expect(await told(id)).toEqual(['lifted 1'])
  })

  test('that was not told yet takes in the edit of who began before', async () => {
    const id = await made(until(NOON + HOUR))
    const etag = '"1"'
    office.now = NOON + HOUR - 5
    expect((await office.edit(id, english(), etag)).status).toBe(200)
    office.now = NOON + HOUR + 5
    expect(await told(id)).toEqual(['lifted 2'])
    expect((await office.edit(id, english())).status).toBe(200)
    expect(await told(id)).toEqual(['lifted 2', 'edited 3'])
  })
})

describe('whoever follows', () => {
  /** Follows `next` as long as there is more, and tells what was seen and where to go on. */
  async function follow(from: string, token: string | null) {
    const seen: Json[] = []
    let next = from
    for (let more = true; more; ) {
      const reply: Reply = await office.ask(next, { token })
      expect(reply.status).toBe(200)
      seen.push(...(reply.json.changes ?? reply.json.events))
      expect(linked(reply.headers)).toBe(reply.json.more ? reply.json.next : null)
      expect(reply.json.next).toMatch(/^https:\/\/press\.test\/api\/(changes|audit)\?/)
      next = pathOf(reply.json.next)
      more = reply.json.more
    }
    return { seen, next }
  }

  test.each([
    [1, 8],
    [2, 4],
    [7, 2],
    [8, 1],
    [1000, 1],
  ])('with limit=%i misses nothing and is told nothing twice', async (limit, pages) => {
    const ids = []
    for (let count = 0; count < 4; count++) {
      ids.push(await made({ publish: true }))
      await made()
    }
    for (const id of ids) await office.edit(id, english())
    let asked = 0
    office.wrap = (desk) => {
      asked++
      return desk
    }
    const { seen, next } = await follow(`${CHANGES}?limit=${limit}`, null)
    expect(asked / 2).toBe(pages)
    expect(seen.map(({ id }) => id)).toEqual([...ids, ...ids])
    const again = await follow(next, null)
    expect(again).toEqual({ seen: [], next })
    const last = await made({ publish: true })
    expect((await follow(next, null)).seen.map(({ id }) => id)).toEqual([last])
  })

  test('the whole ledger gets each event once, with the limit and the release that was named', async () => {
    const id = await made({ publish: true })
    for (let count = 0; count < 5; count++) {
      await made()
      await office.edit(id, english())
    }
    const all = await follow(`${AUDIT}?limit=3`, office.tokens.admin)
    expect(all.seen).toEqual(await events())
    const numbers = all.seen.map(({ number }) => number)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    const one = await follow(`${AUDIT}?limit=2&release=${id}`, office.tokens.admin)
    expect(one.seen).toEqual(all.seen.filter(({ release }) => release?.id === id))
    expect(one.next).toContain(`limit=2&release=${id}&since=`)
    expect(await events('&release=nobody')).toEqual([])
  })

  test('pays for what is new, and not for what is old or private', async () => {
    for (let count = 0; count < 30; count++) await made(count % 3 === 0 ? { publish: true } : {})
    const { json } = await office.read(`${CHANGES}?limit=5`)
    expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(office.cost.rowsRead).toBeLessThanOrEqual(2 * 6 + 4)
    await office.read(pathOf((await office.read(CHANGES)).json.next))
    expect(office.cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(office.cost.rowsRead).toBeLessThanOrEqual(6)
    const etag = (await office.read(pathOf(json.next))).headers.get('ETag') ?? ''
    const again = await office.read(pathOf(json.next), { 'If-None-Match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await events(`&release=${json.changes[0].id}`)).length).toBe(1)
    // The editor's token, the event, its revision.
    expect(office.cost.rowsRead).toBeLessThanOrEqual(8)
  })

  test('past the end, as after a restore from an earlier day, is told to begin anew', async () => {
    const kept = await made({ publish: true })
    const { next } = (await office.read(CHANGES)).json
    await made({ publish: true })
    const further = (await office.read(CHANGES)).json.next
    await DB.batch([
      DB.prepare('DROP TRIGGER events_are_not_deleted'),
      DB.prepare('DELETE FROM events WHERE number = (SELECT max(number) FROM events)'),
    ])
    expectProblem(await office.read(pathOf(further)), 410, /begin anew without it, and drop/)
    // Also when another event has got that number meanwhile.
    office.now += MINUTE
    await office.edit(kept, english())
    expectProblem(await office.read(pathOf(further)), 410, /begin anew without it, and drop/)
    const path = pathOf(further).replace(CHANGES, AUDIT)
    expectProblem(await office.ask(path), 410, /begin anew without it, and drop/)
    expect(await told(kept, pathOf(next))).toEqual(['edited 2'])
    expect(await told(kept)).toEqual(['published 1', 'edited 2'])
  })
})

describe('the ledger', () => {
  test('tells an admin who did what, with which token, and why', async () => {
    const token = await newToken('publish', { id: 'night-desk', editor_id: 'm', editor_name: 'M.' })
    const post = (path: string, body: unknown, headers = {}) =>
      office.ask(path, { method: 'POST', body, token, headers })
    const { json } = await post('/api/releases', english())
    const { id } = json.release
    const path = `/api/releases/${id}`
    await post(`${path}/publication`, {}, { 'If-Match': '"1"' })
    office.now += MINUTE
    await post(`${path}/corrections`, { note: 'A figure was wrong.' }, { 'If-Match': '"2"' })
    await office.withdraw(id, { reason: 'Sent by mistake.' })
    const editor = { id: 'm', name: 'M.' }
    const at = instantText(NOON)
    const entry = (revision: number, more: object) => ({
      number: expect.any(Number),
      release: { id, revision, url: `https://press.test${path}?revision=${revision}` },
      ...more,
    })
    const mine = { editor, token: 'night-desk' }
    const found = await events(`&release=${id}`)
    const later = instantText(office.now)
    expect(found).toEqual([
      entry(1, { at, kind: 'created', public: false, ...mine }),
      entry(2, { at, kind: 'published', public: true, ...mine }),
      entry(3, {
        at: later,
        kind: 'corrected',
        public: true,
        ...mine,
        note: { en: 'A figure was wrong.' },
      }),
      entry(4, {
        at: later,
        kind: 'withdrawn',
        public: true,
        editor: { id: expect.stringMatching(/^editor-admin/), name: 'admin' },
        token: expect.stringMatching(/^token-admin/),
        note: { en: 'Sent by mistake.' },
      }),
    ])
  })

  test('tells of tokens, and of lifts, which nobody does', async () => {
    await newToken('draft', { id: 'summer', created_at: NOON })
    await DB.batch([
      DB.prepare("UPDATE tokens SET expires_at = 1e15 WHERE id = 'summer'"),
      DB.prepare("UPDATE tokens SET last_used_on = '2026-03-24' WHERE id = 'summer'"),
      DB.prepare("UPDATE tokens SET revoked_at = ? WHERE id = 'summer'").bind(NOON + 1),
    ])
    const id = await made(until(NOON + HOUR))
    office.now = NOON + HOUR
    const all = await events()
    const own = all.filter(({ token }) => token === 'summer')
    const entry = { number: expect.any(Number), at: expect.any(String), public: false }
    expect(own).toEqual([
      { ...entry, kind: 'token-created', at: instantText(NOON), token: 'summer' },
      { ...entry, kind: 'token-changed', token: 'summer' },
      { ...entry, kind: 'token-revoked', at: instantText(NOON + 1), token: 'summer' },
    ])
    expect(all.at(-1)).toEqual({
      number: expect.any(Number),
      at: instantText(NOON + HOUR),
      kind: 'lifted',
      release: { id, revision: 1, url: `https://press.test/api/releases/${id}?revision=1` },
      public: true,
    })
  })

  test('is for admins', async () => {
    expectProblem(await office.ask(AUDIT, { token: null }), 401, /valid token/)
    for (const scope of ['read', 'draft', 'publish'] as const)
      expectProblem(await office.ask(AUDIT, { token: office.tokens[scope] }), 403, /"admin"/)
    const { status, headers } = await office.ask(AUDIT)
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'private, no-store'])
  })

  test('is not altered, by whoever has the database', async () => {
    await made({ publish: true })
    for (const sql of ['UPDATE events SET is_public = 0', 'DELETE FROM events'])
      await expect(DB.prepare(sql).run()).rejects.toThrow(/appended, never/)
  })
})

describe.each([CHANGES, AUDIT])('what is asked of %s', (path) => {
  test('is answered a hundred at a time, and at most a thousand', async () => {
    const id = await made({ publish: true })
    await DB.prepare(
      `INSERT INTO events (at, kind, release_id, revision, is_public) SELECT value, 'lifted', ?, 1, 1
       FROM json_each('[${Array.from({ length: 1000 }, (_, at) => at)}]')`,
    )
      .bind(id)
      .run()
    const listed = async (query: string) => {
      const { json } = await office.ask(path + query)
      return [(json.changes ?? json.events).length, json.more]
    }
    expect(await listed('')).toEqual([100, true])
    expect(await listed('?limit=1')).toEqual([1, true])
    expect(await listed('?limit=1000')).toEqual([1000, true])
  })

  test.each(['0', '1001', '-1', '1.5', '1e1', '', ' 5', '0x10', '٣', 'x', '9'.repeat(400)])(
    'with limit=%s is refused',
    async (limit) => {
      const reply = await office.ask(`${path}?limit=${encodeURIComponent(limit)}`)
      expectProblem(reply, 422, /cannot be read/, { '?limit': 'from 1 to 1000' })
    },
  )

  test.each([
    '',
    'x',
    '1',
    '-1.5',
    '1.',
    '.1',
    '01.5',
    '0.5',
    '1.5.5',
    '1,5',
    '1e3.5',
    '5'.repeat(99),
  ])('with since=%s is refused', async (since) => {
    const reply = await office.ask(`${path}?since=${encodeURIComponent(since)}`)
    expectProblem(reply, 422, /cannot be read/, { '?since': 'not a cursor that an answer gave' })
  })

  test('with several faults names each of them', async () => {
    const reply = await office.ask(`${path}?limit=x&since=y&release=a%20b&offset=5`)
    expectProblem(reply, 422, /cannot be read/, {
      '?limit': 'from 1 to 1000',
      '?since': 'not a cursor',
      '?release': path === AUDIT ? 'not the id of a release' : 'not a known parameter',
      '?offset': 'not a known parameter',
    })
  })

  test('is answered to HEAD without a body, and to nothing that changes', async () => {
    await made({ publish: true })
    const get = await office.ask(path)
    const head = await replyOf(
      await send(office, path, { method: 'HEAD', headers: bearer(office) }),
    )
    expect([head.status, head.text, ...head.headers]).toEqual([200, '', ...get.headers])
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await office.ask(path, { method })).status).toBe(405)
  })
})
