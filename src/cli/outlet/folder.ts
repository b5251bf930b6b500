import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { Failure } from '../exit.ts'
import { failing } from './landing.ts'

/** The name of a copy that is not whole yet, or never was. */
const INCOMPLETE = '.incomplete'
/** How the file begins that tells a copy from somebody's own folder. */
export const MARK = 'This is a copy of a Pressroom newsroom'

/** A folder of plain files that is made beside the one that it will be. */
export interface Folder {
  /** Where it is made; it stays there under this name if it never becomes whole. */
  readonly path: string
  /**
   * Writes a file that is not there yet.
   * @param place relative, with slashes
   * @returns why the disk cannot have it, where that is about its name; null when it is written
   * @throws Failure `unwritable`: the disk is full, or this user may not
   */
  put(place: string, body: Uint8Array | string): Promise<string | null>
  /** Puts it in its place. */
  keep(): Promise<void>
}

/**
 * Begins a folder. One that is there already has to be empty, or with `force` an earlier copy, which
 * is replaced when the new one is whole. Nobody's own folder is ever taken away.
 *
 * @throws Failure `unwritable`
 */
export async function openFolder(path: string, force: boolean): Promise<Folder> {
  const place = resolve(path)
  const part = join(dirname(place), `${basename(place)}${INCOMPLETE}`)
  await demandRoom(path, place, force)
  if (await isThere(part)) {
    if (!(await isCopy(part)))
      throw new Failure('unwritable', `${part} is in the way, and no copy of a newsroom: move it.`)
    await rm(part, { recursive: true })
  }
  await mkdir(part).catch(failing(path))
  await writeFile(join(part, 'README.txt'), `${MARK}, and not whole.\n`).catch(failing(path))
  return {
    path: part,
    put: (at, body) => put(part, at, body),
    async keep() {
      // A name that nobody has: what is taken away below is this copy's and no other's.
      const old = `${place}.${randomUUID().slice(0, 8)}.old`
      try {
        await demandRoom(path, place, force)
        const isFull = (await isThere(place)) && (await readdir(place)).length > 0
        if (isFull) {
          await rename(place, old)
        } else await rmdir(place).catch(() => {})
        await rename(part, place)
        if (isFull) await rm(old, { recursive: true })
      } catch (error) {
        failing(path)(error)
      }
    },
  }
}

async function demandRoom(path: string, place: string, force: boolean): Promise<void> {
  const there = await stat(place).catch(() => null)
  if (!there) return
  if (!there.isDirectory()) throw new Failure('unwritable', `${path} is not a directory.`)
  const isEmpty = (await readdir(place).catch(failing(path))).length === 0
  if (isEmpty) return
  if (!force)
    throw new Failure('unwritable', `${path} is not empty; --force replaces a copy in it.`)
  if (!(await isCopy(place)))
    throw new Failure(
      'unwritable',
      `${path} holds other things than a copy: they are not taken away.`,
    )
}

const isThere = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null)) !== null

const isCopy = async (path: string): Promise<boolean> =>
  (await readFile(join(path, 'README.txt'), 'utf8').catch(() => '')).startsWith(MARK)

async function put(root: string, at: string, body: Uint8Array | string): Promise<string | null> {
  const file = resolve(root, at)
  if (!file.startsWith(root + sep)) return 'it would lie outside'
  try {
    await mkdir(dirname(file), { recursive: true })
    // What is there already stays: on a disk that knows no case, two addresses may have one name.
    await writeFile(file, body, { flag: at === 'README.txt' ? 'w' : 'wx' })
    return null
  } catch (error) {
    const why = OF_A_NAME[(error as NodeJS.ErrnoException).code ?? '']
    if (why !== undefined) return why
    return failing(file)(error)
  }
}

/** What a disk may have against a name; everything else is about the disk. */
const OF_A_NAME: Readonly<Record<string, string>> = {
  EEXIST: 'another address has the same name on this disk',
  EISDIR: 'a folder has this name',
  ENOTDIR: 'a file has the name of its folder',
  ENAMETOOLONG: 'its name is too long for this disk',
  EILSEQ: 'this disk does not have such names',
  EINVAL: 'this disk does not have such names',
}
