import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  DAY,
  DB,
  english,
  type Json,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { expectProblem, replyOf, send } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const LIST = '/api/releases'
const made = async (more: object = {}): Promise<string> =>
  (await office.create(english({}, more))).json.release.id
const idsOf = ({ json }: Reply): string[] => json.releases.map(({ id }: Json) => id)

/** Where a page goes on, as a header says it (RFC 8288). */
const linked = ({ headers }: Reply) =>
  /<([^>]+)>; rel="next"/.exec(headers.get('Link') ?? '')?.[1] ?? null

/** One release in every state, by state. */
async function oneOfEach() {
  const ids = {
    draft: await made(),
    embargoed: await made({ embargo: { until: instantText(NOON + DAY) } }),
    published: await made({ publish: true }),
    withdrawn: await made({ publish: true }),
  }
  await office.withdraw(ids.withdrawn, { reason: 'Wrong.' })
  return ids
}

/** The addresses of the following pages, one after the other. */
async function walk(first: string, token: string | null, between: () => Promise<unknown>) {
  const seen: string[] = []
  let pages = 0
  for (let next: string | null = first; next !== null; pages++) {
    const reply: Reply = await office.ask(next, { token })
    expect(reply.status).toBe(200)
    seen.push(...idsOf(reply))
    const link = reply.json.next
    expect(linked(reply)).toBe(link ?? null)
    if (link) expect(link).toMatch(/^https:\/\/press\.test\/api\/releases\?/)
    next = link ? new URL(link).pathname + new URL(link).search : null
    await between()
  }
  return { seen, pages }
}

describe('the public list', () => {
  test('tells what is public, latest first, without the long parts', async () => {
    const first = await office.create(english({ notes: 'Notes.' }, { publish: true }))
    const older = await made({ publish: { at: '2020-02-02' } })
    office.now += MINUTE
    const last = await made({ publish: true })
    const reply = await office.read(LIST)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('Content-Type')).toBe('application/json')
    expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
    expect(idsOf(reply)).toEqual([last, first.json.release.id, older])
    const { texts, ...release } = first.json.release
    const { body: _, notes: __, ...brief } = texts.en
    expect(reply.json.releases[1]).toEqual({ ...release, texts: { en: brief } })
    expect(Object.keys(reply.json)).toEqual(['releases'])
  })

  test('of nothing is empty', async () => {
    expect((await office.read(LIST)).json).toEqual({ releases: [] })
    await made()
    expect((await office.read(LIST)).json).toEqual({ releases: [] })
    expect((await office.read(`${LIST}?state=published&limit=1`)).json).toEqual({ releases: [] })
  })

  test('holds no draft, nothing under embargo and nothing withdrawn', async () => {
    const ids = await oneOfEach()
    expect(idsOf(await office.read(LIST))).toEqual([ids.published])
    office.now = NOON + DAY - 1
    expect(idsOf(await office.read(LIST))).toEqual([ids.published])
    office.now = NOON + DAY
    expect(idsOf(await office.read(LIST))).toEqual([ids.embargoed, ids.published])
  })

  test('is read page by page while others are published: nothing twice, nothing missing', async () => {
    const ids: string[] = []
    // Some in the same millisecond, so that the instant alone tells no position.
    for (let at = 0; at < 13; at++) {
      if (at % 4 === 0) office.now += MINUTE
      ids.push(await made({ publish: true }))
    }
    const during: string[] = []
    const between = async () => {
      during.push(await made({ publish: true }))
      office.now += MINUTE
      during.push(await made({ publish: true }))
      await office.edit(ids[12] as string, english())
      await office.correct(ids[0] as string, { note: 'x' })
    }
    const { seen, pages } = await walk(`${LIST}?limit=3`, null, between)
    expect(pages).toBe(5)
    expect(seen).toHaveLength(13)
    expect([...seen].sort()).toEqual([...ids].sort())
    expect(seen.filter((id) => during.includes(id))).toEqual([])
    const all = await walk(`${LIST}?limit=1`, null, async () => {})
    expect([...all.seen].sort()).toEqual([...ids, ...during].sort())
    expect(idsOf(await office.read(`${LIST}?limit=100`))).toEqual(all.seen)
  })

  test('goes on where it was when the release that it ended with was withdrawn', async () => {
    const ids = []
    for (let at = 0; at < 4; at++) {
      office.now += MINUTE
      ids.unshift(await made({ publish: true }))
    }
    const first = await office.read(`${LIST}?limit=2`)
    expect(idsOf(first)).toEqual(ids.slice(0, 2))
    await office.withdraw(ids[1] as string, { reason: 'Wrong.' })
    const { search } = new URL(first.json.next)
    expect(idsOf(await office.read(`${LIST}${search}`))).toEqual(ids.slice(2))
  })
})

