import type { SiteFacts } from '../connection.ts'
import type { Manuscript, Wording } from '../manuscript/manuscript.ts'
import { type ReleaseRequest, requestOf, type TextRequest } from '../manuscript/request.ts'
import type { ReleaseRead } from './finding.ts'

/** What a release says: the body of what replaces it. */
export type Content = Pick<ReleaseRequest, 'kind' | 'topics' | 'texts'>

/** What a release says now. */
export const contentOf = ({ kind, topics, texts }: ReleaseRead): Content => ({
  kind,
  topics: [...topics],
  texts: Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [language, textOf(text)]),
  ),
})

function textOf(text: ReleaseRead['texts'][string]): TextRequest {
  const { slug, headline, subheadline, summary, department, dateline, body, notes } = text
  const parts = { slug, headline, subheadline, summary, department, dateline, body, notes }
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

/**
 * What a manuscript says, over what the release says now: kind, topics, addresses and languages that it
 * does not tell stay as they are, and a text that it tells replaces that language's.
 */
export function contentOver(
  release: ReleaseRead | null,
  manuscript: Manuscript,
  site: Pick<SiteFacts, 'kinds' | 'timeZone'>,
): Content {
  const { kind, topics, texts } = requestOf({ ...manuscript, standing: null }, site)
  if (!release) return { kind, topics, texts }
  const before = contentOf(release)
  return {
    kind: manuscript.kind === null ? before.kind : kind,
    topics: manuscript.topics.length === 0 ? before.topics : topics,
    texts: { ...before.texts, ...texts },
  }
}

/** The parts of a text, in the order in which they are shown. */
export const PARTS = [
  'slug',
  'headline',
  'subheadline',
  'summary',
  'department',
  'place',
  'body',
  'notes',
] as const
export type Part = (typeof PARTS)[number]

/** A part of a text as the newsroom stores it; null where it is absent. */
export function partOf(text: TextRequest | undefined, part: Part): string | null {
  const given = part === 'place' ? text?.dateline?.place : text?.[part]
  return given ? stored(given, part) : null
}

/** NFC, `\n`, and no space around it; before the first line of prose spaces mean something. */
function stored(text: string, part: Part): string | null {
  const lines = text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
  return (part === 'body' || part === 'notes' ? lines : lines.trim()) || null
}

/** What one content says otherwise than another. A slug that is not told stays. */
export function changesOf(before: Content, after: Content) {
  const texts = Object.entries(after.texts).flatMap(([language, text]) =>
    PARTS.map((part) => ({
      language,
      part,
      before: partOf(before.texts[language], part),
      after: partOf(text, part),
    })).filter((one) => one.before !== one.after && !(one.part === 'slug' && one.after === null)),
  )
  return {
    kind: before.kind === after.kind ? null : ([before.kind, after.kind] as const),
    topics:
      before.topics.join() === after.topics.join()
        ? null
        : ([before.topics, after.topics] as const),
    texts,
  }
}
export type Changes = ReturnType<typeof changesOf>

export const isSame = (before: Content, after: Content): boolean => {
  const { kind, topics, texts } = changesOf(before, after)
  return kind === null && topics === null && texts.length === 0
}

/** A text as it is shown. */
export const wordingOf = (text: TextRequest): Wording => ({
  slug: text.slug ?? null,
  headline: text.headline ?? null,
  subheadline: text.subheadline ?? null,
  summary: text.summary ?? null,
  department: text.department ?? null,
  place: text.dateline?.place ?? null,
  body: text.body ?? null,
  notes: text.notes ?? null,
  formerPaths: [],
})
