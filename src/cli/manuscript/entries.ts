import type { Doubt } from './manuscript.ts'
import { type Part, partNamed } from './names.ts'
import { toldDoubt } from './doubts.ts'
import type { Written } from './standing.ts'
import { languageTag } from './tags.ts'
import { type Entry, isMapping, type Value } from './yaml-block.ts'

/** An entry whose name is understood. */
export interface Known {
  readonly part: Part
  readonly entry: Entry
}
export interface KnownEntries {
  /** Of the release, or of the one text that the file is mostly about. */
  readonly own: Known[]
  /** Under `ar:`, or under `texts:` and that. */
  readonly byLanguage: Map<string, Known[]>
  /** Quote what has a name that is not understood. */
  readonly doubts: Doubt[]
}

/** Entries by what they are about. A name that is a language and has entries under it is that language. */
export function knownEntries(
  entries: readonly Entry[],
  languages: readonly string[],
): KnownEntries {
  const found: KnownEntries = { own: [], byLanguage: new Map(), doubts: [] }
  for (const entry of entries) sort(entry, found, languages)
  return found
}

function sort(entry: Entry, found: KnownEntries, languages: readonly string[]): void {
  const part = partNamed(entry.name)
  if (isMapping(entry.value)) {
    const { entries } = entry.value
    const tag = languageTag(entry.name, languages)
    if (part === 'texts') {
      for (const one of entries) sort(one, found, languages)
      return
    }
    if (tag !== null) {
      const inner = knownEntries(entries, languages)
      found.byLanguage.set(tag, [...(found.byLanguage.get(tag) ?? []), ...inner.own])
      found.doubts.push(...inner.doubts)
      return
    }
  }
  if (entry.remark !== null)
    found.doubts.push(
      toldDoubt(
        'words',
        `"#${entry.remark}" (line ${entry.line}) is a remark to YAML, and is left out.`,
      ),
    )
  if (part === null) found.doubts.push(unplaced(entry))
  else found.own.push({ part, entry })
}

/** Tells of words that no part of a release can hold. */
export const unplaced = ({ written, line }: Entry): Doubt =>
  toldDoubt('words', `"${written}" (line ${line}) has no place in a release.`)

/** The words of a value, one for each item of a list; null where they stand under names of their own. */
export function wordsOf(value: Value): string[] | null {
  if (value === null) return []
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (isMapping(value)) return null
  const items = value.map(wordsOf)
  return items.every((item) => item !== null) ? items.flat() : null
}

/** The words of one part wherever it stands, in their order; what has names under it is a doubt. */
export function wordsUnder(
  known: readonly Known[],
  part: Part,
  doubts: Doubt[],
): (Written & { readonly entry: Entry })[] {
  return known
    .filter((one) => one.part === part)
    .flatMap(({ entry }) => {
      const words = wordsOf(entry.value)
      if (words === null) doubts.push(unplaced(entry))
      return (words ?? []).map((one) => ({ words: one, line: entry.line, entry }))
    })
}

/** The words of a part that there is one of; others that say something else are a doubt. */
export function oneUnder(known: readonly Known[], part: Part, doubts: Doubt[]): string | null {
  const all = wordsUnder(known, part, doubts)
  const [first] = all
  if (!first) return null
  const own = all.filter(({ entry }) => entry === first.entry).map(({ words }) => oneLine(words))
  const said = own.join(', ')
  const others = all.filter(({ entry, words }) => entry !== first.entry && oneLine(words) !== said)
  for (const { entry } of others)
    doubts.push(
      toldDoubt(
        'words',
        `"${entry.written}" (line ${entry.line}) is not used, because "${first.entry.name}" (line ${first.line}) is.`,
      ),
    )
  return said
}

export const oneLine = (words: string): string =>
  words.replace(/\s*[\n\u2028\u2029]\s*/g, ' ').trim()
