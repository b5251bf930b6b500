import { applyD1Migrations, reset } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { hashOf } from '../../src/routes/auth.ts'
import {
  bilingual,
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  MIGRATIONS,
  MINUTE,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { check, storedPages } from '../stories/check.ts'

/** The tables that hold what is not made from others, parents before children, as they were first. */
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
/** The tables of the third, with the columns that came later. */
const LATER_TABLES: Record<string, string> = {
  ...TABLES,
  rendered_pages: `${TABLES.rendered_pages}, recency`,
  withdrawn_texts: 'topic, language, live_at, release_id',
}

/** Puts everything that is stored into a database of so many migrations, and upgrades it. */
async function upgradeFrom(migrations: number): Promise<void> {
  const kept: [string, Record<string, unknown>[]][] = []
  for (const [table, columns] of Object.entries(migrations < 3 ? TABLES : LATER_TABLES)) {
    const where = table === 'editors' ? "WHERE scope <> 'read'" : ''
    const { results } = await DB.prepare(`SELECT ${columns} FROM ${table} ${where}`).all()
    kept.push([table, results])
  }
  await reset()
  await applyD1Migrations(DB, MIGRATIONS.slice(0, migrations))
  for (const [table, rows] of kept)
    for (const row of rows)
      await DB.prepare(
        `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).fill('?').join()})`,
      )
        .bind(...Object.values(row))
        .run()
  await applyD1Migrations(DB, MIGRATIONS)
}

let count = 0
/** With headlines none of which is a part of another. */
function named(release: Json): Json {
  for (const text of Object.values<Json>(release.texts))
    text.headline = `Subject ${String(++count).padStart(3, '0')}`
  return release
}

const until = (instant: number) => ({ embargo: { until: new Date(instant).toISOString() } })
/** The database has a clock of its own, by which this is still to come. */
const LONG_AFTER = Date.UTC(2200, 0, 1)

/** Releases in every state, by every way that leads there, each change in a minute of its own. */
async function fillOffice(office: PressOffice): Promise<string[]> {
  const full = {
    subheadline: 'Below',
    summary: 'In short',
    department: 'Finance',
    dateline: { place: 'Damascus' },
    notes: 'Notes that say "state":"published".',
  }
  const ids: string[] = []
  const make = async (body: object) => {
    office.now += MINUTE
    const { status, json } = await office.create(named(body))
    expect(status).toBe(201)
    ids.push(json.release.id)
    return json.release.id as string
  }
  const then = async (change: Promise<{ status: number }>) => {
    expect((await change).status).toBe(200)
    office.now += MINUTE
  }
  await make(english(full))
  await make(english(full, { publish: true }))
  const corrected = await make(bilingual({ publish: { at: '2024-12-31' } }))
  await make(bilingual(until(NOON + DAY)))
  await make(bilingual(until(LONG_AFTER)))
  const withdrawn = await make(bilingual({ publish: true }))
  await then(office.withdraw(withdrawn, { reason: 'Sent by mistake.' }))
  await then(office.correct(corrected, { note: 'A figure was wrong.' }))
  const edited = await make(english({}, until(NOON + HOUR)))
  const taken = await make(english({}, until(NOON + HOUR + 1)))
  const moved = await make(english({}, until(NOON + HOUR)))
  await then(office.embargo(moved, NOON + HOUR + 2))
  const cancelled = await make(english({}, until(NOON + HOUR)))
  await then(office.cancelEmbargo(cancelled))
  const early = await make(english({}, until(NOON + HOUR)))
  await then(office.publish(early))
  office.now = NOON + 2 * HOUR
  await then(office.edit(edited, named(english())))
  await then(office.withdraw(taken, { reason: 'x' }))
  await office.schedule()
  return ids
}

/** The ledger as it will be told in two days, without what concerns tokens. */
async function ledger(office: PressOffice): Promise<{ changes: Json[]; events: Json[] }> {
  const { now } = office
  office.now = NOON + 2 * DAY
  const { changes } = (await office.read('/api/changes?limit=1000')).json
  const { events } = (await office.ask('/api/audit?limit=1000')).json
  office.now = now
  return {
    changes: changes.map(({ number: _, ...change }: Json) => change),
    // Before there were tokens, editor and token were one.
    events: events.flatMap(({ number: _, token: __, release, editor, ...event }: Json) =>
      release ? [{ ...event, release, ...(editor ? { editor, token: editor.id } : {}) }] : [],
    ),
  }
}

test.each([1, 3])(
  'a database after migration %i is upgraded without loss, and its ledger tells what happened',
  async (migrations) => {
    const office = await openPressOffice()
    const ids = await fillOffice(office)
    const told = async () =>
      Promise.all(ids.map(async (id) => (await office.ask(`/api/releases/${id}`)).json))
    const before = {
      releases: await told(),
      pages: await storedPages(office),
      ledger: await ledger(office),
    }
    await upgradeFrom(migrations)

    expect(await told()).toEqual(before.releases)
    expect(await storedPages(office)).toEqual(before.pages)
    await check(office)
    const { changes, events } = await ledger(office)
    expect(changes).toEqual(before.ledger.changes)
    expect(events).toEqual(
      before.ledger.events.map((event) => {
        const own = events.find((one) => one.kind !== 'lifted' && one.editor)
        return event.editor ? { ...event, token: own?.token } : event
      }),
    )
    expect(changes.filter(({ kind }) => kind === 'lifted')).toHaveLength(4)
    expect(await DB.prepare('SELECT release_id, due FROM lifts').all()).toMatchObject({
      results: [{ release_id: ids[4], due: LONG_AFTER }],
    })
    const tokens = await DB.prepare("SELECT kind FROM events WHERE kind LIKE 'token%'").all()
    expect(tokens.results).toEqual(Array(3).fill({ kind: 'token-created' }))

    // What was under embargo goes on as it would have.
    await office.withdraw(ids[3] as string, { reason: 'x' })
    office.now += 2 * DAY
    await check(office)
    office.now = LONG_AFTER
    const { json } = await office.read('/api/changes?limit=1000')
    expect(json.changes.at(-1)).toMatchObject({ kind: 'lifted', id: ids[4], revision: 1 })
  },
)

test('the version before goes on over the upgraded database for a moment', async () => {
  const office = await openPressOffice()
  const { json } = await office.create(english())
  const { id } = json.release
  const allowed = async (token: string) =>
    DB.prepare(
      'select id, name, scope from editors where token_hash = ? and expires_at > ? and revoked_at is null',
    )
      .bind(await hashOf(token), NOON)
      .all()
  for (const [scope, token] of Object.entries(office.tokens))
    expect((await allowed(token)).results).toEqual([
      { id: expect.stringMatching(`^token-${scope}-`), name: scope, scope },
    ])
  const others = [
    await newToken('admin', { revoked_at: NOON }),
    await newToken('admin', { expires_at: NOON }),
    await newToken('admin', { languages: '["ar"]' }),
  ]
  for (const token of others) expect((await allowed(token)).results).toEqual([])

  const said = JSON.stringify({ state: 'published', liveAt: NOON })
  await DB.prepare(
    `INSERT INTO revisions (release_id, number, kind, at, editor_id, editor_name, note, snapshot)
     VALUES (?, 2, 'published', ?, 'e', 'E.', NULL, ?)`,
  )
    .bind(id, NOON, said)
    .run()
  const { events } = (await office.ask(`/api/audit?release=${id}`)).json
  expect(events).toMatchObject([
    { kind: 'created', public: false },
    { kind: 'published', public: true, editor: { id: 'e', name: 'E.' }, token: 'e' },
  ])
  expect((await office.read('/api/changes')).json.changes).toMatchObject([{ id, revision: 2 }])
})
