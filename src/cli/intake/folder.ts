import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, relative, sep } from 'node:path'
import { parseSlug } from '../../newsroom/slug.ts'
import { Failure } from '../exit.ts'
import type { Manuscript, Moment, Wording } from '../manuscript/manuscript.ts'
import { readManuscripts } from '../manuscript/reading.ts'
import { readable } from './bytes.ts'
import { isId, remark, siteLanguage } from './composing.ts'
import { type Content, contentOf, releaseIn } from './govuk.ts'
import { momentOf } from './instants.ts'
import type { Format, Intake, IntakeOptions, Item } from './intake.ts'
import { type Entry, listings } from './listing.ts'

const TEXTS = /\.(?:md|markdown|txt)$/i
const JSONS = /\.json$/i

/** The texts of a folder and of those in it; or one text. */
export class FolderIntake implements Intake {
  readonly format: Format
  readonly size: number
  readonly #path: string
  readonly #options: IntakeOptions
  #position = 0

  /** Looks at all names first, so that a progress bar knows the whole. */
  static async open(path: string, format: Format, options: IntakeOptions): Promise<FolderIntake> {
    if (format !== 'folder' && format !== 'govuk')
      throw new Failure('unreadable', `${path} is a folder; the format "${format}" is a file.`)
    let size = 0
    for await (const listing of listings(path, format === 'govuk' ? JSONS : TEXTS))
      for (const entry of listing) if (entry.why === null) size += entry.size
    return new FolderIntake(path, format, options, size)
  }

  private constructor(path: string, format: Format, options: IntakeOptions, size: number) {
    this.size = size
    this.#path = path
    this.format = format
    this.#options = options
  }

  position(): number {
    return this.#position
  }

