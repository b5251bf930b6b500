import { join } from 'node:path'
import { publishSamples } from '../../src/commands/samples.ts'
import { readSettings } from '../../src/commands/settings.ts'
import { loadWrangler } from '../../src/commands/wrangler.ts'
import { accept, migrate } from '../whole/prepared.ts'
import { CROWD, DEMANDING } from './demanding-releases.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOKEN = 'pressroom_of-the-browser'

/** The built Worker, served on this machine with a database of its own that is gone afterwards. */
export interface ServedSite {
  /** Its origin, without a slash at the end. */
  readonly address: string
  readonly token: string
  close(): Promise<void>
}

/**
 * Serves a newsroom with the sample releases, a release that has whatever a text can have, and a
 * month with so many that its pages are turned; nothing is stale.
 *
 * @param url stands in for the SITE_URL of wrangler.toml; where it is served, unless one is given
 */
export async function serveSite(url?: string): Promise<ServedSite> {
  const { createTestHarness } = await loadWrangler()
  const options = (SITE_URL: string) => ({
    root: ROOT,
    workers: [{ configPath: 'wrangler.toml', vars: { SITE_URL } }],
  })
  const server = createTestHarness(options(url ?? 'http://localhost'))
  const address = (await server.listen()).url.origin
  if (!url) await server.update(options(address))
  const { DB } = await server.getWorker<{ DB: D1Database }>().getEnv()
  await migrate(DB)
  await accept(DB, 'browser', TOKEN)
  const never = new AbortController().signal
  await publishSamples(address, TOKEN, await readSettings(), never)
  await Promise.all(DEMANDING.map((release) => publish(address, release)))
  for (const release of CROWD) await publish(address, release)
  for (let run = 0; run < 5; run++)
    await server.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
  return { address, token: TOKEN, close: () => server.close() }
}

async function publish(address: string, release: unknown): Promise<void> {
  const response = await fetch(`${address}/api/releases`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(release),
  })
  if (!response.ok) throw new Error(await response.text())
  await response.arrayBuffer()
}
