import { and, eq, ne, sql } from 'drizzle-orm'
import { type FieldError, pointer, Refusal } from '../newsroom/refusals.ts'
import type { Language, Release, ReleaseId, Text } from '../newsroom/release.ts'
import { firstFree, isNumbered, type Slug, slugFrom } from '../newsroom/slug.ts'
import { type Database, rows, type Statement } from './database.ts'
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
  const held = lookUps(db, after.id)
  const refused: FieldError[] = []
  const settled = async (language: Language, text: Text): Promise<[Language, Text]> => {
    const taken = (candidates: readonly Slug[]) => held(language, candidates)
    const draughted = before?.texts[language]
    const old = draughted?.slug ?? null
    if (text.slug === null && text.headline !== null) {
      const stem = slugFrom(text.headline, after.kind)
      // Another headline may tell the same: then the slug that was derived from it stays.
      const same = slugFrom(draughted?.headline ?? '', after.kind) === stem
      const slug =
        old !== null && same && isNumbered(old, stem) ? old : await firstFree(stem, taken)
      return [language, { ...text, slug }]
    }
    if (text.slug !== null && text.slug !== old && (await taken([text.slug])).size > 0)
      refused.push({
        pointer: pointer('texts', language, 'slug'),
        detail: `The slug "${text.slug}" belongs to another release.`,
      })
    return [language, text]
  }
  const entries = Object.entries<Text>(after.texts) as [Language, Text][]
  const texts = await Promise.all(entries.map(([language, text]) => settled(language, text)))
  if (refused.length > 0) throw new Refusal('invalid', 'A slug is not free.', refused)
  return { ...after, texts: Object.fromEntries(texts) }
}

/**
 * The statements that take the release's slugs. A slug that it has or had is its own already. A
 * draft gives up the slugs that it does not keep; nobody has seen them.
 */
export function claim(db: Database, before: Release | null, after: Release): Statement[] {
  const taken = slugRows(after).filter(
    ({ language, slug }) => before?.texts[language]?.slug !== slug,
  )
  const left =
    before?.state === 'draft'
      ? slugRows(before).filter(({ language, slug }) => after.texts[language]?.slug !== slug)
      : []
  return [
    ...left.map((row) =>
      db.build
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
      db.build
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

function slugRows(release: Release) {
  return (Object.keys(release.texts) as Language[]).flatMap((language) => {
    const slug = release.texts[language]?.slug
    return slug ? [{ language, slug, releaseId: release.id }] : []
  })
}

/** Which of a language's slugs other releases hold. */
type LookUp = (language: Language, candidates: readonly Slug[]) => Promise<ReadonlySet<Slug>>

/** Look-ups that begin together, for each language one, share a round trip. */
function lookUps(db: Database, id: ReleaseId): LookUp {
  let asked: [Language, Slug][] = []
  let answer: ReturnType<typeof heldByOthers> | undefined
  return async (language, candidates) => {
    asked.push(...candidates.map((slug): [Language, Slug] => [language, slug]))
    answer ??= Promise.resolve().then(() => {
      const all = asked
      asked = []
      answer = undefined
      return heldByOthers(db, id, all)
    })
    const held = await answer
    return new Set(held.filter((row) => row.language === language).map(({ slug }) => slug))
  }
}

/** Of these slugs, those that other releases hold. */
export const heldByOthers = (db: Database, id: ReleaseId, asked: readonly [Language, Slug][]) =>
  rows(
    db,
    db.build
      .select({ language: slugs.language, slug: slugs.slug })
      .from(sql`json_each(${JSON.stringify(asked)})`)
      .innerJoin(
        slugs,
        and(
          eq(slugs.language, sql`json_each.value ->> 0`),
          eq(slugs.slug, sql`json_each.value ->> 1`),
          ne(slugs.releaseId, id),
        ),
      ),
  )
