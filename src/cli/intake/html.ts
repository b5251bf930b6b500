import TurndownService from 'turndown'
import { MARKS, withMarks } from './marks.ts'
import { TABLE_RULES } from './table.ts'
import { beyond, depthOf, lined, markerOf, type Node } from './nodes.ts'

/** HTML as Markdown, and what had no Markdown. */
export interface Converted {
  /** CommonMark with tables and strikethrough, without raw HTML. */
  readonly markdown: string
  /** What was put in another form or left out, each once: `a script`, `an embedded page (https://…)`. */
  readonly told: readonly string[]
}

/** Elements within each other; nobody writes as many. */
const MAX_NESTING = 300
/** Lists and quotes within each other; what is deeper is shown at this depth. */
const MAX_DEPTH = 20
/** What neither HTML nor the newsroom allows in a text. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF\uFDD0-\uFDEF]/gu

/**
 * The Markdown of a piece of HTML. No visible word of it is lost: what has no Markdown stands as its
 * text, or as a link to it, and is told.
 *
 * @param base the absolute URL against which its links are resolved, where one is known
 */
export function markdownOf(html: string, base: string | null = null): Converted {
  const clean = cleaned(html)
  if (!/[<&]/.test(clean)) return { markdown: paragraphs(clean), told: [] }
  if (depthIn(clean) > MAX_NESTING) return withoutMarkup(clean)
  const told = new Set<string>()
  at = { base, told }
  return { markdown: withMarks(service.turndown(clean)), told: [...told] }
}

/** The words of a piece of HTML on one line. */
export function wordsOf(html: string): string {
  const clean = cleaned(html)
  const text = /[<&]/.test(clean) ? plain.turndown(clean) : clean
  return text.replace(/\s+/g, ' ').trim()
}

/** Without characters that no text may have, and with `\n` at the end of lines. */
export const cleaned = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, '\n').replace(FORBIDDEN, '')

/** Text as Markdown that shows it: nothing in it is markup. */
export const escaped = (text: string): string => inText(text).replaceAll(MARKS.number, '')

