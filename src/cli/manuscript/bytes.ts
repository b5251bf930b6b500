import { open } from 'node:fs/promises'
import { Failure } from '../exit.ts'
import { decode } from './encoding.ts'
import type { Doubt } from './manuscript.ts'
import { binaryKind, cleanText } from './not-text.ts'

/** Bytes of UTF-8 of a text: no more fit into one request to a newsroom. */
const MAX_TEXT = 1_000_000
/** Bytes of a file, whichever its encoding. */
const MAX_FILE = 4 * MAX_TEXT

/**
 * The text of a file, or of stdin where the path is `-`, with line feeds.
 * @param encoding a label of the Encoding Standard; null lets the bytes tell
 * @param source what people call it
 * @throws Failure `unreadable` in a line that names it: a directory, not there, not allowed, empty, not
 *   text, too long
 */
export async function textOf(
  path: string,
  encoding: string | null,
  source: string = sourceOf(path),
): Promise<{ text: string; doubts: Doubt[] }> {
  const bytes = path === '-' ? await gathered(process.stdin) : await fileBytes(path, source)
  const kind = binaryKind(bytes)
  if (kind !== null) throw new Failure('unreadable', `${source} is ${kind}.`)
  if (bytes.length > MAX_FILE) throw tooLong(source)
  const decoded = decode(bytes, encoding, source)
  if (Buffer.byteLength(decoded.text) > MAX_TEXT) throw tooLong(source)
  const { text, doubts } = cleanText(decoded.text, source)
  return { text, doubts: [...decoded.doubts, ...doubts] }
}

/** What people call a path. */
export const sourceOf = (path: string): string => (path === '-' ? 'standard input' : path)

async function fileBytes(path: string, source: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      if ((await file.stat()).isDirectory()) throw directory(source)
      return await gathered(file.createReadStream({ autoClose: false }))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'EISDIR') throw directory(source)
    throw new Failure('unreadable', `${source} ${WHY[code] ?? `cannot be read (${code})`}.`)
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  ENAMETOOLONG: 'is too long a name',
  EACCES: 'may not be read by you',
  EPERM: 'may not be read by you',
}

const directory = (source: string) =>
  new Failure(
    'unreadable',
    `${source} is a directory: name its files; "pressroom import" takes whole directories.`,
  )

const tooLong = (source: string) =>
  new Failure(
    'unreadable',
    `${source} is longer than ${MAX_TEXT.toLocaleString('en')} bytes of text: a release cannot hold that.`,
  )

/** Not more than one byte too many. */
async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MAX_FILE) break
  }
  return Buffer.concat(chunks)
}
