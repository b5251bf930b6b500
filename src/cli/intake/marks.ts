/**
 * Characters that stand for markup while HTML is converted: whether `**` marks anything, and whether
 * a `!` before a link makes it a picture, is known only when what stands beside it is. Unicode keeps
 * them out of texts (noncharacters), and they are taken out of what comes in.
 */
export const MARKS = {
  strong: '\uFDD0',
  strongEnd: '\uFDD1',
  emphasis: '\uFDD2',
  emphasisEnd: '\uFDD3',
  deleted: '\uFDD4',
  deletedEnd: '\uFDD5',
  /** Before the line feed that it is. */
  lineBreak: '\uFDD6',
  link: '\uFDD7',
  /** Before the sign that would make an ordered list of a line that begins with a number. */
  number: '\uFDD8',
  /** On both sides of a piece of code. */
  code: '\uFDD9',
} as const

/** The Markdown of what was converted: each mark as it is written where it stands, or left out. */
export function withMarks(text: string): string {
  const linked = text
    .replace(/!\uFDD7/g, '\\!')
    .replace(/\uFDD7/g, '')
    .replace(/^([ >]*\d{1,9})\uFDD8/gm, '$1\\')
    .replace(/\uFDD8/g, '')
  return emphasized(linked)
    .replace(/\uFDD9\uFDD9/g, ' ')
    .replace(/\uFDD9/g, '')
    .replace(/^([ >]*)\uFDD6$/gm, '$1')
    .replace(/[ \t]*\uFDD6\n(?=[ >]*[^\s>\uFDD6])/g, '\\\n')
    .replace(/\uFDD6/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const FIRST = MARKS.strong.charCodeAt(0)
const WRITTEN = ['**', '*', '~~']
const MARK = /[\uFDD0-\uFDD5]/g

/**
 * CommonMark takes `**` for an opening only where it is left-flanking (section 6.2), and for a closing
 * where it is right-flanking: `**said:**he` marks nothing, and would show its asterisks.
 */
function emphasized(text: string): string {
  const merged = text.replace(/\uFDD1(\s*)\uFDD0|\uFDD3(\s*)\uFDD2|\uFDD5(\s*)\uFDD4/g, mergedSpace)
  const places = [...merged.matchAll(MARK)].map(({ index }) => index)
  if (places.length === 0) return merged
  const left = new Set<number>()
  const open: number[] = []
  for (const place of places) {
    const code = merged.charCodeAt(place) - FIRST
    if (code % 2 === 0) open.push(place)
    else {
      const begin = open.pop()
      if (begin === undefined || !flanks(merged, begin, 1) || !flanks(merged, place, -1)) continue
      // No mark reaches over paragraphs, and asterisks that end beside others that begin are one run.
      if (/\n[ >]*[\n\uFDD6]/.test(merged.slice(begin, place)) || followsEnd(merged, begin))
        continue
      left.add(begin).add(place)
    }
  }
  return merged.replace(MARK, (mark, place: number) =>
    left.has(place) ? String(WRITTEN[(mark.charCodeAt(0) - FIRST) >> 1]) : '',
  )
}

/** What was marked twice in a row is marked once, unless a paragraph ends between. */
const mergedSpace = (whole: string, ...groups: readonly (string | undefined)[]) => {
  const space = groups.slice(0, 3).find((group) => group !== undefined) ?? ''
  return space.includes('\n') ? whole : space
}

/** Whether a mark at `place` belongs to what is before it (-1) or behind it (1). */
function flanks(text: string, place: number, side: 1 | -1): boolean {
  const inner = beside(text, place, side)
  const outer = beside(text, place, side === 1 ? -1 : 1)
  if (/^\s?$/.test(inner)) return false
  const isPlain = !PUNCTUATION.test(inner) && !hasOther(text, place, side)
  return isPlain || /^\s?$/.test(outer) || PUNCTUATION.test(outer)
}

function followsEnd(text: string, place: number): boolean {
  for (let other = place - 1; MARKED.test(text.charAt(other)); other--)
    if (/[\uFDD1\uFDD3\uFDD5]/.test(text.charAt(other))) return true
  return false
}

/** Whether asterisks stand beside tildes, which are punctuation to each other. */
function hasOther(text: string, place: number, step: 1 | -1): boolean {
  const isTilde = (at: number) => /[\uFDD4\uFDD5]/.test(text.charAt(at))
  for (let other = place + step; MARKED.test(text.charAt(other)); other += step)
    if (isTilde(other) !== isTilde(place)) return true
  return false
}
const MARKED = /[\uFDD0-\uFDD5]/
const PUNCTUATION = /[\p{P}\p{S}]/u

function beside(text: string, place: number, step: 1 | -1): string {
  let other = place + step
  while (other >= 0 && other < text.length && /[\uFDD0-\uFDD9]/.test(text.charAt(other)))
    other += step
  const character = text.charAt(other)
  if (step === 1) return text.slice(other, other + 1 + Number(/[\uD800-\uDBFF]/.test(character)))
  return /[\uDC00-\uDFFF]/.test(character) ? text.slice(other - 1, other + 1) : character
}
