import { type EdgePurge, etagOf, type PurgeResult, pageTag, tagsToPurge } from './caching.ts'
import { type Facts, type Page, pageAt, recencyOf, type SitemapFile } from './newsroom/archive.ts'
import type { Instant } from './newsroom/dateline.ts'
import type { Due, DuePage, Made, Pages, Rendered, Search } from './newsroom/ports.ts'
import { type Language, MAX_REPLICA_LAG } from './newsroom/release.ts'

/**
 * Pages in one round of a rebuild, which stays under the 50 queries that an invocation has on the
 * free plan. With two languages a publication makes twenty pages stale, and four more for each of
 * its topics.
 */
export const MAX_PAGES_PER_ROUND = 32
/** Rounds that the schedule makes in one run; the next run goes on. */
export const MAX_ROUNDS_OF_SCHEDULE = 20
/** Texts that the search gets to know in one run of the schedule, where it does not know them yet. */
export const MAX_TEXTS_OF_SCHEDULE = 300
/** How often a publication tries again after another rebuild finished first. */
const MAX_TRIES = 4
/**
 * Milliseconds after which nothing puts an old page back at the edge: the change that was about to
 * be stored is stored, every replica has caught up, and an answer that was under way has arrived.
 */
export const SETTLING_TIME = 10_000 + MAX_REPLICA_LAG + 5000

/** Milliseconds after which a run of the schedule notes that it ran: most idle minutes write nothing. */
export const NOTED_EVERY = 5 * 60_000

/** What a rebuild works with. */
export interface Press {
  readonly pages: Pages
  readonly search: Pick<Search, 'catchUp'>
  readonly edge: EdgePurge
  readonly languages: readonly Language[]
  /** Of the templates and settings: stored with every page, and another one makes it stale. */
  readonly fingerprint: () => Promise<string>
  readonly render: (page: Page, facts: Facts) => Rendered
  readonly wait: (milliseconds: number) => Promise<unknown>
}

/** What a rebuild did. */
export interface Rebuilt {
  /** The pages that are others now, or gone because there is nothing to show any more. */
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
  const { last: _, changed, ...done } = await refresh(press, now, rounds, false)
  return { ...done, edge: await purgeAll(press, [...tags, ...changed]) }
}

/**
 * One run of the schedule: a rebuild, also of pages that new templates or settings made stale, and
 * the purges that are still in the ledger. Whatever has changed by now is purged when it has
 * settled, which this run waits for: a reader then gets the old page for a minute at most, the time
 * between two runs. One purge a run, of the five a minute that the platform allows; the entries of a
 * purge that fails stay.
 */
export async function runSchedule(press: Press, now: Instant): Promise<Rebuilt> {
  try {
    const fingerprint = await press.fingerprint()
    const { idle, ranAt } = await press.pages.idle(now, fingerprint)
    if (now - ranAt >= NOTED_EVERY) await press.pages.ran(now)
    if (idle) return NOTHING_TO_DO
    const { last, changed, ...done } = await refresh(press, now, MAX_ROUNDS_OF_SCHEDULE, true)
    const purges = last?.purges ?? []
    const before = purges.filter(({ at }) => at < now)
    const settled = Math.max(now, ...before.map(({ at }) => at + SETTLING_TIME))
    if (press.edge.present && settled > now) await press.wait(settled - now)
    const edge = await purgeAll(press, [...purges.flatMap(({ tags }) => tags), ...changed])
    if (edge === 'failed') await press.pages.fail(purges)
    const over = edge === 'failed' ? [] : purges
    const caughtUp = await catchUp(press)
    const more = done.more || caughtUp.more
    await press.pages.settle(over, settled - SETTLING_TIME, more ? null : last, fingerprint)
    return { ...done, more, edge, fault: done.fault ?? caughtUp.fault }
  } catch (fault) {
    return { ...NOTHING_TO_DO, more: true, fault }
  }
}

/** Whatever fails in the search, pages and purges go on. */
async function catchUp({ search }: Press): Promise<Pick<Rebuilt, 'more' | 'fault'>> {
  try {
    return { more: await search.catchUp(MAX_TEXTS_OF_SCHEDULE), fault: null }
  } catch (fault) {
    return { more: true, fault }
  }
}

const NOTHING_TO_DO: Rebuilt = { paths: [], edge: 'none', more: false, fault: null }

/** A page as a rebuild would store it. Null: no such page. */
export async function build(press: Press, path: string, now: Instant): Promise<Made | null> {
  const page = pageAt(path, press.languages)
  if (!page) return null
  const [facts] = await press.pages.facts([page], now, await press.fingerprint())
  return facts ? finished(page, press.render(page, facts), await press.fingerprint()) : null
}

interface Refreshed extends Omit<Rebuilt, 'edge'> {
  /** The cache tags of what has changed for a reader, other than by new templates. */
  readonly changed: readonly string[]
  /** The ledgers, as they were read last. */
  readonly last: Due | null
}

