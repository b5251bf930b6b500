import { Failure } from '../../src/commands/wrangler.ts'
import type { Site } from '../../src/site.ts'
import { type Asked, askerFor, type Reply } from './asking.ts'
import { type Archive, renderAll } from './databases.ts'
import { PUBLICATIONS } from './distribution.ts'
import { TOKEN } from './filling.ts'
import { authorIn } from './invented.ts'
import { type Served, serve } from './serving.ts'
import { type Changing, pathsOf, READING, type Work } from './works.ts'

/** What a work costs: rows and round trips as D1 counts them, and bytes of the answer's body. */
export interface Cost {
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly statements: number
  readonly bytes: number
}
/** The middle one of several times, and the dearest. */
export interface Counted extends Cost {
  readonly size: number
  readonly work: Work
  readonly dearest: Cost
}

/**
 * Counts every work once on a database, the ones that change it last. The Worker itself says what
 * an answer has cost, in `Server-Timing`, and what the schedule has, in its log.
 */
export async function countAll(
  archive: Archive,
  script: string,
  vars: Readonly<Record<string, unknown>>,
  site: Site,
): Promise<Counted[]> {
  const served = await serve(script, archive.directory, { ...vars, DEVELOPMENT: 'true' })
  try {
    const counted: Counted[] = []
    const add = (work: Work, costs: readonly Cost[]) => {
      if (costs.length > 0) counted.push({ size: archive.size, work, ...summary(costs) })
    }
    for (const work of READING) add(work, [await costOfReading(served, archive, site, work)])
    add('idle schedule', [await costOfIdling(served)])
    for (const [work, change] of Object.entries(changesOf(served, archive, site)))
      add(work as Changing, await change())
    return counted
  } finally {
    await served.stop()
  }
}

async function costOfReading(
  served: Served,
  archive: Archive,
  site: Site,
  work: (typeof READING)[number],
): Promise<Cost> {
  const ask = askerFor(served.url, TOKEN)
  const [path = ''] = pathsOf(work, archive, site)
  if (work !== 'release page 304') return costOf(await ask('GET', path))
  const { headers } = await ask('GET', path)
  const known = { 'If-None-Match': headers.get('ETag') ?? '' }
  return costOf(await ask('GET', path, { headers: known, status: 304 }))
}

async function costOfIdling(served: Served): Promise<Cost> {
  await renderAll(served)
  const { cost } = await served.fireSchedule()
  if (!cost) throw new Failure('The schedule does not log what it has cost.')
  return { ...(cost as Omit<Cost, 'bytes'>), bytes: 0 }
}

/** Each change several times, after which what it left to the schedule is done. */
function changesOf(
  served: Served,
  archive: Archive,
  site: Site,
): Record<Changing, () => Promise<Cost[]>> {
  const ask = askerFor(served.url, TOKEN)
  const author = authorIn(site.languages[0])
  const each = async (asked: readonly [path: string, asked: Asked][]) => {
    const costs: Cost[] = []
    for (const [path, how] of asked) {
      costs.push(costOf(await ask('POST', path, how)))
      await renderAll(served)
    }
    return costs
  }
  const headers = { 'If-Match': '*' }
  return {
    publish: () =>
      each(
        Array.from({ length: PUBLICATIONS }, (_, at) => {
          const number = archive.size + at + 1
          const text = { headline: author.headline(number), body: author.body(number) }
          const body = {
            kind: 'press-release',
            publish: true,
            texts: { [site.languages[0]]: text },
          }
          return ['/api/releases', { body, status: 201 }]
        }),
      ),
    correct: () =>
      each(
        archive.corrected.map((id, at) => {
          const text = { headline: author.headline(at), body: author.body(at) }
          const body = { note: 'A figure was wrong.', texts: { [site.languages[0]]: text } }
          return [`/api/releases/${id}/corrections`, { body, headers }]
        }),
      ),
    withdraw: () =>
      each(
        archive.withdrawn.map((id) => {
          const body = { reason: 'It was not ours to announce.' }
          return [`/api/releases/${id}/withdrawal`, { body, headers }]
        }),
      ),
  }
}

function costOf({ headers, bytes }: Reply): Cost {
  const told = headers.get('Server-Timing') ?? ''
  const figure = (name: string): number => {
    const found = new RegExp(`(?:^|[ ,])${name};desc="?(\\d+)`).exec(told)?.[1]
    if (found === undefined) throw new Failure(`An answer does not tell ${name}: "${told}"`)
    return Number(found)
  }
  return {
    rowsRead: figure('rows_read'),
    rowsWritten: figure('rows_written'),
    statements: figure('statements'),
    bytes,
  }
}

function summary(costs: readonly Cost[]): Cost & { dearest: Cost } {
  const sorted = costs.toSorted((a, b) => weight(a) - weight(b))
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] as Cost
  return { ...middle, dearest: sorted.at(-1) as Cost }
}

/** A row written costs a thousand rows read (D1's prices). */
const weight = ({ rowsRead, rowsWritten }: Cost) => rowsRead + 1000 * rowsWritten
