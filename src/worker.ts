import { env } from 'cloudflare:workers'
import { type EdgePurge, etagOf } from './caching.ts'
import { now } from './clock.ts'
import { open } from './db/database.ts'
import { editorsIn } from './db/editors.ts'
import { pagesIn } from './db/pages.ts'
import { readingIn, releasesIn } from './db/releases.ts'
import { renderPage, specimen } from './pages/rendered.ts'
import { wordsFor } from './pages/words/words.ts'
import { MAX_ROUNDS_OF_SCHEDULE, type Press, rebuild } from './rebuild.ts'
import { createApp } from './routes/app.ts'
import { rebuildLine } from './routes/changing.ts'
import type { Log } from './routes/desk.ts'
import { parseSite, type Site } from './site.ts'

interface Env {
  readonly DB: D1Database
}

// Settings that are wrong stop the Worker here, with their names, before it serves anything: a
// deployment is refused.
const site = parseSite(env as unknown as Record<string, unknown>)
for (const language of site.languages) wordsFor(language)

const app = createApp(site)

const log: Log = (line) => console.log(JSON.stringify(line))

export default {
  fetch(request, { DB }, ctx) {
    const db = open(DB)
    const requestId = request.headers.get('CF-Ray') ?? crypto.randomUUID()
    const desk = {
      now: now(),
      requestId,
      log,
      releases: releasesIn(db, site.languages),
      reading: readingIn(db),
      editors: editorsIn(db),
      press: pressOf(site, DB, ctx),
    }
    return app.fetch(request, desk, ctx)
  },

  async scheduled(_, { DB }, ctx) {
    const rebuilt = await rebuild(pressOf(site, DB, ctx), now(), MAX_ROUNDS_OF_SCHEDULE)
    log({ ...rebuildLine(rebuilt), cause: 'schedule' })
    if (rebuilt.fault !== null) throw rebuilt.fault
  },
} satisfies ExportedHandler<Env>

let fingerprint: Promise<string> | undefined

const pressOf = (site: Site, binding: D1Database, ctx: ExecutionContext): Press => ({
  pages: pagesIn(open(binding)),
  edge: edgeOf(ctx),
  languages: site.languages,
  fingerprint: () => {
    fingerprint ??= etagOf(specimen(site))
    return fingerprint
  },
  render: (page, facts) => renderPage(site, page, facts),
})

/** Tags that one call purges at most (the platform's limit of operations a request). */
const TAGS_PER_PURGE = 100

/** The cache in front of this Worker. Locally there is none. */
const edgeOf = (ctx: ExecutionContext): EdgePurge => ({
  async purge(tags) {
    const { cache } = ctx as { cache?: CacheContext }
    if (!cache) return 'none'
    try {
      for (let at = 0; at < tags.length; at += TAGS_PER_PURGE) {
        const { success } = await cache.purge({ tags: tags.slice(at, at + TAGS_PER_PURGE) })
        if (!success) return 'failed'
      }
      return 'purged'
    } catch {
      return 'failed'
    }
  },
})
