import { type Known, knownEntries, oneUnder, unplaced, wordsUnder } from './entries.ts'
import { frontMatter } from './front-matter.ts'
import { languageOf } from './language.ts'
import type { Doubt, Manuscript, Wording } from './manuscript.ts'
import { type Section, sections } from './markdown-body.ts'
import { toldDoubt } from './doubts.ts'
import type { Hints } from './reading.ts'
import { kindTold, standingTold, topicsTold } from './release-facts.ts'
import type { Written } from './standing.ts'
import { languageTag } from './tags.ts'
import { PARTS_OF_TEXT, type Piece, wordingOf } from './wording.ts'

/**
 * The release that a Markdown file tells, with front matter or without. The headline is the front
 * matter's, or else the body's first heading of the first level, which leaves the body then; the rest of
 * the body stays as it is.
 *
 * Several languages stand in one file as mappings of the front matter, as sections of the body, or both:
 *
 *     ---
 *     date: 25 February 2021
 *     en:
 *       headline: The budget is adopted
 *     ar:
 *       headline: إقرار الموازنة
 *     ---
 *     --- en ---
 *     The council …
 *
 *     --- ar ---
 *     أعلن المجلس …
 *
 * What stands before the first such line is the text in the language that `language` tells.
 * @param source what people call the file
 * @param text with line feeds
 * @param named the language that the file's name tells
 * @throws Failure `unreadable` where its front matter cannot be read
 */
export function markdown(
  source: string,
  text: string,
  hints: Hints,
  named: string | null = null,
): Manuscript {
  const { entries, body, bodyLine } = frontMatter(source, text)
  const { own, byLanguage, doubts } = knownEntries(entries, hints.languages)
  const pieces = piecesOf(own, byLanguage, sections(body, bodyLine, hints.languages))
  const main = pieces.get(null)
  if (main) {
    const tag = mainLanguage(main, own, [...pieces.keys()], hints, named, doubts)
    pieces.delete(null)
    pieces.set(tag, together(main, pieces.get(tag)))
  } else if (own.some(({ part }) => part === 'language'))
    for (const { words, entry } of wordsUnder(own, 'language', doubts))
      if (!pieces.has(languageTag(words, hints.languages))) doubts.push(unplaced(entry))
  const texts: Record<string, Wording> = {}
  const dates: Written[] = []
  for (const [language, piece] of pieces) {
    const told = wordingOf(piece, language ?? 'und')
    texts[language ?? 'und'] = told.wording
    dates.push(...told.dates)
    doubts.push(...told.doubts)
  }
  const release = [...own, ...[...byLanguage.values()].flat()]
  const { standing, doubts: ofStanding } = standingTold(release, dates, doubts)
  return {
    source,
    id: oneUnder(release, 'id', doubts),
    kind: kindTold(release, hints.kinds, doubts),
    topics: topicsTold(release, doubts),
    texts,
    standing,
    doubts: [...doubts, ...ofStanding],
  }
}

/** The texts of a file; under null the one whose language the file as a whole tells. */
function piecesOf(
  own: readonly Known[],
  byLanguage: ReadonlyMap<string, readonly Known[]>,
  [first, ...others]: readonly Section[],
): Map<string | null, Piece> {
  const pieces = new Map<string | null, Piece>()
  const main = {
    known: own.filter(({ part }) => PARTS_OF_TEXT.has(part)),
    bodies: first ? [first] : [],
  }
  for (const [tag, known] of byLanguage)
    pieces.set(tag, { known: known.filter(({ part }) => PARTS_OF_TEXT.has(part)), bodies: [] })
  for (const section of others) {
    const before = section.language === null ? undefined : pieces.get(section.language)
    pieces.set(section.language, together({ known: [], bodies: [section] }, before))
  }
  const isEmpty = main.known.length === 0 && (first?.text ?? '').trim() === ''
  if (!isEmpty || pieces.size === 0) pieces.set(null, main)
  return pieces
}

/** What is said of a language by name comes first. */
const together = (added: Piece, before: Piece | undefined): Piece => ({
  known: [...(before?.known ?? []), ...added.known],
  bodies: [...(before?.bodies ?? []), ...added.bodies],
})

/** The language of what no language is said of: as the file tells, then its name, then its letters. */
function mainLanguage(
  { known, bodies }: Piece,
  own: readonly Known[],
  tags: readonly (string | null)[],
  hints: Hints,
  named: string | null,
  doubts: Doubt[],
): string {
  const { languages } = hints
  const written = oneUnder(own, 'language', doubts)
  const tag = written === null ? null : languageTag(written, languages)
  const words = [
    ...known.filter(({ part }) => part !== 'formerPaths' && part !== 'authors' && part !== 'slug'),
  ].flatMap(({ entry: { value } }) => (typeof value === 'string' ? [value] : []))
  const text = [...words, ...bodies.map((body) => body.text)].join('\n\n')
  const seen = languageOf(text, languages)
  const told = tag ?? named
  if (told !== null && !languages.includes(told))
    doubts.push(toldDoubt('language', `"${told}" is not a language of the newsroom.`))
  else if (told !== null && seen !== null && seen !== told)
    doubts.push(
      toldDoubt(
        'language',
        `It is said to be in "${told}", but its letters are those of "${seen}".`,
      ),
    )
  if (told !== null) return told
  if (written !== null)
    doubts.push(
      languageDoubt(`"${written}" is not a language that is known.`, languages, seen === null),
    )
  const only = languages.length === 1 ? languages[0] : undefined
  // Words that all languages share, such as a department, where each has its own body.
  const isTitled = known.some(({ part }) => part === 'headline' || part === 'body')
  const another = tags.find((one) => one !== null)
  const isBare = !isTitled && bodies.every((body) => body.text.trim() === '')
  const assumed = seen ?? hints.language ?? only ?? (isBare ? another : undefined)
  if (assumed) return assumed
  if (written === null)
    doubts.push(languageDoubt('Its letters do not tell which language it is in.', languages, true))
  return 'und'
}

const languageDoubt = (says: string, languages: readonly string[], isOpen: boolean): Doubt => ({
  about: 'language',
  says,
  option: '--language',
  isOpen,
  choices: isOpen ? languages.map((tag) => ({ label: tag, value: tag })) : [],
})
