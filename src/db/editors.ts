import { and, eq, gt, isNull, lt, or } from 'drizzle-orm'
import { dayOf } from '../newsroom/dateline.ts'
import type { Editors } from '../newsroom/ports.ts'
import { batch, type Database, rows } from './database.ts'
import { tokens } from './schema.ts'

/** @param later runs what the answer need not wait for */
export const editorsIn = (
  db: Database,
  later: (task: () => Promise<unknown>) => void,
): Editors => ({
  byTokenHash: async (hash, now) => {
    const [found] = await rows(
      db,
      db.build
        .select({
          id: tokens.editorId,
          name: tokens.editorName,
          token: tokens.id,
          scope: tokens.scope,
          languages: tokens.languages,
          lastUsedOn: tokens.lastUsedOn,
        })
        .from(tokens)
        .where(and(eq(tokens.hash, hash), gt(tokens.expiresAt, now), isNull(tokens.revokedAt))),
    )
    if (!found) return null
    const { lastUsedOn, ...editor } = found
    const today = dayOf(now, 'UTC')
    if (lastUsedOn === null || lastUsedOn < today)
      later(() =>
        batch(db, [
          db.build
            .update(tokens)
            .set({ lastUsedOn: today })
            .where(
              and(
                eq(tokens.id, editor.token),
                or(isNull(tokens.lastUsedOn), lt(tokens.lastUsedOn, today)),
              ),
            ),
        ]),
      )
    return editor
  },
})
