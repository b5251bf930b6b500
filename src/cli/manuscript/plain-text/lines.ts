/** A line as it was meant: what a mail program broke is whole again. */
export interface Line {
  /** Without what indents it, and without the sign of a list's item; spaces and tabs are single spaces. */
  readonly text: string
  /** A blank line, or a rule, stands before it. */
  readonly afterGap: boolean
  readonly isItem: boolean
  /** Underlined with a rule of its own. */
  readonly isHeading: boolean
}

/** Columns at which mail programs break lines: what is narrower was broken by a person. */
const NARROWEST = 55
const WIDEST = 100
/** Columns that a line may be shorter than the widest although its next word had fitted. */
const RAGGED = 4
/** A sign that begins an item of a list; a letter o or a dash is one only before another item. */
const ITEM = /^\s*(?:[•·▪■●○◦‣∙➢►✓*]|[-–—](?!\s*\p{L}{1,6}\s*-))\s+(?=\S)/u
const RULE = /^\s*(?:[=~_*+─━–—-]\s*){3,}$/u

/** The lines of a text, in which nothing is lost but spaces, rules and the signs of items. */
export function linesOf(text: string): readonly Line[] {
  const written = sendable(text).split('\n')
  const width = columnsOf(written)
  const lines: Line[] = []
  let afterGap = true
  let last = ''
  for (const one of written) {
    const bare = one
      .replace(ITEM, '')
      .replace(/[ \t]+/g, ' ')
      .trim()
    const before = lines.at(-1)
    if (bare === '') afterGap = true
    else if (RULE.test(one)) {
      if (before && !afterGap && !before.isItem)
        lines[lines.length - 1] = { ...before, isHeading: true }
      afterGap = true
    } else if (before && !afterGap && !beginsOwn(one, lines) && isBroken(last, bare, width))
      lines[lines.length - 1] = { ...before, text: joined(before.text, bare) }
    else {
      lines.push({ text: bare, afterGap, isItem: ITEM.test(one), isHeading: false })
      afterGap = false
    }
    last = one.trimEnd()
  }
  return lines
}

const NUMBER = /^\s*\(?(\p{Nd}{1,2})[.)-]\s/u

/** Whether a line is one of its own however long the one above is: an item, or the next number. */
function beginsOwn(line: string, lines: readonly Line[]): boolean {
  const number = numberOf(line)
  if (number === null) return ITEM.test(line)
  const above = lines.findLast(({ text }) => numberOf(text) !== null)
  return number === (numberOf(above?.text ?? '') ?? 0) + 1
}

function numberOf(line: string): number | null {
  const digits = NUMBER.exec(line)?.[1]
  // The last four bits of a digit of these scripts are its value.
  return digits === undefined
    ? null
    : Number(digits.replace(/[^0-9]/g, (digit) => String(digit.charCodeAt(0) & 15)))
}

/** Line ends as one sign, and without the characters that the newsroom refuses. */
const sendable = (text: string) =>
  text
    .toWellFormed()
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?|[\u0085\u2028\u2029\f\v]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu, ' ')

/**
 * The column at which a program broke the lines; null where they are as somebody typed them: some
 * line is far longer, or hardly any comes near.
 */
function columnsOf(lines: readonly string[]): number | null {
  const lengths = lines.map((line) => line.trimEnd().length)
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0)
  if (longest < NARROWEST || longest > WIDEST) return null
  return lengths.filter((length) => length > longest - 15).length >= 3 ? longest : null
}

/** Whether the next word had not fitted on the line above. */
const isBroken = (above: string, line: string, width: number | null): boolean =>
  width !== null && above.length + 1 + (/^\S+/.exec(line)?.[0].length ?? 0) > width - RAGGED

/** After a hyphen inside a word there is no space. */
const joined = (above: string, line: string) =>
  /\p{L}-$/u.test(above) && /^\p{L}/u.test(line) ? above + line : `${above} ${line}`
