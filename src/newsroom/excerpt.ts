import { WORD } from './folding.ts'
import { formsOf, type Term } from './terms.ts'

/** From the first to behind the last UTF-16 unit of a word. */
export type Range = readonly [from: number, to: number]

/** A piece of an excerpt; `hit` where it is a word that was looked for. */
export interface Part {
  readonly text: string
  readonly hit: boolean
}

/** Characters of an excerpt that may stand before the word that was looked for. */
const LEAD = 60

/** Where the words stand in a text that fit any of the terms, in order. */
export const found = (text: string, terms: readonly Term[]): Range[] =>
  hitsIn(text, terms).map(({ from, to }) => [from, to])

/**
 * At most `length` UTF-16 units of a text around the words that were looked for, where most
 * different ones stand together, or its beginning. Cut between words where there are spaces, never
 * within a character, with an ellipsis (beyond `length`) on each side that was cut.
 *
 * @param plain a text without markup
 */
export function excerptOf(plain: string, terms: readonly Term[], length = 240): Part[] {
  const hits = hitsIn(plain, terms)
  const lead = Math.min(LEAD, length >> 2)
  const first = densest(hits, length - lead)
  const [from, to] = windowAround(plain, first, lead, length)
  const parts: Part[] = []
  const add = (text: string, hit: boolean) => text && parts.push({ text, hit })
  let at = from
  let before = plain.slice(0, from).trim() ? '…' : ''
  for (const hit of hits) {
    if (hit.to <= from || hit.from >= to) continue
    add(before + plain.slice(at, Math.max(from, hit.from)), false)
    before = ''
    at = Math.min(to, hit.to)
    add(plain.slice(Math.max(from, hit.from), at), true)
  }
  add(before + plain.slice(at, to) + (plain.slice(to).trim() ? '…' : ''), false)
  return parts
}

/**
 * The block of a Markdown text (between blank lines) in which most different terms stand, or the
 * first, as it was written; so that only this has to be rendered for an excerpt.
 */
export function passage(markdown: string, terms: readonly Term[]): string {
  const blocks = markdown.split(/\n[^\S\n]*\n/).map((block) => block.trim())
  let best = { block: blocks.find(Boolean) ?? '', score: 0 }
  for (const block of blocks) {
    const hits = hitsIn(block, terms)
    const score = scoreOf(hits)
    if (score > best.score) best = { block, score }
  }
  return best.block
}

interface Hit {
  readonly from: number
  readonly to: number
  /** The terms that fit, one bit for each. */
  readonly fits: number
}

function hitsIn(text: string, terms: readonly Term[]): Hit[] {
  if (terms.length === 0) return []
  const known = new Map<string, number>()
  const initials = new Set(terms.flat().map(([initial]) => initial))
  const hits: Hit[] = []
  for (const { 0: word, index: from } of text.matchAll(WORD)) {
    // Stemming leaves the first letter alone, and most words of English have another.
    if (/^[a-z]+$/.test(word) && !initials.has(word[0])) continue
    const fits = known.get(word) ?? fitting(formsOf(word), terms)
    known.set(word, fits)
    if (fits) hits.push({ from, to: from + word.length, fits })
  }
  return hits
}

const fitting = (forms: ReadonlySet<string>, terms: readonly Term[]) =>
  terms.reduce((bits, term, at) => bits | (term.some((one) => forms.has(one)) ? 1 << at : 0), 0)

/** Of two passages the one with more terms, and then with more hits, is better. */
function scoreOf(hits: readonly Hit[]): number {
  let fits = 0
  for (const hit of hits) fits |= hit.fits
  return bitsOf(fits) * 100_000 + hits.length
}

const bitsOf = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + bitsOf(bits >>> 1))

/** The hit that begins the best passage of the length; a step looks at `length` characters. */
function densest(hits: readonly Hit[], length: number): Hit | undefined {
  let best: { readonly hit: Hit; readonly score: number } | undefined
  for (const [at, hit] of hits.entries()) {
    let end = at + 1
    while (end < hits.length && (hits[end]?.to ?? 0) <= hit.from + length) end++
    const score = scoreOf(hits.slice(at, end))
    if (!best || score > best.score) best = { hit, score }
  }
  return best?.hit
}

function windowAround(plain: string, hit: Hit | undefined, lead: number, length: number): Range {
  const start = plain.length - plain.trimStart().length
  const middle = hit ?? { from: start, to: start }
  const latest = Math.max(start, plain.trimEnd().length - length)
  const from = beginning(plain, Math.max(start, Math.min(middle.from - lead, latest)), middle.from)
  return [from, ending(plain, from, from + length, middle.to)]
}

/** The first beginning of a word from `at` on that is not behind the hit. */
function beginning(plain: string, at: number, hit: number): number {
  if (plain.slice(0, at).trim() === '') return at
  const gap = plain.slice(at - 1, hit + 1).search(/\s\S/)
  return gap < 0 ? boundary(plain, at) : at + gap
}

/** The last end of a word up to `at` that is not before the hit's. */
function ending(plain: string, from: number, at: number, hit: number): number {
  if (at >= plain.trimEnd().length) return plain.trimEnd().length
  const words = plain.slice(from, at + 1).replace(/\s+\S*$/, '')
  const to = from + words.length
  return to < Math.min(hit, at) || to > at ? boundary(plain, at) : to
}

/** `at`, or where the character begins that it would divide from its second half or its marks. */
function boundary(text: string, at: number): number {
  let to = at
  while (to > 0 && isWithin(text, to)) to--
  return to
}

function isWithin(text: string, at: number): boolean {
  const next = text.codePointAt(at)
  if (next === undefined) return false
  const half = next >= 0xdc00 && next <= 0xdfff && (text.codePointAt(at - 1) ?? 0) > 0xffff
  return half || /[\p{M}\u200c\u200d]/u.test(String.fromCodePoint(next))
}
