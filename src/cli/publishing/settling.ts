import type { SiteFacts } from '../connection.ts'
import { Failure } from '../exit.ts'
import type { Doubt, Manuscript, Moment, Standing, Wording } from '../manuscript/manuscript.ts'
import type { Terminal } from '../terminal.ts'
import type { Localized } from './localized.ts'
import { languageName, quoted } from './telling.ts'
import { asked, type Open } from './timing.ts'

/** What the release shall become: it decides which doubts matter. */
export type Aim = 'draft' | 'publish' | 'embargo' | 'correct'

/** What the command line says, and a person is not asked any more. */
export interface Said {
  readonly language: string | null
  readonly kind: string | null
  readonly topics: readonly string[]
  readonly headline: Localized
  /** Whether `--date` or `--until` tells the moment. */
  readonly hasMoment: boolean
}

export interface Settling {
  readonly aim: Aim
  readonly said: Said
  readonly site: Pick<SiteFacts, 'languages' | 'kinds'>
  readonly terminal: Pick<Terminal, 'isInteractive' | 'ask' | 'choose' | 'warn'>
  /** Gets a line for each question that nobody is there to answer. */
  readonly open: Open
}

/** What has been understood so far, and what settles it. */
type Step = (manuscript: Manuscript, settling: Settling) => Promise<Manuscript>

/**
 * A manuscript without open doubts: what the command line does not say, a person is asked. Doubts
 * that are not open are told. Every question is asked, or named in `open`, before anything is sent.
 * @throws Failure `misuse` where an option fits nothing, `interrupted`
 */
export async function settle(manuscript: Manuscript, settling: Settling): Promise<Manuscript> {
  for (const { isOpen, says } of manuscript.doubts)
    if (!isOpen) settling.terminal.warn(`${manuscript.source}: ${says}`)
  let settled = manuscript
  for (const step of [language, kind, headlines, moment, words])
    settled = await step(settled, settling)
  const { topics } = settling.said
  return topics.length > 0
    ? { ...settled, topics: [...new Set([...settled.topics, ...topics])] }
    : settled
}

const openAbout = ({ doubts }: Manuscript, about: Doubt['about']) =>
  doubts.find((doubt) => doubt.isOpen && doubt.about === about)

/** Names what is open where nobody answers. */
function name({ source }: Manuscript, { open }: Settling, says: string, option: string | null) {
  open.push(`${source}: ${says}${option === null ? '' : ` ${option} settles it.`}`)
}

const language: Step = async (manuscript, settling) => {
  const { und, ...others } = manuscript.texts
  const { site, said, terminal } = settling
  if (und === undefined) return manuscript
  const says = openAbout(manuscript, 'language')?.says ?? 'Its language is not told.'
  const left = site.languages.filter((tag) => others[tag] === undefined)
  let tag = said.language
  if (tag === null && !terminal.isInteractive) {
    const choices = left.map((one) => `--language ${one}`).join(', ')
    name(manuscript, settling, `${says} Settled by ${choices}.`, null)
    return manuscript
  }
  tag ??= await terminal.choose(
    `${manuscript.source}: ${says} In which one is it?`,
    left.map((one) => ({ label: languageName(one), value: one })),
  )
  if (others[tag] !== undefined)
    throw new Failure('misuse', `${manuscript.source} has two texts in ${languageName(tag)}.`)
  return { ...manuscript, texts: { ...others, [tag]: und } }
}

const kind: Step = async (manuscript, settling) => {
  const { site, said, terminal, aim } = settling
  const written = said.kind ?? manuscript.kind
  const known = written === null ? null : kindNamed(written, site.kinds)
  if (known !== null) return { ...manuscript, kind: known }
  if (said.kind !== null)
    throw new Failure(
      'misuse',
      `--kind ${said.kind} is none of the site’s: ${Object.keys(site.kinds).join(', ')}.`,
    )
  const doubt = openAbout(manuscript, 'kind')
  if (written === null && (!doubt || aim === 'correct')) return manuscript
  const says = doubt?.says ?? `Its kind, ${quoted(written ?? '')}, is none of the site’s.`
  if (!terminal.isInteractive) {
    const choices = Object.keys(site.kinds).map((one) => `--kind ${one}`)
    name(manuscript, settling, `${says} Settled by ${choices.join(', ')}.`, null)
    return manuscript
  }
  const chosen = await terminal.choose(
    `${manuscript.source}: ${says} Which one is it?`,
    Object.keys(site.kinds).map((one) => ({ label: kindLabel(one, site.kinds), value: one })),
  )
  return { ...manuscript, kind: chosen }
}

/** One of the site's kinds by its name or by what readers call it, in any case. */
function kindNamed(written: string, kinds: SiteFacts['kinds']): string | null {
  const folded = fold(written)
  const found = Object.entries(kinds).find(
    ([name, labels]) =>
      fold(name) === folded || Object.values(labels).some((label) => fold(label) === folded),
  )
  return found?.[0] ?? null
}

const fold = (text: string) =>
  text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')

/** What readers call a kind, in English where that is one of the site's languages. */
export const kindLabel = (kind: string, kinds: SiteFacts['kinds']): string =>
  kinds[kind]?.en ?? Object.values(kinds[kind] ?? {})[0] ?? kind

