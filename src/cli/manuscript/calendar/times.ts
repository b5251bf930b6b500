import { offsetsTold, ZONE } from './zones.ts'

/** The hours as Arabic tells them in words. */
const HOURS = [
  'الواحده',
  'الثانيه',
  'الثالثه',
  'الرابعه',
  'الخامسه',
  'السادسه',
  'السابعه',
  'الثامنه',
  'التاسعه',
  'العاشره',
  'الحاديه عشره',
  'الثانيه عشره',
]
const HOUR = HOURS.map((name) => name.replace(' ', '\\s+'))
  .reverse()
  .join('|')
const HALF = String.raw`a\.?\s?m\.?|p\.?\s?m\.?|صباحا|قبل\s+الظهر|ظهرا|بعد\s+الظهر|عصرا|مساء|ليلا|فجرا|ص|م`
const END = '(?![\\p{L}\\p{N}])'

/** The forms of a time of day, in folded letters. */
const TIME = [
  // 10:30, 10:30:00.5, 9:30 p.m., الساعة ١٠:٣٠ صباحًا
  `(?:الساعه\\s+)?(?<hour>\\d{1,2}):(?<minute>\\d{2})(?!\\d)(?::(?<second>\\d{2})(?:\\.\\d{1,9})?)?(?:\\s*(?<half>${HALF})${END})?(?:\\s*(?:hrs|hours|uhr)${END})?`,
  // 9.30 a.m.
  `(?<hour>\\d{1,2})\\.(?<minute>\\d{2})\\s*(?<half>${HALF})${END}`,
  // 9 a.m.
  `(?:الساعه\\s+)?(?<hour>\\d{1,2})\\s*(?<half>${HALF})${END}`,
  // 0001 hrs
  `(?<hour>\\d{2})[:.]?(?<minute>\\d{2})\\s*(?:hrs|hours|h)${END}`,
  // الساعة العاشرة والنصف صباحًا
  `(?:الساعه\\s+)?(?<name>${HOUR})(?:\\s+(?<part>والنصف|والربع|والثلث))?(?:\\s+(?<half>${HALF}))?${END}`,
  `(?:12\\s+)?(?<noon>noon|midday)${END}`,
  `(?:12\\s+)?(?<midnight>midnight|منتصف\\s+الليل|منتصف\\s+ليل)${END}`,
].map((form) => `(?:${form})`)
const BEFORE_TIME = String.raw`(?:\s*[,-]\s*|\s*\n\s*|\s+|t)(?:(?:at|في|عند|حتي)\s+)?`
const BEFORE_DAY = String.raw`[\s,]*(?:(?:-|on|of|من|في)\s*)?(?:(?:يوم|من)\s+)?$`

/** A time behind a day, and one before it; the longest that fits is the one that is meant. */
const AFTER_DAY = TIME.map((form) => new RegExp(`^${BEFORE_TIME}${form}${ZONE}`, 'u'))
const AHEAD_OF_DAY = TIME.map(
  (form) => new RegExp(`(?<![\\p{L}\\p{N}:.])${form}${ZONE}${BEFORE_DAY}`, 'u'),
)
/** Characters before a day in which its time is looked for. */
const REACH = 60

/** A time of day as it is written at a day. */
export interface TimeTold {
  /** Characters that it takes up, with what joins it to the day. */
  readonly length: number
  /** `T10:30:00+02:00` behind this day, in all its meanings; the day may be the next (midnight). */
  at(day: string): readonly { readonly time: string; readonly isNextDay: boolean }[]
}

export const timeBehind = (rest: string): TimeTold | null => longest(AFTER_DAY, rest)
export const timeAhead = (before: string): TimeTold | null =>
  longest(AHEAD_OF_DAY, before.slice(-REACH))

function longest(forms: readonly RegExp[], text: string): TimeTold | null {
  const matches = forms.flatMap((form) => {
    const match = form.exec(text)
    return match && clocksTold(match).length > 0 ? [match] : []
  })
  const match = matches.sort((a, b) => b[0].length - a[0].length)[0]
  if (!match) return null
  return {
    length: match[0].length,
    at: (day) =>
      clocksTold(match).flatMap(({ clock, isNextDay }) =>
        offsetsTold(match, `${day}T${clock}`).map((offset) => ({
          time: `T${clock}${offset}`,
          isNextDay,
        })),
      ),
  }
}

interface Clock {
  /** `HH:MM:SS` */
  readonly clock: string
  readonly isNextDay: boolean
}

/** What a time can mean by the clock: midnight is where a day begins, and where it ends. */
function clocksTold({ groups = {} }: RegExpMatchArray): readonly Clock[] {
  const { half, minute = '00', second = '00', part, name } = groups
  if (groups.noon) return [{ clock: '12:00:00', isNextDay: false }]
  if (groups.midnight) return [false, true].map((isNextDay) => ({ clock: '00:00:00', isNextDay }))
  const minutes = part ? PARTS[part] : minute
  const said = name ? HOURS.indexOf(name.replace(/\s+/g, ' ')) + 1 : Number(groups.hour)
  if (Number(minutes) > 59 || Number(second) > 59 || said > 23) return []
  if (half && (said < 1 || said > 12)) return []
  const hours = half
    ? [hourOf(said, half)]
    : name && said <= 12
      ? [said % 12, (said % 12) + 12]
      : [said]
  return hours.map((hour) => ({
    clock: `${String(hour).padStart(2, '0')}:${minutes}:${second}`,
    isNextDay: false,
  }))
}

const PARTS: Readonly<Record<string, string>> = { والنصف: '30', والربع: '15', والثلث: '20' }

/** On a clock of 24 hours. `ظهرا` is about noon, `ليلا` from evening to the small hours. */
function hourOf(said: number, half: string): number {
  const name = half.replace(/[.\s]/g, '')
  const hour = said % 12
  if (/^(?:am|صباحا|قبلالظهر|فجرا|ص)$/.test(name)) return hour
  if (name === 'ليلا') return hour >= 6 ? hour + 12 : hour
  if (name === 'ظهرا') return said >= 10 && said < 12 ? said : hour + 12
  return hour + 12
}
