import { mapTexts } from '../newsroom/content.ts'
import { monthOf } from '../newsroom/dateline.ts'
import type { Language, Release, Text } from '../newsroom/release.ts'
import type { releases, texts } from './schema.ts'

export type ReleaseRow = typeof releases.$inferSelect
export type TextRow = typeof texts.$inferSelect

/** A release from its row and the rows of its texts; a text without a row is told by its outline. */
export function releaseOf(
  row: Omit<ReleaseRow, 'month' | 'place'>,
  textRows: readonly TextRow[],
): Release {
  const announcement = {
    id: row.id,
    revision: row.revision,
    createdAt: row.createdAt,
    revisedAt: row.revisedAt,
    kind: row.kind,
    topics: row.topics,
    texts: {
      ...mapTexts(row.outline, (outline): Text => ({ ...outline, body: null, notes: null })),
      ...Object.fromEntries(textRows.map((text) => [text.language, textOf(text)])),
    },
    corrections: row.corrections,
  }
  if (row.liveAt === null || row.day === null) return { state: 'draft', ...announcement }
  const filed = { liveAt: row.liveAt, day: row.day }
  const { withdrawnAt, reason, replacedBy } = row
  if (withdrawnAt !== null && reason !== null)
    return { state: 'withdrawn', ...announcement, ...filed, withdrawnAt, reason, replacedBy }
  // Whether an embargo has lifted is for the newsroom to say, which knows what time it is.
  return { state: 'embargoed', ...announcement, ...filed }
}

/** The columns of a release, without its place. */
export function releaseColumns(release: Release): Omit<ReleaseRow, 'place' | 'outline'> {
  const filed = release.state === 'draft' ? null : release
  const withdrawn = release.state === 'withdrawn' ? release : null
  return {
    id: release.id,
    kind: release.kind,
    topics: release.topics,
    revision: release.revision,
    createdAt: release.createdAt,
    revisedAt: release.revisedAt,
    liveAt: filed?.liveAt ?? null,
    day: filed?.day ?? null,
    month: filed && monthOf(filed.day),
    withdrawnAt: withdrawn?.withdrawnAt ?? null,
    reason: withdrawn?.reason ?? null,
    replacedBy: withdrawn?.replacedBy ?? null,
    corrections: release.corrections,
  }
}

/** The columns of a release's text, without its place. */
export function textColumns(
  release: Release,
  language: Language,
  text: Text,
): Omit<TextRow, 'place'> {
  const { dateline, ...columns } = text
  const filed = release.state === 'draft' ? null : release
  return {
    ...columns,
    releaseId: release.id,
    language,
    datelinePlace: dateline?.place ?? null,
    listedAt: filed && filed.state !== 'withdrawn' ? filed.liveAt : null,
    month: filed && monthOf(filed.day),
  }
}

/** A text from its row. */
export const textOf = (row: TextRow): Text => ({
  slug: row.slug,
  headline: row.headline,
  subheadline: row.subheadline,
  summary: row.summary,
  department: row.department,
  dateline: row.datelinePlace === null ? null : { place: row.datelinePlace },
  body: row.body,
  notes: row.notes,
  publicFrom: row.publicFrom,
  changedAt: row.changedAt,
})
