import MarkdownIt from 'markdown-it'
import { bidi } from './bidi.ts'
import { FOOTNOTE_MARK, footnotes } from './footnotes.ts'
import { type Markup, raw } from './markup.ts'

/** Characters of a summary that is told from the first paragraph. */
const SUMMARY_LENGTH = 280

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
const strict = new MarkdownIt({ html: true, linkify: false })

/** Where a link may lead. Anything else stays text. */
const SAFE_LINK = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z][^:]*$)/i
markdown.validateLink = (url) => SAFE_LINK.test(url) && !/^[\s\p{C}]/u.test(url)
strict.validateLink = markdown.validateLink
footnotes(markdown)
footnotes(strict)
// A footnote's own lines are where it was written, not where it will be shown.
strict.core.ruler.disable('footnote_tail')
// The parser tells a block's lines only: let a piece within one remember where it stands.
strict.inline.State = class extends strict.inline.State {
  override push(...piece: Parameters<InstanceType<typeof strict.inline.State>['push']>) {
    const at = this.pos
    const token = super.push(...piece)
    token.meta = { ...token.meta, at }
    return token
  }
}

// The highest headings of a text come right below the one that it stands under, and none skips a
// level on the way down (WCAG 2.2, technique G141): a heading is as deep as those that it is under.
markdown.core.ruler.push('shift_headings', ({ tokens, env }) => {
  const over: number[] = []
  for (const token of tokens) {
    const written = Number(token.tag[1])
    if (token.type === 'heading_open') {
      while ((over.at(-1) ?? 0) >= written) over.pop()
      over.push(written)
    }
    if (/^heading_/.test(token.type))
      token.tag = `h${Math.min(6, Number(env.shift ?? 1) + over.length)}`
  }
})
markdown.core.ruler.push('lead_links', ({ tokens, env }) => {
  for (const { children } of tokens)
    for (const piece of children ?? []) {
      const name = piece.type === 'link_open' ? 'href' : piece.type === 'image' ? 'src' : ''
      const address = name && String(piece.attrGet(name))
      if (name === 'href' && /^(?:https?:|[/\\]{2})/i.test(address))
        piece.attrSet('rel', 'noopener noreferrer external')
      if (name && typeof env.base === 'string' && URL.canParse(address, env.base))
        piece.attrSet(name, new URL(address, env.base).href)
    }
})
bidi(markdown)
// A column's alignment becomes a class: the page's policy allows no style attribute, and the right
// of a table is its end, which in Arabic is on the left.
const ALIGNED: Readonly<Record<string, string>> = { right: 'at-end', center: 'at-middle' }
for (const cell of ['th', 'td'])
  markdown.renderer.rules[`${cell}_open`] = (tokens, at) => {
    const alignment = /right|center/.exec(String(tokens[at]?.attrGet('style') ?? ''))?.[0]
    return alignment ? `<${cell} class="${ALIGNED[alignment]}">` : `<${cell}>`
  }
// What may be wider than the screen is scrolled with the keyboard, too; a feed has no keyboard.
const scrolled = (env: unknown) => ((env as Place).base === undefined ? ' tabindex="0"' : '')
markdown.renderer.rules.table_open = (_, __, ___, env) =>
  `<div class="table"${scrolled(env)}><table>\n`
for (const code of ['fence', 'code_block']) {
  const rule = markdown.renderer.rules[code]
  markdown.renderer.rules[code] = (tokens, at, options, env, self) =>
    String(rule?.(tokens, at, options, env, self)).replace('<pre', `<pre${scrolled(env)}`)
}
markdown.renderer.rules.table_close = () => '</table></div>\n'

/** What a text is told about the place in which it will stand. */
export interface Place {
  /** The level of the heading above it, 1 where none is said: the headline is the page's h1. */
  readonly above?: number
  /** What its first paragraph begins with: the dateline. A text that begins with none gets one. */
  readonly lead?: Markup
  /** The absolute URL of its page, against which links, pictures and footnotes are resolved. */
  readonly base?: string
  /** A letter that tells its footnotes from those of another text on the page. */
  readonly id?: string
  /** What the link from a footnote back to the text is called, before the footnote's number. */
  readonly back?: string
  /** How it writes a number. */
  readonly digits?: (number: number) => string
}

