import { and, asc, eq, sql } from 'drizzle-orm'
import { type HistoryPart, placesWithin, slugsHeld } from '../newsroom/history.ts'
import type { Restored } from '../newsroom/ports.ts'
import { marksOfLife } from '../newsroom/marks.ts'
import { type FieldError, pointer, Refusal } from '../newsroom/refusals.ts'
import type { Language, Release, ReleaseId } from '../newsroom/release.ts'
import { demandHistory, demandPart } from '../newsroom/restoring.ts'
import type { Revision } from '../newsroom/revision.ts'
import type { Slug } from '../newsroom/slug.ts'
import { batch, breaks, type Clock, type Database, rows, type Statement } from './database.ts'
import { enterMarks } from './filing.ts'
import {
  type Asking,
  asArray,
  demandRows,
  inChunks,
  look,
  moved,
  putAside,
  sweep,
  type Told,
  toldOf,
} from './parts.ts'
import { placed } from './placing.ts'
import { byId, purge, replaces, revisionOf } from './releases.ts'
import {
  awaitedReplacements,
  events,
  releases,
  restorations,
  revisions,
  slugs,
  withdrawnTexts,
} from './schema.ts'
import { heldByOthers } from './slugs.ts'

/** How often somebody else may get in between before it is given up. */
const MAX_TRIES = 5
/** Rows of an INSERT: bound parameters a statement takes at most are 100. */
const SLUGS_PER_INSERT = 30

/** Stores a history, or puts a part of it aside, as `Histories.restore` promises. */
export async function restore(
  db: Database,
  part: HistoryPart,
  asking: Asking,
  languages: readonly Language[],
  clock: Clock,
): Promise<Restored> {
  demandPart(part.id, part.revisions, asking.now)
  const told = part.revisions.map(toldOf)
  demandRows(told)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { isThere, aside } = await look(db, part, asking)
    if (isThere) return demandSame(db, part)
    if (!part.isLast) {
      await putAside(db, part, told, asking)
      return { release: null, isNew: true }
    }
    const before = aside.map(({ outline }) => outline)
    demandHistory(before, part.revisions)
    const release = (part.revisions.at(-1) as Revision).release
    const life = [...before, ...part.revisions].map((one) => one.release)
    const held = slugsHeld(life)
    const places = part.places && placesWithin(part.places, life)
    const statements = [
      ...sweep(db, asking.now),
      ...replaces(db, part.id, clock),
      ...placed(db, release, places, languages, asking.now),
      ...slugRows(db, part.id, held),
      ...moved(db, part.id, asking, aside),
      ...inChunks(told).map((chunk) => append(db, part.id, chunk)),
      ...withdrawal(db, release),
      ...enterMarks(db, release, marksOfLife(life, asking.now, languages), asking.now),
      ...purge(db, release, asking.now, clock),
      // Also what others have put aside: it is there now.
      db.build.delete(restorations).where(eq(restorations.releaseId, part.id)),
      db.build.insert(events).values({
        at: asking.now,
        kind: 'restored',
        releaseId: part.id,
        revision: release.revision,
        tokenId: asking.editor.token,
      }),
    ]
    try {
      await batch(db, statements)
      return { release, isNew: true }
    } catch (error) {
      // Somebody was faster with the release, or with a part of it.
      if (breaks(error, 'releases.id') || breaks(error, 'releases.revision')) continue
      if (!breaks(error, 'slugs.release_id')) throw error
      await demandFree(db, part, held)
    }
  }
  throw new Refusal('unavailable', 'Too many histories are stored under this id right now.')
}

/**
 * The release under the id, whose history has all these revisions and ends with the last of them.
 * @throws Refusal `taken`
 */
