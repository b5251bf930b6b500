import type { Node } from './nodes.ts'

/** Columns that one cell can cover; more is a fault of whoever wrote it. */
const MAX_SPAN = 50
/** What a cell of a Markdown table cannot hold: blocks. */
const BLOCKS = [
  'table',
  'ul',
  'ol',
  'pre',
  'blockquote',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'dl',
  'figure',
]

interface Rule {
  readonly name: string
  readonly tags: readonly string[]
  readonly replacement: (content: string, node: Node) => string
}

/**
 * How tables are written: as GitHub's where each cell is a line of words, and as one paragraph after
 * another where cells hold blocks (a table that lays out a page).
 */
export const TABLE_RULES: readonly Rule[] = [
  { name: 'cell', tags: ['td', 'th'], replacement: cell },
  { name: 'row', tags: ['tr'], replacement: (content) => content },
  { name: 'rows', tags: ['thead', 'tbody', 'tfoot'], replacement: (content) => content },
  { name: 'columns', tags: ['colgroup', 'col'], replacement: () => '' },
  { name: 'table', tags: ['table'], replacement: table },
]

/** Told once a table: it is asked for each of its cells. */
const simple = new WeakMap<object, boolean>()
const written = new WeakMap<object, string>()

function cell(content: string, node: Node): string {
  const over = tableOf(node)
  if (!over || !isSimple(over)) return `\n\n${content}\n\n`
  const line = content.replace(/[\s\uFDD6]*[\n\uFDD6][\s\uFDD6]*/g, ' ').trim()
  written.set(node, line.replace(/\|/g, '\\|'))
  return ''
}

function table(content: string, node: Node): string {
  if (!isSimple(node)) return `\n\n${content}\n\n`
  const rows = rowsOf(node)
  const grid = laidOut(rows)
  const width = Math.max(0, ...grid.map(({ length }) => length))
  if (width === 0) return `\n\n${content}\n\n`
  const first = rows[0]
  const hasHead =
    first !== undefined &&
    (first.parentNode?.nodeName === 'THEAD' ||
      cellsOf(first).every(({ nodeName }) => nodeName === 'TH'))
  const [head = [], ...body] = hasHead ? grid : [[], ...grid]
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`
  const rule = `| ${Array.from({ length: width }, () => '---').join(' | ')} |`
  // What is left of the content is the caption, and what stood between the rows.
  return `\n\n${content.trim()}\n\n${[line(head), rule, ...body.map(line)].join('\n')}\n\n`
}

/** The cells of each row, with empty ones where another covers their place. */
function laidOut(rows: readonly Node[]): string[][] {
  const grid: string[][] = rows.map(() => [])
  rows.forEach((row, y) => {
    let x = 0
    for (const one of cellsOf(row)) {
      while (grid[y]?.[x] !== undefined) x++
      const [across, down] = [span(one, 'colspan'), span(one, 'rowspan')]
      for (let dy = 0; dy < down && y + dy < rows.length; dy++)
        for (let dx = 0; dx < across; dx++) {
          const line = grid[y + dy]
          if (line && line[x + dx] === undefined)
            line[x + dx] = dy === 0 && dx === 0 ? (written.get(one) ?? '') : ''
        }
      x += across
    }
  })
  return grid
}

const span = (node: Node, name: string) => {
  const number = Number.parseInt(node.getAttribute(name) ?? '1', 10)
  return number > 0 ? Math.min(number, MAX_SPAN) : 1
}

function isSimple(node: Node): boolean {
  const known = simple.get(node)
  if (known !== undefined) return known
  const inTable = tableOf(node) !== null
  const rows = rowsOf(node)
  const cells = rows.reduce((sum, row) => sum + cellsOf(row).length, 0)
  const is =
    !inTable && cells > 1 && BLOCKS.every((tag) => node.getElementsByTagName(tag).length === 0)
  simple.set(node, is)
  return is
}

function tableOf(node: Node): Node | null {
  for (let over = node.parentNode; over; over = over.parentNode)
    if (over.nodeName === 'TABLE') return over
  return null
}

const rowsOf = (node: Node) => Array.from(node.getElementsByTagName('tr'))
const cellsOf = (row: Node) =>
  Array.from(row.childNodes).filter(({ nodeName }) => nodeName === 'TD' || nodeName === 'TH')
