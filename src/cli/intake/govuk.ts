import { createHash } from 'node:crypto'
import type { Doubt, Standing } from '../manuscript/manuscript.ts'
import type { Source } from './bytes.ts'
import { convertedRemarks, isId, joined, open, quoted, releaseOf, remark } from './composing.ts'
import { escaped, markdownOf, wordsOf } from './html.ts'
import { momentOf } from './instants.ts'
import type { IntakeOptions, Item } from './intake.ts'
import { elementsOf } from './json.ts'
import { asHtml } from '../signs.ts'

type Row = Readonly<Record<string, unknown>>
/** A content item, and where it stands. */
export interface Content {
  readonly row: Row
  readonly source: string
}

/** Where GOV.UK's addresses and pictures are. */
const SITE = 'https://www.gov.uk'

/**
 * The content items of a file: one, an array, or one after another. Languages of one release that
 * stand together become one.
 */
export async function* govukItems(source: Source, options: IntakeOptions): AsyncGenerator<Item> {
  const ids = new Set<string>()
  let group: Content[] = []
  let number = 0
  try {
    for await (const { path, text, isCut } of elementsOf(
      source.text(options.encoding),
      (path) => path === '',
    )) {
      if (path !== '') continue
      const place = `${source.path}, item ${++number}`
      const content = isCut ? null : contentOf(text, place)
      if (!content) {
        yield {
          type: 'refused',
          source: place,
          why: isCut
            ? 'It is longer than 32 million characters.'
            : `It is not JSON: ${quoted(text.slice(0, 200))}.`,
        }
        continue
      }
      if (group.length > 0 && !areLanguages(group, content)) {
        yield* releaseIn(group, ids, options)
        group = []
      }
      group.push(content)
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    yield {
      type: 'refused',
      source: source.path,
      why: `The file is not JSON to its end: ${error.message}.`,
    }
  }
  yield* releaseIn(group, ids, options)
}

/** A content item in a text, or null where it is none. */
export function contentOf(text: string, source: string): Content | null {
  try {
    const row: unknown = JSON.parse(text)
    return isRow(row) ? { row, source } : null
  } catch {
    return null
  }
}

/** Whether it is another language of what these are. */
const areLanguages = (group: readonly Content[], { row }: Content): boolean =>
  words(row.content_id) !== '' &&
  group.every(({ row: one }) => one.content_id === row.content_id && one.locale !== row.locale)

/**
 * The release that these content items are the languages of.
 * @param ids those that are given, to which its own is added
 */
export function* releaseIn(
  group: readonly Content[],
  ids: Set<string>,
  options: IntakeOptions,
): Generator<Item> {
  const [first] = group
  if (!first) return
  const id = idOf(first.row, ids)
  ids.add(id)
  yield* joined(group.map((content) => itemOf(content, id, group, options)))
}

/** Examples and translations share a `content_id`: then the address tells them apart. */
function idOf(row: Row, ids: ReadonlySet<string>): string {
  const path = words(row.base_path)
  const digest = createHash('sha256')
    .update(path || JSON.stringify(row))
    .digest('hex')
    .slice(0, 16)
  const id = `govuk-${words(row.content_id)}`
  if (words(row.content_id) === '' || !isId(id)) return `govuk-${digest}`
  return ids.has(id) ? `${id.slice(0, 47)}-${digest}` : id
}

function itemOf(
  { row, source: place }: Content,
  id: string,
  group: readonly Content[],
  options: IntakeOptions,
): Item {
  const details = isRow(row.details) ? row.details : {}
  const title = words(row.title)
  const source = `${place} ${title ? quoted(title) : '(no title)'}`
  const missing = ['content_id', 'title', 'locale', 'base_path', 'document_type'].filter(
    (name) => !words(row[name]),
  )
  if (missing.length >= 4)
    return {
      type: 'refused',
      source,
      why: `It is no content item: it has no ${missing.join(', no ')}.`,
    }
  const { markdown: body, told } = markdownOf(bodyHtml(details.body), SITE)
  const path = words(row.base_path)
  const { standing, doubts } = standingOf(row, details)
  return releaseOf(
    {
      source,
      id,
      kind: words(row.document_type) || words(row.schema_name) || null,
      topics: [...linked(row, 'taxons'), ...linked(row, 'topics'), ...linked(row, 'policy_areas')],
      standing,
      doubts: [
        ...doubts,
        ...(missing.length > 0 ? [remark('words', `It has no ${missing.join(', no ')}.`)] : []),
        ...absent(row, group),
        ...convertedRemarks([...told, ...pictureOf(details)]),
      ],
      text: {
        language: words(row.locale) || null,
        slug:
          path
            .split('/')
            .at(-1)
            ?.replace(/\.[a-z]{2}(?:-[\w]+)?$/i, '')
            .replace(/--+/g, '-') || null,
        headline: wordsOf(asHtml(title)),
        summary: words(row.description),
        department: linked(row, 'organisations').join(', '),
        place: words(details.location),
        body,
        notes: notesOf(row, details),
        authors: [
          ...linked(row, 'speaker'),
          ...linked(row, 'people'),
          words(details.speaker_without_profile),
        ],
        formerPaths: path.startsWith('/') ? [path] : [],
      },
    },
    options,
  )
}

/** HTML, or the same in several types of content. */
function bodyHtml(body: unknown): string {
  if (!Array.isArray(body)) return words(body)
  const html = body.find((one) => isRow(one) && one.content_type === 'text/html')
  return words(isRow(html) ? html.content : '')
}

/** What was taken back must not become valid again: it is a draft, with the reason in its notes. */
function standingOf(row: Row, details: Row): { standing: Standing; doubts: Doubt[] } {
  if (isRow(row.withdrawn_notice))
    return {
      standing: { state: 'draft' },
      doubts: [
        remark('words', 'It was withdrawn. It is taken as a draft, with the reason in its notes.'),
      ],
    }
  const written =
    words(details.first_public_at) || words(row.first_published_at) || words(row.public_updated_at)
  const on = momentOf(written)
  const ask = written
    ? `${quoted(written)} is not a date.`
    : 'It does not say when it was published.'
  return { standing: { state: 'published', on }, doubts: on ? [] : [open('date', ask, '--date')] }
}

function notesOf(row: Row, details: Row): string[] {
  const notice = isRow(row.withdrawn_notice) ? row.withdrawn_notice : null
  const history = Array.isArray(details.change_history) ? details.change_history.filter(isRow) : []
  const changes = history
    .map((change) => [words(change.public_timestamp).slice(0, 10), wordsOf(words(change.note))])
    .filter(([, note]) => note && note !== 'First published.')
    .map(([day, note]) => `- ${day}: ${escaped(note ?? '')}`)
  return [
    notice
      ? `${words(notice.withdrawn_at).slice(0, 10)}: ${markdownOf(words(notice.explanation), SITE).markdown}`
      : '',
    escaped(wordsOf(words(details.speech_type_explanation))),
    changes.join('\n'),
  ]
}

/** Its languages that are not here. */
function absent(row: Row, group: readonly Content[]): Doubt[] {
  const links = isRow(row.links) ? row.links : {}
  const all = Array.isArray(links.available_translations) ? links.available_translations : []
  const here = new Set(group.map(({ row: one }) => one.locale))
  const others = all.filter(isRow).filter(({ locale }) => !here.has(locale))
  if (others.length === 0) return []
  const named = others.map(({ locale, base_path }) => `"${words(locale)}" (${words(base_path)})`)
  return [remark('language', `It is also in ${named.join(', ')}, which did not stand beside it.`)]
}

function pictureOf({ image }: Row): string[] {
  const url = isRow(image) ? words(image.url) : ''
  return url ? [`its lead picture is left out (${url})`] : []
}

function linked(row: Row, name: string): string[] {
  const links = isRow(row.links) ? row.links : {}
  const all = links[name]
  return Array.isArray(all)
    ? all
        .filter(isRow)
        .map(({ title }) => words(title))
        .filter(Boolean)
    : []
}

const isRow = (value: unknown): value is Row =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
const words = (value: unknown): string => (typeof value === 'string' ? value : '')
