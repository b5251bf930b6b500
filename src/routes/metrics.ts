import type { Instant } from '../newsroom/dateline.ts'
import type { Condition } from '../newsroom/ports.ts'
import { type Readiness, secondsSince } from './readiness.ts'

/** The media type of Prometheus' text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** One metric. What is not known has no sample, and a metric without samples is left out. */
interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly samples: readonly Sample[]
}
interface Sample {
  readonly value: number
  readonly labels?: Readonly<Record<string, string>>
}

/**
 * The numbers in Prometheus' text format 0.0.4: base units (seconds, bytes), UTF-8, `\n`. Of a
 * ledger at most 1,000 entries are counted.
 */
export const metricsText = (...of: Parameters<typeof metrics>): string =>
  metrics(...of)
    .filter(({ samples }) => samples.length > 0)
    .map(text)
    .join('')

function metrics(
  { migration, databaseTime, work }: Condition,
  { status, checks }: Readiness,
  filed: number,
  now: Instant,
): Metric[] {
  const { applied, needed } = migration
  const { database, schedule, stalePages, purges, search } = checks
  const oldestPurge = work && (work.purges.oldest ?? now)
  return [
    gauge('build_info', 'The migrations that the version needs and the database has.', [
      { value: 1, labels: { migration: needed, applied: applied ?? '' } },
    ]),
    gauge('ready', 'Whether the newsroom can serve.', status === 'unavailable' ? 0 : 1),
    gauge(
      'check_ok',
      'Whether each check of /readyz is passed.',
      Object.entries(checks).flatMap(([check, { ok }]) =>
        ok === null ? [] : [{ value: ok ? 1 : 0, labels: { check } }],
      ),
    ),
    gauge(
      'schedule_last_run_timestamp_seconds',
      'When the schedule last noted that it ran, which it does every five minutes.',
      work?.scheduleRanAt ? work.scheduleRanAt / 1000 : null,
    ),
    gauge('schedule_age_seconds', 'How long ago that was.', schedule.ageSeconds),
    gauge('stale_pages', 'Rendered pages that are due to be rebuilt.', stalePages.due),
    gauge(
      'oldest_stale_page_age_seconds',
      'How long the oldest of them has been due; 0 where none is.',
      work && (stalePages.oldest?.ageSeconds ?? 0),
    ),
    gauge('purges_open', 'Purges of the edge that are still to be made.', purges.open),
    gauge('purges_failed', 'Those of them that have failed.', purges.failed),
    gauge(
      'oldest_purge_age_seconds',
      'How long ago the change was that the oldest of them is for; 0 where none is open.',
      oldestPurge && secondsSince(oldestPurge, now),
    ),
    gauge('unindexed_texts', 'Texts that the search does not know yet.', search.unindexed),
    gauge('database_size_bytes', 'What the database takes.', database.bytes),
    gauge('database_limit_bytes', 'What it may take at most.', database.limitBytes),
    gauge(
      'database_clock_skew_seconds',
      "How far the database's clock is ahead of the Worker's.",
      databaseTime === null ? null : (databaseTime - now) / 1000,
    ),
    gauge('releases_filed', 'Releases that are public or under embargo.', filed),
    counter('rebuilds_total', 'Rebuilds that have finished.', work?.rebuilds),
    counter('events_total', 'Events in the ledger of what happened.', work?.events),
  ]
}

type Value = number | null | undefined | readonly Sample[]

const metric =
  (type: Metric['type']) =>
  (name: string, help: string, value: Value): Metric => ({
    name: `pressroom_${name}`,
    type,
    help,
    samples: typeof value === 'number' ? [{ value }] : (value ?? []),
  })
const gauge = metric('gauge')
const counter = metric('counter')

function text({ name, type, help, samples }: Metric): string {
  const lines = samples.map(({ value, labels = {} }) => `${name}${labelled(labels)} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

/** A backslash, a quotation mark and a line feed are escaped within a label's value. */
function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))}"`,
  )
  return pairs.length > 0 ? `{${pairs.join()}}` : ''
}
