import type { Context } from 'hono'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editors, Reading, Releases, Search } from '../newsroom/ports.ts'
import type { Press } from '../rebuild.ts'

/** What one request works with, opened by the worker. */
export interface Desk extends Stores {
  /** The one instant of this request. */
  readonly now: Instant
  readonly requestId: string
  readonly editors: Editors
  readonly log: Log
  /**
   * The stores where they are sure to know everything. What the public reads may come from a replica
   * that lags behind, and one that has not heard that an embargo was moved would let it lift.
   */
  readonly atPrimary: () => Stores
}
export interface Stores {
  readonly releases: Releases
  readonly reading: Reading
  readonly search: Search
  readonly press: Press
}
/** Writes one structured line. Never a token, a text or a body. */
export type Log = (line: { readonly event: string } & Readonly<Record<string, unknown>>) => void

export type DeskEnv = { Bindings: Desk }
export type DeskContext = Context<DeskEnv>
