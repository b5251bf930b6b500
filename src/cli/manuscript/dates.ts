import { DAY_FORMS, daysTold, type Told, weekdayOf, weekdayTold } from './calendar/days.ts'
import { foldedLetters } from './calendar/letters.ts'
import { hijriBefore } from './calendar/hijri.ts'
import { timeAhead, timeBehind, type TimeTold } from './calendar/times.ts'
import type { Moment } from './manuscript.ts'

/** A date as it stands in a text. */
export interface WrittenDate {
  /** Where it begins and ends in the text, with its weekday, time and zone. */
  readonly from: number
  readonly to: number
  /** What it can mean; empty where no year is written. */
  readonly meanings: readonly Moment[]
  /** The same in a year that is given; a weekday that contradicts it leaves nothing. */
  inYear(year: number): readonly Moment[]
}

/**
 * What a written date can mean, and every meaning where it could be several (`04/05/2021`): empty
 * where it is no date. English and Arabic, with either digits, with or without a time. Two digits
 * are a year as in RFC 5322, section 4.3. A zone that means several offsets (`IST`) gives a moment
 * for each. Where the weekday contradicts the date, the date comes first, then the nearest such
 * weekday, then the same date of the year after or before: a new year is often written as the old.
 */
export function datesOf(written: string): readonly Moment[] {
  const text = written.trim()
  const whole = datesWithin(text, { isStrict: false }).find(
    ({ from, to }) => isNothing(text.slice(0, from)) && isNothing(text.slice(to)),
  )
  return whole?.meanings ?? []
}

/**
 * The dates in running text, in their order. More is asked of them there: a year of four digits, of
 * this century or the last, if any.
 */
export const datesIn = (text: string): readonly WrittenDate[] =>
  datesWithin(text, { isStrict: true })

/** Whether it has neither letter nor digit. */
const isNothing = (text: string) => !/[\p{L}\p{N}]/u.test(text)

interface Found extends WrittenDate {
  /** As it is written. */
  readonly year: string | null
}

const YEAR_IN_TEXT = /^(?:19|20)\d\d$/

function datesWithin(text: string, { isStrict }: { isStrict: boolean }): readonly WrittenDate[] {
  const folded = foldedLetters(text)
  const found = DAY_FORMS.flatMap((form) => [...folded.text.matchAll(form)])
    .flatMap((match) => dateAt(match, folded.text) ?? [])
    .sort((a, b) => b.to - b.from - (a.to - a.from))
  const dates: Found[] = []
  for (const date of found)
    if (!dates.some(({ from, to }) => date.from < to && from < date.to)) dates.push(date)
  return dates
    .filter(({ year }) => !isStrict || year === null || YEAR_IN_TEXT.test(year))
    .map(({ year: _, ...date }) => ({
      ...date,
      from: folded.places[date.from] ?? 0,
      to: withMarks(text, (folded.places[date.to - 1] ?? text.length - 1) + 1),
    }))
    .filter(({ to }) => !isStrict || !/^\p{Ll}/u.test(text.slice(to)))
    .sort((a, b) => a.from - b.from)
}

/** The end of a word with the vowel signs on its last letter, which folding takes away. */
const withMarks = (text: string, end: number) =>
  end + (/^\p{M}*/u.exec(text.slice(end))?.[0].length ?? 0)

/** The date of a match, with the time at its side; null where the calendar has none. */
function dateAt(match: RegExpMatchArray, text: string): Found | null {
  const told = daysTold(match)
  if (told.length === 0) return null
  const weekday = weekdayTold(match)
  let from = match.index ?? 0
  let to = from + match[0].length
  const behind = timeBehind(text.slice(to))
  const ahead = behind ? null : timeAhead(text.slice(0, from))
  if (behind) to += behind.length
  if (ahead) from -= ahead.length
  const moments = (days: readonly Told[]) => momentsOf(days, behind ?? ahead)
  const years = told.filter(({ year }) => year !== null)
  const hijri = hijriBefore(text.slice(0, from), years.map(dayText))
  return {
    from: from - hijri,
    to,
    year: match.groups?.year ?? null,
    meanings: moments(agreeing(years, weekday)),
    inYear: (year) =>
      moments(
        told
          .map(({ month, day }) => ({ year, month, day }))
          .filter(({ month, day }) => weekday === null || weekdayOf(year, month, day) === weekday),
      ),
  }
}

/** Those on the weekday that is written, or else all that somebody may have meant. */
function agreeing(days: readonly Told[], weekday: number | null): readonly Told[] {
  if (weekday === null) return days
  const fits = ({ year, month, day }: Told) => weekdayOf(year ?? 0, month, day) === weekday
  const agreed = days.filter(fits)
  if (agreed.length > 0) return agreed
  const nearest = days.flatMap((told) => [-3, -2, -1, 1, 2, 3].map((by) => later(told, by)))
  const years = days.flatMap((told) =>
    [1, -1].map((by) => ({ ...told, year: (told.year ?? 0) + by })),
  )
  return [...days, ...[...nearest, ...years].filter(fits)]
}

function momentsOf(days: readonly Told[], time: TimeTold | null): readonly Moment[] {
  const moments = days.flatMap((told) =>
    time
      ? time
          .at(dayText(told))
          .map(({ time, isNextDay }) => `${dayText(isNextDay ? later(told, 1) : told)}${time}`)
      : [dayText(told)],
  )
  return [...new Set(moments)] as Moment[]
}

/** `YYYY-MM-DD` */
const dayText = ({ year, month, day }: Told) =>
  [
    String(year).padStart(4, '0'),
    ...[month, day].map((part) => String(part).padStart(2, '0')),
  ].join('-')

function later({ year, month, day }: Told, days: number): Told {
  const date = new Date(Date.UTC(year ?? 0, month - 1, day + days))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
