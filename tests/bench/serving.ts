import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { CONFIG, DATABASE, Failure, loadWrangler } from '../../src/commands/wrangler.ts'

/** Milliseconds that a line of the log may take to arrive. */
const LOG_DELAY = 5000

/** A built Worker that runs in a workerd of its own. */
export interface Served {
  /** Straight to the Worker, past Miniflare's own, which would weigh on every side of a ratio. */
  readonly url: URL
  /** The process, where the system tells. */
  readonly pid: number | null
  readonly database: D1Database
  /** Fires the schedule once, and returns the line that it logs. */
  fireSchedule(): Promise<Readonly<Record<string, unknown>>>
  stop(): Promise<void>
}

/**
 * @param directory where its databases lie
 * @param bindings its variables
 */
export async function serve(
  script: string,
  directory: string,
  bindings: Readonly<Record<string, unknown>>,
): Promise<Served> {
  const { compatibilityDate } = await settings()
  let heard: (line: Record<string, unknown>) => void = () => {}
  const others = new Set(workerds())
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: directory,
      handleStructuredLogs: ({ message }) => {
        const line = parse(message)
        if (line?.cause === 'schedule') heard(line)
        else if (!['change', 'rebuild'].includes(String(line?.event))) console.error(message)
      },
      workers: [
        {
          modules: true,
          script,
          compatibilityDate,
          bindings: bindings as Record<string, never>,
          d1Databases: { [DATABASE]: 'pressroom' },
          unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
        },
      ],
    }),
  )
  await miniflare.ready
  return {
    url: await miniflare.unsafeGetDirectURL(),
    pid: workerds().find((pid) => !others.has(pid)) ?? null,
    database: (await miniflare.getD1Database(DATABASE)) as unknown as D1Database,
    async fireSchedule() {
      const line = new Promise<Record<string, unknown>>((resolve) => {
        heard = resolve
      })
      const worker = await miniflare.getWorker()
      await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
      const late = new Promise<null>((resolve) => setTimeout(resolve, LOG_DELAY, null).unref())
      const told = await Promise.race([line, late])
      if (!told) throw new Failure('The schedule has logged nothing.')
      return told
    },
    stop: () => miniflare.dispose(),
  }
}

/** What wrangler.toml says about the Worker that runs. */
export async function settings(): Promise<{
  readonly vars: Readonly<Record<string, unknown>>
  readonly compatibilityDate: string
}> {
  const { unstable_readConfig } = await loadWrangler()
  const { vars, compatibility_date } = unstable_readConfig({ config: CONFIG })
  if (!compatibility_date) throw new Failure('wrangler.toml has no compatibility_date.')
  return { vars, compatibilityDate: compatibility_date }
}

/** The processes of workerd that this one has started. */
function workerds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isOurs(name))
      .map(Number)
  } catch {
    return []
  }
}

function isOurs(pid: string): boolean {
  try {
    const stat = readFileSync(join('/proc', pid, 'stat'), 'utf8')
    return new RegExp(`\\(workerd\\) \\S ${process.pid} `).test(stat)
  } catch {
    return false
  }
}

function parse(message: string): Record<string, unknown> | null {
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}