describe('the editors’ list', () => {
  test('tells everything, latest created first, to a token of any scope', async () => {
    const ids = await oneOfEach()
    office.now += MINUTE
    const latest = await made()
    await office.edit(ids.draft, english())
    for (const token of Object.values(office.tokens)) {
      const reply = await office.ask(LIST, { token })
      expect(idsOf(reply).shift()).toBe(latest)
      expect(idsOf(reply).sort()).toEqual([latest, ...Object.values(ids)].sort())
    }
  })

  test('is filtered by state, as it is at this instant', async () => {
    const ids = await oneOfEach()
    const list = async (state: string) => idsOf(await office.ask(`${LIST}?state=${state}`))
    for (const [state, id] of Object.entries(ids)) expect(await list(state)).toEqual([id])
    office.now = NOON + DAY
    expect(await list('embargoed')).toEqual([])
    expect(await list('published')).toEqual([ids.embargoed, ids.published])
    expect(await list('draft')).toEqual([ids.draft])
    expect(await list('withdrawn')).toEqual([ids.withdrawn])
  })

  test.each(['', '&state=draft', '&state=embargoed', '&state=published', '&state=withdrawn'])(
    'is read page by page while others are made: limit=2%s',
    async (filter) => {
      const mores = {
        draft: {},
        embargoed: { embargo: { until: instantText(NOON + DAY) } },
        published: { publish: true },
        withdrawn: { publish: true },
      }
      const expected: string[] = []
      for (let at = 0; at < 5; at++) {
        if (at % 2) office.now += MINUTE
        for (const [state, more] of Object.entries(mores)) {
          const id = await made(more)
          if (state === 'withdrawn') await office.withdraw(id, { reason: 'x' })
          if (!filter || filter.endsWith(state)) expected.push(id)
        }
      }
      const between = async () => {
        office.now += MINUTE
        await made()
        // Before those that were made with this state, as its order has it.
        await made({ embargo: { until: instantText(NOON + 2 * DAY) } })
        await office.withdraw(await made({ publish: true }), { reason: 'x' })
        await made({ publish: true })
      }
      const { seen } = await walk(`${LIST}?limit=2${filter}`, office.tokens.draft, between)
      expect(seen).toHaveLength(expected.length)
      expect([...seen].sort()).toEqual([...expected].sort())
    },
  )
})

