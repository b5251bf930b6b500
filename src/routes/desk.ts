import type { Context } from 'hono'
import type { Instant } from '../newsroom/dateline.ts'
import type { Editors, Reading, Releases } from '../newsroom/ports.ts'
import type { Press } from '../rebuild.ts'

/** What one request works with, opened by the worker. */
export interface Desk {
  /** The one instant of this request. */
  readonly now: Instant
  readonly requestId: string
  readonly releases: Releases
  readonly reading: Reading
  readonly editors: Editors
  readonly press: Press
  readonly log: Log
}
/** Writes one structured line. Never a token, a text or a body. */
export type Log = (line: { readonly event: string } & Readonly<Record<string, unknown>>) => void

export type DeskEnv = { Bindings: Desk }
export type DeskContext = Context<DeskEnv>
