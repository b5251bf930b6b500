import { visit } from 'jsonc-parser'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import { arrived } from './arrival.ts'
import type { DeskContext } from './desk.ts'
import { MAX_DEPTH, repeatedKey, tooDeepAt } from './json-shape.ts'

/** JSON is UTF-8 (RFC 8259, section 8.1): a charset may say so, and nothing else. */
const JSON_TYPE = /^application\/json *(?:$|;(?!.*charset=(?!"?utf-8"? *(?:;|$))))/i

/**
 * The request's body as JSON (RFC 8259, in UTF-8): no key twice in an object, and no deeper than
 * `MAX_DEPTH`.
 * @param otherwise what an empty body means, where one is allowed
 * @param most bytes that it has at most, where that is another number
 * @throws Refusal `wrong_type` before reading anything, `unreadable` with the position of the first
 *   fault, and as `arrived` does
 */
export async function jsonBody(
  c: DeskContext,
  otherwise?: unknown,
  most?: number,
): Promise<unknown> {
  if (isEncoded(c)) throw new Refusal('wrong_type', 'Send the body without Content-Encoding.')
  const type = c.req.header('Content-Type')
  if (type !== undefined && !JSON_TYPE.test(type)) throw wrongType()
  const bytes = await arrived(c, most)
  c.set('body', bytes)
  if (bytes.length === 0 && otherwise !== undefined) return otherwise
  if (type === undefined) throw wrongType()
  return parsed(decoded(bytes))
}

/**
 * Whether the body has a content coding (RFC 9110, section 8.4). None is taken, so that nothing small
 * can become large here.
 */
export const isEncoded = (c: DeskContext): boolean =>
  !/^(?:identity)?$/i.test(c.req.header('Content-Encoding') ?? '')

function decoded(bytes: Uint8Array): string {
  try {
    return utf8(bytes)
  } catch {
    // A stream may end within a character, so the shortest beginning that fails ends in the fault.
    let [good, bad] = [0, bytes.length + 1]
    while (bad - good > 1) {
      const middle = (good + bad) >> 1
      if (isUtf8(bytes.subarray(0, middle))) good = middle
      else bad = middle
    }
    const before = utf8(bytes.subarray(0, good), { stream: true })
    throw unreadable('is not UTF-8', before, before.length)
  }
}

const utf8 = (bytes: Uint8Array, options?: { stream: boolean }) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, options)

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function parsed(text: string): unknown {
  const deep = tooDeepAt(text)
  if (deep !== null) throw unreadable(`is nested deeper than ${MAX_DEPTH} levels`, text, deep)
  const value = parsedAtAll(text)
  const repeated = repeatedKey(text)
  if (repeated)
    throw unreadable('gives a key twice', text, repeated.at, [
      { pointer: repeated.pointer, detail: 'is given twice' },
    ])
  return value
}

function parsedAtAll(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable('is not JSON', text, positionOf(error as SyntaxError, text))
  }
}

/**
 * Where the first fault is. The runtime's message often tells (and otherwise quotes the body, so it
 * is not passed on); where it does not, a parser that keeps positions reads again, up to the fault.
 */
function positionOf(error: SyntaxError, text: string): number {
  const { message } = error
  const told = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  if (/^Unexpected end of JSON input$/.test(message)) return text.length
  let position = text.length
  const onError = (_: number, offset: number) => {
    position = offset
    // Not a step further: behind the fault it may be of any depth.
    throw error
  }
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false })
  } catch {}
  return position
}

function unreadable(
  what: string,
  text: string,
  offset: number,
  fields: readonly FieldError[] = [],
): Refusal {
  const before = text.slice(0, offset).split('\n')
  const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
  return new Refusal(
    'unreadable',
    `The body ${what}: look at position ${offset} (line ${line}, column ${column}).`,
    fields,
  )
}

const wrongType = () =>
  new Refusal('wrong_type', 'Send the body as "Content-Type: application/json".')
