import type { Context } from 'hono'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type {
  Answers,
  Editors,
  Health,
  Histories,
  Ledger,
  Reading,
  Redirects,
  Releases,
  Search,
} from '../newsroom/ports.ts'
import type { Press } from '../rebuild.ts'

/** What one request works with, opened by the worker. */
export interface Desk extends Stores {
  /** The one instant of this request. */
  readonly now: Instant
  readonly requestId: string
  readonly editors: Editors
  readonly limits: Limits
  /** Which of the platform's bindings are there. */
  readonly bindings: Bindings
  readonly log: Log
  /** Resolves after so many milliseconds, or when the signal says that nobody waits any more. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>
  /**
   * The stores where they are sure to know everything. What the public reads may come from a replica
   * that lags behind, and one that has not heard that an embargo was moved would let it lift.
   */
  readonly atPrimary: () => Stores
}
export interface Stores {
  readonly releases: Releases
  readonly histories: Histories
  readonly reading: Reading
  readonly search: Search
  readonly redirects: Redirects
  readonly ledger: Ledger
  readonly answers: Answers
  readonly health: Health
  readonly press: Press
}
/** Who asks too often. Each call counts; true while it is not too often. */
export interface Limits {
  /** Counts a failed authentication of an address, or of a token by its digest. */
  failure(key: string): Promise<boolean>
  /** Counts a change by a token. */
  change(token: string): Promise<boolean>
}
/** Seconds after which the counts of `Limits` begin anew. */
export const LIMITED_FOR = 60

export interface Bindings {
  readonly database: boolean
  readonly failureLimit: boolean
  readonly changeLimit: boolean
  /** Whether there is an edge that can be purged; never so locally. */
  readonly edge: boolean
}
/** Writes one structured line. Never a token, a text or a body. */
export type Log = (line: { readonly event: string } & Readonly<Record<string, unknown>>) => void

export interface DeskEnv {
  Bindings: Desk
  Variables: {
    /** Who asks, where `allow` has let somebody in. */
    editor: Editor
    /** The body as it was sent; absent where none was read. */
    body: Uint8Array | undefined
  }
}
export type DeskContext = Context<DeskEnv>