const headlines: Step = async (manuscript, settling) => {
  const { said, aim, terminal } = settling
  const texts: Record<string, Wording> = { ...manuscript.texts }
  for (const [tag, headline] of Object.entries(said.headline)) {
    const wording = texts[tag] ?? (Object.keys(texts).length === 1 ? texts.und : undefined)
    if (!wording)
      throw new Failure('misuse', `${manuscript.source} has no text in ${languageName(tag)}.`)
    texts[texts[tag] ? tag : 'und'] = { ...wording, headline }
  }
  for (const [tag, wording] of Object.entries(texts)) {
    if (wording.headline !== null || aim === 'correct') continue
    const doubt = headlineDoubt(manuscript, wording)
    if (terminal.isInteractive) {
      const of = tag === 'und' ? '' : `, ${languageName(tag)}`
      const question = `${manuscript.source}${of}: ${doubt?.says ?? NO_HEADLINE}`
      const headline = await headlineAsked(question, wording, doubt, terminal)
      texts[tag] = { ...wording, headline }
    } else if (aim !== 'draft') {
      const choices = (doubt?.choices ?? []).map(({ label }) => quoted(label)).join(' or ')
      const option = `--headline ${tag === 'und' ? '' : `${tag}=`}TEXT settles it`
      const says = `${doubt?.says ?? NO_HEADLINE} ${option}${choices && `; it could be ${choices}`}.`
      name(manuscript, settling, says, null)
    }
  }
  return { ...manuscript, texts }
}

const NO_HEADLINE = 'It has no headline.'

/** What is asked of a text: where there are several, by the words that are proposed. */
function headlineDoubt({ doubts, texts }: Manuscript, { body }: Wording): Doubt | undefined {
  const all = doubts.filter(({ about, isOpen }) => isOpen && about === 'headline')
  if (Object.keys(texts).length === 1) return all[0]
  return all.find(({ choices }) => choices.some(({ value }) => body?.includes(value)))
}

async function headlineAsked(
  question: string,
  wording: Wording,
  doubt: Doubt | undefined,
  terminal: Settling['terminal'],
): Promise<string> {
  const choices = doubt?.choices ?? []
  if (choices.length > 1) {
    const another = { label: 'another one', value: null }
    const known = choices.map(({ label, value }) => ({ label: quoted(label), value }))
    const chosen = await terminal.choose<string | null>(`${question} Which one is it?`, [
      ...known,
      another,
    ])
    if (chosen !== null) return chosen
  }
  const suggestion = choices.length > 1 ? undefined : (choices[0]?.value ?? firstSentence(wording))
  for (;;) {
    const answer = await terminal.ask(
      `${choices.length > 1 ? 'Which' : `${question} Which`} headline shall it have?`,
      suggestion,
    )
    if (answer.trim() !== '') return answer.trim()
  }
}

/** A short first sentence of the body is a headline to begin with. */
function firstSentence({ body }: Wording): string | undefined {
  const line =
    (body ?? '')
      .trim()
      .split('\n')[0]
      ?.replace(/^#+\s+/, '') ?? ''
  const sentence = /^(.{1,120}?)[.؟?!。](?:\s|$)/u.exec(line)?.[1] ?? line
  return sentence !== '' && sentence.length <= 120 ? sentence : undefined
}

/** What `publish` and `embargo` take a date for; a draft and a correction have none. */
const moment: Step = async (manuscript, settling) => {
  const { aim, said, terminal } = settling
  if (said.hasMoment || aim === 'draft' || aim === 'correct') return manuscript
  let { standing } = manuscript
  for (const about of ['date', 'embargo'] as const) {
    const doubt = openAbout(manuscript, about)
    if (!doubt) continue
    if (!terminal.isInteractive) {
      name(manuscript, settling, `${doubt.says} ${settledBy(doubt, aim)}`, null)
      continue
    }
    standing = standingOf(about, await chosenMoment(manuscript.source, doubt, terminal))
  }
  return { ...manuscript, standing }
}

/** How a moment is settled without asking. */
function settledBy({ about, choices }: Doubt, aim: Aim): string {
  const option = aim === 'embargo' || about === 'embargo' ? '--until' : '--date'
  const meant = choices.map(({ label, value }) => `${option} ${value} (${label})`).join(' or ')
  if (aim === 'embargo' || about === 'date')
    return meant === '' ? `${option} settles it.` : `Settled by ${meant}.`
  return `"pressroom embargo" with ${meant || '--until'} holds it; --date now publishes it.`
}

const standingOf = (about: 'date' | 'embargo', at: Moment): Standing =>
  about === 'date' ? { state: 'published', on: at } : { state: 'embargoed', until: at }

async function chosenMoment(
  source: string,
  { says, choices }: Doubt,
  terminal: Settling['terminal'],
): Promise<Moment> {
  if (choices.length === 0) return asked(`${source}: ${says} Which date is it?`, { terminal })
  const known = choices.map(({ label, value }) => ({ label, value: value as Moment | null }))
  const chosen = await terminal.choose<Moment | null>(`${source}: ${says} Which one is meant?`, [
    ...known,
    { label: 'another one', value: null },
  ])
  return chosen ?? asked('Which date is it?', { terminal })
}

/** What could have been said otherwise, and has no option of its own. */
const words: Step = async (manuscript, settling) => {
  const { terminal } = settling
  for (const doubt of manuscript.doubts) {
    if (!doubt.isOpen || (doubt.about !== 'words' && doubt.about !== 'encoding')) continue
    if (!terminal.isInteractive) {
      const choices = doubt.choices.map(({ value }) => value).join(', ')
      const how = doubt.option ? `${doubt.option}${choices ? ` (${choices})` : ''}` : null
      name(manuscript, settling, doubt.says, how)
      continue
    }
    const goOn = await terminal.choose(`${manuscript.source}: ${doubt.says}`, [
      { label: 'take it as it is shown next', value: true },
      { label: 'stop: nothing is sent', value: false },
    ])
    if (!goOn) throw new Failure('interrupted', 'Nothing was sent.')
  }
  return manuscript
}
