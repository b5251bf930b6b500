import type { Entry } from './feed.ts'
import { child, children, type Element, field, innerHtml, wordsIn } from './xml.ts'
import { asHtml } from '../signs.ts'

/** An item of RSS 2.0 or 1.0, with the modules that are common (content, dc). */
export function rssItem(item: Element): Entry {
  const guid = child(item, 'guid')
  const isAddress =
    guid !== undefined &&
    guid.attributes.isPermaLink !== 'false' &&
    /^https?:/.test(wordsIn(guid).trim())
  // One of Atom may stand before its own, and has no words.
  const links = children(item, 'link').map((one) => wordsIn(one).trim())
  const link =
    links.find(Boolean) ||
    linkOf(item) ||
    (isAddress ? wordsIn(guid).trim() : '') ||
    item.attributes['rdf:about'] ||
    ''
  const content = htmlOf(child(item, 'content:encoded'))
  return {
    key: field(item, 'guid') || item.attributes['rdf:about'] || link,
    title: htmlOf(child(item, 'title')) || field(item, 'dc:title'),
    html: content,
    summary: htmlOf(child(item, 'description')) || htmlOf(child(item, 'dc:description')),
    date: field(item, 'pubDate') || field(item, 'dc:date'),
    // Its prefix is off by now.
    changed: field(item, 'updated'),
    link: /^(?:https?:|\/|[^:]*$)/.test(link) ? link : '',
    authors: [
      ...children(item, 'dc:creator').map(wordsIn),
      ...children(item, 'author').map(personIn),
    ],
    topics: [...children(item, 'category'), ...children(item, 'dc:subject')].map(wordsIn),
    language: field(item, 'dc:language') || (item.attributes['xml:lang'] ?? ''),
  }
}

/** An entry of Atom 1.0 (RFC 4287). */
export function atomEntry(entry: Element): Entry {
  const content = child(entry, 'content')
  const own = entry.attributes['xml:base'] ?? ''
  const link = resolved(linkOf(entry), own)
  const base = resolved(content?.attributes['xml:base'] ?? '', own) || own
  return {
    key: field(entry, 'id') || link,
    title: constructOf(child(entry, 'title')),
    html: constructOf(content),
    summary: constructOf(child(entry, 'summary')),
    date: field(entry, 'published') || field(entry, 'issued'),
    changed: field(entry, 'updated') || field(entry, 'modified'),
    link,
    authors: children(entry, 'author').map((author) => field(author, 'name')),
    topics: children(entry, 'category').map(
      ({ attributes: { term, label } }) => term ?? label ?? '',
    ),
    language: content?.attributes['xml:lang'] ?? entry.attributes['xml:lang'] ?? '',
    ...(base ? { base } : {}),
  }
}

/** A text construct (section 3.1): words, HTML in words, or XHTML in elements. */
function constructOf(element: Element | undefined): string {
  if (!element) return ''
  const { type = 'text', src } = element.attributes
  if (src) return `<p><a href="${asHtml(src)}">${asHtml(src)}</a></p>`
  if (type === 'xhtml') return innerHtml(element)
  return /^(?:text|text\/plain)$/.test(type) ? asHtml(wordsIn(element)) : htmlOf(element)
}

const resolved = (address: string, base: string): string =>
  address && URL.canParse(address, base) ? new URL(address, base).href : address

/** HTML is in words; where somebody forgot to escape it, it is in elements. */
const htmlOf = (element: Element | undefined): string => {
  if (!element) return ''
  return element.children.some((one) => typeof one !== 'string')
    ? innerHtml(element)
    : wordsIn(element)
}

const linkOf = (element: Element): string => {
  const own = children(element, 'link').find(
    ({ attributes: { rel = 'alternate', href } }) => rel === 'alternate' && href,
  )
  return own?.attributes.href ?? ''
}

/** `name@example.org (The name)`. */
const personIn = (element: Element): string => {
  const words = wordsIn(element).trim()
  return /\(([^()]+)\)/.exec(words)?.[1] ?? words
}
