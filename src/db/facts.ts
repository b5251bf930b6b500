import { and, asc, desc, eq, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import {
  ARCHIVE_PAGE_PLACES,
  type Facts,
  HOME_RELEASES,
  type Listed,
  type Page,
  SITEMAP_FILE_PLACES,
  type SitemapFile,
  windowOf,
} from '../newsroom/archive.ts'
import type { Day, Instant } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import type { Slug } from '../newsroom/slug.ts'
import { type Database, type Statement, whole } from './database.ts'
import { ALL } from './filing.ts'
import { months, releases, renderedPages, texts } from './schema.ts'

/** A query, and how its rows are read. */
export interface Question {
  readonly statement: Statement
  // biome-ignore lint/suspicious/noExplicitAny: a batch forgets the row type of each statement
  readonly read: (rows: any) => Facts | null
}

export function factsOf(db: Database, page: Page, now: Instant): Question {
  switch (page.is) {
    case 'home':
      return home(db, page.language, now)
    case 'archive':
      return archive(db, page.language, now, '', () => true)
    case 'year':
      return archive(db, page.language, now, page.year, (found) => found > 0)
    case 'month':
      return month(db, page, now)
    case 'sitemap':
      return sitemap(db, page, now)
    case 'sitemap-index':
      return {
        statement: db
          .select({ path: renderedPages.path, changedAt: renderedPages.changedAt })
          .from(renderedPages)
          .where(and(gte(renderedPages.path, '/sitemaps/'), lt(renderedPages.path, '/sitemaps0')))
          .orderBy(asc(renderedPages.path)),
        read: (files: readonly SitemapFile[]) => ({ files }),
      }
  }
}

const LISTED = {
  id: texts.releaseId,
  kind: releases.kind,
  slug: sql<Slug>`${texts.slug}`,
  headline: sql<string>`${texts.headline}`,
  subheadline: texts.subheadline,
  summary: texts.summary,
  // Enough of the body to tell its first paragraph.
  opening: sql<string>`substr(${texts.body}, 1, 2000)`,
  day: sql<Day>`${releases.day}`,
}

const home = (db: Database, language: Language, now: Instant): Question => ({
  statement: db
    .select(LISTED)
    .from(texts)
    .innerJoin(releases, eq(releases.id, texts.releaseId))
    .where(and(eq(texts.language, language), lte(texts.listedAt, now)))
    .orderBy(desc(texts.listedAt), desc(texts.releaseId))
    .limit(HOME_RELEASES),
  read: (latest: readonly Listed[]) => ({ latest }),
})

function archive(
  db: Database,
  language: Language,
  now: Instant,
  year: string,
  exists: (found: number) => boolean,
): Question {
  const held = db
    .select({ month: texts.month, texts: sql<number>`count(*)`.as('texts') })
    .from(texts)
    .where(and(eq(texts.language, language), gt(texts.listedAt, now)))
    .groupBy(texts.month)
    .as('held')
  return {
    statement: db
      .select({
        month: months.month,
        count: sql<number>`${months.filed} - coalesce(${held.texts}, 0)`.as('count'),
      })
      .from(months)
      .leftJoin(held, eq(held.month, months.month))
      .where(
        and(
          eq(months.sequence, language),
          year
            ? and(gte(months.month, `${year}-` as never), lt(months.month, `${year}-~` as never))
            : undefined,
        ),
      )
      .orderBy(desc(months.month)),
    read: (rows: readonly { month: never; count: number }[]) => {
      const shown = rows.filter(({ count }) => count > 0)
      return exists(shown.length) ? { months: shown } : null
    },
  }
}

/** Whether a place stands on the page: the windows of `windowOf`, told to the database. */
function standsOn(place: SQL | object, number: number | null, size: number): SQL {
  const places = whole(size)
  return number === null
    ? sql`${place} > (max(1, ${months.lastPlace} / ${places}) - 1) * ${places}`
    : sql`${place} between ${whole((number - 1) * size + 1)} and ${whole(number * size)}
        and ${whole(number)} < ${months.lastPlace} / ${places}`
}

const month = (db: Database, page: Page<'month'>, now: Instant): Question => ({
  statement: db
    .select({
      ...LISTED,
      lastPlace: months.lastPlace,
      count: sql<number>`${months.filed} - (select count(*) from ${texts}
        where ${texts.language} = ${page.language} and ${texts.listedAt} > ${now}
        and ${texts.month} = ${page.month})`,
    })
    .from(months)
    .leftJoin(
      texts,
      and(
        eq(texts.language, page.language),
        eq(texts.month, page.month),
        standsOn(texts.place, page.number, ARCHIVE_PAGE_PLACES),
        by(texts.listedAt, now),
      ),
    )
    .leftJoin(releases, eq(releases.id, texts.releaseId))
    .where(and(eq(months.sequence, page.language), eq(months.month, page.month)))
    .orderBy(desc(texts.listedAt), desc(texts.releaseId)),
  read: (rows: readonly (Listed & { lastPlace: number; count: number })[]) => {
    const [first] = rows
    // A month in which nothing is public has no pages, and does not tell what is under embargo.
    if (!first || first.count <= 0) return null
    const window = windowOf(page.number, first.lastPlace, ARCHIVE_PAGE_PLACES)
    const listed = rows.filter(({ id }) => id !== null)
    return window && { window, listed: listed.map(({ lastPlace: _, count: __, ...row }) => row) }
  },
})

/**
 * `column <= now`, where the places have chosen the rows already: the plus keeps the planner from
 * going through everything that was ever live instead (sqlite.org/optoverview.html, "Unary +").
 */
const by = (column: SQL | object, now: Instant): SQL => sql`+${column} <= ${now}`

interface SitemapRow {
  id: string
  language: Language
  slug: Slug
  changedAt: Instant
  withdrawnAt: Instant | null
}

const sitemap = (db: Database, page: Page<'sitemap'>, now: Instant): Question => ({
  statement: db
    .select({
      id: texts.releaseId,
      language: texts.language,
      slug: texts.slug,
      changedAt: texts.changedAt,
      withdrawnAt: releases.withdrawnAt,
    })
    .from(months)
    .innerJoin(
      releases,
      and(
        eq(releases.month, page.month),
        standsOn(releases.place, page.number, SITEMAP_FILE_PLACES),
        by(releases.liveAt, now),
      ),
    )
    .innerJoin(texts, eq(texts.releaseId, releases.id))
    .where(and(eq(months.sequence, ALL), eq(months.month, page.month)))
    .orderBy(asc(releases.place), asc(texts.language)),
  read: (rows: readonly SitemapRow[]) => {
    const entries = new Map<string, { texts: SitemapRow[] }>()
    for (const row of rows.filter(({ withdrawnAt }) => withdrawnAt === null)) {
      const entry = entries.get(row.id)
      if (entry) entry.texts.push(row)
      else entries.set(row.id, { texts: [row] })
    }
    const changedAt = rows.reduce((latest, row) => Math.max(latest, row.changedAt), 0)
    return entries.size > 0 ? { entries: [...entries.values()], changedAt } : null
  },
})
