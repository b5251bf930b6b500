import { env } from 'cloudflare:workers'
import { type EdgePurge, etagOf } from './caching.ts'
import { now } from './clock.ts'
import { ABSENT, type Cost, type Database, open } from './db/database.ts'
import { answersIn } from './db/answers.ts'
import { editorsIn } from './db/editors.ts'
import {
  ANYWHERE,
  AT_PRIMARY,
  BOOKMARK,
  type Freshness,
  freshnessFor,
  isPersonal,
} from './db/freshness.ts'
import { healthIn } from './db/health.ts'
import { historiesIn } from './db/histories.ts'
import { ledgerIn } from './db/ledger.ts'
import { pagesIn } from './db/pages.ts'
import { readingIn } from './db/reading.ts'
import { redirectsIn } from './db/redirects.ts'
import { releasesIn } from './db/releases.ts'
import { searchIn } from './db/search.ts'
import { renderPage } from './pages/rendered.ts'
import { specimen } from './pages/specimens.ts'
import { wordsFor } from './pages/words/words.ts'
import { type Press, runSchedule } from './rebuild.ts'
import { createApp } from './routes/app.ts'
import { rebuildLine } from './routes/changing.ts'
import type { Limits, Log, Stores } from './routes/desk.ts'
import { describe } from './routes/errors.ts'
import { parseSite, type Site } from './site.ts'

interface Env {
  /** Not there only where somebody has taken it out of wrangler.toml. */
  readonly DB?: D1Database
  /** Failed authentications, by address and by token; without it nothing is limited. */
  readonly FAILURES?: RateLimit
  /** Changes, by token. */
  readonly CHANGES?: RateLimit
  /** `true` where answers tell what they cost. */
  readonly DEVELOPMENT?: string
}

// Settings that are wrong stop the Worker here, with their names, before it serves anything: a
// deployment is refused.
const site = parseSite(env as unknown as Record<string, unknown>)
for (const language of site.languages) wordsFor(language)

const app = createApp(site)

const log: Log = (line) => console.log(JSON.stringify(line))

export default {
  async fetch(request, env, ctx) {
    const freshness = freshnessFor(request)
    const session = sessionOf(env, freshness)
    const db = open(session)
    const stores = storesOf(db, ctx)
    // A replica that has the change of a bookmark may not know yet that a token was revoked.
    const surely =
      freshness === ANYWHERE || freshness === AT_PRIMARY
        ? db
        : open(sessionOf(env, AT_PRIMARY), db.cost)
    const desk = {
      ...stores,
      now: now(),
      requestId: request.headers.get('CF-Ray') ?? crypto.randomUUID(),
      log,
      editors: editorsIn(surely, (task) => ctx.waitUntil(task().catch(logFault))),
      limits: limitsOf(env),
      bindings: {
        database: env.DB !== undefined,
        failureLimit: env.FAILURES !== undefined,
        changeLimit: env.CHANGES !== undefined,
        edge: edgeOf(ctx).present,
      },
      wait: (milliseconds: number, signal?: AbortSignal) =>
        scheduler.wait(milliseconds, signal && { signal }),
      atPrimary: () =>
        freshness === AT_PRIMARY
          ? stores
          : storesOf(open(sessionOf(env, AT_PRIMARY), db.cost), ctx),
    }
    const response = await app.fetch(request, desk, ctx)
    const bookmark = isPersonal(request) ? session.getBookmark() : null
    if (bookmark) response.headers.set(BOOKMARK, bookmark)
    if (env.DEVELOPMENT === 'true') response.headers.set('Server-Timing', timingOf(db.cost))
    return response
  },

  async scheduled(_, env, ctx) {
    const db = open(sessionOf(env, AT_PRIMARY))
    const rebuilt = await runSchedule(pressOf(site, db, ctx), now())
    log({ ...rebuildLine(rebuilt), cause: 'schedule', cost: db.cost })
    if (rebuilt.fault !== null) throw rebuilt.fault
  },
} satisfies ExportedHandler<Env>

/** Where developers see what an answer has cost (the Server Timing standard of the W3C). */
const timingOf = ({ statements, rowsRead, rowsWritten }: Cost): string =>
  `statements;desc=${statements}, rows_read;desc=${rowsRead}, rows_written;desc=${rowsWritten}`

const storesOf = (db: Database, ctx: ExecutionContext): Stores => ({
  releases: releasesIn(db, site.languages, now),
  histories: historiesIn(db, site.languages, now),
  reading: readingIn(db),
  search: searchIn(db),
  redirects: redirectsIn(db, now),
  ledger: ledgerIn(db),
  answers: answersIn(db),
  health: healthIn(db),
  press: pressOf(site, db, ctx),
})

/** Without a database everything that asks it is refused, and `/readyz` says why. */
const sessionOf = ({ DB }: Env, freshness: Freshness) => DB?.withSession(freshness) ?? ABSENT

/** The platform counts in each city by itself; a count that cannot be made limits nobody. */
const limitsOf = ({ FAILURES, CHANGES }: Env): Limits => ({
  failure: (key) => isWithin(FAILURES, key),
  change: (key) => isWithin(CHANGES, key),
})

async function isWithin(limit: RateLimit | undefined, key: string): Promise<boolean> {
  try {
    return limit === undefined || (await limit.limit({ key })).success
  } catch (error) {
    logFault(error)
    return true
  }
}

const logFault = (error: unknown) => log({ event: 'error', ...describe(error) })

let fingerprint: Promise<string> | undefined

const pressOf = (site: Site, db: Database, ctx: ExecutionContext): Press => ({
  pages: pagesIn(db, now),
  search: searchIn(db),
  edge: edgeOf(ctx),
  languages: site.languages,
  fingerprint: () => {
    fingerprint ??= etagOf(specimen(site))
    return fingerprint
  },
  render: (page, facts) => renderPage(site, page, facts),
  wait: (milliseconds) => scheduler.wait(milliseconds),
})

/** The cache in front of this Worker. Locally there is none. */
function edgeOf(ctx: ExecutionContext): EdgePurge {
  const { cache } = ctx as { cache?: CacheContext }
  return {
    present: cache !== undefined,
    async purge(tags) {
      if (!cache) return 'none'
      try {
        const { success } = await cache.purge({ tags: [...tags] })
        return success ? 'purged' : 'failed'
      } catch {
        return 'failed'
      }
    },
  }
}
