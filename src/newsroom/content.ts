import type { Instant } from './dateline.ts'
import { Refusal } from './refusals.ts'
import type { Draughted, Language, Release, State, Text } from './release.ts'
import { requirements } from './requirements.ts'
import type { Slug } from './slug.ts'

/** A text as an editor sends it. Without a slug, the one it has is kept or one is derived. */
export interface TextContent extends Draughted {
  readonly slug: Slug | null
}
/** What an editor writes of a release. */
export interface Content {
  readonly kind: string
  readonly topics: readonly string[]
  readonly texts: Readonly<Record<Language, TextContent>>
}

/** The release with other content, its texts' times kept where a reader would notice nothing. */
export function revise<R extends Release>(before: R, content: Content, now: Instant): R {
  const instant =
    before.state === 'published' ? now : before.state === 'embargoed' ? before.liveAt : null
  const added = Object.keys(content.texts).some((language) => !(language in before.texts))
  const retold =
    added || content.kind !== before.kind || content.topics.join() !== before.topics.join()
  const texts = mapTexts(content.texts, (text, language): Text => {
    const old = before.texts[language]
    const slug = text.slug ?? keptSlug(before.state, old, text)
    if (!old) return { ...text, slug, publicFrom: instant, changedAt: instant }
    const noticed = retold || slug !== old.slug || !same(draughted(old), draughted(text))
    return {
      ...text,
      slug,
      publicFrom: old.publicFrom,
      changedAt: noticed ? instant : old.changedAt,
    }
  })
  const after = { ...before, kind: content.kind, topics: content.topics, texts }
  if (before.state !== 'draft') keepPromises(before, after)
  return after
}

/** The languages whose readers get something else; all, where kind or topics are others. */
export function languagesChanged(before: Content, after: Content): Language[] {
  const all = [
    ...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)]),
  ] as Language[]
  if (before.kind !== after.kind || !same(before.topics, after.topics)) return all
  return all.filter((language) => {
    const [old, text] = [before.texts[language], after.texts[language]]
    return !old || !text || old.slug !== text.slug || !same(draughted(old), draughted(text))
  })
}

/** A draft's slug follows its headline; one that was announced stays until an editor moves it. */
const keptSlug = (state: State, old: Text | undefined, text: TextContent) =>
  old && (state !== 'draft' || old.headline === text.headline) ? old.slug : null

/** What is public or about to be stays complete, and no language of a public release vanishes. */
function keepPromises(before: Release, after: Release): void {
  const missing = requirements(after.texts)
  const gone = Object.keys(before.texts).filter((language) => !(language in after.texts))
  if (before.state === 'published')
    for (const language of gone)
      missing.push({
        pointer: '/texts',
        detail: `The text in "${language}" is public and cannot be left out.`,
      })
  if (missing.length > 0)
    throw new Refusal('incomplete', 'The release would not be complete any more.', missing)
}

const draughted = (text: Draughted): Draughted => ({
  headline: text.headline,
  subheadline: text.subheadline,
  summary: text.summary,
  department: text.department,
  dateline: text.dateline,
  body: text.body,
  notes: text.notes,
})

export const same = (a: unknown, b: unknown) =>
  JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder)

const inOrder = (_: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Each text changed, under its language. */
export const mapTexts = <A, B>(
  texts: Readonly<Record<Language, A>>,
  change: (text: A, language: Language) => B,
): Record<Language, B> =>
  Object.fromEntries(
    Object.entries<A>(texts).map(([language, text]) => [
      language,
      change(text, language as Language),
    ]),
  )
