import { applyD1Migrations, reset } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { bilingual, DAY, DB, english, MIGRATIONS, NOON, openPressOffice } from '../press-office.ts'
import { check, storedPages } from '../stories/check.ts'

/** The tables of the first migration, parents before children, with the columns that they had. */
const TABLES: Record<string, string> = {
  releases:
    'id, kind, topics, revision, created_at, revised_at, live_at, day, month, place, withdrawn_at, reason, replaced_by, corrections',
  slugs: 'language, slug, release_id',
  texts:
    'release_id, language, slug, headline, subheadline, summary, department, dateline_place, body, notes, public_from, changed_at, listed_at, month, place',
  months: 'sequence, month, last_place, filed',
  revisions: 'release_id, number, kind, at, editor_id, editor_name, note, snapshot',
  rendered_pages: 'path, type, body, etag, changed_at, fingerprint',
  stale_pages: 'id, path, due',
  editors: 'id, name, scope, token_hash, created_at, expires_at, revoked_at',
}

test('a database of yesterday is upgraded without loss', async () => {
  const office = await openPressOffice()
  const full = {
    subheadline: 'Below',
    summary: 'In short',
    department: 'Finance',
    dateline: { place: 'Damascus' },
    notes: 'Notes.',
  }
  const made = [
    await office.create(english()),
    await office.create(english(full, { publish: true })),
    await office.create(bilingual({ publish: { at: '2024-12-31' } })),
    await office.create(bilingual({ embargo: { until: new Date(NOON + DAY).toISOString() } })),
    await office.create(bilingual({ publish: true })),
  ]
  const ids: string[] = made.map(({ json }) => json.release.id)
  await office.withdraw(ids[4] as string, { reason: 'Sent by mistake.' })
  await office.correct(ids[2] as string, { note: 'A figure was wrong.' })
  await office.schedule()
  const told = async () =>
    Promise.all(ids.map(async (id) => (await office.ask(`/api/releases/${id}`)).json))
  const before = { releases: await told(), pages: await storedPages(office) }

  const kept: [string, Record<string, unknown>[]][] = []
  for (const [table, columns] of Object.entries(TABLES))
    kept.push([table, (await DB.prepare(`SELECT ${columns} FROM ${table}`).all()).results])
  await reset()
  await applyD1Migrations(DB, MIGRATIONS.slice(0, 1))
  for (const [table, rows] of kept)
    for (const row of rows)
      await DB.prepare(
        `INSERT INTO ${table} (${TABLES[table]}) VALUES (${Object.keys(row).fill('?').join()})`,
      )
        .bind(...Object.values(row))
        .run()
  await applyD1Migrations(DB, MIGRATIONS)

  expect(await told()).toEqual(before.releases)
  expect(await storedPages(office)).toEqual(before.pages)
  await check(office)
  office.now += 2 * DAY
  await check(office)
})
