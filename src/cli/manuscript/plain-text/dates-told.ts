import type { WrittenDate } from '../dates.ts'
import type { Doubt, Moment } from '../manuscript.ts'
import { type Dateline, datelineOf, placeAndDate } from './dateline.ts'
import { momentsDoubt, quoted, toldDoubt } from '../doubts.ts'
import type { Ending } from './ending.ts'
import { type Candidate, dayOf, type Issue, issueOf, looseDates } from './issue.ts'
import type { Letterhead } from './letterhead.ts'
import type { Line } from './lines.ts'

/** Where and when a release is issued, and its body without the datelines that say it. */
export interface Dates {
  readonly issue: Issue
  readonly place: string | null
  readonly body: readonly Line[]
  /** Words of dates and places that the body has no more, and no field. */
  readonly said: readonly string[]
  readonly doubts: readonly Doubt[]
}

export function datesTold(letterhead: Letterhead, { body, notes }: Ending): Dates {
  // What is left of the letterhead stands before it.
  const at = Math.max(0, body.indexOf(letterhead.body[0] as Line))
  const opening = body[at]
  const others = body.slice(at + 1)
  const lead = opening && !opening.isItem ? datelineOf(opening.text) : null
  const closing = others.slice(-LAST).flatMap((line) => {
    const told = placeAndDate(line.text)
    return told?.date ? [{ ...told, said: line.text, rest: '', line }] : []
  })
  const issue = issueOf([
    ...letterhead.datelines.flatMap((dateline) => candidates(dateline)),
    ...letterhead.kickers.flatMap(({ dates, said }) =>
      dates.map((date): Candidate => ({ date, place: 'letterhead', said })),
    ),
    ...(lead ? candidates(lead) : []),
    ...[...letterhead.titles, ...letterhead.asides].flatMap(({ text }) => looseDates(text)),
    ...(opening && !lead?.date ? looseDates(opening.text) : []),
    ...closing.flatMap((dateline) => candidates(dateline, 'end')),
    ...notes.slice(-LAST).flatMap(({ text }) => {
      const date = placeAndDate(text)?.date
      return date ? [{ date, place: 'end' as const, said: text }] : []
    }),
  ])
  const agrees = ({ date }: Pick<Dateline, 'date'>) =>
    date === null || (!issue.isContradictory && isOneOf(date, issue.meanings))
  // Of several places the first is that of the release; a text that names another one keeps it.
  const placed = [
    ...letterhead.datelines,
    ...[lead, ...closing].filter((one) => one && agrees(one)),
  ]
    .flatMap((dateline) => (dateline?.place ? [dateline] : []))
    .at(0)
  const place = placed?.place ?? null
  const isTold = (dateline: Dateline) =>
    agrees(dateline) && (dateline.place === null || dateline.place === place)
  const ledBy = lead && isTold(lead) ? lead : null
  const absorbed = [...letterhead.datelines, ...(ledBy ? [ledBy] : []), ...closing.filter(isTold)]
  const rest = ledBy ? [{ ...opening, text: ledBy.rest } as Line] : []
  const gone = new Set<Line>(closing.filter(isTold).map(({ line }) => line))
  return {
    issue,
    place,
    body: [
      ...body.slice(0, at),
      ...(rest.length > 0 || !opening ? rest : [opening]),
      ...others.filter((line) => !gone.has(line)),
    ],
    said: absorbed.map((dateline) =>
      dateline === placed ? without(dateline.said, dateline.place ?? '') : dateline.said,
    ),
    doubts: doubtsOf(lead, issue, agrees),
  }
}

/** Lines at the end among which a date is looked for. */
const LAST = 2

const candidates = (
  { date, said }: Dateline,
  place: Candidate['place'] = 'letterhead',
): readonly Candidate[] => (date ? [{ date, place, said: said.replace(/[\s–—-]+$/u, '') }] : [])

/** Whether a date names one of these days, in whichever year. */
function isOneOf(date: WrittenDate, moments: readonly Moment[]): boolean {
  const days = moments.map(dayOf)
  const meant =
    date.meanings.length > 0
      ? date.meanings
      : days.flatMap((day) => date.inYear(Number(day.slice(0, 'YYYY'.length))))
  return meant.some((moment) => days.includes(dayOf(moment)))
}

/** The words of a dateline that its place does not have. */
const without = (said: string, place: string) =>
  said.replace(place, '').replace(/^[\s,،(–—:-]+|[\s,،)–—:-]+$/gu, '')

function doubtsOf(
  lead: Dateline | null,
  issue: Issue,
  agrees: (dateline: Pick<Dateline, 'date'>) => boolean,
): readonly Doubt[] {
  const [only, another] = issue.meanings
  if (another) return [momentsDoubt('date', issue.said, issue.meanings)]
  if (lead && !agrees(lead)) {
    const said = quoted([lead.said.replace(/[\s–—-]+$/u, '')])
    return [
      toldDoubt('date', `${said} stays in the text: it does not tell the day in full.`, '--date'),
    ]
  }
  if (only) return []
  return [toldDoubt('date', 'No date is told: it is issued when it is published.', '--date')]
}
