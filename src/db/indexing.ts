import { and, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { Draughted, Language, Release, Text } from '../newsroom/release.ts'
import { indexTerms } from '../newsroom/terms.ts'
import { batch, breaks, type Database, rows, type Statement } from './database.ts'
import { textOf } from './rows.ts'
import { releases, searchable, searchIndex, texts, unindexed } from './schema.ts'

/** Positions of one millisecond, for texts that may be listed from the same instant on. */
const SAME_INSTANT = 2n ** 14n
/** Of more texts than these, which a bulk of old releases may be, the rest comes shortly after. */
const SHORTLY = 2n ** 32n
/** Milliseconds by which positions are counted from before 1970, so that none is negative. */
const BEFORE_1970 = 2 ** 45

/** The place of a text among those that may be found from the same instant on, told by the database. */
export const placeOf = (id: SQL | object, liveAt: SQL | object): SQL<number> =>
  sql`${id} - (${liveAt} + ${number(BigInt(BEFORE_1970))}) * ${number(SAME_INSTANT)}`

/** A whole number of any length, which D1 would bind as a REAL. */
const number = (value: bigint): SQL => sql.raw(String(value))

/** The first position of an instant, of 63 bits: JavaScript's numbers and D1's REAL are shorter. */
export const positionOf = (instant: Instant): bigint => BigInt(instant + BEFORE_1970) * SAME_INSTANT

/** What a word of the index tells: where it stands, or a language, or a topic. */
export type Mark = 'h' | 's' | 'l' | 't'

/** A word of the index that tells more than that it is somewhere; a hyphen would part it. */
export const marked = (mark: Mark, word: string): string => `${mark}·${word.replaceAll('-', '·')}`

/** The words of a text as the index has them, by where they stand, each list folded. */
export function indexWords(
  { headline, above, below }: Readonly<Record<'headline' | 'above' | 'below', string>>,
  language: Language,
  topics: readonly string[],
): string {
  const lists = [headline, above, below].map((folded) => folded.split(' ').filter(Boolean))
  const [first = [], second = [], third = []] = lists
  const summary = [...first, ...second]
  return [
    ...first.map((word) => marked('h', word)),
    ...summary.map((word) => marked('s', word)),
    ...new Set([...summary, ...third]),
    marked('l', language),
    ...topics.map((topic) => marked('t', topic)),
  ].join(' ')
}

/**
 * The statements that make known to the search what a release says. The database forgets what it
 * said before, when it is written; drafts and withdrawn releases it does not get to know. Nothing
 * is done when the release has been changed meanwhile: that change has made itself known.
 * @param places where texts stood among those of the same instant, if they are put back
 */
export function index(
  db: Database,
  release: Release,
  places: Readonly<Record<Language, number>> = {},
): Statement[] {
  if (release.state === 'draft' || release.state === 'withdrawn') return []
  // In one order, whatever order they were sent in: texts of one instant are found by it.
  const entries = Object.entries<Text>(release.texts).sort(([a], [b]) => (a < b ? -1 : 1))
  return (entries as [Language, Text][]).flatMap(([language, text]) =>
    indexText(db, release, language, text, places[language]),
  )
}

function indexText(
  db: Database,
  release: Pick<Release, 'id' | 'revision' | 'topics'> & { readonly liveAt: Instant },
  language: Language,
  text: Draughted,
  place?: number,
): Statement[] {
  const first = positionOf(release.liveAt)
  const { id } = searchable
  const last = (end: bigint) => sql`(select max(${id}) from ${searchable}
    where ${id} between ${number(first)} and ${number(end)})`
  const end = first + SAME_INSTANT - 1n
  const next = sql`case when ${last(end)} = ${number(end)} then ${last(first + SHORTLY)} + 1
    else coalesce(${last(end)} + 1, ${number(first)}) end`
  const own = number(first + BigInt(place ?? 0))
  const position =
    place === undefined
      ? next
      : sql`iif(exists (select 1 from ${searchable} where ${id} = ${own}), ${next}, ${own})`
  return [
    db.build.insert(searchable).select(sql`select ${position}, id, ${language} from ${releases}
      where id = ${release.id} and revision = ${release.revision}`),
    db.build.insert(searchIndex).select(sql`select id, ${indexWords(
      {
        headline: indexTerms(text.headline ?? ''),
        above: indexTerms(above(text)),
        below: indexTerms(below(text)),
      },
      language,
      release.topics,
    )}
      from ${searchable} where ${searchable.releaseId} = ${release.id}
      and ${searchable.language} = ${language}
      and exists (select 1 from ${releases} where id = ${release.id} and revision = ${release.revision})`),
  ]
}

/** What stands between the headline and the body. */
const above = ({ subheadline, summary, department, dateline }: Draughted): string =>
  [subheadline, summary, department, dateline?.place].join(' ')

/** The body and the notes, without the addresses that links and pictures lead to, but for mail. */
const below = ({ body, notes }: Draughted): string =>
  [body, notes].join('\n').replace(/\]\((?!mailto:)[^()\s]*\)/g, '] ')

/** Texts of one batch, two statements for each: what the free plan breaks off has done some. */
const TEXTS_PER_BATCH = 10

/** Makes the newest texts known that the search does not know yet, as `Search.catchUp` promises. */
export async function catchUp(db: Database, limit: number): Promise<boolean> {
  for (let done = 0; ; done += TEXTS_PER_BATCH) {
    const waiting = await rows(
      db,
      db.build
        .select({
          ...getTableColumns(texts),
          revision: releases.revision,
          topics: releases.topics,
          liveAt: sql<Instant>`${releases.liveAt}`.as('liveAt'),
        })
        .from(unindexed)
        .innerJoin(
          texts,
          and(eq(texts.releaseId, unindexed.releaseId), eq(texts.language, unindexed.language)),
        )
        .innerJoin(releases, eq(releases.id, unindexed.releaseId))
        .orderBy(desc(unindexed.id))
        .limit(TEXTS_PER_BATCH),
    )
    if (waiting.length === 0 || done >= limit) return waiting.length > 0
    const statements = waiting.flatMap(({ revision, topics, liveAt, ...row }) =>
      indexText(db, { id: row.releaseId, revision, topics, liveAt }, row.language, textOf(row)),
    )
    try {
      await batch(db, statements)
    } catch (error) {
      // Another run, or a change, was faster.
      if (!breaks(error, 'searchable.release_id, searchable.language')) throw error
    }
  }
}
