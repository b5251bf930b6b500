/** An element of an array that was looked for, as it is written. */
export interface Found {
  /** The keys that lead to its array, joined by dots: `db.data.posts`. Empty for the outermost. */
  readonly path: string
  readonly text: string
  /** Whether it is longer than is read. */
  readonly isCut: boolean
}

/** Characters of one element; no release is as long. */
const MAX_ELEMENT = 32 * 1024 * 1024

interface Level {
  readonly kind: '{' | '['
  readonly path: string
  key: string | null
}

/**
 * Reads JSON of any size, element by element: those of the arrays whose path is wanted, and the
 * outermost objects where `''` is (one, or many one after another). Throws a SyntaxError where it is
 * not JSON, or is cut off.
 */
export async function* elementsOf(
  text: AsyncIterable<string>,
  isWanted: (path: string) => boolean,
): AsyncGenerator<Found> {
  const levels: Level[] = []
  let element: Capture | null = null
  let rest = ''
  for await (const chunk of text) {
    const buffer: string = rest + chunk
    let at = 0
    rest = ''
    while (at < buffer.length) {
      if (element) {
        at = element.take(buffer, at)
        if (element.isWhole) {
          yield { path: element.path, text: element.text(), isCut: element.isCut }
          element = null
        }
        continue
      }
      const character = buffer.charAt(at)
      const level = levels.at(-1)
      if (/[\s,:\uFEFF]/.test(character)) at++
      else if (character === '}' || character === ']') {
        if (level?.kind !== (character === '}' ? '{' : '['))
          throw new SyntaxError(`there is a ${character} that closes nothing`)
        levels.pop()
        at++
      } else if (character === '{' || character === '[') {
        const path = level ? pathIn(level) : ''
        const isElement =
          (level?.kind === '[' && isWanted(path)) || (!level && character === '{' && isWanted(''))
        if (isElement) element = new Capture(path)
        else {
          levels.push({ kind: character, path, key: null })
          at++
        }
      } else {
        const end = tokenEnd(buffer, at)
        if (end < 0) {
          rest = buffer.slice(at)
          if (rest.length > MAX_ELEMENT) throw new SyntaxError('there is a text without an end')
          break
        }
        if (level?.kind === '{' && character === '"' && /^\s*:/.test(buffer.slice(end, end + 64)))
          level.key = JSON.parse(buffer.slice(at, end))
        else if (level?.kind === '[' && isWanted(level.path))
          yield { path: level.path, text: buffer.slice(at, end), isCut: false }
        at = end
      }
    }
  }
  if (element || levels.length > 0 || rest.trim() !== '') throw new SyntaxError('it is cut off')
}

const pathIn = ({ kind, path, key }: Level): string =>
  kind === '[' || key === null ? path : path ? `${path}.${key}` : key

/** Where a string, a number or a word ends, with enough behind it to tell a key; -1: not in here. */
function tokenEnd(buffer: string, at: number): number {
  if (buffer.charAt(at) !== '"') {
    const length = buffer.slice(at, at + 64).search(/[\s,:\]}]/)
    if (length === 0) throw new SyntaxError(`there is a ${buffer.charAt(at)} where none can be`)
    return length < 0 ? -1 : at + length
  }
  let end = at
  do {
    end = buffer.indexOf('"', end + 1)
    if (end < 0) return -1
  } while (isEscaped(buffer, end))
  return /\S/.test(buffer.slice(end + 1, end + 65)) ? end + 1 : -1
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charAt(at - 1 - slashes) === '\\') slashes++
  return slashes % 2 === 1
}

/** An element whose end is looked for across chunks. */
class Capture {
  readonly path: string
  isWhole = false
  isCut = false
  #parts: string[] = []
  #size = 0
  #depth = 0
  #isInString = false
  #isEscaped = false

  constructor(path: string) {
    this.path = path
  }

  text(): string {
    return this.#parts.join('')
  }

  /** Takes what belongs to it, and tells where it stopped. */
  take(buffer: string, from: number): number {
    let at = from
    if (this.#isEscaped) {
      at++
      this.#isEscaped = false
    }
    while (at < buffer.length && !this.isWhole) {
      const sign = this.#isInString ? /["\\]/g : /["{}[\]]/g
      sign.lastIndex = at
      const found = sign.exec(buffer)
      if (!found) {
        at = buffer.length
        break
      }
      at = found.index + 1
      const [character] = found
      if (character === '\\') {
        if (at === buffer.length) this.#isEscaped = true
        else at++
      } else if (character === '"') this.#isInString = !this.#isInString
      else {
        this.#depth += character === '{' || character === '[' ? 1 : -1
        this.isWhole = this.#depth === 0
      }
    }
    this.#size += at - from
    this.isCut = this.#size > MAX_ELEMENT
    if (!this.isCut) this.#parts.push(buffer.slice(from, at))
    return at
  }
}
