import { and, eq, lte, type SQL, sql } from 'drizzle-orm'
import type { Instant, Month } from '../newsroom/dateline.ts'
import type { Due, Made, Pages, Purge, Stored } from '../newsroom/ports.ts'
import {
  batch,
  breaks,
  type Clock,
  type Database,
  first,
  REBUILD_LOCK,
  type Statement,
} from './database.ts'
import { due, idle } from './due.ts'
import { factsOf } from './facts.ts'
import { lastRebuild, purges, renderedPages, stalePages } from './schema.ts'

/** Bound parameters a statement takes at most are 100; a rendered page has seven. */
const PAGES_PER_INSERT = 14

export const pagesIn = (db: Database, clock: Clock): Pages => ({
  stored: (path, known) => first<Stored>(db, STORED, path, known),

  nextChange: async (path, now) =>
    (await first<{ due: Instant | null }>(db, NEXT_CHANGE, path, now))?.due ?? null,

  monthBeside: async (language, month, which, now) => {
    const found = await first<{ month: Month }>(db, BESIDE[which], language, month, now)
    return found?.month ?? null
  },

  facts: async (pages, now, fingerprint) => {
    const questions = pages.map((page) => factsOf(db, page, now, fingerprint))
    const queries = new Map(
      questions.flatMap(({ queries }) => queries.map((query) => [query.name, query])),
    )
    const answers = await batch(
      db,
      [...queries.values()].map(({ statement }) => statement()),
    )
    const rows = new Map([...queries.keys()].map((name, at) => [name, answers[at]]))
    return questions.map(({ queries, read }) => read(...queries.map(({ name }) => rows.get(name))))
  },

  idle: (...asked) => idle(db, ...asked),

  due: (...asked) => due(db, ...asked),

  store: (...asked) => store(db, clock, ...asked),

  settle: async (done, until, rest, fingerprint) => {
    const statements: Statement[] = []
    if (done.length > 0)
      statements.push(
        // An id that another run has taken away may have come back under a newer entry.
        db.build.delete(purges).where(and(among(purges.id, ids(done)), lte(purges.at, until))),
        db.build.update(lastRebuild).set({ purging: sql`exists (select 1 from ${purges})` }),
      )
    // Unless a rebuild has finished meanwhile: it may have been another version's.
    if (rest && !rest.uniform)
      statements.push(
        db.build
          .update(lastRebuild)
          .set({ fingerprint })
          .where(eq(lastRebuild.number, rest.rebuilds)),
      )
    await batch(db, statements)
  },

  ran: async (now) => {
    await batch(db, [db.build.update(lastRebuild).set({ ranAt: now })])
  },

  fail: async (tried) => {
    const failures = sql`${purges.failures} + 1`
    await batch(db, [
      db.build
        .update(purges)
        .set({ failures })
        .where(among(purges.id, ids(tried))),
    ])
  },
})

/** An entity tag has its quotes, so that none is a part of another. */
const STORED = `SELECT type, etag, iif(instr(?2, etag) > 0, NULL, body) AS body,
    (SELECT min(due) FROM stale_pages WHERE path = ?1) AS staleFrom
  FROM rendered_pages WHERE path = ?1`

const NEXT_CHANGE = 'SELECT min(due) AS due FROM stale_pages WHERE path = ?1 AND due > ?2'

/** The nearest month of a language in which something is public. */
const BESIDE = { previous: beside('<', 'DESC'), next: beside('>', 'ASC') }

function beside(than: string, order: string): string {
  return `SELECT month FROM months WHERE sequence = ?1 AND month ${than} ?2
    AND filed > (SELECT count(*) FROM texts
      WHERE language = ?1 AND listed_at > ?3 AND texts.month = months.month)
    ORDER BY month ${order} LIMIT 1`
}

async function store(
  db: Database,
  clock: Clock,
  pages: ReadonlyMap<string, Made>,
  seen: Due,
  now: Instant,
  fingerprint: string,
  tags: readonly string[],
): Promise<boolean> {
  const made = [...pages].flatMap(([path, { body, ...page }]) =>
    body === null ? [] : [{ path, body, fingerprint, ...page }],
  )
  const gone = [...pages].flatMap(([path, { body }]) => (body === null ? [path] : []))
  const statements: Statement[] = [
    db.build.update(lastRebuild).set({
      number: sql`${lastRebuild.number} + 1`,
      seen: seen.rebuilds,
      at: now,
      ...(tags.length > 0 ? { purging: 1 } : {}),
      // Two versions may be at work while a deployment spreads.
      fingerprint: sql`iif(${lastRebuild.fingerprint} = ${fingerprint}, ${fingerprint}, '')`,
    }),
  ]
  for (let at = 0; at < made.length; at += PAGES_PER_INSERT)
    statements.push(
      db.build
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
            recency: sql`excluded.recency`,
          },
        }),
    )
  if (gone.length > 0)
    statements.push(db.build.delete(renderedPages).where(among(renderedPages.path, gone)))
  const marked = seen.pages.filter((page) => page.marked).map(({ path }) => path)
  // Marks that came after `due` have higher ids, because only rebuilds take marks away.
  if (marked.length > 0)
    statements.push(
      db.build
        .delete(stalePages)
        .where(
          and(
            among(stalePages.path, marked),
            lte(stalePages.due, seen.asOf),
            lte(stalePages.id, seen.newestMark),
          ),
        ),
    )
  if (tags.length > 0) statements.push(db.build.insert(purges).values({ tags, at: clock() }))
  try {
    await batch(db, statements)
    return true
  } catch (error) {
    if (breaks(error, REBUILD_LOCK)) return false
    throw error
  }
}

const ids = (entries: readonly Purge[]) => entries.map(({ id }) => id)

/** A list of any length takes one parameter. */
const among = (column: SQL | object, values: readonly (string | number)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
