import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Editors } from '../newsroom/ports.ts'
import { type Database, rows } from './database.ts'
import { editors } from './schema.ts'

export const editorsIn = (db: Database): Editors => ({
  byTokenHash: async (hash, now) => {
    const [found] = await rows(
      db,
      db.build
        .select({ id: editors.id, name: editors.name, scope: editors.scope })
        .from(editors)
        .where(
          and(eq(editors.tokenHash, hash), gt(editors.expiresAt, now), isNull(editors.revokedAt)),
        ),
    )
    return found ?? null
  },
})
