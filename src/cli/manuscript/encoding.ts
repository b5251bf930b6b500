import { Failure } from '../exit.ts'
import { legacyText } from './legacy-pages.ts'
import type { Doubt } from './manuscript.ts'
import { binaryKind, lineOf } from './not-text.ts'
import { toldDoubt } from './doubts.ts'

/** The text of a file's bytes, not normalised. */
export interface Decoded {
  readonly text: string
  /** As the Encoding Standard names it, such as `windows-1256`. */
  readonly encoding: string
  /** Open where the bytes could be several texts: `text` is the likeliest then. */
  readonly doubts: readonly Doubt[]
}

/**
 * Reads bytes as what their byte order mark says, else as `encoding`, else as UTF-8 where they are
 * that throughout, else as UTF-16 where every other byte is zero, else as one of the old pages of a
 * Windows or Unix that alone makes words of them.
 * @param encoding a label of the Encoding Standard; null lets the bytes tell
 * @param source what errors call the bytes
 * @throws Failure `unreadable` where they are no text, or not in that encoding; `misuse` where the
 *   encoding has no such name
 */
export function decode(bytes: Uint8Array, encoding: string | null, source: string): Decoded {
  const kind = binaryKind(bytes)
  if (kind) throw new Failure('unreadable', `${source} is ${kind}.`)
  if (encoding !== null) decoderOf(encoding)
  const marked = markedEncoding(bytes)
  if (marked === 'utf-32')
    throw new Failure('unreadable', `${source} is in UTF-32: save it as UTF-8.`)
  if (marked) return sure(strictly(bytes, marked, source), marked)
  if (encoding !== null) return asTold(bytes, encoding, source)
  const utf8 = textIn(bytes, 'utf-8')
  const wide = wideEncoding(bytes)
  if (wide) return sure(strictly(bytes, wide, source), wide)
  if (utf8 !== null) return { ...sure(utf8, 'utf-8'), doubts: garbled(utf8) }
  if (isBrokenUtf8(bytes)) throw brokenUtf8(bytes, source)
  return legacyText(bytes)
}

const sure = (text: string, encoding: string): Decoded => ({ text, encoding, doubts: [] })

function asTold(bytes: Uint8Array, label: string, source: string): Decoded {
  const { encoding } = decoderOf(label)
  const text = strictly(bytes, label, source)
  const utf8 = textIn(bytes, 'utf-8')
  const doubts: Doubt[] = []
  if (utf8 !== null && utf8 !== text)
    doubts.push(
      toldDoubt(
        'encoding',
        `It was read as ${encoding}, as --encoding says, but it is UTF-8 throughout.`,
        '--encoding',
      ),
    )
  return { text, encoding, doubts }
}

function markedEncoding([a, b, c, d]: Uint8Array):
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'utf-32'
  | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32' : 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: spaces, digits and line ends leave every other byte zero, and only those. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length % 2 === 1) return null
  const zeros = [0, 0] as [number, number]
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2 === 0 ? 0 : 1]++
  const [even, odd] = zeros
  if (even + odd === 0 || even + odd < bytes.length / 100) return null
  if (even === 0 && looksLikeText(textIn(bytes, 'utf-16le'))) return 'utf-16le'
  return odd === 0 && looksLikeText(textIn(bytes, 'utf-16be')) ? 'utf-16be' : null
}

const looksLikeText = (text: string | null) =>
  text !== null &&
  /[\p{L}\p{N}]/u.test(text) &&
  !/[^\P{Cc}\t\n\v\f\r\u0080-\u009f]|\p{Cn}|\p{Co}/u.test(text)

/** Nearly all that is not ASCII is UTF-8, and some of it is not: a piece is missing or foreign. */
function isBrokenUtf8(bytes: Uint8Array): boolean {
  const loose = new TextDecoder().decode(bytes)
  const broken = loose.match(/\uFFFD/g)?.length ?? 0
  const whole = loose.match(/[^\0-\x7f\uFFFD]/gu)?.length ?? 0
  return whole > 2 * broken
}

function brokenUtf8(bytes: Uint8Array, source: string): Failure {
  const loose = new TextDecoder().decode(bytes)
  const at = loose.indexOf('\uFFFD')
  const around = loose.slice(Math.max(0, at - 12), at + 12).replace(/\s+/g, ' ')
  return new Failure(
    'unreadable',
    `${source} is UTF-8 with a broken character on line ${lineOf(loose, at)} ("${around}"): save it again as UTF-8, or say what it is with --encoding.`,
  )
}

/** What was UTF-8, was taken for something else and saved as UTF-8 again: told, not undone. */
function garbled(text: string): Doubt[] {
  const pairs = [...text.matchAll(/[ÃÂØÙÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu)]
  const found = /â€[™œ“¦\u009d]|\uFFFD/u.exec(text) ?? (pairs.length > 1 ? pairs[0] : undefined)
  if (!found) return []
  const line = text.slice(text.lastIndexOf('\n', found.index) + 1).split(/[\r\n]/)[0] ?? ''
  const says = `Letters are garbled in the file itself, on line ${lineOf(text, found.index)}: "${line.trim().slice(0, 80)}".`
  return [toldDoubt('encoding', says)]
}

function strictly(bytes: Uint8Array, label: string, source: string): string {
  const text = textIn(bytes, label)
  if (text !== null) return text
  const { encoding } = decoderOf(label)
  const loose = new TextDecoder(encoding).decode(bytes)
  const line = lineOf(loose, loose.indexOf('\uFFFD'))
  throw new Failure('unreadable', `${source} is not ${encoding} throughout: see line ${line}.`)
}

function textIn(bytes: Uint8Array, label: string): string | null {
  try {
    return decoderOf(label).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function decoderOf(label: string): TextDecoder {
  const page = /^(?:(?:cp|win|ansi)[-_ ]?)?(125\d)$/i.exec(label.trim())?.[1]
  try {
    return new TextDecoder(page ? `windows-${page}` : label, {
      fatal: true,
      ignoreBOM: false,
    })
  } catch {
    throw new Failure(
      'misuse',
      `--encoding ${label} is none: it is a name such as utf-8, windows-1256 or windows-1252.`,
    )
  }
}
