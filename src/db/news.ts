import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import { NEWS_AGE, NEWS_FILE_RELEASES, type NewsEntry, type Page } from '../newsroom/archive.ts'
import type { Instant } from '../newsroom/dateline.ts'
import type { Database } from './database.ts'
import type { Question } from './question.ts'
import { texts } from './schema.ts'

/** What is news: it ages by itself, so its window is told by the instant. */
export const news = (db: Database, { language, number }: Page<'news'>, now: Instant): Question => ({
  queries: [
    {
      name: `news ${language} ${number}`,
      statement: () =>
        db.build
          .select({
            slug: texts.slug,
            headline: texts.headline,
            liveAt: sql<Instant>`${texts.listedAt}`,
          })
          .from(texts)
          .where(
            and(
              eq(texts.language, language),
              lte(texts.listedAt, now),
              gt(texts.listedAt, now - NEWS_AGE),
            ),
          )
          .orderBy(desc(texts.listedAt), desc(texts.releaseId))
          // One more than a file holds tells that there is another.
          .limit(number === null ? MAX_NEWS_FILES * NEWS_FILE_RELEASES : NEWS_FILE_RELEASES + 1)
          // Within two days, and only where they have more than a file holds.
          .offset(((number ?? 1) - 1) * NEWS_FILE_RELEASES),
    },
  ],
  read: (rows: readonly NewsEntry[]) => {
    const files = Math.max(1, Math.ceil(rows.length / NEWS_FILE_RELEASES))
    const exists = number === null || files > 1 || (number > 1 && rows.length > 0)
    return exists ? { entries: rows.slice(0, NEWS_FILE_RELEASES), files } : null
  },
})

/** News beyond these files, ten thousand releases in two days, is not named. */
const MAX_NEWS_FILES = 10
