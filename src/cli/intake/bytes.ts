import { createReadStream } from 'node:fs'
import { open as openFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Failure } from '../exit.ts'

/** A file that is read from its beginning, as often as is wanted; `.gz` is unpacked on the way. */
export interface Source {
  readonly path: string
  /** Bytes on the disk. */
  readonly size: number
  /** Says how often it will be read from now on, so that the position tells how far all of it is. */
  expect(readings: number): void
  /** Bytes that are read so far, as a part of `size`, however often it is read. */
  position(): number
  /** Its bytes, unpacked. @throws Failure `unreadable` */
  bytes(): AsyncGenerator<Buffer>
  /** Its text: in the encoding that its first bytes tell, else in the given one, else in UTF-8. */
  text(encoding: string | null): AsyncGenerator<string>
}

/** Enough to tell a format by. */
const FIRST_BYTES = 64 * 1024

/** @throws Failure `unreadable` that names the file: not there, not allowed, cut off */
export async function sourceAt(path: string): Promise<Source> {
  const { size } = await readable(path, () => stat(path))
  const isPacked = (await firstBytes(path)).subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))
  const read = { readings: 1, whole: 0, position: 0 }
  async function* bytes(): AsyncGenerator<Buffer> {
    read.position = 0
    const file = createReadStream(path)
    file.on('data', (chunk) => {
      read.position += chunk.length
    })
    const end = new PassThrough()
    const flow = isPacked ? pipeline(file, createGunzip(), end) : pipeline(file, end)
    flow.catch(() => {})
    try {
      yield* end
      read.whole++
    } catch (error) {
      throw failure(path, error)
    } finally {
      file.destroy()
    }
  }
  return {
    path,
    size,
    expect: (readings) => Object.assign(read, { readings, whole: 0, position: 0 }),
    position: () =>
      read.whole >= read.readings ? size : (read.whole * size + read.position) / read.readings,
    bytes,
    text: (encoding) => decoded(path, bytes(), encoding),
  }
}

/** The beginning of a source's text. */
export async function beginning(source: Source, encoding: string | null): Promise<string> {
  let text = ''
  for await (const part of source.text(encoding)) {
    text += part
    if (text.length >= FIRST_BYTES) break
  }
  return text
}

/** What the system says of a path, as a failure that names it. */
export async function readable<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw failure(path, error)
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await readable(path, () => openFile(path))
  try {
    const { buffer, bytesRead } = await readable(path, () =>
      file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0),
    )
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function* decoded(
  path: string,
  bytes: AsyncIterable<Buffer>,
  encoding: string | null,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  for await (const chunk of bytes) {
    decoder ??= decoderOf(path, chunk, encoding)
    const text = decoder.decode(chunk, { stream: true })
    if (text) yield text
  }
  const rest = decoder?.decode()
  if (rest) yield rest
}

/** A mark in the first bytes tells; then the option; then what XML says of itself. */
function decoderOf(path: string, first: Buffer, encoding: string | null): TextDecoder {
  const start = first.subarray(0, 200).toString('latin1')
  const marked = /^\xFF\xFE|^<\0/.test(start)
    ? 'utf-16le'
    : /^\xFE\xFF|^\0</.test(start)
      ? 'utf-16be'
      : null
  const declared = /^(?:\xEF\xBB\xBF)?\s*<\?xml[^>]*?encoding=["']([\w.:-]+)["']/.exec(start)?.[1]
  const name = marked ?? encoding ?? declared ?? 'utf-8'
  try {
    return new TextDecoder(name)
  } catch {
    throw new Failure('unreadable', `${path} is in "${name}", an encoding that is not known.`)
  }
}

function failure(path: string, error: unknown): unknown {
  if (error instanceof Failure) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error
  return new Failure('unreadable', `${path} cannot be read (${WORDS[code] ?? code}).`)
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'it is not allowed',
  EISDIR: 'it is a directory',
  Z_DATA_ERROR: 'what is packed in it is damaged',
  Z_BUF_ERROR: 'what is packed in it is cut off',
}
