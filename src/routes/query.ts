import type { FieldError } from '../newsroom/refusals.ts'

/** How many entries an answer has: where nothing is said, and at most. */
export interface Limit {
  readonly usual: number
  readonly most: number
}
/** Of lists of releases. */
export const RELEASES: Limit = { usual: 20, most: 100 }
/** Of ledgers, whose entries are short. */
export const ENTRIES: Limit = { usual: 100, most: 1000 }

/** `?limit` as a number; one that is not allowed is entered as wrong. */
export function limitFrom(text: string | undefined, of: Limit, wrong: FieldError[]): number {
  const limit = text === undefined ? of.usual : Number(text)
  if (!/^\d+$/.test(text ?? '1') || limit < 1 || limit > of.most)
    wrong.push({ pointer: '?limit', detail: `must be from 1 to ${of.most}` })
  return limit
}

/** What is wrong with parameters that nobody knows. */
export const unknownOnes = (parameters: Readonly<Record<string, string>>): FieldError[] =>
  Object.keys(parameters).map((name) => ({
    pointer: `?${name}`,
    detail: 'is not a known parameter',
  }))
