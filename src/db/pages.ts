import { and, eq, gt, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { pathOf } from '../newsroom/archive.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Due, Made, Pages } from '../newsroom/ports.ts'
import { answered, batch, breaks, type Database, REBUILD_LOCK, type Statement } from './database.ts'
import { factsOf } from './facts.ts'
import { lastRebuild, renderedPages, stalePages } from './schema.ts'

/** The path whose page is made from other rendered pages, and therefore comes last. */
const SITEMAP_INDEX = pathOf({ is: 'sitemap-index' }, [])
/** Bound parameters a statement takes at most are 100; a rendered page has six. */
const PAGES_PER_INSERT = 16

export const pagesIn = (db: Database): Pages => ({
  stored: async (path) => {
    const rows = await answered(() =>
      db.select().from(renderedPages).where(eq(renderedPages.path, path)),
    )
    return rows[0] ?? null
  },

  facts: async (pages, now) => {
    const queries = pages.map((page) => factsOf(db, page, now))
    const rows = await batch(
      db,
      queries.map(({ statement }) => statement),
    )
    return queries.map(({ read }, at) => read(rows[at]))
  },

  due: (now, limit, fingerprint) => due(db, now, limit, fingerprint),

  store: (pages, seen, now, fingerprint) => store(db, pages, seen, now, fingerprint),
})

async function due(db: Database, now: Instant, limit: number, fingerprint: string): Promise<Due> {
  const { path } = stalePages
  const [locks, marked, aged] = (await batch(db, [
    db.select().from(lastRebuild),
    db
      .select({
        path,
        newestMark: sql<number>`max(${stalePages.id})`,
        stored: sql<number>`${renderedPages.path} is not null`,
      })
      .from(stalePages)
      .leftJoin(renderedPages, eq(renderedPages.path, path))
      .where(lte(stalePages.due, now))
      .groupBy(path)
      .orderBy(sql`min(${stalePages.due})`, path)
      .limit(limit + 1),
    db
      .select({ path: renderedPages.path })
      .from(renderedPages)
      .where(
        or(lt(renderedPages.fingerprint, fingerprint), gt(renderedPages.fingerprint, fingerprint)),
      )
      .limit(limit + 1),
  ])) as [(typeof lastRebuild.$inferSelect)[], Marked[], { path: string }[]]
  const all = new Set([...marked, ...aged].map((page) => page.path))
  const others = [...all].filter((page) => page !== SITEMAP_INDEX)
  const more = marked.length > limit || aged.length > limit || others.length > limit
  const paths = others.slice(0, limit)
  // The index tells what the files tell, so it waits until no file is stale any more.
  if (!more && all.has(SITEMAP_INDEX)) paths.push(SITEMAP_INDEX)
  return {
    asOf: now,
    paths,
    stored: new Set([...marked.filter(({ stored }) => stored), ...aged].map((page) => page.path)),
    newestMark: Math.max(0, ...marked.map(({ newestMark }) => newestMark)),
    more,
    rebuilds: locks[0]?.number ?? 0,
    lastAt: locks[0]?.at ?? 0,
  }
}

interface Marked {
  readonly path: string
  readonly newestMark: number
  readonly stored: number
}

async function store(
  db: Database,
  pages: ReadonlyMap<string, Made>,
  seen: Due,
  now: Instant,
  fingerprint: string,
): Promise<boolean> {
  const made = [...pages].flatMap(([path, { body, ...page }]) =>
    body === null ? [] : [{ path, body, fingerprint, ...page }],
  )
  const gone = [...pages].flatMap(([path, { body }]) => (body === null ? [path] : []))
  const statements: Statement[] = [
    db
      .update(lastRebuild)
      .set({ number: sql`${lastRebuild.number} + 1`, seen: seen.rebuilds, at: now }),
  ]
  for (let at = 0; at < made.length; at += PAGES_PER_INSERT)
    statements.push(
      db
        .insert(renderedPages)
        .values(made.slice(at, at + PAGES_PER_INSERT))
        .onConflictDoUpdate({
          target: renderedPages.path,
          set: {
            type: sql`excluded.type`,
            body: sql`excluded.body`,
            etag: sql`excluded.etag`,
            changedAt: sql`excluded.changed_at`,
            fingerprint: sql`excluded.fingerprint`,
          },
        }),
    )
  if (gone.length > 0)
    statements.push(db.delete(renderedPages).where(among(renderedPages.path, gone)))
  // Marks that came after `due` have higher ids, because only rebuilds take marks away.
  statements.push(
    db
      .delete(stalePages)
      .where(
        and(
          among(stalePages.path, seen.paths),
          lte(stalePages.due, seen.asOf),
          lte(stalePages.id, seen.newestMark),
        ),
      ),
  )
  try {
    await batch(db, statements)
    return true
  } catch (error) {
    if (breaks(error, REBUILD_LOCK)) return false
    throw error
  }
}

/** A list of any length takes one parameter. */
const among = (column: SQL | object, values: readonly (string | number)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
