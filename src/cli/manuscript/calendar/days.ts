import { anyOf, monthNames, weekdayNames } from './names.ts'

/** A civil day as it is told: numbers as they are written. */
export interface Told {
  /** From 1. */
  readonly month: number
  readonly day: number
  /** Null where none is written. */
  readonly year: number | null
}

const MONTH = anyOf(monthNames)
const MONTHS = `${MONTH}\\.?(?:\\s*[/\\\\(-]\\s*${MONTH}\\)?)*`
const WEEKDAY = `(?:يوم\\s+)?${anyOf(weekdayNames)}`
const DAY = '\\d{1,2}(?:st|nd|rd|th)?'
/** Two digits before a colon or `a.m.` are an hour. */
const YEAR = "(?:\\d{4}|'?\\d{2}(?!\\s*[ap]\\.?m|\\s*صباحا|\\s*مساء))(?!\\d|[:.]\\d)"
/** `25 February 2021 م`, and a weekday behind the date. */
const AFTER = `(?:\\s*م(?:يلادي|يلاديه)?(?!\\p{L}))?(?:\\s*(?:,\\s*|\\(\\s*)${WEEKDAY}\\)?)?`

/** The forms of a day, in folded letters; groups of the same name mean the same. */
const FORMS: readonly string[] = [
  // 25 February 2021, 25th of February, 2021, 25-Feb-2021, ٢٥ شباط/فبراير ٢٠٢١
  `(?:the\\s+)?(?<day>${DAY})(?:\\s+(?:of|من)\\s+|\\s*[-/.]?\\s*)(?<month>${MONTHS})(?:[\\s,.]*(?:(?:of|عام|سنه|لعام|لسنه)\\s+)?[-/]?\\s*(?<year>${YEAR}))?`,
  // February 25, 2021
  `(?<month>${MONTHS})\\s*(?:the\\s+)?(?<day>${DAY})(?!\\d)(?:(?:\\s*,\\s*|\\s+|\\s*\\.\\s+)(?<year>${YEAR}))?`,
  // 2021-02-25, 2021/2/25, 2021 February 25
  `(?<year>\\d{4})(?:[\\s,]+(?<month>${MONTHS})\\s+(?<day>${DAY})|(?<between>[-/.])(?<month>\\d{1,2})\\k<between>(?<day>\\d{1,2}))(?!\\d)`,
  // 25/02/2021, 25.2.2021, 02 25 2021
  `(?<one>\\d{1,2})(?:\\s*(?<between>[-/.])\\s*(?<two>\\d{1,2})\\s*\\k<between>\\s*|\\s(?<two>\\d{1,2})\\s)(?<year>${YEAR})(?![-/]\\d)`,
]

/** A day with or without its weekday, anywhere; the groups are those of `dayTold`. */
export const DAY_FORMS: readonly RegExp[] = FORMS.map(
  (form) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?<![\\d][-/.])(?:(?<weekday>${WEEKDAY})[\\s,.]*(?:في\\s+)?)?${form}${AFTER}`,
      'gu',
    ),
)

/** What a match of one of `DAY_FORMS` can mean by its numbers; days that do not exist are left out. */
export function daysTold({ groups = {} }: RegExpMatchArray): readonly Told[] {
  const year = yearOf(groups.year)
  const day = Number.parseInt(groups.day ?? groups.one ?? '', 10)
  const meanings =
    groups.month === undefined
      ? [
          { day, month: Number(groups.two), year },
          { day: Number(groups.two), month: day, year },
        ]
      : monthsOf(groups.month).map((month) => ({ day, month, year }))
  return meanings.filter(
    (told, at) =>
      isCalendarDay(told) &&
      meanings.findIndex(({ day, month }) => day === told.day && month === told.month) === at,
  )
}

/** From 0, Sunday; null where a date is written without its weekday. */
export const weekdayTold = ({ groups = {}, 0: whole }: RegExpMatchArray): number | null => {
  const name = groups.weekday ?? AT_THE_END.exec(whole)?.[1] ?? ''
  return weekdayNames.get(name.replace(/^يوم\s+/, '')) ?? null
}

const AT_THE_END = new RegExp(`[,(]\\s*(${WEEKDAY})\\)?$`, 'u')

/** From 0, Sunday. */
export const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(dayNumber(year, month, day)).getUTCDay()

/** Two digits mean what RFC 5322, section 4.3 says: up to 49 of this century, else of the last. */
function yearOf(written: string | undefined): number | null {
  if (written === undefined) return null
  const year = Number(written.replace("'", ''))
  if (year >= 100) return year
  return year < 50 ? 2000 + year : 1900 + year
}

/** A month by its number, or by its names: none where they are not those of one month. */
function monthsOf(written: string): readonly number[] {
  if (/^\d+$/.test(written)) return [Number(written)]
  const named = new Set(
    [...written.matchAll(ONE_MONTH)].map(([name]) => monthNames.get(name.replace(/\s+/g, ' '))),
  )
  return named.size === 1 ? [...named].map((month) => (month ?? -1) + 1) : []
}

const ONE_MONTH = new RegExp(MONTH, 'gu')

/** In a year that is not told, 29 February is a day. */
function isCalendarDay({ year, month, day }: Told): boolean {
  if (year !== null && (year < 1000 || year > 9999)) return false
  const date = new Date(dayNumber(year ?? 2000, month, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day)