async function refresh(
  press: Press,
  now: Instant,
  rounds: number,
  everything: boolean,
): Promise<Refreshed> {
  const paths = new Set<string>()
  const changed = new Set<string>()
  let state: Pick<Refreshed, 'more' | 'fault' | 'last'> = { more: true, fault: null, last: null }
  try {
    for (let round = 0, lost = 0; state.more && round < rounds && lost < MAX_TRIES; ) {
      const print = await press.fingerprint()
      const last = await press.pages.due(now, MAX_PAGES_PER_ROUND, print, everything)
      const done = await oneRound(press, last, now, print)
      for (const path of done?.paths ?? []) paths.add(path)
      for (const tag of done?.tags ?? []) changed.add(tag)
      if (done) round++
      else lost++
      state = { more: done === null || last.more, fault: null, last }
    }
  } catch (fault) {
    state = { ...state, more: true, fault }
  }
  return { paths: [...paths], changed: [...changed], ...state }
}

/** Null when another rebuild finished first, and nothing was stored. */
async function oneRound(press: Press, due: Due, now: Instant, print: string) {
  if (due.pages.length === 0) return { paths: [], tags: [] }
  // Never before the last rebuild: another machine's clock may be ahead of this one's, and what it
  // has shown as lifted must not vanish.
  const at = Math.max(now, due.lastAt)
  const made = await make(press, due, at, print)
  const known = new Map(due.pages.map((page) => [page.path, page]))
  const others = new Map([...made].filter(([path, page]) => isOther(known.get(path), page)))
  const tags = [...made]
    .filter(([path, page]) => isToPurge(known.get(path), page))
    .map(([path]) => pageTag(path))
  if (!(await press.pages.store(others, due, at, print, tags))) return null
  const paths = [...others.keys()].filter(
    (path) => made.get(path)?.body !== null || known.get(path)?.etag,
  )
  return { paths, tags }
}

/**
 * Whether copies of a page have to go: of what is gone, and of what was marked, also where it is
 * stored already as it is now, because the run that stored it may have taken it for one that only
 * looks another way. Such a page may stay at the edge as long as the edge keeps it.
 */
const isToPurge = (before: DuePage | undefined, page: Made): boolean =>
  page.body === null ? Boolean(before?.etag) : before?.marked !== false

/** Whether a page has to be stored: another than the one there is, or of other templates. */
function isOther(before: DuePage | undefined, page: Made): boolean {
  if (!before || before.aged) return true
  if (page.body === null) return before.etag !== null
  return page.etag !== before.etag || page.changedAt !== before.changedAt
}

async function make(
  press: Press,
  due: Due,
  now: Instant,
  print: string,
): Promise<Map<string, Made>> {
  const asked = new Map<string, Page>()
  for (const { path } of due.pages) {
    const page = pageAt(path, press.languages)
    if (page) asked.set(path, page)
  }
  const touched = [...asked.values()].some(({ is }) => is === 'sitemap')
  // The index tells what the files tell, so it is made in every round that makes a file.
  if (touched) asked.delete(INDEX_PATH)
  if (touched) asked.set(INDEX_PATH, INDEX)
  const pages = [...asked.values()]
  const facts = await press.pages.facts(pages, now, print)
  const made = new Map(due.pages.map(({ path }) => [path, NO_PAGE]))
  for (const [at, [path, page]] of [...asked].entries()) {
    let shown = facts[at]
    if (shown && 'base' in shown) shown = { ...shown, files: [...shown.files, ...filesOf(made)] }
    if (shown) made.set(path, await finished(page, press.render(page, shown), print))
    if (shown && 'base' in shown && made.get(path)?.body === shown.base) made.delete(path)
  }
  return made
}

const INDEX: Page = { is: 'sitemap-index' }
const INDEX_PATH = '/sitemap.xml'
const NO_PAGE: Made = { body: null, type: '', etag: '', changedAt: null, recency: '' }

/** A feed is sent in formats that its body does not determine, but the templates do. */
const finished = async (page: Page, rendered: Rendered, print: string): Promise<Made> => ({
  ...rendered,
  etag: await etagOf(`${page.is === 'feed' ? print : ''}${rendered.body ?? ''}`),
  recency: recencyOf(page),
})

/** The sitemap files of this round; a file without a body is gone. */
const filesOf = (made: ReadonlyMap<string, Made>): SitemapFile[] =>
  [...made]
    .filter(([path]) => path.startsWith('/sitemaps/'))
    .map(([path, { body, changedAt }]) => ({ path, changedAt: body === null ? null : changedAt }))

/** The edge is purged once, and of nothing where nothing has changed. */
const purgeAll = async ({ edge }: Press, tags: readonly string[]): Promise<PurgeResult> =>
  tags.length > 0 ? edge.purge(tagsToPurge([...new Set(tags)])) : 'none'
