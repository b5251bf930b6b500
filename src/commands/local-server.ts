import { connect, createServer } from 'node:net'
import type { unstable_startWorker } from 'wrangler'
import { CONFIG, Failure, loadWrangler } from './wrangler.ts'

/** What the Worker logs about every change and rebuild; anything else is worth a look. */
const ROUTINE = ['change', 'rebuild', 'redirects', 'restored']
/** Milliseconds that the Worker may take until it first answers. */
const START_TIMEOUT = 30_000
/** Milliseconds that the line about a finished rebuild may take to arrive. */
const LOG_DELAY = 2000

/** The Worker, served on this machine with the database in `.wrangler/state`. */
export interface LocalServer {
  /**
   * Fires the schedule once, as the platform does every minute.
   * @returns whether stale pages are left for the next time
   */
  fireSchedule(stop: AbortSignal): Promise<boolean>
  stop(): Promise<void>
}

/** @throws Failure when something listens on the port, or this user may not */
export async function demandFreePort(port: number): Promise<void> {
  // Asked both ways: macOS lets two programs listen on one port when only one of them named
  // an address, and then the other one answers.
  const answered = await new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: 'localhost' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
  const refused = await new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen(port, 'localhost', () => server.close(() => resolve(undefined)))
  })
  if (answered || refused === 'EADDRINUSE')
    throw new Failure(`Port ${port} is in use. Another one: PORT=8788 npm start`)
  if (refused) throw new Failure(`Port ${port} cannot be listened on (${refused}).`)
}

/**
 * Serves the Worker on `http://localhost:{port}`. It asks the network nothing.
 *
 * @param siteUrl stands in for the SITE_URL of wrangler.toml
 * @param state the folder of the database; `.wrangler/state` where none is named
 * @throws Failure when the Worker does not start
 */
export async function serve(port: number, siteUrl: string, state?: string): Promise<LocalServer> {
  const { unstable_startWorker } = await loadWrangler()
  let rebuilt: (line: { more?: boolean }) => void = () => {}
  const worker = await unstable_startWorker({
    config: CONFIG,
    bindings: {
      SITE_URL: { type: 'plain_text', value: siteUrl },
      DEVELOPMENT: { type: 'plain_text', value: 'true' },
    },
    dev: {
      server: { hostname: 'localhost', port },
      inspector: false,
      ...(state === undefined ? {} : { persist: state }),
      watch: false,
      logLevel: 'warn',
      structuredLogsHandler: ({ message }: { message: string }) => {
        const line = parse(message)
        if (line?.cause === 'schedule') rebuilt(line)
        if (!ROUTINE.includes(line?.event ?? '')) console.error(message)
      },
    },
  }).catch(notStarted)
  await answering(worker, `http://localhost:${port}/robots.txt`).catch(notStarted)
  return {
    async fireSchedule(stop) {
      const line = new Promise<{ more?: boolean }>((resolve) => {
        rebuilt = resolve
      })
      const url = `http://localhost:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`
      const response = await fetch(url, { signal: stop })
      if (!response.ok) throw new Failure(`The schedule failed: ${await response.text()}`)
      const late = new Promise<null>((resolve) => setTimeout(resolve, LOG_DELAY, null).unref())
      return (await Promise.race([line, late]))?.more === true
    },
    // Of a Worker that did not start, wrangler says so here once more.
    stop: () => worker.dispose().catch(() => {}),
  }
}

type Worker = Awaited<ReturnType<typeof unstable_startWorker>>

/** Wrangler calls a Worker ready before it has run once; a request waits until it has. */
async function answering(worker: Worker, url: string): Promise<void> {
  const broken = new Promise<never>((_, reject) => worker.raw.on('error', reject))
  await Promise.race([broken, worker.ready])
  await Promise.race([broken, fetch(url, { signal: AbortSignal.timeout(START_TIMEOUT) })])
}

/** Says in a few words why a Worker does not start, without wrangler's stack. */
function notStarted(error: Error): never {
  const { message } = error.cause instanceof Error ? error.cause : error
  throw new Failure(`The Worker does not start. ${message.split('\nRuntime stderr')[0]}`)
}

function parse(message: string): { event?: string; cause?: string; more?: boolean } | null {
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}
