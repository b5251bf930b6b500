import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadWrangler } from '../../src/commands/wrangler.ts'
import type { Scope } from '../../src/newsroom/editor.ts'
import { accept, migrate } from '../whole/prepared.ts'

const ROOT = join(import.meta.dirname, '../..')
const SCOPES: readonly Scope[] = ['read', 'draft', 'publish', 'admin']

/** The built Worker on this machine, with an empty database of its own and a token of each scope. */
export interface Served {
  /** Its origin, without a slash at the end. */
  readonly url: string
  readonly tokens: Readonly<Record<Scope, string>>
  readonly db: D1Database
  /** Runs the schedule so often that nothing is left to rebuild. */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * @param siteUrl stands in for SITE_URL; where it is served, unless one is given
 * @param changes how many changes a token may send in a minute
 */
export async function serve({
  siteUrl,
  changes = 1_000_000,
}: {
  siteUrl?: string
  changes?: number
} = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-served-'))
  const configPath = join(folder, 'wrangler.toml')
  const settings = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
    .replace('"src/worker.ts"', JSON.stringify(join(ROOT, 'src/worker.ts')))
    .replace('limit = 600,', `limit = ${changes},`)
  writeFileSync(configPath, settings)
  const { createTestHarness } = await loadWrangler()
  const options = (SITE_URL: string) => ({
    root: ROOT,
    workers: [{ configPath, vars: { SITE_URL } }],
  })
  const server = createTestHarness(options(siteUrl ?? 'http://localhost'))
  const url = (await server.listen()).url.origin
  if (!siteUrl) await server.update(options(url))
  const { DB } = await server.getWorker<{ DB: D1Database }>().getEnv()
  await migrate(DB)
  const tokens = {} as Record<Scope, string>
  for (const scope of SCOPES) {
    tokens[scope] = `pressroom_${scope}-of-the-command`
    await accept(DB, `cli-${scope}`, tokens[scope], scope)
  }
  return {
    url,
    tokens,
    db: DB,
    async settle() {
      for (let run = 0; run < 50; run++) {
        await server.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
        const left = await DB.prepare('SELECT count(*) AS due FROM stale_pages WHERE due <= ?')
          .bind(Date.now())
          .first<number>('due')
        if (left === 0) return
      }
    },
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
