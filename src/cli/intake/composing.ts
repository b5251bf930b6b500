import { MAX_TOPIC, parseSlug, parseTopic, slugFrom } from '../../newsroom/slug.ts'
import { languageOf } from '../manuscript/language.ts'
import type { Doubt, Moment, Standing, Wording } from '../manuscript/manuscript.ts'
import { cleaned, escaped } from './html.ts'
import type { IntakeOptions, Item } from './intake.ts'
import { authorLabel } from '../manuscript/authors.ts'
import { toldDoubt } from '../manuscript/doubts.ts'

/** What a source tells of one release, before it is measured against what a newsroom takes. */
export interface Told {
  readonly source: string
  readonly id: string
  readonly kind?: string | null
  /** As the source calls them. */
  readonly topics?: readonly string[]
  readonly text: ToldText
  readonly standing: Standing
  readonly doubts?: readonly Doubt[]
}

export interface ToldText {
  /** BCP 47, as the source tells it of this text; null where it does not. */
  readonly language?: string | null
  /** What the source as a whole is in: believed where the words do not tell. */
  readonly usual?: string | null
  readonly slug?: string | null
  readonly headline: string
  readonly summary?: string
  readonly department?: string
  readonly place?: string
  readonly body: string
  /** Paragraphs of Markdown. */
  readonly notes?: readonly string[]
  readonly authors?: readonly string[]
  readonly formerPaths?: readonly string[]
}

/** Characters, as the publishing endpoint counts them. */
const MAX = { headline: 300, summary: 1000, short: 200, prose: 100_000 }
const MAX_TOPICS = 20
/** Characters of a body that tell its language. */
const TELLING = 2000
/** Characters of something that is quoted in a line for people. */
const MAX_QUOTED = 80

/** One release in one language, or why it cannot be taken. */
export function releaseOf(told: Told, options: IntakeOptions): Item {
  const composed = textOf(told.text, options)
  if ('why' in composed) return { type: 'refused', source: told.source, why: composed.why }
  const { kind, doubts: ofKind } = kindOf(told.kind ?? null, options)
  const { topics, rest } = topicsOf(told.topics ?? [])
  const standing = settled(told.standing, options)
  return {
    type: 'release',
    manuscript: {
      source: told.source,
      id: told.id,
      kind,
      topics,
      texts: { [composed.language]: composed.wording },
      standing,
      doubts: [
        ...(told.doubts ?? []),
        ...composed.doubts,
        ...ofKind,
        ...(rest.length > 0
          ? [remark('words', `More topics than ${MAX_TOPICS}: ${rest.join(', ')} were left out.`)]
          : []),
      ],
    },
  }
}

/** Several texts of one release; those that cannot be taken are named beside it. */
export function joined(items: readonly Item[]): Item[] {
  const [first, ...others] = items.filter((item) => item.type === 'release')
  if (!first) return [...items]
  const all = [first, ...others].map(({ manuscript }) => manuscript)
  const manuscript = {
    ...first.manuscript,
    topics: [...new Set(all.flatMap(({ topics }) => topics))].slice(0, MAX_TOPICS),
    texts: Object.assign({}, ...all.map(({ texts }) => texts)) as Record<string, Wording>,
    doubts: all.flatMap(({ doubts }) => doubts),
  }
  return [{ type: 'release', manuscript }, ...items.filter(({ type }) => type !== 'release')]
}

/** Something to be told that changes nothing. */
export const remark = (about: Doubt['about'], says: string): Doubt => toldDoubt(about, says)

/** Something without which it cannot be public. */
export const open = (about: Doubt['about'], says: string, option: string | null = null): Doubt => ({
  ...remark(about, says),
  option,
  isOpen: true,
})

/** What conversion put in another form, as one remark; none where there is nothing. */
export const convertedRemarks = (told: readonly string[]): Doubt[] =>
  told.length === 0 ? [] : [remark('words', `Not as it was: ${told.join('; ')}.`)]

/** What XML should not have been like. */
export const faultRemarks = (faults: readonly string[]): Doubt[] =>
  faults.map((fault) => remark('encoding', `The file is not as XML has it to be: ${fault}.`))

export const quoted = (words: string): string => {
  const line = cleaned(words).replace(/\s+/g, ' ').trim()
  return `"${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).toWellFormed()}…` : line}"`
}

/** One of the site's languages for a tag as it was written (`ar_LB`, `EN`); null for none. */
export function siteLanguage(tag: string, languages: readonly string[]): string | null {
  const wanted = tag.trim().replace(/_/g, '-').toLowerCase()
  const primary = wanted.split('-')[0]
  return (
    languages.find((language) => language.toLowerCase() === wanted) ??
    languages.find((language) => language.toLowerCase() === primary) ??
    languages.find((language) => language.toLowerCase().split('-')[0] === primary) ??
    null
  )
}

/** An id of what a source calls something: at most 64 of `A-Za-z0-9_-`. */
export const isId = (text: string): boolean =>
  /^[A-Za-z0-9_-]{1,64}$/.test(text) && text !== 'validate'

