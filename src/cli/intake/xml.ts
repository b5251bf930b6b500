import sax from 'sax'
import { asHtml } from '../signs.ts'

/** An element with all that is in it, in its order. */
export interface Element {
  /** As it is written: `wp:post_id`. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (string | Element)[]
}

/** A part of the document: a child of the channel, the feed or `rdf:RDF`. */
export interface Part {
  readonly element: Element
  /** The line on which it ends. */
  readonly line: number
  /** What was not as XML has it to be, and was mended. */
  readonly faults: readonly string[]
  /** Whether it is longer than is read: its end is missing. */
  readonly isCut: boolean
}

/** The file's end came before its own. */
export interface Broken {
  readonly line: number
  readonly why: string
  /** The part that had begun, so far as it was read. */
  readonly within: Element | null
}

/** Characters of one part; no release is as long. */
const MAX_PART = 32 * 1024 * 1024
const MAX_FAULTS = 3
/** What holds parts. */
const HOLDERS = new Set(['rss', 'channel', 'feed', 'rdf:RDF'])

/**
 * Reads XML part by part. Faults that others let pass are mended: bare `&`, HTML's entities, tags that
 * do not match.
 */
export async function* partsOf(
  text: AsyncIterable<string>,
): AsyncGenerator<({ readonly type: 'part' } & Part) | ({ readonly type: 'broken' } & Broken)> {
  // Strict: names keep their case. HTML's entities are known to it all the same.
  const parser = sax.parser(true)
  const ready: Part[] = []
  const holders: string[] = []
  /** What the holders say of all their parts. */
  let base: Element['attributes'] = {}
  let stack: Element[] = []
  let faults: string[] = []
  let size = 0
  parser.onopentag = ({ name, attributes }) => {
    const element: Element = {
      name: plainName(name),
      attributes: {
        ...(stack.length === 0 ? base : {}),
        ...(attributes as Element['attributes']),
      },
      children: [],
    }
    const over = stack.at(-1)
    if (over) over.children.push(element)
    // RSS 1.0 has its items beside the channel, RSS 2.0 within.
    else if (
      HOLDERS.has(element.name) &&
      !(element.name === 'channel' && holders[0] === 'rdf:RDF')
    ) {
      holders.push(element.name)
      const told = element.attributes['xml:base']
      if (told) base = { 'xml:base': told }
      return
    }
    stack.push(element)
  }
  const add = (words: string) => {
    size += words.length
    if (size <= MAX_PART) stack.at(-1)?.children.push(words)
  }
  parser.ontext = add
  parser.oncdata = add
  parser.onclosetag = () => {
    const element = stack.pop()
    if (!element) {
      holders.pop()
      return
    }
    if (stack.length > 0) return
    ready.push({ element, line: parser.line + 1, faults, isCut: size > MAX_PART })
    faults = []
    size = 0
  }
  let isAtEnd = false
  let broken: string | null = null
  parser.onerror = (error) => {
    const [why = ''] = error.message.split('\n')
    if (isAtEnd) broken ??= why
    else if (faults.length < MAX_FAULTS) faults.push(`${why} (line ${parser.line + 1})`)
    // What has been told is over; it would be thrown with the next piece.
    Object.assign(parser, { error: null })
    parser.resume()
  }
  for await (const chunk of text) {
    parser.write(chunk)
    while (ready.length > 0) yield { type: 'part', ...(ready.shift() as Part) }
  }
  const within = stack[0] ?? null
  isAtEnd = true
  const line = parser.line + 1
  stack = []
  parser.close()
  if (within !== null || holders.length > 0 || broken !== null)
    yield { type: 'broken', line, why: 'The file ends before its end: it is cut off.', within }
}

/** All words in an element, without its tags. */
export const wordsIn = (element: Element | undefined): string =>
  element?.children.map((child) => (typeof child === 'string' ? child : wordsIn(child))).join('') ??
  ''

/** The first child of that name. */
export const child = (element: Element, name: string): Element | undefined =>
  element.children.find((one): one is Element => typeof one !== 'string' && one.name === name)

export const children = (element: Element, name: string): Element[] =>
  element.children.filter((one): one is Element => typeof one !== 'string' && one.name === name)

/** The words of the first child of that name, trimmed; empty where there is none. */
export const field = (element: Element, name: string): string =>
  wordsIn(child(element, name)).trim()

/** What is in an element, as HTML: XHTML content of Atom. */
export const innerHtml = (element: Element): string =>
  element.children.map((one) => (typeof one === 'string' ? asHtml(one) : outerHtml(one))).join('')

const outerHtml = (element: Element): string => {
  const name = element.name.replace(/^\w+:/, '')
  const attributes = Object.entries(element.attributes).map(
    ([key, value]) => ` ${key}="${asHtml(value)}"`,
  )
  const open = `<${name}${attributes.join('')}>`
  return /^(?:br|hr|img|input|wbr)$/.test(name) ? open : `${open}${innerHtml(element)}</${name}>`
}

const plainName = (name: string) => name.replace(/^(?:atom|rss):/, '')
