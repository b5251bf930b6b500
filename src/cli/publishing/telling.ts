import { dayOf, type Instant } from '../../newsroom/dateline.ts'
import { isolated } from '../table.ts'

/** What a terminal would take for a command, and what would turn around the words beside it. */
const UNTOLD = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu

/** Words of a file or of the newsroom on one line, whatever direction they read in. */
export const quoted = (text: string): string => isolated(clean(text))

/** Words on one line, without what a terminal would take for a command. */
export const clean = (text: string): string => text.replace(UNTOLD, ' ').trim()

/** A language by its English name, such as `Arabic`. */
export function languageName(tag: string): string {
  try {
    return NAMES.of(tag) ?? tag
  } catch {
    return tag
  }
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' })

/** A day in words: `25 February 2021`. */
export const dayWords = (day: string): string => said(Date.parse(`${day}T00:00:00Z`), 'UTC', false)

/** An instant in the site's zone and in UTC: `1 March 2026, 09:00 (Asia/Damascus), 06:00 UTC`. */
export function instantWords(instant: Instant, zone: string): string {
  const here = `${said(instant, zone, true)} (${zone})`
  const isSameDay = dayOf(instant, zone) === dayOf(instant, 'UTC')
  const there = said(instant, 'UTC', true)
  return `${here}, ${isSameDay ? there.replace(/^.*, /, '') : there} UTC`
}

function said(instant: Instant, timeZone: string, withTime: boolean): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long', calendar: 'gregory' })
  if (!withTime) return day.format(instant)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' })
  return `${day.format(instant)}, ${time.format(instant)}`
}

/** `1 word`, `2 words`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
