import { randomUUID } from 'node:crypto'
import { dayOf } from '../../newsroom/dateline.ts'
import { Failure } from '../exit.ts'
import { type Manuscript, NO_WORDS } from '../manuscript/manuscript.ts'
import { instantOf } from '../manuscript/moments.ts'
import type { Terminal } from '../terminal.ts'
import { type Changes, type Content, changesOf, contentOf, contentOver } from './content.ts'
import { difference, differenceWords } from './difference.ts'
import { type Existing, filedUnder, releaseNamed } from './finding.ts'
import { agreed } from './issuing.ts'
import { judged, toldOf } from './judging.ts'
import { type Localized, localized } from './localized.ts'
import { type Desk, type FileOptions, read, saidOf } from './preparing.ts'
import { keyOf, send } from './sending.ts'
import { settle } from './settling.ts'
import { alreadyDone, told, withdrawn } from './standing.ts'
import { clean, languageName, quoted } from './telling.ts'
import { momentIn, type Open } from './timing.ts'

export interface CorrectOptions extends FileOptions {
  readonly note?: readonly string[]
  readonly withoutNote?: true
  readonly again?: true
  readonly verbose?: true
}

/**
 * Corrects a public release: with a note for readers, what files say in place of what it says, or the
 * note alone. Without a note it is an edit, for what no reader has to be told.
 * @throws Failure as `exit.ts` names them
 */
export async function correct(
  named: string,
  paths: readonly string[],
  options: CorrectOptions,
  desk: Desk,
): Promise<void> {
  const { terminal, connection } = desk
  const site = await connection.site()
  demandSense(paths, options)
  const existing = await releaseNamed(connection, named)
  const { release } = existing
  demandPublic(existing)
  const manuscript = await manuscriptOf(paths, options, existing, desk)
  const before = contentOf(release)
  const after = contentOver(release, manuscript, site)
  const source = paths.length > 0 ? manuscript.source : release.id
  const judgement = await judged(connection.client, after, release.id)
  const changes = changesOf(before, after)
  terminal.tell(`${correctionWords(release.id, changes, before, terminal)}\n`)
  const faults = toldOf(source, after, [...judgement.wrong, ...judgement.missing])
  if (faults.length > 0) throw new Failure('refused', 'Nothing was sent:', faults)
  const languages = Object.keys(after.texts)
  const note = options.withoutNote
    ? null
    : await noteOf(options.note ?? [], site.languages, languages, terminal)
  for (const line of noteWords(note, languages)) terminal.tell(line)
  const isChanged = changes.kind !== null || changes.topics !== null || changes.texts.length > 0
  if (!isChanged && (note === null || (!options.again && hasNote(existing, note))))
    return told(options, desk, alreadyDone(existing, note === null ? 'edited' : 'corrected'))
  await agreed(terminal, note === null ? 'Change it, without a note?' : 'Publish this correction?')
  await told(options, desk, async () => {
    const { answer, isRepeated } = await sent(
      existing,
      note,
      isChanged ? after : null,
      options,
      desk,
    )
    return {
      source,
      did: note === null ? 'edited' : 'corrected',
      isRepeated,
      release: answer.release,
      receipt: answer.receipt,
    }
  })
}

function demandSense(
  paths: readonly string[],
  { note = [], withoutNote, topic = [], kind }: CorrectOptions,
) {
  if (withoutNote && note.length > 0)
    throw new Failure('misuse', '--note and --without-note exclude each other.')
  if (withoutNote && paths.length === 0 && topic.length === 0 && kind === undefined)
    throw new Failure('misuse', 'There is nothing to change: no file, and no note.')
}

function demandPublic({ release: { id, state } }: Existing): void {
  if (state === 'withdrawn') throw withdrawn(id)
  if (state === 'draft')
    throw new Failure('refused', `${id} is a draft: there is nothing to correct yet.`, [
      `"pressroom draft FILE --release ${id}" replaces what it says.`,
    ])
  if (state === 'embargoed')
    throw new Failure('refused', `${id} is under embargo: no reader has seen it yet.`, [
      `"pressroom embargo FILE --release ${id}" replaces what it says and keeps its moment.`,
    ])
}

/** What the files say of the release; nothing but what options say where there is no file. */
async function manuscriptOf(
  paths: readonly string[],
  options: CorrectOptions,
  { release }: Existing,
  { terminal, connection }: Desk,
): Promise<Manuscript> {
  const site = await connection.site()
  const bare: Manuscript = {
    source: release.id,
    id: release.id,
    kind: null,
    topics: paths.length === 0 && options.topic ? [...release.topics] : [],
    texts: {},
    standing: null,
    doubts: [],
  }
  const found = paths.length === 0 ? [bare] : await read(paths, options, site, terminal)
  const [only, another] = found
  if (!only || another)
    throw new Failure(
      'misuse',
      `These files are ${found.length} releases, and one is corrected at a time.`,
      found.map(({ source }) => source),
    )
  const open: Open = []
  const manuscript = await settle(only, {
    aim: 'correct',
    site,
    terminal,
    open,
    said: saidOf(options, only, site, true),
  })
  if (open.length > 0)
    throw new Failure('unsettled', 'This has to be settled first; nothing was sent.', open)
  if (manuscript.id !== null && manuscript.id !== release.id)
    throw new Failure(
      'misuse',
      `${manuscript.source} is the release ${manuscript.id}, and not ${release.id}.`,
    )
  const moment = momentIn(manuscript.standing)
  const instant = moment === null ? null : instantOf(moment, site.timeZone)
  if (instant !== null && dayOf(instant, site.timeZone) !== filedUnder(release))
    terminal.warn(
      `${manuscript.source}: its date is left aside: a release stays under its day, ${filedUnder(release)}.`,
    )
  return keepingHeadlines(manuscript, release)
}

