import { anyOf, hijriMonthNames, weekdayNames } from './names.ts'

/** `الخميس ١٣ رجب ١٤٤٢ هـ الموافق`, before the day of the other calendar. */
const BEFORE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:يوم\\s+)?${anyOf(weekdayNames)}[\\s,]*)?(?<day>\\d{1,2})\\s*[-/]?\\s*(?<month>${anyOf(hijriMonthNames)})[\\s,]*[-/]?\\s*(?<year>\\d{4})\\s*(?:هجريه?|ه)?[\\s,./()-]*(?:الموافق|موافق)?[\\s,:(-]*(?:ل\\s*)?$`,
  'u',
)

/** Days by which the moon may have been seen earlier or later than the calendar reckons. */
const SIGHTING = 2
const DAY_LENGTH = 86_400_000

/**
 * How many characters right before a day tell the same one by the Hijri calendar: 0 where none do,
 * or where what they tell is another.
 * @param days `YYYY-MM-DD`, what the day can mean
 */
export function hijriBefore(before: string, days: readonly string[]): number {
  const match = BEFORE.exec(before)
  const { day, month = '', year } = match?.groups ?? {}
  if (!match) return 0
  const told = [year, (hijriMonthNames.get(month.replace(/\s+/g, ' ')) ?? 0) + 1, Number(day)].join(
    '-',
  )
  const isSame = days.some((other) => {
    const noon = Date.parse(`${other}T12:00:00Z`)
    for (let by = -SIGHTING; by <= SIGHTING; by++)
      if (hijriOf(noon + by * DAY_LENGTH) === told) return true
    return false
  })
  return isSame ? match[0].length : 0
}

function hijriOf(instant: number): string {
  const part = Object.fromEntries(
    hijri.formatToParts(instant).map(({ type, value }) => [type, value]),
  )
  return [part.year, part.month, part.day].map(Number).join('-')
}

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
})
