import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { beforeAll, describe, expect, test } from 'vitest'
import * as schema from '../../src/db/schema.ts'
import { DB, openPressOffice } from '../press-office.ts'

beforeAll(async () => {
  await openPressOffice()
})

interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  /** Its place in the primary key from 1, or 0. */
  readonly key: number
  readonly hidden: number
}
interface Index {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
}
interface Table {
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
}

const rows = async <T>(sql: string, ...values: unknown[]): Promise<T[]> =>
  (
    await DB.prepare(sql)
      .bind(...values)
      .all<T>()
  ).results

/** The newsroom's tables: not the migrations' own one, nor SQLite's and the platform's. */
const tableNames = async () =>
  (
    await rows<{ name: string; strict: number; type: string }>(
      'SELECT name, strict, type FROM pragma_table_list WHERE schema = ? ORDER BY name',
      'main',
    )
  ).filter(({ name }) => !/^(sqlite_|_cf_|d1_migrations$)/.test(name))

async function migrated(table: string): Promise<Table> {
  const columns = await rows<{
    name: string
    type: string
    notnull: number
    pk: number
    hidden: number
  }>('SELECT * FROM pragma_table_xinfo(?)', table)
  const indexes = await rows<{ name: string; unique: number; origin: string }>(
    'SELECT * FROM pragma_index_list(?)',
    table,
  )
  return {
    columns: columns
      .map(({ name, type, notnull, pk, hidden }) => ({
        name,
        type,
        // A key of a table with rowids may be null unless it says otherwise, but for the rowid.
        notNull: notnull === 1 || (pk > 0 && type === 'INTEGER'),
        key: pk,
        hidden,
      }))
      .sort(byName),
    indexes: (
      await Promise.all(
        indexes
          .filter(({ origin }) => origin !== 'pk')
          .map(async ({ name, unique, origin }) => {
            const inner = await rows<{ name: string }>('SELECT * FROM pragma_index_info(?)', name)
            return {
              // The index of a UNIQUE column has a name of SQLite's making.
              name: origin === 'c' ? name : '',
              unique: unique === 1,
              columns: inner.map((column) => column.name),
            }
          }),
      )
    ).sort(byName),
  }
}

function described(table: SQLiteTable): Table {
  const { columns, indexes, primaryKeys, uniqueConstraints } = getTableConfig(table)
  const keys = primaryKeys.flatMap((key) => key.columns.map(({ name }) => name))
  return {
    columns: columns
      .map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        notNull: column.notNull,
        key: column.primary ? 1 : keys.indexOf(column.name) + 1,
        hidden: 0,
      }))
      .sort(byName),
    indexes: [
      ...indexes.map(({ config }) => ({
        name: config.name,
        unique: config.unique,
        columns: config.columns.map((column) => ('name' in column ? String(column.name) : '?')),
      })),
      ...uniqueConstraints.map((one) => ({
        name: '',
        unique: true,
        columns: one.columns.map(({ name }) => name),
      })),
      ...columns
        .filter(({ isUnique }) => isUnique)
        .map(({ name }) => ({ name: '', unique: true, columns: [name] })),
    ].sort(byName),
  }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

const tables = new Map(
  (Object.values(schema) as unknown[])
    .filter((value): value is SQLiteTable => is(value, SQLiteTable))
    .map((table) => [getTableConfig(table).name, table]),
)

describe('schema.ts and the migrations', () => {
  test('know the same tables', async () => {
    const names = (await tableNames())
      .filter(({ type }) => type === 'table' || type === 'virtual')
      .map(({ name }) => name)
    expect([...tables.keys()].sort()).toEqual(names)
    expect(Object.values(schema)).toHaveLength(tables.size)
  })

  test('know the same columns of the search index', async () => {
    const names = (await migrated('search_index')).columns.filter(({ hidden }) => hidden === 0)
    expect(['rowid', ...names.map(({ name }) => name)].sort()).toEqual(
      described(schema.searchIndex).columns.map(({ name }) => name),
    )
  })

  test.each([...tables].filter(([name]) => name !== 'search_index'))(
    'know the same columns and indexes of %s',
    async (name, table) => {
      const { columns, indexes } = described(table)
      const stored = await migrated(name)
      expect(columns).toEqual(stored.columns)
      expect(indexes).toEqual(stored.indexes)
      expect(stored.columns.every(({ hidden }) => hidden === 0)).toBe(true)
      expect(stored.columns.some(({ key }) => key > 0)).toBe(true)
    },
  )
})

