import { isContactHeading } from './contact.ts'
import type { Line } from './lines.ts'
import { wordsOf } from './words.ts'

export interface Ending {
  readonly body: readonly Line[]
  /** Notes, contacts, boilerplate: what stands behind the end of the release. */
  readonly notes: readonly Line[]
  /** Marks and headings that say no more than where the body ends and the notes begin. */
  readonly said: readonly string[]
}

const MARK =
  /^(?:[-–—*#[(<.\s]*(?:ends?|30|xxx|\p{Script=Arabic}*انتهى|النهاية)[-–—*#\])>.\s]*|#(?:\s*#){1,5})$/iu
/** Without dashes around it, 30 is a number. */
const IS_BARE_NUMBER = /^\d+$/
const NOTES =
  /^\W*(?:notes?\s+(?:to|for)\s+(?:the\s+)?(?:editors?|journalists|press|media)|editors?['’]?s?['’]?\s+notes?|(?:ملاحظات|ملاحظة|ملحوظات)\s+(?:ل|إلى\s+ال|الى\s+ال)(?:لمحررين|لمحرّرين|لمحرر|محررين|محرر|لصحفيين|لإعلاميين|صحفيين|إعلاميين))\s*[:：]?[-–—\s]*/iu
const ABOUT = /^(?:about|عن|حول|نبذة\s+عن|لمحة\s+عن)\s+\S/iu
/** An end that is joined to the last words: `… he said. -ends-` */
const JOINED_MARK = /\s+(?:[-–—]\s?(?:ends?|30)\s?[-–—]|\[ends?\]|#\s?#\s?#|\(?انتهى\)?)\s*$/iu

/** Where the release ends; without any sign of it, it is all body. */
export function endingOf(lines: readonly Line[]): Ending {
  const said: string[] = []
  const cut = lines.findIndex((line, at) => at > 0 && endsBefore(line, at, lines))
  if (cut < 0) return withoutMark({ body: lines, notes: [], said })
  const notes: Line[] = []
  for (const line of lines.slice(cut)) {
    const heading = notes.length === 0 ? NOTES.exec(line.text)?.[0] : undefined
    if (isMark(line.text)) said.push(line.text)
    else if (heading === undefined) notes.push(line)
    else {
      said.push(heading.trim())
      const text = line.text.slice(heading.length)
      if (text) notes.push({ ...line, text, isHeading: false })
    }
  }
  return withoutMark({ body: lines.slice(0, cut), notes, said })
}

/** Whether a line ends a release, or begins its notes. */
export const isEnd = (text: string): boolean => isMark(text) || NOTES.test(text)

const isMark = (text: string) => MARK.test(text) && !IS_BARE_NUMBER.test(text)

function endsBefore({ text, isItem }: Line, at: number, lines: readonly Line[]): boolean {
  if (isEnd(text)) return true
  const isLate = at >= lines.length / 2 && at < lines.length - 1
  const isTitle = !isItem && wordsOf(text).length <= 8 && !/[.,;!?؟،]$/u.test(text)
  return isLate && isTitle && (ABOUT.test(text) || isContactHeading(text))
}

function withoutMark({ body, notes, said }: Ending): Ending {
  const last = body.at(-1)
  const mark = last && JOINED_MARK.exec(last.text)
  if (!last || !mark) return { body, notes, said }
  const whole = { ...last, text: last.text.slice(0, mark.index) }
  return { body: [...body.slice(0, -1), whole], notes, said: [mark[0].trim(), ...said] }
}