/** The same beside other text: a mark stands where a number before it would make it a list. */
const inText = (text: string): string =>
  text
    .replace(/[\\`*[\]^~]/g, '\\$&')
    .replace(/<(?=[a-z/!?]|$)/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(?:>|#{1,6}(?=\s|$)|[-+](?=[\s-]|$)|=+\s*$|[|:](?=[-:|\s]))/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^[.)](?=\s|$)/, `${MARKS.number}$&`)

/** Of markup that nobody reads, the words. */
function withoutMarkup(html: string): Converted {
  const pieces = html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '').split(/<[^<>]*>/)
  const markdown = pieces
    .map((piece) => escaped(wordsOf(piece)))
    .filter(Boolean)
    .join('\n\n')
  return { markdown, told: ['markup that is nested too deeply'] }
}

/** How deep elements are in each other, told without parsing: that takes long where it is much. */
function depthIn(html: string): number {
  let [depth, deepest] = [0, 0]
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][^\s<>/]*)/gi)) {
    if (ENDLESS.has(name.toLowerCase())) continue
    depth = Math.max(0, depth + (close ? -1 : 1))
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** Elements without an end, or whose end may be left out. */
const ENDLESS = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup thead tbody tfoot colgroup'.split(
    ' ',
  ),
)

const paragraphs = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map((part) =>
      part
        .split('\n')
        .map((line) => escaped(line.trim()))
        .join('\n')
        .trim(),
    )
    .filter(Boolean)
    .join('\n\n')

/** Of the piece that is being converted: the rules below are made once. */
let at: { readonly base: string | null; readonly told: Set<string> } = {
  base: null,
  told: new Set(),
}

const block = (content: string) => `\n\n${edged(content)}\n\n`
const edged = (content: string) => content.replace(/^[\s\uFDD6]+/, '').replace(/[\s\uFDD6]+$/, '')
const oneLine = (content: string) =>
  content.replace(/[\s\uFDD6]*[\n\uFDD6][\s\uFDD6]*/g, ' ').trim()

const service = new TurndownService({
  blankReplacement: (_, node) => ((node as { isBlock?: boolean }).isBlock ? '\n\n' : ''),
  defaultReplacement: (content, node) =>
    (node as { isBlock?: boolean }).isBlock ? block(content) : content,
})
service.escape = inText

type Replacement = (content: string, node: Node) => string
const rule = (name: string, filter: readonly string[], replacement: Replacement) =>
  service.addRule(name, {
    filter: (node: { nodeName: string }) => filter.includes(node.nodeName.toLowerCase()),
    replacement: (content, node) => replacement(content, node as unknown as Node),
  })

rule('paragraph', ['p'], block)
rule('apart', ['option', 'optgroup', 'button', 'summary', 'details', 'legend', 'label'], block)
rule('caption', ['caption', 'dialog', 'search'], block)
rule('heading', ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'], (content, node) => {
  const words = oneLine(edged(content)).replace(/(^|\s)(#+)$/, '$1\\$2')
  return words ? `\n\n${'#'.repeat(Number(node.nodeName[1]))} ${words}\n\n` : ''
})
rule('lineBreak', ['br'], (_, node) => {
  const beside = [beyond(node, 'previousSibling'), beyond(node, 'nextSibling')]
  if (/^(?:UL|OL|TABLE|BLOCKQUOTE|PRE|P|DIV|H[1-6])$/.test(beside[1]?.nodeName ?? '')) return '\n'
  return beside.some((other) => other?.nodeName === 'BR') ? '\n\n' : `${MARKS.lineBreak}\n`
})
rule('horizontalRule', ['hr'], () => '\n\n***\n\n')
rule('code', ['code'], (_, node) => {
  const text = node.textContent.replace(/\s+/g, ' ').trim()
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  const { code } = MARKS
  return text ? `${code}${fence}${pad}${text}${pad}${fence}${code}` : ''
})
rule('preformatted', ['pre', 'listing', 'xmp', 'plaintext'], (_, node) => {
  const text = lined(node).replace(/^\s*\n|\s+$/g, '')
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return text ? `\n\n${fence}\n${text}\n${fence}\n\n` : ''
})
rule('quote', ['blockquote'], (content, node) => {
  const inner = edged(content)
  if (!inner || depthOf(node) > MAX_DEPTH) return block(inner)
  return `\n\n${inner.replace(/^/gm, '> ').replace(/^> $/gm, '>')}\n\n`
})
rule('list', ['ul', 'ol', 'menu', 'dir'], (content, node) =>
  node.parentNode?.nodeName === 'LI' && !content.includes('\n\n')
    ? `\n${content.trim()}\n`
    : block(content),
)
rule('listItem', ['li'], (content, node) => {
  const inner = edged(content)
  if (!inner || depthOf(node) > MAX_DEPTH) return block(inner)
  const marker = markerOf(node)
  return `${marker}${inner.replace(/\n/g, `\n${' '.repeat(marker.length)}`).replace(/[ ]+$/gm, '')}\n`
})
for (const [name, filter, open, close] of [
  ['strong', ['strong', 'b'], MARKS.strong, MARKS.strongEnd],
  ['emphasis', ['em', 'i', 'cite', 'dfn'], MARKS.emphasis, MARKS.emphasisEnd],
  ['deleted', ['del', 's', 'strike'], MARKS.deleted, MARKS.deletedEnd],
] as const)
  rule(name, filter, (content, node) => {
    for (let over = node.parentNode; over; over = over.parentNode)
      if ((filter as readonly string[]).includes(over.nodeName.toLowerCase())) return content
    // Markup of several paragraphs is written in each of them; headings and lists stay as they are.
    return content.replace(/[^\n]+(?:\n[^\n]+)*/g, (part) => {
      const [, before = '', words = '', after = ''] =
        /^([\s\uFDD6]*)([\s\S]*?)([\s\uFDD6]*)$/.exec(part) ?? []
      const isPlain = words && !/^(?:#{1,6} |> |- |\d+[.)] |[*`|])/.test(words)
      return isPlain ? `${before}${open}${words}${close}${after}` : part
    })
  })
