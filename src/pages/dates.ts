import type { Day, Instant, Month } from '../newsroom/dateline.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import { html, type Markup } from './markup.ts'

type Parts = Intl.DateTimeFormatOptions

/** A day in words, as a `time` element. */
export const dayTime = (day: Day, language: Language): Markup =>
  html`<time datetime="${day}">${said(`${day}T00:00:00Z`, language, { dateStyle: 'long' })}</time>`

/** An instant's day and minute in the site's zone, as a `time` element. */
export const instantTime = (instant: Instant, language: Language, zone: string): Markup =>
  html`<time datetime="${instantText(instant)}">${said(instant, language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  })}</time>`

/** `March 2026`. */
export const monthText = (month: Month, language: Language): string =>
  said(`${month}-01T00:00:00Z`, language, { month: 'long', year: 'numeric' })

/** `March`. */
export const monthName = (month: Month, language: Language): string =>
  said(`${month}-01T00:00:00Z`, language, { month: 'long' })

/** `2026`, in the language's numerals. */
export const yearText = (year: string, language: Language): string =>
  said(`${year}-01-01T00:00:00Z`, language, { year: 'numeric' })

/** A number in the language's numerals. */
export const digits = (count: number, language: Language): string =>
  new Intl.NumberFormat(language).format(count)

const formats = new Map<string, Intl.DateTimeFormat>()

function said(moment: string | number, language: Language, parts: Parts): string {
  const options: Parts = { timeZone: 'UTC', calendar: 'gregory', ...parts }
  const key = `${language} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, format)
  return format.format(new Date(moment))
}
