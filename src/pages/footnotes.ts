// @ts-expect-error: the package has no types
import footnote from 'markdown-it-footnote'
import { html } from './markup.ts'
import type { Parser, Token } from './prose.ts'

/** Characters of a footnote's label: what is longer is text, so that nobody looks far for its end. */
const MAX_LABEL = 60
export const FOOTNOTE_MARK = new RegExp(`\\[\\^[^\\s\\]]{1,${MAX_LABEL}}\\]`, 'g')

/**
 * Teaches a parser footnotes the way that GitHub writes them: `[^label]` in the text, and
 * `[^label]: ...` for what it says. They are numbered by their first marks, and stand at the end.
 * Of its environment, `id` tells their anchors from those of another text on the page, `back` names
 * the links back, and `base` is the URL of the page that they are on.
 */
export function footnotes(parser: Parser): void {
  parser.use(footnote)
  parser.inline.ruler.disable('footnote_inline')
  parser.inline.ruler.before('footnote_ref', 'footnote_bound', (state, silent) => {
    if (!state.src.startsWith('[^', state.pos)) return false
    const end = state.src.slice(state.pos, state.pos + MAX_LABEL + 3).indexOf(']')
    if (end > 0) return false
    if (!silent) state.pending += '['
    state.pos++
    return true
  })
  parser.core.ruler.at('footnote_tail', (state) => {
    state.tokens = gathered(state.tokens, state.Token)
  })
  Object.assign(parser.renderer.rules, RULES)
}

/** The text without the footnotes in it, then those that it has marks of. */
function gathered(
  tokens: readonly Token[],
  Piece: new (type: string, tag: string, nesting: 0) => Token,
): Token[] {
  const text: Token[] = []
  const notes = new Map<string, Token[]>()
  const open = [text]
  for (const token of tokens) {
    if (token.type === 'footnote_reference_open') {
      const note: Token[] = []
      const { label } = markOf(token)
      if (!notes.has(label)) notes.set(label, note)
      open.push(note)
    } else if (token.type === 'footnote_reference_close') open.pop()
    else open.at(-1)?.push(token)
  }
  const numbers = new Map<string, number>()
  const count = (pieces: readonly Token[]) => {
    for (const piece of pieces.flatMap(({ children }) => children ?? []))
      if (piece.type === 'footnote_ref') {
        const { label } = markOf(piece)
        const number = numbers.get(label) ?? numbers.size + 1
        piece.meta = { label, number, first: !numbers.has(label) }
        numbers.set(label, number)
      }
  }
  count(text)
  // A footnote may have marks of others, which then come after.
  for (const [label] of numbers) count(notes.get(label) ?? [])
  if (numbers.size === 0) return text
  const piece = (type: string, number = 0) =>
    Object.assign(new Piece(type, '', 0), { meta: { number } })
  const shown = [...numbers].flatMap(([label, number]) => {
    const note = notes.get(label) ?? []
    const end = note.at(-1)?.type === 'paragraph_close' ? note.length - 1 : note.length
    return [
      piece('footnote_open', number),
      ...note.slice(0, end),
      piece('footnote_anchor', number),
      ...note.slice(end),
      piece('footnote_close'),
    ]
  })
  return [...text, piece('footnote_block_open'), ...shown, piece('footnote_block_close')]
}

/** What a piece of a footnote knows: the first mark is the one that the footnote leads back to. */
interface Mark {
  readonly label: string
  readonly number: number
  readonly first: boolean
}
const markOf = (token: Token | undefined) => token?.meta as unknown as Mark

interface Environment {
  readonly id?: string
  readonly back?: string
  readonly base?: string
  readonly digits?: (number: number) => string
}
const shown = (env: unknown, { number }: Mark) => place(env).digits?.(number) ?? number
const place = (env: unknown) => env as Environment

/** `fn1` and `fnref1`, with the text's own letter in between where it has one. */
const anchor = (name: string, env: unknown, { number }: Mark) =>
  `${name}${place(env).id ?? ''}${number}`
const address = (name: string, env: unknown, mark: Mark) =>
  `${place(env).base ?? ''}#${anchor(name, env, mark)}`

const RULES: Parser['renderer']['rules'] = {
  footnote_ref: (tokens, at, _, env) => {
    const mark = markOf(tokens[at])
    const id = mark.first ? html` id="${anchor('fnref', env, mark)}"` : null
    const link = html`<a href="${address('fn', env, mark)}"${id}>[${shown(env, mark)}]</a>`
    return html`<sup class="footnote-ref">${link}</sup>`.text
  },
  footnote_block_open: () => '<section class="footnotes">\n<ol>\n',
  footnote_block_close: () => '</ol>\n</section>\n',
  footnote_open: (tokens, at, _, env) =>
    html`<li id="${anchor('fn', env, markOf(tokens[at]))}">`.text,
  footnote_close: () => '</li>\n',
  footnote_anchor: (tokens, at, _, env) => {
    const mark = markOf(tokens[at])
    const href = address('fnref', env, mark)
    const name = `${place(env).back ?? ''} ${shown(env, mark)}`.trim()
    // U+FE0E: an arrow, not the emoji.
    return html` <a class="footnote-backref" href="${href}" aria-label="${name}">\u21A9\uFE0E</a>`
      .text
  },
}
