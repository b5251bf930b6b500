import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Failure } from '../exit.ts'
import { readable } from './bytes.ts'

/** Bytes of a file; no release is as long. */
const MAX_FILE = 32 * 1024 * 1024

/** A file of the folder, or why it is none of those that are read. */
export interface Entry {
  readonly path: string
  readonly size: number
  readonly why: string | null
}

/** The files of a folder, then those of each folder in it, in the order of their names. */
export async function* listings(
  path: string,
  wanted: RegExp,
  above: readonly string[] = [],
): AsyncGenerator<Entry[]> {
  const about = await readable(path, () => stat(path))
  if (!about.isDirectory()) {
    yield [entryOf(path, about.size, wanted)]
    return
  }
  const here = await realpath(path)
  if (above.includes(here)) {
    yield [{ path, size: 0, why: 'It leads back to a folder that it is in.' }]
    return
  }
  let names: string[]
  try {
    names = (await readable(path, () => readdir(path))).sort()
  } catch (error) {
    // One folder of many does not end the run.
    if (above.length === 0 || !(error instanceof Failure)) throw error
    yield [{ path, size: 0, why: error.message.replace(path, 'It') }]
    return
  }
  const files: Entry[] = []
  const folders: string[] = []
  for (const name of names) {
    const inner = join(path, name)
    if (name.startsWith('.')) {
      files.push({ path: inner, size: 0, why: 'It is hidden.' })
      continue
    }
    try {
      const found = await stat(inner)
      const other = await otherNameOf(inner, [...above, here])
      if (other !== null)
        files.push({ path: inner, size: 0, why: `It is another name of "${other}".` })
      else if (found.isDirectory()) folders.push(inner)
      else
        files.push(
          found.isFile()
            ? entryOf(inner, found.size, wanted)
            : { path: inner, size: 0, why: 'It is no file.' },
        )
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      files.push({
        path: inner,
        size: 0,
        why: code === 'ENOENT' ? 'It leads to what is not there.' : `It cannot be read (${code}).`,
      })
    }
  }
  yield files
  for (const folder of folders) yield* listings(folder, wanted, [...above, here])
}

/** Where what a link leads to is read all the same, so that it is not taken twice; else null. */
async function otherNameOf(path: string, within: readonly string[]): Promise<string | null> {
  if (!(await lstat(path)).isSymbolicLink()) return null
  const target = await realpath(path)
  // One that leads back is told as that.
  if (within.includes(target)) return null
  const inside = relative(within[0] ?? '', target).split(sep)
  return inside.some((name) => name.startsWith('.')) ? null : inside.join('/')
}

function entryOf(path: string, size: number, wanted: RegExp): Entry {
  if (!wanted.test(path)) return { path, size, why: 'It is of another type.' }
  return { path, size, why: size > MAX_FILE ? 'It is longer than 32 MB.' : null }
}
