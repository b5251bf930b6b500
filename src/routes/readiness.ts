import { type Instant, instantText } from '../newsroom/dateline.ts'
import type { Condition } from '../newsroom/ports.ts'
import type { Site } from '../site.ts'
import type { Bindings } from './desk.ts'

/**
 * Milliseconds for which the schedule may be silent. It runs every minute and notes it every five:
 * two notes are missing then. Nothing leaks and no release is late, but what waits gets older.
 */
export const MAX_SILENCE = 10 * 60_000
/** Milliseconds that a page may be stale: ten runs of the schedule have not come to it. */
export const MAX_STALENESS = 10 * 60_000
/** Milliseconds that a purge may be open; the schedule settles each within two minutes. */
export const MAX_PURGING = 10 * 60_000
/**
 * Milliseconds between the clocks of the Worker and of the database, the way of the question
 * included. Embargoes go by the Worker's clock; the settling of purges counts on clocks that agree.
 */
export const MAX_SKEW = 5000
/** Bytes that one database of D1 holds at most, on the paid plan. */
export const DATABASE_LIMIT = 10_000_000_000
/** The part of it from which there should be a plan; an office fills the rest in years, not days. */
export const MAX_FULLNESS = 0.8

/** Whether a part of the newsroom is as it should be; null where that is not known. */
type Ok = boolean | null
/** An RFC 3339 instant in UTC; null where it is not known, or there is none. */
type Moment = string | null

/** What `GET /readyz` tells: nothing of what a release says, or of one that is not public. */
export interface Readiness {
  /** `degraded`: it serves, but something gets old, or lacks. */
  readonly status: 'ok' | 'degraded' | 'unavailable'
  readonly now: string
  /** The site's address, as it is set. */
  readonly site: string
  readonly checks: {
    readonly database: {
      readonly ok: Ok
      readonly bytes: number | null
      readonly limitBytes: number
      /** Milliseconds by which the database's clock is ahead of the Worker's. */
      readonly clockSkewMs: number | null
    }
    readonly migrations: {
      readonly ok: Ok
      readonly applied: string | null
      readonly needed: string | null
    }
    readonly schedule: {
      readonly ok: Ok
      readonly lastRunAt: Moment
      readonly ageSeconds: number | null
    }
    readonly stalePages: {
      readonly ok: Ok
      /** At most 1,000 are counted, here and below. */
      readonly due: number | null
      /** The one that has waited longest; its path only where such a page was public. */
      readonly oldest: {
        readonly path: string | null
        readonly dueAt: string
        readonly ageSeconds: number
      } | null
    }
    readonly purges: {
      readonly ok: Ok
      readonly open: number | null
      readonly failed: number | null
      readonly oldestAt: Moment
    }
    readonly search: { readonly ok: Ok; readonly unindexed: number | null }
    /** Those that are not there, as wrangler.toml names them. */
    readonly bindings: { readonly ok: Ok; readonly missing: readonly string[] }
  }
}

/**
 * Judges a condition.
 * @param condition null where the database does not answer
 */
export function readinessOf(
  condition: Condition | null,
  bindings: Bindings,
  site: Site,
  now: Instant,
): Readiness {
  const checks = {
    database: databaseCheck(condition, now),
    migrations: {
      ok: condition && condition.work !== null,
      applied: condition?.migration.applied ?? null,
      needed: condition?.migration.needed ?? null,
    },
    ...workChecks(condition?.work ?? null, now),
    bindings: bindingsCheck(bindings),
  }
  const isWrong = Object.values(checks).some(({ ok }) => ok === false)
  const status = !condition?.work ? 'unavailable' : isWrong ? 'degraded' : 'ok'
  return { status, now: instantText(now), site: site.url, checks }
}

type Checks = Readiness['checks']

function databaseCheck(condition: Condition | null, now: Instant): Checks['database'] {
  const bytes = condition?.databaseBytes ?? null
  const time = condition?.databaseTime ?? null
  const clockSkewMs = time === null ? null : time - now
  const isRoomy = (bytes ?? 0) <= MAX_FULLNESS * DATABASE_LIMIT
  const ok = condition !== null && isRoomy && Math.abs(clockSkewMs ?? 0) <= MAX_SKEW
  return { ok, bytes, limitBytes: DATABASE_LIMIT, clockSkewMs }
}

type WorkChecks = Pick<Checks, 'schedule' | 'stalePages' | 'purges' | 'search'>

function workChecks(work: Condition['work'], now: Instant): WorkChecks {
  if (!work)
    return {
      schedule: { ok: null, lastRunAt: null, ageSeconds: null },
      stalePages: { ok: null, due: null, oldest: null },
      purges: { ok: null, open: null, failed: null, oldestAt: null },
      search: { ok: null, unindexed: null },
    }
  const { scheduleRanAt, stale, purges, unindexed } = work
  const { oldest } = stale
  return {
    schedule: {
      ok: scheduleRanAt !== null && now - scheduleRanAt <= MAX_SILENCE,
      lastRunAt: momentOf(scheduleRanAt),
      ageSeconds: scheduleRanAt === null ? null : secondsSince(scheduleRanAt, now),
    },
    stalePages: {
      ok: oldest === null || now - oldest.due <= MAX_STALENESS,
      due: stale.pages,
      oldest: oldest && {
        path: oldest.path,
        dueAt: instantText(oldest.due),
        ageSeconds: secondsSince(oldest.due, now),
      },
    },
    purges: {
      ok: purges.failed === 0 && now - (purges.oldest ?? now) <= MAX_PURGING,
      open: purges.open,
      failed: purges.failed,
      oldestAt: momentOf(purges.oldest),
    },
    search: { ok: unindexed === 0, unindexed },
  }
}

function bindingsCheck({ database, failureLimit, changeLimit }: Bindings): Checks['bindings'] {
  const there = { DB: database, FAILURES: failureLimit, CHANGES: changeLimit }
  const missing = Object.entries(there).flatMap(([name, isThere]) => (isThere ? [] : [name]))
  return { ok: missing.length === 0, missing }
}

const momentOf = (instant: Instant | null): Moment =>
  instant === null ? null : instantText(instant)

/** Whole seconds. Another machine's clock may be ahead of this one's. */
export const secondsSince = (instant: Instant, now: Instant): number =>
  Math.max(0, Math.floor((now - instant) / 1000))
