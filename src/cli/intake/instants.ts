import type { Moment } from '../manuscript/manuscript.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** RFC 822, section 5.1. */
const ZONES: Readonly<Record<string, string>> = {
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
}
const RFC_822 =
  /^(?:[a-z]+,?\s+)?(\d{1,2})(?:\s+|-)([a-z]{3})[a-z]*(?:\s+|-)(\d{4}|\d{2})(?!\d)(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*(\S*))?/i
const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(\S*))?$/i

/**
 * A moment as programs write it: RFC 3339, ISO 8601 and RFC 822 dates. Null where it is none of them,
 * the calendar has no such day, or its zone is not known: a guess would be hours wrong.
 */
export function momentOf(written: string): Moment | null {
  const text = written.trim()
  const iso = ISO_8601.exec(text)
  if (iso) return moment(iso[1], iso[2], iso[3], iso.slice(4))
  const mail = RFC_822.exec(text)
  if (!mail) return null
  const [, day = '', name = '', year = '', ...time] = mail
  const month = MONTHS.indexOf(name.toLowerCase()) + 1
  // RFC 2822, section 4.3: two digits.
  const full = year.length === 4 ? year : String(Number(year) + (Number(year) < 50 ? 2000 : 1900))
  return moment(full, two(month), two(day), time)
}

function moment(
  year = '',
  month = '',
  day = '',
  [hour, minute = '00', second = '00', zone = '']: readonly (string | undefined)[],
): Moment | null {
  const date = `${year}-${month}-${day}`
  const parsed = Date.parse(`${date}T00:00:00Z`)
  if (
    !(Number(year) > 0) ||
    Number.isNaN(parsed) ||
    new Date(parsed).toISOString().slice(0, 10) !== date
  )
    return null
  if (hour === undefined) return date as Moment
  if (Number(hour) > 23 || Number(minute) > 59) return null
  const there = offset(zone)
  if (there === null) return null
  // A leap second is the last one of its minute.
  const seconds = two(Math.min(Number(second), 59))
  return `${date}T${two(hour)}:${minute}:${seconds}${there}` as Moment
}

/** Empty where none is written; null where nobody can tell which it is: `CET`, `PM`. */
function offset(zone: string): string | null {
  if (zone === '') return ''
  const number = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(zone)
  if (number) return `${number[1]}${number[2]}:${number[3] ?? '00'}`
  if (/^(?:Z|UT|UTC|GMT)$/i.test(zone)) return 'Z'
  return ZONES[zone.toUpperCase()] ?? null
}

const two = (number: number | string) => String(number).padStart(2, '0')
