import { bounded } from './markup.ts'
import type { Parser, Token } from './prose.ts'

const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g

/**
 * Teaches a parser to show a text in its order (UAX #9): bidi controls that are balanced on their
 * line of a block stay; in a block where any are not, none of them counts. Where a missing one would
 * stand cannot be told once there are elements in between.
 */
export function bidi(parser: Parser): void {
  parser.core.ruler.push('bidi', ({ src, tokens }) => {
    // They may be written as numbers, too.
    if (src.search(CONTROLS) < 0 && !src.includes('&#')) return
    for (const token of tokens) {
      if (parser.utils.unescapeAll(token.info).search(CONTROLS) >= 0) token.info = ''
      if (token.children) balance(token.children)
      else token.content = bounded(token.content)
    }
  })
}

function balance(pieces: readonly Token[]): void {
  const line = pieces.map(shown).join('')
  const balanced = bounded(line) === line
  for (const piece of pieces) {
    if (!balanced) piece.content = piece.content.replace(CONTROLS, '')
    for (const attribute of piece.attrs ?? []) attribute[1] = bounded(String(attribute[1]))
    // The words for a picture are an attribute, though they are parsed.
    if (piece.children) balance(piece.children)
  }
}

const shown = ({ type, content }: Token): string =>
  type === 'image' ? '' : type.endsWith('break') ? '\n' : content
