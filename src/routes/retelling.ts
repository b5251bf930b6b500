import type { Day, Month } from '../newsroom/dateline.ts'
import type { HistoryPart, Places } from '../newsroom/history.ts'
import type { HistoryExcerpt } from '../newsroom/ports.ts'
import type { Language, Localized, Release, ReleaseId, Text } from '../newsroom/release.ts'
import type { Revision } from '../newsroom/revision.ts'
import { parseSlug } from '../newsroom/slug.ts'
import type { Site } from '../site.ts'
import type { HistorySent, RevisionOfHistory, TextOfHistory } from './history.ts'
import { represent, representHeading, representText } from './representation.ts'

/** What was sent of a history. */
export const partFrom = (
  id: ReleaseId,
  { revisions, places, complete }: HistorySent,
): HistoryPart => ({
  id,
  revisions: revisions.map(revisionFrom),
  places: places
    ? ({
        month: (places.month as Month | undefined) ?? null,
        release: places.release ?? null,
        texts: places.texts ?? {},
        search: places.search ?? {},
        last: places.last ?? {},
      } as Places)
    : null,
  isLast: complete,
})

const revisionFrom = ({ release, note, ...heading }: RevisionOfHistory): Revision => ({
  ...heading,
  note: (note as Localized | undefined) ?? null,
  release: releaseFrom(release),
})

function releaseFrom(sent: RevisionOfHistory['release']): Release {
  const { id, state, revision, createdAt, revisedAt, kind, topics, withdrawal } = sent
  const announcement = {
    id: id as ReleaseId,
    revision,
    createdAt,
    revisedAt,
    kind,
    topics,
    texts: Object.fromEntries(
      Object.entries(sent.texts).map(([language, text]) => [language, textFrom(text)]),
    ) as Release['texts'],
    corrections: sent.corrections as Release['corrections'],
  }
  if (state === 'draft') return { state, ...announcement }
  const filed = { liveAt: sent.liveAt ?? 0, day: sent.day as Day }
  if (state !== 'withdrawn') return { state, ...announcement, ...filed }
  return {
    state,
    ...announcement,
    ...filed,
    withdrawnAt: withdrawal?.at ?? 0,
    reason: (withdrawal?.reason ?? {}) as Localized,
    replacedBy: (withdrawal?.replacedBy as ReleaseId | undefined) ?? null,
  }
}

const textFrom = (sent: TextOfHistory): Text => ({
  slug: sent.slug === undefined ? null : parseSlug(sent.slug),
  headline: sent.headline ?? null,
  subheadline: sent.subheadline ?? null,
  summary: sent.summary ?? null,
  department: sent.department ?? null,
  dateline: sent.dateline ?? null,
  body: sent.body ?? null,
  notes: sent.notes ?? null,
  publicFrom: sent.publicFrom ?? null,
  changedAt: sent.changedAt ?? null,
})

/** A part of a history for programs. */
export const representExcerpt = (site: Site, excerpt: HistoryExcerpt) => ({
  id: excerpt.id as string,
  ...(excerpt.places ? { places: representPlaces(excerpt.places) } : {}),
  revisions: excerpt.revisions.map((revision) => representFully(site, revision)),
  complete: excerpt.isComplete,
})

/** A revision as `representRevision` tells it, in the state and with every language that it had. */
export function representFully(site: Site, revision: Revision) {
  const { release } = revision
  const isKnown = (language: string) => site.languages.some((one) => one === language)
  const others = Object.entries<Text>(release.texts)
    .filter(([language]) => !isKnown(language))
    .map(([language, text]) => [
      language,
      { ...representText(site, text, language as Language), url: undefined },
    ])
  // At no instant has an embargo lifted that was under way when the revision was made.
  const told = represent(site, release, Number.NEGATIVE_INFINITY)
  return {
    ...representHeading(revision),
    release: { ...told, texts: { ...told.texts, ...Object.fromEntries(others) } },
  }
}

const representPlaces = ({ month, release, texts, search, last }: Places) => ({
  ...(month === null ? {} : { month: month as string }),
  ...(release === null ? {} : { release }),
  texts: texts as Record<string, number>,
  search: search as Record<string, number>,
  last: last as Record<string, Record<string, number>>,
})
