import type { Facts } from '../newsroom/archive.ts'
import type { Statement } from './database.ts'

/** What has to be read for a page, and how it is told from the rows. */
export interface Question {
  readonly queries: readonly Query[]
  // biome-ignore lint/suspicious/noExplicitAny: a batch forgets the row type of each statement
  readonly read: (...rows: any[]) => Facts | null
}
/** Pages that are made together ask the same only once: what has the same name is the same. */
export interface Query {
  readonly name: string
  readonly statement: () => Statement
}
