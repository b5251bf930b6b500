import MarkdownIt from 'markdown-it'
import { type Markup, raw } from './markup.ts'

/** Characters of a summary that is told from the first paragraph. */
const SUMMARY_LENGTH = 280

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
const strict = new MarkdownIt({ html: true, linkify: false })

/** Where a link may lead. Anything else stays text. */
const SAFE_LINK = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z][^:]*$)/i
markdown.validateLink = (url) => SAFE_LINK.test(url) && !/^[\s\p{C}]/u.test(url)
strict.validateLink = markdown.validateLink
// The parser tells a block's lines only: let a piece within one remember where it stands.
strict.inline.State = class extends strict.inline.State {
  override push(...piece: Parameters<InstanceType<typeof strict.inline.State>['push']>) {
    const at = this.pos
    const token = super.push(...piece)
    token.meta = { ...token.meta, at }
    return token
  }
}

markdown.core.ruler.push('shift_headings', ({ tokens, env }) => {
  for (const token of tokens)
    if (/^heading_/.test(token.type))
      token.tag = `h${Math.min(6, Number(token.tag[1]) + Number(env.shift ?? 1))}`
})
markdown.renderer.rules.link_open = (tokens, at, options, _, self) => {
  const token = tokens[at]
  if (token && /^(?:https?:|[/\\]{2})/i.test(String(token.attrGet('href'))))
    token.attrSet('rel', 'noopener noreferrer external')
  return self.renderToken(tokens, at, options)
}
// A column's alignment becomes a class: the page's policy allows no style attribute, and the right
// of a table is its end, which in Arabic is on the left.
const ALIGNED: Readonly<Record<string, string>> = { right: 'at-end', center: 'at-middle' }
for (const cell of ['th', 'td'])
  markdown.renderer.rules[`${cell}_open`] = (tokens, at) => {
    const alignment = /right|center/.exec(String(tokens[at]?.attrGet('style') ?? ''))?.[0]
    return alignment ? `<${cell} class="${ALIGNED[alignment]}">` : `<${cell}>`
  }
markdown.renderer.rules.table_open = () => '<div class="table"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/**
 * HTML of CommonMark (and GitHub's tables). Raw HTML comes out as text; links lead only to safe
 * schemes; headings begin below the page's own.
 *
 * @param above the level of the heading that the text stands under: the headline is the page's h1
 */
export function prose(text: string, above = 1): Markup {
  const env = { shift: above }
  const tokens = markdown.parse(text, env)
  lastParsed = { text, tokens }
  return raw(markdown.renderer.render(tokens, markdown.options, env))
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

type Token = ReturnType<typeof strict.parse>[number]

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
  const first = tokens.findIndex(({ type }) => type === 'paragraph_open')
  const words = (tokens[first + 1]?.children ?? [])
    .map(({ type, content }) => (type.endsWith('break') ? ' ' : content))
    .join('')
    .trim()
  return first < 0 ? '' : shorten(words)
}

/** Enough of a body to tell its first paragraph, not ending in half a character. */
const opening = (body: string) => body.slice(0, 4000).replace(/[\uD800-\uDBFF]$/, '')

function shorten(words: string): string {
  if (words.length <= SUMMARY_LENGTH) return words
  const cut = words.slice(0, SUMMARY_LENGTH)
  const space = cut.lastIndexOf(' ')
  return `${(space > SUMMARY_LENGTH / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/[\s,;:.\uFFFD]+$/, '')}…`
}
