import { type Known, oneLine, unplaced, wordsOf, wordsUnder } from './entries.ts'
import type { Doubt } from './manuscript.ts'
import { isMapping } from './yaml-block.ts'
import { authorLabel } from './authors.ts'

/** The notes to editors, and a line for each author, in the language of the text. */
export function notesTold(
  known: readonly Known[],
  language: string,
  doubts: Doubt[],
): string | null {
  const notes = known
    .filter(({ part }) => part === 'notes')
    .flatMap(({ entry }) => {
      const words = wordsOf(entry.value)
      if (words === null) doubts.push(unplaced(entry))
      const isList = Array.isArray(entry.value)
      return (words ?? []).map((one) =>
        isList ? `- ${withoutEmptyLines(one).replaceAll('\n', '\n  ')}` : withoutEmptyLines(one),
      )
    })
  const authors = known
    .filter(({ part }) => part === 'authors')
    .flatMap(({ entry }) => {
      const names = namesOf(entry.value)
      if (names === null) doubts.push(unplaced(entry))
      return names ?? []
    })
  const label = authorLabel(language)
  const lines = [...new Set(authors)].map(
    (name) => `${label}: ${name.replace(/[\\`*_[\]<>#]/g, '\\$&')}`,
  )
  return [...notes, ...lines].join('\n\n') || null
}

/** Names of people: words, or what stands under `name`; null where something else is said of them. */
function namesOf(value: Known['entry']['value']): string[] | null {
  if (isMapping(value)) {
    const [only, ...others] = value.entries
    return only && others.length === 0 && /^(?:name|اسم|الاسم)$/i.test(only.name)
      ? wordsOf(only.value)
      : null
  }
  if (!Array.isArray(value)) return wordsOf(value)?.map(oneLine) ?? null
  const names = value.map(namesOf)
  return names.every((name) => name !== null) ? names.flat() : null
}

/** Paths at which a text stood in another system. */
export function pathsTold(known: readonly Known[], doubts: Doubt[]): string[] {
  const paths = wordsUnder(known, 'formerPaths', doubts).flatMap(({ words, entry }) => {
    const path = pathIn(words.trim())
    if (path === null) doubts.push(unplaced(entry))
    return path ?? []
  })
  return [...new Set(paths)]
}

/** The path of an address or path; null for a pattern such as `/:year/:title/`. */
function pathIn(written: string): string | null {
  if (/^https?:\/\//i.test(written)) {
    if (!URL.canParse(written)) return null
    const { pathname, search } = new URL(written)
    return pathname + search
  }
  return /^[^\s:#?][^\s:]*$|^\/\S*$/.test(written) && !/\/:/.test(written)
    ? `/${written.replace(/^\/+/, '')}`
    : null
}

/** Spaces before the first line may be a list's. */
export const withoutEmptyLines = (text: string): string =>
  text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
