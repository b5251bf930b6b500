import type { Facts, Page } from './archive.ts'
import type { Instant, Month } from './dateline.ts'
import type { Editor } from './editor.ts'
import type { AuditEntry, Position, PublicChange } from './event.ts'
import type { Asked, Findings } from './finding.ts'
import type { HistoryPart, HistoryPosition, Places } from './history.ts'
import type { ForeignPath, Redirect } from './redirects.ts'
import type { Language, Release, ReleaseId, State } from './release.ts'
import type { Change, Revision, RevisionHeading } from './revision.ts'
import type { Slug } from './slug.ts'

/** Releases as editors change them. Every read sees the latest write. */
export interface Releases {
  /**
   * Appends revision 1 and stores the release, atomically.
   * @param request its answer will be kept: the change enters it in its own batch
   * @throws Refusal `conflict` when the id is taken, `invalid` when a given slug is, `repeated` when
   *   the request is entered already: then nothing is stored
   */
  create(
    change: Change,
    editor: Editor,
    now: Instant,
    request?: KeyedRequest | null,
  ): Promise<Saved>
  /**
   * Loads, lets `decide` decide, and stores its change in one atomic batch with the next revision
   * and the stale pages it causes. Of two writers who saw the same revision one wins; the other
   * is refused with `conflict`, and nothing of its change is stored. `decide` may run more than
   * once and must be pure; null from it means that nothing changes.
   * @param request as for `create`
   * @throws Refusal `not_found`, `conflict`, `invalid` (a given slug is another release's),
   *   `repeated`, and whatever `decide` throws
   */
  update(
    id: ReleaseId,
    decide: (release: Release) => Change | null,
    editor: Editor,
    now: Instant,
    request?: KeyedRequest | null,
  ): Promise<Saved>
  /**
   * The release with the slugs that it would have if it were stored now; nothing is.
   * @throws Refusal `invalid` naming each given slug that is another release's
   */
  settled(before: Release | null, after: Release): Promise<Release>
  find(id: ReleaseId): Promise<Release | null>
  /** Its history in order; empty for an unknown id. */
  revisions(id: ReleaseId): Promise<readonly RevisionHeading[]>
  revision(id: ReleaseId, number: number): Promise<Revision | null>
  list(query: ListQuery, now: Instant): Promise<Listing>
}

/** Whole histories, for whoever takes a newsroom out and puts it back. Every read sees the latest write. */
export interface Histories {
  /**
   * The revisions that come after a position, in the order of the creation of their releases, of at
   * most `limit` releases and of about 1 MB: at least one, if there is one. Two round trips.
   */
  list(after: HistoryPosition | null, limit: number): Promise<HistoryPage>
  /**
   * Puts a part of a history aside, or, with its last part, stores the release with its whole past in
   * one atomic batch: what it holds, and what the public sees of it from then on, is what the history
   * says. Pages are marked as stale, and not made.
   * @throws Refusal `invalid` when it cannot be a history, or a slug is another release's; `taken` when
   *   another one is stored under the id
   */
  restore(part: HistoryPart, editor: Editor, now: Instant): Promise<Restored>
}
/** @property next the position of the last revision, where there are more; null at the end */
export interface HistoryPage {
  readonly histories: readonly HistoryExcerpt[]
  readonly next: HistoryPosition | null
}
/** Consecutive revisions of a release; the last one is among them where it is complete. */
export interface HistoryExcerpt {
  readonly id: ReleaseId
  readonly revisions: readonly Revision[]
  /** Where it stands now; null where more revisions follow. */
  readonly places: Places | null
  readonly isComplete: boolean
}
/**
 * What became of a part.
 * @property release the release as it is stored; null while its history is not complete
 * @property isNew false when the same was stored already
 */
export interface Restored {
  readonly release: Release | null
  readonly isNew: boolean
}

/** What was stored; `changed` is false when there was nothing to change. */
export interface Saved {
  readonly release: Release
  readonly changed: boolean
}

/**
 * @property state null for every state. Then, and among drafts, the latest created come first, else
 *   the latest live
 * @property after continue after this position, as a `Listing` gave it
 */
export interface ListQuery {
  readonly state: State | null
  readonly limit: number
  readonly after: { readonly at: Instant; readonly id: ReleaseId } | null
}
/** One page of releases; `next` is null on the last. */
export interface Listing {
  readonly releases: readonly Release[]
  readonly next: ListQuery['after']
}

/** The newsroom as the public reads it. The caller decides with `isPublic` what may be shown. */
export interface Reading {
  /**
   * The release that holds `slug` in `language`, now or before, in whatever state; three rows. Its
   * texts in other languages are without body and notes. Where the release is at one of the
   * revisions that the asker `knows`, nothing is told of them, and of its own only the slug.
   */
  bySlug(language: Language, slug: Slug, knows?: readonly number[]): Promise<Release | null>
  /** The whole release. */
  byId(id: ReleaseId): Promise<Release | null>
  /**
   * The release to which a foreign path leads, in whatever state, and in which language; three rows,
   * and one where nothing is entered. Its texts are without body and notes.
   */
  byForeignPath(path: ForeignPath): Promise<{ release: Release; language: Language } | null>
  /** The slug of the public text that stands before or after a public one in time; four rows. */
  slugBeside(language: Language, slug: Slug, which: Neighbour, now: Instant): Promise<Slug | null>
}

