import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { now } from '../clock.ts'
import type { Scope } from '../newsroom/editor.ts'
import { execute, literal, type Where } from './database.ts'

const DAY = 86_400_000

/** A token as the database knows it: everything but the token. Instants are epoch milliseconds. */
export interface KnownToken {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_at: number | null
}

/** `pressroom_` and 32 random bytes in base64url: 256 bits, which nobody guesses. */
export const newToken = (): string => `pressroom_${randomBytes(32).toString('base64url')}`

/** What is stored of a token. With 256 random bits a plain digest is as good as a slow one. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * The SQL that makes a token valid from now on; a second time it changes nothing.
 *
 * @param days how long it is valid
 * @param condition SQL that must hold
 */
export function insertion(
  token: string,
  { name, scope, days }: { name: string; scope: Scope; days: number },
  condition = 'TRUE',
): string {
  const columns = 'id, name, scope, token_hash, created_at, expires_at'
  const strings = [randomUUID(), name, scope, hashOf(token)].map(literal).join(', ')
  const at = now()
  return `INSERT INTO editors (${columns}) SELECT ${strings}, ${at}, ${at + days * DAY}
    WHERE ${condition} ON CONFLICT (token_hash) DO NOTHING`
}

/** Every token, oldest first. */
export async function listTokens(where: Where): Promise<KnownToken[]> {
  const columns = 'id, name, scope, created_at, expires_at, revoked_at'
  const [rows] = await execute(where, `SELECT ${columns} FROM editors ORDER BY created_at, id`)
  return rows as unknown as KnownToken[]
}

/** Whether a token opens anything now. */
export function stateOf(token: KnownToken): 'valid' | 'expired' | 'revoked' {
  if (token.revoked_at !== null) return 'revoked'
  return token.expires_at > now() ? 'valid' : 'expired'
}

type Revoked = Pick<KnownToken, 'id' | 'name' | 'scope'>

/**
 * Revokes the valid token with this id, or every valid token with this name: two of one name are
 * valid at once while a program moves from the old one to the new.
 *
 * @returns the tokens revoked, and how many tokens have this id or name in whatever state
 */
export async function revokeTokens(
  where: Where,
  nameOrId: string,
): Promise<{ revoked: readonly Revoked[]; known: number }> {
  const these = `(id = ${literal(nameOrId)} OR name = ${literal(nameOrId)})`
  const at = now()
  const [, revoked = [], counted = []] = await execute(
    where,
    `UPDATE editors SET revoked_at = ${at}
      WHERE ${these} AND revoked_at IS NULL AND expires_at > ${at};
    SELECT id, name, scope FROM editors WHERE ${these} AND revoked_at = ${at};
    SELECT count(*) AS known FROM editors WHERE ${these}`,
  )
  return { revoked: revoked as unknown as Revoked[], known: Number(counted[0]?.known) }
}
