import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Instant, type Month, monthOf } from '../newsroom/dateline.ts'
import { marksOf, type NumberedMarks } from '../newsroom/marks.ts'
import type { Language, Release } from '../newsroom/release.ts'
import { type Database, type Statement, whole } from './database.ts'
import { index } from './indexing.ts'
import { releaseColumns, textColumns } from './rows.ts'
import { months, releases, stalePages, texts } from './schema.ts'

/** The sequence of all releases of a month, whatever their languages. */
export const ALL = ''

/**
 * The statements that file a release where its new state belongs: they count it, give it and its
 * texts their places, and write both. They trust that `before` is what is stored, which the
 * revision in the same batch makes sure of.
 */
export function file(db: Database, before: Release | null, after: Release): Statement[] {
  const languages = Object.keys(after.texts) as Language[]
  const gone = Object.keys(before?.texts ?? {}).filter((language) => !(language in after.texts))
  return [
    ...[ALL, ...languages, ...gone].flatMap((sequence) => count(db, sequence, before, after)),
    write(db, before, after),
    ...languages.map((language) => writeText(db, before, after, language)),
    ...index(db, after),
    ...gone.map((language) =>
      db.build
        .delete(texts)
        .where(and(eq(texts.releaseId, after.id), eq(texts.language, language as Language))),
    ),
  ]
}

/** The statements that mark the pages which show the release as stale, or did before. */
export function mark(
  db: Database,
  before: Release | null,
  after: Release,
  now: Instant,
  languages: readonly Language[],
): Statement[] {
  return enterMarks(db, after, marksOf(before, after, now, languages), now)
}

/** The statements that enter these marks, of the release as it is stored. */
export function enterMarks(
  db: Database,
  after: Release,
  { marks, numbered }: ReturnType<typeof marksOf>,
  now: Instant,
): Statement[] {
  return [
    // One parameter, however many languages there are.
    ...(marks.length === 0
      ? []
      : [
          db.build.insert(stalePages).select(sql`select null, value ->> 'path', value ->> 'due'
            from json_each(${JSON.stringify(marks)}) where true`),
        ]),
    ...numbered.map((marks) => db.build.insert(stalePages).select(numberedRows(after, marks, now))),
  ]
}

/** The month in whose sequence a release (or its text in a language) has a place. */
function placed(release: Release | null, sequence: string): Month | null {
  if (!release || release.state === 'draft') return null
  return sequence === ALL || sequence in release.texts ? monthOf(release.day) : null
}

/** The month in which it is counted: its place stays when it is withdrawn, its count does not. */
const counted = (release: Release | null, sequence: string) =>
  release?.state === 'withdrawn' ? null : placed(release, sequence)

function count(
  db: Database,
  sequence: string,
  before: Release | null,
  after: Release,
): Statement[] {
  const [from, to] = [counted(before, sequence), counted(after, sequence)]
  if (from === to) return []
  const statements: Statement[] = []
  if (from)
    statements.push(
      db.build
        .update(months)
        .set({ filed: sql`${months.filed} - 1` })
        .where(and(eq(months.sequence, sequence), eq(months.month, from))),
    )
  if (to)
    statements.push(
      db.build
        .insert(months)
        .values({ sequence, month: to, lastPlace: 1, filed: 1 })
        .onConflictDoUpdate({
          target: [months.sequence, months.month],
          set: { lastPlace: sql`${months.lastPlace} + 1`, filed: sql`${months.filed} + 1` },
        }),
    )
  return statements
}

/** The place column where it changes; absent where the row keeps its place. */
function placeChange(before: Release | null, after: Release, sequence: string) {
  const [from, to] = [placed(before, sequence), placed(after, sequence)]
  if (from === to) return {}
  return { place: to === null ? null : lastPlace(sequence, to) }
}

const lastPlace = (sequence: string, month: Month): SQL<number> =>
  sql`(select ${months.lastPlace} from ${months}
    where ${months.sequence} = ${sequence} and ${months.month} = ${month})`

function write(db: Database, before: Release | null, after: Release): Statement {
  const { id, ...facts } = releaseColumns(after)
  const columns = { ...facts, ...placeChange(before, after, ALL) }
  // An update that sets the id, even to itself, would look for rows that refer to it in every table.
  return before
    ? db.build.update(releases).set(columns).where(eq(releases.id, id))
    : db.build.insert(releases).values({ id, ...columns })
}

function writeText(
  db: Database,
  before: Release | null,
  after: Release,
  language: Language,
): Statement {
  const text = after.texts[language]
  if (!text) throw new TypeError(`no text in ${language}`)
  const { releaseId, language: _, ...facts } = textColumns(after, language, text)
  const columns = { ...facts, ...placeChange(before, after, language) }
  return before && language in before.texts
    ? db.build
        .update(texts)
        .set(columns)
        .where(and(eq(texts.releaseId, releaseId), eq(texts.language, language)))
    : db.build.insert(texts).values({ releaseId, language, ...columns })
}

/** The rows that `NumberedMarks` describes. */
function numberedRows(release: Release, marks: NumberedMarks, now: Instant): SQL {
  const { head, tail, size, sequence, due, reshaped } = marks
  const places = whole(size)
  const place =
    sequence === null
      ? sql`select ${releases.place} as place from ${releases} where ${releases.id} = ${release.id}`
      : sql`select ${texts.place} as place from ${texts}
          where ${texts.releaseId} = ${release.id} and ${texts.language} = ${sequence}`
  const begins = sql`place % ${places} = 0 and place >= 2 * ${places}`
  const at = (number: SQL) => sql`${head} || (${number}) || ${tail}`
  // In the order of the table's columns; the id is given by the database.
  return sql`with filed as (${place})
    select null, ${at(sql`(place - 1) / ${places} + 1`)}, ${due} from filed
    union all select null, ${at(sql`place / ${places} - 1`)}, ${now} from filed where ${begins}
    union all select null, value, ${now} from filed, json_each(${JSON.stringify(reshaped)})
      where ${begins}`
}