/** `next` is the later one. */
export type Neighbour = 'previous' | 'next'

/** The words of what is public, or will be when its embargo lifts. */
export interface Search {
  /**
   * What is public at `now` and fits, in one round trip. Rows read: five for each result of a page, and
   * one result more, however large the archive is.
   */
  find(asked: Asked, now: Instant): Promise<Findings>
  /**
   * Makes known what an older version of the database, or of the Worker, has left: the newest texts
   * first, at most `limit`.
   * @returns whether texts are left
   */
  catchUp(limit: number): Promise<boolean>
}

/** A page ready to send. `body` is null where there is no such page. */
export interface Rendered {
  readonly type: string
  readonly body: string | null
  /** The last change that a reader would notice, where the page tells one. */
  readonly changedAt: Instant | null
}
/** A rendered page with the entity tag of its body, and what it is about (`recencyOf`). */
export interface Made extends Rendered {
  readonly etag: string
  readonly recency: string
}
/**
 * A page as it is stored.
 * @property body null where the asker knows it already
 * @property staleFrom the instant from which it is stale, past or to come, if there is one
 */
export interface Stored extends Pick<Made, 'type' | 'etag' | 'body'> {
  readonly staleFrom: Instant | null
}

/** The store of rendered pages, and the ledgers of stale ones and of purges of the edge. */
export interface Pages {
  /**
   * The stored page at a path; two rows.
   * @param known entity tags that the asker has a body for, as `If-None-Match` lists them
   */
  stored(path: string, known: string): Promise<Stored | null>
  /** The nearest month in which something is public in a language, before or after one. */
  monthBeside(
    language: Language,
    month: string,
    which: Neighbour,
    now: Instant,
  ): Promise<Month | null>
  /** The next instant after `now` from which the page at the path will be stale; one row. */
  nextChange(path: string, now: Instant): Promise<Instant | null>
  /** What each of these pages shows at `now`, in one round trip; null where there is no such page. */
  facts(pages: readonly Page[], now: Instant, fingerprint: string): Promise<(Facts | null)[]>
  /**
   * Whether at `now` no page is stale and no purge is open, and when the schedule has last noted
   * that it ran; two rows.
   */
  idle(now: Instant, fingerprint: string): Promise<{ idle: boolean; ranAt: Instant }>
  /**
   * What is stale at `now`, at most `limit` pages: the marked ones, oldest first. With `everything`
   * also those of another fingerprint, newest first, and the ledger of purges. One round trip.
   */
  due(now: Instant, limit: number, fingerprint: string, everything: boolean): Promise<Due>
  /**
   * Stores the pages, clears the marks of all that were due, and enters the purge of these cache
   * tags into its ledger, in one atomic batch.
   * @returns false, having stored nothing, when another rebuild has finished since `due`
   */
  store(
    pages: ReadonlyMap<string, Made>,
    due: Due,
    now: Instant,
    fingerprint: string,
    tags: readonly string[],
  ): Promise<boolean>
  /**
   * Takes entries from the ledger of purges, those of them that were made at `until` or before.
   * @param rest the state of the ledgers in which no page of another fingerprint was left, nor a
   *   text that the search does not know
   */
  settle(
    purges: readonly Purge[],
    until: Instant,
    rest: Due | null,
    fingerprint: string,
  ): Promise<void>
  /** Notes that the schedule has run. */
  ran(now: Instant): Promise<void>
  /** Notes that the schedule has tried, and the edge has failed. */
  fail(purges: readonly Purge[]): Promise<void>
}

/** The marks that a rebuild works off. */
export interface Due {
  /** The instant at which they are due. */
  readonly asOf: Instant
  readonly pages: readonly DuePage[]
  /** The id of the newest mark seen: marks made meanwhile have higher ones. */
  readonly newestMark: number
  /** Whether more is due than `pages` says. */
  readonly more: boolean
  /** Whether it is known that every page has the fingerprint. */
  readonly uniform: boolean
  /** How many rebuilds had finished, and the instant of the last: the lock. */
  readonly rebuilds: number
  readonly lastAt: Instant
  /** What is still to be purged from the edge, oldest first. */
  readonly purges: readonly Purge[]
}
/**
 * @property marked whether something that it shows has changed, and not only the templates
 * @property etag the tag of what is stored, if anything is; `changedAt` its last change
 * @property aged whether that was rendered with another fingerprint
 */