async function demandSame(db: Database, { id, revisions: given, isLast }: HistoryPart) {
  const [first, last] = [given[0]?.number ?? 0, given.at(-1)?.number ?? 0]
  const stored = await rows(
    db,
    db.build
      .select()
      .from(revisions)
      .where(
        and(eq(revisions.releaseId, id), sql`${revisions.number} between ${first} and ${last}`),
      )
      .orderBy(asc(revisions.number)),
  )
  const release = await byId(db, id)
  const isSame =
    stored.length === given.length &&
    stored.every((row, at) => asOneText(revisionOf(row)) === asOneText(given[at])) &&
    (!isLast || release?.revision === last)
  if (!isSame)
    throw new Refusal('taken', 'Another history is stored under this id: nothing was changed.')
  return { release: isLast ? release : null, isNew: false }
}

/** With all fields in one order; what is null is as good as absent. */
const asOneText = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, one]) => one !== null)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  )

type Held = readonly { readonly language: Language; readonly slug: string }[]

/** Another release's slug becomes null, breaks NOT NULL, and the batch rolls back. */
function slugRows(db: Database, releaseId: ReleaseId, held: Held): Statement[] {
  const all = held.map(({ language, slug }) => ({ language, slug: slug as Slug, releaseId }))
  const statements: Statement[] = []
  for (let at = 0; at < all.length; at += SLUGS_PER_INSERT)
    statements.push(
      db.build
        .insert(slugs)
        .values(all.slice(at, at + SLUGS_PER_INSERT))
        .onConflictDoUpdate({
          target: [slugs.language, slugs.slug],
          set: { releaseId: sql`null` },
        }),
    )
  return statements
}

/** @throws Refusal `invalid` naming, in each language, the slugs that are another release's */
async function demandFree(db: Database, { id, revisions: given }: HistoryPart, held: Held) {
  const asked = held.map(({ language, slug }): [Language, Slug] => [language, slug as Slug])
  const taken = await heldByOthers(db, id, asked)
  if (taken.length === 0) return
  const fields = taken.map(({ language, slug }): FieldError => {
    const at = given.findIndex(({ release }) => release.texts[language]?.slug === slug)
    return {
      // Where it was sent before, this body does not have it.
      pointer:
        at < 0 ? '/revisions' : pointer('revisions', at, 'release', 'texts', language, 'slug'),
      detail: `The slug "${slug}" in "${language}" belongs to another release.`,
    }
  })
  throw new Refusal('invalid', 'A slug is not free.', fields)
}

/** Appends revisions; the database enters each in the ledger of events, in their order. */
function append(db: Database, releaseId: ReleaseId, chunk: [Told, ...Told[]]): Statement {
  const [{ outline, snapshot }, ...more] = chunk
  const { number, kind, at, editor, note, token } = outline
  // By itself it may be as long as a row, and within JSON it would be longer.
  if (more.length === 0)
    return db.build.insert(revisions).values({
      releaseId,
      number,
      kind,
      at,
      editorId: editor.id,
      editorName: editor.name,
      note,
      snapshot,
      tokenId: token,
    })
  return db.build.insert(revisions).select(sql`select ${releaseId}, value ->> '$.number',
    value ->> '$.kind', value ->> '$.at', value ->> '$.editor.id', value ->> '$.editor.name',
    nullif(value -> '$.note', 'null'), value ->> '$.snapshot', value ->> '$.token'
    from json_each(${asArray(chunk)}) order by key`)
}

/** What a withdrawal leaves beside the release: entries for feeds, and what replaces it. */
function withdrawal(db: Database, release: Release): Statement[] {
  if (release.state !== 'withdrawn') return []
  const { id, liveAt, replacedBy } = release
  const gone = [...new Set(['', ...release.topics])].flatMap((topic) =>
    (Object.keys(release.texts) as Language[]).map((language) => [topic, language]),
  )
  const entries = db.build.insert(withdrawnTexts).select(sql`select value ->> 0, value ->> 1,
    ${liveAt}, ${id} from json_each(${JSON.stringify(gone)}) where true`)
  if (replacedBy === null) return [entries]
  return [
    entries,
    // Whichever of both comes last makes the link.
    db.build.insert(awaitedReplacements).select(sql`select ${id}, ${replacedBy}
      where not exists (select 1 from ${releases} where id = ${replacedBy})`),
  ]
}
