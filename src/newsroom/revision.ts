import type { Instant } from './dateline.ts'
import type { Localized, Release } from './release.ts'

export const REVISION_KINDS = [
  'created',
  'edited',
  'published',
  'embargoed',
  'embargo-moved',
  'embargo-cancelled',
  'corrected',
  'withdrawn',
] as const
export type RevisionKind = (typeof REVISION_KINDS)[number]

/** What a decision asks the store to append: the release as it shall be, and why. */
export interface Change {
  readonly kind: RevisionKind
  readonly release: Release
  /** The correction's note or the withdrawal's reason. */
  readonly note: Localized | null
}

/** Who changed a release, how and when, without what it was from then on. */
export interface RevisionHeading extends Omit<Change, 'release'> {
  readonly number: number
  readonly at: Instant
  readonly editor: { readonly id: string; readonly name: string }
  /** The id of the token that did it. */
  readonly token: string
}

/** Immutable, numbered snapshot of a release. Appended, never updated or deleted. */
export interface Revision extends RevisionHeading {
  readonly release: Release
}