export interface DuePage {
  readonly path: string
  readonly marked: boolean
  readonly etag: string | null
  readonly changedAt: Instant | null
  readonly aged: boolean
}
/** An entry of the ledger of purges: cache tags, and when what they stand for changed. */
export interface Purge {
  readonly id: number
  readonly tags: readonly string[]
  readonly at: Instant
}

/** Editors' tokens. */
export interface Editors {
  /**
   * The editor whose valid token has this SHA-256 digest, in hexadecimal; one row. Notes the day
   * on which it was last used, once a day.
   */
  byTokenHash(hash: string, now: Instant): Promise<Editor | null>
}

/**
 * The ledger of everything that happened, in the order in which it was stored. What comes after
 * null is everything; nothing, not even a list, comes after an event that the ledger does not have.
 */
export interface Ledger {
  /** The changes of what is public that come after one event, at most `limit`; in one round trip. */
  changes(
    after: Position | null,
    limit: number,
    now: Instant,
  ): Promise<readonly PublicChange[] | null>
  /** Everything that comes after one event, at most `limit`; of one release, if it is named. */
  audit(
    after: Position | null,
    limit: number,
    release: ReleaseId | null,
    now: Instant,
  ): Promise<readonly AuditEntry[] | null>
}

/** Foreign paths, and the texts that they lead to. Every read sees the latest write. */
export interface Redirects {
  /**
   * Enters all of them, or none; what is entered already stays as it is.
   * @returns how many are new
   * @throws Refusal `invalid` naming each that cannot be, as `/redirects/3/from`
   */
  enter(redirects: readonly Redirect[], editor: Editor, now: Instant): Promise<number>
  /** Those that come after a path in their order, at most `limit`. */
  list(after: ForeignPath | null, limit: number): Promise<readonly Redirect[]>
  find(from: ForeignPath): Promise<Redirect | null>
  /** Removes it, and enters in its ledger that the edge has to be purged of its release. */
  remove(redirect: Redirect, editor: Editor, now: Instant): Promise<void>
}

/** A request that may be sent again: whose it is, its key, and a SHA-256 digest in hexadecimal. */
export interface KeyedRequest {
  readonly editor: string
  readonly key: string
  readonly digest: string
}
/** What was answered to a request, to be answered again as it is. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
/**
 * What is known of a request.
 * @property at the instant at which it was first made
 * @property done the change that it made, if it made one
 * @property answer null while nobody has answered it
 */
export interface Kept {
  readonly digest: string
  readonly at: Instant
  readonly done: { readonly release: ReleaseId; readonly revision: number } | null
  readonly answer: KeptAnswer | null
}
/** Milliseconds for which answers are kept. */
export const ANSWERS_ARE_KEPT = 86_400_000

/** Answers to requests with a key. Every read sees the latest write. */
export interface Answers {
  /** What is known of the request with this key of this editor, for a day; one row. */
  find(request: Omit<KeyedRequest, 'digest'>, now: Instant): Promise<Kept | null>
  /**
   * Keeps the answer to what was done, or to a request that did nothing, unless one is kept already
   * or the same request has done something elsewhere.
   * @returns null when it is kept; otherwise what is known of the request that has this key
   */
  keep(
    request: KeyedRequest,
    answer: KeptAnswer,
    now: Instant,
    done: Kept['done'],
  ): Promise<Kept | null>
}

/** How the newsroom is. Instants are null where nothing is known. */
export interface Condition {
  /**
   * The last migration that the database has, null where nobody keeps a record of them, and the one
   * that this version needs.
   */
  readonly migration: { readonly applied: string | null; readonly needed: string }
  /** What time it is in the database. */
  readonly databaseTime: Instant | null
  /** Bytes that the database takes; null where the platform does not tell. */
  readonly databaseBytes: number | null
  /** Null while the database lacks what this version needs. */
  readonly work: Work | null
}
/** What is done and what is left to do. */
export interface Work {
  /** When the schedule last ran; it notes that every five minutes. */
  readonly scheduleRanAt: Instant | null
  /**
   * Pages that are stale at the moment, at most 1,000 marks of them counted, and the oldest. Its path
   * is null where nothing is stored under it: it may be that of a topic which is not public, because
   * an embargo that is cancelled leaves its marks.
   */
  readonly stale: {
    readonly pages: number
    readonly oldest: { readonly path: string | null; readonly due: Instant } | null
  }
  /** Purges that are open, and those of them that have failed; at most 1,000 counted. */
  readonly purges: {
    readonly open: number
    readonly failed: number
    readonly oldest: Instant | null
  }
  /** Texts that the search does not know yet, at most 1,000 counted. */
  readonly unindexed: number
  /** Rebuilds that have finished, and events that were entered, since the beginning. */
  readonly rebuilds: number
  readonly events: number
}
export interface Health {
  /** Two statements, whatever the archive holds. @throws Refusal `unavailable` */
  condition(now: Instant): Promise<Condition>
  /**
   * Releases that are filed and not withdrawn, those under embargo included; a row for each month.
   * @throws Refusal `unavailable`
   */
  filed(): Promise<number>
}
