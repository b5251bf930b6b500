import { constants, DatabaseSync, type StatementSync } from 'node:sqlite'

export type Value = string | number | null

export interface Query {
  readonly sql: string
  readonly values: readonly Value[]
}

/** What a query has answered: rows in the order of its columns. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
  readonly changes: number
  readonly lastRowId: number
}

/** A migrated database without what a test has put there: one that was given back, or another. */
export function openSqlite(migrations: readonly string[]): Sqlite {
  const schema = migrations.join('\n')
  const free = idle.get(schema) ?? []
  idle.set(schema, free)
  return free.pop() ?? new Sqlite(schema, free)
}

const idle = new Map<string, Sqlite[]>()

/** The limits of D1: what breaks one there breaks it here. Local D1 tells them, by trying. */
const LIMITS = {
  sqlLength: 100_000,
  column: 100,
  exprDepth: 100,
  compoundSelect: 5,
  functionArg: 127,
  likePatternLength: 50,
  variableNumber: 100,
}

/**
 * SQLite as D1 sets it up, in memory. All its life is one transaction: giving it back rolls back to
 * what the migrations made, and its statements stay prepared for the next one who opens it.
 */
export class Sqlite {
  readonly #free: Sqlite[]
  readonly #db: DatabaseSync
  readonly #meter: StatementSync
  readonly #prepared = new Map<string, Prepared>()
  #isAltered = false
  #lastRowId = 0

  constructor(schema: string, free: Sqlite[]) {
    this.#free = free
    this.#db = new DatabaseSync(':memory:', {
      enableDoubleQuotedStringLiterals: true,
      limits: LIMITS,
    })
    // Limits hold for a statement, and for the migrations as well.
    this.#db.exec(schema)
    this.#db.exec('BEGIN')
    // As D1 tells it: a number that may be too large to be told exactly.
    this.#meter = this.#db.prepare(
      'SELECT total_changes() AS changes, CAST(last_insert_rowid() AS REAL) AS id',
    )
  }

  /** Whether the statement changes something. What cannot be prepared is said to. */
  writes(sql: string): boolean {
    try {
      return (traitsBySql.get(sql) ?? this.#prepare(sql).traits).writes
    } catch {
      return true
    }
  }

  /**
   * Runs the queries as one atomic batch.
   * @throws Error with the message of D1
   */
  run(queries: readonly Query[]): Answer[] {
    const isAtomic = queries.length > 1 && queries.some(({ sql }) => this.writes(sql))
    try {
      if (isAtomic) this.#db.exec('SAVEPOINT batch')
      const answers = queries.map((query) => this.#answer(query))
      if (isAtomic) this.#db.exec('RELEASE batch')
      return answers
    } catch (error) {
      if (!this.#db.isTransaction) throw new Error('ON CONFLICT ROLLBACK has ended the double')
      if (isAtomic) this.#db.exec('ROLLBACK TO batch; RELEASE batch')
      throw asOfD1(error)
    }
  }

  /** Gives the database back; whoever does must not use it any more. */
  giveBack(): void {
    this.#db.exec('ROLLBACK')
    if (this.#isAltered) {
      this.#db.close()
      return
    }
    this.#db.exec('BEGIN')
    this.#free.push(this)
  }

  #answer({ sql, values }: Query): Answer {
    const { statement, columns, traits } = this.#prepare(sql)
    if (values.length !== traits.parameters)
      throw new Rejected('Wrong number of parameter bindings for SQL query.')
    const all = () => statement.all(...values) as unknown as Value[][]
    if (!traits.writes) return { columns, rows: all(), changes: 0, lastRowId: this.#lastRowId }
    const before = this.#count()
    const rows = all()
    const after = this.#count()
    this.#lastRowId = after.id
    if (traits.defines) {
      this.#isAltered = true
      this.#prepared.clear()
    }
    return { columns, rows, changes: after.changes - before.changes, lastRowId: after.id }
  }

  #count = () => this.#meter.get() as { changes: number; id: number }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const traits = traitsBySql.get(sql) ?? this.#explore(sql)
    const statement = this.#db.prepare(sql)
    statement.setReturnArrays(true)
    const columns = statement.columns().map(({ name }) => name)
    const prepared = { statement, columns, traits }
    this.#prepared.set(sql, prepared)
    return prepared
  }

  /** Learns what a statement does from what it asks SQLite's authorizer for. */
  #explore(sql: string): Traits {
    const actions = new Set<number>()
    const functions = new Set<string>()
    this.#db.setAuthorizer((action, name, detail) => {
      actions.add(action)
      if (action === SQLITE_FUNCTION) functions.add(`${detail}`.toLowerCase())
      if (action === SQLITE_PRAGMA && isForbiddenPragma(`${name}`, detail)) return SQLITE_DENY
      return FORBIDDEN.has(action) ? SQLITE_DENY : SQLITE_OK
    })
    try {
      const { sourceSQL } = this.#db.prepare(sql)
      if (sql.slice(sourceSQL.length).trim() !== '')
        throw new Error(`the double takes one statement at a time: ${sql}`)
    } finally {
      this.#db.setAuthorizer(null)
    }
    const traits = {
      writes: [...actions].some((action) => !READING.has(action)),
      defines: [...actions].some((action) => !READING.has(action) && !CHANGING.has(action)),
      parameters: parametersOf(sql),
    }
    const moody = [...functions].filter((name) => OF_THE_MOMENT.has(name))
    if (traits.writes && moody.length > 0)
      throw new Error(`a replica cannot replay ${moody.join(', ')}: ${sql}`)
    traitsBySql.set(sql, traits)
    return traits
  }
}

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
  readonly traits: Traits
}

