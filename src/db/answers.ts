import { and, eq, isNull, lte, sql } from 'drizzle-orm'
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
  find: async (request, now) => {
    // What may be deleted is asked for at the primary: a replica might not know of the request yet.
    const [, [row]] = (await batch(db, [
      db.build.delete(answers).where(and(of(request), old(now))),
      db.build.select().from(answers).where(of(request)),
    ])) as [unknown, Row[]]
    return row ? keptOf(row) : null
  },

  keep: async (request, answer, now, done) => {
    const { editor, key, digest } = request
    const [own] = (await batch(db, [
      // What was done was entered with it, and is answered by nobody who did something else.
      done
        ? db.build
            .update(answers)
            .set(answer)
            .where(
              and(
                of(request),
                eq(answers.releaseId, done.release),
                eq(answers.revision, done.revision),
                isNull(answers.status),
              ),
            )
            .returning({ at: answers.at })
        : db.build
            .insert(answers)
            .values({ editorId: editor, key, digest, at: now, ...answer })
            // One of more than a day ago makes room.
            .onConflictDoUpdate({
              target: [answers.editorId, answers.key],
              set: { digest, at: now, releaseId: null, revision: null, ...answer },
              setWhere: old(now),
            })
            .returning({ at: answers.at }),
    ])) as [unknown[]]
    if (own.length > 0) return null
    const [row] = await rows(db, db.build.select().from(answers).where(of(request)))
    return row ? keptOf(row) : null
  },
})

/**
 * The statements that enter a request with what is done, so that it is done once: if it is entered
 * already, they break its key (`ANSWERED`), and the batch that they are in does nothing.
 */
export function enter(
  db: Database,
  request: KeyedRequest | null,
  done: Release,
  now: Instant,
): Statement[] {
  if (!request) return []
  const { editor, key, digest } = request
  return [
    sweep(db, request, now),
    db.build.insert(answers).values({
      editorId: editor,
      key,
      digest,
      at: now,
      releaseId: done.id,
      revision: done.revision,
    }),
  ]
}

type Keyed = Omit<KeyedRequest, 'digest'>
type Row = typeof answers.$inferSelect

const of = ({ editor, key }: Keyed) => and(eq(answers.editorId, editor), eq(answers.key, key))

const old = (now: Instant) => lte(answers.at, now - ANSWERS_ARE_KEPT)

/** Answers that are a day old go: the one with this key, and some others. */
function sweep(db: Database, request: Keyed, now: Instant): Statement {
  const rowid = sql`${answers}.rowid`
  return db.build.delete(answers).where(
    sql`${rowid} in (select ${rowid} from ${answers} where ${and(of(request), old(now))}
      union select * from (select ${rowid} from ${answers} where ${old(now)}
        order by ${answers.at} limit ${MAX_SWEPT}))`,
  )
}

const keptOf = (row: Row): Kept => ({
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
