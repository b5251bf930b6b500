import { beforeEach, expect, test } from 'vitest'
import { open } from '../../src/db/database.ts'
import { healthIn, NEEDED_MIGRATION } from '../../src/db/health.ts'
import type { Refusal } from '../../src/newsroom/refusals.ts'
import {
  bilingual,
  DB,
  english,
  HOUR,
  MIGRATIONS,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { untilIdle } from '../stories/check.ts'
import { spyOn } from './spy.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const health = () => healthIn(open(DB))
const condition = () => health().condition(office.now)
const work = async () => {
  const { work } = await condition()
  if (!work) throw new Error('the migrations are behind')
  return work
}
const run = (sql: string, ...values: unknown[]) =>
  DB.prepare(sql)
    .bind(...values)
    .run()

/** As many rows as a backlog has that nobody wants to count. */
const MANY = 'WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 1500)'

test('the migration that is needed is the last one of the folder', async () => {
  expect(NEEDED_MIGRATION).toBe(MIGRATIONS.map(({ name }) => name).at(-1))
  expect((await condition()).migration).toEqual({
    applied: NEEDED_MIGRATION,
    needed: NEEDED_MIGRATION,
  })
})

test('a fresh newsroom has nothing to do, and the schedule has not run', async () => {
  const { databaseBytes, databaseTime } = await condition()
  expect(databaseBytes).toBeGreaterThan(10_000)
  expect(Math.abs((databaseTime ?? 0) - Date.now())).toBeLessThan(5 * MINUTE)
  expect(Number.isInteger(databaseTime)).toBe(true)
  expect(await work()).toMatchObject({
    scheduleRanAt: null,
    purges: { open: 0, failed: 0, oldest: null },
    unindexed: 0,
    rebuilds: 0,
  })
})

test('a run of the schedule is noted, with what it has done', async () => {
  await office.create(bilingual({ publish: true }))
  await untilIdle(office)
  const { scheduleRanAt, rebuilds, events, stale } = await work()
  expect(scheduleRanAt).toBeGreaterThanOrEqual(NOON)
  expect(scheduleRanAt).toBeLessThanOrEqual(office.now)
  expect(rebuilds).toBeGreaterThan(0)
  // The tokens of the office are events too.
  expect(events).toBe(await DB.prepare('SELECT count(*) AS n FROM events').first('n'))
  expect(stale).toEqual({ pages: 0, oldest: null })
})

test('what is stale is counted by page, and what is not due yet is not', async () => {
  await office.create(bilingual({ publish: true }))
  await untilIdle(office)
  await run('DELETE FROM stale_pages')
  const at = office.now
  for (const [path, due] of [
    ['/', at - HOUR],
    ['/', at - MINUTE],
    ['/archive', at - MINUTE],
    ['/feed.json', at + 1],
  ])
    await run('INSERT INTO stale_pages (path, due) VALUES (?, ?)', path, due)
  expect((await work()).stale).toEqual({ pages: 2, oldest: { path: '/', due: at - HOUR } })
})

test('the topic of an embargo that was cancelled is not told when its time has come', async () => {
  const held = await office.create(
    english({}, { topics: ['secret-merger'], embargo: { until: new Date(NOON + HOUR) } }),
  )
  await office.cancelEmbargo(held.json.release.id)
  await run("DELETE FROM stale_pages WHERE path NOT LIKE '%secret%'")
  office.now = NOON + 2 * HOUR
  const { stale } = await work()
  expect(stale.pages).toBeGreaterThan(0)
  expect(stale.oldest).toEqual({ path: null, due: NOON + HOUR })
})

test('what a migration has marked waits since the migration', async () => {
  office.now = Date.now() + HOUR
  await run("INSERT INTO stale_pages (path, due) VALUES ('/', 0)")
  const due = (await work()).stale.oldest?.due ?? 0
  expect(Math.abs(due - Date.now())).toBeLessThan(5 * MINUTE)
})

test('purges are told as open and as failed, and from when the oldest is', async () => {
  for (const [at, failures] of [
    [NOON - HOUR, 0],
    [NOON - MINUTE, 3],
    [NOON, 0],
  ])
    await run(`INSERT INTO purges (tags, at, failures) VALUES ('[]', ?, ?)`, at, failures)
  expect((await work()).purges).toEqual({ open: 3, failed: 1, oldest: NOON - HOUR })
})

test('of a long ledger a thousand entries are counted and no more are read', async () => {
  await run(`${MANY} INSERT INTO stale_pages (path, due) SELECT '/' || n, n FROM many`)
  await run(`${MANY} INSERT INTO purges (tags, at) SELECT '[]', n FROM many`)
  await run(`${MANY} INSERT INTO unindexed (release_id, language) SELECT n, 'en' FROM many`)
  const db = open(DB)
  const { work } = await healthIn(db).condition(office.now)
  expect(work?.stale.pages).toBe(1000)
  expect(work?.purges.open).toBe(1000)
  expect(work?.unindexed).toBe(1000)
  // Every entry that is counted is read once, and a second time from the list of them.
  expect(db.cost.rowsRead).toBeLessThan(8000)
})

test('asking costs two statements and a few rows, whatever the archive holds', async () => {
  for (let release = 0; release < 5; release++) await office.create(bilingual({ publish: true }))
  await untilIdle(office)
  const { binding, sent } = spyOn(DB)
  const db = open(binding)
  await healthIn(db).condition(office.now)
  expect(sent).toHaveLength(2)
  expect(db.cost.rowsRead).toBeLessThan(20)
  expect(db.cost.rowsWritten).toBe(0)
})

test('the releases that are filed are those under embargo too, and not the withdrawn', async () => {
  expect(await health().filed()).toBe(0)
  const gone = await office.create(bilingual({ publish: true }))
  await office.create(bilingual({ publish: { at: '2021-02-25' } }))
  await office.create(english({}, { embargo: { until: new Date(NOON + HOUR) } }))
  await office.create(english())
  expect(await health().filed()).toBe(3)
  await office.withdraw(gone.json.release.id, { reason: 'A mistake.' })
  expect(await health().filed()).toBe(2)
})

test('a database that lacks the last migration is known by its record', async () => {
  await run('DELETE FROM d1_migrations WHERE name = ?', NEEDED_MIGRATION)
  const { migration, work } = await condition()
  expect(migration.applied).toBe(MIGRATIONS.at(-2)?.name)
  expect(work).toBeNull()
})

test('a database that is ahead of this version has what it needs', async () => {
  await run("INSERT INTO d1_migrations (name) VALUES ('0099_later.sql')")
  const { migration, work } = await condition()
  expect(migration.applied).toBe('0099_later.sql')
  expect(work).not.toBeNull()
})

test('where nobody keeps a record of migrations, the tables tell', async () => {
  await run('DROP TABLE d1_migrations')
  expect((await condition()).migration.applied).toBeNull()
  expect((await condition()).work).not.toBeNull()
  await run('DROP TABLE unindexed')
  const { work, databaseTime } = await condition()
  expect([work, databaseTime]).toEqual([null, null])
})

test('a database that does not answer is a refusal', async () => {
  const { binding } = spyOn(DB)
  const lost = new Error('D1_ERROR: Network connection lost.')
  const dead = {
    ...open(binding),
    binding: { prepare: () => ({ bind: () => ({ all: () => Promise.reject(lost) }) }) },
  }
  const refusal = await healthIn(dead as never)
    .condition(office.now)
    .catch((error: Refusal) => error)
  expect(refusal).toMatchObject({ reason: 'unavailable' })
})
