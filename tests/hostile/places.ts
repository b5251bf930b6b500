/** Where a text of the corpus goes: fields of a release, and parts of a request. */
export type Place =
  | (typeof LINES)[number]
  | (typeof PROSE)[number]
  | 'slug'
  | 'topic'
  | 'kind'
  | 'fields'
  | 'q'
  | 'parameters'
  | 'path'
  | 'If-None-Match'
  | 'Accept'
  | 'Accept-Language'
  | 'Cookie'
  | 'Range'
  | 'X-Forwarded-Host'
  | 'Authorization'
  | 'Content-Type'

/** Fields that stand on one line; `note` is a correction's and `reason` a withdrawal's. */
export const LINES = [
  'headline',
  'subheadline',
  'summary',
  'department',
  'place',
  'note',
  'reason',
] as const
/** Fields of Markdown. */
export const PROSE = ['body', 'notes'] as const
export const WORDS = [...LINES, ...PROSE] as const

export interface Hostile {
  readonly name: string
  readonly value: string
  readonly places: readonly Place[]
}

export const into = (
  places: readonly Place[],
  entries: Readonly<Record<string, string>>,
): Hostile[] => Object.entries(entries).map(([name, value]) => ({ name, value, places }))
