import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { Day, Month } from '../newsroom/dateline.ts'
import type { Scope } from '../newsroom/editor.ts'
import type { EventKind } from '../newsroom/event.ts'
import type { ForeignPath } from '../newsroom/redirects.ts'
import type { Correction, Language, Localized, Outline, ReleaseId } from '../newsroom/release.ts'
import type { Revision, RevisionKind } from '../newsroom/revision.ts'
import type { Slug } from '../newsroom/slug.ts'

// The tables as TypeScript sees them. What they mean stands in migrations/; a test holds both
// together.

export const releases = sqliteTable(
  'releases',
  {
    id: text().$type<ReleaseId>().notNull().primaryKey(),
    kind: text().notNull(),
    topics: text({ mode: 'json' }).$type<readonly string[]>().notNull().default([]),
    revision: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    revisedAt: integer('revised_at').notNull(),
    liveAt: integer('live_at'),
    day: text().$type<Day>(),
    month: text().$type<Month>(),
    place: integer(),
    withdrawnAt: integer('withdrawn_at'),
    reason: text({ mode: 'json' }).$type<Localized>(),
    replacedBy: text('replaced_by').$type<ReleaseId>(),
    corrections: text({ mode: 'json' }).$type<readonly Correction[]>().notNull().default([]),
    outline: text({ mode: 'json' })
      .$type<Readonly<Record<Language, Outline>>>()
      .notNull()
      .default({}),
  },
  (t) => [
    index('releases_live').on(t.liveAt, t.id),
    index('releases_withdrawn').on(t.liveAt, t.id),
    index('releases_drafts_created').on(t.createdAt, t.id),
    index('releases_created').on(t.createdAt, t.id),
    uniqueIndex('releases_place').on(t.month, t.place),
  ],
)

export const slugs = sqliteTable(
  'slugs',
  {
    language: text().$type<Language>().notNull(),
    slug: text().$type<Slug>().notNull(),
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.language, t.slug] })],
)

export const texts = sqliteTable(
  'texts',
  {
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
    language: text().$type<Language>().notNull(),
    slug: text().$type<Slug>(),
    headline: text(),
    subheadline: text(),
    summary: text(),
    department: text(),
    datelinePlace: text('dateline_place'),
    body: text(),
    notes: text(),
    publicFrom: integer('public_from'),
    changedAt: integer('changed_at'),
    listedAt: integer('listed_at'),
    month: text().$type<Month>(),
    place: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.releaseId, t.language] }),
    index('texts_listed').on(t.language, t.listedAt, t.releaseId),
    uniqueIndex('texts_place').on(t.language, t.month, t.place),
  ],
)

export const months = sqliteTable(
  'months',
  {
    sequence: text().notNull(),
    month: text().$type<Month>().notNull(),
    lastPlace: integer('last_place').notNull(),
    filed: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sequence, t.month] })],
)

export const topicTexts = sqliteTable(
  'topic_texts',
  {
    topic: text().notNull(),
    language: text().$type<Language>().notNull(),
    listedAt: integer('listed_at').notNull(),
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.topic, t.language, t.listedAt, t.releaseId] })],
)

export const withdrawnTexts = sqliteTable(
  'withdrawn_texts',
  {
    topic: text().notNull(),
    language: text().$type<Language>().notNull(),
    liveAt: integer('live_at').notNull(),
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.topic, t.language, t.liveAt, t.releaseId] })],
)

export const searchable = sqliteTable(
  'searchable',
  {
    id: integer().primaryKey(),
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
    language: text().$type<Language>().notNull(),
  },
  (t) => [unique().on(t.releaseId, t.language)],
)

/** A virtual table: its words are searched in, and cannot be read back. */
export const searchIndex = sqliteTable('search_index', { rowid: integer(), words: text() })

export const unindexed = sqliteTable(
  'unindexed',
  {
    id: integer().primaryKey(),
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
    language: text().$type<Language>().notNull(),
  },
  (t) => [unique().on(t.releaseId, t.language)],
)

export const revisions = sqliteTable(
  'revisions',
  {
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
    number: integer().notNull(),
    kind: text().$type<RevisionKind>().notNull(),
    at: integer().notNull(),
    editorId: text('editor_id').notNull(),
    editorName: text('editor_name').notNull(),
    note: text({ mode: 'json' }).$type<Localized>(),
    snapshot: text().notNull(),
    tokenId: text('token_id'),
  },
  (t) => [primaryKey({ columns: [t.releaseId, t.number] })],
)

