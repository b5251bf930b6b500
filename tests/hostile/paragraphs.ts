import type { Element } from '../pages/parsed.ts'
import type { Piece } from './order.ts'

const INLINE = new Set(
  `a abbr b bdi br button code em i img input label mark s select small span strong sub sup time u`.split(
    ' ',
  ),
)
const UNSEEN = new Set(['style', 'script'])
/** What stands in Markdown's own paragraphs and is not the editor's, but for a name in it. */
const OURS = /^(?:dateline|footnote-backref)$/

interface Inherited {
  /** The isolates that are open around it. */
  readonly around: readonly string[]
  readonly markdown: boolean
  readonly outside: boolean
}

/**
 * The paragraphs of a document (UAX #9, CSS Writing Modes 3, section 2.4), each block's and each
 * attribute's, with isolates for `bdi` and `dir` (HTML, section 15.3.6).
 *
 * @param markdown whether all of it is an editor's Markdown
 */
export function paragraphsOf(root: Element, markdown = false): Piece[][] {
  const done: Piece[][] = []
  let open: Piece[] = []
  const end = (around: readonly string[]) => {
    if (open.some(({ by }) => by === 'text')) done.push([...open, ...around.map(() => CLOSE)])
    open = around.map((text) => ({ text, by: 'markup' }))
  }
  const visit = (element: Element, inherited: Inherited): void => {
    const { name, attributes } = element
    for (const value of Object.values(attributes)) done.push([{ text: value, by: 'text' }])
    if (UNSEEN.has(name)) return
    const isBlock = !INLINE.has(name)
    const isolate = name === 'bdi' || 'dir' in attributes ? isolateOf(attributes.dir) : null
    const around = isolate && !isBlock ? [...inherited.around, isolate] : inherited.around
    const here = {
      around,
      markdown:
        inherited.markdown || (name === 'div' && attributes.class?.split(' ').includes('text')),
      outside: (inherited.outside || OURS.test(attributes.class ?? '')) && name !== 'bdi',
    } as Inherited
    if (isBlock || name === 'br') end(inherited.around)
    if (isolate && !isBlock) open.push({ text: isolate, by: 'markup' })
    for (const child of element.children)
      if (typeof child !== 'string') visit(child, here)
      else if (child !== '')
        open.push({
          text: child,
          by: 'text',
          ...(here.markdown ? { outside: here.outside } : {}),
        })
    if (isolate && !isBlock) open.push(CLOSE)
    if (isBlock) end(inherited.around)
  }
  visit(root, { around: [], markdown, outside: false })
  return done
}

const CLOSE: Piece = { text: '\u2069', by: 'markup' }

const isolateOf = (direction: string | undefined): string =>
  direction === 'rtl' ? '\u2067' : direction === 'ltr' ? '\u2066' : '\u2068'
