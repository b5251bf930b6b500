import type { Doubt, Meaning, Moment } from './manuscript.ts'
import { wordsOf } from './plain-text/words.ts'

export const quoted = (said: readonly string[]): string =>
  said.map((words) => `"${words}"`).join(', ')

/** Characters of a headline that is proposed. */
const PROPOSAL = 120

/** Asks for a headline; proposes lines that could be it, and the beginning of the text. */
export function headlineDoubt(lines: readonly string[], opening: string): Doubt {
  const sentence = /^.+?[.!?؟](?=\s|$)/u.exec(opening)?.[0] ?? opening
  const proposals = [...lines.slice(0, 2), cut(sentence.replace(/[\s.:،,;؛]+$/u, ''))]
  return {
    about: 'headline',
    says: 'It has no headline.',
    option: '--headline',
    isOpen: true,
    choices: [...new Set(proposals)].filter(Boolean).map((line) => ({ label: line, value: line })),
  }
}

/** At a word. */
function cut(sentence: string): string {
  if (sentence.length <= PROPOSAL) return sentence
  const space = sentence.lastIndexOf(' ', PROPOSAL)
  return sentence.slice(0, space > 0 ? space : PROPOSAL).replace(/[\s.:،,;؛]+$/u, '')
}

/** Asks which of several moments is meant. */
export const momentsDoubt = (
  about: 'date' | 'embargo',
  said: readonly string[],
  moments: readonly Moment[],
): Doubt => ({
  about,
  says: `${quoted(said)} can mean ${moments.map(labelOf).join(' or ')}.`,
  option: OPTIONS[about],
  isOpen: true,
  choices: moments.map(meaningOf),
})

/** Asks for what is not told, or not in full. */
export const untoldDoubt = (
  about: 'date' | 'embargo',
  says: string,
  moments: readonly Moment[] = [],
): Doubt => ({ about, says, option: OPTIONS[about], isOpen: true, choices: moments.map(meaningOf) })

/** Tells what nobody has to settle. */
export const toldDoubt = (
  about: Doubt['about'],
  says: string,
  option: string | null = null,
): Doubt => ({
  about,
  says,
  option,
  isOpen: false,
  choices: [],
})

const OPTIONS = { date: '--date', embargo: '--until' }

const meaningOf = (moment: Moment): Meaning => ({ label: labelOf(moment), value: moment })

/** `3 June 2021, 00:01 (+01:00)` */
function labelOf(moment: Moment): string {
  const [day = '', clock = ''] = moment.split('T')
  const date = DAY.format(Date.parse(`${day}T00:00:00Z`))
  const [, time = '', offset = ''] = /^(\d\d:\d\d)(?::00)?(.*)$/.exec(clock) ?? []
  const zone = offset === 'Z' ? ' (UTC)' : offset && ` (${offset})`
  return time ? `${date}, ${time}${zone}` : date
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** Says which words stand nowhere else, because they have been understood. */
export function saidDoubt(said: readonly string[]): readonly Doubt[] {
  const words = said.filter((one) => wordsOf(one).length > 0)
  if (words.length === 0) return []
  return [toldDoubt('words', `Understood, and not repeated in the text: ${quoted(words)}.`)]
}
