import type { Letterhead, Title } from './letterhead.ts'
import { isDepartment, isOrganisation, isSaying, wordsOf } from './words.ts'

/** Who says it and what it is called, told from the lines above a release. */
export interface Titles {
  readonly headline: string | null
  readonly subheadline: string | null
  /** Who issues it, as one line. */
  readonly department: string | null
  /** Lines that name the site itself, which every page does. */
  readonly said: readonly string[]
  /** What is none of this: the body begins with it. */
  readonly rest: readonly Title[]
}

/** Characters that the newsroom takes. */
const HEADLINE = 300
const SUBHEADLINE = 500
const DEPARTMENT = 200

/** @param names what the site is called */
export function titlesOf(letterhead: Letterhead, names: readonly string[]): Titles {
  const told = toldBy(letterhead, names)
  if (letterhead.body.length > 0 || told.rest.length > 0) return told
  // Without anything below it, what looks like a headline is the text.
  const { kickers, datelines, asides } = letterhead
  const titles = letterhead.titles.slice(0, -1)
  const last = letterhead.titles.slice(-1)
  const above = toldBy({ kickers, datelines, asides, titles, body: last }, names)
  return { ...above, rest: [...above.rest, ...last] }
}

function toldBy({ titles, kickers, datelines }: Letterhead, names: readonly string[]): Titles {
  const isTold = kickers.length > 0 || datelines.length > 0
  const isOwn = ({ text }: Title) => names.some((name) => sameWords(name, text))
  const said = titles.filter(isOwn).map(({ text }) => text)
  const open = titles.filter((title) => !isOwn(title))
  const at = headlineAt(open, isTold)
  const first = open[at]
  const more = first ? open.slice(at + 1) : []
  const isGoingOn = (title: Title | undefined): title is Title =>
    title !== undefined &&
    first !== undefined &&
    !title.afterGap &&
    isLarge(first.text) &&
    isLarge(title.text)
  const second = isGoingOn(more[0]) ? more[0] : undefined
  const next = more[second ? 1 : 0]
  const headline = first
    ? [first, ...(second ? [second] : [])].map(({ text }) => text).join(' ')
    : null
  const isSub =
    next && wordsOf(next.text).length >= 3 && !isHouse(next) && next.text.length <= SUBHEADLINE
  const ahead = first ? open.slice(0, at) : open
  const issuers = ahead.filter(
    (title) => isHouse(title) || (isTold && first && !isSaying(title.text)),
  )
  const behind = more.filter(
    (title) => title !== second && !(isSub && title === next) && isHouse(title),
  )
  const department = [...issuers, ...behind]
  const line = department.map(({ text }) => text).reduce(listed, '')
  const fits = line.length <= DEPARTMENT
  const used = new Set([first, second, isSub ? next : undefined, ...(fits ? department : [])])
  return {
    headline,
    subheadline: isSub ? next.text : null,
    department: fits && line !== '' ? line : null,
    said,
    rest: open.filter((title) => !used.has(title)),
  }
}

/** With the comma of its script. */
const listed = (line: string, text: string) =>
  line === '' ? text : `${line}${/\p{Script=Arabic}/u.test(line) ? '،' : ','} ${text}`

const isHouse = (title: Title) =>
  title.isIssuer || isDepartment(title.text) || isOrganisation(title.text)

/** Which of them is the headline; -1 where none is. */
function headlineAt(titles: readonly Title[], isTold: boolean): number {
  const candidates = titles.map(
    (title) => title.text.length <= HEADLINE && !isHouse(title) && !/[:：]$/u.test(title.text),
  )
  const find = (is: (title: Title) => boolean) =>
    titles.findIndex((title, at) => candidates[at] && is(title))
  const isAfter = (title: Title) => title.afterKicker || !titles.some((other) => other.afterKicker)
  const saying = find((title) => isAfter(title) && isSaying(title.text))
  if (saying >= 0) return saying
  const dated = find((title) => title.afterDate && wordsOf(title.text).length >= 2)
  if (dated >= 0) return dated
  const told = find((title) => isAfter(title) && wordsOf(title.text).length >= (isTold ? 2 : 3))
  if (told >= 0) return told
  return find((title) => isSaying(title.text))
}

const isLarge = (text: string) => !/\p{Ll}/u.test(text) && /\p{Lu}/u.test(text)

const sameWords = (a: string, b: string) => folded(a) === folded(b)
const folded = (text: string) => wordsOf(text.normalize('NFKC').toLowerCase()).join(' ')
