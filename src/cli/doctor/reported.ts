/**
 * What `GET /readyz` said, as far as it can be understood: the newsroom that is asked may be of
 * another version. Null is what was not said.
 */
export interface Health {
  readonly site: string
  /** Epoch milliseconds. */
  readonly now: number | null
  readonly checks: {
    readonly database: Check & {
      readonly bytes: number | null
      readonly limit: number | null
      readonly skewMs: number | null
    }
    readonly migrations: Check & { readonly applied: string | null; readonly needed: string | null }
    /** Ages are in seconds. */
    readonly schedule: Check & { readonly age: number | null }
    readonly stalePages: Check & {
      readonly due: number | null
      readonly path: string | null
      readonly age: number | null
    }
    readonly purges: Check & { readonly open: number | null; readonly failed: number | null }
    readonly search: Check & { readonly unindexed: number | null }
    readonly bindings: Check & { readonly missing: readonly string[] }
  }
}
interface Check {
  readonly ok: boolean | null
}

/** What is told of the metrics. */
export interface Metrics {
  readonly filed: number
  readonly rebuilds: number
  readonly events: number
}

/** The health in a body of `/readyz`; null when that is something else. */
export function healthFrom(body: string): Health | null {
  const said = objectIn(parse(body))
  const site = textIn(said.site)
  if (site === null || !URL.canParse(site) || typeof said.checks !== 'object') return null
  const checks = objectIn(said.checks)
  const [database, migrations, schedule, stalePages, purges, search, bindings] = [
    'database',
    'migrations',
    'schedule',
    'stalePages',
    'purges',
    'search',
    'bindings',
  ].map((name) => objectIn(checks[name])) as [Said, Said, Said, Said, Said, Said, Said]
  const oldest = objectIn(stalePages.oldest)
  const { missing } = bindings
  return {
    site: new URL(site).origin,
    now: numberIn(Date.parse(textIn(said.now) ?? '')),
    checks: {
      database: {
        ok: isOk(database),
        bytes: numberIn(database.bytes),
        limit: numberIn(database.limitBytes),
        skewMs: numberIn(database.clockSkewMs),
      },
      migrations: {
        ok: isOk(migrations),
        applied: textIn(migrations.applied),
        needed: textIn(migrations.needed),
      },
      schedule: { ok: isOk(schedule), age: numberIn(schedule.ageSeconds) },
      stalePages: {
        ok: isOk(stalePages),
        due: numberIn(stalePages.due),
        path: textIn(oldest.path),
        age: numberIn(oldest.ageSeconds),
      },
      purges: { ok: isOk(purges), open: numberIn(purges.open), failed: numberIn(purges.failed) },
      search: { ok: isOk(search), unindexed: numberIn(search.unindexed) },
      bindings: {
        ok: isOk(bindings),
        missing: Array.isArray(missing) ? missing.flatMap((one) => textIn(one) ?? []) : [],
      },
    },
  }
}

/** The numbers that the doctor tells, of a body of `/metrics`; null when that is something else. */
export function metricsFrom(body: string): Metrics | null {
  const numberOf = (name: string) =>
    numberIn(Number(new RegExp(`^pressroom_${name} (\\S+)$`, 'm').exec(body)?.[1]))
  const [filed, rebuilds, events] = ['releases_filed', 'rebuilds_total', 'events_total'].map(
    numberOf,
  )
  return filed == null || rebuilds == null || events == null ? null : { filed, rebuilds, events }
}

type Said = Readonly<Record<string, unknown>>

const objectIn = (value: unknown): Said =>
  typeof value === 'object' && value !== null ? (value as Said) : {}
/** On one line, and nothing that a terminal would take for a command. */
const textIn = (value: unknown): string | null =>
  typeof value === 'string' ? value.replace(/\p{C}+/gu, ' ') : null
const numberIn = (value: unknown): number | null => (Number.isFinite(value) ? Number(value) : null)
const isOk = ({ ok }: Said): boolean | null => (typeof ok === 'boolean' ? ok : null)

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