function textOf(
  told: ToldText,
  options: IntakeOptions,
): { language: string; wording: Wording; doubts: Doubt[] } | { why: string } {
  const doubts: Doubt[] = []
  const language = languageOfText(told, options)
  if (language === null)
    return { why: `It is in "${told.language}", which is not a language of the newsroom.` }
  if (language === 'und')
    doubts.push(open('language', 'Its words do not tell which language it is in.', '--language'))
  const lead: string[] = []
  const notes = [...(told.notes ?? []), ...authorNotes(told.authors ?? [], language)]
  let headline: string | null = line(told.headline)
  if (headline.length > MAX.headline) {
    lead.push(escaped(headline))
    doubts.push(
      open(
        'headline',
        `The title has ${headline.length} characters, more than ${MAX.headline}: it begins the body.`,
      ),
    )
    headline = null
  } else if (headline === '') {
    doubts.push(open('headline', 'It has no headline.'))
    headline = null
  }
  let summary: string | null = line(told.summary ?? '') || null
  if (summary !== null && summary.length > MAX.summary) {
    const isTold = letters(told.body).includes(letters(summary))
    doubts.push(
      remark(
        'words',
        `The summary has ${summary.length} characters, more than ${MAX.summary}: ${isTold ? 'it is left out, its words are in the body' : 'it is in the notes'}.`,
      ),
    )
    if (!isTold) notes.unshift(escaped(summary))
    summary = null
  }
  const short = (words: string | undefined, what: string) => {
    const text = line(words ?? '')
    if (text.length <= MAX.short) return text || null
    notes.push(escaped(text))
    doubts.push(
      remark(
        'words',
        `The ${what} has ${text.length} characters, more than ${MAX.short}: it is in the notes.`,
      ),
    )
    return null
  }
  const department = short(told.department, 'department')
  const place = short(told.place, 'place')
  const slug = told.slug ? told.slug.normalize('NFC').toLowerCase().normalize('NFC') : null
  if (slug !== null && parseSlug(slug) === null)
    doubts.push(
      remark(
        'words',
        `${quoted(slug)} cannot be the end of an address here; it is made from the headline.`,
      ),
    )
  const body = [...lead, told.body.trim()].filter(Boolean).join('\n\n')
  const noted = notes.filter((note) => note.trim()).join('\n\n')
  for (const [what, text] of [
    ['body', body],
    ['notes', noted],
  ] as const)
    if (text.length > MAX.prose)
      return { why: `Its ${what} has ${text.length} characters, more than ${MAX.prose}.` }
  if (body === '') doubts.push(open('words', 'It has no body.'))
  if (`${headline}${summary}${body}${noted}`.includes('\uFFFD'))
    doubts.push(
      remark('encoding', 'Letters of it were lost in its source: "\uFFFD" stands for them.'),
    )
  const wording: Wording = {
    slug: slug !== null && parseSlug(slug) !== null ? slug : null,
    headline,
    subheadline: null,
    summary,
    department,
    place,
    body: body || null,
    notes: noted || null,
    formerPaths: [...new Set(told.formerPaths ?? [])],
  }
  return { language, wording, doubts }
}

/** `und` where nothing tells; null where the source tells one that the newsroom does not have. */
function languageOfText(
  { language, usual, headline, body }: ToldText,
  { languages, language: assumed }: IntakeOptions,
): string | null {
  if (language) return siteLanguage(language, languages)
  const only = languages.length === 1 ? languages[0] : undefined
  return (
    languageOf(`${headline}\n\n${body.slice(0, TELLING)}`, languages) ??
    assumed ??
    (usual ? siteLanguage(usual, languages) : null) ??
    only ??
    'und'
  )
}

function authorNotes(authors: readonly string[], language: string): string[] {
  const label = authorLabel(language)
  const names = [...new Set(authors.map(line).filter(Boolean))]
  return names.map((name) => `${label}: ${escaped(name)}`)
}

function kindOf(
  written: string | null,
  { kinds }: IntakeOptions,
): { kind: string | null; doubts: Doubt[] } {
  if (written === null) return { kind: null, doubts: [] }
  const plain = (kind: string) => kind.toLowerCase().replace(/[\s_]+/g, '-')
  const kind =
    kinds.find((one) => plain(one) === plain(written)) ??
    // An oral statement is a statement.
    kinds.find((one) => plain(written).endsWith(`-${plain(one)}`)) ??
    null
  if (kind !== null) return { kind, doubts: [] }
  return {
    kind: null,
    doubts: [remark('kind', `${quoted(written)} is not a kind of release of the newsroom.`)],
  }
}

function topicsOf(written: readonly string[]): { topics: string[]; rest: string[] } {
  const all = [...new Set(written.map(topicOf).filter((topic) => topic !== null))]
  return { topics: all.slice(0, MAX_TOPICS), rest: all.slice(MAX_TOPICS) }
}

function topicOf(written: string): string | null {
  const folded = cleaned(written).normalize('NFC').trim().toLowerCase().normalize('NFC')
  const derived = parseTopic(folded) ?? slugFrom(folded, '')
  if (parseTopic(derived) !== null) return derived
  // A slug may be longer than a topic.
  const cut = derived.slice(0, MAX_TOPIC + 1).replace(/-[^-]*$/, '')
  return parseTopic(cut)
}

/** What was to be public at a moment that is past by now is public from then on. */
function settled(standing: Standing, { now }: IntakeOptions): Standing {
  if (standing.state !== 'embargoed' || now === undefined) return standing
  const instant = /(?:Z|[+-]\d\d:\d\d)$/.test(standing.until)
    ? Date.parse(standing.until)
    : Number.NaN
  return instant <= now ? { state: 'published', on: standing.until as Moment } : standing
}

const line = (text: string) =>
  cleaned(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '')
