import { createHash } from 'node:crypto'
import type { Doubt, Manuscript, Moment, Standing, Wording } from '../manuscript/manuscript.ts'
import { NO_WORDS } from '../manuscript/manuscript.ts'
import type { Source } from './bytes.ts'
import { isId, open, quoted, remark, siteLanguage } from './composing.ts'
import { idOf } from './concerning.ts'
import type { History, IntakeOptions, Item, Redirect } from './intake.ts'
import { linesOf } from '../lines.ts'

/** Bytes of a line: a release with a long history is one. */
const MAX_LINE = 64 * 1024 * 1024

type Line = Readonly<Record<string, unknown>>

/**
 * The lines of a newsroom's own export, and lines that somebody wrote by hand. An export is measured
 * against its manifest at its end: what came is taken all the same, and that it is cut off or was
 * changed is told.
 */
export async function* jsonlItems(source: Source, options: IntakeOptions): AsyncGenerator<Item> {
  const digest = createHash('sha256')
  const counts = { releases: 0, revisions: 0, redirects: 0 }
  const seen = new Set<string>()
  let bytes = 0
  let isExport = false
  let manifest: Line | null = null
  let number = 0
  for await (const raw of linesOf(source.bytes(), MAX_LINE)) {
    const place = `${source.path}, line ${++number}`
    if (raw === null) {
      yield refused(place, 'It is longer than 64 MB.')
      continue
    }
    const text = textOf(raw)
    const line = text === null ? null : parsed(text)
    if (text === null) yield refused(place, 'It is not UTF-8: letters of it would be lost.')
    else if (manifest !== null && text.trim() !== '')
      yield refused(place, 'It stands behind the manifest, which is the last line of an export.')
    else if (line === null) {
      if (text.trim() !== '') yield refused(place, `It is not JSON: ${quoted(text.slice(0, 200))}.`)
    } else if (line.type === 'newsroom') {
      isExport = true
      if (line.format !== 1)
        yield refused(place, `It is in the format ${JSON.stringify(line.format)}; 1 is known.`)
    } else if (line.type === 'manifest') manifest = line
    else {
      const item = itemOf(line, place, options)
      if (item.type === 'history') {
        counts.releases++
        counts.revisions += item.history.revisions.length
      }
      if (item.type === 'redirect') counts.redirects++
      const id = item.type === 'redirect' ? null : idOf(item)
      if (id !== null && seen.has(id))
        yield refused(place, `There was a release "${id}" in this file before.`)
      else yield item
      if (id !== null) seen.add(id)
    }
    if (manifest === null) {
      digest.update(raw)
      bytes += raw.length
    }
  }
  if (!isExport && manifest === null) return
  const why =
    manifest === null
      ? 'It has no manifest at its end: it is cut off.'
      : difference(manifest, { counts, bytes, sha256: digest.digest('hex') })
  if (why) yield refused(source.path, why)
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

function textOf(raw: Buffer): string | null {
  try {
    return strict.decode(raw)
  } catch {
    return null
  }
}

function parsed(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function difference(
  manifest: Line,
  found: { counts: Readonly<Record<string, number>>; bytes: number; sha256: string },
): string | null {
  const { counts } = manifest
  const wrong = Object.entries(found.counts).filter(
    ([name, count]) => isRecord(counts) && counts[name] !== undefined && counts[name] !== count,
  )
  const tells = wrong.map(([name, count]) => `${count} ${name}, not ${(counts as Line)[name]}`)
  if (manifest.bytes !== found.bytes) tells.push(`${found.bytes} bytes, not ${manifest.bytes}`)
  if (manifest.sha256 !== found.sha256 && tells.length === 0) tells.push('another digest (SHA-256)')
  return tells.length === 0
    ? null
    : `It is not as its manifest has it: ${tells.join(', ')}. It was changed, or is cut off.`
}

function itemOf(line: Line, source: string, options: IntakeOptions): Item {
  if (line.type === 'history') {
    const { id, places = null, revisions } = line
    if (typeof id !== 'string' || !isId(id) || !Array.isArray(revisions) || revisions.length === 0)
      return refused(source, 'It is no history: it needs an id and revisions.')
    return { type: 'history', source, history: { id, places, revisions } satisfies History }
  }
  if (line.type === 'redirect') {
    const { from, release, language } = line
    if (![from, release, language].every((one) => typeof one === 'string'))
      return refused(source, 'It is no redirect: it needs from, release and language.')
    return {
      type: 'redirect',
      source,
      redirect: { from, release, language } as unknown as Redirect,
    }
  }
  if (line.type !== undefined && line.type !== 'release')
    return refused(source, `Its type is ${quoted(JSON.stringify(line.type))}, which is not known.`)
  return releaseIn(line, source, options)
}

const KNOWN = ['type', 'id', 'kind', 'topics', 'texts', 'publish', 'embargo']
const PARTS = ['slug', 'headline', 'subheadline', 'summary', 'department', 'body', 'notes'] as const

/** A line like the body of `POST /api/releases`, with an id. */
function releaseIn(line: Line, source: string, { languages }: IntakeOptions): Item {
  const { id, kind = null, topics = [], texts } = line
  if (typeof id !== 'string' || !isId(id))
    return refused(
      source,
      'It has no id (1 to 64 of A-Z a-z 0-9 _ -), without which a second run would make it twice.',
    )
  if (!isRecord(texts) || Object.keys(texts).length === 0)
    return refused(source, 'It has no texts.')
  const unknown = [
    ...Object.keys(line).filter((key) => !KNOWN.includes(key)),
    ...unread(line, ['kind', 'topics']),
  ]
  const doubts: Doubt[] = []
  const wordings: Record<string, Wording> = {}
  for (const [tag, text] of Object.entries(texts)) {
    if (!isRecord(text)) return refused(source, `Its text in "${tag}" is not an object.`)
    const language = siteLanguage(tag, languages)
    if (language === null || language in wordings)
      return refused(source, `Its text is in "${tag}", which is not a language of the newsroom.`)
    const wrong = PARTS.filter((part) => text[part] != null && typeof text[part] !== 'string')
    if (wrong.length > 0) return refused(source, `In "${tag}", ${wrong.join(', ')} must be text.`)
    const known: readonly string[] = [...PARTS, 'dateline', 'formerPaths']
    unknown.push(...Object.keys(text).filter((part) => !known.includes(part)))
    unknown.push(...unread(text, ['dateline', 'formerPaths']))
    wordings[language] = wordingOf(text)
  }
  if (unknown.length > 0)
    doubts.push(
      remark('words', `It has ${[...new Set(unknown)].join(', ')}, which have no place here.`),
    )
  const standing = standingOf(line)
  if (standing === null)
    doubts.push(
      open(
        'date',
        `It is not clear when it is public: ${quoted(JSON.stringify([line.publish, line.embargo]))}.`,
      ),
    )
  const manuscript: Manuscript & { id: string } = {
    source: `${source} ${quoted(Object.values(wordings)[0]?.headline ?? id)}`,
    id,
    kind: typeof kind === 'string' ? kind : null,
    topics: Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [],
    texts: wordings,
    standing: standing ?? { state: 'draft' },
    doubts,
  }
  return { type: 'release', manuscript }
}

function wordingOf(text: Line): Wording {
  const place = isRecord(text.dateline) ? text.dateline.place : null
  const paths = Array.isArray(text.formerPaths) ? text.formerPaths : []
  const words = Object.fromEntries(PARTS.map((part) => [part, text[part] ?? null]))
  return {
    ...NO_WORDS,
    ...words,
    place: typeof place === 'string' ? place : null,
    formerPaths: paths.filter((path) => typeof path === 'string'),
  }
}

const isText = (value: unknown) => typeof value === 'string'
const areTexts = (value: unknown) => Array.isArray(value) && value.every(isText)
/** What each is read as. */
const READ: Readonly<Record<string, (value: unknown) => boolean>> = {
  kind: isText,
  topics: areTexts,
  formerPaths: areTexts,
  dateline: (value) =>
    isRecord(value) && isText(value.place) && Object.keys(value).every((key) => key === 'place'),
}

/** Which of these are not, or not wholly, as they are read: what is left out is told. */
const unread = (line: Line, names: readonly string[]): string[] =>
  names
    .filter((name) => line[name] != null && !READ[name]?.(line[name]))
    .map((name) => `${name} ${JSON.stringify(line[name]).slice(0, 80).toWellFormed()}`)

function standingOf({ publish = null, embargo = null }: Line): Standing | null {
  if (isRecord(embargo) && typeof embargo.until === 'string' && publish === null)
    return { state: 'embargoed', until: embargo.until as Moment }
  if (embargo !== null) return null
  if (publish === null || publish === false) return { state: 'draft' }
  if (publish === true) return { state: 'published', on: null }
  if (isRecord(publish) && typeof publish.at === 'string')
    return { state: 'published', on: publish.at as Moment }
  return null
}

const refused = (source: string, why: string): Item => ({ type: 'refused', source, why })
const isRecord = (value: unknown): value is Line =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
