import type { Site } from '../../src/site.ts'
import { alternate, type Compared, type Side, type Sides } from './alternation.ts'
import { type Answer, answersOf } from './answers.ts'
import type { Built } from './building.ts'
import type { Archive } from './databases.ts'
import { requestText, startClient } from './load.ts'
import { progress } from './progress.ts'
import { type Served, serve } from './serving.ts'
import { READING, type Reading } from './works.ts'

/** How fast a work is, and what of the bare Workers' speed that is. */
export interface Timed extends Compared {
  readonly work: Reading
}

/**
 * Times every reading work against the bare Workers. All three are asked past Miniflare's own
 * Worker, and both databases lie on the same disk.
 */
export async function timeAll(
  archive: Archive,
  built: Sides<Built>,
  vars: Readonly<Record<string, unknown>>,
  site: Site,
): Promise<Timed[]> {
  const client = startClient()
  const running: Served[] = []
  const start = async (side: keyof Sides<Built>, bindings: Readonly<Record<string, unknown>>) => {
    const served = await serve(built[side].script, directoryOf(archive, side), bindings)
    running.push(served)
    return served
  }
  try {
    const ours = await start('ours', vars)
    const answers = await answersOf(ours.url, archive, site)
    const query = await start('query', {})
    await store(query.database, [...answers.values()].flat())
    const bare = await start('bare', { ANSWERS: firsts(answers) })
    const told = progress(`Timing at ${archive.size.toLocaleString('en')}`, READING.length)
    const timed: Timed[] = []
    for (const work of READING) {
      const sides = sidesOf({ ours, query, bare }, answers.get(work) ?? [])
      timed.push({ work, ...(await alternate(client, sides)) })
      told(timed.length)
    }
    return timed
  } finally {
    await client.stop()
    for (const served of running) await served.stop()
  }
}

/** Ours reads the archive; the others have a directory each beside it. */
export const directoryOf = (archive: Pick<Archive, 'directory'>, side: keyof Sides<Built>) =>
  side === 'ours' ? archive.directory : `${archive.directory}-${side}`

async function store(database: D1Database, answers: readonly Answer[]): Promise<void> {
  await database.prepare('DROP TABLE IF EXISTS answers').run()
  await database
    .prepare('CREATE TABLE answers (key TEXT NOT NULL UNIQUE, type TEXT, body TEXT) STRICT')
    .run()
  for (const { key, type, body } of answers)
    await database.prepare('INSERT INTO answers VALUES (?, ?, ?)').bind(key, type, body).run()
}

/** One answer of each work: without a database it does not matter which. */
const firsts = (answers: ReadonlyMap<Reading, readonly Answer[]>) =>
  Object.fromEntries(
    [...answers.values()].flatMap(([first]) =>
      first ? [[first.key, { type: first.type, body: first.body }]] : [],
    ),
  )

function sidesOf(served: Sides<Served>, answers: readonly Answer[]): Sides<Side> {
  const side = ({ url, pid }: Served, asked: readonly Answer[], text: (one: Answer) => string) => ({
    pid,
    host: url.hostname,
    port: Number(url.port),
    requests: asked.map((one) => ({ text: text(one), status: one.status })),
  })
  const byKey = ({ key }: Answer) => requestText(`/${key}`, {})
  return {
    ours: side(served.ours, answers, ({ request }) => request),
    query: side(served.query, answers, byKey),
    bare: side(served.bare, answers.slice(0, 1), byKey),
  }
}