export const restorations = sqliteTable(
  'restorations',
  {
    releaseId: text('release_id').$type<ReleaseId>().notNull(),
    editorId: text('editor_id').notNull(),
    number: integer().notNull(),
    part: text().notNull(),
    putAt: integer('put_at').notNull(),
    outline: text({ mode: 'json' }).$type<Revision>().notNull(),
    snapshot: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.releaseId, t.editorId, t.number] }),
    index('restorations_put_at').on(t.putAt),
  ],
)

export const awaitedReplacements = sqliteTable(
  'awaited_replacements',
  {
    releaseId: text('release_id').$type<ReleaseId>().notNull().primaryKey(),
    replacedBy: text('replaced_by').$type<ReleaseId>().notNull(),
  },
  (t) => [index('awaited_replacements_by').on(t.replacedBy, t.releaseId)],
)

export const renderedPages = sqliteTable(
  'rendered_pages',
  {
    path: text().notNull().primaryKey(),
    type: text().notNull(),
    body: text().notNull(),
    etag: text().notNull(),
    changedAt: integer('changed_at'),
    fingerprint: text().notNull(),
    recency: text().notNull().default('~'),
  },
  (t) => [index('rendered_pages_fingerprint').on(t.fingerprint, t.recency, t.path)],
)

export const stalePages = sqliteTable(
  'stale_pages',
  {
    id: integer().primaryKey(),
    path: text().notNull(),
    due: integer().notNull(),
  },
  (t) => [index('stale_pages_due').on(t.due, t.path), index('stale_pages_path').on(t.path, t.due)],
)

export const purges = sqliteTable('purges', {
  id: integer().primaryKey(),
  tags: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  at: integer().notNull(),
  failures: integer().notNull().default(0),
})

export const lastRebuild = sqliteTable('last_rebuild', {
  id: integer().primaryKey(),
  number: integer().notNull(),
  seen: integer().notNull(),
  at: integer().notNull(),
  fingerprint: text().notNull().default(''),
  purging: integer().notNull().default(0),
  ranAt: integer('ran_at').notNull().default(0),
})

export const tokens = sqliteTable(
  'tokens',
  {
    id: text().notNull().primaryKey(),
    editorId: text('editor_id').notNull(),
    editorName: text('editor_name').notNull(),
    scope: text().$type<Scope>().notNull(),
    languages: text({ mode: 'json' }).$type<readonly Language[]>(),
    hash: text().notNull().unique(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
    lastUsedOn: text('last_used_on').$type<Day>(),
  },
  (t) => [index('tokens_editor').on(t.editorId)],
)

export const lifts = sqliteTable(
  'lifts',
  {
    releaseId: text('release_id').$type<ReleaseId>().notNull().primaryKey(),
    due: integer().notNull(),
  },
  (t) => [index('lifts_due').on(t.due, t.releaseId)],
)

export const events = sqliteTable(
  'events',
  {
    number: integer().primaryKey(),
    at: integer().notNull(),
    kind: text().$type<EventKind>().notNull(),
    releaseId: text('release_id').$type<ReleaseId>(),
    revision: integer(),
    tokenId: text('token_id'),
    isPublic: integer('is_public').notNull().default(0),
    path: text().$type<ForeignPath>(),
  },
  (t) => [index('events_public').on(t.number), index('events_release').on(t.releaseId, t.number)],
)

export const answers = sqliteTable(
  'answers',
  {
    editorId: text('editor_id').notNull(),
    key: text().notNull(),
    digest: text().notNull(),
    at: integer().notNull(),
    releaseId: text('release_id').$type<ReleaseId>(),
    revision: integer(),
    status: integer(),
    headers: text({ mode: 'json' }).$type<Readonly<Record<string, string>>>(),
    body: text(),
  },
  (t) => [primaryKey({ columns: [t.editorId, t.key] }), index('answers_at').on(t.at)],
)

export const redirects = sqliteTable('redirects', {
  path: text().$type<ForeignPath>().notNull().primaryKey(),
  releaseId: text('release_id').$type<ReleaseId>().notNull(),
  language: text().$type<Language>().notNull(),
  at: integer().notNull(),
  tokenId: text('token_id').notNull(),
})
