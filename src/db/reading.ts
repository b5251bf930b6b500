import { getTableColumns } from 'drizzle-orm'
import type { Reading } from '../newsroom/ports.ts'
import type { Language, Text } from '../newsroom/release.ts'
import type { Slug } from '../newsroom/slug.ts'
import { type Database, first } from './database.ts'
import { byId } from './releases.ts'
import { type ReleaseRow, releaseOf, type TextRow } from './rows.ts'
import { releases } from './schema.ts'

export const readingIn = (db: Database): Reading => ({
  byId: (id) => byId(db, id),
  bySlug: async (language, slug, knows = []) => {
    const known = `,${knows.join()},`
    const { body, notes, current, ...row } =
      (await first<Found>(db, BY_SLUG, language, slug, known)) ?? ({} as Partial<Found>)
    if (row.id === undefined) return null
    const release = releaseOf(decoded(row), [])
    const text = release.texts[language] ?? { ...NOTHING, slug: current ?? null }
    return { ...release, texts: { ...release.texts, [language]: { ...text, body, notes } as Text } }
  },
  byForeignPath: async (path) => {
    const found = await first<Led>(db, BY_FOREIGN_PATH, path)
    if (!found) return null
    const { language, current, ...row } = found
    const release = releaseOf(decoded(row), [])
    const text = { ...NOTHING, body: null, notes: null, ...release.texts[language], slug: current }
    return { language, release: { ...release, texts: { ...release.texts, [language]: text } } }
  },
  slugBeside: async (language, slug, which, now) =>
    (await first<{ slug: Slug }>(db, BESIDE[which], language, slug, now))?.slug ?? null,
})

/** The text that was listed before or after the one that holds a slug. */
const BESIDE = { previous: beside('<', 'DESC'), next: beside('>', 'ASC') }

function beside(than: string, order: string): string {
  return `SELECT other.slug FROM slugs
    CROSS JOIN texts AS here ON here.release_id = slugs.release_id AND here.language = ?1
    CROSS JOIN texts AS other ON other.language = ?1
      AND (other.listed_at, other.release_id) ${than} (here.listed_at, here.release_id)
      AND other.listed_at <= ?3
    WHERE slugs.language = ?1 AND slugs.slug = ?2 AND here.listed_at <= ?3
    ORDER BY other.listed_at ${order}, other.release_id ${order} LIMIT 1`
}

type Found = Record<string, unknown> &
  Pick<TextRow, 'body' | 'notes'> & { readonly current: TextRow['slug'] }

type Led = Record<string, unknown> & {
  readonly language: Language
  readonly current: TextRow['slug']
}

const NOTHING = {
  headline: null,
  subheadline: null,
  summary: null,
  department: null,
  dateline: null,
  publicFrom: null,
  changedAt: null,
}

/** What a release needs of its row: D1 takes longer with every column. Its place is the archive's. */
const { month: _, place: __, ...COLUMNS } = getTableColumns(releases)
const FIELDS = Object.entries(COLUMNS)
const JSON_KEYS = FIELDS.filter(([, column]) => column.dataType === 'json').map(([key]) => key)

/** Three rows, whatever the archive holds. Written once: a query builder takes longer than D1. */
const BY_SLUG = `SELECT ${FIELDS.map(([key, { name }]) =>
  key === 'outline' ? unlessKnown('releases.outline', key) : `releases.${name} AS ${key}`,
).join(', ')},
    texts.slug AS current, ${unlessKnown('texts.body', 'body')}, ${unlessKnown('texts.notes', 'notes')}
  FROM slugs
  CROSS JOIN releases ON releases.id = slugs.release_id
  CROSS JOIN texts ON texts.release_id = releases.id AND texts.language = slugs.language
  WHERE slugs.language = ?1 AND slugs.slug = ?2`

/** Three rows, and where nothing is entered one. */
const BY_FOREIGN_PATH = `SELECT ${FIELDS.map(([key, { name }]) => `releases.${name} AS ${key}`).join(', ')},
    redirects.language AS language, texts.slug AS current
  FROM redirects
  CROSS JOIN releases ON releases.id = redirects.release_id
  CROSS JOIN texts ON texts.release_id = releases.id AND texts.language = redirects.language
  WHERE redirects.path = ?1`

function unlessKnown(column: string, name: string): string {
  return `iif(instr(?3, ',' || releases.revision || ',') > 0, NULL, ${column}) AS ${name}`
}

function decoded(row: Record<string, unknown>): Omit<ReleaseRow, 'month' | 'place'> {
  for (const key of JSON_KEYS) if (row[key] !== null) row[key] = JSON.parse(row[key] as string)
  return { ...row, outline: row.outline ?? {} } as unknown as ReleaseRow
}
