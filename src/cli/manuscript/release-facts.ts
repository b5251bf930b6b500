import { type Known, oneUnder, unplaced, wordsUnder } from './entries.ts'
import type { Doubt } from './manuscript.ts'
import { toldDoubt } from './doubts.ts'
import { isNo, isYes, standingOf, type Written } from './standing.ts'
import { topicOf } from './topics.ts'

/**
 * What it says of being public.
 * @param besides dates that stand in other parts
 */
export function standingTold(
  release: readonly Known[],
  besides: readonly Written[],
  doubts: Doubt[],
): ReturnType<typeof standingOf> {
  const published = wordsUnder(release, 'published', doubts)
  const drafts = wordsUnder(release, 'draft', doubts)
  const states = wordsUnder(release, 'status', doubts)
  for (const { words, entry } of drafts)
    if (!isYes(words) && !isNo(words)) doubts.push(unplaced(entry))
  for (const { words, entry } of states)
    if (!DRAFT.test(words) && !PUBLIC.test(words)) doubts.push(unplaced(entry))
  // Whoever keeps something from readers elsewhere does not mean to show it here.
  const kept = wordsUnder(release, 'privacy', doubts).filter(
    ({ words }) => !isNo(words) && !PUBLIC.test(words),
  )
  for (const { entry } of kept)
    doubts.push(toldDoubt('words', `"${entry.name}" (line ${entry.line}): it is taken as a draft.`))
  return standingOf({
    dates: [
      ...wordsUnder(release, 'date', doubts),
      ...published.filter(({ words }) => !isYes(words) && !isNo(words)),
      ...besides,
    ],
    embargoes: wordsUnder(release, 'embargo', doubts),
    isDraft:
      drafts.some(({ words }) => isYes(words)) ||
      published.some(({ words }) => isNo(words)) ||
      states.some(({ words }) => DRAFT.test(words)) ||
      kept.length > 0,
  })
}

const DRAFT =
  /^\s*(?:(?:auto-)?draft|pending|private|hidden|unlisted|unpublished|embargoed|scheduled|future|trash|مسودة)\s*$/i
const PUBLIC = /^\s*(?:publish|published|public|منشور)\s*$/i

/** As it was written. What generators call a type is a kind where the site has it. */
export function kindTold(
  release: readonly Known[],
  kinds: readonly string[],
  doubts: Doubt[],
): string | null {
  const plain = (words: string) =>
    words
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-')
  const siteKind = (words: string) => kinds.find((kind) => plain(kind) === plain(words))
  const types = wordsUnder(release, 'type', doubts)
  const told = oneUnder(release, 'kind', doubts)
  const typed = told === null ? types.find(({ words }) => siteKind(words)) : undefined
  const known = siteKind(told ?? typed?.words ?? '')
  for (const { words, entry } of types)
    if (known === undefined || siteKind(words) !== known) doubts.push(unplaced(entry))
  const kind = told ?? typed?.words ?? null
  return kind && (siteKind(kind) ?? kind)
}

/** Topics in lists, or with commas between them. */
export function topicsTold(release: readonly Known[], doubts: Doubt[]): string[] {
  const topics = wordsUnder(release, 'topics', doubts).flatMap(({ words, line }) =>
    words.split(/[,،;؛\n]/).flatMap((one) => {
      const topic = topicOf(one)
      if (topic === null && one.trim() !== '')
        doubts.push(toldDoubt('words', `"${one.trim()}" (line ${line}) cannot be a topic.`))
      return topic ?? []
    }),
  )
  return [...new Set(topics)]
}