/** A plain text may have no headline of its own: then the one that readers know stays. */
const keepingHeadlines = (manuscript: Manuscript, release: Existing['release']): Manuscript => ({
  ...manuscript,
  texts: Object.fromEntries(
    Object.entries(manuscript.texts).map(([language, wording]) => [
      language,
      {
        ...NO_WORDS,
        ...wording,
        headline: wording.headline ?? release.texts[language]?.headline ?? null,
      },
    ]),
  ),
})

/** What changes, field by field, each as a small difference of words. */
export function correctionWords(
  id: string,
  { kind, topics, texts }: Changes,
  before: Content,
  { style }: Pick<Terminal, 'style'>,
): string {
  const from = (one: string, other: string) => differenceWords(difference(one, other), style)
  const lines = [
    ...(kind ? [`  kind: ${from(kind[0], kind[1])}`] : []),
    ...(topics ? [`  topics: ${from(topics[0].join(' '), topics[1].join(' '))}`] : []),
    ...texts.map(({ language, part, before: old, after }) => {
      const isNew = before.texts[language] === undefined
      const name = `${languageName(language)}${isNew ? ', new' : ''}, ${part}`
      return `  ${name}: ${from(old ?? '', after ?? '')}`
    }),
  ]
  return [
    style.bold(id),
    ...(lines.length === 0 ? ['  nothing that it says changes'] : lines),
  ].join('\n')
}

/** @throws Failure `unsettled` where nobody is there to say what was wrong */
async function noteOf(
  given: readonly string[],
  languages: readonly string[],
  own: readonly string[],
  terminal: Terminal,
): Promise<Localized> {
  const note = localized('--note', given, languages, own)
  if (Object.keys(note).length > 0) return note
  if (!terminal.isInteractive)
    throw new Failure('unsettled', 'What was wrong? --note TEXT tells readers; nothing was sent.', [
      'Where nobody has to be told, as with a comma: --without-note.',
    ])
  return asked(own, 'What was wrong, for readers', terminal)
}

/** Words for readers in each of the languages, as a person gives them; at least in one. */
export async function asked(
  languages: readonly string[],
  question: string,
  terminal: Pick<Terminal, 'ask' | 'tell'>,
): Promise<Localized> {
  for (;;) {
    const said: Record<string, string> = {}
    for (const language of languages) {
      const answer = await terminal.ask(`${question} (${languageName(language)})?`)
      if (answer !== '') said[language] = answer
    }
    if (Object.keys(said).length > 0) return said
    terminal.tell('At least in one language.')
  }
}

/** The note as it will be read, and for whom it is in another language. */
export function noteWords(note: Localized | null, languages: readonly string[]): string[] {
  if (note === null) return []
  const without = languages.filter((language) => note[language] === undefined)
  const [first] = Object.keys(note)
  return [
    ...Object.entries(note).map(
      ([language, text]) => `  note (${languageName(language)}): ${quoted(text)}`,
    ),
    ...without.map(
      (language) =>
        `  Readers of ${languageName(language)} get it in ${languageName(first ?? '')}: there is none in their language.`,
    ),
  ]
}

/** Whether the last correction says just this. */
function hasNote({ release: { corrections } }: Existing, note: Localized): boolean {
  const last = corrections.at(-1)?.note
  if (!last) return false
  const languages = new Set([...Object.keys(last), ...Object.keys(note)])
  const told: Readonly<Record<string, string>> = last
  return [...languages].every((one) => clean(told[one] ?? '') === clean(note[one] ?? ''))
}

/** With a note only the languages that change are sent, and without one all that the release says. */
function sent(
  { release, etag }: Existing,
  note: Localized | null,
  after: Content | null,
  { again }: CorrectOptions,
  { connection, context }: Desk,
) {
  const one = connection.client.api.releases[':id']
  const { id } = release
  const key = again ? `pressroom-${randomUUID()}` : keyOf('correct', id, etag, note, after)
  const header = (key: string) => ({ 'If-Match': etag, 'Idempotency-Key': key })
  return send(
    {
      what: `${id} was ${note === null ? 'edited' : 'corrected'}`,
      key,
      request: (key) =>
        note === null
          ? one.$put({ param: { id }, json: after ?? contentOf(release), header: header(key) })
          : one.corrections.$post({
              param: { id },
              json: { note, ...(after ?? {}) },
              header: header(key),
            }),
    },
    context.stop,
  )
}
