import MarkdownIt from 'markdown-it'
import { type Markup, raw } from './markup.ts'

/** Characters of a summary that is told from the first paragraph. */
const SUMMARY_LENGTH = 280
/** The headline is the page's h1, so that a body's first level is h2. */
const HEADING_SHIFT = 1

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
const strict = new MarkdownIt({ html: true, linkify: false })

/** Where a link may lead. Anything else stays text. */
const SAFE_LINK = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z][^:]*$)/i
markdown.validateLink = (url) => SAFE_LINK.test(url) && !/^[\s\p{C}]/u.test(url)
strict.validateLink = markdown.validateLink

markdown.renderer.rules.heading_open = (tokens, at) => `<h${shifted(tokens[at]?.tag)}>`
markdown.renderer.rules.heading_close = (tokens, at) => `</h${shifted(tokens[at]?.tag)}>\n`
markdown.renderer.rules.link_open = (tokens, at, options, _, self) => {
  const token = tokens[at]
  if (token && /^https?:/i.test(String(token.attrGet('href'))))
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
 */
export const prose = (text: string): Markup => raw(markdown.render(text))

/** The lines, counted from 1, on which raw HTML begins. */
export function rawHtmlLines(text: string): number[] {
  if (!text.includes('<')) return []
  const lines: number[] = []
  let block = 0
  for (const token of strict.parse(text, {})) {
    if (token.map) block = token.map[0] + 1
    if (token.type === 'html_block') lines.push(block)
    let line = block
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++
      if (child.type === 'html_inline') lines.push(line)
    }
  }
  return [...new Set(lines)]
}

/** A text's summary: its own, or the beginning of the first paragraph of its body, as plain text. */
export function summaryOf(summary: string | null, body: string): string {
  if (summary) return summary
  const tokens = markdown.parse(body.slice(0, 4000), {})
  const first = tokens.findIndex(({ type }) => type === 'paragraph_open')
  const words = (tokens[first + 1]?.children ?? [])
    .map(({ type, content }) => (type.endsWith('break') ? ' ' : content))
    .join('')
    .trim()
  return first < 0 ? '' : shorten(words)
}

function shorten(words: string): string {
  if (words.length <= SUMMARY_LENGTH) return words
  const cut = words.slice(0, SUMMARY_LENGTH)
  const space = cut.lastIndexOf(' ')
  return `${(space > SUMMARY_LENGTH / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/[\s,;:.\uFFFD]+$/, '')}…`
}

const shifted = (tag = 'h1') => Math.min(6, Number(tag[1]) + HEADING_SHIFT)
