import type { Day, Instant } from './dateline.ts'
import type { Slug } from './slug.ts'

export type ReleaseId = string & { readonly _: 'ReleaseId' }
/** A BCP 47 tag; one of the site's languages. */
export type Language = string & { readonly _: 'Language' }

/** An id from its text, or null: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export const parseReleaseId = (text: string): ReleaseId | null =>
  /^[A-Za-z0-9_-]{1,64}$/.test(text) ? (text as ReleaseId) : null

/** Words for readers, in one or more of the site's languages. */
export type Localized = Readonly<Record<Language, string>>

/** What an editor writes of a release in one language. An absent part is null. */
export interface Draughted {
  readonly headline: string | null
  readonly subheadline: string | null
  readonly summary: string | null
  readonly department: string | null
  readonly dateline: { readonly place: string } | null
  /** CommonMark without raw HTML. */
  readonly body: string | null
  readonly notes: string | null
}

/** A release in one language. */
export interface Text extends Draughted {
  /** Null only while a draft has no headline to derive it from. */
  readonly slug: Slug | null
  /** When this text became or becomes public; null in a draft. */
  readonly publicFrom: Instant | null
  /** The last change that a reader of this text would notice; null in a draft. */
  readonly changedAt: Instant | null
}

/** A text without its long parts: what lists and links need of it. */
export type Outline = Omit<Text, 'body' | 'notes'>

/** A public note saying what was wrong. */
export interface Correction {
  readonly at: Instant
  readonly note: Localized
}

interface Announcement {
  readonly id: ReleaseId
  /** The number of its latest revision, from 1. */
  readonly revision: number
  readonly createdAt: Instant
  readonly revisedAt: Instant
  readonly kind: string
  readonly topics: readonly string[]
  readonly texts: Readonly<Record<Language, Text>>
  readonly corrections: readonly Correction[]
}

/** Under which instant and day a release is filed. The day is the site's zone's, and never moves. */
export interface Filed {
  readonly liveAt: Instant
  readonly day: Day
}

export interface Draft extends Announcement {
  readonly state: 'draft'
}
export interface Embargoed extends Announcement, Filed {
  readonly state: 'embargoed'
}
export interface Published extends Announcement, Filed {
  readonly state: 'published'
}
export interface Withdrawn extends Announcement, Filed {
  readonly state: 'withdrawn'
  readonly withdrawnAt: Instant
  readonly reason: Localized
  readonly replacedBy: ReleaseId | null
}
export type Release = Draft | Embargoed | Published | Withdrawn
export type State = Release['state']

/** The release as it is at `now`: an embargo whose moment has come has lifted. */
export const asOf = (release: Release, now: Instant): Release =>
  release.state === 'embargoed' && release.liveAt <= now
    ? { ...release, state: 'published' }
    : release

/** Whether anyone may read the release at `now`. A comparison, never a job. */
export const isPublic = (release: Release, now: Instant): boolean =>
  asOf(release, now).state === 'published'

/** Whether the release went public since its last revision, by its embargo lifting. */
export const hasLifted = (release: Release, now: Instant): boolean =>
  isPublic(release, now) && 'liveAt' in release && release.liveAt > release.revisedAt

/** Milliseconds after which every replica of the store knows of a change. */
export const MAX_REPLICA_LAG = 10_000

/**
 * Whether the embargo lifted so short a while ago that a replica may not know yet that it was moved
 * or cancelled before: then only the primary can say whether the release is public.
 */
export const hasJustLifted = (release: Release, now: Instant): boolean =>
  hasLifted(release, now) && 'liveAt' in release && now - release.liveAt < MAX_REPLICA_LAG

/** The languages of a release, in the order of `languages`. */
export const languagesOf = (release: Release, languages: readonly Language[]): Language[] =>
  languages.filter((language) => language in release.texts)
