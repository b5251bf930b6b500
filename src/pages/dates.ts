import { type Day, dayOf, type Instant, instantText, type Month } from '../newsroom/dateline.ts'
import type { Filed, Language } from '../newsroom/release.ts'
import { html, type Markup } from './markup.ts'

type Parts = Intl.DateTimeFormatOptions

/** How a moment is said; each is one object, by which its formatters are known. */
const AS_DAY: Parts = { dateStyle: 'long' }
const AS_MINUTE: Parts = { dateStyle: 'long', timeStyle: 'short' }
const AS_MONTH: Parts = { month: 'long', year: 'numeric' }
const AS_MONTH_NAME: Parts = { month: 'long' }
const AS_SHORT_MONTH: Parts = { month: 'short' }
const AS_WEEKDAY: Parts = { weekday: 'long', month: 'long', day: 'numeric' }
const AS_YEAR: Parts = { year: 'numeric' }

/** A day in words. */
export const dayText = (day: Day, language: Language): string =>
  said(`${day}T00:00:00Z`, language, AS_DAY)

/** A day in words, as a `time` element. */
export const dayTime = (day: Day, language: Language): Markup =>
  html`<time datetime="${day}">${dayText(day, language)}</time>`

/** A day as it heads what is of that day, `Monday, March 23`, as a `time` element. */
export const weekdayTime = (day: Day, language: Language): Markup =>
  html`<time datetime="${day}">${said(`${day}T00:00:00Z`, language, AS_WEEKDAY)}</time>`

/** An instant's day and minute in the site's zone, as a `time` element. */
export const instantTime = (instant: Instant, language: Language, zone: string): Markup =>
  html`<time datetime="${instantText(instant)}">${said(instant, language, AS_MINUTE, zone)}</time>`

/**
 * The instant at which a release went live. Null where no more than its day is known, because it
 * was filed under a bare day, or where the site's zone was another one then.
 */
export const knownInstant = ({ liveAt, day }: Filed, zone: string): Instant | null =>
  startsDay(liveAt, day, zone) || dayOf(liveAt, zone) !== day ? null : liveAt

/** A day starts at a whole second: most instants are told without asking the calendar. */
const startsDay = (instant: Instant, day: Day, zone: string): boolean =>
  instant % 1000 === 0 && dayOf(instant - 1, zone) !== day

/** `March 2026`. */
export const monthText = (month: Month, language: Language): string =>
  said(`${month}-01T00:00:00Z`, language, AS_MONTH)

/** `March`. */
export const monthName = (month: Month, language: Language): string =>
  said(`${month}-01T00:00:00Z`, language, AS_MONTH_NAME)

/** `Mar`; the whole name where the language has no shorter one. */
export const shortMonthName = (month: Month, language: Language): string =>
  said(`${month}-01T00:00:00Z`, language, AS_SHORT_MONTH)

/** `2026`, in the language's numerals. */
export const yearText = (year: string, language: Language): string =>
  said(`${year}-01-01T00:00:00Z`, language, AS_YEAR)

/** A number in the language's numerals. */
export function digits(count: number, language: Language): string {
  const format = numbers.get(language) ?? new Intl.NumberFormat(language)
  numbers.set(language, format)
  return format.format(count)
}

/** What has been said, so much at most: the pages of a busy day say the same days and minutes. */
const MAX_SAID = 2000
let saidBefore = new Map<string, string>()

const numbers = new Map<Language, Intl.NumberFormat>()
const formats = new Map<Parts, Map<string, Intl.DateTimeFormat>>()

/** Making a formatter takes longer than the rest of a page, so each is made once. */
function said(moment: string | number, language: Language, parts: Parts, zone = 'UTC'): string {
  // Nothing is said more exactly than to the minute.
  const when = typeof moment === 'number' ? `${Math.floor(moment / 60_000)} ${zone}` : moment
  const key = `${when} ${language} ${Object.entries(parts)}`
  const known = saidBefore.get(key)
  if (known !== undefined) return known
  if (saidBefore.size >= MAX_SAID) saidBefore = new Map()
  const words = formatted(moment, language, parts, zone)
  saidBefore.set(key, words)
  return words
}

function formatted(
  moment: string | number,
  language: Language,
  parts: Parts,
  zone: string,
): string {
  const known = formats.get(parts) ?? new Map<string, Intl.DateTimeFormat>()
  formats.set(parts, known)
  const key = `${language} ${zone}`
  const format =
    known.get(key) ??
    new Intl.DateTimeFormat(language, { timeZone: zone, calendar: 'gregory', ...parts })
  known.set(key, format)
  return format.format(new Date(moment))
}
