import { countOf, type Finding, MAX_SKEW, ok, sizeOf, spanOf, wrong } from './finding.ts'
import type { Health } from './reported.ts'

/**
 * What the newsroom says of itself, check by check, in words. A check whose state it does not know
 * is not mentioned.
 */
export function checkup({ checks }: Health): Finding[] {
  const { database, migrations, schedule, stalePages, purges, search, bindings } = checks
  const findings: (Finding | null)[] = [
    database.ok === false && database.bytes === null && migrations.ok === null
      ? wrong(
          'database',
          'The database does not answer: readers get what the edge keeps, and editors 503.',
          'Mostly it passes within minutes. Else: https://www.cloudflarestatus.com, and D1 in the dashboard.',
        )
      : sizeFinding(database),
    database.skewMs === null
      ? null
      : Math.abs(database.skewMs) <= MAX_SKEW
        ? ok('database-clock', "The Worker's clock and the database's agree.")
        : wrong(
            'database-clock',
            `The database's clock is ${spanOf(database.skewMs / 1000)} ${database.skewMs > 0 ? 'ahead of' : 'behind'} the Worker's.`,
            'On one machine: was it asleep? Restart npm start. At Cloudflare: tell their support.',
          ),
    judged('migrations', migrations.ok, {
      ok: `The database has the migrations that this version needs (${migrations.applied ?? 'unrecorded'}).`,
      wrong: `The database has the migrations up to ${migrations.applied ?? 'none'}, and this version needs ${migrations.needed}.`,
      advice: 'npm run deploy migrates before it deploys; on this machine, restart npm start.',
    }),
    judged('schedule', schedule.ok, {
      ok: `The schedule ran ${spanOf(schedule.age ?? 0)} ago.`,
      wrong:
        schedule.age === null
          ? 'The schedule has never run.'
          : `The schedule has not run for ${spanOf(schedule.age)}.`,
      advice:
        'A fresh deployment takes a minute or two. Else look for the cron trigger in the dashboard, and for "cause":"schedule" in the log.',
    }),
    judged('stale-pages', stalePages.ok, {
      ok: `${upTo(stalePages.due ?? 0, 'page waits', 'pages wait')} to be rebuilt, none for long.`,
      wrong: `${upTo(stalePages.due ?? 0, 'page waits', 'pages wait')} to be rebuilt, the oldest${stalePages.path ? ` (${stalePages.path})` : ''} for ${spanOf(stalePages.age ?? 0)}.`,
      advice: 'If the schedule runs, "rebuild-failed" or "error" in the log says what stops it.',
    }),
    judged('purges', purges.ok, {
      ok: `No purge of the edge has failed (${purges.open ?? 0} under way).`,
      wrong:
        purges.failed === 0
          ? `${upTo(purges.open ?? 0, 'purge of the edge is', 'purges of the edge are')} open for too long.`
          : `${upTo(purges.failed ?? 0, 'purge of the edge has', 'purges of the edge have')} failed: readers may see pages as they were.`,
      advice:
        'The schedule tries again each minute. What cannot wait: deploy once more, a new version begins with an empty cache.',
    }),
    judged('search', search.ok, {
      ok: 'The search knows every text.',
      wrong: `The search does not know ${upTo(search.unindexed ?? 0, 'text', 'texts')} yet.`,
      advice: 'The schedule makes 300 a minute known, the newest first. If it runs, wait.',
    }),
    judged('bindings', bindings.ok, {
      ok: 'Every binding is there.',
      wrong: `Missing bindings: ${bindings.missing.join(', ')}.`,
      advice:
        'Put them back into wrangler.toml as they were and deploy. Without FAILURES and CHANGES nobody is limited.',
    }),
  ]
  return findings.filter((finding) => finding !== null)
}

/** Bytes that a database of the free plan holds. */
const FREE_PLAN = 500_000_000

function sizeFinding({ bytes, limit }: Health['checks']['database']): Finding {
  if (bytes === null || limit === null) return ok('database', 'The database answers.')
  const of = `${sizeOf(bytes)} of ${sizeOf(limit)}`
  if (bytes > 0.8 * limit)
    return wrong(
      'database',
      `The database takes ${of}: when it is full, changes fail, and reading goes on.`,
      'Plan for a second database: history is the largest part (README, "Scale").',
    )
  const free = bytes > 0.8 * FREE_PLAN ? '; the free plan ends at 500 MB' : ''
  return ok('database', `The database answers, and takes ${of}${free}.`)
}

const judged = (
  about: string,
  isOk: boolean | null,
  say: { readonly ok: string; readonly wrong: string; readonly advice: string },
): Finding | null =>
  isOk === null ? null : isOk ? ok(about, say.ok) : wrong(about, say.wrong, say.advice)

/** The newsroom counts to this, however many there are. */
const MAX_COUNTED = 1000

const upTo = (count: number, one: string, more: string) =>
  count >= MAX_COUNTED ? `${count} or more ${more}` : countOf(count, one, more)
