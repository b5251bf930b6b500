import { pointer } from '../newsroom/refusals.ts'

/** Objects and lists within each other at most; a body of the newsroom has four. */
export const MAX_DEPTH = 32

/**
 * Where a text that may be JSON goes deeper than `MAX_DEPTH`, or null. Whatever reads further calls
 * itself once a level and would run out of stack; this does not.
 */
export function tooDeepAt(text: string): number | null {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') at = endOfString(text, at)
    else if (sign === '{' || sign === '[') {
      if (++depth > MAX_DEPTH) return at
    } else if (sign === '}' || sign === ']') depth--
  }
  return null
}

/** A key that stands a second time in its object: its JSON pointer (RFC 6901), and where it begins. */
export interface RepeatedKey {
  readonly pointer: string
  readonly at: number
}

/**
 * The first of the keys that stand twice in a JSON text, however they are written. Of two values for
 * a key JSON.parse takes one and says nothing (RFC 8259, section 4, leaves that open), and a text
 * would be lost.
 */
export function repeatedKey(text: string): RepeatedKey | null {
  const open: Level[] = []
  const seen = new Set<string>()
  let string = { from: 0, to: 0 }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    const level = open.at(-1)
    if (sign === '"') {
      string = { from: at, to: endOfString(text, at) }
      at = string.to
    } else if (sign === '{') open.push({ from: at, name: '' })
    else if (sign === '[') open.push({ from: at, name: 0 })
    else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',' && typeof level?.name === 'number') level.name++
    else if (sign === ':' && level) {
      level.name = JSON.parse(text.slice(string.from, string.to + 1)) as string
      const key = `${level.from} ${level.name}`
      if (seen.has(key))
        return { pointer: pointer(...open.map(({ name }) => name)), at: string.from }
      seen.add(key)
    }
  }
  return null
}

/** An object or list that is open: where it begins, and the key or the number within it. */
interface Level {
  readonly from: number
  name: string | number
}

/** The quote that ends the string which begins at `from`, or the end of the text. */
function endOfString(text: string, from: number): number {
  let end = from
  do {
    end = text.indexOf('"', end + 1)
    if (end < 0) return text.length
  } while (isEscaped(text, end))
  return end
}

/** Of backslashes before a quote every second one is escaped itself. */
function isEscaped(text: string, quote: number): boolean {
  let first = quote
  while (text[first - 1] === '\\') first--
  return (quote - first) % 2 === 1
}
