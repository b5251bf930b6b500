import type { Instant } from '../newsroom/dateline.ts'
import {
  type Asked,
  type Findings,
  FOUND_RELEASES,
  type Found,
  MAX_SEARCHED_FOR_EXCERPT,
  type Tier,
} from '../newsroom/finding.ts'
import type { Search } from '../newsroom/ports.ts'
import type { Term } from '../newsroom/terms.ts'
import { all, type Database } from './database.ts'
import { catchUp, marked, positionOf } from './indexing.ts'

export const searchIn = (db: Database): Search => ({
  find: (asked, now) => find(db, asked, now),
  catchUp: (limit) => catchUp(db, limit),
})

/**
 * Of each tier the newest are taken along the index, one more than a page holds, until there are
 * enough. What is not public is not among them: the time of the asking bounds the index, to the
 * millisecond, and each text is looked at once more.
 */
async function find(db: Database, asked: Asked, now: Instant): Promise<Findings> {
  const [from, before] = asked.within ?? [EARLIEST, LATEST]
  const end = positionOf(Math.min(before, now + 1))
  const tiers = (asked.terms.length > 0 ? [0, 1, 2] : [2]) as Tier[]
  const begin = asked.after?.tier ?? 0
  const taken = tiers.filter((tier) => tier >= begin)
  const values: string[] = []
  const arms = taken.map((tier) => {
    const until = asked.after?.tier === tier ? least(BigInt(asked.after.key), end) : end
    values.push(expression(asked, tier), String(until), String(positionOf(from)))
    const at = values.length - 2
    return `SELECT * FROM (SELECT ${tier} AS tier, rowid AS id FROM search_index
      WHERE search_index MATCH ?${at} AND rowid < CAST(?${at + 1} AS INTEGER)
      AND rowid >= CAST(?${at + 2} AS INTEGER) ORDER BY rowid DESC LIMIT ${FOUND_RELEASES + 1})`
  })
  const rows = await all<Row>(db, sqlFor(arms, values.length + 1), ...values, now)
  const page = rows.slice(0, FOUND_RELEASES)
  const last = rows.length > FOUND_RELEASES ? page.at(-1) : undefined
  return {
    found: page.flatMap((row) => (row.releaseId === null ? [] : [foundOf(row)])),
    next: last ? { tier: last.tier, key: last.key } : null,
  }
}

const EARLIEST = Date.UTC(1000, 0, 1)
const LATEST = Date.UTC(9999, 11, 31)

const least = (a: bigint, b: bigint) => (a < b ? a : b)

/** The texts are looked up in the order of the index. */
const sqlFor = (arms: readonly string[], now: number): string =>
  `SELECT hits.tier, CAST(hits.id AS TEXT) AS key, texts.release_id AS releaseId, texts.language,
    releases.kind, releases.topics, releases.live_at AS liveAt, releases.day, texts.slug,
    texts.headline, texts.subheadline, texts.summary,
    substr(texts.body, 1, ${MAX_SEARCHED_FOR_EXCERPT}) AS body
  FROM (SELECT * FROM (${arms.join(' UNION ALL ')}) LIMIT ${FOUND_RELEASES + 1}) AS hits
  LEFT JOIN searchable ON searchable.id = hits.id
  LEFT JOIN texts ON texts.release_id = searchable.release_id
    AND texts.language = searchable.language AND +texts.listed_at <= ?${now}
  LEFT JOIN releases ON releases.id = texts.release_id
  ORDER BY hits.tier, hits.id DESC`

/** What stands in the tier and in none above it, in the syntax of FTS5; words have no quotes. */
function expression({ terms, topic, languages }: Asked, tier: Tier): string {
  const filters = [
    any(languages.map((language) => marked('l', language))),
    ...(topic === null ? [] : [any([marked('t', topic)])]),
  ]
  if (terms.length === 0) return filters.join(' AND ')
  const here = `(${[...wordsIn(tier, terms), ...filters].join(' AND ')})`
  return tier === 0 ? here : `${here} NOT (${wordsIn((tier - 1) as Tier, terms).join(' AND ')})`
}

const wordsIn = (tier: Tier, terms: readonly Term[]): string[] =>
  terms.map((forms) => any(forms.map((form) => IN_TIER[tier](form))))

const IN_TIER: Record<Tier, (word: string) => string> = {
  0: (word) => marked('h', word),
  1: (word) => marked('s', word),
  2: (word) => word,
}

const any = (words: readonly string[]): string =>
  `(${words.map((word) => `"${word}"`).join(' OR ')})`

interface Row extends Omit<Found, 'id' | 'topics' | 'opening'> {
  readonly tier: Tier
  readonly key: string
  /** Null where the text is not public. */
  readonly releaseId: Found['id'] | null
  readonly topics: string
}

const foundOf = ({ tier: _, key: __, releaseId, topics, ...row }: Row): Found => ({
  ...row,
  id: releaseId as Found['id'],
  topics: JSON.parse(topics),
  opening: row.body,
})
