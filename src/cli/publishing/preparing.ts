import type { Connection, Context, SiteFacts } from '../connection.ts'
import { Failure } from '../exit.ts'
import type { Manuscript, Moment } from '../manuscript/manuscript.ts'
import { joinLanguages } from '../manuscript/joining.ts'
import type { Hints } from '../manuscript/reading.ts'
import type { Terminal } from '../terminal.ts'
import { type Content, contentOver, isSame, contentOf } from './content.ts'
import { type Existing, liveAt, releaseNamed, releaseWithId } from './finding.ts'
import { localized } from './localized.ts'
import { type Aim, settle } from './settling.ts'
import { quoted } from './telling.ts'
import { momentNamed, type Open, type Timing, timeToLift, timeToPublish } from './timing.ts'

/** What the command line says of files. */
export interface FileOptions {
  /** The release that a file gives its words. */
  readonly release?: string
  readonly headline?: readonly string[]
  readonly topic?: readonly string[]
  readonly language?: string
  readonly kind?: string
  readonly encoding?: string
  readonly date?: string
  readonly until?: string
}

/** A release that is ready to be judged and sent. */
export interface Prepared {
  readonly source: string
  readonly manuscript: Manuscript
  readonly content: Content
  readonly timing: Timing
  /** The release that has this id already; null where it is a new one. */
  readonly existing: Existing | null
  /** Whether it is public as it stands here, or a draft just so: there is nothing to send. */
  readonly isThere: boolean
}

/** What a command works with. */
export interface Desk {
  readonly terminal: Terminal
  readonly connection: Connection
  readonly context: Context
}

/**
 * The releases that files tell, without open questions: everything is asked, or named, before anything
 * is sent.
 * @throws Failure `unsettled` that names each question and what settles it, `refused` where the release
 *   that is there does not allow this, `unreadable`, `misuse`, `interrupted`
 */
export async function prepared(
  aim: Exclude<Aim, 'correct'>,
  paths: readonly string[],
  options: FileOptions,
  desk: Desk,
): Promise<readonly Prepared[]> {
  const { terminal, connection, context } = desk
  const site = await connection.site()
  const manuscripts = await read(paths, options, site, terminal)
  const open: Open = []
  const moment = await momentSaid(aim, options, terminal)
  const named =
    options.release === undefined ? null : await releaseNamed(connection, options.release)
  const all: Prepared[] = []
  for (const one of manuscripts) {
    const { source } = one
    const manuscript = await settle(one, {
      aim,
      site,
      terminal,
      open,
      said: saidOf(options, one, site, moment !== null),
    })
    const id = named?.release.id ?? manuscript.id
    if (named && manuscript.id !== null && manuscript.id !== id)
      throw new Failure('misuse', `${source} is the release ${manuscript.id}, and not ${id}.`)
    const existing = named ?? (id === null ? null : await releaseWithId(connection, id))
    const content = contentOver(existing?.release ?? null, manuscript, site)
    const clock = { now: context.now, zone: site.timeZone, terminal }
    const isPublic = existing !== null && existing.release.state === 'published'
    const timing: Timing =
      aim === 'draft' || isPublic
        ? { is: 'draft' }
        : aim === 'publish'
          ? await timeToPublish(source, manuscript.standing, moment, clock, open)
          : await timeToLift(
              source,
              manuscript.standing,
              asMoment(moment),
              heldUntil(existing),
              clock,
              open,
            )
    const isThere = existing !== null && isThereAlready(aim, source, existing, content)
    all.push({ source, manuscript, content, timing, existing, isThere })
  }
  if (open.length > 0)
    throw new Failure('unsettled', 'This has to be settled first; nothing was sent.', open)
  return all
}

