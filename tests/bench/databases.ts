import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { now } from '../../src/clock.ts'
import { Failure, loadWrangler, ROOT } from '../../src/commands/wrangler.ts'
import { instantText } from '../../src/newsroom/dateline.ts'
import type { Site } from '../../src/site.ts'
import { askerFor } from './asking.ts'
import { type Filled, fill, TOKEN } from './filling.ts'
import { type Served, serve } from './serving.ts'

/** What the disk must have free for a release: its rows, and room for the log of changes. */
const BYTES_PER_RELEASE = 16_000
/** Drafts, and as many embargoes. */
const PENDING = 3
const DAY_LENGTH = 86_400_000

type Vars = Readonly<Record<string, unknown>>

/** A filled database, and where in it the works find what they need. */
export interface Archive extends Filled {
  readonly size: number
  readonly directory: string
  /** Bytes of the database file. */
  readonly bytes: number
  /** Milliseconds that it took to make. */
  readonly time: number
}

/** Makes a database with `size` releases by writing SQLite directly, and renders what is read. */
export async function makeArchive(
  size: number,
  directory: string,
  script: string,
  vars: Vars,
  site: Site,
): Promise<Archive> {
  const begun = performance.now()
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  demandRoom(directory, size)
  const fingerprint = await migrate(directory, script, vars)
  const file = fileIn(directory)
  const filled = fill(file, size, site, fingerprint)
  const served = await serve(script, directory, vars)
  try {
    await addPending(served)
    await renderAll(served)
  } finally {
    await served.stop()
  }
  const time = performance.now() - begun
  return { size, directory, ...filled, bytes: statSync(file).size, time }
}

function demandRoom(directory: string, size: number): void {
  const { bavail, bsize } = statfsSync(directory)
  const [free, needed] = [bavail * bsize, size * BYTES_PER_RELEASE]
  if (free < needed)
    throw new Failure(
      `${size} releases need ${(needed / 1e9).toFixed(0)} GB on the disk, and there are \
${(free / 1e9).toFixed(0)}. Fewer: npm run bench -- --sizes 1000,100000`,
    )
}

/** Lets D1 make the database. Returns the fingerprint of the pages that this Worker renders. */
async function migrate(directory: string, script: string, vars: Vars): Promise<string> {
  const { unstable_splitSqlQuery: statementsOf } = await loadWrangler()
  const served = await serve(script, directory, vars)
  try {
    const folder = join(ROOT, 'migrations')
    for (const name of readdirSync(folder).sort())
      for (const sql of statementsOf(readFileSync(join(folder, name), 'utf8')))
        await served.database.prepare(sql).run()
    await served.database.prepare("INSERT INTO stale_pages (path, due) VALUES ('/', 0)").run()
    await served.fireSchedule()
    const page = await served.database
      .prepare("SELECT fingerprint FROM rendered_pages WHERE path = '/'")
      .first<{ fingerprint: string }>()
    if (!page) throw new Failure('The schedule has rendered nothing.')
    return page.fingerprint
  } finally {
    await served.stop()
  }
}

/** The one file that is not Miniflare's own list of databases. */
function fileIn(directory: string): string {
  const folder = join(directory, 'd1', 'miniflare-D1DatabaseObject')
  const [name, ...more] = readdirSync(folder).filter((one) => /^[0-9a-f]+\.sqlite$/.test(one))
  if (!name || more.length > 0) throw new Failure(`There is not one database in ${folder}.`)
  return join(folder, name)
}

/**
 * Drafts, and embargoes that lift one by one in two months: the pages that will show them are
 * marked as stale from then on, as they are in an office that has plans.
 */
async function addPending(served: Served): Promise<void> {
  const ask = askerFor(served.url, TOKEN)
  for (let day = 62; day < 62 + PENDING; day++) {
    const until = instantText(now() + day * DAY_LENGTH)
    for (const more of [{}, { embargo: { until } }]) {
      const texts = { en: { headline: `Pending ${day}`, body: 'Body.' } }
      const body = { kind: 'press-release', texts, ...more }
      await ask('POST', '/api/releases', { body, status: 201 })
    }
  }
}

/** Runs the schedule until there is nothing left to do. */
export async function renderAll(served: Served): Promise<void> {
  for (;;) {
    const line = await served.fireSchedule()
    if (line.event !== 'rebuild') throw new Failure(`The schedule fails: ${JSON.stringify(line)}`)
    if (line.more === false && line.pages === 0) return
  }
}
