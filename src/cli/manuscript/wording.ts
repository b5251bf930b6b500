import { fold } from '../../newsroom/folding.ts'
import { parseSlug } from '../../newsroom/slug.ts'
import { datesOf } from './dates.ts'
import { type Known, oneLine, oneUnder, unplaced, wordsOf, wordsUnder } from './entries.ts'
import type { Doubt, Wording } from './manuscript.ts'
import { htmlLines, titled } from './markdown-body.ts'
import { partNamed } from './names.ts'
import { notesTold, pathsTold, withoutEmptyLines } from './notes.ts'
import { headlineDoubt, toldDoubt } from './doubts.ts'
import type { Written } from './standing.ts'
import { isMapping } from './yaml-block.ts'

/** What a file tells of one text. */
export interface Piece {
  readonly known: readonly Known[]
  /** Markdown, and the line of the file that it begins on. */
  readonly bodies: readonly { readonly text: string; readonly line: number }[]
}
/** The parts of a release that each text has its own of. */
export const PARTS_OF_TEXT: ReadonlySet<string> = new Set([
  ...['slug', 'headline', 'subheadline', 'summary', 'department', 'place'],
  ...['notes', 'authors', 'formerPaths', 'body'],
])

/**
 * A text of its entries and its body. Authors become a line of the notes, since a newsroom has no other
 * place for them.
 * @returns with dates that stand beside the place, as in `Beirut, 25 February 2021`
 */
export function wordingOf(
  { known, bodies }: Piece,
  language: string,
): { wording: Wording; dates: Written[]; doubts: Doubt[] } {
  const doubts: Doubt[] = []
  const one = (part: Known['part']) => oneUnder(known, part, doubts)
  const whole = [
    ...wordsUnder(known, 'body', doubts).map(({ words, line }) => ({
      text: words,
      line: line + 1,
    })),
    ...bodies,
  ].filter(({ text }) => text.trim() !== '')
  for (const { text, line } of whole) doubts.push(...foreignIn(text, line))
  const { headline, body } = headlineAndBody(
    one('headline'),
    whole.map(({ text }) => text),
    doubts,
  )
  const { place, dates } = placeOf(known, doubts)
  return {
    wording: {
      slug: slugOf(one('slug'), doubts),
      headline,
      subheadline: one('subheadline'),
      summary: one('summary'),
      department: one('department'),
      place,
      body,
      notes: notesTold(known, language, doubts),
      formerPaths: pathsTold(known, doubts),
    },
    dates,
    doubts,
  }
}

function headlineAndBody(told: string | null, bodies: readonly string[], doubts: Doubt[]) {
  const whole = bodies.map(withoutEmptyLines).join('\n\n')
  const { headline, body, lost } = titled(whole)
  const isTheSame = headline !== null && told !== null && fold(headline) === fold(told)
  if (told !== null)
    return { headline: told, body: (isTheSame ? withoutEmptyLines(body) : whole) || null }
  if (headline === null && whole !== '')
    doubts.push(headlineDoubt([], oneLine(whole.split('\n\n')[0] ?? '').replace(/^#+ */, '')))
  for (const address of lost)
    doubts.push(toldDoubt('words', `The headline leads to ${address}, which a headline cannot.`))
  return { headline, body: withoutEmptyLines(body) || null }
}

function slugOf(written: string | null, doubts: Doubt[]): string | null {
  if (written === null) return null
  const slug = parseSlug(
    written
      .replace(/^\/|\/$/g, '')
      .normalize('NFC')
      .toLowerCase()
      .normalize('NFC'),
  )
  if (slug === null)
    doubts.push(
      toldDoubt(
        'words',
        `The slug "${written}" cannot be the end of an address: it is made from the headline.`,
      ),
    )
  return slug
}

/** A place may have its date beside it, behind a comma or in entries of its own. */
function placeOf(known: readonly Known[], doubts: Doubt[]) {
  const dates: Written[] = []
  const flat = known.flatMap(({ part, entry }): Known[] => {
    if (part !== 'place') return []
    if (!isMapping(entry.value)) return [{ part, entry }]
    return entry.value.entries.flatMap((inner) => {
      const innerPart = partNamed(inner.name)
      const words = wordsOf(inner.value)
      if (innerPart === 'place') return [{ part: innerPart, entry: inner }]
      if (innerPart === 'date' && words)
        dates.push(...words.map((one) => ({ words: one, line: inner.line })))
      else doubts.push(unplaced(inner))
      return []
    })
  })
  const place = oneUnder(flat, 'place', doubts)
  const commas = [...(place ?? '').matchAll(/\s*[,،–—]\s*/g)]
  for (const { index, 0: comma } of commas) {
    const rest = place?.slice(index + comma.length) ?? ''
    if (datesOf(rest).length === 0) continue
    dates.push({ words: rest, line: flat[0]?.entry.line ?? 1 })
    return { place: place?.slice(0, index) || null, dates }
  }
  return { place, dates }
}

/** What a body has that is no Markdown. */
function foreignIn(text: string, line: number): Doubt[] {
  const html = htmlLines(text, line)
  const commands = text.match(/\{\{[<%]?[^{}]*\}\}|\{%[^{}]*%\}/g) ?? []
  return [
    ...(html.length > 0
      ? [
          toldDoubt(
            'words',
            `There is raw HTML on line ${html.slice(0, 10).join(', ')}, which the newsroom refuses: write Markdown, or \\< for the sign.`,
          ),
        ]
      : []),
    ...(commands.length > 0
      ? [
          toldDoubt(
            'words',
            `Commands of a site generator will be shown as they are: ${[...new Set(commands)].slice(0, 5).join(' ')}`,
          ),
        ]
      : []),
  ]
}
