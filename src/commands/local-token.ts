import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LOCAL_TOKEN_FILE, localToken } from '../cli/address.ts'
import { now } from '../clock.ts'
import { execute, literal } from './database.ts'
import { hashOf, insertion, newToken } from './tokens.ts'
import { ROOT } from './wrangler.ts'

const NEW = { name: 'local', scope: 'admin', languages: null, days: 365 } as const
const ONLY_ME = 0o600

/** What `npm start` must know of the local database. */
export interface LocalDesk {
  /** A valid token with the scope admin. */
  readonly token: string
  /** Whether there is no release yet. */
  readonly empty: boolean
}

/**
 * The token kept on this machine as long as the local database accepts it, else a new one. A token
 * that was made once and only printed would be lost with the terminal.
 */
export async function openLocalDesk(stop: AbortSignal): Promise<LocalDesk> {
  const kept = (await localToken()) ?? ''
  const made = newToken()
  const accepted = `SELECT 1 FROM tokens WHERE hash = ${literal(hashOf(kept))}
    AND scope = 'admin' AND languages IS NULL AND revoked_at IS NULL AND expires_at > ${now()}`
  const [, found = []] = await execute(
    'local',
    `${insertion(made, NEW, `NOT EXISTS (${accepted})`)};
    SELECT EXISTS (${accepted}) AS accepted, NOT EXISTS (SELECT 1 FROM releases) AS empty`,
    stop,
  )
  const token = found[0]?.accepted === 1 ? kept : made
  if (token === made) await keep(made)
  return { token, empty: found[0]?.empty === 1 }
}

async function keep(token: string): Promise<void> {
  const path = join(ROOT, LOCAL_TOKEN_FILE)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${token}\n`, { mode: ONLY_ME })
  // The mode above is only for a file that was not there yet.
  await chmod(path, ONLY_ME)
}
