import type { Instant } from '../../newsroom/dateline.ts'
import type { Manuscript } from '../manuscript/manuscript.ts'
import type { Hints } from '../manuscript/reading.ts'

/** What another newsroom, or this one, gave out; read as a stream, however large it is. */
export interface Intake {
  readonly format: Format
  /** Bytes of the source, for the progress bar; null where it is not known. */
  readonly size: number | null
  /** Bytes of the source that were read so far. */
  position(): number
  items(): AsyncIterable<Item>
}

export const FORMATS = ['wordpress', 'ghost', 'feed', 'govuk', 'jsonl', 'folder'] as const
export type Format = (typeof FORMATS)[number]

/** Items in = what is sent + what is refused by name: nothing is skipped in silence. */
export type Item =
  /** Its id is never null: made from what the source calls it, so that a second run makes no double. */
  | { readonly type: 'release'; readonly manuscript: Manuscript & { readonly id: string } }
  /** A line of one's own export. */
  | { readonly type: 'history'; readonly source: string; readonly history: History }
  | { readonly type: 'redirect'; readonly source: string; readonly redirect: Redirect }
  /** What cannot be taken, and why in a sentence: a page, an attachment, a line that is not JSON. */
  | { readonly type: 'refused'; readonly source: string; readonly why: string }

/** A release with all its revisions, as `GET /api/histories` gives and `PUT …/history` takes them. */
export interface History {
  readonly id: string
  readonly places: unknown
  readonly revisions: readonly unknown[]
}
export interface Redirect {
  readonly from: string
  readonly release: string
  readonly language: string
}

export interface IntakeOptions extends Hints {
  /** Null lets the first bytes tell. */
  readonly format: Format | null
  /** What was to become public before this is public; without it, it stays held until then. */
  readonly now?: Instant
  /** Of a WordPress export: which types of post are releases; `post` where none is named. */
  readonly types?: readonly string[]
}

/** Opens a source in one of the formats. */
export type Open = (path: string, options: IntakeOptions) => Promise<Intake>
