import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Where `npm start` keeps the token of the newsroom on this machine, in the package's folder. Git
 * ignores it, and the database that the token opens lies beside it.
 */
export const LOCAL_TOKEN_FILE = join('.wrangler', 'pressroom-local-token')

/** Whether an address is on this machine. */
export const isLocal = (address: string): boolean =>
  URL.canParse(address) && LOCAL.test(new URL(address).hostname)

const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** A percent-encoded part of an address as it is read; null where it is encoded wrongly. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** The token of the newsroom on this machine, where there is one. */
export async function localToken(): Promise<string | null> {
  try {
    const root = join(import.meta.dirname, '..', '..')
    return (await readFile(join(root, LOCAL_TOKEN_FILE), 'utf8')).trim() || null
  } catch {
    return null
  }
}
