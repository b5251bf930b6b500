import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { AuditEntry, PublicChange } from '../newsroom/event.ts'
import type { Ledger } from '../newsroom/ports.ts'
import type { ReleaseId } from '../newsroom/release.ts'
import { batch, type Database, type Statement } from './database.ts'
import { events, lifts, releases, revisions } from './schema.ts'

export const ledgerIn = (db: Database): Ledger => ({
  changes: async (after, limit, now) => {
    const asked = db.build
      .select({
        number: events.number,
        at: events.at,
        kind: events.kind,
        release: sql<ReleaseId>`${events.releaseId}`,
        revision: sql<number>`${events.revision}`,
      })
      .from(events)
      .where(and(eq(events.isPublic, 1), gt(events.number, after)))
      .orderBy(asc(events.number))
      .limit(limit)
    return told((await withLifts(db, asked, now)) as PublicChange[], now)
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
        editorId: revisions.editorId,
        editorName: revisions.editorName,
        note: revisions.note,
      })
      .from(events)
      .leftJoin(
        revisions,
        and(
          eq(revisions.releaseId, events.releaseId),
          eq(revisions.number, events.revision),
          sql`${events.kind} <> 'lifted'`,
        ),
      )
      .where(
        and(gt(events.number, after), release === null ? undefined : eq(events.releaseId, release)),
      )
      .orderBy(asc(events.number))
      .limit(limit)
    return told((await withLifts(db, asked, now)) as AuditRow[], now).map(entryOf)
  },
})

/** The events that are asked for, after every embargo that has lifted by now is entered as one. */
async function withLifts(db: Database, asked: Statement, now: Instant): Promise<unknown> {
  const due = lte(lifts.due, now)
  const entries = sql`select null, ${lifts.due}, 'lifted', ${lifts.releaseId}, ${releases.revision}, null, 1
    from ${lifts} join ${releases} on ${releases.id} = ${lifts.releaseId}
    where ${due} order by ${lifts.due}, ${lifts.releaseId}`
  const [, , found] = await batch(db, [
    db.build.insert(events).select(entries),
    db.build.delete(lifts).where(due),
    asked,
  ])
  return found
}

/** What another machine's faster clock has let lift is not told before its time, nor what follows. */
function told<E extends { readonly kind: string; readonly at: Instant }>(
  found: readonly E[],
  now: Instant,
): readonly E[] {
  const early = found.findIndex(({ kind, at }) => kind === 'lifted' && at > now)
  return early < 0 ? found : found.slice(0, early)
}

interface AuditRow extends Pick<AuditEntry, 'number' | 'at' | 'kind' | 'token' | 'note'> {
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
