import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from '../../src/newsroom/editor.ts'

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

/** Applies all migrations to an empty database of a Worker that is served. */
export async function migrate(db: D1Database): Promise<void> {
  const { unstable_splitSqlQuery: statementsOf } = await import('wrangler')
  for (const name of readdirSync(MIGRATIONS).sort())
    for (const statement of statementsOf(readFileSync(join(MIGRATIONS, name), 'utf8')))
      await db.prepare(statement).run()
}

/** Makes the database accept a token, with an id of its own; instants are epoch milliseconds. */
export async function accept(
  db: D1Database,
  id: string,
  token: string,
  scope: Scope = 'publish',
  { expiresAt = 9e15, revokedAt = null }: { expiresAt?: number; revokedAt?: number | null } = {},
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO tokens (id, editor_id, editor_name, scope, hash, created_at, expires_at, revoked_at)
        VALUES (?1, ?1, ?1, ?2, ?3, 0, ?4, ?5)`,
    )
    .bind(id, scope, hashOf(token), expiresAt, revokedAt)
    .run()
}

/** What the database knows of a token. */
export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
