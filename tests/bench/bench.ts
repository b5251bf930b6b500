import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readSettings } from '../../src/commands/settings.ts'
import { Failure, ROOT } from '../../src/commands/wrangler.ts'
import type { Sides } from './alternation.ts'
import { type Built, build } from './building.ts'
import { type Counted, countAll } from './counting.ts'
import { makeArchive } from './databases.ts'
import { plot } from './plot.ts'
import { say } from './progress.ts'
import { report } from './report.ts'
import { published, type Results } from './results.ts'
import { settings } from './serving.ts'
import { timeStarts } from './starting.ts'
import { directoryOf, timeAll } from './timing.ts'

const USAGE = `npm run bench [-- --sizes 10,1000,...] [--json] [--save] [--keep]

  --sizes  how many releases, several times; otherwise 10, 1,000, 100,000 and 1,000,000
  --json   print the counts and ratios as one JSON object, and nothing else on stdout
  --save   put the plot into .github, for the README
  --keep   leave the databases in .wrangler/bench, until the next run`
const SIZES = [10, 1000, 100_000, 1_000_000]
/** Times are taken at the largest size up to this one: what is read lies in memory then. */
const MAX_TIMED = 100_000
const MAX_SIZE = 10_000_000
/** Git ignores it. */
const DIRECTORY = join(ROOT, '.wrangler', 'bench')
const PLOT = join(ROOT, '.github', 'bench.svg')

try {
  await bench(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/** What the Worker costs at several sizes of the archive, counted, and how fast it is. */
async function bench(args: string[]): Promise<void> {
  const { sizes, json, save, keep } = options(args)
  const site = await readSettings()
  const { vars } = await settings()
  await mkdir(DIRECTORY, { recursive: true })
  await removeOld()
  say('Building the Workers.')
  const built = await buildAll()
  const counted: Counted[] = []
  const databases: Results['databases'][number][] = []
  const timedAt = sizes.findLast((size) => size <= MAX_TIMED) ?? sizes[0] ?? 0
  let times: Pick<Results, 'timed' | 'started'> = { timed: [], started: null }
  for (const size of sizes) {
    const directory = join(DIRECTORY, String(size))
    try {
      const archive = await makeArchive(size, directory, built.ours.script, vars, site)
      databases.push({ size, bytes: archive.bytes, time: archive.time })
      if (size === timedAt)
        times = {
          timed: await timeAll(archive, built, vars, site),
          started: json ? null : await timeStarts(archive, built, vars),
        }
      counted.push(...(await countAll(archive, built.ours.script, vars, site)))
    } finally {
      if (!keep) await remove(directory)
    }
  }
  const { size, gzip } = built.ours
  const results: Results = { counted, timedAt, ...times, worker: { size, gzip }, databases }
  await store(results, save)
  console.log(json ? JSON.stringify(published(results)) : `\n${report(results)}`)
}

function options(args: string[]) {
  const given = parsed(args)
  const sizes = given.sizes?.split(',').map(Number) ?? SIZES
  for (const size of sizes)
    if (!Number.isInteger(size) || size < 10 || size > MAX_SIZE)
      throw new Failure(`A size is a whole number from 10 to ${MAX_SIZE}.\n${USAGE}`)
  const { json = false, save = false, keep = false } = given
  return { sizes: [...new Set(sizes)].sort((a, b) => a - b), json, save, keep }
}

function parsed(args: string[]) {
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      options: { sizes: { type: 'string' }, json: flag, save: flag, keep: flag },
    }).values
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n${USAGE}`)
  }
}

async function buildAll(): Promise<Sides<Built>> {
  const into = (name: string) => join(DIRECTORY, 'build', name)
  const entry = (name: string) => join(import.meta.dirname, name)
  await rm(join(DIRECTORY, 'build'), { recursive: true, force: true })
  const ours = await build(null, into('ours'))
  const query = await build(entry('bare-query.ts'), into('query'))
  const bare = await build(entry('bare-worker.ts'), into('bare'))
  return { ours, query, bare }
}

async function remove(directory: string): Promise<void> {
  for (const side of ['ours', 'query', 'bare'] as const)
    await rm(directoryOf({ directory }, side), { recursive: true, force: true })
}

/** The databases of a run that was broken off, or that kept them. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(DIRECTORY))
    if (/^\d/.test(name)) await rm(join(DIRECTORY, name), { recursive: true })
}

async function store(results: Results, save: boolean): Promise<void> {
  const drawn = plot(results.counted)
  await writeFile(join(DIRECTORY, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(join(DIRECTORY, 'results.md'), `${report(results)}\n`)
  await writeFile(join(DIRECTORY, 'results.svg'), drawn)
  if (save) await writeFile(PLOT, drawn)
  say(`Stored in ${DIRECTORY}${save ? ` and ${PLOT}` : ''}.`)
}
