import type { Counted } from './counting.ts'
import type { Started } from './starting.ts'
import type { Timed } from './timing.ts'
import { BOUNDS, CHANGING, FLATNESS } from './works.ts'

/** Everything that one run has found. Sizes of files are in bytes, times in milliseconds. */
export interface Results {
  readonly counted: readonly Counted[]
  /** The size at which the times were taken. */
  readonly timedAt: number
  readonly timed: readonly Timed[]
  readonly started: Started | null
  readonly worker: { readonly size: number; readonly gzip: number }
  readonly databases: readonly {
    readonly size: number
    readonly bytes: number
    readonly time: number
  }[]
}

/** What `--json` prints: the counts, and the ratios to (b), Hono with one raw query. */
export const published = ({ counted, timed }: Results) => ({
  rows: counted.map(({ size, work, rowsRead, rowsWritten, statements, bytes }) => ({
    size,
    work,
    rowsRead,
    rowsWritten,
    statements,
    bytes,
  })),
  ratios: timed.map(({ work, ratios: { query } }) => ({ work, ...rounded(query) })),
})

const rounded = ({ throughput, p99 }: { throughput: number; p99: number }) => ({
  throughput: round(throughput),
  p99: round(p99),
})
const round = (number: number) => Math.round(number * 1000) / 1000

/** Whether a count, however dear it was, keeps its work's bound. */
export function keepsBound({ work, dearest }: Counted): boolean {
  const { rowsRead, rowsWritten, statements } = BOUNDS[work]
  return (
    dearest.rowsRead <= (rowsRead ?? Number.POSITIVE_INFINITY) &&
    dearest.rowsWritten <= (rowsWritten ?? Number.POSITIVE_INFINITY) &&
    dearest.statements <= statements
  )
}

/**
 * Whether a change costs as many rows as at the smallest size at which every month has releases and
 * the pages are as full (`distribution.ts`). Null where nothing is to be compared.
 */
export function isFlat(one: Counted, all: readonly Counted[]): boolean | null {
  if (!CHANGING.some((work) => work === one.work) || one.size < COMPARABLE) return null
  const alike = all.filter(({ work, size }) => work === one.work && size >= COMPARABLE)
  const base = alike.reduce((least, other) => (other.size < least.size ? other : least), one)
  if (base === one) return null
  return (['rowsRead', 'rowsWritten', 'statements'] as const).every((part) =>
    [one[part] / base[part], one.dearest[part] / base.dearest[part]].every(
      (ratio) => Math.abs(ratio - 1) <= FLATNESS,
    ),
  )
}

const COMPARABLE = 1000
