import { type ParseError, parse } from 'jsonc-parser'
import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext } from './desk.ts'

/** JSON is UTF-8 (RFC 8259, section 8.1): a charset may say so, and nothing else. */
const JSON_TYPE = /^application\/json *(?:$|;(?!.*charset=(?!"?utf-8"? *(?:;|$))))/i
/** Bytes of a body at most. */
export const MAX_BODY_BYTES = 1_000_000

/**
 * The request's body as JSON (RFC 8259, in UTF-8).
 * @param otherwise what an empty body means, where one is allowed
 * @throws Refusal `too_large` before reading what the length already tells, `wrong_type`,
 *   `unreadable` with the position of the first fault
 */
export async function jsonBody(c: DeskContext, otherwise?: unknown): Promise<unknown> {
  const length = Number(c.req.header('Content-Length') ?? 0)
  if (length > MAX_BODY_BYTES) throw tooLarge()
  const type = c.req.header('Content-Type')
  if (type !== undefined && !JSON_TYPE.test(type)) throw wrongType()
  const bytes = await read(c.req.raw.body)
  c.set('body', bytes)
  if (bytes.length === 0 && otherwise !== undefined) return otherwise
  if (type === undefined) throw wrongType()
  return parsed(decoded(bytes))
}

/** Reads until the limit and not a chunk further. */
async function read(stream: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream ?? []) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

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
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable('is not JSON', text, positionOf(error as SyntaxError, text))
  }
}

/**
 * Where the first fault is. The runtime's message often tells (and otherwise quotes the body, so it
 * is not passed on); where it does not, a parser that keeps positions reads again.
 */
function positionOf({ message }: SyntaxError, text: string): number {
  const told = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  if (/^Unexpected end of JSON input$/.test(message)) return text.length
  try {
    const errors: ParseError[] = []
    parse(text, errors, { disallowComments: true, allowTrailingComma: false })
    return errors[0]?.offset ?? text.length
  } catch {
    // Nested deeper than that parser goes.
    return text.length
  }
}

function unreadable(what: string, text: string, offset: number): Refusal {
  const before = text.slice(0, offset).split('\n')
  const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
  return new Refusal(
    'unreadable',
    `The body ${what}: look at position ${offset} (line ${line}, column ${column}).`,
  )
}

const tooLarge = () =>
  new Refusal('too_large', `The body is longer than ${MAX_BODY_BYTES.toLocaleString('en')} bytes.`)
const wrongType = () =>
  new Refusal('wrong_type', 'Send the body as "Content-Type: application/json".')
