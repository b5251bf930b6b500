import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Json, MINUTE } from '../office.ts'
import { Newsroom } from './newsroom.ts'

let room: Newsroom
beforeEach(async () => {
  room = await Newsroom.open()
})
afterEach(() => room.close())

const release = (headline: string, more: object = {}) => ({
  kind: 'press-release',
  texts: { en: { headline, body: `Body of ${headline}.` } },
  ...more,
})
const PAST = { publish: { at: '2025-01-01' } }
const etagOf = async (id: string) =>
  (await room.office.ask(`/api/releases/${id}`)).headers.get('ETag') ?? ''

test('a withdrawal that a run of the schedule stores while it renews old looks is purged all the same', async () => {
  const { office, d1 } = room
  const { json } = await office.create(release('Mistake', PAST))
  room.isScheduled = true
  await room.pass(3 * MINUTE)
  room.isScheduled = false
  office.deploy({ SITE_NAME: 'New look' })
  room.edge.deploy()
  expect((await room.read('/')).text).toContain('Mistake')

  // The run has seen which pages are old; the withdrawal is stored before it reads what they show,
  // and the withdrawal's own rebuild looks only when the run is over.
  const etag = await etagOf(json.release.id)
  const [stored, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let withdrawal: Promise<Json> | undefined
  d1.gate = async ({ kind, sqls }) => {
    if (kind === 'write') return
    if (withdrawal && /last_rebuild/.test(sqls[0] ?? '')) {
      stored.resolve()
      await over.promise
    } else if (!withdrawal && sqls.some((sql) => /listed_at/.test(sql))) {
      withdrawal = office.withdraw(json.release.id, { reason: 'Mistake.' }, etag)
      await stored.promise
    }
  }
  await office.schedule()
  over.resolve()
  expect((await withdrawal).status).toBe(200)
  d1.gate = undefined
  room.isScheduled = true
  await room.pass(2 * MINUTE)
  expect((await room.read('/')).text).not.toContain('Mistake')
})

test('of two runs that work off the same purges, the slower one takes no newer entry away', async () => {
  const { office, d1 } = room
  await office.create(release('One', PAST))
  office.now += MINUTE
  const { purge } = office
  const [asked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  office.purge = (tags) => {
    office.purge = purge
    asked.resolve()
    return go.promise.then(() => purge(tags)) as never
  }
  const slower = office.schedule()
  await asked.promise
  await office.schedule()
  expect(d1.peek('SELECT id FROM purges')).toEqual([])
  room.edge.isPurgeBroken = true
  const two = await office.create(release('Two', PAST))
  expect(two.json.receipt.edge).toBe('failed')
  const open = d1.peek('SELECT id FROM purges')
  expect(open.length).toBeGreaterThan(0)
  room.edge.isPurgeBroken = false
  go.resolve()
  await slower
  expect(d1.peek('SELECT id FROM purges')).toEqual(open)
  expect(d1.peek('SELECT purging FROM last_rebuild')).toEqual([{ purging: 1 }])
})

test('a notice learns soon of the lift of the release that replaces it, also of one that was a draft', async () => {
  const { office } = room
  room.isScheduled = true
  const draft = (await office.create(release('Replacement'))).json.release.id
  const { json } = await office.create(release('Old', PAST))
  const path = new URL(json.receipt.urls.en).pathname
  await office.withdraw(json.release.id, { reason: 'x', replacedBy: draft })
  await room.pass(3 * MINUTE)
  expect((await room.read(path)).text).not.toContain('Replacement')
  await office.embargo(draft, office.now + 5 * MINUTE)
  await room.pass(6 * MINUTE)
  expect((await room.read(path)).text).toContain('Replacement')
})

test('a page that is made on request is kept until the next lift, not past it', async () => {
  const { office } = room
  await office.create(release('Base', PAST))
  await office.schedule()
  const lift = office.now + 10 * MINUTE
  for (const [name, at] of [
    ['A', lift],
    ['B', lift + 5000],
  ] as const)
    await office.create(release(name, { embargo: { until: new Date(at).toISOString() } }))
  office.now = lift + 1000
  const { headers } = await office.read('/')
  expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('public, max-age=4, must-revalidate')
  expect(headers.get('Cache-Control')).toBe('public, max-age=4')
})
