import { setTimeout } from 'node:timers/promises'
import type { Connection } from '../connection.ts'
import { linksIn } from './links.ts'

/** Requests that are under way at once. */
const SIDE_BY_SIDE = 8
/** Milliseconds between the attempts at an address that does not answer, or not now. */
const PAUSES = [250, 1000, 4000]
/** To where no link is followed: programs' addresses, and how the newsroom is. */
const NOT_FOR_READERS = /^\/(?:api|cdn-cgi|healthz|readyz|metrics)(?:\/|$)/

/** What the public gets at an address. */
export interface Answer {
  /** Percent-encoded; with a query only where a start has one. */
  readonly path: string
  /** A page that has a link to it; null where it is known from elsewhere. */
  readonly from: string | null
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
  /** Where it leads: a path of this site, or another site's address; null where nowhere. */
  readonly target: string | null
}

export interface Crawl {
  readonly connection: Pick<Connection, 'page'>
  /** The origins under which pages name this site. */
  readonly origins: readonly string[]
  readonly starts: AsyncIterable<string> | Iterable<string>
  readonly stop: AbortSignal
  /** Is given every answer once, several at a time; what it throws ends the crawl. */
  readonly visit: (answer: Answer, left: number) => Promise<void>
  readonly pauses?: readonly number[]
}

/**
 * Asks for everything that the public can reach from the starts by links, feeds and sitemaps, a few
 * requests at a time, each address once. In memory stands every address, and as many bodies as
 * there are requests.
 */
export async function crawl({
  connection,
  origins,
  starts,
  stop,
  visit,
  pauses = PAUSES,
}: Crawl): Promise<void> {
  const seen = new Set<string>()
  const queue: { path: string; from: string | null }[] = []
  const enter = (path: string, from: string | null) => {
    // Two slashes at the beginning would name another host.
    if (seen.has(path) || path.startsWith('//')) return
    if (from !== null && NOT_FOR_READERS.test(path)) return
    seen.add(path)
    queue.push({ path, from })
  }
  for await (const path of starts) enter(path, null)

  const under = new Set<Promise<void>>()
  const look = async ({ path, from }: (typeof queue)[number]) => {
    const { status, headers, body } = await ask(connection, path, stop, pauses)
    const target = targetOf(status, headers, path, origins)
    await visit({ path, from, status, headers, body, target }, queue.length)
    if (target?.startsWith('/')) enter(pathOnly(target), path)
    if (![200, 410].includes(status)) return
    const type = headers.get('Content-Type') ?? ''
    for (const link of linksIn(body.toString('utf8'), type)) {
      const inside = insideOf(link, path, origins)
      if (inside !== null) enter(pathOnly(inside), path)
    }
  }
  while (queue.length > 0 || under.size > 0) {
    stop.throwIfAborted()
    // The latest first: what hangs on a page is done with it, and the queue stays short.
    const next = under.size < SIDE_BY_SIDE ? queue.pop() : undefined
    if (next === undefined) {
      await Promise.race(under)
      continue
    }
    const task: Promise<void> = look(next).finally(() => under.delete(task))
    under.add(task)
    // Whoever awaits the race hears of it.
    task.catch(() => {})
  }
}

/** @throws Failure `unreachable` when it does not answer for long */
export async function ask(
  connection: Pick<Connection, 'page'>,
  path: string,
  stop: AbortSignal,
  pauses: readonly number[] = PAUSES,
): Promise<Pick<Answer, 'status' | 'headers' | 'body'>> {
  for (let attempt = 0; ; attempt++) {
    stop.throwIfAborted()
    const pause = pauses[attempt]
    try {
      const answer = await connection.page(path)
      const { status, headers } = answer
      // Read here: a line may break in the middle of a page, too.
      const body = Buffer.from(await answer.arrayBuffer())
      if (pause === undefined || ![429, 500, 502, 503, 504].includes(status))
        return { status, headers, body }
    } catch (error) {
      if (pause === undefined) throw error
    }
    await setTimeout(pause, null, { signal: stop }).catch(() => stop.throwIfAborted())
  }
}

function targetOf(status: number, headers: Headers, path: string, origins: readonly string[]) {
  const location = status >= 300 && status < 400 ? headers.get('Location') : null
  if (location === null) return null
  const inside = insideOf(location, path, origins)
  if (inside !== null) return inside
  const [origin = ''] = origins
  return URL.canParse(location, origin) ? new URL(location, origin).href : null
}

/** A link as a path of this site, with its query; null where it leads elsewhere or nowhere. */
function insideOf(link: string, path: string, origins: readonly string[]): string | null {
  const base = `${origins[0]}${path}`
  if (!URL.canParse(link, base)) return null
  const { protocol, origin, pathname, search } = new URL(link, base)
  if (!/^https?:$/.test(protocol) || !origins.includes(origin)) return null
  return pathname + search
}

const pathOnly = (address: string) => address.replace(/\?.*$/s, '')
