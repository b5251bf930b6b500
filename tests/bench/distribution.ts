import { ARCHIVE_PAGE_PLACES, SITEMAP_FILE_PLACES } from '../../src/newsroom/archive.ts'
import {
  dayOf,
  type Instant,
  type Month,
  monthOf,
  startOfDay,
} from '../../src/newsroom/dateline.ts'

/** Thirty years, the current month included. */
const MONTHS = 360
/** From this size on every month has a release, and the two months that are measured are full. */
const FULL_SIZE = 1000
/** Which month, counted from the oldest, is the dense one, and which others have as many. */
const DENSE = 120
const CROWDED = [60, 200, 300]
/** Of all releases, those of each of these months, and those of the one crowded day. */
const DENSE_SHARE = 0.02
const DAY_SHARE = 0.003
/** How many times a release is published, of which the last one begins another page. */
export const PUBLICATIONS = 6

/**
 * A month of an archive, and when its releases go live.
 *
 * The current month and the dense one have, at every size from 1,000, the same number of releases
 * but for whole sitemap files. What a publication costs depends on how full the newest page and
 * file are, and that saws up and down as they fill; now it is the same at every size, and what is
 * left in a comparison of two sizes is what the archive's size does. The fill is the dearest one:
 *
 * - The current month's newest page and file lack but a few places to be as full as they ever get,
 *   which is just under twice a full one. The first publications meet them at that, and the last
 *   one begins another page and file.
 * - What is corrected and withdrawn stands in the old dense month on a full archive page, and in
 *   that month's newest sitemap file, which has more places than a full one.
 *
 * Below 1,000 releases there are not enough for that; they lie where they would in a larger archive.
 */
export interface PlannedMonth {
  readonly month: Month
  readonly instants: readonly Instant[]
}

/** Which months hold how many of `size` releases, oldest first. The last one is the current. */
export function distribute(size: number, now: Instant, zone: string): PlannedMonth[] {
  const months = monthsUntil(monthOf(dayOf(now, zone)))
  const counts = size < FULL_SIZE ? fewCounts(size) : counted(size)
  return months.map((month, at) => {
    const from = startOfDay(`${month}-01` as never, zone)
    const next = months[at + 1]
    const to = next ? startOfDay(`${next}-01` as never, zone) : now
    const crowd = at === CROWDED[0] ? Math.min(counts[at] ?? 0, Math.round(size * DAY_SHARE)) : 0
    return { month, instants: instants(from, to, (counts[at] ?? 0) - crowd, crowd) }
  })
}

/** The dense month, from which releases are corrected and withdrawn. */
export const denseOf = (months: readonly PlannedMonth[]): PlannedMonth =>
  months[DENSE] as PlannedMonth

function counted(size: number): number[] {
  const share = Math.floor(size * DENSE_SHARE)
  const current = fullAlike(2 * SITEMAP_FILE_PLACES - PUBLICATIONS, Math.floor(size / MONTHS))
  const dense = fullAlike(
    FULL_SIZE - (MONTHS - 2) - (2 * SITEMAP_FILE_PLACES - PUBLICATIONS),
    share,
  )
  const counts = Array.from({ length: MONTHS }, () => 1)
  counts[MONTHS - 1] = current
  counts[DENSE] = dense
  let left = size - current - dense - (MONTHS - 2)
  for (const at of CROWDED) {
    const more = Math.min(left, Math.max(0, share - 1))
    counts[at] = 1 + more
    left -= more
  }
  // Offices publish more with the years.
  return spread(counts, left, (at) =>
    at === DENSE || at === MONTHS - 1 || CROWDED.includes(at) ? 0 : 1 + at / MONTHS,
  )
}

function fewCounts(size: number): number[] {
  const counts = Array.from({ length: MONTHS }, () => 0)
  counts[MONTHS - 1] = Math.ceil(size * 0.3)
  counts[DENSE] = Math.floor(size * 0.3)
  const left = size - Math.ceil(size * 0.3) - Math.floor(size * 0.3)
  return spread(counts, left, () => 1)
}

/** `base`, or more by whole sitemap files (and archive pages), and at most `most` where that is. */
function fullAlike(base: number, most: number): number {
  if (base < 1) throw new RangeError('A sitemap file has too many places for this distribution.')
  let whole = SITEMAP_FILE_PLACES
  while (whole % ARCHIVE_PAGE_PLACES !== 0) whole += SITEMAP_FILE_PLACES
  return base + Math.max(0, Math.floor((most - base) / whole)) * whole
}

/** Gives `left` more to the months by weight, to the last one. */
function spread(counts: number[], left: number, weight: (at: number) => number): number[] {
  const all = counts.reduce((sum, _, at) => sum + weight(at), 0)
  let before = 0
  return counts.map((count, at) => {
    const given = Math.round((before / all) * left)
    before += weight(at)
    return count + Math.round((before / all) * left) - given
  })
}

/** Ascending: evenly over the month, and `crowd` more within one day of it. */
function instants(from: Instant, to: Instant, even: number, crowd: number): Instant[] {
  const evenly = (from: Instant, to: Instant, count: number) =>
    Array.from({ length: count }, (_, at) => Math.floor(from + ((at + 0.5) / count) * (to - from)))
  const [noon, hour] = [from + 9.5 * 86_400_000, 3_600_000]
  return [...evenly(from, to, even), ...evenly(noon, noon + 8 * hour, crowd)].sort((a, b) => a - b)
}

function monthsUntil(last: Month): Month[] {
  const [year, month] = last.split('-').map(Number) as [number, number]
  return Array.from({ length: MONTHS }, (_, at) => {
    const index = year * 12 + month - MONTHS + at
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}` as Month
  })
}