describe('a list that is read page by page', () => {
  const VERBS = ['create', 'edit', 'publish', 'backdate', 'correct', 'withdraw', 'embargo', 'wait']
  const act = fc.record({ verb: fc.constantFrom(...VERBS), which: fc.nat(9), as: fc.nat(2) })
  const more = [{}, { publish: true }, { publish: { at: '2020-02-02' } }]

  /** Does what the verb says to one of the releases, where its state allows that. */
  async function perform({ verb, which, as }: { verb: string; which: number; as: number }) {
    const all = await DB.prepare('SELECT id FROM releases ORDER BY rowid').all<{ id: string }>()
    const { id } = all.results[which % Math.max(1, all.results.length)] ?? { id: 'nobody' }
    const { status } = await {
      create: () => office.create(english({}, more[as])),
      edit: () => office.edit(id, english()),
      publish: () => office.publish(id),
      backdate: () => office.publish(id, { at: '2020-02-02' }),
      correct: () => office.correct(id, { note: 'x' }),
      withdraw: () => office.withdraw(id, { reason: 'x' }),
      embargo: () => office.embargo(id, office.now + 2 * MINUTE),
      wait: async () => {
        office.now += MINUTE
        return { status: 200 }
      },
    }[verb as 'wait']()
    expect([200, 201, 404, 409, 412]).toContain(status)
  }

  test.each([
    ['the public', null, ''],
    ['an editor', 'read' as const, ''],
    ['an editor', 'read' as const, '&state=draft'],
  ])(
    'by %s tells once whatever stays in it, and nothing twice (%s%s)',
    async (_, scope, filter) => {
      let token: string | null
      const all = async () => {
        const { json } = await office.ask(`${LIST}?limit=100${filter}`, { token })
        return json.releases.map(({ id }: Json) => id) as string[]
      }
      await fc.assert(
        fc.asyncProperty(
          fc.array(act, { minLength: 4, maxLength: 12 }),
          fc.array(fc.array(act, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
          fc.integer({ min: 1, max: 5 }),
          async (before, during, limit) => {
            office = await openPressOffice()
            token = scope && office.tokens[scope]
            for (const one of before) await perform(one)
            const first = await all()
            const left = new Set<string>()
            let page = 0
            const { seen } = await walk(`${LIST}?limit=${limit}${filter}`, token, async () => {
              for (const one of during[page++] ?? []) await perform(one)
              const now = new Set(await all())
              for (const id of first) if (!now.has(id)) left.add(id)
            })
            expect(new Set(seen).size).toBe(seen.length)
            expect(first.filter((id) => !left.has(id) && !seen.includes(id))).toEqual([])
          },
        ),
        { numRuns: 25 },
      )
    },
  )
})

describe('what is asked of a list', () => {
  test('without a limit is twenty, and at most a hundred', async () => {
    for (let at = 0; at < 21; at++) await made()
    expect(idsOf(await office.ask(LIST))).toHaveLength(20)
    expect(idsOf(await office.ask(`${LIST}?limit=21`))).toHaveLength(21)
    expect(idsOf(await office.ask(`${LIST}?limit=1`))).toHaveLength(1)
    const all = await office.ask(`${LIST}?limit=100`)
    expect(idsOf(all)).toHaveLength(21)
    expect([all.json.next, linked(all)]).toEqual([undefined, null])
  })

  test.each(['0', '101', '-1', '1.5', '1e1', '', ' 5', '0x10', '٣', 'x', '9'.repeat(400)])(
    'with limit=%s is refused',
    async (limit) => {
      const reply = await office.read(`${LIST}?limit=${encodeURIComponent(limit)}`)
      expectProblem(reply, 422, /cannot be made/, { '?limit': 'from 1 to 100' })
    },
  )

  test.each([
    '',
    'x',
    '1',
    '2026-03-23T09:00:00.000Z',
    '2026-03-23T09:00:00.000Z_',
    '2026-03-23T09:00:00.000Z_a b',
    `2026-03-23T09:00:00.000Z_${'x'.repeat(65)}`,
    '2026-03-23T09:00:00.000Z_a\u0000',
    '2026-13-23T09:00:00.000Z_a',
    '2026-03-23_a',
    "' OR 1=1 --",
    'x'.repeat(5000),
  ])('with cursor=%s is refused', async (cursor) => {
    const reply = await office.read(`${LIST}?cursor=${encodeURIComponent(cursor)}`)
    expectProblem(reply, 422, /cannot be made/, { '?cursor': 'not a cursor that a list gave' })
  })

  test('with a state that there is not, or that the public may not see, is refused', async () => {
    for (const state of ['', 'Draft', 'public', 'constructor', '__proto__']) {
      const reply = await office.ask(`${LIST}?state=${state}`)
      expectProblem(reply, 422, /cannot be made/, { '?state': 'one of draft, embargoed' })
    }
    for (const state of ['draft', 'embargoed', 'withdrawn']) {
      const reply = await office.read(`${LIST}?state=${state}`)
      expectProblem(reply, 422, /cannot be made/, { '?state': 'needs a token' })
    }
  })

  test('with several faults names each of them', async () => {
    const reply = await office.read(`${LIST}?limit=x&cursor=y&state=draft&offset=5&q=z`)
    expectProblem(reply, 422, /cannot be made/, {
      '?limit': 'from 1 to 100',
      '?cursor': 'not a cursor',
      '?state': 'needs a token',
      '?offset': 'not a known parameter',
      '?q': 'not a known parameter',
    })
  })

  test('is answered 304 while nothing has changed, and to HEAD without a body', async () => {
    const id = await made({ publish: true })
    const reply = await office.read(LIST)
    const etag = reply.headers.get('ETag') ?? ''
    const again = await office.read(LIST, { 'If-None-Match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    const head = await replyOf(await send(office, LIST, { method: 'HEAD' }))
    expect([head.status, head.text, ...head.headers]).toEqual([200, '', ...reply.headers])
    await office.correct(id, { note: 'x' })
    expect((await office.read(LIST, { 'If-None-Match': etag })).status).toBe(200)
  })
})
