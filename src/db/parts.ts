import { and, asc, eq, getTableColumns, gt, lt, lte, sql } from 'drizzle-orm'
import { mapTexts } from '../newsroom/content.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { HistoryPart } from '../newsroom/history.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import type { Release, ReleaseId, Text } from '../newsroom/release.ts'
import type { Revision } from '../newsroom/revision.ts'
import { batch, type Database, type Statement, whole } from './database.ts'
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
      .where(
        and(
          ofEditor(id, asking),
          lt(number, given[0]?.number ?? 0),
          // What is older is given up, also where nothing has taken it away yet.
          gt(restorations.putAt, asking.now - PARTS_ARE_KEPT),
        ),
      )
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
  const row = { releaseId: id, editorId: editor.id, part: crypto.randomUUID(), putAt: now }
  const asides = told.map(({ outline, snapshot }) => ({
    outline,
    snapshot,
    json: JSON.stringify({ outline, snapshot }),
  }))
  await batch(db, [...sweep(db, now), ...inChunks(asides).map((chunk) => aside(db, row, chunk))])
}

function aside(
  db: Database,
  row: Pick<typeof restorations.$inferSelect, 'releaseId' | 'editorId' | 'part' | 'putAt'>,
  chunk: [AsJson & Omit<Told, 'json'>, ...AsJson[]],
): Statement {
  const [{ outline, snapshot }, ...more] = chunk
  const insert = db.build.insert(restorations)
  // By itself it may be as long as a row, and within JSON it would be longer.
  const rows =
    more.length === 0
      ? insert.values({ ...row, number: outline.number, outline, snapshot })
      : insert.select(sql`select ${row.releaseId}, ${row.editorId}, value ->> '$.outline.number',
          ${row.part}, ${whole(row.putAt)}, value -> '$.outline', value ->> '$.snapshot'
          from json_each(${asArray(chunk)}) where true`)
  // The same again, or another attempt with a release that was given up before.
  return rows.onConflictDoUpdate({
    target: [restorations.releaseId, restorations.editorId, restorations.number],
    set: {
      part: row.part,
      putAt: row.putAt,
      outline: sql`excluded.outline`,
      snapshot: sql`excluded.snapshot`,
    },
  })
}

interface AsJson {
  readonly json: string
}

/** Characters of JSON in one parameter: D1 takes 2 MB at most. */
const MAX_JSON = 600_000

/** As many together as one parameter may hold: an invocation has few statements. */
export function inChunks<One extends AsJson>(all: readonly One[]): [One, ...One[]][] {
  const chunks: [One, ...One[]][] = []
  let length = 0
  for (const one of all) {
    length += one.json.length
    const last = chunks.at(-1)
    if (last && length < MAX_JSON) last.push(one)
    else {
      chunks.push([one])
      length = one.json.length
    }
  }
  return chunks
}

export const asArray = (chunk: readonly AsJson[]): string =>
  `[${chunk.map(({ json }) => json).join()}]`

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
