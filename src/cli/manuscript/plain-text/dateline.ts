import { datesIn, type WrittenDate } from '../dates.ts'
import { isLarge, isPlace } from './place.ts'
import { wordsOf } from './words.ts'

/** Where and when, as it stands before a text or on a line of its own. */
export interface Dateline {
  readonly place: string | null
  readonly date: WrittenDate | null
  /** Its words, with what joins it to the text. */
  readonly said: string
  /** The text behind it. */
  readonly rest: string
}

/** Characters in which a dateline ends. */
const REACH = 100
/** Datelines are longer with a date: the dashes at which one may end, the first first. */
const END = /\s+[-–—]{1,3}\s+|\s*[–—]\s*|\s*--+\s*|\s*[:：](?=\s)\s*/gu
const IN_BRACKETS = /^\(([^()]{2,60})\)\s*[-–—:]{0,2}\s*/u

/** The dateline that a paragraph begins with: `DAMASCUS, 5 May 2021 – `, `(LONDON) `, `دمشق — `. */
export function datelineOf(paragraph: string): Dateline | null {
  const bracket = IN_BRACKETS.exec(paragraph)
  if (bracket) return within(bracket[1] ?? '', bracket[0], paragraph, isLarge)
  const ends = [...paragraph.slice(0, REACH).matchAll(END)].slice(0, 4)
  const dated = ends.map(({ 0: end, index }) =>
    within(
      paragraph.slice(0, index),
      paragraph.slice(0, index + end.length),
      paragraph,
      () => false,
    ),
  )
  const found = dated.find((dateline) => dateline !== null)
  if (found) return found
  const [first] = ends
  if (!first || /[:：]/u.test(first[0])) return null
  const head = paragraph.slice(0, first.index)
  return within(head, head + first[0], paragraph, (place, rest) =>
    /\p{Script=Arabic}/u.test(place)
      ? wordsOf(place).length <= 2
      : isLarge(place) || (wordsOf(place).length <= 3 && /^["“'‘(]?[\p{Lu}\p{N}]/u.test(rest)),
  )
}

/** @param mayStandAlone whether a place without a date is a dateline before this text */
function within(
  head: string,
  said: string,
  paragraph: string,
  mayStandAlone: (place: string, rest: string) => boolean,
): Dateline | null {
  const rest = paragraph.slice(said.length)
  if (wordsOf(rest).length < 3) return null
  const dateline = placeAndDate(head)
  if (!dateline) return null
  const { place, date } = dateline
  if (date === null && !(place !== null && mayStandAlone(place, rest))) return null
  return { place, date, said, rest }
}

/** Before a date, and after a place. */
const JOINT = /(?:^|[\s,،])(?:on|in|في|بتاريخ)$/iu

/** A place, a date, or both and nothing else. */
export function placeAndDate(text: string): Pick<Dateline, 'place' | 'date'> | null {
  if (text.length > 2 * REACH) return null
  const dates = datesIn(text)
  if (dates.length > 1) return null
  const date = dates[0] ?? null
  const [before, behind] = date ? [text.slice(0, date.from), text.slice(date.to)] : [text, '']
  const place = bare(bare(before).replace(JOINT, '')) || bare(behind)
  if (place && bare(before).replace(JOINT, '') && bare(behind)) return null
  if (place && !isPlace(place)) return null
  return { place: place || null, date }
}

const bare = (text: string) => {
  const inside = text.replace(/^[\s,،;([–—-]+|[\s,،;)\](–—:-]+$/gu, '')
  return /[\p{L}\p{N}]/u.test(inside) ? inside : ''
}
