import { sql, type SQL } from 'drizzle-orm'
import { type Instant, type Month, monthOf } from '../newsroom/dateline.ts'
import type { Places } from '../newsroom/history.ts'
import { seriesOf } from '../newsroom/marks.ts'
import type { Language, Release, Text } from '../newsroom/release.ts'
import { type Database, type Statement, whole } from './database.ts'
import { ALL } from './filing.ts'
import { index } from './indexing.ts'
import { releaseColumns, textColumns } from './rows.ts'
import { months, releases, stalePages, texts } from './schema.ts'

const NOWHERE: Places = { month: null, release: null, texts: {}, search: {}, last: {} }

/**
 * The statements that put a release which was elsewhere where it stood in the archive's pages. Where
 * its place is another one's by now, or nobody knows it, it gets the next one of its month.
 */
export function placed(
  db: Database,
  release: Release,
  known: Places | null,
  languages: readonly Language[],
  now: Instant,
): Statement[] {
  const month = release.state === 'draft' ? null : monthOf(release.day)
  // What was told of another month was told of another revision.
  const places = known?.month === month ? known : { ...NOWHERE, last: known?.last ?? {} }
  const own = Object.entries<Text>(release.texts) as [Language, Text][]
  const sequences = [ALL, ...own.map(([language]) => language)]
  const { id, ...facts } = releaseColumns(release)
  const seat = (sequence: string): Seat | null =>
    month && {
      sequence,
      month,
      given: (sequence === ALL ? places.release : places.texts[sequence as Language]) ?? null,
    }
  const statements: Statement[] = []
  for (const [touched, last] of monthsTouched(places, month, sequences))
    for (const [sequence, lastPlace] of last) {
      const here = touched === month && sequences.includes(sequence) ? seat(sequence) : null
      statements.push(
        ...grow(db, { sequence, month: touched, lastPlace }, here, release, languages, now),
      )
    }
  return [
    ...statements,
    db.build.insert(releases).values({
      id,
      ...facts,
      replacedBy:
        facts.replacedBy && sql`(select id from ${releases} where id = ${facts.replacedBy})`,
      place: placeAt(seat(ALL)),
    }),
    ...own.map(([language, text]) =>
      db.build
        .insert(texts)
        .values({ ...textColumns(release, language, text), place: placeAt(seat(language)) }),
    ),
    ...index(db, release, places.search),
  ]
}

/** Where a release, or its text, is to stand in a sequence of a month. */
interface Seat {
  readonly sequence: string
  readonly month: Month
  readonly given: number | null
}

/** Each month with its sequences and the last place that each had there, where that is known. */
function monthsTouched(
  { last }: Places,
  month: Month | null,
  sequences: readonly string[],
): [Month, [string, number][]][] {
  const all = new Map<Month, Map<string, number>>(
    Object.entries<Readonly<Record<string, number>>>(last).map(([touched, places]) => [
      touched as Month,
      new Map(Object.entries(places)),
    ]),
  )
  if (month) {
    const own = all.get(month) ?? new Map<string, number>()
    for (const sequence of sequences) own.set(sequence, own.get(sequence) ?? 0)
    all.set(month, own)
  }
  return [...all].map(([touched, places]) => [touched, [...places]])
}

const isFree = ({ sequence, month, given }: Seat): SQL =>
  sequence === ALL
    ? sql`not exists (select 1 from releases as other
        where other.month = ${month} and other.place = ${whole(given ?? 0)})`
    : sql`not exists (select 1 from texts as other where other.language = ${sequence}
        and other.month = ${month} and other.place = ${whole(given ?? 0)})`

/** Whether a new place has to be given, 1 or 0. */
function newPlaces(seat: Seat | null): SQL {
  if (!seat) return sql`0`
  return seat.given === null ? sql`1` : sql`iif(${isFree(seat)}, 0, 1)`
}

/** The place that a seat gets, once its month has grown. */
function placeAt(seat: Seat | null): SQL<number> | null {
  if (!seat) return null
  const { sequence, month, given } = seat
  const next = sql<number>`(select last_place from months
    where sequence = ${sequence} and month = ${month})`
  return given === null ? next : sql<number>`iif(${isFree(seat)}, ${whole(given)}, ${next})`
}

/**
 * The statements that count the seat, and see to it that the sequence is as long as it was. A longer
 * one cuts the pages of what stands there already at other places: these are stale then.
 */
function grow(
  db: Database,
  { sequence, month, lastPlace }: { sequence: string; month: Month; lastPlace: number },
  seat: Seat | null,
  release: Release,
  languages: readonly Language[],
  now: Instant,
): Statement[] {
  const least = whole(Math.max(lastPlace, seat?.given ?? 0))
  const more = newPlaces(seat)
  const filed = seat && release.state !== 'withdrawn' ? 1 : 0
  const counted = db.build
    .insert(months)
    .values({ sequence, month, lastPlace: sql`${least} + ${more}`, filed })
    .onConflictDoUpdate({
      target: [months.sequence, months.month],
      set: {
        lastPlace: sql`max(${months.lastPlace}, ${least}) + ${more}`,
        filed: sql`${months.filed} + ${whole(filed)}`,
      },
    })
  if (sequence !== ALL && !languages.includes(sequence as Language)) return [counted]
  const { head, tail, size, reshaped } = seriesOf(
    sequence === ALL ? null : (sequence as Language),
    month,
    languages,
  )
  const places = whole(size)
  return [
    // In the order of the table's columns; the id is given by the database.
    db.build.insert(stalePages).select(sql`with recursive
      was (place) as (select coalesce((select last_place from months
        where sequence = ${sequence} and month = ${month}), 0)),
      newest (before, after) as (select max(1, place / ${places}),
        max(1, (max(place, ${least}) + ${more}) / ${places}) from was),
      numbers (number) as (select before from newest where before < after
        union all select number + 1 from numbers, newest where number + 1 < after)
      select null, ${head} || number || ${tail}, ${now} from numbers
      union all select null, value, ${now} from newest, json_each(${JSON.stringify(reshaped)})
        where before < after`),
    counted,
  ]
}
