import { setTimeout } from 'node:timers/promises'
import type { Connection } from '../connection.ts'
import { type Answer, ask, crawl } from './crawling.ts'

/** Headers that two newsrooms of the same content give alike. */
const HEADERS = ['Location', 'ETag', 'Content-Type', 'Content-Security-Policy', 'Link']
/** Milliseconds after which both are asked once more about what was not alike. */
const PAUSES = [1500, 4000]

/** What was compared, and what was not alike: an address, and in which way. */
export interface Likeness {
  readonly compared: number
  readonly differences: readonly string[]
}

export interface Comparing {
  /** The origin that both name in what they say. */
  readonly origin: string
  /** Addresses, also such as no page leads to; of the API too. */
  readonly starts: () => AsyncIterable<string> | Iterable<string>
  readonly stop: AbortSignal
  readonly progress: (compared: number) => void
  readonly pauses?: readonly number[]
}

/**
 * Asks two newsrooms for everything that the public can reach in either, and for what `starts` names,
 * and compares: the status, `Location`, `ETag` (weak or strong, which an edge decides), the media
 * type, `Content-Security-Policy`, `Link`, and the body, byte for byte. Not compared: the body of a
 * refusal as JSON, which has the request's own id and instant in it, and headers that tell of the
 * request, the edge or the moment (`Date`, `X-Request-Id`, `Server-Timing`, how long it may be kept).
 *
 * What is not alike is asked again twice, because an embargo may have lifted between the two.
 */
export async function compareSites(
  one: Connection,
  other: Connection,
  { origin, starts, stop, progress, pauses = PAUSES }: Comparing,
): Promise<Likeness> {
  const known = new Set<string>()
  const differences: string[] = []

  async function compare(path: string, first: Shown): Promise<void> {
    if (known.has(path)) return
    known.add(path)
    progress(known.size)
    let difference = differenceOf(first, await ask(other, path, stop))
    for (const pause of pauses) {
      if (difference === null) return
      await setTimeout(pause, null, { signal: stop }).catch(() => stop.throwIfAborted())
      difference = differenceOf(await ask(one, path, stop), await ask(other, path, stop))
    }
    if (difference !== null) differences.push(`${path}: ${difference}`)
  }

  const origins = [origin, one.url, other.url]
  const visit = (answer: Answer) => compare(answer.path, answer)
  await crawl({ connection: one, origins, starts: starts(), stop, visit })
  // The other one may have what nothing in the first one leads to.
  await crawl({
    connection: other,
    origins,
    starts: starts(),
    stop,
    visit: async ({ path }) => {
      if (!known.has(path)) await compare(path, await ask(one, path, stop))
    },
  })
  return { compared: known.size, differences }
}

type Shown = Pick<Answer, 'status' | 'headers' | 'body'>

/** In which way two answers are not alike; null where they are. */
export function differenceOf(one: Shown, other: Shown): string | null {
  if (one.status !== other.status) return `status ${one.status} and ${other.status}`
  for (const name of HEADERS) {
    const [left, right] = [one, other].map(({ headers }) => headers.get(name)?.replace(/^W\//, ''))
    if (left !== right && !(name === 'ETag' && isRefusal(one)))
      return `${name} ${left ?? 'missing'} and ${right ?? 'missing'}`
  }
  if (isRefusal(one) || one.body.equals(other.body)) return null
  return `the body, from byte ${firstOther(one.body, other.body)} on`
}

const isRefusal = ({ status, headers }: Shown) =>
  status >= 400 && /problem\+json/.test(headers.get('Content-Type') ?? '')

function firstOther(one: Uint8Array, other: Uint8Array): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}