/** @throws Failure `misuse` where an option is for one release, and there are several */
export async function read(
  paths: readonly string[],
  { language, encoding, release, headline = [] }: FileOptions,
  { languages, kinds, name }: SiteFacts,
  terminal: Terminal,
): Promise<readonly Manuscript[]> {
  if (language !== undefined && !languages.includes(language))
    throw new Failure(
      'misuse',
      `--language ${language} is none of the site’s: ${languages.join(', ')}.`,
    )
  const manuscripts = await readSettled(
    paths,
    {
      languages,
      kinds: Object.keys(kinds),
      names: Object.values(name),
      language: language ?? null,
      encoding: encoding ?? null,
    },
    terminal,
  )
  const single = release !== undefined ? '--release' : headline.length > 0 ? '--headline' : null
  if (single !== null && manuscripts.length !== 1)
    throw new Failure(
      'misuse',
      `${single} is for one release, and these files are ${manuscripts.length}.`,
      manuscripts.map(({ source }) => source),
    )
  return manuscripts
}

/** A person who sees some of its words tells how a file's letters are stored; then it is read again. */
async function readSettled(
  paths: readonly string[],
  hints: Hints,
  terminal: Terminal,
): Promise<readonly Manuscript[]> {
  // What reads all these kinds of files is large, and most commands want none of it.
  const { readManuscript, readManuscripts } = await import('../manuscript/reading.ts')
  const manuscripts = await readManuscripts(paths, hints)
  if (!terminal.isInteractive || !manuscripts.some(encodingDoubt)) return manuscripts
  const files = []
  for (const path of paths) {
    const file = await readManuscript(path, hints)
    const doubt = encodingDoubt(file.manuscript)
    if (!doubt || doubt.choices.length === 0) files.push(file)
    else {
      const question = `${file.manuscript.source}: ${doubt.says} Which of these reads right?`
      const known = doubt.choices.map(({ label, value }) => ({ label: quoted(label), value }))
      const encoding = await terminal.choose(question, known)
      files.push(await readManuscript(path, { ...hints, encoding }))
    }
  }
  return joinLanguages(files)
}

const encodingDoubt = ({ doubts }: Manuscript) =>
  doubts.find(({ about, isOpen }) => isOpen && about === 'encoding')

/** What the command line says of a manuscript. */
export const saidOf = (
  { language, kind, topic = [], headline = [] }: FileOptions,
  { texts }: Manuscript,
  { languages }: SiteFacts,
  hasMoment: boolean,
) => ({
  language: language ?? null,
  kind: kind ?? null,
  topics: topic,
  headline: localized(
    '--headline',
    headline,
    languages,
    Object.keys(texts)
      .map((tag) => (tag === 'und' ? (language ?? tag) : tag))
      .filter((tag) => tag !== 'und'),
  ),
  hasMoment,
})

async function momentSaid(
  aim: Aim,
  { date, until }: FileOptions,
  terminal: Terminal,
): Promise<Moment | 'now' | null> {
  const [option, written] = aim === 'embargo' ? ['--until', until] : ['--date', date]
  if (written === undefined) return null
  if (aim === 'publish' && /^(?:now|today)$/i.test(written.trim())) return 'now'
  return momentNamed(option as string, written, terminal)
}

const asMoment = (moment: Moment | 'now' | null) => (moment === 'now' ? null : moment)

const heldUntil = (existing: Existing | null) =>
  existing?.release.state === 'embargoed' ? liveAt(existing.release) : null

/** @throws Failure `refused` with what to do instead */
function isThereAlready(aim: Aim, source: string, existing: Existing, content: Content): boolean {
  const { release } = existing
  const isAsWritten = isSame(contentOf(release), content)
  const refused = (why: string, instead: string) =>
    new Failure('refused', `${source}: the release ${release.id} ${why}.`, [
      `Nothing was sent. ${instead}`,
    ])
  if (release.state === 'withdrawn')
    throw refused(
      'was withdrawn, for good',
      'Another release, with another id, can take its place.',
    )
  if (release.state === 'published') {
    if (isAsWritten && aim === 'publish') return true
    throw refused(
      'is public already',
      `"pressroom correct ${release.id}" changes what it says${isAsWritten ? '' : ', with a note for readers'}.`,
    )
  }
  if (aim === 'draft' && release.state === 'embargoed') {
    if (isAsWritten) return true
    throw refused(
      'is under embargo',
      `"pressroom embargo" replaces what it says and keeps its moment; with --cancel it becomes a draft again.`,
    )
  }
  return aim === 'draft' && isAsWritten
}
