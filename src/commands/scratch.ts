import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { serve } from './local-server.ts'
import { insertion, newToken } from './tokens.ts'
import { askWrangler, DATABASE, Failure } from './wrangler.ts'

/** Milliseconds that stopping may take before what is left is ended with this process. */
const PATIENCE = 3000
/** Runs of the schedule until nothing may be stale any more: a page of an archive takes one of 50. */
const MAX_RUNS = 5000

/** A newsroom that is there for a while: an empty database in a temporary folder, and a free port. */
export interface Scratch {
  /** Its origin. */
  readonly url: string
  /** With the scope admin. */
  readonly token: string
  /** Its folder, where further files may be put. */
  readonly folder: string
  /** Runs the schedule until nothing is stale. @returns how many runs that took */
  settle(stop: AbortSignal): Promise<number>
  /** Ends it, and leaves nothing of it. */
  close(): Promise<void>
}

/**
 * @param siteUrl stands in for the SITE_URL of wrangler.toml, whose other settings it has
 * @throws Failure when it does not start
 */
export async function openScratch(siteUrl: string, stop: AbortSignal): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-drill-'))
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    const state = join(folder, 'state')
    const token = newToken()
    const rights = { name: 'drill', scope: 'admin', languages: null, days: 2 } as const
    await askScratch(['migrations', 'apply', DATABASE], state, stop)
    await askScratch(['execute', DATABASE, '--command', insertion(token, rights)], state, stop)
    const port = await freePort()
    const server = await serve(port, siteUrl, state)
    return {
      url: `http://localhost:${port}`,
      token,
      folder,
      async settle(stop) {
        for (let run = 1; run <= MAX_RUNS; run++) {
          stop.throwIfAborted()
          if (!(await server.fireSchedule(stop))) return run
        }
        throw new Failure('The restored newsroom does not get its pages rebuilt.')
      },
      async close() {
        await Promise.race([server.stop(), setTimeout(PATIENCE)])
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function askScratch(args: readonly string[], state: string, stop: AbortSignal) {
  const said = await askWrangler(['d1', ...args, '--local', '--persist-to', state], stop)
  if (said.code !== 0)
    throw new Failure(`The scratch database cannot be made.\n${said.stderr || said.stdout}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Failure('There is no free port.')
  return address.port
}