interface Traits {
  readonly writes: boolean
  /** Whether it changes the schema. */
  readonly defines: boolean
  readonly parameters: number
}

const traitsBySql = new Map<string, Traits>()

const { SQLITE_OK, SQLITE_DENY, SQLITE_FUNCTION, SQLITE_PRAGMA } = constants
const READING = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
  SQLITE_PRAGMA,
])
const CHANGING = new Set([
  constants.SQLITE_INSERT,
  constants.SQLITE_UPDATE,
  constants.SQLITE_DELETE,
])
const FORBIDDEN = new Set([
  constants.SQLITE_TRANSACTION,
  constants.SQLITE_SAVEPOINT,
  constants.SQLITE_ATTACH,
  constants.SQLITE_DETACH,
])
/** Pragmas that set something would outlive the test. */
const isForbiddenPragma = (name: string, value: string | null) =>
  !/^(?:table_|index_|foreign_key_)/.test(name) && value !== null

/** Functions that give another answer to the same question. */
const OF_THE_MOMENT = new Set(
  `random randomblob date time datetime julianday strftime unixepoch timediff current_date
   current_time current_timestamp changes total_changes last_insert_rowid`.split(/\s+/),
)

/** How many values the statement takes. SQLite would bind NULL where one is missing; D1 refuses. */
function parametersOf(sql: string): number {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--.*|\/\*[\s\S]*?\*\//g, '')
  let highest = 0
  for (const [, number] of bare.matchAll(/\?(\d*)/g))
    highest = Math.max(highest, number ? Number(number) : highest + 1)
  return highest
}

/** What D1 says before it asks SQLite. */
class Rejected extends Error {}

const CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  19: 'SQLITE_CONSTRAINT',
  23: 'SQLITE_AUTH',
  275: 'SQLITE_CONSTRAINT_CHECK',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  1811: 'SQLITE_CONSTRAINT_TRIGGER',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
  2579: 'SQLITE_CONSTRAINT_ROWID',
  3091: 'SQLITE_CONSTRAINT_DATATYPE',
}

/** The error as D1 words it; what is a mistake of the test stays as it is. */
function asOfD1(error: unknown): unknown {
  if (error instanceof Rejected) return errorOfD1(error.message)
  if (!(error instanceof Error && 'errcode' in error)) return error
  const code = Number(error.errcode)
  // No value comes near the limit of values; D1 has a name for the other one.
  if (code === 18) return errorOfD1('statement too long: SQLITE_TOOBIG')
  const extended = code > 255 ? ` (extended: ${CODES[code]})` : ''
  return errorOfD1(`${error.message}: ${CODES[code & 255]}${extended}`)
}

export const errorOfD1 = (message: string, kind = 'D1_ERROR', cause = message): Error =>
  new Error(`${kind}: ${message}`, { cause: new Error(cause) })