rule('link', ['a'], (content, node) => {
  const address = addressOf(node.getAttribute('href'))
  const words = edged(content)
  if (!address || !words || /^#/.test(node.getAttribute('href') ?? '')) return content
  if (/\n\n|^(?:#|>|- |\d+[.)] )/.test(words))
    return `\n\n${words}\n\n${linkTo(address, address)}\n\n`
  if (node.textContent.trim() === address && BARE.test(address)) return `<${address}>`
  return `${MARKS.link}[${oneLine(words)}](${destination(address)})`
})
rule('image', ['img', 'amp-img'], (_, node) => {
  const written = node.getAttribute('src') || node.getAttribute('data-src')
  const alt = oneLine(escaped(cleaned(node.getAttribute('alt') ?? '').trim()))
  const address = addressOf(written)
  if (!address || !URL.canParse(address)) {
    at.told.add(`a picture without a web address${alt ? ` (“${alt}”)` : ''}`)
    return alt
  }
  // A page of the newsroom shows pictures over https alone.
  if (address.startsWith('https:')) return `${MARKS.link}![${alt}](${destination(address)})`
  at.told.add(`a picture that is not served over https and became a link (${address})`)
  const isLinked = node.parentNode?.nodeName === 'A'
  return isLinked ? alt || escaped(address) : linkTo(address, alt || address)
})
rule('embedded', ['iframe', 'embed', 'video', 'audio', 'frame'], (_, node) => embedded(node))
rule('object', ['object'], (content, node) => `${embedded(node)}\n\n${content}`)
rule('machinery', ['script', 'style', 'template', 'title', 'datalist'], (_, { nodeName }) => {
  if (nodeName === 'SCRIPT') at.told.add('a script')
  return ''
})
rule('without scripts', ['noscript'], (content, node) =>
  /^\s*</.test(node.textContent) ? block(service.turndown(node.textContent)) : content,
)
rule('form', ['form'], (content) => {
  at.told.add('a form')
  return block(content)
})
rule('field', ['input'], (_, node) =>
  /^(?:submit|button|reset)$/i.test(node.getAttribute('type') ?? '')
    ? block(escaped(node.getAttribute('value') ?? ''))
    : '',
)
rule('raised', ['sup', 'sub'], (content, { nodeName }) => {
  const digits = nodeName === 'SUP' ? '⁰¹²³⁴⁵⁶⁷⁸⁹' : '₀₁₂₃₄₅₆₇₈₉'
  return /^\d+$/.test(content)
    ? content.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit)
    : content
})
rule('inline quote', ['q'], (content) => `"${content}"`)
for (const { name, tags, replacement } of TABLE_RULES) rule(name, tags, replacement)

/** A second one, which keeps nothing but the words. */
const plain = new TurndownService({
  blankReplacement: (_, node) => ((node as { isBlock?: boolean }).isBlock ? ' ' : ''),
})
plain.escape = (text) => text
plain.addRule('words', {
  filter: () => true,
  replacement: (content, node) => {
    const { nodeName, isBlock } = node as unknown as Node & { isBlock: boolean }
    if (/^(?:SCRIPT|STYLE|TEMPLATE)$/.test(nodeName)) return ''
    return isBlock || nodeName === 'BR' ? ` ${content} ` : content
  },
})

const BARE = /^https?:\/\/[^\s<>\\"`|]+$/

/** Where a link of the text leads; null where a reader cannot follow it. */
function addressOf(written: string | null): string | null {
  const address = cleaned(written ?? '').trim()
  if (!address || /^(?!https?:|mailto:|tel:)[a-z][a-z\d+.-]*:/i.test(address)) return null
  if (/^[a-z][a-z\d+.-]*:/i.test(address)) return address
  if (at.base && URL.canParse(address, at.base)) return new URL(address, at.base).href
  return address
}

const destination = (address: string) =>
  address.replace(
    /[\s()<>\\|*_`[\]"]/g,
    (character) => CODES[character] ?? encodeURIComponent(character),
  )
const CODES: Readonly<Record<string, string>> = {
  '(': '%28',
  ')': '%29',
  '*': '%2A',
  _: '_',
  "'": '%27',
}

const linkTo = (address: string, words: string) =>
  BARE.test(address) && words === address
    ? `<${address}>`
    : `${MARKS.link}[${words === address ? escaped(words) : words}](${destination(address)})`

function embedded(node: Node): string {
  const source = [...Array.from(node.getElementsByTagName('source')), node]
    .map(
      (one) => one.getAttribute('src') || one.getAttribute('data-src') || one.getAttribute('data'),
    )
    .find(Boolean)
  const address = addressOf(source ?? null)
  const title = cleaned(node.getAttribute('title') ?? '').trim()
  const what = `<${node.nodeName.toLowerCase()}>`
  at.told.add(address ? `${what} became a link (${address})` : `${what} without an address`)
  return address
    ? block(linkTo(address, title ? escaped(oneLine(title)) : address))
    : block(escaped(title))
}

const longestRun = (text: string) =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
