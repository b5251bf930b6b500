import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { isLocal, localToken } from '../cli/address.ts'
import type { Connection, SiteFacts } from '../cli/connection.ts'
import { Failure as CliFailure } from '../cli/exit.ts'
import { connectTo } from '../cli/newsroom.ts'
import { everyAddress } from '../cli/outlet/addresses.ts'
import { writeArchive } from '../cli/outlet/archive.ts'
import { type Checked, checkArchive } from '../cli/outlet/checking.ts'
import { land } from '../cli/outlet/landing.ts'
import { compareSites } from '../cli/outlet/likeness.ts'
import type { Counts } from '../cli/outlet/manifest.ts'
import { progressOn } from '../cli/progress.ts'
import { now } from '../clock.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { readSettings } from './settings.ts'
import { Failure, ROOT } from './wrangler.ts'

const USAGE = `Whether a newsroom can be restored from its export, tried out.

  npm run drill                                    the newsroom of npm start
  npm run drill -- --url https://press.example.org
  npm run drill -- --file backup.jsonl             from a file alone: the original may be gone

It exports (or takes the file), starts a scratch newsroom with an empty database on this machine,
imports, and compares: every public address of both, and a second export with the first. The original is only
read. PRESSROOM_URL and PRESSROOM_TOKEN (scope read) name it, too; with --file and --url both are compared.
The exit code is 0 when nothing differs, 1 when something does or it could not be tried.`

/** Differences that are told one by one. */
const MAX_TOLD = 50

/** What /api/site tells of the settings, and how they are called in wrangler.toml. */
const SETTINGS = {
  name: 'SITE_NAME',
  languages: 'LANGUAGES',
  timeZone: 'TIME_ZONE',
  kinds: 'KINDS',
} as const

const stopping = new AbortController()
stopOnSignal()
let scratch: Scratch | undefined
try {
  process.exitCode = (await drill(process.argv.slice(2), stopping.signal)) ? 0 : 1
} catch (error) {
  process.exitCode = stopping.signal.aborted ? 130 : 1
  if (stopping.signal.aborted) console.error('Stopped: nothing is left of the scratch newsroom.')
  else if (error instanceof Failure) console.error(error.message)
  else if (error instanceof CliFailure)
    console.error([error.message, ...error.details].join('\n  '))
  else console.error(error)
}
await scratch?.close()
process.exit()

/** @returns whether nothing differs */
async function drill(args: string[], stop: AbortSignal): Promise<boolean> {
  const asked = parse(args)
  if (asked.help) {
    console.log(USAGE)
    return true
  }
  const original = await originalOf(asked, stop)
  const backup = asked.file === undefined ? null : await checked(asked.file, asked.file, stop)
  // What the original says of itself wins: a file may have been made under another address.
  const site = original ? await original.site() : backup?.site
  if (!site) throw new Failure('There is nothing to restore.')
  await compareSettings(site)

  scratch = await openScratch(site.url, stop)
  stopOnSignal()
  const file = asked.file ?? join(scratch.folder, 'export.jsonl')
  if (original && !backup) await exported(original, file, stop)
  const first = backup ?? (await checked(file, 'The export', stop))
  console.log(`A scratch newsroom runs at ${scratch.url}. Importing.`)
  await importInto(scratch, file, stop)
  const runs = await scratch.settle(stop)
  console.log(`Imported, and rebuilt in ${runs} ${runs === 1 ? 'run' : 'runs'} of the schedule.`)

  const restored = connect(scratch.url, scratch.token, stop)
  const again = join(scratch.folder, 'again.jsonl')
  await exported(restored, again, stop)
  const isSame = sayWhetherSame(first, await checkArchive(again, stop))
  const isAlike = original === null || (await compared(original, restored, site.url, stop))
  return isSame && isAlike
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        file: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${USAGE}`)
  }
}

/** The newsroom to compare with; null where a file stands alone. */
async function originalOf(
  { file, url }: { readonly file?: string | undefined; readonly url?: string | undefined },
  stop: AbortSignal,
): Promise<Connection | null> {
  const { PRESSROOM_URL, PRESSROOM_TOKEN, PORT } = process.env
  const named = url ?? PRESSROOM_URL
  if (file !== undefined && !named) return null
  const address = named || `http://localhost:${PORT || '8787'}`
  if (!URL.canParse(address) || !/^https?:/.test(address))
    throw new Failure(`${address} is not an address such as https://press.example.org.`)
  const { origin, protocol } = new URL(address)
  const token = PRESSROOM_TOKEN || (isLocal(origin) ? await localToken() : null)
  if (token !== null && protocol === 'http:' && !isLocal(origin))
    throw new Failure(`${origin} would show the token to everybody on the way: use https.`)
  return connect(origin, token, stop)
}

