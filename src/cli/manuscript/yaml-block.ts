import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml'
import { Failure } from '../exit.ts'
import { lineOf } from './not-text.ts'

/** A name and what it says. */
export interface Entry {
  readonly name: string
  readonly value: Value
  /** The line of the file on which the name stands. */
  readonly line: number
  /** Its lines as they were written. */
  readonly written: string
  /** What stands behind a `#` at the end of the value's line: to YAML a remark. */
  readonly remark: string | null
}
/** All that is not a list or a mapping is words as they were written; null is nothing. */
export type Value = string | null | readonly Value[] | Mapping
export interface Mapping {
  readonly entries: readonly Entry[]
}
export const isMapping = (value: Value): value is Mapping =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * The entries of a YAML mapping, read with no types but words (YAML 1.2, section 10.1: the failsafe
 * schema), so that `2021-02-25`, `no` and `1.0` are what was written. What is no YAML and can mean only
 * one thing is taken: tabs that indent, where nothing else does, and a value on one line with a colon,
 * a quotation mark or another sign in it that should have been quoted.
 * @param before lines of the file before the block
 * @throws Failure `unreadable` that names the line
 */
export function entriesOf(source: string, block: string, before: number): readonly Entry[] {
  const { document, text } = tolerant(source, block, before)
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === '')) return []
  if (!isMap(contents))
    throw new Failure(
      'unreadable',
      `${source}: the front matter is not "name: value" in each line.`,
    )
  const reader: Reader = { source, document, block, text, before, left: MAX_NODES }
  return mapping(contents, reader).entries
}

/** Names, values and items of lists, those that references repeat included. */
const MAX_NODES = 5000

interface Reader {
  readonly source: string
  readonly document: Document
  readonly block: string
  /** The block as it was read: lines are those of the block, places within them are not. */
  readonly text: string
  readonly before: number
  left: number
}

function tolerant(
  source: string,
  block: string,
  before: number,
): { document: Document; text: string } {
  let text = block
  const quotedLines = new Set<number>()
  for (;;) {
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false })
    const [error] = document.errors
    if (!error) return { document, text }
    if (/^[ ]*\t/m.test(text)) {
      if (!isIndentedByTabsAlone(text)) throw tabs(source, text, before)
      text = text.replace(/^\t+/gm, (run) => '  '.repeat(run.length))
      continue
    }
    const line = lineOf(text, error.pos[0])
    const repaired = error.code === 'DUPLICATE_KEY' ? null : withQuotes(text, line)
    if (repaired === null || quotedLines.has(line)) throw unread(source, text, error, before)
    quotedLines.add(line)
    text = repaired
  }
}

const isIndentedByTabsAlone = (text: string) =>
  text.split('\n').every((line) => /^(?:\t*(?! )|\s*$)/.test(line) && !/^ /.test(line))

function tabs(source: string, text: string, before: number): Failure {
  const at = text.split('\n').findIndex((line) => /^ *\t/.test(line))
  return new Failure(
    'unreadable',
    `${source}, line ${before + at + 1}: a tab and spaces indent the lines of the front matter; write spaces alone.`,
  )
}

/** A value that stands on one line, quoted as a whole; null where the line is something else. */
function withQuotes(text: string, line: number): string | null {
  const lines = text.split('\n')
  const [, name = '', value] = ONE_LINE.exec(lines[line - 1] ?? '') ?? []
  const next = lines[line] ?? ''
  if (value === undefined || /^[[{|>]/.test(value)) return null
  if (/^\s+\S/.test(next) && indent(next) > indent(name)) return null
  const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
  lines[line - 1] = `${name} ${JSON.stringify(bare)}`
  return lines.join('\n')
}

const ONE_LINE = /^( *(?:- +)?[^\s"'#&*!|>%@`{}[\],?:-][^:]*:)[ \t]+(\S.*?)[ \t]*$/
const indent = (line: string) => /^ */.exec(line)?.[0].length ?? 0

function unread(source: string, text: string, { code, pos }: YAMLError, before: number): Failure {
  const lines = text.split('\n')
  const unclosed = lines.findIndex((one) => /^[^:"']*:[ \t]+(["'])(?:(?!\1).)*$/.test(one)) + 1
  const isUnclosed = code === 'MISSING_CHAR' && unclosed > 0
  const line = isUnclosed ? unclosed : lineOf(text, pos[0])
  const words = (lines[line - 1] ?? '').trim().slice(0, 80)
  const why =
    code === 'DUPLICATE_KEY'
      ? `"${words.split(':')[0]}" stands in it twice`
      : isUnclosed
        ? `the quotation mark is not closed in "${words}"`
        : words.includes(':')
          ? `"${words}" is not YAML; put the value in quotation marks`
          : `"${words}" is not "name: value"`
  return new Failure('unreadable', `${source}, line ${before + line} (front matter): ${why}.`)
}

function mapping(node: unknown, reader: Reader): Mapping {
  if (!isMap(node)) return { entries: [] }
  return {
    entries: node.items.map(({ key, value }) => {
      const from = rangeOf(key)[0]
      const to = Math.max(rangeOf(value)[1], rangeOf(key)[1])
      const line = lineOf(reader.text, from)
      const last = lineOf(reader.text, reader.text.slice(0, to).trimEnd().length)
      return {
        name: isScalar(key) ? String(key.value) : String(key),
        value: worded(value, reader),
        line: reader.before + line,
        written: reader.block
          .split('\n')
          .slice(line - 1, Math.max(line, last))
          .join('\n')
          .trim(),
        remark: isScalar(value) ? (value.comment?.trim() ?? null) : null,
      }
    }),
  }
}

function worded(node: unknown, reader: Reader): Value {
  if (reader.left-- <= 0)
    throw new Failure('unreadable', `${reader.source}: the front matter has too many values.`)
  if (isAlias(node)) return worded(node.resolve(reader.document), reader)
  if (isMap(node)) return mapping(node, reader)
  if (isSeq(node)) return node.items.map((item) => worded(item, reader))
  if (!isScalar(node)) return null
  const text = signs(node, reader) + String(node.value ?? '')
  const isNothing = node.type === 'PLAIN' && /^(?:~|null|)$/i.test(text)
  return isNothing ? null : text
}

/** A word that YAML takes for a tag, or for an anchor that nothing refers to. */
function signs({ tag, anchor }: Scalar, { text }: Reader): string {
  const isAnchor = anchor !== undefined && text.includes(`*${anchor}`)
  return (tag?.startsWith('!') ? `${tag} ` : '') + (anchor && !isAnchor ? `&${anchor} ` : '')
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = (node as { range?: readonly number[] | null } | null)?.range
  return [range?.[0] ?? 0, range?.[1] ?? 0]
}
