import { languageOf } from './language.ts'
import { type Doubt, type Manuscript, NO_WORDS, type Standing } from './manuscript.ts'
import { headlineDoubt, quoted, saidDoubt } from './doubts.ts'
import { endingOf } from './plain-text/ending.ts'
import { markdownOf } from './plain-text/escaping.ts'
import { holdOf } from './plain-text/hold.ts'
import { type Dates, datesTold } from './plain-text/dates-told.ts'
import type { Kicker } from './plain-text/kicker.ts'
import { letterheadOf } from './plain-text/letterhead.ts'
import { linesOf } from './plain-text/lines.ts'
import { titlesOf } from './plain-text/titles.ts'
import type { Hints } from './reading.ts'

/**
 * A press release as offices send it by mail: kicker, letterhead, headline, dateline, body, end mark,
 * notes. Every word stands in one of the fields, in its order, or is quoted by a doubt: those of the
 * kicker, the dates, the end mark and the heading of the notes once they are understood, because the
 * page says the same. The words of the body stay as they are: points (`First: …`), numbers and
 * signs are shown as they were written.
 */
export function plainText(source: string, text: string, hints: Hints): Manuscript {
  const letterhead = letterheadOf(linesOf(text))
  const { kickers } = letterhead
  const titles = titlesOf(letterhead, hints.names ?? [])
  const ending = endingOf([...titles.rest, ...letterhead.body])
  const dates = datesTold(letterhead, ending)
  const held = holdOf(kickers, dates.issue.meanings)
  const language = languageOf(text, hints.languages) ?? hints.language
  const kind = kickers.find((kicker) => kicker.kind !== null)?.kind ?? null
  const isKnown = kind !== null && hints.kinds.includes(kind)
  const said = [...kickers.map(({ said }) => said), ...titles.said, ...dates.said, ...ending.said]
  const opening = dates.body[0]?.text ?? ''
  return {
    source,
    id: null,
    kind: isKnown ? kind : null,
    topics: [],
    texts: {
      [language ?? 'und']: {
        ...NO_WORDS,
        headline: titles.headline,
        subheadline: titles.subheadline,
        department: titles.department,
        place: dates.place,
        body: markdownOf(dates.body),
        notes: markdownOf([...letterhead.asides, ...ending.notes]),
      },
    },
    standing: held ? held.standing : publishedOn(kickers, dates),
    doubts: [
      ...(language === null ? [languageDoubt(hints.languages)] : []),
      ...(kind === null || isKnown ? [] : [kindDoubt(kickers, hints.kinds)]),
      ...(titles.headline === null && opening
        ? [
            headlineDoubt(
              titles.rest.map(({ text }) => text),
              opening,
            ),
          ]
        : []),
      ...(held ? held.doubts : dates.doubts),
      ...saidDoubt(said),
    ],
  }
}

/** What a date says of being public, and a kicker; null where there is neither. */
function publishedOn(kickers: readonly Kicker[], { issue }: Dates): Standing | null {
  const [on = null, another] = issue.meanings
  if (on === null && !kickers.some(({ isNow }) => isNow)) return null
  return { state: 'published', on: another ? null : on }
}

const languageDoubt = (languages: readonly string[]): Doubt => ({
  about: 'language',
  says: 'Its language is not told by its words.',
  option: '--language',
  isOpen: true,
  choices: languages.map((language) => ({ label: language, value: language })),
})

const kindDoubt = (kickers: readonly Kicker[], kinds: readonly string[]): Doubt => ({
  about: 'kind',
  says: `The newsroom has no kind for ${quoted(kickers.filter(({ kind }) => kind).map(({ said }) => said))}.`,
  option: '--kind',
  isOpen: true,
  choices: kinds.map((kind) => ({ label: kind, value: kind })),
})
