import { datesIn, type WrittenDate } from '../dates.ts'
import type { Moment } from '../manuscript.ts'
import { isPlace } from './place.ts'

/** A date that may be the one on which a release is issued, and how surely its place tells so. */
export interface Candidate {
  readonly date: WrittenDate
  readonly place: Place
  readonly said: string
}
/** On a line of the letterhead, at an edge of a line or paragraph, within the opening, at the end. */
export type Place = 'letterhead' | 'edge' | 'opening' | 'end'

/** When a release was issued, of what its text tells. */
export interface Issue {
  /** What it can mean: one where it is sure, none where nothing is told. */
  readonly meanings: readonly Moment[]
  /** The dates as they are written. */
  readonly said: readonly string[]
  /** Several days are told, not one that could be several. */
  readonly isContradictory: boolean
}

/** The surest first; of what stands in the same rank, nothing is surer than the other. */
const RANKS: readonly (readonly Place[])[] = [['letterhead', 'edge'], ['opening'], ['end']]

/**
 * The surest dates decide. Where they could mean several days, those that the less sure ones name
 * too are meant; where they tell several, all are possible.
 */
export function issueOf(candidates: readonly Candidate[]): Issue {
  const told = candidates.filter(({ date }) => date.meanings.length > 0)
  const [surest = [], ...others] = RANKS.map((rank) =>
    told.filter(({ place }) => rank.includes(place)),
  ).filter((rank) => rank.length > 0)
  const said = [...new Set(surest.map(({ said }) => said))]
  const sets = surest.map(({ date }) => date.meanings)
  const shared = sets.reduce(both, sets[0] ?? [])
  if (shared.length === 0) {
    const all = [...new Map(sets.flat().map((moment) => [dayOf(moment), moment])).values()]
    return { meanings: all, said, isContradictory: all.length > 0 }
  }
  const meanings = others.flat().reduce((days, { date }) => {
    const fewer = both(days, date.meanings)
    return days.length > 1 && fewer.length > 0 ? fewer : days
  }, shared)
  return { meanings, said, isContradictory: false }
}

/** Of two sets of moments those on the same days; the ones with a time, where either has one. */
function both(some: readonly Moment[], others: readonly Moment[]): readonly Moment[] {
  return some.flatMap((moment) => {
    const match = others.find((other) => dayOf(other) === dayOf(moment))
    if (!match) return []
    return [moment.length >= match.length ? moment : match]
  })
}

export const dayOf = (moment: Moment): string => moment.slice(0, 'YYYY-MM-DD'.length)

/** Characters of an opening in which a date that is part of no sentence is that of the release. */
const OPENING = 400
/** A date behind one of these is part of what a sentence says. */
const GOVERNING =
  /(?<!\p{L})(?:on|of|by|since|until|till|to|from|the|before|after|between|and|or|in|for|dated|through|effective|ending|beginning|starting|than|as|at|this|next|last|today|yesterday|tomorrow|updated?|copyright|born|due|في|من|منذ|حتى|إلى|قبل|بعد|يوم|بين|و|اعتبارا|اليوم|أمس)[\s:,(]*$/iu
const LABEL = /(?:^|\s)(?:date|التاريخ|بتاريخ|تاريخ)\s*:?\s*$/iu

/**
 * The dates of a line or paragraph that are part of no sentence in it: behind a label, at its
 * beginning or end (a place may stand on either side), or between what is written like a title.
 */
export function looseDates(line: string): readonly Candidate[] {
  const found: Candidate[] = []
  for (const date of datesIn(line.slice(0, OPENING))) {
    const [before, behind] = [line.slice(0, date.from), line.slice(date.to)]
    if (date.meanings.length === 0) continue
    const said = line.slice(date.from, date.to)
    const isLabelled = LABEL.test(before)
    if (!isLabelled && (GOVERNING.test(before) || isSubject(behind))) continue
    const isFirst = isNothing(before) || isPlace(before)
    const isLast = isNothing(behind) || (isPlace(behind) && behind.length < line.length / 2)
    if (isLabelled || isFirst || isLast) found.push({ date, place: 'edge', said })
    else if (isBetween(before, behind) && found.length === 0)
      found.push({ date, place: 'opening', said })
  }
  return found
}

const isNothing = (text: string) => !/[\p{L}\p{N}]/u.test(text)

/** Whether a sentence goes on behind a date: `is`, `was`, a comma and small letters. */
const isSubject = (behind: string) => /^\s*[,;)]?\s*\p{Ll}/u.test(behind)

/** A title before it, or the end of a sentence; a place or a name behind it. */
const isBetween = (before: string, behind: string) =>
  (/[.:!?؟|–—-]\s*$/u.test(before) || /(?:^|[\s(])\p{Lu}[^\s]*\s+$/u.test(before)) &&
  /^[\s.,:|–—-]*\p{Lu}/u.test(behind)
