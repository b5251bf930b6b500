import { and, eq, ne, sql } from 'drizzle-orm'
import { pointer, Refusal } from '../newsroom/refusals.ts'
import type { Language, Release, ReleaseId } from '../newsroom/release.ts'
import { firstFree, isNumbered, type Slug, slugFrom } from '../newsroom/slug.ts'
import { answered, type Database, type Statement } from './database.ts'
import { slugs } from './schema.ts'

/**
 * The release with a slug in every text that has a headline, each free or the release's own.
 * @throws Refusal `invalid` when a slug that the editor gave belongs to another release
 */
export async function settle(
  db: Database,
  before: Release | null,
  after: Release,
): Promise<Release> {
  const texts = { ...after.texts }
  const refused = []
  for (const language of Object.keys(texts) as Language[]) {
    const text = texts[language]
    if (!text) continue
    const draughted = before?.texts[language]
    const old = draughted?.slug ?? null
    const taken = (candidates: readonly Slug[]) => heldByOthers(db, after.id, language, candidates)
    if (text.slug === null && text.headline !== null) {
      const stem = slugFrom(text.headline, after.kind)
      // Another headline may tell the same: then the slug that was derived from it stays.
      const same = slugFrom(draughted?.headline ?? '', after.kind) === stem
      const slug =
        old !== null && same && isNumbered(old, stem) ? old : await firstFree(stem, taken)
      texts[language] = { ...text, slug }
    } else if (text.slug !== null && text.slug !== old && (await taken([text.slug])).size > 0)
      refused.push({
        pointer: pointer('texts', language, 'slug'),
        detail: `The slug "${text.slug}" belongs to another release.`,
      })
  }
  if (refused.length > 0) throw new Refusal('invalid', 'A slug is not free.', refused)
  return { ...after, texts }
}

/**
 * The statements that take the release's slugs. A slug that it has or had is its own already. A
 * draft gives up the slugs that it does not keep; nobody has seen them.
 */
export function claim(db: Database, before: Release | null, after: Release): Statement[] {
  const taken = rows(after).filter(({ language, slug }) => before?.texts[language]?.slug !== slug)
  const left =
    before?.state === 'draft'
      ? rows(before).filter(({ language, slug }) => after.texts[language]?.slug !== slug)
      : []
  return [
    ...left.map((row) =>
      db
        .delete(slugs)
        .where(
          and(
            eq(slugs.language, row.language),
            eq(slugs.slug, row.slug),
            eq(slugs.releaseId, row.releaseId),
          ),
        ),
    ),
    // Its own old slug may come back; another's becomes null, breaks NOT NULL, and the batch
    // rolls back.
    ...taken.map((row) =>
      db
        .insert(slugs)
        .values(row)
        .onConflictDoUpdate({
          target: [slugs.language, slugs.slug],
          set: {
            releaseId: sql`case when ${slugs.releaseId} = excluded.release_id
              then excluded.release_id end`,
          },
        }),
    ),
  ]
}

function rows(release: Release) {
  return (Object.keys(release.texts) as Language[]).flatMap((language) => {
    const slug = release.texts[language]?.slug
    return slug ? [{ language, slug, releaseId: release.id }] : []
  })
}

async function heldByOthers(
  db: Database,
  id: ReleaseId,
  language: Language,
  candidates: readonly Slug[],
): Promise<ReadonlySet<Slug>> {
  const held = await answered(() =>
    db
      .select({ slug: slugs.slug })
      .from(slugs)
      .where(
        and(
          eq(slugs.language, language),
          sql`${slugs.slug} in (select value from json_each(${JSON.stringify(candidates)}))`,
          ne(slugs.releaseId, id),
        ),
      ),
  )
  return new Set(held.map(({ slug }) => slug))
}
