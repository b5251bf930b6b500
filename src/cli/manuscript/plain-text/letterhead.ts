import { isContact, isReference } from './contact.ts'
import { dateLineOf } from './date-line.ts'
import { type Dateline, datelineOf } from './dateline.ts'
import { isEnd } from './ending.ts'
import { type Kicker, kickerOf } from './kicker.ts'
import type { Line } from './lines.ts'
import { wordsOf } from './words.ts'

/** What stands above a release's first paragraph, line by line. */
export interface Letterhead {
  readonly kickers: readonly Kicker[]
  readonly datelines: readonly Dateline[]
  /** Contacts and references, which are notes. */
  readonly asides: readonly Line[]
  /** All other lines, in their order. */
  readonly titles: readonly Title[]
  /** From the first paragraph on. */
  readonly body: readonly Line[]
}

export interface Title extends Line {
  /** Behind the first kicker. */
  readonly afterKicker: boolean
  /** Behind the first line with a date. */
  readonly afterDate: boolean
  /** It is on the line of a kicker, and says who issues it. */
  readonly isIssuer: boolean
}

/** Lines among which a letterhead is looked for. */
const MOST = 24

export function letterheadOf(lines: readonly Line[]): Letterhead {
  const kickers: Kicker[] = []
  const datelines: Dateline[] = []
  const asides: Line[] = []
  const titles: Title[] = []
  const queue = [...lines]
  let inContact = false
  for (let count = 0; count < MOST; count++) {
    const line = queue.shift()
    if (!line) break
    const { text } = line
    const title = (text: string, isIssuer = false): Title => ({
      ...line,
      text,
      afterKicker: kickers.length > 0,
      afterDate: datelines.length > 0 || kickers.some(({ dates }) => dates.length > 0),
      isIssuer,
    })
    const kicker = line.isItem ? null : kickerOf(text)
    const dateline = kicker || line.isItem ? null : dateLineOf(text)
    const isGoingOn: boolean = inContact && !line.afterGap && text.length <= 60
    if (kicker) {
      if (kicker.before) titles.push(title(kicker.before, kicker.isIssuer))
      const until = kicker.until === null && kicker.rest === '' ? queue[0]?.text : undefined
      const held = until === undefined ? null : (kickerOf(`${text} ${until}`) ?? null)
      if (held?.until) queue.shift()
      const told = held?.until ? held : kicker
      kickers.push(told)
      if (told.rest) queue.unshift({ ...line, text: told.rest })
    } else if (dateline) {
      datelines.push(dateline)
      if (dateline.rest) queue.unshift({ ...line, text: dateline.rest })
    } else if (isContact(text) || isReference(text) || isGoingOn) {
      asides.push(line)
      inContact = isContact(text) || isGoingOn
      continue
    } else if (isBody(line)) {
      queue.unshift(line)
      break
    } else titles.push(title(text))
    inContact = false
  }
  return { kickers, datelines, asides, titles, body: queue }
}

/** Characters from which a line is a paragraph, and words where it ends as a sentence does. */
const LONG = 200
const SENTENCE = 6
/** What an invitation is told by, point by point. */
const POINT =
  /^(?:what|who|when|where|why|date\s+and\s+time|متى|أين|ماذا|المكان|الزمان|الموعد|المناسبة)(?:\s*[?؟]?\s*$|\s*[:：])/iu

function isBody({ text, isItem }: Line): boolean {
  if (isItem || text.length > LONG || isEnd(text) || datelineOf(text) !== null) return true
  if (POINT.test(text) || /[,،;؛]$/u.test(text)) return true
  if (/[:：]$/u.test(text)) return wordsOf(text).length > 3
  return /[.!…]["”'’)]?$/u.test(text) && wordsOf(text).length >= SENTENCE
}
