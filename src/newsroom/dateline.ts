/** Epoch milliseconds, UTC. */
export type Instant = number
/** A civil day in the site's time zone, `YYYY-MM-DD`. */
export type Day = string & { readonly _: 'Day' }
/** A civil month in the site's time zone, `YYYY-MM`. */
export type Month = string & { readonly _: 'Month' }

/** Releases are filed from this instant on, so that every year has four digits. */
const EARLIEST = Date.UTC(1000, 0, 2)
const LATEST = Date.UTC(9999, 11, 30)
const DAY_LENGTH = 86_400_000

/** The day on which `instant` falls in `zone` (an IANA name), daylight saving included. */
export function dayOf(instant: Instant, zone: string): Day {
  let format = formats.get(zone)
  if (!format) {
    // In the calendar of ISO 8601 a day is written as YYYY-MM-DD.
    format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(instant).padStart(10, '0') as Day
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The month of a day. */
export const monthOf = (day: Day): Month => day.slice(0, 7) as Month

/** A month from its text, or null when there is no such month. */
export const parseMonth = (text: string): Month | null =>
  /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null

/**
 * The first instant from which it stays `day` in `zone`. Where daylight saving skips midnight, that
 * is the first instant after the gap.
 */
export function startOfDay(day: Day, zone: string): Instant {
  const noon = Date.parse(`${day}T12:00:00Z`)
  let low = noon - 2 * DAY_LENGTH
  let high = noon + DAY_LENGTH
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (dayOf(middle, zone) < day) low = middle
    else high = middle
  }
  return high
}

/**
 * An instant from an RFC 3339 date-time with its offset (`2026-03-31T23:59:59.999+02:00`), or from
 * a bare day (`2021-02-25`), which means its first instant in `zone`. Null when it is neither, or
 * when the calendar has no such day.
 */
export function parseInstant(text: string, zone: string): Instant | null {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (day) return isCalendarDay(day) ? within(startOfDay(text as Day, zone)) : null
  const full =
    /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
  const parts = full.exec(text)
  return parts && isCalendarDay(parts) ? within(Date.parse(text.toUpperCase())) : null
}

/** An instant as RFC 3339 in UTC, to the millisecond. */
export const instantText = (instant: Instant): string => new Date(instant).toISOString()

const within = (instant: Instant): Instant | null =>
  instant >= EARLIEST && instant <= LATEST ? instant : null

function isCalendarDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}
