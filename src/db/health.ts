import type { Instant } from '../newsroom/dateline.ts'
import type { Condition, Health } from '../newsroom/ports.ts'
import { type Database, first, result } from './database.ts'
import { ALL } from './filing.ts'

/** The last migration that this version needs; a test holds it against the folder. */
export const NEEDED_MIGRATION = '0006_redirects.sql'
/** Entries of a ledger that are counted: anybody may ask, and a backlog may be long. */
const MAX_COUNTED = 1000

export const healthIn = (db: Database): Health => ({
  condition: async (now) => {
    const [last, work] = await Promise.all([
      unlessMissing(result<LastRow>(db, LAST_MIGRATION)),
      unlessMissing(result<WorkRow>(db, WORK, now)),
    ])
    const migration = last?.results[0] ?? null
    const done = work?.results[0] ?? null
    return {
      migration: { applied: migration?.name ?? null, needed: NEEDED_MIGRATION },
      databaseTime: done?.time ?? migration?.time ?? null,
      databaseBytes: (work ?? last)?.meta.size_after || null,
      work: done && isCurrent(migration) ? workOf(done, migration?.appliedAt ?? null) : null,
    }
  },

  filed: async () => (await first<{ filed: number | null }>(db, FILED, ALL))?.filed ?? 0,
})

const TIME = `CAST(unixepoch('subsec') * 1000 AS INTEGER) AS time`

/** The table is wrangler's; a database that was made in another way has none. */
const LAST_MIGRATION = `SELECT ${TIME}, name, unixepoch(applied_at) * 1000 AS appliedAt
  FROM d1_migrations ORDER BY id DESC LIMIT 1`

interface LastRow {
  readonly time: Instant
  readonly name: string
  readonly appliedAt: Instant | null
}

/**
 * Migrations are only ever added, so that a database which is ahead, after a version was rolled
 * back, has what is needed. Where there is no record, the tables themselves have to tell.
 */
const isCurrent = (last: LastRow | null) => last === null || last.name >= NEEDED_MIGRATION

const WORK = `SELECT ${TIME}, number AS rebuilds, ran_at AS ranAt,
    (SELECT max(number) FROM events) AS events,
    (SELECT count(DISTINCT path) FROM (
      SELECT path FROM stale_pages WHERE due <= ?1 ORDER BY due, path LIMIT ${MAX_COUNTED}
    )) AS stalePages,
    oldest.due, (SELECT path FROM rendered_pages WHERE path = oldest.path) AS path,
    purging.open, purging.failed, purging.since,
    (SELECT count(*) FROM (SELECT 1 FROM unindexed LIMIT ${MAX_COUNTED})) AS unindexed
  FROM last_rebuild
  LEFT JOIN (SELECT path, due FROM stale_pages WHERE due <= ?1 ORDER BY due, path LIMIT 1) AS oldest
  LEFT JOIN (SELECT count(*) AS open, count(nullif(failures, 0)) AS failed, min(at) AS since
    FROM (SELECT at, failures FROM purges ORDER BY id LIMIT ${MAX_COUNTED})) AS purging
  WHERE last_rebuild.id = 1`

interface WorkRow {
  readonly time: Instant
  readonly rebuilds: number
  readonly ranAt: Instant
  readonly events: number | null
  readonly stalePages: number
  readonly due: Instant | null
  readonly path: string | null
  readonly open: number
  readonly failed: number
  readonly since: Instant | null
  readonly unindexed: number
}

/** @param migratedAt what a migration marks is due at 0, and has waited since then */
function workOf(row: WorkRow, migratedAt: Instant | null): Condition['work'] {
  const { due, path, open, failed, since, unindexed } = row
  return {
    scheduleRanAt: row.ranAt || null,
    stale: {
      pages: row.stalePages,
      oldest: due === null ? null : { path, due: due || (migratedAt ?? row.time) },
    },
    purges: { open, failed, oldest: since },
    unindexed,
    rebuilds: row.rebuilds,
    events: row.events ?? 0,
  }
}

const FILED = 'SELECT sum(filed) AS filed FROM months WHERE sequence = ?1'

/** An answer, or null where the database has no such table or column. */
async function unlessMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && /no such (?:table|column)/i.test(error.message)) return null
    throw error
  }
}
