import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { now } from '../clock.ts'
import type { Scope } from '../newsroom/editor.ts'
import { execute, literal, type Row, type Where } from './database.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What a token lets its editor do; `languages` null for all. */
export interface Rights {
  readonly scope: Scope
  readonly languages: readonly string[] | null
}
/** A token to make, valid for so many days. */
export interface Asked extends Rights {
  readonly name: string
  readonly days: number
}

/** A token as the database knows it: everything but the token. Instants are epoch milliseconds. */
export interface KnownToken extends Rights {
  readonly id: string
  readonly editor: { readonly id: string; readonly name: string }
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
  /** The last day (UTC) on which it opened something, such as `2026-03-23`. */
  readonly lastUsedOn: string | null
}

/**
 * `pressroom_` and 32 random bytes in base64url: 256 bits, which nobody guesses. What looks for
 * secrets finds it as `pressroom_[A-Za-z0-9_-]{43}`.
 */
export const newToken = (): string => `pressroom_${randomBytes(32).toString('base64url')}`

/** What is stored of a token. With 256 random bits a plain digest is as good as a slow one. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * The SQL that makes a token valid from now on; a second time it changes nothing. Where there is an
 * editor of exactly this name already, it is a further token of the same one.
 *
 * @param condition SQL that must hold
 */
export function insertion(token: string, asked: Asked, condition = 'TRUE'): string {
  const known = `SELECT editor_id FROM tokens WHERE editor_name = ${literal(asked.name)}
    ORDER BY created_at DESC, id LIMIT 1`
  const editor = `coalesce((${known}), ${literal(randomUUID())})`
  return insert(token, asked, editor, condition)
}

/**
 * Makes a token.
 * @returns how many other tokens its editor has, and how many of those are valid
 */
export async function createToken(
  where: Where,
  token: string,
  asked: Asked,
): Promise<{ readonly others: number; readonly valid: number }> {
  const [, found] = await execute(
    where,
    `${insertion(token, asked)};
    SELECT ${COLUMNS} FROM tokens WHERE hash <> ${hashLiteral(token)}
      AND editor_id = (SELECT editor_id FROM tokens WHERE hash = ${hashLiteral(token)})`,
  )
  const others = (found ?? []).map(knownFrom)
  return { others: others.length, valid: others.filter(isValid).length }
}

/** Every token, oldest first. */
export const listTokens = (where: Where): Promise<KnownToken[]> => select(where, 'TRUE')

/** The token with this id, or else every token of whoever has this id or name; oldest first. */
export const tokensOf = (where: Where, subject: string): Promise<KnownToken[]> =>
  select(where, meant(subject))

/** Whether a token opens anything now. */
export function stateOf(token: KnownToken): 'valid' | 'expired' | 'revoked' {
  if (token.revokedAt !== null) return 'revoked'
  return token.expiresAt > now() ? 'valid' : 'expired'
}
export const isValid = (token: KnownToken): boolean => stateOf(token) === 'valid'

/**
 * Makes a token for the editor of `old` that may do the same. Their valid tokens that may do that
 * too end after `grace` hours, unless they end sooner; without grace they are revoked, which is
 * noticed at once whatever the clocks of two machines say.
 *
 * @returns the tokens that it takes over from, as they are from then on; null, with nothing changed,
 *   when `old` is not valid any more
 */
export async function rotateToken(
  where: Where,
  token: string,
  old: KnownToken,
  { days, grace }: { readonly days: number; readonly grace: number },
): Promise<readonly KnownToken[] | null> {
  const at = now()
  const end = at + grace * HOUR
  const valid = `revoked_at IS NULL AND expires_at > ${at}`
  const isMade = `EXISTS (SELECT 1 FROM tokens WHERE hash = ${hashLiteral(token)})`
  const replaced = `${isMade} AND hash <> ${hashLiteral(token)}
    AND editor_id = ${literal(old.editor.id)} AND scope = ${literal(old.scope)}
    AND languages IS ${languagesLiteral(old)}`
  const [, , made = [], found = []] = await execute(
    where,
    `${insert(
      token,
      { ...old, name: old.editor.name, days },
      literal(old.editor.id),
      `EXISTS (SELECT 1 FROM tokens WHERE id = ${literal(old.id)} AND ${valid})`,
    )};
    UPDATE tokens SET ${grace === 0 ? `revoked_at = ${at}` : `expires_at = min(expires_at, ${end})`}
      WHERE ${replaced} AND ${valid};
    SELECT ${isMade} AS made;
    SELECT ${COLUMNS} FROM tokens
      WHERE ${replaced} AND expires_at > ${at} AND (revoked_at IS NULL OR revoked_at = ${at})
      ORDER BY created_at, id`,
  )
  return made[0]?.made === 1 ? found.map(knownFrom) : null
}

/**
 * Revokes the valid token with this id, or else every valid one of whoever has this id or name.
 *
 * @returns the tokens revoked, and how many tokens are meant in whatever state
 */
export async function revokeTokens(
  where: Where,
  subject: string,
): Promise<{ readonly revoked: readonly KnownToken[]; readonly known: number }> {
  const at = now()
  const [, found = []] = await execute(
    where,
    `UPDATE tokens SET revoked_at = ${at}
      WHERE ${meant(subject)} AND revoked_at IS NULL AND expires_at > ${at};
    SELECT ${COLUMNS} FROM tokens WHERE ${meant(subject)} ORDER BY created_at, id`,
  )
  const all = found.map(knownFrom)
  return { revoked: all.filter(({ revokedAt }) => revokedAt === at), known: all.length }
}

const insert = (token: string, asked: Asked, editor: string, condition: string): string =>
  `INSERT INTO tokens (id, editor_id, editor_name, scope, languages, hash, created_at, expires_at)
    SELECT ${literal(randomUUID())}, ${editor}, ${literal(asked.name)}, ${literal(asked.scope)},
      ${languagesLiteral(asked)}, ${hashLiteral(token)}, ${now()}, ${now() + asked.days * DAY}
    WHERE ${condition} ON CONFLICT (hash) DO NOTHING`

async function select(where: Where, condition: string): Promise<KnownToken[]> {
  const sql = `SELECT ${COLUMNS} FROM tokens WHERE ${condition} ORDER BY created_at, id`
  const [found = []] = await execute(where, sql)
  return found.map(knownFrom)
}

/** The first token of an editor may have the editor's id: an id means that one token first. */
const meant = (subject: string) => `(id = ${literal(subject)}
  OR ${literal(subject)} IN (editor_id, editor_name)
    AND NOT EXISTS (SELECT 1 FROM tokens WHERE id = ${literal(subject)}))`

const hashLiteral = (token: string) => literal(hashOf(token))
const languagesLiteral = ({ languages }: Rights) =>
  languages === null ? 'NULL' : literal(JSON.stringify(languages))

const COLUMNS =
  'id, editor_id, editor_name, scope, languages, created_at, expires_at, revoked_at, last_used_on'

const knownFrom = (row: Row): KnownToken => ({
  id: String(row.id),
  editor: { id: String(row.editor_id), name: String(row.editor_name) },
  scope: row.scope as Scope,
  languages: row.languages == null ? null : JSON.parse(String(row.languages)),
  createdAt: Number(row.created_at),
  expiresAt: Number(row.expires_at),
  revokedAt: row.revoked_at as number | null,
  lastUsedOn: row.last_used_on as string | null,
})
