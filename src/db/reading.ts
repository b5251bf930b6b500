import { getTableColumns, getTableName, type Table } from 'drizzle-orm'
import type { Reading } from '../newsroom/ports.ts'
import { type Database, first } from './database.ts'
import { byId } from './releases.ts'
import { type ReleaseRow, releaseOf, type TextRow } from './rows.ts'
import { releases, texts } from './schema.ts'

export const readingIn = (db: Database): Reading => ({
  byId: (id) => byId(db, id),
  bySlug: async (language, slug) => {
    const row = await first<Record<string, unknown>>(db, BY_SLUG, language, slug)
    return row && releaseOf(decoded(RELEASE, row) as ReleaseRow, [decoded(TEXT, row) as TextRow])
  },
})

/** A column of a joined row: the property that it becomes, and how it is read. */
interface Field {
  readonly key: string
  readonly alias: string
  readonly read: (value: unknown) => unknown
}

function fieldsOf(table: Table): { fields: Field[]; select: string } {
  const columns = Object.entries(getTableColumns(table))
  return {
    fields: columns.map(([key, column]) => ({
      key,
      alias: `${getTableName(table)}_${key}`,
      read: (value) => column.mapFromDriverValue(value),
    })),
    select: columns
      .map(([key, { name }]) => `${getTableName(table)}.${name} AS ${getTableName(table)}_${key}`)
      .join(', '),
  }
}

const RELEASE = fieldsOf(releases)
const TEXT = fieldsOf(texts)

/** Three rows, whatever the archive holds. Written once: a query builder takes longer than D1. */
const BY_SLUG = `SELECT ${RELEASE.select}, ${TEXT.select} FROM slugs
  CROSS JOIN releases ON releases.id = slugs.release_id
  CROSS JOIN texts ON texts.release_id = releases.id AND texts.language = slugs.language
  WHERE slugs.language = ?1 AND slugs.slug = ?2`

const decoded = ({ fields }: typeof RELEASE, row: Record<string, unknown>) =>
  Object.fromEntries(
    fields.map(({ key, alias, read }) => [key, row[alias] === null ? null : read(row[alias])]),
  )
