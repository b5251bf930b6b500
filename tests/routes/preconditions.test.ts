import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  DAY,
  english,
  type Json,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { expectProblem, pathIn, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const UNTIL = instantText(NOON + DAY)

interface Route {
  readonly method: string
  readonly verb: string
  /** What is asked of the release that is to be changed. */
  readonly from: object
  readonly body?: () => Json
}
const ROUTES: Record<string, Route> = {
  'an edit': { method: 'PUT', verb: '', from: {}, body: () => english() },
  'an edit of what is public': {
    method: 'PUT',
    verb: '',
    from: { publish: true },
    body: () => english(),
  },
  'a publication': { method: 'POST', verb: '/publication', from: {}, body: () => ({}) },
  'a publication without a body': { method: 'POST', verb: '/publication', from: {} },
  'an embargo': { method: 'PUT', verb: '/embargo', from: {}, body: () => ({ until: UNTIL }) },
  'the end of an embargo': {
    method: 'DELETE',
    verb: '/embargo',
    from: { embargo: { until: UNTIL } },
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

/** A release that the route may change, at revision 2, and what asks for the change. */
async function changing({ method, verb, from, body }: Route) {
  const id = (await office.create(english({}, from))).json.release.id
  const second = await office.edit(id, english())
  expect([second.status, second.headers.get('ETag')]).toEqual([200, '"2"'])
  const sent = body?.()
  return (headers: Record<string, string>, path = id) =>
    office.ask(`/api/releases/${path}${verb}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    })
}

describe.each(Object.entries(ROUTES))('%s', (_, route) => {
  test('needs If-Match', async () => {
    const ask = await changing(route)
    const reply = await storingNothing(() => ask({}))
    expectProblem(reply, 428, /ETag.*If-Match/)
    expectProblem(await storingNothing(() => ask({}, 'nobody')), 428, /If-Match/)
    expectProblem(await storingNothing(() => ask({ 'If-Match': '*' }, 'nobody')), 404, /no such/)
    expectProblem(await storingNothing(() => ask({ 'If-Match': '*' }, 'a%20b')), 404, /no such/)
  })

  test('is refused with the tag of an older revision, or one of nothing', async () => {
    const ask = await changing(route)
    for (const field of [
      '"1"',
      '"3"',
      'W/"1"',
      '"2-lifted"',
      '2',
      '"*"',
      '',
      '"1", W/"3"',
      '"',
      '"2"x',
    ]) {
      const reply = await storingNothing(() => ask({ 'If-Match': field }))
      const quoted = !['2', '', '"', '"2"x'].includes(field)
      expectProblem(reply, 412, quoted ? /has changed since the ETag/ : /is not an ETag.*quotes/)
    }
  })

  // An edge that compresses an answer makes its tag a weak one.
  test.each(['"2"', '*', '"1", "2"', ' "2" ', 'W/"2"', '"1", W/"2"'])(
    'is made with If-Match: %s',
    async (field) => {
      const ask = await changing(route)
      const reply = await ask({ 'If-Match': field })
      expect([reply.status, reply.headers.get('ETag')]).toEqual([200, '"3"'])
      expect(reply.json.receipt.revision).toBe(3)
      expectProblem(await storingNothing(() => ask({ 'If-Match': '"2"' })), 412, /has changed/)
    },
  )
})

describe('an embargo that lifts', () => {
  test('makes the ETag read under it stale, so that nobody edits the public unawares', async () => {
    const { release } = (await office.create(english({}, { embargo: { until: UNTIL } }))).json
    const path = `/api/releases/${release.id}`
    const under = (await office.ask(path)).headers.get('ETag') ?? ''
    office.now = NOON + DAY - 1
    expect((await office.ask(path)).headers.get('ETag')).toBe(under)
    office.now = NOON + DAY
    const saves = [
      () => office.edit(release.id, english(), under),
      () => office.publish(release.id, {}, under),
      () => office.embargo(release.id, NOON + 2 * DAY, under),
      () => office.cancelEmbargo(release.id, under),
      () => office.correct(release.id, { note: 'x' }, under),
      () => office.withdraw(release.id, { reason: 'x' }, under),
    ]
    for (const save of saves) expectProblem(await storingNothing(save), 412, /has changed since/)
    const lifted = (await office.ask(path)).headers.get('ETag') ?? ''
    expect(lifted).not.toBe(under)
    const edited = await office.edit(release.id, english(), lifted)
    expect([edited.status, edited.headers.get('ETag')]).toEqual([200, '"2"'])
    office.now += MINUTE
    expect((await office.ask(path)).headers.get('ETag')).toBe('"2"')
    expectProblem(await storingNothing(() => office.edit(release.id, english(), lifted)), 412, /./)
  })

  test('is noticed by whoever asks again with If-None-Match', async () => {
    const { release, receipt } = (await office.create(english({}, { embargo: { until: UNTIL } })))
      .json
    const path = `/api/releases/${release.id}`
    const headers = { 'If-None-Match': (await office.ask(path)).headers.get('ETag') ?? '' }
    expect((await office.ask(path, { headers })).status).toBe(304)
    // What may not be seen is not "unchanged" either.
    expect((await office.read(path, headers)).status).toBe(404)
    expect((await office.read(path, { 'If-None-Match': '*' })).status).toBe(404)
    expect((await office.read(pathIn(receipt.urls.en), { 'If-None-Match': '*' })).status).toBe(404)
    office.now = NOON + DAY
    const now = await office.ask(path, { headers })
    expect([now.status, now.json.state]).toEqual([200, 'published'])
  })
})

test('of two editors who save at once, one wins and the other is told', async () => {
  const { release } = (await office.create(english({}, { publish: true }))).json
  const saves = ['One', 'Two', 'Three'].map((headline) =>
    office.edit(release.id, english({ headline }), '"1"'),
  )
  const replies = await Promise.all(saves)
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  const won = replies.find(({ status }) => status === 200)
  for (const reply of replies) if (reply !== won) expectProblem(reply, 412, /./)
  const stored = (await office.ask(`/api/releases/${release.id}`)).json
  expect(stored).toEqual(won?.json.release)
  expect(stored.revision).toBe(2)
})

test('a body that is wrong is told before a precondition that is', async () => {
  const { id } = (await office.create(english())).json.release
  const path = `/api/releases/${id}`
  const reply = await storingNothing(() => office.ask(path, { method: 'PUT', body: {} }))
  expectProblem(reply, 422, /nothing was stored/, { '/kind': 'missing', '/texts': 'missing' })
})
