import type { Line } from './lines.ts'

/** Characters up to which neighbouring lines are an address or a list, broken where they are. */
const SHORT = 60

/**
 * Lines as Markdown that shows exactly their words: paragraphs, the items of lists, headings, and
 * lines that stay broken where they are short. Null where there are none.
 */
export function markdownOf(lines: readonly Line[]): string | null {
  let markdown = ''
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1]
    if (before) markdown += between(before, line)
    markdown += blockOf(line)
  }
  return markdown === '' ? null : markdown
}

function blockOf({ text, isItem, isHeading }: Line): string {
  if (isItem) return `- ${escaped(text)}`
  return isHeading ? `## ${escaped(text)}` : escaped(text)
}

function between(before: Line, line: Line): string {
  if (before.isItem && line.isItem) return '\n'
  const isBroken =
    !line.afterGap &&
    [before, line].every(
      ({ text, isItem, isHeading }) => text.length <= SHORT && !isItem && !isHeading,
    ) &&
    !/[.:!?؟]$/u.test(before.text)
  return isBroken ? '\\\n' : '\n\n'
}

/** An address that Markdown shows as it is written: ASCII without percent signs. */
const ADDRESS =
  /(?<![\p{L}\p{M}\p{N}])https?:\/\/[\w!#$&'()*+,./:;=?@~-]*[\w/#=&+~-](?![\p{L}\p{M}\p{N}])/gu

/** Text whose characters all mean themselves in CommonMark; addresses of the web become links. */
export function escaped(text: string): string {
  let markdown = ''
  let from = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    markdown += `${signs(text.slice(from, index))}<${address}>`
    from = index + address.length
  }
  return atTheStart(markdown + signs(text.slice(from)))
}

const signs = (text: string) =>
  text
    .replace(/[\\`*[\]<|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/~(?=~)|(?<=~)~/g, '\\~')
    .replace(/&(?=#?\w+;)/g, '\\&')

/** Signs that mean something at the start of a line only. */
const atTheStart = (text: string) =>
  text.replace(/^(?:[#>+=-]|~{3})/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
