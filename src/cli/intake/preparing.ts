import { isBlank } from '../../newsroom/requirements.ts'
import type { SiteFacts } from '../connection.ts'
import type { Manuscript, Wording } from '../manuscript/manuscript.ts'
import { type ReleaseRequest, requestOf } from '../manuscript/request.ts'

/** What a manuscript of another system becomes here. */
export interface Prepared {
  readonly request: ReleaseRequest
  /** By the languages of the request. */
  readonly formerPaths: Readonly<Record<string, readonly string[]>>
  /** Why it is a draft though the source would have it public; empty where nothing is open. */
  readonly open: readonly string[]
  /** What is told of it and changes nothing. */
  readonly remarks: readonly string[]
}

interface Preparing {
  readonly site: SiteFacts
  /** Of a text whose language is not told. */
  readonly language: string | null
  readonly asDrafts: boolean
}

/**
 * Nobody is asked about thousands of releases: one with an open doubt, or without words that it needs
 * to be public, is taken as a draft, and named.
 */
export function prepared(
  { doubts, ...manuscript }: Manuscript,
  { site, language, asDrafts }: Preparing,
): Prepared {
  const texts = underLanguages(manuscript.texts, language ?? site.languages[0])
  const isForPublic = manuscript.standing !== null && manuscript.standing.state !== 'draft'
  const open = [
    ...doubts.filter(({ isOpen }) => isOpen).map(({ says }) => says),
    ...(isForPublic ? missing(texts) : []),
  ]
  const stays = asDrafts || open.length > 0
  const standing = stays ? null : manuscript.standing
  return {
    request: requestOf({ ...manuscript, texts, standing }, site),
    formerPaths: Object.fromEntries(
      Object.entries(texts).map(([language, { formerPaths }]) => [language, formerPaths]),
    ),
    open,
    remarks: doubts.filter(({ isOpen }) => !isOpen).map(({ says }) => says),
  }
}

/** A text whose language is not told is in the one that is assumed, unless there is one already. */
function underLanguages(
  texts: Readonly<Record<string, Wording>>,
  assumed: string,
): Readonly<Record<string, Wording>> {
  const { und, ...told } = texts
  return und === undefined || assumed in told ? texts : { ...told, [assumed]: und }
}

function missing(texts: Readonly<Record<string, Wording>>): string[] {
  if (Object.keys(texts).length === 0) return ['It has no text.']
  return Object.entries(texts).flatMap(([language, wording]) =>
    (['headline', 'body'] as const)
      .filter((part) => isBlank(wording[part] ?? ''))
      .map((part) => `It has no ${part} (${language}).`),
  )
}
