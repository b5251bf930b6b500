import { type Instant, type Month, monthOf } from './dateline.ts'
import type { Language, Release, ReleaseId } from './release.ts'
import type { Revision } from './revision.ts'

/**
 * Where a release stands in the archive's pages, which are cut by places: without it the pages of a
 * newsroom that is put back would be cut elsewhere, because cancelled embargoes leave gaps.
 */
export interface Places {
  /** The month that the release is filed in, with its place there; null for a draft. */
  readonly month: Month | null
  readonly release: number | null
  /** The place of each text in its language's sequence of that month. */
  readonly texts: Readonly<Record<Language, number>>
  /** Where each text stands among those that may be found from the same instant on. */
  readonly search: Readonly<Record<Language, number>>
  /**
   * The last place given in each month in which the release was ever filed: of its languages, and of
   * all releases under `''`.
   */
  readonly last: Readonly<Record<Month, Readonly<Record<string, number>>>>
}

/** Places of a month at most: so many that its pages have addresses. */
export const MAX_PLACE = 1_000_000
/** Texts of one instant that the search tells apart, and a bulk of them that comes shortly after. */
export const MAX_SEARCH_PLACE = 2 ** 33

/** The places as far as the history knows of their months and languages. */
export function placesWithin(places: Places, releases: readonly Release[]): Places {
  const months = new Set(
    releases.flatMap((release) => ('day' in release ? monthOf(release.day) : [])),
  )
  const sequences = new Set(['', ...releases.flatMap(({ texts }) => Object.keys(texts))])
  const last = Object.fromEntries(
    [...months].map((month) => [
      month,
      Object.fromEntries(
        Object.entries(places.last[month] ?? {}).filter(([sequence]) => sequences.has(sequence)),
      ),
    ]),
  )
  return { ...places, last }
}

/** A part of a release's history; most have one part, which is the last. */
export interface HistoryPart {
  readonly id: ReleaseId
  readonly revisions: readonly Revision[]
  /** Known with the last part, where they are known at all. */
  readonly places: Places | null
  readonly isLast: boolean
}

/** The revision up to which somebody has read all histories, in their order. */
export interface HistoryPosition {
  readonly createdAt: Instant
  readonly id: ReleaseId
  readonly number: number
}

/** The slugs that the release has or had, and keeps: drafts give up those that nobody has seen. */
export function slugsHeld(releases: readonly Pick<Release, 'state' | 'texts'>[]) {
  const held = new Map<string, { language: Language; slug: string }>()
  let before: Pick<Release, 'state' | 'texts'> | null = null
  for (const release of releases) {
    if (before?.state === 'draft')
      for (const { language, slug } of slugsIn(before))
        if (release.texts[language]?.slug !== slug) held.delete(`${language} ${slug}`)
    for (const one of slugsIn(release)) held.set(`${one.language} ${one.slug}`, one)
    before = release
  }
  return [...held.values()]
}

const slugsIn = ({ texts }: Pick<Release, 'texts'>) =>
  (Object.keys(texts) as Language[]).flatMap((language) => {
    const slug = texts[language]?.slug
    return slug ? [{ language, slug }] : []
  })
