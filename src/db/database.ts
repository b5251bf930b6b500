import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Instant } from '../newsroom/dateline.ts'
import { Refusal } from '../newsroom/refusals.ts'

export type Statement = BatchItem<'sqlite'>

/**
 * What time it is when something is stored. Everything is done at the instant at which a request
 * began; only how long ago an old page could still be read must be counted from the storing.
 */
export type Clock = () => Instant

/** What was asked of the store: round trips, and rows as D1 counts and bills them. */
export interface Cost {
  statements: number
  rowsRead: number
  rowsWritten: number
}

/**
 * A database, or a session with one of its replicas, that counts what it is asked. `build` makes
 * statements; they are run by `batch`, `rows` and `first`.
 */
export interface Database {
  readonly build: DrizzleD1Database
  readonly binding: Pick<D1Database, 'prepare' | 'batch'>
  readonly cost: Cost
}

const refused = (): never => {
  throw new Refusal('unavailable', 'There is no database.')
}
/** What stands in for a database that is not there. */
export const ABSENT = { prepare: refused, batch: refused, getBookmark: () => null }

export function open(
  binding: Database['binding'],
  cost: Cost = { statements: 0, rowsRead: 0, rowsWritten: 0 },
): Database {
  const counting = {
    prepare: (sql: string) => binding.prepare(sql),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await binding.batch(statements)
      count(cost, results)
      return results
    },
  }
  let build: DrizzleD1Database | undefined
  return {
    binding,
    cost,
    get build() {
      build ??= drizzle(counting as D1Database)
      return build
    },
  }
}

function count(cost: Cost, results: readonly D1Result[]): void {
  cost.statements++
  for (const { meta } of results) {
    cost.rowsRead += meta.rows_read
    cost.rowsWritten += meta.rows_written
  }
}

/**
 * Runs the statements as one atomic batch, in one round trip.
 * @throws Refusal `unavailable`, or the error of a broken constraint as it is
 */
export const batch = async (db: Database, statements: readonly Statement[]): Promise<unknown[]> => {
  const [first, ...rest] = statements
  return first ? answered(() => db.build.batch([first, ...rest])) : []
}

/** The rows of one query. Its columns need different names: D1 answers with objects. */
export const rows = async <Row>(
  db: Database,
  query: Statement & PromiseLike<Row[]>,
): Promise<Row[]> => (await batch(db, [query]))[0] as Row[]

type Value = string | number | null

/** The first row of a statement that is sent as it is written, or null. */
export const first = async <Row>(
  db: Database,
  sql: string,
  ...values: readonly Value[]
): Promise<Row | null> => (await all<Row>(db, sql, ...values))[0] ?? null

/** The rows of a statement that is sent as it is written. */
export const all = async <Row>(
  db: Database,
  sql: string,
  ...values: readonly Value[]
): Promise<Row[]> => (await result<Row>(db, sql, ...values)).results

/** The same, with what D1 tells of the statement and of the database. */
export async function result<Row>(
  db: Database,
  sql: string,
  ...values: readonly Value[]
): Promise<D1Result<Row>> {
  const result = await answered(() =>
    db.binding
      .prepare(sql)
      .bind(...values)
      .all<Row>(),
  )
  count(db.cost, [result])
  return result
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
