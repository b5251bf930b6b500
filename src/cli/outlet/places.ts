import { posix } from 'node:path'
import { decodedPart } from '../address.ts'

/** Bytes that a name on a disk may have: ext4, and in characters, which are fewer, APFS and NTFS. */
const MAX_NAME = 255

/**
 * Where an address lies in a folder of plain files, so that any web server finds it there: a page
 * at `/releases/budget` is `releases/budget/index.html`, whatever has an extension keeps its name.
 * Names are as people read them, not percent-encoded. Null where the address has no place: a part
 * of it is empty, too long, `..`, not UTF-8, or has a separator or a control character in it.
 *
 * @param path an absolute path, percent-encoded, without a query
 */
export function placeOf(path: string, isPage: boolean): string | null {
  const names = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodedPart)
  const whole = names.length === 1 && names[0] === '' ? [] : names
  if (!whole.every(isName)) return null
  const place = posix.join(...(whole as string[]))
  if (!isPage && whole.length > 0 && !path.endsWith('/')) return place
  if (/\.html?$/i.test(place) && !path.endsWith('/')) return place
  return posix.join(...(whole as string[]), 'index.html')
}

/** Whether a page under this address is what a web server would take it for. */
export const mayBePage = (path: string): boolean => !/\.(?!html?$)[a-z\d]{1,8}$/i.test(path)

const isName = (name: string | null): boolean =>
  name !== null &&
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  !/[/\\\p{Cc}]/u.test(name) &&
  name.isWellFormed() &&
  Buffer.byteLength(name) <= MAX_NAME
