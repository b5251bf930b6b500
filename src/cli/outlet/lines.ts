import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { Failure } from '../exit.ts'
import { LINE_FEED, linesOf } from '../lines.ts'

/** Its bytes with its end, if it has one. */
export interface Line {
  readonly bytes: Buffer
  readonly isWhole: boolean
}

/**
 * The lines of a file, gzipped or not; one at a time in memory.
 *
 * @param read is told how many bytes of the file were read, and how many it has
 * @throws Failure `unreadable`, `interrupted`
 */
export async function* linesIn(
  path: string,
  stop: AbortSignal,
  read: (bytes: number, size: number) => void,
): AsyncGenerator<Line> {
  for await (const bytes of linesOf(chunksOf(path, stop, read)))
    if (bytes !== null) yield { bytes, isWhole: bytes.at(-1) === LINE_FEED }
}

async function* chunksOf(
  path: string,
  stop: AbortSignal,
  read: (bytes: number, size: number) => void,
): AsyncGenerator<Buffer> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    const head = Buffer.alloc(2)
    await file.read(head, 0, 2, 0)
    const isPacked = head[0] === 0x1f && head[1] === 0x8b
    const source = file.createReadStream({ start: 0, autoClose: false })
    const bytes = isPacked ? source.pipe(createGunzip()) : source
    // `pipe` does not hand on what goes wrong.
    if (bytes !== source) source.on('error', (error) => bytes.destroy(error))
    for await (const chunk of bytes) {
      stop.throwIfAborted()
      read(source.bytesRead, size)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new Failure('unreadable', `${path} cannot be read: ${WHY[code ?? ''] ?? `${message}.`}`)
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file.',
  EISDIR: 'it is a directory.',
  EACCES: 'this user may not.',
  Z_BUF_ERROR: 'it breaks off in the middle.',
  Z_DATA_ERROR: 'it is packed, and damaged.',
}
