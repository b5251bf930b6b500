import { setTimeout } from 'node:timers/promises'
import { LOCAL_TOKEN_FILE } from '../cli/address.ts'
import { now } from '../clock.ts'
import type { Site } from '../site.ts'
import { migrateLocally } from './database.ts'
import { demandFreePort, type LocalServer, serve } from './local-server.ts'
import { openLocalDesk } from './local-token.ts'
import { publishSamples } from './samples.ts'
import { readSettings } from './settings.ts'
import { Failure } from './wrangler.ts'

const DEFAULT_PORT = '8787'
const MINUTE = 60_000
/** How long stopping may take before what is left is ended. */
const PATIENCE = 3000
/** Runs of the schedule before the address is printed; a huge archive goes on in the background. */
const MAX_FIRST_RUNS = 20

const stopping = new AbortController()
stopOnSignal()
let server: LocalServer | undefined
try {
  await start(stopping.signal)
} catch (error) {
  if (!stopping.signal.aborted) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
await Promise.race([server?.stop(), setTimeout(PATIENCE)])
process.exit()

/** Prepares the local database, serves the newsroom, and fires the schedule until stopped. */
async function start(stop: AbortSignal): Promise<void> {
  const port = portFrom(process.env.PORT || DEFAULT_PORT)
  const address = new URL(`http://localhost:${port}`).origin
  await demandFreePort(port)
  const [site] = await Promise.all([
    readSettings({ SITE_URL: process.env.SITE_URL || address }),
    migrateLocally(stop),
  ])
  const { token, empty } = await openLocalDesk(stop)
  server = await serve(port, site.url)
  stopOnSignal()
  if (empty) {
    console.log('The database is empty: publishing sample releases.')
    await publishSamples(address, token, site, stop)
  }
  for (let run = 0; run < MAX_FIRST_RUNS && (await fireSchedule(server, stop)); run++);
  console.log(greeting(address, token, site))
  for (;;) {
    await setTimeout(MINUTE - (now() % MINUTE), null, { signal: stop })
    await fireSchedule(server, stop)
  }
}

/** A run that fails is said, and the next one tries again. */
async function fireSchedule(server: LocalServer, stop: AbortSignal): Promise<boolean> {
  try {
    return await server.fireSchedule(stop)
  } catch (error) {
    stop.throwIfAborted()
    console.error((error as Error).message)
    return false
  }
}

/**
 * Stops at Ctrl-C and SIGTERM. Called again once the server runs: its parts listen for these
 * signals too, and would exit with 130 or 143 before they have put everything away.
 */
function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.removeAllListeners(signal).on(signal, () => stopping.abort())
}

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535)
    throw new Failure(`PORT is "${text}", not a number from 1 to 65535.`)
  return port
}

function greeting(address: string, token: string, site: Site): string {
  const [first, ...others] = site.languages
  const names = new Intl.DisplayNames(['en'], { type: 'language' })
  const release = {
    kind: Object.keys(site.kinds)[0],
    publish: true,
    texts: { [first]: { headline: 'Hello from the terminal', body: 'It works.' } },
  }
  const lines = [
    ['Newsroom', address],
    ...others.map((language) => [names.of(language) ?? language, `${address}/${language}`]),
    ...(site.url === address ? [] : [['Links to', site.url]]),
    ['Token', token],
    ['', `kept in ${LOCAL_TOKEN_FILE}`],
  ]
  const width = Math.max(...lines.map(([label = '']) => label.length))
  return `
${lines.map(([label = '', value]) => `  ${label.padEnd(width)}  ${value}`).join('\n')}

Publish a release:

curl -sS -X POST ${address}/api/releases -H 'Authorization: Bearer ${token}' \
-H 'Content-Type: application/json' -d '${JSON.stringify(release)}'

Ctrl-C stops.`
}
