import { createHash } from 'node:crypto'
import type { Source } from './bytes.ts'
import { convertedRemarks, faultRemarks, open, quoted, releaseOf, remark } from './composing.ts'
import { atomEntry, rssItem } from './feed-items.ts'
import { escaped, markdownOf, wordsOf } from './html.ts'
import { momentOf } from './instants.ts'
import type { IntakeOptions, Item } from './intake.ts'
import { jsonFeedEntry, type JsonFeed } from './json-feed.ts'
import { elementsOf } from './json.ts'
import { child, type Element, field, partsOf, wordsIn } from './xml.ts'
import { decodedPart } from '../address.ts'

/** What every feed tells of a release. */
export interface Entry {
  /** What it is called for life: `guid`, `id`; its address where it has none. */
  readonly key: string
  readonly title: string
  /** HTML. */
  readonly html: string
  /** Words, where it has no HTML. */
  readonly plain?: string
  /** HTML. */
  readonly summary: string
  readonly date: string
  /** When it was last changed: all that some tell. */
  readonly changed?: string
  readonly link: string
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  readonly language: string
  /** Against which its links are resolved, where it tells it. */
  readonly base?: string
}
/** What a feed says of itself. */
export interface Channel {
  language: string
  link: string
}

/** The items of an RSS, Atom or JSON feed. */
export async function* feedItems(source: Source, options: IntakeOptions): AsyncGenerator<Item> {
  let number = 0
  const keys = new Set<string>()
  for await (const read of entriesOf(source, options)) {
    if ('why' in read) {
      yield { type: 'refused', source: read.place, why: read.why }
      continue
    }
    const { entry, channel, faults } = read
    const title = wordsOf(entry.title)
    const place = `${source.path}, item ${++number} ${title ? quoted(title) : '(no title)'}`
    if (!entry.key)
      yield { type: 'refused', source: place, why: 'It has neither an id nor an address.' }
    else if (keys.has(entry.key))
      yield { type: 'refused', source: place, why: `It is in the feed twice (${entry.key}).` }
    else yield itemOf(entry, channel, place, faults, options)
    keys.add(entry.key)
  }
}

type Read =
  | { readonly entry: Entry; readonly channel: Channel; readonly faults: readonly string[] }
  | { readonly place: string; readonly why: string }

async function* entriesOf(source: Source, options: IntakeOptions): AsyncGenerator<Read> {
  if (await isJson(source, options)) yield* jsonEntries(source, options)
  else yield* xmlEntries(source, options)
}

async function isJson(source: Source, { encoding }: IntakeOptions): Promise<boolean> {
  for await (const text of source.text(encoding)) return /^\uFEFF?\s*\{/.test(text)
  return false
}

async function* xmlEntries(source: Source, { encoding }: IntakeOptions): AsyncGenerator<Read> {
  source.expect(1)
  const channel: Channel = { language: '', link: '' }
  for await (const part of partsOf(source.text(encoding))) {
    const place = `${source.path}, line ${part.line}`
    if (part.type === 'broken') {
      const within = part.within ? ` in ${quoted(field(part.within, 'title'))}` : ''
      yield { place, why: `${part.why.slice(0, -1)}${within}.` }
      continue
    }
    const { element, faults, isCut } = part
    if (isCut) yield { place, why: 'It is longer than 32 million characters.' }
    else if (element.name === 'item') yield { entry: rssItem(element), channel, faults }
    else if (element.name === 'entry') yield { entry: atomEntry(element), channel, faults }
    else learn(channel, element)
  }
}

function learn(channel: Channel, element: Element): void {
  if (element.name === 'language' || element.name === 'dc:language')
    channel.language ||= wordsIn(element).trim()
  if (element.name === 'link' && (element.attributes.rel ?? 'alternate') === 'alternate')
    channel.link ||= element.attributes.href ?? wordsIn(element).trim()
  if (element.name !== 'channel') return
  channel.link ||= field(element, 'link')
  const language = child(element, 'dc:language')
  if (language) channel.language ||= wordsIn(language).trim()
}

async function* jsonEntries(source: Source, { encoding }: IntakeOptions): AsyncGenerator<Read> {
  // Its own language and address may stand behind its items.
  source.expect(2)
  const channel: Channel = { language: '', link: '' }
  const place = source.path
  let head = ''
  for await (const text of source.text(encoding)) {
    head += text
    if (head.length > 64 * 1024) break
  }
  channel.language =
    /"language"\s*:\s*"([\w-]+)"/.exec(head.split(/"items"\s*:/)[0] ?? '')?.[1] ?? ''
  channel.link = /"home_page_url"\s*:\s*"([^"\\]+)"/.exec(head)?.[1] ?? ''
  source.expect(1)
  try {
    for await (const { path, text, isCut } of elementsOf(
      source.text(encoding),
      (path) => path === 'items',
    )) {
      if (path !== 'items') continue
      if (isCut) yield { place, why: 'An item is longer than 32 million characters.' }
      else yield jsonEntry(text, channel, place)
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    yield { place, why: `The file is not JSON to its end: ${error.message}.` }
  }
}

