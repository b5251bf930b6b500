import type { Doubt, Moment, Standing } from '../manuscript.ts'
import { momentsDoubt, quoted, untoldDoubt } from '../doubts.ts'
import { dayOf } from './issue.ts'
import type { Kicker } from './kicker.ts'

/** What a kicker says of holding a release back. */
export interface Hold {
  /** Null where the moment has to be asked for. */
  readonly standing: Standing | null
  readonly doubts: readonly Doubt[]
}

const HAS_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/

/**
 * Until when the kickers hold a release; null where none does. In a year that is not written it is
 * never guessed, but proposed by the day of issue, which is not later; nor is a zone.
 */
export function holdOf(kickers: readonly Kicker[], issued: readonly Moment[]): Hold | null {
  const holding = kickers.find(({ until }) => until !== undefined)
  if (!holding) return null
  const { until, said, rest, isElsewhere } = holding
  const asked = (doubt: Doubt): Hold => ({ standing: null, doubts: [doubt] })
  if (!until)
    return asked(untoldDoubt('embargo', `${quoted([said])} does not tell until when in full.`))
  const [only, another] = until.meanings
  if (another) return asked(momentsDoubt('embargo', [said], until.meanings))
  if (only && isElsewhere && !HAS_OFFSET.test(only))
    return asked(
      untoldDoubt(
        'embargo',
        `${quoted([`${said} ${rest}`.trim()])} tells a time, and perhaps a zone that is not known: it has to be said with its offset, such as ${only}+09:00.`,
      ),
    )
  if (only) return { standing: { state: 'embargoed', until: only }, doubts: [] }
  const days = issued.map(dayOf)
  const years = [
    ...new Set(days.flatMap((day) => [Number(day.slice(0, 4)), Number(day.slice(0, 4)) + 1])),
  ]
  const proposed = years
    .flatMap((year) => until.inYear(year))
    .filter((moment) => days.some((day) => day <= dayOf(moment)))
  return asked(untoldDoubt('embargo', `${quoted([said])} has no year.`, proposed))
}