/**
 * HTML of CommonMark (and GitHub's tables and footnotes). Raw HTML comes out as text; links lead
 * only to safe schemes; headings begin below the page's own.
 */
export function prose(
  text: string,
  { above = 1, lead, base, id = '', back = '', digits }: Place = {},
): Markup {
  const env = { shift: above, base, id, back, digits }
  const tokens = markdown.parse(text, env)
  lastParsed = { text, tokens }
  const whole = markdown.renderer.render(tokens, markdown.options, env)
  if (!lead) return raw(whole)
  const begins = tokens[0]?.type === 'paragraph_open'
  return raw(begins ? `<p>${lead}${whole.slice('<p>'.length)}` : `<p>${lead}</p>\n${whole}`)
}

/** A page tells its summary from the body that it has just shown. */
let lastParsed: { readonly text: string; readonly tokens: Token[] } = { text: '', tokens: [] }

/** The lines, counted from 1, on which raw HTML begins. */
export function rawHtmlLines(text: string): number[] {
  if (!text.includes('<')) return []
  const lines = new Set<number>()
  let first = 1
  for (const token of strict.parse(text, {})) {
    if (token.map) first = token.map[0] + 1
    if (token.type === 'html_block') lines.add(first)
    for (const line of inlineHtml(token.children ?? [], token.content)) lines.add(first + line)
  }
  return [...lines].sort((a, b) => a - b)
}

export type Parser = typeof markdown
export type Token = ReturnType<typeof strict.parse>[number]

/** The lines of a paragraph, counted from 0, on which its raw HTML begins. */
function* inlineHtml(tokens: readonly Token[], content: string): Generator<number> {
  let [line, from] = [0, 0]
  for (const { type, children, content: inner, meta } of tokens) {
    if (type !== 'html_inline' && type !== 'image') continue
    const at = Number(meta?.at)
    line += content.slice(from, at).split('\n').length - 1
    from = at
    if (type === 'html_inline') yield line
    else for (const one of inlineHtml(children ?? [], inner)) yield line + one
  }
}

/** A text's summary: its own, or the beginning of the first paragraph of its body, as plain text. */
export function summaryOf(summary: string | null, body: string): string {
  if (summary) return summary
  const tokens = body === lastParsed.text ? lastParsed.tokens : markdown.parse(opening(body), {})
  const first = tokens.findIndex(({ type }) => /^(?:paragraph|footnote_block)_open$/.test(type))
  if (tokens[first]?.type !== 'paragraph_open') return ''
  return shorten((tokens[first + 1]?.children ?? []).map(words).join('').trim())
}

/** The words of a text without its markup, its blocks one after another. */
export const plainText = (text: string): string =>
  markdown
    .parse(text, {})
    .map(({ type, children, content }) =>
      /^(?:code_block|fence)$/.test(type) ? content : (children ?? []).map(words).join(''),
    )
    .filter(Boolean)
    .join(' ')

/** The words of a piece, without footnotes' marks: the beginning does not tell if they are some. */
const words = ({ type, content }: Token): string =>
  type.endsWith('break') ? ' ' : type === 'text' ? content.replace(FOOTNOTE_MARK, '') : content

/** Enough of a body to tell its first paragraph, not ending in half a character. */
const opening = (body: string) => body.slice(0, 4000).replace(/[\uD800-\uDBFF]$/, '')

/** Not more than a summary needs, cut between words. */
export function shorten(words: string): string {
  if (words.length <= SUMMARY_LENGTH) return words
  const cut = words.slice(0, SUMMARY_LENGTH)
  const space = cut.lastIndexOf(' ')
  return `${(space > SUMMARY_LENGTH / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/[\s,;:.\uFFFD]+$/, '')}…`
}
