import { Failure } from '../exit.ts'
import type { Doubt } from './manuscript.ts'
import { toldDoubt } from './doubts.ts'

/**
 * What bytes are that are no text, with what to do about it: `a Word document: save it as plain
 * text`. Null where nothing tells that they are none.
 */
export function binaryKind(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  const found = MAGIC.find(({ begins, has = '' }) => head.startsWith(begins) && head.includes(has))
  return found?.is ?? null
}

/**
 * A text with line feeds for all line ends (CR LF, CR, and Unicode's separators of lines and of
 * paragraphs), without a byte order mark and without the end-of-file mark of DOS. A form feed or
 * vertical tab is a line end too, and is told; so is a C1 control that stands for a sign of
 * windows-1252, as web pages are read (HTML Standard, "numeric character reference end state").
 * @throws Failure `unreadable` naming the lines with characters that no release can hold
 */
export function cleanText(text: string, source: string): { text: string; doubts: Doubt[] } {
  const end = text.trimEnd().endsWith(END_OF_FILE) ? text.lastIndexOf(END_OF_FILE) : text.length
  const clean = text
    .slice(0, end)
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?|\u2028/g, '\n')
    .replace(/\u2029/g, '\n\n')
    .replace(C1, ([control = '']) => signOf(control))
  if (clean.trim() === '') throw new Failure('unreadable', `${source} is empty.`)
  const forbidden = [...clean.matchAll(FORBIDDEN)]
  if (forbidden.length > 0) throw unreadable(clean, forbidden, source)
  const breaks = [...clean.matchAll(/[\f\v]/g)].map(({ index }) => lineOf(clean, index))
  const signs = [...text.matchAll(C1)].map(({ index }) => lineOf(text, index))
  return {
    text: clean.replace(/[\f\v]/g, '\n'),
    doubts: [
      ...told(
        breaks,
        (lines) => `A page break on line ${lines} was taken for the end of the line.`,
      ),
      ...told(
        signs,
        (lines) => `Control characters on line ${lines} were taken for the signs of windows-1252.`,
      ),
    ],
  }
}

const told = (lines: readonly number[], say: (lines: string) => string): Doubt[] =>
  lines.length === 0 ? [] : [toldDoubt('words', say(some([...new Set(lines)])))]

/** The line, counted from 1, on which a place in a text stands. */
export const lineOf = (text: string, index: number): number =>
  text.slice(0, Math.max(0, index)).split(/\r\n?|\n/).length

/** What such files begin with, and what stands somewhere behind it. */
interface Magic {
  readonly begins: string
  readonly has?: string
  readonly is: string
}
const MAGIC: readonly Magic[] = [
  { begins: '%PDF-', is: 'a PDF: save its text as a plain-text file' },
  { begins: 'PK\x03\x04', has: 'word/', is: 'a Word document: save it as plain text' },
  { begins: 'PK\x03\x04', has: 'opendocument', is: 'an OpenDocument file: save it as plain text' },
  { begins: 'PK\x03\x04', is: 'a ZIP archive, or an office document: save its text as plain text' },
  { begins: '\xd0\xcf\x11\xe0\xa1\xb1', is: 'an old office document: save it as plain text' },
  { begins: '{\\rtf', is: 'rich text (RTF): save it as plain text' },
  { begins: '\xff\xd8\xff', is: 'a picture (JPEG)' },
  { begins: '\x89PNG', is: 'a picture (PNG)' },
  { begins: 'GIF87a', is: 'a picture (GIF)' },
  { begins: 'GIF89a', is: 'a picture (GIF)' },
  { begins: 'RIFF', has: 'WEBP', is: 'a picture (WebP)' },
  { begins: '\0\0\0', has: 'ftyp', is: 'a picture or a video' },
  { begins: '\x1f\x8b', is: 'packed (gzip): unpack it first' },
  { begins: '\x7fELF', is: 'a program' },
  { begins: 'MZ\x90\0', is: 'a program' },
  { begins: 'SQLite format 3\0', is: 'a database (SQLite)' },
]

/** Those that windows-1252 has a sign for. */
const C1 = /[\u0080\u0082-\u008c\u008e\u0091-\u009c\u009e\u009f]/g
const signOf = (control: string) =>
  new TextDecoder('windows-1252').decode(Uint8Array.of(control.charCodeAt(0)))

/** Of DOS, at the end. */
const END_OF_FILE = '\x1a'

/** As the newsroom refuses them: controls, noncharacters, and halves of characters. */
const FORBIDDEN = /[^\P{Cc}\t\n\v\f]|[\uFFFE\uFFFF]|\p{Cs}/gu

function unreadable(text: string, found: readonly RegExpExecArray[], source: string): Failure {
  const zeros = found.filter(([character]) => character === '\0').length
  if (zeros > 0 || found.length > text.length / 50)
    return new Failure('unreadable', `${source} is not text: it has bytes that no letter has.`)
  const names = [...new Set(found.map(([character]) => nameOf(character)))]
  const lines = [...new Set(found.map(({ index }) => lineOf(text, index)))]
  return new Failure(
    'unreadable',
    `${source} has control characters that no release can hold (${some(names)}) on line ${some(lines)}: take them out.`,
  )
}

const nameOf = (character: string) =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

const some = (things: readonly unknown[]) =>
  things.length > 10 ? `${things.slice(0, 10).join(', ')} and more` : things.join(', ')
