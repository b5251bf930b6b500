import { isolated } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { clean } from './telling.ts'

/** Words in a row that stay, go or come. */
export interface Run {
  readonly is: 'kept' | 'gone' | 'new'
  readonly words: readonly string[]
}

/** Words that are shown around a change. */
const AROUND = 4
/** Changes beyond which two texts are as good as different ones: it bounds time and memory. */
const MAX_CHANGES = 600

/**
 * What becomes of one text's words in another, with as few changes as there can be (Myers, "An O(ND)
 * difference algorithm", 1986). Line breaks count as words, since they make paragraphs.
 */
export function difference(before: string, after: string): Run[] {
  const [a, b] = [wordsOf(before), wordsOf(after)]
  let from = 0
  while (from < a.length && from < b.length && a[from] === b[from]) from++
  let [aEnd, bEnd] = [a.length, b.length]
  while (aEnd > from && bEnd > from && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--
    bEnd--
  }
  return joined([
    { is: 'kept', words: a.slice(0, from) },
    ...changes(a.slice(from, aEnd), b.slice(from, bEnd)),
    { is: 'kept', words: a.slice(aEnd) },
  ])
}

/**
 * What changes in a text, in one line: `… adopts the [-draft-] {+final+} budget …`; every run is an
 * isolate, so that languages of both directions can stand in it.
 */
export function differenceWords(runs: readonly Run[], style: Terminal['style']): string {
  return runs
    .map(({ is, words }, at) => {
      const shown = isolated(
        clean(words.map((word) => (word.trim() === '' ? '¶' : word)).join(' ')),
      )
      if (is === 'gone') return style.red(`[-${shown}-]`)
      if (is === 'new') return style.green(`{+${shown}+}`)
      return near(words, at === 0, at === runs.length - 1)
    })
    .join(' ')
}

/** What stays, but for the words nearest to a change. */
function near(words: readonly string[], isFirst: boolean, isLast: boolean): string {
  const told = (some: readonly string[]) =>
    some.length === 0 ? '' : isolated(clean(some.filter((word) => word.trim() !== '').join(' ')))
  const head = isFirst ? [] : words.slice(0, AROUND)
  const tail = isLast ? [] : words.slice(Math.max(head.length, words.length - AROUND))
  const isWhole = head.length + tail.length >= words.length
  return [told(head), isWhole ? '' : '…', told(tail)].filter(Boolean).join(' ')
}

/** Words, and between paragraphs an empty line. */
const wordsOf = (text: string): string[] =>
  text.match(/\S+|\n[^\S\n]*\n\s*/g)?.map((word) => (word.trim() === '' ? '\n\n' : word)) ?? []

function changes(a: readonly string[], b: readonly string[]): Run[] {
  const whole: Run[] = [
    { is: 'gone', words: a },
    { is: 'new', words: b },
  ]
  if (a.length === 0 || b.length === 0) return whole
  const trace = furthest(a, b)
  if (!trace) return whole
  const runs: Run[] = []
  let [x, y] = [a.length, b.length]
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const reached = trace[depth] as Map<number, number>
    const k = x - y
    const isDown =
      k === -depth || (k !== depth && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1))
    const fromK = isDown ? k + 1 : k - 1
    const fromX = depth === 0 ? 0 : (reached.get(fromK) ?? 0)
    const fromY = depth === 0 ? 0 : fromX - fromK
    const [startX, startY] = depth === 0 ? [0, 0] : isDown ? [fromX, fromY + 1] : [fromX + 1, fromY]
    runs.push({ is: 'kept', words: a.slice(startX, x) })
    if (depth > 0)
      runs.push(
        isDown
          ? { is: 'new', words: b.slice(fromY, startY) }
          : { is: 'gone', words: a.slice(fromX, startX) },
      )
    ;[x, y] = [fromX, fromY]
  }
  return runs.reverse()
}

/** How far each diagonal was reached before each step; null where too much is different. */
function furthest(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const trace: Map<number, number>[] = []
  let reached = new Map([[1, 0]])
  for (let depth = 0; depth <= Math.min(a.length + b.length, MAX_CHANGES); depth++) {
    trace.push(reached)
    const next = new Map(reached)
    for (let k = -depth; k <= depth; k += 2) {
      const [below, above] = [next.get(k + 1) ?? -1, next.get(k - 1) ?? -1]
      let x = k === -depth || (k !== depth && above < below) ? below : above + 1
      let y = x - k
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++
        y++
      }
      next.set(k, x)
      if (x >= a.length && y >= b.length) return trace
    }
    reached = next
  }
  return null
}

/** Runs of one kind in one, and what goes before what comes. */
function joined(runs: readonly Run[]): Run[] {
  const whole: Run[] = []
  let [gone, fresh]: [string[], string[]] = [[], []]
  const flush = () => {
    if (gone.length > 0) whole.push({ is: 'gone', words: gone })
    if (fresh.length > 0) whole.push({ is: 'new', words: fresh })
    ;[gone, fresh] = [[], []]
  }
  for (const { is, words } of runs) {
    if (words.length === 0) continue
    if (is === 'gone') gone.push(...words)
    else if (is === 'new') fresh.push(...words)
    else {
      flush()
      const last = whole.at(-1)
      if (last?.is === 'kept') whole[whole.length - 1] = { is, words: [...last.words, ...words] }
      else whole.push({ is, words })
    }
  }
  flush()
  return whole
}
