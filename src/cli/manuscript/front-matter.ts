import { Failure } from '../exit.ts'
import { lineOf } from './not-text.ts'
import { type Entry, entriesOf } from './yaml-block.ts'

/** A file in two: what stands between its `---` lines, and the rest. */
export interface FrontMatter {
  readonly entries: readonly Entry[]
  readonly body: string
  /** The line of the file, counted from 1, that the body begins on. */
  readonly bodyLine: number
}

/**
 * Front matter as site generators write it: YAML between a first line `---` and a line `---` or `...`;
 * or JSON whose `{` is the first line and whose `}` is a line of its own. A file without it is all body:
 * a first `---` that no `name: value` follows is a line across the page. Line ends are line feeds.
 * @throws Failure `unreadable` that names the line: it has no end, is no YAML, is TOML (`+++`), or a name
 *   stands in it twice
 */
export function frontMatter(source: string, text: string): FrontMatter {
  const opening = OPENING.exec(text)
  if (!opening) return { entries: [], body: text, bodyLine: 1 }
  const [lead, mark = ''] = opening
  const line = lineOf(text, lead.length)
  if (mark === '+++') {
    if (!/^\+\+\+[ \t]*$/m.test(text.slice(lead.length)))
      return { entries: [], body: text, bodyLine: 1 }
    throw new Failure(
      'unreadable',
      `${source} has front matter in TOML (+++), which is not read here: write it as YAML, "name: value" between lines of ---.`,
    )
  }
  const rest = text.slice(lead.length)
  const closing = (mark === '{' ? /^\}[ \t]*$/m : /^(?:---|\.\.\.)[ \t]*$/m).exec(rest)
  if (!looksLikeEntries(mark, closing ? rest.slice(0, closing.index) : rest))
    return { entries: [], body: text, bodyLine: 1 }
  if (!closing)
    throw new Failure(
      'unreadable',
      `${source} begins with front matter that has no end: a line "${mark === '{' ? '}' : '---'}" is missing.`,
    )
  const inner = rest.slice(0, closing.index)
  const end = lead.length + closing.index + closing[0].length
  const block = mark === '{' ? `{${inner}}` : inner
  return {
    entries: entriesOf(source, block, line - 1),
    body: text.slice(end).replace(/^\n/, ''),
    bodyLine: lineOf(text, end) + 1,
  }
}

/** Whether a text begins with front matter, of which kind ever. */
export function hasFrontMatter(text: string): boolean {
  const [lead = '', mark = ''] = OPENING.exec(text) ?? []
  return mark === '+++' || (mark !== '' && looksLikeEntries(mark, text.slice(lead.length)))
}

/** With the marks of direction and the empty lines that may stand before it. */
const OPENING = /^[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*(---|\+\+\+|\{)[ \t]*\n/

/** A first line `name: value`, or nothing at all; of JSON a quoted name. */
function looksLikeEntries(mark: string, block: string): boolean {
  const [first = '---'] = block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (mark === '{') return /^"[^"]+"\s*:/.test(first)
  return /^(?:---|\.\.\.)$|^(?:"[^"]+"|'[^']+'|[^\s:#[\]{}][^:]{0,60}):(?:\s|$)/.test(first)
}
