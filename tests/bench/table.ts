import type { DatabaseSync } from 'node:sqlite'
import { getTableColumns, getTableName, type InferInsertModel, type Table } from 'drizzle-orm'

type Value = string | number | null

/**
 * Inserts rows into a table straight, without a Worker in between. Names and JSON are the schema's,
 * so that a new column comes along by itself; which columns a row has, the first one tells.
 */
export function inserterFor<T extends Table>(
  database: DatabaseSync,
  table: T,
): (row: InferInsertModel<T>) => void {
  const columns = getTableColumns(table)
  let insert: ((row: Record<string, unknown>) => void) | undefined
  return (row) => {
    insert ??= prepared(Object.keys(row))
    insert(row)
  }

  function prepared(keys: readonly string[]) {
    const known = keys.map((key) => {
      const column = columns[key]
      if (!column) throw new TypeError(`${getTableName(table)} has no column ${key}`)
      return { key, column }
    })
    const names = known.map(({ column }) => column.name).join(', ')
    const statement = database.prepare(
      `INSERT INTO ${getTableName(table)} (${names}) VALUES (${known.map(() => '?').join(', ')})`,
    )
    return (row: Record<string, unknown>) => {
      const values = known.map(({ key, column }): Value => {
        const value = row[key] ?? null
        return (value === null ? null : column.mapToDriverValue(value)) as Value
      })
      statement.run(...values)
    }
  }
}
