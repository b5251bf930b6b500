import { asc, desc, eq, lte, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { Due, DuePage, Purge } from '../newsroom/ports.ts'
import { batch, type Database, first } from './database.ts'
import { lastRebuild, purges, renderedPages, stalePages } from './schema.ts'

const IDLE = `SELECT fingerprint, purging, ran_at AS ranAt, (SELECT min(due) FROM stale_pages) AS due
  FROM last_rebuild WHERE id = 1`

/** Whether there is nothing to do, as `Pages.idle` promises it. */
export async function idle(
  db: Database,
  now: Instant,
  fingerprint: string,
): Promise<{ idle: boolean; ranAt: Instant }> {
  const state = await first<IdleRow>(db, IDLE)
  const idle =
    state !== null &&
    state.fingerprint === fingerprint &&
    state.purging === 0 &&
    (state.due === null || state.due > now)
  return { idle, ranAt: state?.ranAt ?? 0 }
}

interface IdleRow {
  readonly fingerprint: string
  readonly due: Instant | null
  readonly purging: number
  readonly ranAt: Instant
}

/** Entries of the ledger of purges that a run of the schedule works off. */
const MAX_PURGES = 500

/** What is stale, and what is to be purged, as `Pages.due` promises it. */
export async function due(
  db: Database,
  now: Instant,
  limit: number,
  fingerprint: string,
  everything: boolean,
): Promise<Due> {
  const { path } = stalePages
  const [locks, marked, agedOnes = [], pending = []] = (await batch(db, [
    db.build.select().from(lastRebuild).where(eq(lastRebuild.id, 1)),
    db.build
      .select({
        path,
        newestMark: sql<number>`max(${stalePages.id})`,
        etag: renderedPages.etag,
        changedAt: renderedPages.changedAt,
        fingerprint: renderedPages.fingerprint,
      })
      .from(stalePages)
      .leftJoin(renderedPages, eq(renderedPages.path, path))
      .where(lte(stalePages.due, now))
      // The plus keeps the planner from going through all marks by path, those to come included.
      .groupBy(sql`+${path}`)
      .orderBy(sql`min(${stalePages.due})`, path)
      .limit(limit + 1),
    ...(everything ? [agedPages(db, fingerprint, limit), oldestPurges(db, MAX_PURGES)] : []),
  ])) as [(typeof lastRebuild.$inferSelect)[], Marked[], Aged[]?, Purge[]?]
  const pages = new Map<string, DuePage>()
  for (const one of marked)
    pages.set(one.path, {
      ...one,
      marked: true,
      aged: one.etag !== null && one.fingerprint !== fingerprint,
    })
  for (const one of agedOnes)
    if (!pages.has(one.path)) pages.set(one.path, { ...one, marked: false, aged: true })
  return {
    asOf: now,
    pages: [...pages.values()].slice(0, limit),
    newestMark: Math.max(0, ...marked.map(({ newestMark }) => newestMark)),
    more: pages.size > limit,
    uniform: locks[0]?.fingerprint === fingerprint,
    rebuilds: locks[0]?.number ?? 0,
    lastAt: locks[0]?.at ?? 0,
    purges: pending,
  }
}

interface Marked {
  readonly path: string
  readonly newestMark: number
  readonly etag: string | null
  readonly changedAt: Instant | null
  readonly fingerprint: string | null
}
interface Aged {
  readonly path: string
  readonly etag: string
  readonly changedAt: Instant | null
}

const oldestPurges = (db: Database, limit: number) =>
  db.build
    .select({ id: purges.id, tags: purges.tags, at: purges.at })
    .from(purges)
    .orderBy(asc(purges.id))
    .limit(limit)

/**
 * The newest pages of other fingerprints. Of each fingerprint that there is, which are few, the
 * newest are read along the index: a row each, however many pages wait.
 */
function agedPages(db: Database, fingerprint: string, limit: number) {
  const { path, recency } = renderedPages
  const print = renderedPages.fingerprint
  const rowid = sql`${renderedPages}.rowid`
  const prints = sql`with recursive prints (print) as (
      select min(${print}) from ${renderedPages}
      union all
      select (select min(${print}) from ${renderedPages} where ${print} > prints.print)
      from prints where prints.print is not null)
    select prints.print from prints where prints.print <> ${fingerprint}`
  const newest = sql`select ${rowid} from ${renderedPages} where ${print} = prints.print
    order by ${recency} desc, ${path} desc limit ${limit + 1}`
  return db.build
    .select({ path, etag: renderedPages.etag, changedAt: renderedPages.changedAt })
    .from(sql`(${prints}) as prints`)
    .innerJoin(renderedPages, sql`${rowid} in (${newest})`)
    .orderBy(desc(recency), desc(path))
    .limit(limit + 1)
}
