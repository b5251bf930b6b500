import { and, desc, gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../newsroom/dateline.ts'
import type { Listing, ListQuery } from '../newsroom/ports.ts'
import type { State } from '../newsroom/release.ts'
import { type Database, rows } from './database.ts'
import { releaseOf } from './rows.ts'
import { releases } from './schema.ts'

/** For each state: which releases are in it at `now`, and the instant that orders them. */
const STATES: Record<State, (now: Instant, after: ListQuery['after']) => SQL | undefined> = {
  draft: () => isNull(releases.liveAt),
  embargoed: (now) =>
    and(isNotNull(releases.liveAt), isNull(releases.withdrawnAt), gt(releases.liveAt, now)),
  published: (now, after) =>
    // The plus leaves the index to the position, from which the page goes on: with both as bounds
    // SQLite would begin at `now` and read all that was shown before (optoverview.html, "Unary +").
    and(
      isNotNull(releases.liveAt),
      isNull(releases.withdrawnAt),
      after ? sql`+${releases.liveAt} <= ${now}` : lte(releases.liveAt, now),
    ),
  withdrawn: () => isNotNull(releases.withdrawnAt),
}

/** One page of releases in one query of one row each, by position and never by OFFSET. */
export async function list(
  db: Database,
  { state, limit, after }: ListQuery,
  now: Instant,
): Promise<Listing> {
  // What revises a release must not move it in a list that somebody reads page after page.
  const order = state === null || state === 'draft' ? releases.createdAt : releases.liveAt
  const found = await rows(
    db,
    db.build
      .select()
      .from(releases)
      .where(
        and(
          state === null ? undefined : STATES[state](now, after),
          after ? sql`(${order}, ${releases.id}) < (${after.at}, ${after.id})` : undefined,
        ),
      )
      .orderBy(desc(order), desc(releases.id))
      .limit(limit + 1),
  ).then((page) => page.map((row) => releaseOf(row, [])))
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  if (!last || found.length <= limit) return { releases: shown, next: null }
  const instant = order === releases.liveAt && 'liveAt' in last ? last.liveAt : last.createdAt
  return { releases: shown, next: { at: instant, id: last.id } }
}
