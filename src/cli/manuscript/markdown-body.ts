import { isLanguage } from './tags.ts'

/** A piece of a file's body. */
export interface Section {
  /** What its line `--- ar ---` says; null for what stands before the first such line. */
  readonly language: string | null
  readonly text: string
  /** The line of the file, counted from 1, that it begins on. */
  readonly line: number
}

/**
 * The texts of a body that has several languages in it, each under a line such as `--- ar ---`: the tag
 * of one of the site's languages, or of another language (`--- ENDS ---` is none).
 */
export function sections(body: string, from: number, languages: readonly string[]): Section[] {
  const found: Section[] = []
  let current = { language: null as string | null, line: from, lines: [] as string[] }
  const close = () => {
    const { language, line, lines } = current
    found.push({ language, line, text: lines.join('\n') })
  }
  for (const { words, at, isCode } of linesOf(body)) {
    const tag = isCode ? null : markedLanguage(words, languages)
    if (tag === null) {
      current.lines.push(words)
      continue
    }
    close()
    current = { language: tag, line: from + at + 1, lines: [] }
  }
  close()
  return found
}

/** A body and the headline that was in it; null where there is none, or which one is not sure. */
export interface Titled {
  readonly headline: string | null
  readonly body: string
  /** Addresses that the headline led to. */
  readonly lost: readonly string[]
}

/**
 * Takes the headline out of a body: its only heading of the first level, or its first where nothing
 * stands before it.
 */
export function titled(body: string): Titled {
  const lines = linesOf(body)
  const headings = lines.flatMap(({ words, isCode }, at) => {
    const heading = isCode ? null : headingAt(words, lines[at - 1]?.words, lines[at + 1]?.words)
    return heading === null ? [] : [{ ...heading, at }]
  })
  const [first] = headings
  const beginning = lines.findIndex(({ words }) => words.trim() !== '')
  if (!first || (first.at !== beginning && headings.length > 1))
    return { headline: null, body, lost: [] }
  const { text, lost } = withoutMarkup(first.text)
  const rest = lines.map(({ words }) => words)
  rest.splice(first.at, first.length)
  return { headline: text, body: rest.join('\n').replace(/^(?:[ \t]*\n)+/, ''), lost }
}

/** The lines, counted from `from`, on which a cheap look finds raw HTML. */
export function htmlLines(body: string, from: number): number[] {
  const text = linesOf(body)
    .map(({ words, isCode }) => (isCode ? '' : words))
    .join('\n')
    .replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, (code) => code.replace(/[^\n]/g, ' '))
  const found = text.matchAll(
    /(?<!\\)<(?:\/?[A-Za-z][\w-]*(?:\s[^<>]*)?\/?>|!--|!\[CDATA\[|![A-Za-z]|\?)/g,
  )
  return [
    ...new Set([...found].map(({ index }) => from + text.slice(0, index).split('\n').length - 1)),
  ]
}

interface Line {
  readonly words: string
  readonly at: number
  /** Whether it is of a block of code, its fences included. */
  readonly isCode: boolean
}

function linesOf(body: string): Line[] {
  let fence: string | null = null
  let isIndented = false
  let isList = false
  let wasBlank = true
  return body.split('\n').map((words, at) => {
    const [, mark = null, info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(words) ?? []
    const line = (isCode: boolean): Line => ({ words, at, isCode })
    if (fence !== null) {
      if (mark?.startsWith(fence) && info.trim() === '') fence = null
      return line(true)
    }
    if (mark && !(mark.startsWith('`') && info.includes('`'))) {
      fence = mark
      return line(true)
    }
    const isBlank = words.trim() === ''
    const isDeep = /^(?: {4}| {0,3}\t)/.test(words)
    isIndented = isBlank ? isIndented : isDeep && !isList && (wasBlank || isIndented)
    if (!isBlank && !isDeep) isList = LIST_ITEM.test(words) || (isList && words.startsWith(' '))
    wasBlank = isBlank
    return line(isIndented && !isBlank)
  })
}

const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/

function markedLanguage(line: string, languages: readonly string[]): string | null {
  const tag = /^-{3,}[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z\d]{2,8})*)[ \t]*-{3,}[ \t]*$/.exec(line)?.[1]
  if (tag === undefined) return null
  const known = languages.find((one) => one.toLowerCase() === tag.toLowerCase())
  return known ?? (/^[a-z]{2}(?:-|$)/.test(tag) && isLanguage(tag) ? tag : null)
}

function headingAt(line: string, before = '', after = ''): { text: string; length: number } | null {
  const marked = /^ {0,3}#[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1]
  if (marked !== undefined && !/^#+$/.test(marked)) return { text: marked, length: 1 }
  const isUnderlined = /^ {0,3}=+[ \t]*$/.test(after) && before.trim() === ''
  return isUnderlined && /^ {0,3}[^\s>#+*-]/.test(line) ? { text: line.trim(), length: 2 } : null
}

/** Words of one line without the signs of emphasis, links and code. */
function withoutMarkup(words: string): { text: string; lost: string[] } {
  const lost: string[] = []
  const text = words
    .replace(
      /(?<!\\)!?\[((?:[^\][\\]|\\.)*)\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^)]*)?\s*\)/g,
      (_, label, address) => {
        lost.push(address)
        return label
      },
    )
    .replace(/(?<!\\)(`+)([^`]+)\1/g, '$2')
    .replace(/(?<!\\)(\*\*|__|~~)(?=\S)(.+?)(?<=\S)(?<!\\)\1/g, '$2')
    .replace(/(?<![\\*])\*(?=[^\s*])([^*]+?)(?<=[^\s\\])\*/g, '$1')
    .replace(/(?<![\\\p{L}\p{N}_])_(?=[^\s_])([^_]+?)(?<=[^\s\\])_(?![\p{L}\p{N}])/gu, '$1')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (_, name) => ENTITIES[name] ?? '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
  return { text: text.trim(), lost }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: '\u00a0',
}
