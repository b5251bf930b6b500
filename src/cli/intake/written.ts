import { closeSync, openSync, writeSync } from 'node:fs'
import { Failure } from '../exit.ts'

/** A file that grows by lines, each of which is written when it is said: a killed run loses none. */
export interface Lines {
  /** @throws Failure `unwritable` that names the file */
  add(line: string): void
  close(): void
}

/** Only the owner may read it: it names what is under embargo. */
const ONLY_ME = 0o600

/** Begins a file anew. @throws Failure `unwritable` that names the file */
export function linesTo(path: string): Lines {
  const file = tried(path, () => openSync(path, 'w', ONLY_ME))
  return {
    add: (line) =>
      tried(path, () => {
        const bytes = Buffer.from(`${line}\n`)
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      }),
    close: () => tried(path, () => closeSync(file)),
  }
}

/** A line of CSV (RFC 4180). */
export const csv = (...fields: readonly string[]): string =>
  fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',')

function tried<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Failure('unwritable', `${path} cannot be written (${WORDS[code ?? ''] ?? code}).`)
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'it is not allowed',
  EISDIR: 'it is a directory',
  ENOENT: 'its directory is not there',
}
