import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import { releaseTag } from '../caching.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { KeyedRequest, Releases, Saved } from '../newsroom/ports.ts'
import { noSuchRelease, Refusal } from '../newsroom/refusals.ts'
import { asOf, type Language, type Release, type ReleaseId } from '../newsroom/release.ts'
import type { Change, Revision, RevisionHeading } from '../newsroom/revision.ts'
import { ANSWERED, enter } from './answers.ts'
import {
  batch,
  breaks,
  type Clock,
  type Database,
  REBUILD_LOCK,
  rows,
  type Statement,
} from './database.ts'
import { file, mark } from './filing.ts'
import { list } from './listing.ts'
import { type ReleaseRow, releaseOf, type TextRow } from './rows.ts'
import {
  awaitedReplacements,
  lastRebuild,
  lifts,
  purges,
  releases,
  revisions,
  texts,
} from './schema.ts'
import { claim, settle } from './slugs.ts'

/**
 * How often a change is decided anew because the slug that it derived was taken meanwhile: so many
 * editors may begin a release with the same headline in the same moment.
 */
const MAX_TRIES = 25

export const releasesIn = (
  db: Database,
  languages: readonly Language[],
  clock: Clock,
): Releases => ({
  create: (change, editor, now, request = null) =>
    again(async () => {
      const release = await settle(db, null, change.release)
      return save(db, null, { ...change, release }, { editor, now, request }, languages, clock)
    }),

  update: (id, decide, editor, now, request = null) =>
    again(async () => {
      const before = await byId(db, id)
      if (!before) throw noSuchRelease()
      const change = decide(before)
      if (!change) return { release: before, changed: false }
      const release = await settle(db, before, change.release)
      return save(db, before, { ...change, release }, { editor, now, request }, languages, clock)
    }),

  settled: (before, after) => settle(db, before, after),

  find: (id) => byId(db, id),

  revisions: async (id) => {
    const { snapshot: _, ...columns } = getTableColumns(revisions)
    const history = db.build
      .select(columns)
      .from(revisions)
      .where(eq(revisions.releaseId, id))
      .orderBy(asc(revisions.number))
    return (await rows(db, history)).map(headingOf)
  },

  revision: async (id, number) => {
    const [row] = await rows(
      db,
      db.build
        .select()
        .from(revisions)
        .where(and(eq(revisions.releaseId, id), eq(revisions.number, number))),
    )
    return row ? revisionOf(row) : null
  },

  list: (query, now) => list(db, query, now),
})

/** Who asks for a change, when, and under which key its answer is kept. */
interface Asking {
  readonly editor: Editor
  readonly now: Instant
  readonly request: KeyedRequest | null
}

async function save(
  db: Database,
  before: Release | null,
  { kind, release, note }: Change,
  { editor, now, request }: Asking,
  languages: readonly Language[],
  clock: Clock,
): Promise<Saved> {
  const revision = db.build.insert(revisions).values({
    releaseId: release.id,
    number: release.revision,
    kind,
    at: release.revisedAt,
    editorId: editor.id,
    editorName: editor.name,
    note,
    snapshot: JSON.stringify(release),
    tokenId: editor.token,
  })
  const once = enter(db, request, release, now)
  const filed = file(db, before, release)
  const rest = [
    ...claim(db, before, release),
    ...mark(db, before, release, now, languages),
    ...purge(db, release, now, clock),
  ]
  try {
    // A request that was done already breaks its key before anything else, then an update the
    // revision's; a first revision, and the request for it, need their release to be there.
    await batch(
      db,
      before
        ? [...once, ...stillHeld(db, before, now, clock), revision, ...filed, ...rest]
        : [...replaces(db, release.id, clock), ...filed, ...once, revision, ...rest],
    )
  } catch (error) {
    if (breaks(error, ANSWERED)) throw new Refusal('repeated', 'This request was made before.')
    if (breaks(error, REBUILD_LOCK)) throw lifted()
    if (breaks(error, 'revisions.release_id, revisions.number'))
      throw new Refusal('conflict', 'Someone else saved this release first.')
    if (breaks(error, 'releases.id')) throw new Refusal('conflict', 'This id is taken.')
    throw error
  }
  return { release, changed: true }
}

const lifted = () => new Refusal('conflict', 'The embargo has lifted meanwhile.')

/** What shows the release by itself is to be purged from the edge, if anyone could have read it. */
export function purge(db: Database, release: Release, now: Instant, clock: Clock): Statement[] {
  const { state, id } = asOf(release, now)
  if (state === 'draft' || state === 'embargoed') return []
  return [
    db.build.insert(purges).values({ tags: [releaseTag(id)], at: clock() }),
    db.build.update(lastRebuild).set({ purging: 1 }),
  ]
}

/**
 * What shows withdrawn releases that have waited for this one, which replaces them, is to be purged,
 * too: their notices point to it from now on.
 */
export function replaces(db: Database, id: ReleaseId, clock: Clock): Statement[] {
  const awaiting = eq(awaitedReplacements.replacedBy, id)
  const waiting = db.build.select().from(awaitedReplacements).where(awaiting)
  return [
    db.build
      .insert(purges)
      .select(sql`select null, json_array(${releaseTag('')} || ${awaitedReplacements.releaseId}),
      ${clock()}, 0 from ${awaitedReplacements} where ${awaiting}`),
    db.build.update(lastRebuild).set({ purging: 1 }).where(sql`exists ${waiting}`),
  ]
}

/**
 * A change that began before an embargo lifted must not be stored after a rebuild has shown the
 * release as public, or it would stay listed: the lock of the rebuilds then breaks the batch.
 */
function stillHeld(db: Database, before: Release, now: Instant, clock: Clock): Statement[] {
  if (before.state !== 'embargoed' || before.liveAt <= now) return []
  if (before.liveAt <= clock()) throw lifted()
  const { number, at } = lastRebuild
  // Nor after the ledger of events has told that it lifted. Who is merely slower than somebody
  // else is left to the revision's key.
  const told = sql`exists (select 1 from ${releases} where ${releases.id} = ${before.id}
    and ${releases.revision} = ${before.revision}
    and ${releases.id} not in (select ${lifts.releaseId} from ${lifts} where ${lifts.releaseId} = ${before.id}))`
  return [
    db.build.update(lastRebuild).set({
      seen: sql`case when ${at} < ${before.liveAt} and not ${told}
        then ${number} - 1 else ${number} end`,
    }),
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

/** A whole release, in one round trip. */
export async function byId(db: Database, id: ReleaseId): Promise<Release | null> {
  const [[release], written] = (await batch(db, [
    db.build.select().from(releases).where(eq(releases.id, id)),
    db.build.select().from(texts).where(eq(texts.releaseId, id)),
  ])) as [ReleaseRow[], TextRow[]]
  return release ? releaseOf(release, written) : null
}

const headingOf = (row: Omit<typeof revisions.$inferSelect, 'snapshot'>): RevisionHeading => ({
  number: row.number,
  kind: row.kind,
  at: row.at,
  editor: { id: row.editorId, name: row.editorName },
  token: row.tokenId ?? row.editorId,
  note: row.note,
})

export const revisionOf = (row: typeof revisions.$inferSelect): Revision => ({
  ...headingOf(row),
  release: JSON.parse(row.snapshot),
})
