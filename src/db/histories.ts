import { eq, sql } from 'drizzle-orm'
import type { Month } from '../newsroom/dateline.ts'
import type { HistoryPosition, Places } from '../newsroom/history.ts'
import type { Histories, HistoryExcerpt, HistoryPage } from '../newsroom/ports.ts'
import type { Language, ReleaseId } from '../newsroom/release.ts'
import { all, batch, type Clock, type Database, type Statement } from './database.ts'
import { placeOf } from './indexing.ts'
import { revisionOf } from './releases.ts'
import { restore } from './restoring.ts'
import { releases, revisions, searchable, texts } from './schema.ts'

/** Bytes of snapshots that one answer has at most, unless its first revision alone has more. */
const MAX_BYTES = 1_000_000
/** Revisions that are looked at for one answer; hardly any are so short that more would fit. */
const MAX_REVISIONS = 400

export const historiesIn = (
  db: Database,
  languages: readonly Language[],
  clock: Clock,
): Histories => ({
  list: (after, limit) => list(db, after, limit),
  restore: (part, editor, now) => restore(db, part, { editor, now }, languages, clock),
})

interface Measured {
  readonly id: ReleaseId
  readonly createdAt: number
  /** The number of the release's last revision. */
  readonly last: number
  readonly number: number
  readonly bytes: number
}

/** What comes next, measured and not read: along the index of releases, and of each its revisions. */
const MEASURE = `SELECT next.id, next.created_at AS createdAt, next.revision AS last, revisions.number,
    octet_length(revisions.snapshot) AS bytes
  FROM (SELECT id, created_at, revision FROM releases
    WHERE (created_at, id) >= (?1, ?2) AND NOT (created_at = ?1 AND id = ?2 AND revision <= ?3)
    ORDER BY created_at, id LIMIT ?4) AS next
  CROSS JOIN revisions ON revisions.release_id = next.id
    AND revisions.number > iif(next.id = ?2, ?3, 0)
  ORDER BY next.created_at, next.id, revisions.number LIMIT ?5`

async function list(
  db: Database,
  after: HistoryPosition | null,
  limit: number,
): Promise<HistoryPage> {
  // Before every instant that a release may be created at.
  const from = after ?? { createdAt: -1e15, id: '', number: 0 }
  const found = await all<Measured>(
    db,
    MEASURE,
    from.createdAt,
    from.id,
    from.number,
    limit,
    MAX_REVISIONS,
  )
  const taken = fitting(found)
  if (taken.length === 0) return { histories: [], next: null }
  const ids = [...new Set(taken.map(({ id }) => id))]
  const complete = taken.filter(({ number, last }) => number === last).map(({ id }) => id)
  const [read, ...placed] = (await batch(db, [
    readRevisions(db, taken),
    ...readPlaces(db, complete),
  ])) as [(typeof revisions.$inferSelect)[], ...PlaceRows]
  const placesById = placesOf(placed)
  const histories = ids.map((id): HistoryExcerpt => {
    const isComplete = complete.includes(id)
    const own = read.filter(({ releaseId }) => releaseId === id).map(revisionOf)
    return { id, revisions: own, places: isComplete ? placesById(id) : null, isComplete }
  })
  const last = taken.at(-1) as Measured
  // One release fewer than were asked for is the end, if all that was found is taken.
  const isEnd =
    taken.length === found.length &&
    found.length < MAX_REVISIONS &&
    new Set(found.map(({ id }) => id)).size < limit
  return { histories, next: isEnd ? null : last }
}

function fitting(found: readonly Measured[]): Measured[] {
  const taken: Measured[] = []
  let bytes = 0
  for (const one of found) {
    bytes += one.bytes
    if (taken.length > 0 && bytes > MAX_BYTES) break
    taken.push(one)
  }
  return taken
}

const readRevisions = (db: Database, taken: readonly Measured[]): Statement => {
  const asked = JSON.stringify(taken.map(({ id, number }) => [id, number]))
  return db.build
    .select()
    .from(revisions)
    .where(
      sql`(${revisions.releaseId}, ${revisions.number}) in
        (select value ->> 0, value ->> 1 from json_each(${asked}))`,
    )
    .orderBy(revisions.releaseId, revisions.number)
}

/** Where these releases stand, and the last places of every month in which they were ever filed. */
function readPlaces(db: Database, ids: readonly ReleaseId[]): Statement[] {
  const asked = JSON.stringify(ids)
  const among = (column: object) => sql`${column} in (select value from json_each(${asked}))`
  const touched = sql`with told as materialized (
      select ${revisions.releaseId} as id, substr(${revisions.snapshot} ->> '$.day', 1, 7) as month,
        ${revisions.snapshot} -> '$.texts' as texts
      from json_each(${asked}) cross join ${revisions} on ${revisions.releaseId} = json_each.value
      where ${revisions.snapshot} ->> '$.day' is not null),
    touched as materialized (
      select id, month, '' as sequence from told
      union select told.id, told.month, json_each.key from told, json_each(told.texts))
    select touched.id as id, touched.month as month, touched.sequence as sequence,
      months.last_place as place
    from touched cross join months
      on months.sequence = touched.sequence and months.month = touched.month`
  return [
    db.build
      .select({ id: releases.id, month: releases.month, place: releases.place })
      .from(releases)
      .where(among(releases.id)),
    db.build
      .select({
        id: texts.releaseId,
        language: texts.language,
        place: texts.place,
        search: sql<number | null>`${placeOf(searchable.id, releases.liveAt)}`.as('search'),
      })
      .from(texts)
      .innerJoin(releases, eq(releases.id, texts.releaseId))
      .leftJoin(
        searchable,
        sql`${searchable.releaseId} = ${texts.releaseId} and ${searchable.language} = ${texts.language}`,
      )
      .where(among(texts.releaseId)),
    db.build
      .select({
        id: sql<ReleaseId>`id`.as('id'),
        month: sql<Month>`month`.as('month'),
        sequence: sql<string>`sequence`.as('sequence'),
        place: sql<number>`place`.as('place'),
      })
      .from(sql`(${touched})`),
  ]
}

type PlaceRows = [
  { id: ReleaseId; month: Month | null; place: number | null }[],
  { id: ReleaseId; language: Language; place: number | null; search: number | null }[],
  { id: ReleaseId; month: Month; sequence: string; place: number }[],
]

function placesOf([ofReleases, ofTexts, ofMonths]: PlaceRows) {
  const numbers = <R extends { id: ReleaseId }>(
    id: ReleaseId,
    rows: readonly R[],
    entry: (row: R) => readonly [string, number | null],
  ): Record<string, number> =>
    Object.fromEntries(
      rows
        .filter((row) => row.id === id)
        .map(entry)
        .flatMap(([name, number]) => (number === null ? [] : [[name, number]])),
    )
  return (id: ReleaseId): Places => {
    const own = ofReleases.find((row) => row.id === id)
    const last = ofMonths.filter((row) => row.id === id)
    const months = [...new Set(last.map(({ month }) => month))].sort()
    return {
      month: own?.month ?? null,
      release: own?.place ?? null,
      texts: numbers(id, ofTexts, ({ language, place }) => [language, place]),
      search: numbers(id, ofTexts, ({ language, search }) => [language, search]),
      last: Object.fromEntries(
        months.map((month) => [
          month,
          numbers(
            id,
            last.filter((row) => row.month === month),
            ({ sequence, place }) => [sequence, place],
          ),
        ]),
      ),
    }
  }
}
