/** Text that is markup already, and goes in as it is. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

/**
 * Markup from a template: whatever is put in is escaped, for HTML and XML, in text and in quoted
 * attributes, and bounded; null, undefined and false leave nothing. The same tag serves XML, as
 * `xml`.
 */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(String.raw({ raw: literals }, ...parts.map(textOf)))
export const xml = html

/** The one door for markup that a library made. */
export const raw = (markup: string): Markup => new Markup(markup)

/**
 * JSON to stand in a `<script>` of a data type, such as `application/ld+json`: nothing in it can end
 * the element or open a comment, and each of its strings is bounded.
 */
export const json = (value: object): Markup =>
  new Markup(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'string' ? bounded(carried(part)) : part,
    ).replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )

/**
 * Text whose bidi control characters cannot reorder what stands before or after it (UAX #9): on each
 * line, what is opened is closed by the end, and what closes nothing is left out. Text that is
 * balanced stays as it is.
 *
 * However deep the text stands, this holds: an opener beyond the greatest depth (UAX #9, BD2) is
 * ignored, and so is the closer that is its own.
 */
export const bounded = (text: string): string =>
  CONTROL.test(text) ? text.replace(LINE, boundedLine) : text

const CONTROL = /[\u202A-\u202E\u2066-\u2069]/
const CONTROLS = new RegExp(CONTROL, 'g')
/** At a paragraph's end everything closes of itself; HTML makes one of several lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are paragraph separators (UAX #9)
const LINE = /[^\n\r\x1C-\x1E\x85\u2028\u2029]+/g

const [PDF, PDI] = ['\u202C', '\u2069']
/** What closes each opener: LRE, RLE, LRO and RLO; LRI, RLI and FSI. */
const CLOSER: Readonly<Record<string, string>> = {
  '\u202A': PDF,
  '\u202B': PDF,
  '\u202D': PDF,
  '\u202E': PDF,
  '\u2066': PDI,
  '\u2067': PDI,
  '\u2068': PDI,
}

function boundedLine(line: string): string {
  const due: string[] = []
  let isolates = 0
  const kept = line.replace(CONTROLS, (control) => {
    const closer = CLOSER[control]
    if (closer) {
      due.push(closer)
      if (closer === PDI) isolates++
    } else if (control === PDF) {
      if (due.at(-1) !== PDF) return ''
      due.pop()
    } else {
      if (isolates === 0) return ''
      isolates--
      // It closes the embeddings within its isolate, too.
      due.length = due.lastIndexOf(PDI)
    }
    return control
  })
  return kept + due.reverse().join('')
}

/**
 * What HTML or XML cannot carry, or must not (control characters, noncharacters, halves of
 * characters), becomes U+FFFD: XML 1.0, section 2.2; HTML, "preprocessing the input stream".
 */
export const carried = (text: string): string =>
  SUSPECT.test(text) || !text.isWellFormed() ? text.replace(UNCARRIED, '\uFFFD') : text

const UNCARRIED = /[[\p{Cc}\p{NChar}\p{Cs}]--[\t\n\r]]/gv
/** The same by halves of characters (the noncharacters of all planes end in one of two), for speed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that it looks for
const SUSPECT = /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\uDFFE\uDFFF\uFDD0-\uFDEF\uFFFE\uFFFF]/

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(textOf).join('')
  if (part === null || part === undefined || part === false) return ''
  return bounded(carried(String(part))).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
