import { datesOf } from './dates.ts'
import type { Doubt, Moment, Standing } from './manuscript.ts'
import { momentsDoubt, toldDoubt, untoldDoubt } from './doubts.ts'

/** Words of a file, and the line they stand on. */
export interface Written {
  readonly words: string
  readonly line: number
}
export interface StandingTold {
  readonly dates: readonly Written[]
  readonly embargoes: readonly Written[]
  readonly isDraft: boolean
}

/**
 * What a file says of being public: a draft before an embargo before a date. What could be several
 * moments, or is none, is an open doubt where it matters.
 */
export function standingOf({ dates, embargoes, isDraft }: StandingTold): {
  standing: Standing | null
  doubts: Doubt[]
} {
  const held = embargoes.filter(({ words }) => !/^(?:false|no|none|off|لا)$/i.test(words))
  const isHeldUntilDate = held.some(({ words }) => isYes(words))
  const untils = isHeldUntilDate && dates.length > 0 ? dates : held
  if (isDraft) {
    const unused = [...dates, ...held].map(quotedWithLine)
    const says = `It is a draft, which has no moment: ${unused.join(', ')} is not kept.`
    return {
      standing: { state: 'draft' },
      doubts: unused.length > 0 ? [toldDoubt('date', says)] : [],
    }
  }
  if (untils.length > 0) {
    const { moment, doubts } = momentTold(untils, 'embargo')
    const others = dates.filter((date) => untils !== dates && !isAmong(date, moment))
    const says = `It is held until its embargo lifts; its date ${others.map(quotedWithLine).join(', ')} is not kept.`
    return {
      standing: moment && { state: 'embargoed', until: moment },
      doubts: [...doubts, ...(others.length > 0 ? [toldDoubt('date', says)] : [])],
    }
  }
  if (dates.length === 0) return { standing: null, doubts: [] }
  const { moment, doubts } = momentTold(dates, 'date')
  return { standing: moment && { state: 'published', on: moment }, doubts }
}

export const isYes = (words: string): boolean => /^(?:true|yes|y|on|1|نعم)$/i.test(words.trim())
export const isNo = (words: string): boolean => /^(?:false|no|n|off|0|لا|كلا)$/i.test(words.trim())

/** The one moment that all of these mean, or why there is none. */
function momentTold(
  written: readonly Written[],
  about: 'date' | 'embargo',
): { moment: Moment | null; doubts: Doubt[] } {
  const read = written.map((one) => ({ one, moments: datesOf(one.words) }))
  const possible = precise([...new Set(read.flatMap(({ moments }) => moments))])
  const unread = read
    .filter(({ moments }) => moments.length === 0)
    .map(({ one }) => `${quotedWithLine(one)} is no date that is understood.`)
    .map((says) => (possible.length === 0 ? untoldDoubt(about, says) : toldDoubt(about, says)))
  const agreed = possible.filter((moment) =>
    read.every(({ moments }) => moments.length === 0 || moments.some((one) => isSame(one, moment))),
  )
  const [moment, another] = agreed
  if (moment && !another) return { moment, doubts: unread }
  if (possible.length === 0) return { moment: null, doubts: unread }
  const words = read.filter(({ moments }) => moments.length > 0).map(({ one }) => one.words)
  const choices = agreed.length > 0 ? agreed : possible
  return { moment: null, doubts: [momentsDoubt(about, words, choices), ...unread] }
}

/** Without days of which a time is told, too. */
const precise = (moments: readonly Moment[]): Moment[] =>
  moments.filter(
    (moment) => !moments.some((other) => other !== moment && other.startsWith(`${moment}T`)),
  )

const isSame = (a: Moment, b: Moment) => a === b || b.startsWith(`${a}T`) || a.startsWith(`${b}T`)

const isAmong = ({ words }: Written, moment: Moment | null) =>
  moment !== null && datesOf(words).some((one) => isSame(one, moment))

const quotedWithLine = ({ words, line }: Written) => `"${words}" (line ${line})`