function jsonEntry(text: string, channel: Channel, place: string): Read {
  try {
    const entry = jsonFeedEntry(JSON.parse(text) as JsonFeed)
    return { entry, channel, faults: [] }
  } catch {
    return { place, why: `An item is not JSON: ${quoted(text)}.` }
  }
}

function itemOf(
  entry: Entry,
  channel: Channel,
  source: string,
  faults: readonly string[],
  options: IntakeOptions,
): Item {
  const address = absolute(entry.link, channel.link)
  const base = entry.base
    ? absolute(entry.base, address ?? channel.link)
    : (address ?? channel.link)
  const whole = entry.html.trim() || (entry.plain ?? '').trim()
  const { markdown, told } = markdownOf(whole ? entry.html : entry.summary, base || null)
  const body = markdown || paragraphs(entry.plain ?? '')
  const written = entry.date || entry.changed || ''
  const date = momentOf(written)
  return releaseOf(
    {
      source,
      id: `feed-${createHash('sha256').update(entry.key).digest('hex').slice(0, 16)}`,
      topics: entry.topics,
      standing: { state: 'published', on: date },
      doubts: [
        ...(date
          ? []
          : [
              open(
                'date',
                written
                  ? `${quoted(written)} is not a date.`
                  : 'It does not say when it was published.',
                '--date',
              ),
            ]),
        ...(entry.date || date === null
          ? []
          : [remark('date', `It tells when it was last changed alone: ${quoted(written)}.`)]),
        ...(whole
          ? []
          : [
              remark(
                'words',
                'The feed has its summary alone, which is its body here: the whole text may be longer.',
              ),
            ]),
        ...faultRemarks(faults),
        ...convertedRemarks(told),
      ],
      text: {
        language: entry.language || null,
        usual: channel.language,
        slug: slugIn(address),
        headline: wordsOf(entry.title),
        summary: whole ? wordsOf(entry.summary) : '',
        body,
        authors: entry.authors,
        formerPaths: pathsOf(address),
      },
    },
    options,
  )
}

const absolute = (address: string, base: string): string | null => {
  if (!address) return null
  if (base && URL.canParse(address, base)) return new URL(address, base).href
  return URL.canParse(address) ? new URL(address).href : null
}

function pathsOf(address: string | null): string[] {
  if (address === null || !/^https?:/.test(address)) return []
  const { pathname, search } = new URL(address)
  return pathname === '/' && !search ? [] : [`${pathname}${search}`]
}

/** The last part of an address, where it is words. */
function slugIn(address: string | null): string | null {
  const [path] = pathsOf(address)
  if (!path || path.includes('?')) return null
  const last =
    path
      .split('/')
      .filter(Boolean)
      .at(-1)
      ?.replace(/\.(?:html?|php|aspx?)$/i, '') ?? ''
  const words = decodedPart(last)?.toLowerCase() ?? ''
  return /\p{L}.*\p{L}/u.test(words) && /^[\p{L}\p{M}\p{N}-]+$/u.test(words) ? words : null
}

const paragraphs = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map((part) => escaped(part.replace(/\s+/g, ' ').trim()))
    .filter(Boolean)
    .join('\n\n')
