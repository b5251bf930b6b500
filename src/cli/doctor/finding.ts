/** Something that was looked at. */
export interface Finding {
  /** What it is about, in one word: the same in every run. */
  readonly about: string
  readonly state: 'ok' | 'wrong' | 'skipped'
  /** What was found, one line. */
  readonly says: string
  /** What to do about it, one line; null where nothing is. */
  readonly advice: string | null
}

/** Milliseconds that two clocks may differ. */
export const MAX_SKEW = 5000

/** A finding of this state: what it is about, what was found, and what to do about it. */
const finding =
  (state: Finding['state']) =>
  (about: string, says: string, advice: string | null = null): Finding => ({
    about,
    state,
    says,
    advice,
  })
export const ok = finding('ok')
export const wrong = finding('wrong')
export const skipped = finding('skipped')

/** A span of seconds in words, in the largest unit of which there are two. */
export function spanOf(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  for (const [unit, length] of UNITS)
    if (whole >= 2 * length) return `${Math.floor(whole / length)} ${unit}s`
  return countOf(whole, 'second', 'seconds')
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

export const countOf = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`

/** Bytes, as people name them. */
export const sizeOf = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`
