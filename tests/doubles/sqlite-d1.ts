import {
  type Answer,
  errorOfD1,
  openSqlite,
  type Query,
  type Sqlite,
  type Value,
} from './sqlite.ts'

/** One round trip to the database. */
export interface Trip {
  readonly kind: 'read' | 'write'
  readonly sqls: readonly string[]
}

/** Awaited around round trips; what it throws is what the caller gets. */
export type Gate = (trip: Trip) => Promise<void>

/**
 * D1 for tests that run the application in this process: the same answers and errors, without
 * workerd between. Not modelled: blobs, rows read and written, positions within SQL in messages.
 *
 * Reads in a session may be answered by a replica that lags behind, as with D1's Sessions API.
 *
 * @param migrations SQL texts, in order
 * @param now what time it is for the replica, in milliseconds
 */
export const openSqliteD1 = (migrations: readonly string[], now?: () => number): SqliteD1 =>
  new SqliteD1(migrations, now)

export class SqliteD1 implements D1Database {
  /** Before a round trip: waits, or cuts it off by throwing. */
  gate: Gate | undefined
  /** After a round trip: what was written is written, but the caller may never hear of it. */
  after: Gate | undefined
  /** Milliseconds by which the replica lags. */
  lag: () => number = () => 0
  readonly #migrations: readonly string[]
  readonly #now: () => number
  readonly #primary: Sqlite
  readonly #log: Entry[] = []
  #replica: Sqlite | undefined
  #applied = 0
  #isFrozen = false
  #isOpen = true

  constructor(migrations: readonly string[], now: () => number = () => 0) {
    this.#migrations = migrations
    this.#now = now
    this.#primary = openSqlite(migrations)
  }

  prepare(sql: string): D1PreparedStatement {
    return new Statement((queries) => this.#trip(queries, null), { sql, values: [] })
  }

  async batch<T = unknown>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
    return (await this.#trip(queriesOf(statements), null)).map((answer) => resultOf<T>(answer))
  }

  /** Every line is a statement; together they are one batch. */
  async exec(sql: string): Promise<D1ExecResult> {
    const lines = sql.trim().split('\n')
    try {
      await this.#trip(
        lines.map((line) => ({ sql: line, values: [] })),
        null,
      )
    } catch (error) {
      const { cause } = error as Error
      const said = cause instanceof Error ? cause.message : String(error)
      throw errorOfD1(`Error in line 1: ${lines[0]}: ${said}`, 'D1_EXEC_ERROR')
    }
    return { count: lines.length, duration: 0 }
  }

  /**
   * As D1's sessions: the first read of 'first-primary' goes to the primary, that of
   * 'first-unconstrained' anywhere. What follows never sees less than the session has seen, or than
   * the bookmark it was opened with says.
   */
  withSession(constraint: string = 'first-unconstrained'): D1DatabaseSession {
    const session: Session = { isAtPrimary: constraint === 'first-primary', seen: null }
    if (!constraint.startsWith('first-')) session.seen = positionOf(constraint)
    const trip = (queries: readonly Query[]) => this.#trip(queries, session)
    return {
      prepare: (sql) => new Statement(trip, { sql, values: [] }),
      batch: async <T>(statements: D1PreparedStatement[]) =>
        (await trip(queriesOf(statements))).map((answer) => resultOf<T>(answer)),
      getBookmark: () => (session.seen === null ? null : bookmarkOf(session.seen)),
    }
  }

  dump(): never {
    throw new Error('the double has no dump')
  }