describe('the data', () => {
  test('stands in STRICT tables and, but for two views of them and the search index, nothing else', async () => {
    const found = await tableNames()
    expect(found.length).toBeGreaterThan(8)
    const others = found.filter(({ strict, type }) => strict !== 1 || type !== 'table')
    expect(others).toEqual([
      // What the version before this one knows tokens as.
      { name: 'editors', strict: 0, type: 'view' },
      { name: 'outlines', strict: 0, type: 'view' },
      // What is searched, and how SQLite keeps it.
      { name: 'search_index', strict: 0, type: 'virtual' },
      ...['config', 'data', 'docsize', 'idx'].map((part) => ({
        name: `search_index_${part}`,
        strict: 0,
        type: 'shadow',
      })),
    ])
    // A STRICT table refuses what another would have stored as text.
    const lie = DB.prepare("INSERT INTO stale_pages (path, due) VALUES ('/', 'tomorrow')").run()
    await expect(lie).rejects.toThrow(/cannot store TEXT value in INTEGER column/)
  })

  test('is checked by what the migrations say of it', async () => {
    const release = `INSERT INTO releases
      (id, kind, topics, revision, created_at, revised_at, live_at, day, month, withdrawn_at, reason)
      VALUES`
    const revision = `INSERT INTO revisions
      (release_id, number, kind, at, editor_id, editor_name, note, snapshot, token_id) VALUES`
    const token = `INSERT INTO tokens
      (id, editor_id, editor_name, scope, languages, hash, created_at, expires_at) VALUES`
    const event = 'INSERT INTO events (at, kind, release_id, revision, is_public) VALUES'
    const answer = `INSERT INTO answers
      (editor_id, key, digest, at, release_id, headers) VALUES`
    const hash = 'a'.repeat(64)
    const wrong: [string, RegExp][] = [
      [`${release} ('a', 'x', '{}', 1, 0, 0, NULL, NULL, NULL, NULL, NULL)`, /CHECK/],
      [`${release} ('a', 'x', '[]', 0, 0, 0, NULL, NULL, NULL, NULL, NULL)`, /CHECK/],
      [`${release} ('a', 'x', '[]', 1, 0, 0, 5, NULL, NULL, NULL, NULL)`, /CHECK/],
      [`${release} ('a', 'x', '[]', 1, 0, 0, 5, '2026-01-01', NULL, NULL, NULL)`, /CHECK/],
      [`${release} ('a', 'x', '[]', 1, 0, 0, NULL, NULL, NULL, 5, '{}')`, /CHECK/],
      [`${release} ('a', 'x', '[]', 1, 0, 0, 5, '2026-01-01', '2026-01', 5, NULL)`, /CHECK/],
      ["INSERT INTO slugs VALUES ('en', 'x', 'nobody')", /FOREIGN KEY/],
      ["INSERT INTO texts (release_id, language) VALUES ('nobody', 'en')", /FOREIGN KEY/],
      [
        `${revision} ('nobody', 1, 'created', 0, 'e', 'E', NULL, '{"state":"draft"}', 't')`,
        /FOREIGN KEY/,
      ],
      [`${revision} ('nobody', 1, 'dreamt', 0, 'e', 'E', NULL, '{}', 't')`, /CHECK/],
      [`${revision} ('nobody', 1, 'created', 0, 'e', 'E', '[]', '{}', 't')`, /CHECK/],
      [`${token} ('t', 'e', 'E', 'god', NULL, '${hash}', 0, 0)`, /CHECK/],
      [`${token} ('t', 'e', 'E', 'admin', NULL, 'the token', 0, 0)`, /CHECK/],
      [`${token} ('t', 'e', 'E', 'admin', '"en"', '${hash}', 0, 0)`, /CHECK/],
      ["INSERT INTO lifts (release_id, due) VALUES ('nobody', 0)", /FOREIGN KEY/],
      [`${event} (0, 'created', 'nobody', 1, 0)`, /FOREIGN KEY/],
      [`${event} (0, 'created', 'nobody', NULL, 0)`, /CHECK/],
      [`${event} (0, 'created', NULL, 1, 0)`, /CHECK/],
      [`${event} (0, 'token-created', NULL, NULL, 2)`, /CHECK/],
      ['UPDATE events SET at = 5', /appended, never updated/],
      ['DELETE FROM events', /appended, never deleted/],
      [`${answer} ('e', 'k', 'the request', 0, NULL, NULL)`, /CHECK/],
      [`${answer} ('e', 'k', '${hash}', 0, 'nobody', NULL)`, /FOREIGN KEY/],
      [`${answer} ('e', 'k', '${hash}', 0, NULL, '[]')`, /CHECK/],
      ['INSERT INTO last_rebuild (id, number, seen, at) VALUES (2, 1, 0, 0)', /CHECK/],
      ['UPDATE last_rebuild SET number = 5', /CHECK/],
    ]
    for (const [sql, why] of wrong) await expect(DB.prepare(sql).run(), sql).rejects.toThrow(why)
  })
})
