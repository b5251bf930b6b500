import { foldedLetters } from '../calendar/letters.ts'
import { datesIn } from '../dates.ts'
import { type Dateline, placeAndDate } from './dateline.ts'
import { wordsOf } from './words.ts'

const LABEL =
  /^\W*(?:(?:date|dated|issue\s+date|release\s+date|date\s+of\s+(?:issue|release)|(?:issued|released|published|posted)(?:\s+on)?)(?![\p{L}])|(?:التاريخ|تاريخ\s+النشر|تاريخ\s+الاصدار|تاريخ|بتاريخ|(?:صدر|حرر|نشر)\s+(?:في|بتاريخ)|في)(?!\p{L}))\s*[:.-]*\s*/u

/** Characters up to which what follows a date on its line is a title. */
const TITLE = 250

/**
 * A line of the letterhead that tells the date, and the place: alone, behind a label (`Date:`), or
 * with a title behind it, which is the rest.
 */
export function dateLineOf(line: string): Dateline | null {
  if (line.length > 2 * TITLE) return null
  const { text, places } = foldedLetters(line)
  const label = LABEL.exec(text)?.[0].length ?? 0
  const told = line.slice(places[label] ?? line.length)
  for (const words of label > 0 ? [told, line] : [line]) {
    const whole = placeAndDate(words)
    if (whole?.date?.meanings.length) return { ...whole, said: line, rest: '' }
  }
  const date = datesIn(told).find(({ from }) => from === 0)
  const rest = told.slice(date?.to ?? 0).replace(/^[\s|:–—-]+/u, '')
  const isTitle =
    wordsOf(rest).length >= 3 && rest.length <= TITLE && /^["“'‘]?[^\p{Ll}\p{P}]/u.test(rest)
  if (!date || date.meanings.length === 0 || !isTitle) return null
  return { place: null, date, said: line.slice(0, line.length - rest.length).trim(), rest }
}
