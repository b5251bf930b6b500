import { and, asc, eq, getTableColumns, lt, lte, sql } from 'drizzle-orm'
import { mapTexts } from '../newsroom/content.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { HistoryPart } from '../newsroom/history.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import type { Release, ReleaseId, Text } from '../newsroom/release.ts'
import type { Revision } from '../newsroom/revision.ts'
import { batch, type Database, type Statement } from './database.ts'
import { releases, restorations, revisions } from './schema.ts'

/** Milliseconds after which parts of a history that was not finished are given up. */
const PARTS_ARE_KEPT = 86_400_000
/** Given up parts that each history takes away: more go than come. */
const MAX_SWEPT = 100
/** Bytes of a snapshot at most: a row holds 2 MB. */
const MAX_SNAPSHOT_BYTES = 1_800_000

/** Who puts a history back, and when. */
export interface Asking {
  readonly editor: Editor
  readonly now: Instant
}

/** A revision as it is stored: its snapshot, and what is told of it by itself. */
export interface Told {
  readonly json: string
  readonly outline: Revision
  readonly snapshot: string
}

export function toldOf(revision: Revision): Told {
  const snapshot = JSON.stringify(revision.release)
  const { release: _, ...heading } = revision
  return {
    json: JSON.stringify({ ...heading, snapshot }),
    outline: { ...revision, release: withoutWords(revision.release) },
    snapshot,
  }
}

const withoutWords = (release: Release): Release => ({
  ...release,
  texts: mapTexts(
    release.texts,
    ({ slug, publicFrom, changedAt }): Text => ({
      slug,
      publicFrom,
      changedAt,
      ...WITHOUT_WORDS,
    }),
  ),
})

const WITHOUT_WORDS = {
  headline: null,
  subheadline: null,
  summary: null,
  department: null,
  dateline: null,
  body: null,
  notes: null,
}

/** @throws Refusal `invalid` for what no row of the database could hold */
export function demandRows(told: readonly Told[]): void {
  const bytes = new TextEncoder()
  const long = told.flatMap(({ snapshot }, at): FieldError[] =>
    // Hardly any is so long that its bytes have to be counted.
    snapshot.length * 3 > MAX_SNAPSHOT_BYTES && bytes.encode(snapshot).length > MAX_SNAPSHOT_BYTES
      ? [{ pointer: `/revisions/${at}/release`, detail: 'is longer than a row of the database' }]
      : [],
  )
  if (long.length > 0) throw new Refusal('invalid', 'A revision is too long.', long)
}

export type Aside = Pick<typeof restorations.$inferSelect, 'number' | 'part' | 'outline'>

/** Whether the release is there, and what was put aside of the history before this part. */
export async function look(
  db: Database,
  { id, revisions: given }: HistoryPart,
  asking: Asking,
): Promise<{ isThere: boolean; aside: Aside[] }> {
  const { number, part, outline } = getTableColumns(restorations)
  const [there, aside] = (await batch(db, [
    db.build.select({ id: releases.id }).from(releases).where(eq(releases.id, id)),
    db.build
      .select({ number, part, outline })
      .from(restorations)
      .where(and(ofEditor(id, asking), lt(number, given[0]?.number ?? 0)))
      .orderBy(asc(number)),
  ])) as [unknown[], Aside[]]
  return { isThere: there.length > 0, aside }
}

const ofEditor = (id: ReleaseId, { editor }: Asking) =>
  and(eq(restorations.releaseId, id), eq(restorations.editorId, editor.id))

export async function putAside(
  db: Database,
  { id }: HistoryPart,
  told: readonly Told[],
  { editor, now }: Asking,
): Promise<void> {
  const part = crypto.randomUUID()
  await batch(db, [
    ...sweep(db, now),
    ...told.map(({ outline, snapshot }) =>
      db.build
        .insert(restorations)
        .values({
          releaseId: id,
          editorId: editor.id,
          number: outline.number,
          part,
          putAt: now,
          outline,
          snapshot,
        })
        // The same again, or another attempt with a release that was given up before.
        .onConflictDoUpdate({
          target: [restorations.releaseId, restorations.editorId, restorations.number],
          set: { part, putAt: now, outline, snapshot: sql`excluded.snapshot` },
        }),
    ),
  ])
}

/** Parts that were given up go, some with each history that comes. */
export function sweep(db: Database, now: Instant): Statement[] {
  const rowid = sql`${restorations}.rowid`
  return [
    db.build.delete(restorations).where(
      sql`${rowid} in (select ${rowid} from ${restorations}
        where ${lte(restorations.putAt, now - PARTS_ARE_KEPT)}
        order by ${restorations.putAt} limit ${MAX_SWEPT})`,
    ),
  ]
}

/**
 * Appends what was put aside. If it is not what was judged any more, the release's revision becomes
 * null, breaks NOT NULL, and the batch rolls back.
 */
export function moved(
  db: Database,
  id: ReleaseId,
  asking: Asking,
  aside: readonly Aside[],
): Statement[] {
  if (aside.length === 0) return []
  const { outline, number, part, snapshot } = restorations
  const judged = JSON.stringify(aside.map((one) => [one.number, one.part]))
  const still = sql`${ofEditor(id, asking)} and (${number}, ${part}) in
    (select value ->> 0, value ->> 1 from json_each(${judged}))`
  return [
    db.build
      .update(releases)
      .set({
        revision: sql`iif((select count(*) from ${restorations} where ${still}) = ${aside.length},
          ${releases.revision}, null)`,
      })
      .where(eq(releases.id, id)),
    db.build.insert(revisions).select(sql`select ${id}, ${number}, ${outline} ->> '$.kind',
      ${outline} ->> '$.at', ${outline} ->> '$.editor.id', ${outline} ->> '$.editor.name',
      nullif(${outline} -> '$.note', 'null'), ${snapshot}, ${outline} ->> '$.token'
      from ${restorations} where ${still} order by ${number}`),
  ]
}
