import { dayOf, type Instant, instantText, parseInstant } from '../../newsroom/dateline.ts'
import type { Moment } from './manuscript.ts'

const DAY_LENGTH = 86_400_000
const WITH_OFFSET = /(?:[Zz]|[+-]\d\d:\d\d)$/

/**
 * The instant of a moment; of a day its first one. A time of day without an offset is the zone's: of
 * two, where clocks are put back, the earlier; where they are put forward over it, as much later.
 * @param zone an IANA name
 * @returns null when the calendar or the clock has no such moment
 */
export function instantOf(moment: Moment, zone: string): Instant | null {
  if (!moment.includes('T') || WITH_OFFSET.test(moment)) return parseInstant(moment, zone)
  const wanted = parseInstant(`${moment}Z`, zone)
  if (wanted === null) return null
  const [before, after] = [-1, 1].map((days) => offsetAt(wanted + days * DAY_LENGTH, zone))
  const candidates = [before, after].map((offset = 0) => wanted - offset)
  const met = candidates.filter((instant) => instant + offsetAt(instant, zone) === wanted)
  return met.length > 0 ? Math.min(...met) : (candidates[0] ?? null)
}

/** A moment as the publishing endpoint takes it; one that does not exist stays, for it to refuse. */
export function momentSent(moment: Moment, zone: string): string {
  if (!moment.includes('T') || WITH_OFFSET.test(moment)) return moment
  const instant = instantOf(moment, zone)
  return instant === null ? moment : instantText(instant)
}

/** How far the zone's clocks are ahead of UTC then, in milliseconds. */
function offsetAt(instant: Instant, zone: string): number {
  let format = clocks.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB-u-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(zone, format)
  }
  const whole = Math.floor(instant / 1000) * 1000
  return Date.parse(`${dayOf(whole, zone)}T${format.format(whole)}Z`) - whole
}

const clocks = new Map<string, Intl.DateTimeFormat>()
