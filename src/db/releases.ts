import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { Reading, Releases, Saved } from '../newsroom/ports.ts'
import { noSuchRelease, Refusal } from '../newsroom/refusals.ts'
import type { Language, Release, ReleaseId } from '../newsroom/release.ts'
import type { Change, Revision, RevisionHeading } from '../newsroom/revision.ts'
import type { Slug } from '../newsroom/slug.ts'
import { answered, batch, breaks, type Database, REBUILD_LOCK, type Statement } from './database.ts'
import { file, mark } from './filing.ts'
import { list } from './listing.ts'
import { assembled } from './rows.ts'
import { lastRebuild, releases, revisions, slugs, texts } from './schema.ts'
import { claim, settle } from './slugs.ts'

/**
 * How often a change is decided anew because the slug that it derived was taken meanwhile: so many
 * editors may begin a release with the same headline in the same moment.
 */
const MAX_TRIES = 25

export const releasesIn = (db: Database, languages: readonly Language[]): Releases => ({
  create: (change, editor, now) =>
    again(async () => {
      const release = await settle(db, null, change.release)
      return save(db, null, { ...change, release }, editor, now, languages)
    }),

  update: (id, decide, editor, now) =>
    again(async () => {
      const before = await byId(db, id)
      if (!before) throw noSuchRelease()
      const change = decide(before)
      if (!change) return { release: before, changed: false }
      const release = await settle(db, before, change.release)
      return save(db, before, { ...change, release }, editor, now, languages)
    }),

  find: (id) => byId(db, id),

  revisions: (id) => {
    const { snapshot: _, ...columns } = getTableColumns(revisions)
    return answered(() =>
      db
        .select(columns)
        .from(revisions)
        .where(eq(revisions.releaseId, id))
        .orderBy(asc(revisions.number)),
    ).then((rows) => rows.map(headingOf))
  },

  revision: (id, number) =>
    answered(() =>
      db
        .select()
        .from(revisions)
        .where(and(eq(revisions.releaseId, id), eq(revisions.number, number))),
    ).then(([row]) => (row ? revisionOf(row) : null)),

  list: (query, now) => list(db, query, now),
})

export const readingIn = (db: Database): Reading => ({
  byId: (id) => byId(db, id),
  bySlug: (language, slug) => bySlug(db, language, slug),
})

async function save(
  db: Database,
  before: Release | null,
  { kind, release, note }: Change,
  editor: Editor,
  now: Instant,
  languages: readonly Language[],
): Promise<Saved> {
  const revision = db.insert(revisions).values({
    releaseId: release.id,
    number: release.revision,
    kind,
    at: release.revisedAt,
    editorId: editor.id,
    editorName: editor.name,
    note,
    snapshot: JSON.stringify(release),
  })
  const filed = file(db, before, release)
  const rest = [...claim(db, before, release), ...mark(db, release, now, languages)]
  try {
    // An update leads with the revision, so that the slower writer breaks its key before anything
    // else; a first revision needs its release to be there.
    await batch(
      db,
      before
        ? [revision, ...stillHeld(db, before, now), ...filed, ...rest]
        : [...filed, revision, ...rest],
    )
  } catch (error) {
    if (breaks(error, REBUILD_LOCK))
      throw new Refusal('conflict', 'The embargo has lifted meanwhile.')
    if (breaks(error, 'revisions.release_id, revisions.number'))
      throw new Refusal('conflict', 'Someone else saved this release first.')
    if (breaks(error, 'releases.id')) throw new Refusal('conflict', 'This id is taken.')
    throw error
  }
  return { release, changed: true }
}

/**
 * A change that began before an embargo lifted must not be stored after a rebuild has shown the
 * release as public, or it would stay listed: the lock of the rebuilds then breaks the batch.
 */
function stillHeld(db: Database, before: Release, now: Instant): Statement[] {
  if (before.state !== 'embargoed' || before.liveAt <= now) return []
  const { number, at } = lastRebuild
  return [
    db
      .update(lastRebuild)
      .set({ seen: sql`case when ${at} < ${before.liveAt} then ${number} - 1 else ${number} end` }),
  ]
}

/** Decides anew while the only obstacle is a slug that another release took in between. */
async function again(attempt: () => Promise<Saved>): Promise<Saved> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!breaks(error, 'slugs.release_id')) throw error
    }
  }
  throw new Refusal('unavailable', 'Too many releases take the same slug right now.')
}

async function byId(db: Database, id: ReleaseId): Promise<Release | null> {
  const rows = await answered(() =>
    db
      .select({ release: releases, text: texts })
      .from(releases)
      .leftJoin(texts, eq(texts.releaseId, releases.id))
      .where(eq(releases.id, id)),
  )
  return assembled(rows)[0] ?? null
}

async function bySlug(db: Database, language: Language, slug: Slug): Promise<Release | null> {
  const rows = await answered(() =>
    db
      .select({ release: releases, text: texts })
      .from(slugs)
      .innerJoin(releases, eq(releases.id, slugs.releaseId))
      .leftJoin(texts, eq(texts.releaseId, releases.id))
      .where(and(eq(slugs.language, language), eq(slugs.slug, slug))),
  )
  return assembled(rows)[0] ?? null
}

const headingOf = (row: Omit<typeof revisions.$inferSelect, 'snapshot'>): RevisionHeading => ({
  number: row.number,
  kind: row.kind,
  at: row.at,
  editor: { id: row.editorId, name: row.editorName },
  note: row.note,
})

const revisionOf = (row: typeof revisions.$inferSelect): Revision => ({
  ...headingOf(row),
  release: JSON.parse(row.snapshot),
})