  async *items(): AsyncGenerator<Item> {
    this.#position = 0
    const ids = new Set<string>()
    if (this.format === 'govuk') yield* this.#contents(ids)
    else
      for await (const listing of listings(this.#path, TEXTS)) {
        yield* refusals(listing)
        for (const group of languageGroups(listing.filter(({ why }) => why === null))) {
          yield* this.#texts(group, ids)
          this.#position += group.reduce((sum, { size }) => sum + size, 0)
        }
      }
  }

  /** Files that are the languages of one release. */
  async *#texts(group: readonly Entry[], ids: Set<string>): AsyncGenerator<Item> {
    const paths = group.map(({ path }) => path)
    const hints = {
      ...this.#options,
      language: languageOfPath(paths[0] ?? '', this.#path, this.#options),
    }
    let manuscripts: readonly Manuscript[]
    try {
      manuscripts = await readManuscripts(paths, hints)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      // One of them cannot be read: the others are a release all the same.
      if (group.length > 1) for (const one of group) yield* this.#texts([one], ids)
      else
        yield {
          type: 'refused',
          source: paths[0] ?? '',
          why: error.message.replace(paths[0] ?? '', 'It'),
        }
      return
    }
    for (const [place, manuscript] of manuscripts.entries()) {
      const path = paths[Math.min(place, paths.length - 1)] ?? ''
      const id = manuscript.id ?? idOf(stemOf(path), this.#path, place)
      if (ids.has(id))
        yield {
          type: 'refused',
          source: manuscript.source,
          why: `There was a release "${id}" in this folder before.`,
        }
      else {
        const whole = unlessDraft(named(manuscript, path), relative(dirname(this.#path), path))
        yield { type: 'release', manuscript: { ...whole, id } }
      }
      ids.add(id)
    }
  }

  /** Which files are languages of one release, only what is in them tells: they are read twice. */
  async *#contents(ids: Set<string>): AsyncGenerator<Item> {
    const groups = new Map<string, string[]>()
    for await (const listing of listings(this.#path, JSONS)) {
      yield* refusals(listing)
      for (const { path, why } of listing) {
        if (why !== null) continue
        let content: Content | null
        try {
          content = await contentAt(path)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          yield { type: 'refused', source: path, why: error.message.replace(path, 'It') }
          continue
        }
        if (!content) {
          yield { type: 'refused', source: path, why: 'It is not one JSON object.' }
          continue
        }
        const { content_id, locale } = content.row
        const shared = typeof content_id === 'string' && content_id !== ''
        const key = shared ? content_id : path
        const same = groups.get(`${key} ${locale}`)
        // A second one in the same language is another release.
        groups.set(same ? path : `${key} ${locale}`, [path])
      }
    }
    for (const paths of byContent(groups)) {
      const contents = await Promise.all(paths.map(contentAt))
      yield* releaseIn(
        contents.filter((one) => one !== null),
        ids,
        this.#options,
      )
      for (const path of paths) this.#position += (await stat(path)).size
    }
  }
}

/** Which format a folder is in: that of the first file that tells. */
export async function folderFormat(path: string): Promise<'folder' | 'govuk'> {
  let format: 'folder' | 'govuk' = 'folder'
  for await (const listing of listings(path, /\.(?:md|markdown|txt|json)$/i))
    for (const { path: file, why } of listing) {
      if (why !== null) continue
      if (TEXTS.test(file)) return 'folder'
      format = 'govuk'
    }
  return format
}

/** Languages of one release under its `content_id`, in the order of the first. */
function byContent(groups: ReadonlyMap<string, readonly string[]>): string[][] {
  const joined = new Map<string, string[]>()
  for (const [key, paths] of groups) {
    const id = key.slice(0, key.lastIndexOf(' ') + 1) || key
    joined.set(id, [...(joined.get(id) ?? []), ...paths])
  }
  return [...joined.values()]
}

async function contentAt(path: string): Promise<Content | null> {
  const text = await readable(path, () => readFile(path, 'utf8'))
  return contentOf(text.replace(/^\uFEFF/, ''), path)
}

function* refusals(listing: readonly Entry[]): Generator<Item> {
  for (const { path, why } of listing)
    if (why !== null) yield { type: 'refused', source: path, why }
}

/** `budget.en.md` and `budget.ar.md` are one release, `budget.md` beside them too. */
function languageGroups(files: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>()
  for (const file of files) {
    const key = stemOf(file.path)
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  return [...groups.values()]
}

/** The path without what tells type and language. */
const stemOf = (path: string) =>
  path.replace(TEXTS, '').replace(/\.[a-z]{2,3}(?:[-_][a-z\d]{2,8})*$/i, '')

/** The folder that a text is in may be called like its language: `content/ar/budget.md`. */
function languageOfPath(
  path: string,
  root: string,
  { language, languages }: IntakeOptions,
): string | null {
  const within = relative(root, dirname(path)).split(sep)
  const told = within
    .reverse()
    .find((name) => /^[a-z]{2,3}(?:[-_]\w+)?$/i.test(name) && siteLanguage(name, languages))
  return (told && siteLanguage(told, languages)) ?? language
}

/** Made from the path within the folder: the same in every run. */
function idOf(stem: string, root: string, place: number): string {
  const path = (relative(root, stem) || basename(stem)).split(sep).join('/')
  const id = `md-${path.replace(/[^A-Za-z0-9_-]+/g, '-')}${place > 0 ? `-${place + 1}` : ''}`
  // Where letters were lost, or the path is long, others could come out alike.
  const isPath = /^[A-Za-z0-9_/-]+$/.test(path) && !path.includes('/')
  if (isPath && isId(id)) return id
  const digest = createHash('sha256').update(`${path}\n${place}`).digest('hex').slice(0, 12)
  return `${id.slice(0, 50).replace(/-+$/, '')}-${digest}`
}

/** Jekyll keeps in `_drafts` what is not public, dated or not; so do others. */
function unlessDraft(manuscript: Manuscript, path: string): Manuscript {
  const folder = dirname(path)
    .split(sep)
    .find((name) => /^_?drafts?$/i.test(name))
  if (folder === undefined) return manuscript
  const says = `It stands in the folder "${folder}". It is taken as a draft.`
  return {
    ...manuscript,
    standing: { state: 'draft' },
    doubts: [...manuscript.doubts, remark('words', says)],
  }
}

/** Jekyll's `2021-02-25-title.md` tells date and slug where the text does not. */
function named(manuscript: Manuscript, path: string): Manuscript {
  const [, day, title] = /^(\d{4}-\d\d-\d\d)-(.+)$/.exec(basename(stemOf(path))) ?? []
  if (!day || !title) return manuscript
  const on = momentOf(day)
  const slug = parseSlug(title.toLowerCase())
  const texts = Object.fromEntries(
    Object.entries(manuscript.texts).map(([language, wording]): [string, Wording] => [
      language,
      { ...wording, slug: wording.slug ?? slug },
    ]),
  )
  const { standing } = manuscript
  const undated = standing === null || (standing.state === 'published' && standing.on === null)
  return {
    ...manuscript,
    texts,
    standing: undated && on ? { state: 'published', on: on as Moment } : standing,
    doubts:
      undated && on
        ? manuscript.doubts.filter(({ about, choices }) => about !== 'date' || choices.length > 0)
        : manuscript.doubts,
  }
}
