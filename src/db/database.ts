import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { Refusal } from '../newsroom/refusals.ts'

export type Database = DrizzleD1Database
export type Statement = BatchItem<'sqlite'>

export const open = (binding: D1Database): Database => drizzle(binding)

/**
 * Runs the statements as one atomic batch.
 * @throws Refusal `unavailable`, or the error of a broken constraint as it is
 */
export const batch = async (db: Database, statements: readonly Statement[]): Promise<unknown[]> => {
  const [first, ...rest] = statements
  return first ? answered(() => db.batch([first, ...rest])) : []
}

/** What the store answers, or a refusal that says it does not answer now. */
export async function answered<T>(ask: () => PromiseLike<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (OUT_OF_REACH.test(messageOf(error)))
      throw new Refusal('unavailable', 'The store does not answer right now.')
    throw error
  }
}

/** Whether the error is the breach of the constraint on these columns, named `table.column`. */
export const breaks = (error: unknown, columns: string): boolean =>
  messageOf(error).includes(`constraint failed: ${columns}`)

/** The constraint that lets one rebuild finish at a time. */
export const REBUILD_LOCK = 'number = seen + 1'

/** The errors of D1 that pass by themselves (its documentation, "Error list"). */
const OUT_OF_REACH =
  /D1 DB is overloaded|D1_ERROR: (Network connection lost|Internal error)|storage caused object to be reset|reset because its code was updated|storage operation exceeded timeout|Cannot resolve D1 DB due to transient|D1 DB storage|exceeded .*(limit|quota)|Failed to get session commit token|database is locked|SQLITE_BUSY/i

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause ? `${error.message}\n${messageOf(error.cause)}` : error.message
}

/**
 * A whole number within a statement. D1 binds every number as a REAL, and dividing by one leaves
 * a fraction.
 */
export const whole = (number: number): SQL => sql.raw(String(Math.trunc(number)))
