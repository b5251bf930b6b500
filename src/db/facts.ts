import { and, asc, desc, eq, gt, gte, lt, type SQL, sql } from 'drizzle-orm'
import {
  ARCHIVE_PAGE_PLACES,
  type Listed,
  type Page,
  pathOf,
  SITEMAP_FILE_PLACES,
  type SitemapFile,
  windowOf,
} from '../newsroom/archive.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Language, Outline } from '../newsroom/release.ts'
import type { Slug } from '../newsroom/slug.ts'
import { type Database, whole } from './database.ts'
import { ALL } from './filing.ts'
import { feed, home, LISTED, topic } from './latest.ts'
import { news } from './news.ts'
import type { Question } from './question.ts'
import { months, releases, renderedPages, texts } from './schema.ts'

export function factsOf(db: Database, page: Page, now: Instant, fingerprint: string): Question {
  switch (page.is) {
    case 'home':
      return home(db, page, now)
    case 'topic':
      return topic(db, page, now)
    case 'feed':
      return feed(db, page, now)
    case 'news':
      return news(db, page, now)
    case 'archive':
      return archive(db, page.language, now, '', () => true)
    case 'year':
      return archive(db, page.language, now, page.year, (found) => found > 0)
    case 'month':
      return month(db, page, now)
    case 'sitemap':
      return sitemap(db, page, now)
    case 'sitemap-index':
      return sitemapIndex(db, fingerprint)
  }
}

function archive(
  db: Database,
  language: Language,
  now: Instant,
  year: string,
  exists: (found: number) => boolean,
): Question {
  const held = db.build
    .select({ month: texts.month, texts: sql<number>`count(*)`.as('texts') })
    .from(texts)
    .where(and(eq(texts.language, language), gt(texts.listedAt, now)))
    .groupBy(texts.month)
    .as('held')
  return {
    queries: [
      {
        name: `months ${language} ${year}`,
        statement: () =>
          db.build
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
                  ? and(
                      gte(months.month, `${year}-` as never),
                      lt(months.month, `${year}-~` as never),
                    )
                  : undefined,
              ),
            )
            .orderBy(desc(months.month)),
      },
    ],
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
  queries: [
    {
      name: `month ${page.language} ${page.month} ${page.number}`,
      statement: () =>
        db.build
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
    },
  ],
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
  readonly outline: Readonly<Record<Language, Outline>>
  readonly withdrawnAt: Instant | null
}

const sitemap = (db: Database, page: Page<'sitemap'>, now: Instant): Question => ({
  queries: [
    {
      name: `sitemap ${page.month} ${page.number}`,
      statement: () =>
        db.build
          .select({ outline: releases.outline, withdrawnAt: releases.withdrawnAt })
          .from(months)
          .innerJoin(
            releases,
            and(
              eq(releases.month, page.month),
              standsOn(releases.place, page.number, SITEMAP_FILE_PLACES),
              by(releases.liveAt, now),
            ),
          )
          .where(and(eq(months.sequence, ALL), eq(months.month, page.month)))
          .orderBy(asc(releases.place)),
    },
  ],
  read: (rows: readonly SitemapRow[]) => {
    const all = rows.map(({ outline, withdrawnAt }) => ({
      withdrawnAt,
      texts: (Object.entries(outline) as [Language, Outline][])
        .map(([language, { slug, changedAt }]) => ({
          language,
          slug: slug as Slug,
          changedAt: changedAt ?? 0,
        }))
        .sort((a, b) => (a.language < b.language ? -1 : 1)),
    }))
    const entries = all.filter(({ withdrawnAt }) => withdrawnAt === null)
    const changedAt = Math.max(
      0,
      ...all.flatMap(({ texts }) => texts.map((text) => text.changedAt)),
    )
    return entries.length > 0 ? { entries, changedAt } : null
  },
})

/** The index as it is stored; every file only where there is none, or one of older templates. */
function sitemapIndex(db: Database, fingerprint: string): Question {
  const { path, changedAt, body } = renderedPages
  const current = sql`select ${path} as path, null as changed_at, ${body} as body
    from ${renderedPages} where ${path} = ${INDEX} and ${renderedPages.fingerprint} = ${fingerprint}`
  const files = sql`select ${path}, ${changedAt}, null from
    (select 1 where not exists (${current})) cross join ${renderedPages}
    where ${path} >= '/sitemaps/' and ${path} < '/sitemaps0'`
  return {
    queries: [
      {
        name: 'sitemap index',
        statement: () =>
          db.build
            .select({
              path: sql<string>`path`,
              changedAt: sql<Instant>`changed_at`.as('changed_at'),
              body: sql<string | null>`body`.as('body'),
            })
            .from(sql`(${current} union all ${files})`)
            .orderBy(sql`path`),
      },
    ],
    read: (rows: readonly (SitemapFile & { body: string | null })[]) => {
      const base = rows.find(({ path }) => path === INDEX)?.body ?? null
      const listed = rows.filter(({ path }) => path !== INDEX)
      return { base, files: listed.map(({ path, changedAt }) => ({ path, changedAt })) }
    },
  }
}

const INDEX = pathOf({ is: 'sitemap-index' }, [])
