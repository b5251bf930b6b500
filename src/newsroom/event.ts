import type { Instant } from './dateline.ts'
import type { ForeignPath } from './redirects.ts'
import type { Localized, ReleaseId } from './release.ts'
import { REVISION_KINDS } from './revision.ts'

/** What happens in a newsroom: revisions, embargoes that lift by themselves, tokens and redirects. */
export const EVENT_KINDS = [
  ...REVISION_KINDS,
  'lifted',
  'restored',
  'token-created',
  'token-changed',
  'token-revoked',
  'redirected',
  'redirect-removed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** What changes what is public. */
export type PublicKind = Extract<
  EventKind,
  'published' | 'lifted' | 'edited' | 'corrected' | 'withdrawn'
>

/**
 * The event up to which somebody has read the ledger. Its instant tells whether it is the same
 * ledger still: one that was restored from an earlier day gives the same numbers to other events.
 */
export interface Position {
  readonly number: number
  readonly at: Instant
}

/** A change of what is public. The revision is the one that readers have from then on. */
export interface PublicChange extends Position {
  /** Its place in the ledger: given when it was stored, and never before. */
  readonly number: number
  /**
   * When it was done, or the embargo lifted. Of two changes under way at once the one that began
   * later may be stored first: the order is that of the numbers.
   */
  readonly at: Instant
  readonly kind: PublicKind
  readonly release: ReleaseId
  readonly revision: number
}

/** An entry of the ledger, with who did it. */
export interface AuditEntry extends Position {
  readonly kind: EventKind
  /**
   * The release that was changed, with its new revision, or to which a redirect leads, with the one
   * that it had; null where a token was changed.
   */
  readonly release: { readonly id: ReleaseId; readonly revision: number } | null
  /** Whether it changed what is public. */
  readonly isPublic: boolean
  /** Null for a lift, which nobody does, and for what is done to tokens, at a terminal. */
  readonly editor: { readonly id: string; readonly name: string } | null
  /** The token that did it, or to which it was done. */
  readonly token: string | null
  /** The foreign path of a redirect; null for anything else. */
  readonly from: ForeignPath | null
  /** The correction's note or the withdrawal's reason. */
  readonly note: Localized | null
}
