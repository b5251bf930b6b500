import { POLICIES } from '../../src/caching.ts'
import type { Instant } from '../../src/newsroom/dateline.ts'
import { SETTLING_TIME } from '../../src/rebuild.ts'
import { MINUTE } from '../office.ts'
import type { Newsroom } from './newsroom.ts'

/** For how long words of a release were public: `to` is null while they are. */
interface Spell {
  readonly first: Instant
  from: Instant
  to: Instant | null
}

/** How old an answer may be when no purge works: as long as the edge keeps it, and then stale. */
const OLDEST = Math.max(
  ...Object.values(POLICIES).map((one) =>
    one ? (one.edge + Math.max(one.whileRevalidating, one.ifError)) * 1000 : 0,
  ),
)

/** What was public and when, as the primary had it, to hold readers' pages against. */
export class Truth {
  readonly #room: Newsroom
  readonly #spells = new Map<string, Spell>()

  constructor(room: Newsroom) {
    this.#room = room
  }

  /** To be told after every event, with the instant at which it began. */
  observe(began: Instant): void {
    const ended = this.#room.office.now
    const seen = new Set<string>()
    for (const row of this.#rows()) {
      const word = row.headline.replace('Headline ', '')
      seen.add(word)
      const spell = this.#spells.get(word) ?? { first: began, from: Infinity, to: null }
      this.#spells.set(word, spell)
      const isHeld = row.liveAt === null || row.liveAt > began
      // What was public when the event began stays so from when it was.
      const hasLifted = row.liveAt === null && spell.from > began && spell.from <= ended
      if (!isHeld) spell.to = null
      // A cancellation that was stored just after the lift.
      if (hasLifted) spell.to = ended
      else if (spell.from > began) spell.from = isHeld ? (row.liveAt ?? Infinity) : began
      if (row.withdrawnAt !== null) spell.to ??= ended
    }
    for (const [word, spell] of this.#spells)
      if (!seen.has(word) && spell.to === null) {
        spell.to = ended
        if (spell.from > ended) spell.from = Infinity
      }
  }

  /** What is wrong with an answer that a reader gets now; empty when nothing is. */
  faults(text: string): string[] {
    const { now } = this.#room.office
    const words = new Set(
      [...text.matchAll(/(?:Headline|Body of) (word\w+x)/g)].map(([, word]) => word ?? ''),
    )
    return [...words].flatMap((word) => {
      const spell = this.#spells.get(word)
      if (!spell) return [`${word} is known to nobody`]
      if (spell.from > now)
        return [`${word} is public only from ${spell.from}, ${spell.from - now} ms from now`]
      if (spell.to === null) return []
      const age = now - spell.to
      if (age > OLDEST + SETTLING_TIME)
        return [`${word} is ${age} ms old: longer than the edge may keep it`]
      return now - Math.max(spell.to, this.#room.soundSince) > MINUTE
        ? [`${word} was taken away ${age} ms ago, and purges work`]
        : []
    })
  }

  /** Every address at which something is or was to be read, the latest first. */
  paths(): string[] {
    const { d1 } = this.#room
    const slugs = d1.peek<{ language: string; slug: string }>(
      'SELECT language, slug FROM slugs JOIN releases ON id = release_id ORDER BY releases.rowid DESC',
    )
    const readings = slugs.flatMap(({ language, slug }) => {
      const path = `${language === 'en' ? '' : `/${language}`}/releases/${encodeURIComponent(slug)}`
      return [path, path, `${path}.md`, `${path}.json`]
    })
    const months = d1.peek<{ month: string }>('SELECT DISTINCT month FROM months')
    return [
      '/',
      ...readings.slice(0, 3),
      ...['/feed.xml', '/ar', '/archive', '/sitemap.xml', '/ar/rss.xml', '/ar/archive'],
      ...['/all/feed.json', '/topics/budget', '/topics/budget/feed.xml', '/news-sitemap.xml'],
      ...months.flatMap(({ month }) => [
        `/archive/${month.replace('-', '/')}`,
        `/sitemaps/${month}.xml`,
        `/ar/archive/${month.replace('-', '/')}`,
      ]),
      ...readings,
    ]
  }

  #rows() {
    return this.#room.d1.peek<{
      headline: string
      liveAt: Instant | null
      withdrawnAt: Instant | null
    }>(
      `SELECT headline, live_at AS liveAt, withdrawn_at AS withdrawnAt
       FROM texts JOIN releases ON id = release_id WHERE headline IS NOT NULL`,
    )
  }
}
