import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import { ANSWERS_ARE_KEPT, type Answers, type Kept, type KeyedRequest } from '../newsroom/ports.ts'
import type { Release } from '../newsroom/release.ts'
import { batch, type Database, rows, type Statement } from './database.ts'
import { answers } from './schema.ts'

/** The columns of the key that lets a request be done once. */
export const ANSWERED = 'answers.editor_id, answers.key'
/** Old answers that each new one takes away: more go than come. */
const MAX_SWEPT = 20

export const answersIn = (db: Database): Answers => ({
  find: async ({ editor, key }, now) => {
    const [row] = await rows(
      db,
      db.build
        .select()
        .from(answers)
        .where(
          and(
            eq(answers.editorId, editor),
            eq(answers.key, key),
            gt(answers.at, now - ANSWERS_ARE_KEPT),
          ),
        ),
    )
    return row ? keptOf(row) : null
  },

  keep: async (request, answer, now) => {
    const { editor, key, digest } = request
    const mine = and(eq(answers.editorId, editor), eq(answers.key, key))
    const [, , , , found] = await batch(db, [
      ...sweep(db, request, now),
      db.build
        .insert(answers)
        .values({ editorId: editor, key, digest, at: now, ...answer })
        .onConflictDoNothing(),
      db.build
        .update(answers)
        .set(answer)
        .where(and(mine, eq(answers.digest, digest), isNull(answers.status))),
      db.build.select().from(answers).where(mine),
    ])
    const [row] = found as (typeof answers.$inferSelect)[]
    if (!row) throw new TypeError('an answer was kept and is not there')
    return keptOf(row)
  },
})

/**
 * The statements that enter a request, so that it is done once: if it is entered already, they
 * break its key (`ANSWERED`), and the batch that they are in does nothing.
 * @param done what the batch does; null where that is not there yet to be referred to
 */
export function enter(
  db: Database,
  request: KeyedRequest | null,
  done: Release | null,
  now: Instant,
): Statement[] {
  if (!request) return []
  const { editor, key, digest } = request
  return [
    ...sweep(db, request, now),
    db.build.insert(answers).values({
      editorId: editor,
      key,
      digest,
      at: now,
      releaseId: done?.id ?? null,
      revision: done?.revision ?? null,
    }),
  ]
}

/** The statement that says what was done, where `enter` could not say it yet. */
export function doneIn(db: Database, request: KeyedRequest | null, done: Release): Statement[] {
  if (!request) return []
  const { editor, key } = request
  return [
    db.build
      .update(answers)
      .set({ releaseId: done.id, revision: done.revision })
      .where(and(eq(answers.editorId, editor), eq(answers.key, key))),
  ]
}

/** Answers that are a day old go: the one with this key, and some others. */
function sweep(db: Database, { editor, key }: KeyedRequest, now: Instant): Statement[] {
  const old = lte(answers.at, now - ANSWERS_ARE_KEPT)
  const rowid = sql`${answers}.rowid`
  return [
    db.build.delete(answers).where(and(eq(answers.editorId, editor), eq(answers.key, key), old)),
    db.build
      .delete(answers)
      .where(
        sql`${rowid} in (select ${rowid} from ${answers} where ${old} order by ${answers.at} limit ${MAX_SWEPT})`,
      ),
  ]
}

const keptOf = (row: typeof answers.$inferSelect): Kept => ({
  digest: row.digest,
  at: row.at,
  done:
    row.releaseId !== null && row.revision !== null
      ? { release: row.releaseId, revision: row.revision }
      : null,
  answer:
    row.status !== null && row.body !== null
      ? { status: row.status, headers: row.headers ?? {}, body: row.body }
      : null,
})
