/** What the rules need of a node. */
export interface Node {
  readonly nodeName: string
  readonly nodeType: number
  readonly nodeValue: string | null
  readonly textContent: string
  readonly parentNode: Node | null
  readonly previousSibling: Node | null
  readonly nextSibling: Node | null
  readonly childNodes: ArrayLike<Node>
  getAttribute(name: string): string | null
  getElementsByTagName(name: string): ArrayLike<Node>
}

const ELEMENT = 1
const TEXT = 3

/** What stands before an item of a list; of two lists in a row the second has another. */
export function markerOf(node: Node): string {
  const list = node.parentNode
  const turn = list && beyond(list, 'previousSibling')?.nodeName === list.nodeName
  if (list?.nodeName !== 'OL') return turn ? '* ' : '- '
  const items = Array.from(list.childNodes).filter(({ nodeName }) => nodeName === 'LI')
  const start = Number.parseInt(list.getAttribute('start') ?? '1', 10)
  const number = (Number.isSafeInteger(start) && start >= 0 ? start : 1) + items.indexOf(node)
  return `${Math.min(number, 999_999_999)}${turn ? ')' : '.'} `
}

/** How many lists and quotes it is in. */
export function depthOf(node: Node): number {
  let depth = 0
  for (let over = node.parentNode; over; over = over.parentNode)
    if (/^(?:UL|OL|BLOCKQUOTE)$/.test(over.nodeName)) depth++
  return depth
}

/** The next thing in that direction that is not only spaces. */
export function beyond(node: Node, way: 'previousSibling' | 'nextSibling'): Node | null {
  let other = node[way]
  while (other && other.nodeType === TEXT && !(other.nodeValue ?? '').trim()) other = other[way]
  return other
}

/** The text of preformatted words, with the lines that `<br>` and blocks begin. */
export function lined(node: Node): string {
  return Array.from(node.childNodes)
    .map((child) => {
      if (child.nodeType === TEXT) return child.nodeValue ?? ''
      if (child.nodeType !== ELEMENT) return ''
      if (/^(?:SCRIPT|STYLE)$/.test(child.nodeName)) return ''
      if (child.nodeName === 'BR') return '\n'
      return /^(?:P|DIV|LI)$/.test(child.nodeName) ? `${lined(child)}\n` : lined(child)
    })
    .join('')
}
