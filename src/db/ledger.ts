import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { AuditEntry, Position, PublicChange } from '../newsroom/event.ts'
import type { Ledger } from '../newsroom/ports.ts'
import type { ReleaseId } from '../newsroom/release.ts'
import { batch, type Database, type Statement } from './database.ts'
import { events, lifts, releases, revisions, tokens } from './schema.ts'

export const ledgerIn = (db: Database): Ledger => ({
  changes: async (after, limit, now) => {
    const asked = db.build
      .select({
        number: events.number,
        at: events.at,
        kind: events.kind,
        release: events.releaseId,
        revision: events.revision,
      })
      .from(events)
      // The index of public events is only found where the condition stands in words.
      .where(and(sql`${events.isPublic} = 1`, past(after)))
      .orderBy(asc(events.number))
      .limit(limit)
    return read<PublicChange>(db, after, asked, now)
  },

  audit: async (after, limit, release, now) => {
    const asked = db.build
      .select({
        number: events.number,
        at: events.at,
        kind: events.kind,
        releaseId: events.releaseId,
        revision: events.revision,
        isPublic: events.isPublic,
        token: events.tokenId,
        from: events.path,
        editorId: sql<string | null>`coalesce(${revisions.editorId}, ${tokens.editorId})`,
        editorName: sql<string | null>`coalesce(${revisions.editorName}, ${tokens.editorName})`,
        note: revisions.note,
      })
      .from(events)
      .leftJoin(
        revisions,
        and(
          eq(revisions.releaseId, events.releaseId),
          eq(revisions.number, events.revision),
          // What only happened to it, lifting or a redirect, was entered with another kind.
          sql`${revisions.kind} = ${events.kind}`,
        ),
      )
      // A redirect has no revision that would name its editor.
      .leftJoin(
        tokens,
        eq(
          tokens.id,
          sql`iif(${events.path} is null and ${events.kind} <> 'restored', null, ${events.tokenId})`,
        ),
      )
      .where(and(past(after), release === null ? undefined : eq(events.releaseId, release)))
      .orderBy(asc(events.number))
      .limit(limit)
    return (await read<AuditRow>(db, after, asked, now))?.map(entryOf) ?? null
  },
})

const past = (after: Position | null): SQL => gt(events.number, after?.number ?? 0)

/**
 * The events that are asked for, after every embargo that has lifted by now is entered as one. Where
 * none has, nothing is written.
 */
async function read<E extends Pick<AuditEntry, 'kind' | 'at'>>(
  db: Database,
  after: Position | null,
  asked: Statement,
  now: Instant,
): Promise<readonly E[] | null> {
  const due = lte(lifts.due, now)
  const entries = sql`select null, ${lifts.due}, 'lifted', ${lifts.releaseId}, ${releases.revision}, null, 1, null
    from ${lifts} join ${releases} on ${releases.id} = ${lifts.releaseId}
    where ${due} order by ${lifts.due}, ${lifts.releaseId}`
  const [, , [last], found] = (await batch(db, [
    db.build.insert(events).select(entries),
    db.build.delete(lifts).where(due),
    db.build
      .select({ at: events.at })
      .from(events)
      .where(eq(events.number, after?.number ?? 0)),
    asked,
  ])) as [unknown, unknown, { at: Instant }[], E[]]
  return after !== null && last?.at !== after.at ? null : told(found, now)
}

/** What another machine's faster clock has let lift is not told before its time, nor what follows. */
function told<E extends Pick<AuditEntry, 'kind' | 'at'>>(
  found: readonly E[],
  now: Instant,
): readonly E[] {
  const early = found.findIndex(({ kind, at }) => kind === 'lifted' && at > now)
  return early < 0 ? found : found.slice(0, early)
}

interface AuditRow extends Pick<AuditEntry, 'number' | 'at' | 'kind' | 'token' | 'from' | 'note'> {
  readonly releaseId: ReleaseId | null
  readonly revision: number | null
  readonly isPublic: number
  readonly editorId: string | null
  readonly editorName: string | null
}

const entryOf = ({ releaseId, revision, isPublic, editorId, editorName, ...event }: AuditRow) => ({
  ...event,
  release: releaseId !== null && revision !== null ? { id: releaseId, revision } : null,
  isPublic: isPublic === 1,
  editor: editorId !== null && editorName !== null ? { id: editorId, name: editorName } : null,
})