function connect(url: string, token: string | null, stop: AbortSignal): Connection {
  return connectTo(url, token, { terminal: { tell: (text) => console.error(text) }, stop })
}

async function exported(connection: Connection, file: string, stop: AbortSignal): Promise<void> {
  const landing = await land(file, false)
  const progress = progressOn(process.stderr, 'Exporting')
  try {
    await writeArchive(connection, landing.write, {
      now: now(),
      stop,
      progress: ({ releases, redirects }) => progress.at(releases + redirects, null),
    })
    await landing.keep()
  } catch (error) {
    await landing.drop()
    throw error
  } finally {
    progress.end()
  }
}

async function checked(file: string, name: string, stop: AbortSignal): Promise<Checked> {
  const found = await checkArchive(file, stop)
  console.log(`${name} is whole: ${inWords(found.manifest.counts)}.`)
  return found
}

function inWords({ releases, revisions, redirects }: Counts): string {
  return `${releases} releases, ${revisions} revisions, ${redirects} redirects`
}

/** The scratch newsroom has the settings of this folder: others would show everywhere. */
async function compareSettings(site: SiteFacts): Promise<void> {
  const here = await readSettings({ SITE_URL: site.url })
  const { name, languages, zone: timeZone, kinds } = here
  // As JSON tells them.
  const own = JSON.parse(JSON.stringify({ name, languages, timeZone, kinds }))
  const others = Object.entries(own)
    .filter(([name, value]) => !isDeepStrictEqual(value, site[name as keyof typeof SETTINGS]))
    .map(([name]) => SETTINGS[name as keyof typeof SETTINGS])
  if (others.length > 0)
    console.error(
      `wrangler.toml here says otherwise than the newsroom: ${others.join(', ')}. Expect differences.`,
    )
}

/** As anybody would: by the command, whose progress and refusals are seen here. */
async function importInto({ url, token }: Scratch, file: string, stop: AbortSignal) {
  const command = join(ROOT, 'src', 'cli', 'pressroom.mjs')
  const child = spawn(process.execPath, [command, 'import', '--yes', file], {
    env: { ...process.env, PRESSROOM_URL: url, PRESSROOM_TOKEN: token },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const end = () => child.kill('SIGINT')
  stop.addEventListener('abort', end)
  const [code] = await once(child, 'close')
  stop.removeEventListener('abort', end)
  stop.throwIfAborted()
  if (code !== 0) throw new Failure(`The import ended with ${code}.`)
}

/** Whether the restored newsroom exports what it was made from. */
function sayWhetherSame(first: Checked, again: Checked): boolean {
  if (first.content === again.content) {
    console.log(`Exported again, it is the same: SHA-256 of its content ${first.content}.`)
    return true
  }
  console.error('Exported again, it is not the same.')
  for (const [name, count] of Object.entries(first.manifest.counts)) {
    const other = again.manifest.counts[name as keyof Counts]
    if (count !== other) console.error(`  ${name}: ${count}, and ${other} when restored`)
  }
  return false
}

async function compared(
  original: Connection,
  restored: Connection,
  siteUrl: string,
  stop: AbortSignal,
): Promise<boolean> {
  const progress = progressOn(process.stderr, 'Comparing')
  const { compared, differences } = await compareSites(original, restored, {
    origin: new URL(siteUrl).origin,
    starts: () => everyAddress(restored, stop),
    stop,
    progress: (done) => progress.at(done, null),
  }).finally(() => progress.end())
  console.log(`${compared} public addresses compared: status, Location, ETag, type, policy, body.`)
  for (const difference of differences.slice(0, MAX_TOLD)) console.error(`  ${difference}`)
  if (differences.length > MAX_TOLD) console.error(`  and ${differences.length - MAX_TOLD} more`)
  console.log(differences.length === 0 ? 'Nothing differs.' : `${differences.length} differ.`)
  return differences.length === 0
}

/**
 * Stops at Ctrl-C and SIGTERM. Called again once the scratch newsroom runs: its parts listen for
 * these signals too, and would exit before it is put away.
 */
function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.removeAllListeners(signal).on(signal, () => stopping.abort(new Failure('Stopped.')))
}
