import { type EdgePurge, etagOf, type PurgeResult, pageTag } from './caching.ts'
import { type Facts, type Page, pageAt, type SitemapFile } from './newsroom/archive.ts'
import type { Instant } from './newsroom/dateline.ts'
import type { Due, Made, Pages, Rendered } from './newsroom/ports.ts'
import type { Language } from './newsroom/release.ts'

/**
 * Pages in one round of a rebuild. With two languages a publication makes thirteen pages stale;
 * together with it, a round stays under the 50 queries that an invocation has on the free plan.
 */
export const MAX_PAGES_PER_ROUND = 24
/** Rounds that the schedule makes in one run; the next run goes on. */
export const MAX_ROUNDS_OF_SCHEDULE = 20
/** How often a publication tries again after another rebuild finished first. */
const MAX_TRIES = 4

/** What a rebuild works with. */
export interface Press {
  readonly pages: Pages
  readonly edge: EdgePurge
  readonly languages: readonly Language[]
  /** Of the templates and settings: stored with every page, and another one makes it stale. */
  readonly fingerprint: () => Promise<string>
  readonly render: (page: Page, facts: Facts) => Rendered
}

/** What a rebuild did. */
export interface Rebuilt {
  /** The pages stored, or removed because there is nothing to show any more. */
  readonly paths: readonly string[]
  readonly edge: PurgeResult
  /** Whether stale pages are left for the schedule. */
  readonly more: boolean
  /** What stopped it, if something did. */
  readonly fault: unknown
}

/**
 * Brings what is stale at `now` up to date, oldest first: render, store and clear the marks in one
 * batch, then purge the edge once. Two rebuilds may run at once: the one that finishes second
 * stores nothing and looks again. What fails stays in the ledger; what was stored before is purged.
 *
 * @param tags more cache tags to purge: of the release that changed
 */
export async function rebuild(
  press: Press,
  now: Instant,
  rounds: number,
  tags: readonly string[] = [],
): Promise<Rebuilt> {
  const paths = new Set<string>()
  let state: Pick<Rebuilt, 'more' | 'fault'> = { more: true, fault: null }
  try {
    for (let round = 0, lost = 0; state.more && round < rounds && lost < MAX_TRIES; ) {
      const done = await oneRound(press, now)
      for (const path of done?.paths ?? []) paths.add(path)
      if (done) round++
      else lost++
      state = { more: done?.more ?? true, fault: null }
    }
  } catch (fault) {
    state = { more: true, fault }
  }
  const purged = [...tags, ...[...paths].map(pageTag)]
  const edge = purged.length > 0 ? await press.edge.purge(purged) : 'none'
  return { paths: [...paths], edge, ...state }
}

/** Null when another rebuild finished first, and nothing was stored. */
async function oneRound(press: Press, now: Instant) {
  const print = await press.fingerprint()
  const due = await press.pages.due(now, MAX_PAGES_PER_ROUND, print)
  if (due.paths.length === 0) return { paths: [], more: false }
  // Never before the last rebuild: another machine's clock may be ahead of this one's, and what it
  // has shown as lifted must not vanish.
  const at = Math.max(now, due.lastAt)
  const made = await make(press, due, at)
  if (!(await press.pages.store(made, due, at, print))) return null
  const shown = [...made].filter(([path, { body }]) => body !== null || due.stored.has(path))
  return { paths: shown.map(([path]) => path), more: due.more }
}

/** A page as a rebuild would store it, for a path that has none stored. Null: no such page. */
export async function build(press: Press, path: string, now: Instant): Promise<Made | null> {
  const page = pageAt(path, press.languages)
  if (!page) return null
  const [facts] = await press.pages.facts([page], now)
  return facts ? finished(press.render(page, facts)) : null
}

async function make(press: Press, due: Due, now: Instant): Promise<Map<string, Made>> {
  const pages = due.paths.map((path) => pageAt(path, press.languages))
  const known = pages.filter((page) => page !== null)
  const facts = new Map<Page, Facts | null>()
  for (const [at, found] of (await press.pages.facts(known, now)).entries())
    facts.set(known[at] as Page, found)
  const made = new Map<string, Made>()
  for (const [at, path] of due.paths.entries()) {
    const page = pages[at] ?? null
    let shown = page && facts.get(page)
    // The index tells the files' last changes, and those of this round are not stored yet.
    if (shown && 'files' in shown) shown = { files: withThisRound(shown.files, made) }
    made.set(path, page && shown ? await finished(press.render(page, shown)) : NO_PAGE)
  }
  return made
}

const NO_PAGE: Made = { body: null, type: '', etag: '', changedAt: null }

const finished = async (page: Rendered): Promise<Made> => ({
  ...page,
  etag: await etagOf(page.body ?? ''),
})

function withThisRound(
  stored: readonly SitemapFile[],
  made: ReadonlyMap<string, Made>,
): SitemapFile[] {
  const files = new Map(stored.map((file) => [file.path, file]))
  for (const [path, { body, changedAt }] of made) {
    if (!path.startsWith('/sitemaps/')) continue
    if (body === null) files.delete(path)
    else files.set(path, { path, changedAt: changedAt ?? 0 })
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
