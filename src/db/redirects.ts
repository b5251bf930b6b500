import { and, asc, eq, gt } from 'drizzle-orm'
import { releaseTag } from '../caching.ts'
import type { Redirects } from '../newsroom/ports.ts'
import type { Redirect } from '../newsroom/redirects.ts'
import { type FieldError, pointer, Refusal } from '../newsroom/refusals.ts'
import type { Language, ReleaseId } from '../newsroom/release.ts'
import { all, batch, breaks, type Clock, type Database, rows } from './database.ts'
import { lastRebuild, purges, redirects } from './schema.ts'

/** How often redirects are judged anew because others were entered or removed meanwhile. */
const MAX_TRIES = 5

export const redirectsIn = (db: Database, clock: Clock): Redirects => ({
  enter: async (asked, editor, now) => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const missing = await notEnteredYet(db, asked)
      if (missing === 0) return 0
      try {
        return (await all(db, ENTER, listed(asked), now, editor.token)).length
      } catch (error) {
        if (!breaks(error, 'redirects.path')) throw error
      }
    }
    throw new Refusal('unavailable', 'Others are entering the same redirects right now.')
  },

  list: (after, limit) =>
    rows(
      db,
      db.build
        .select(REDIRECT)
        .from(redirects)
        .where(after === null ? undefined : gt(redirects.path, after))
        .orderBy(asc(redirects.path))
        .limit(limit),
    ),

  find: async (from) => {
    const [found] = await rows(
      db,
      db.build.select(REDIRECT).from(redirects).where(eq(redirects.path, from)),
    )
    return found ?? null
  },

  remove: async (redirect, editor, now) => {
    const it = and(
      eq(redirects.path, redirect.from),
      eq(redirects.releaseId, redirect.release),
      eq(redirects.language, redirect.language),
    )
    await batch(db, [
      // The ledger tells who removed it, and when.
      db.build.update(redirects).set({ at: now, tokenId: editor.token }).where(it),
      db.build.delete(redirects).where(it),
      db.build.insert(purges).values({ tags: [releaseTag(redirect.release)], at: clock() }),
      db.build.update(lastRebuild).set({ purging: 1 }),
    ])
  },
})

const REDIRECT = {
  from: redirects.path,
  release: redirects.releaseId,
  language: redirects.language,
}

/** As a parameter: the places are those of `ASKED` and `ENTER`. */
const listed = (asked: readonly Redirect[]): string =>
  JSON.stringify(asked.map(({ from, release, language }) => [from, release, language]))

/** What is entered already is passed over; what leads elsewhere breaks the key. */
const ENTER = `INSERT INTO redirects (path, release_id, language, at, token_id)
  SELECT DISTINCT value ->> 0, value ->> 1, value ->> 2, ?2, ?3 FROM json_each(?1)
  WHERE (value ->> 1, value ->> 2) IS NOT
    (SELECT release_id, language FROM redirects WHERE path = value ->> 0)
  RETURNING path`

const ASKED = `SELECT releases.id AS release, texts.release_id AS text,
    redirects.release_id AS otherRelease, redirects.language AS otherLanguage
  FROM json_each(?1)
  LEFT JOIN releases ON releases.id = value ->> 1
  LEFT JOIN texts ON texts.release_id = value ->> 1 AND texts.language = value ->> 2
  LEFT JOIN redirects ON redirects.path = value ->> 0
  ORDER BY json_each.key`

interface Asked {
  readonly release: ReleaseId | null
  readonly text: ReleaseId | null
  readonly otherRelease: ReleaseId | null
  readonly otherLanguage: Language | null
}

/**
 * How many of the redirects are not entered.
 * @throws Refusal `invalid` naming each that cannot be
 */
async function notEnteredYet(db: Database, asked: readonly Redirect[]): Promise<number> {
  const known = await all<Asked>(db, ASKED, listed(asked))
  const targets = new Map<string, Redirect>()
  const refused: FieldError[] = []
  let missing = 0
  for (const [at, redirect] of asked.entries()) {
    const { from, release, language } = redirect
    const {
      release: found = null,
      text = null,
      otherRelease = null,
      otherLanguage = null,
    } = known[at] ?? {}
    const refuse = (field: string, detail: string) =>
      refused.push({ pointer: pointer('redirects', at, field), detail })
    const first = targets.get(from) ?? redirect
    targets.set(from, first)
    if (found === null) refuse('release', 'is not the id of a release')
    else if (text === null) refuse('language', 'is none of the release’s languages')
    if (otherRelease === null) missing++
    else if (otherRelease !== release || otherLanguage !== language)
      refuse('from', `leads to the release "${otherRelease}" in "${otherLanguage}" already`)
    if (first.release !== release || first.language !== language)
      refuse('from', 'is given twice, and leads to two places')
  }
  if (refused.length > 0) throw new Refusal('invalid', 'Nothing was entered.', refused)
  return missing
}
