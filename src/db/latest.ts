import { and, asc, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import {
  type FeedEntry,
  type FeedWithdrawal,
  HOME_RELEASES,
  type Listed,
  type Page,
} from '../newsroom/archive.ts'
import type { Day, Instant } from '../newsroom/dateline.ts'
import type { Language, Outline } from '../newsroom/release.ts'
import type { Slug } from '../newsroom/slug.ts'
import type { Database } from './database.ts'
import type { Query, Question } from './question.ts'
import { releases, texts, topicTexts, withdrawnTexts } from './schema.ts'

export const LISTED = {
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

export const home = (db: Database, { language }: Page<'home'>, now: Instant): Question => ({
  queries: [latestOf(db, language, null, now)],
  read: (latest: readonly Listed[]) => ({ latest }),
})

export const topic = (
  db: Database,
  { language, topic }: Page<'topic'>,
  now: Instant,
): Question => ({
  queries: [latestOf(db, language, topic, now)],
  read: (latest: readonly Listed[]) => (latest.length > 0 ? { latest } : null),
})

const ENTRY = {
  ...LISTED,
  language: texts.language,
  topics: releases.topics,
  body: sql<string>`${texts.body}`,
  liveAt: sql<Instant>`${releases.liveAt}`,
  publicFrom: sql<Instant>`${texts.publicFrom}`,
  outline: releases.outline,
  changedAt: sql<Instant>`${texts.changedAt}`,
}

export function feed(db: Database, { language, topic }: Page<'feed'>, now: Instant): Question {
  return {
    queries: [
      language === null ? latestOfAll(db, now) : latestOf(db, language, topic, now),
      language === null
        ? latestWithdrawnOfAll(db, now)
        : latestWithdrawn(db, language, topic ?? ''),
    ],
    read: (found: readonly LatestText[], gone: readonly WithdrawnText[]) => {
      const latest = found.map(entryOf)
      const full = new Set(latest.map(({ id }) => id)).size >= HOME_RELEASES
      const oldest = full ? (latest.at(-1)?.liveAt ?? 0) : Number.NEGATIVE_INFINITY
      const withdrawn = gone
        .filter(({ liveAt }) => liveAt >= oldest)
        .map(({ liveAt: _, ...withdrawal }) => withdrawal)
      // A topic of which nothing was ever public has no feed, and does not tell of an embargo.
      return topic === null || latest.length + withdrawn.length > 0 ? { latest, withdrawn } : null
    },
  }
}

type LatestText = Omit<FeedEntry, 'publishedAt'> & {
  readonly publicFrom: Instant
  readonly outline: Readonly<Record<Language, Outline>>
}

/** A text goes public with its release, or when it is added to a public one. */
function entryOf({ publicFrom, outline, ...text }: LatestText): FeedEntry {
  const first = Math.min(...Object.values<Outline>(outline).map((one) => one.publicFrom ?? 0))
  return { ...text, publishedAt: publicFrom > first ? publicFrom : text.liveAt }
}

interface WithdrawnText extends FeedWithdrawal {
  readonly liveAt: Instant
}

/** The latest texts of a language, or of a topic in it: for its page and its feed. */
function latestOf(db: Database, language: Language, topic: string | null, now: Instant): Query {
  const where =
    topic === null
      ? and(eq(texts.language, language), lte(texts.listedAt, now))
      : and(
          eq(topicTexts.topic, topic),
          eq(topicTexts.language, language),
          lte(topicTexts.listedAt, now),
        )
  const order = topic === null ? texts : topicTexts
  return {
    name: `latest ${language} ${topic ?? ''}`,
    statement: () => {
      const selected = db.build.select(ENTRY)
      const joined =
        topic === null
          ? selected.from(texts)
          : selected
              .from(topicTexts)
              .innerJoin(
                texts,
                and(
                  eq(texts.releaseId, topicTexts.releaseId),
                  eq(texts.language, topicTexts.language),
                ),
              )
      return joined
        .innerJoin(releases, eq(releases.id, order.releaseId))
        .where(where)
        .orderBy(desc(order.listedAt), desc(order.releaseId))
        .limit(HOME_RELEASES)
    },
  }
}

/** The latest releases, each in all its languages. */
const latestOfAll = (db: Database, now: Instant): Query => ({
  name: 'latest of all',
  statement: () => {
    const latest = db.build
      .select()
      .from(releases)
      .where(
        and(isNotNull(releases.liveAt), isNull(releases.withdrawnAt), lte(releases.liveAt, now)),
      )
      .orderBy(desc(releases.liveAt), desc(releases.id))
      .limit(HOME_RELEASES)
      .as('latest')
    return db.build
      .select({
        ...ENTRY,
        kind: latest.kind,
        day: sql<Day>`${latest.day}`,
        topics: latest.topics,
        liveAt: sql<Instant>`${latest.liveAt}`,
        outline: latest.outline,
      })
      .from(latest)
      .innerJoin(texts, eq(texts.releaseId, latest.id))
      .orderBy(desc(latest.liveAt), desc(latest.id), asc(texts.language))
  },
})

/** The withdrawn texts of a language, on a topic or ('') on all, of the releases that were latest. */
const latestWithdrawn = (db: Database, language: Language, topic: string): Query => ({
  name: `withdrawn ${language} ${topic}`,
  statement: () =>
    db.build
      .select({ ...WITHDRAWN, language: withdrawnTexts.language })
      .from(withdrawnTexts)
      .innerJoin(releases, eq(releases.id, withdrawnTexts.releaseId))
      .where(and(eq(withdrawnTexts.topic, topic), eq(withdrawnTexts.language, language)))
      .orderBy(desc(withdrawnTexts.liveAt), desc(withdrawnTexts.releaseId))
      .limit(HOME_RELEASES),
})

const latestWithdrawnOfAll = (db: Database, now: Instant): Query => ({
  name: 'withdrawn of all',
  statement: () => {
    const latest = db.build
      .select({ id: releases.id })
      .from(releases)
      .where(and(isNotNull(releases.withdrawnAt), lte(releases.liveAt, now)))
      .orderBy(desc(releases.liveAt), desc(releases.id))
      .limit(HOME_RELEASES)
      .as('latest')
    return db.build
      .select({ ...WITHDRAWN, language: texts.language })
      .from(latest)
      .innerJoin(releases, eq(releases.id, latest.id))
      .innerJoin(texts, eq(texts.releaseId, latest.id))
      .orderBy(desc(releases.liveAt), desc(releases.id), asc(texts.language))
  },
})

const WITHDRAWN = {
  id: releases.id,
  day: sql<Day>`${releases.day}`,
  withdrawnAt: sql<Instant>`${releases.withdrawnAt}`,
  liveAt: sql<Instant>`${releases.liveAt}`,
}