  /** Rows as they are at the primary, past all gates. */
  peek<T = Record<string, unknown>>(sql: string, ...values: Value[]): T[] {
    this.#mustBeOpen()
    if (this.#primary.writes(sql)) throw new Error(`peek only reads: ${sql}`)
    return this.#primary.run([{ sql, values }]).flatMap((answer) => resultOf<T>(answer).results)
  }

  /** How many writing round trips have been stored; what a bookmark stands for. */
  get position(): number {
    return this.#log.length
  }

  /** The replica applies what has reached it by now, and nothing more until `thaw`. */
  freeze(): void {
    this.#catchUpInTime()
    this.#isFrozen = true
  }

  thaw(): void {
    this.#isFrozen = false
  }

  /** The replica applies the log up to the position, whatever its lag. */
  catchUp(position = this.#log.length): void {
    this.#replica ??= openSqlite(this.#migrations)
    for (; this.#applied < Math.min(position, this.#log.length); this.#applied++) {
      const { queries, changes } = this.#log[this.#applied] as Entry
      const replayed = changesOf(this.#replica.run(queries))
      if (replayed !== changes) throw new Error('a replay has another outcome')
    }
  }

  /** To be called after each test: the next one that opens a database gets it faster. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#primary.giveBack()
    this.#replica?.giveBack()
  }

  async #trip(queries: readonly Query[], session: Session | null): Promise<Served[]> {
    this.#mustBeOpen()
    if (queries.every(({ sql }) => sql.trim() === ''))
      throw errorOfD1('No SQL statements detected.')
    const writes = queries.some(({ sql }) => this.#primary.writes(sql))
    const trip: Trip = { kind: writes ? 'write' : 'read', sqls: queries.map(({ sql }) => sql) }
    await this.gate?.(trip)
    this.#mustBeOpen()
    const answers = writes ? this.#write(queries, session) : this.#read(queries, session)
    await this.after?.(trip)
    return answers
  }

  #write(queries: readonly Query[], session: Session | null): Served[] {
    const answers = this.#primary.run(queries)
    this.#log.push({ queries, changes: changesOf(answers), at: this.#now() })
    if (session) session.seen = this.#log.length
    return answers.map((answer) => ({ ...answer, byPrimary: true }))
  }

  #read(queries: readonly Query[], session: Session | null): Served[] {
    const reached = this.#positionFor(session)
    const byPrimary = reached === null
    const from = byPrimary ? this.#primary : (this.#replica ?? this.#primary)
    if (session) session.seen = reached ?? this.#log.length
    return from.run(queries).map((answer) => ({ ...answer, byPrimary }))
  }

  /** How far the replica is, if it may answer. */
  #positionFor(session: Session | null): number | null {
    if (!session || (session.isAtPrimary && session.seen === null)) return null
    // Without a lag a replica tells what the primary does: there is no need to have one.
    if (!this.#isFrozen && this.lag() <= 0) return null
    this.#catchUpInTime()
    return this.#applied >= (session.seen ?? 0) ? this.#applied : null
  }

  #catchUpInTime(): void {
    if (this.#isFrozen) return
    const since = this.#now() - this.lag()
    let position = this.#applied
    while ((this.#log[position]?.at ?? Number.POSITIVE_INFINITY) <= since) position++
    this.catchUp(position)
  }

  #mustBeOpen(): void {
    if (!this.#isOpen) throw new Error('this database is closed')
  }
}

/** A writing round trip that was stored. */
interface Entry {
  readonly queries: readonly Query[]
  readonly changes: number
  readonly at: number
}

interface Session {
  readonly isAtPrimary: boolean
  /** The highest position that it has seen. */
  seen: number | null
}

type Served = Answer & { readonly byPrimary: boolean }

const changesOf = (answers: readonly Answer[]) =>
  answers.reduce((sum, { changes }) => sum + changes, 0)

/** In the form of D1's own bookmarks, of which only the order has a meaning. */
const bookmarkOf = (position: number) =>
  `00000000-${position.toString(16).padStart(8, '0')}-00000000-${'0'.repeat(32)}`

function positionOf(bookmark: string): number {
  const found = /^[\da-f]{8}-([\da-f]{8})-[\da-f]{8}-[\da-f]{32}$/.exec(bookmark)?.[1]
  if (!found) throw new TypeError(`${bookmark} is neither a constraint nor a bookmark`)
  return Number.parseInt(found, 16)
}

function queriesOf(statements: readonly D1PreparedStatement[]): Query[] {
  return statements.map((statement) => {
    if (!(statement instanceof Statement)) throw new TypeError('a statement of another database')
    return statement.query
  })
}

class Statement implements D1PreparedStatement {
  readonly query: Query
  readonly #trip: (queries: readonly Query[]) => Promise<Served[]>

  constructor(trip: (queries: readonly Query[]) => Promise<Served[]>, query: Query) {
    this.#trip = trip
    this.query = query
  }

  bind(...values: unknown[]): D1PreparedStatement {
    return new Statement(this.#trip, { ...this.query, values: values.map(boundOf) })
  }

  async all<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    return resultOf<T>(await this.#ask())
  }

  run<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    return this.all<T>()
  }

  first<T = unknown>(column: string): Promise<T | null>
  first<T = Record<string, unknown>>(): Promise<T | null>
  async first<T>(column?: string): Promise<T | null> {
    const [row] = (await this.all()).results
    if (!row || column === undefined) return (row as T) ?? null
    if (!(column in row)) throw columnNotFound(column)
    return row[column] as T
  }

  raw<T = unknown[]>(options: { columnNames: true }): Promise<[string[], ...T[]]>
  raw<T = unknown[]>(options?: { columnNames?: false }): Promise<T[]>
  async raw<T>({ columnNames = false } = {}): Promise<T[] | [string[], ...T[]]> {
    const { columns, rows } = await this.#ask()
    const found = rows as unknown as T[]
    return columnNames ? [[...columns], ...found] : found
  }

  async #ask(): Promise<Served> {
    const [answer] = await this.#trip([this.query])
    return answer as Served
  }
}

const columnNotFound = (column: string) =>
  errorOfD1(`Column not found (${column})`, 'D1_COLUMN_NOTFOUND', 'Column not found')

/** As D1 sends it, which is as JSON would. */
function boundOf(value: unknown): Value {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null
  const type = `Type '${typeof value}' not supported for value '${value}'`
  throw errorOfD1(type, 'D1_TYPE_ERROR')
}

function resultOf<T>({
  columns,
  rows,
  changes,
  lastRowId,
  byPrimary = true,
}: Answer & { byPrimary?: boolean }): D1Result<T> {
  const results = rows.map((values) => {
    const row: Record<string, Value> = {}
    for (let at = 0; at < columns.length; at++) row[columns[at] as string] = values[at] as Value
    return row as T
  })
  return {
    success: true,
    results,
    meta: {
      duration: 0,
      size_after: 0,
      rows_read: 0,
      rows_written: 0,
      last_row_id: lastRowId,
      changed_db: changes > 0,
      changes,
      served_by: 'sqlite',
      served_by_primary: byPrimary,
    },
  }
}
