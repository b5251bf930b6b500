import { randomUUID } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Gzip, createGzip } from 'node:zlib'
import { Failure } from '../exit.ts'
import type { Write } from './archive.ts'

const ONLY_ME = 0o600
/** Bytes that are put together before they are written. */
const BLOCK = 1 << 18

/** A file that is there whole, or not at all. */
export interface Landing {
  readonly write: Write
  /** Puts the file in its place. */
  keep(): Promise<void>
  /** Leaves nothing of it. */
  drop(): Promise<void>
}

/**
 * Begins a file beside the one that it will be, only its owner may read it, under a name that ends
 * in `.part`; gzipped where its own ends in `.gz`. What is no regular file, such as a pipe or a
 * device, is written to as it is.
 *
 * @param force whether a file that is there already is replaced, once the new one is whole
 * @throws Failure `unwritable`, also from `write` and `keep`, where the disk is full
 */
export async function land(path: string, force: boolean): Promise<Landing> {
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw new Failure('unwritable', `${path} is a directory.`)
  const isPlain = there === null || there.isFile()
  if (there && isPlain && !force)
    throw new Failure('unwritable', `${path} is there already; --force replaces it.`)
  const place = there && isPlain ? await realpath(path) : path
  const part = isPlain
    ? join(dirname(place), `${basename(place)}.${randomUUID().slice(0, 8)}.part`)
    : place
  const file = await open(part, isPlain ? 'wx' : 'w', ONLY_ME).catch(failing(path))
  const drop = async () => {
    await file.close().catch(() => {})
    if (isPlain) await rm(part, { force: true })
  }
  const blocks = new Blocks(file)
  const packed = path.endsWith('.gz') ? new Packed(blocks) : blocks
  return {
    write: (bytes) => packed.write(bytes).catch(failing(path)),
    drop,
    async keep() {
      try {
        await packed.end()
        if (isPlain) await file.sync()
        await file.close()
        if (!isPlain) return
        if (!force && (await stat(path).catch(() => null)))
          throw new Failure('unwritable', `${path} came to be meanwhile; --force replaces it.`)
        await rename(part, place)
      } catch (error) {
        await drop()
        failing(path)(error)
      }
    },
  }
}

/** @throws Failure that says in words why a file cannot be written */
export const failing =
  (path: string) =>
  (error: unknown): never => {
    if (error instanceof Failure) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = WHY[code ?? ''] ?? message
    throw new Failure('unwritable', `${path} cannot be written: ${why}`)
  }

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the disk quota is used up.',
  EACCES: 'this user may not.',
  EPERM: 'this user may not.',
  EROFS: 'the disk is read-only.',
  ENOENT: 'there is no such folder.',
  ENOTDIR: 'there is no such folder.',
  ENAMETOOLONG: 'its name is too long.',
  EPIPE: 'nobody reads it any more.',
  EFBIG: 'it would be larger than files may be here.',
}

/** Small pieces, written as large ones. */
class Blocks {
  readonly #file: FileHandle
  #waiting: Uint8Array[] = []
  #size = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes)
    this.#size += bytes.length
    if (this.#size >= BLOCK) await this.end()
  }

  async end(): Promise<void> {
    const block = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#size = 0
    for (let at = 0; at < block.length; )
      at += (await this.#file.write(block, at, block.length - at)).bytesWritten
  }
}

class Packed {
  readonly #gzip: Gzip = createGzip()
  readonly #done: Promise<void>

  constructor(to: Blocks) {
    this.#done = (async () => {
      for await (const bytes of this.#gzip) await to.write(bytes)
      await to.end()
    })()
    this.#done.catch(() => {})
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#gzip.write(bytes)) return
    // Whichever comes first: there is room again, or what comes out of it cannot be written.
    await Promise.race([
      new Promise<void>((resolve) => this.#gzip.once('drain', resolve)),
      this.#done.then(() => {}),
    ])
  }

  async end(): Promise<void> {
    this.#gzip.end()
    await this.#done
  }
}
