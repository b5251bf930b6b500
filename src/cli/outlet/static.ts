import type { Instant } from '../../newsroom/dateline.ts'
import { instantText } from '../../newsroom/dateline.ts'
import type { Connection } from '../connection.ts'
import { countWithdrawn, formerAddresses, publicStarts } from './addresses.ts'
import { type Answer, ask, crawl } from './crawling.ts'
import type { Folder } from './folder.ts'
import { mayBePage, placeOf } from './places.ts'
import { type Moved, movedPage, readme, redirects, withoutSearch } from './stand-ins.ts'

/** What a static copy came to, and what it lacks. Lists are in the order of their finding. */
export interface Copied {
  readonly at: string
  readonly url: string
  readonly files: number
  readonly bytes: number
  /** Notices of withdrawn releases, and small pages that lead elsewhere, among the files. */
  readonly notices: number
  readonly moved: number
  /** Addresses that could not be copied, each with why. */
  readonly missing: readonly string[]
  /** Links of pages to addresses of this site that there are not, and never were in public. */
  readonly broken: readonly string[]
  /** Redirects that are told apart by a query, which plain files cannot be. */
  readonly queries: readonly Moved[]
  /** Withdrawn releases of which no notice was found; null where all were looked for. */
  readonly unnoticed: number | null
}

export interface Copying {
  readonly now: Instant
  readonly stop: AbortSignal
  /** How many addresses are done, and how many are known to be left. */
  readonly progress: (done: number, left: number) => void
  readonly pauses?: readonly number[]
}

/**
 * Copies what the public reads into a folder that any web server can serve at the root of the
 * site's address: every page, feed, sitemap file and format that can be reached from the home pages
 * by links, byte for byte. Each is asked for as the public asks, without the token: a draft and what
 * is under embargo cannot get in. Where there is a token with the scope read, the newsroom is asked
 * with it which addresses there once were, so that old ones and notices of withdrawn releases are
 * there too; without one nobody can know them.
 *
 * What is not as on the live site:
 * - `/releases/x` is `releases/x/index.html`. A server leads from `/releases/x` to `/releases/x/`.
 * - A withdrawn release's notice answers 200 where it answered 410; it goes on asking robots to
 *   keep away.
 * - A redirect is a small page that leads on; `_redirects` has the lasting ones for hosts that read
 *   it. What comes before and after a release is what it was at the time of the copy.
 * - A search needs the newsroom: where a form was, a sentence says so. No other body is changed.
 * - Headers are the server's: no ETag or policy of the newsroom's, and types by extension.
 * - The API is left out. `.md` and `.json` of a release are there.
 * - Pages were copied one after another: what was published meanwhile may be on one and not on
 *   another.
 */
export async function copySite(
  connection: Connection,
  folder: Folder,
  { now, stop, progress, pauses }: Copying,
): Promise<Copied> {
  const site = await connection.site()
  const { origin } = new URL(site.url)
  const starts = await publicStarts(connection)
  const missing: string[] = []
  const broken: string[] = []
  const queries: Moved[] = []
  const lasting: Moved[] = []
  const count = { files: 0, bytes: 0, notices: 0, moved: 0, done: 0 }

  async function put(path: string, place: string | null, body: Uint8Array | string) {
    const why = place === null ? 'it cannot be the name of a file' : await folder.put(place, body)
    if (why !== null) return void missing.push(`${path}: ${why}`)
    count.files++
    count.bytes += Buffer.byteLength(body)
  }

  async function visit(answer: Answer, left: number) {
    const { path, from, status, headers, body, target } = answer
    progress(++count.done, left)
    const isPage = /html/.test(headers.get('Content-Type') ?? '')
    if (path.includes('?')) {
      const isOwn = target !== null && target !== path.replace(/\?.*$/s, '')
      if (isOwn) queries.push({ from: path, to: target })
    } else if (target !== null) {
      if (status === 301 || status === 308) lasting.push({ from: path, to: target })
      else await putMoved(path, target)
    } else if (status === 200) {
      await put(path, placeOf(path, isPage), isPage ? withoutSearch(body) : body)
    } else if (status === 410 && isPage && mayBePage(path)) {
      count.notices++
      await put(path, placeOf(path, true), body)
    } else if (status >= 400 && status < 500) {
      if (from !== null) broken.push(`${path}, on ${from}`)
    } else missing.push(`${path}: it answered ${status}`)
  }

  async function putMoved(path: string, target: string) {
    const place = placeOf(path, true)
    // The other way to write the same address: with a slash at the end, or otherwise encoded.
    if (place !== null && target.startsWith('/') && place === placeOf(target, true)) return
    if (!mayBePage(path)) return void missing.push(`${path}: it leads elsewhere; see _redirects`)
    count.moved++
    await put(path, place, movedPage(origin, target))
  }

  await crawl({
    connection,
    origins: [...new Set([origin, connection.url])],
    starts: all(starts, connection.hasToken ? formerAddresses(connection, stop) : []),
    stop,
    visit,
    ...(pauses ? { pauses } : {}),
  })
  // The hosts' own file first: an old address of that name would be a folder in its place.
  await put('/_redirects', '_redirects', redirects(lasting, queries))
  // Last, so that on a disk that knows no case a page never finds its place taken by a redirect.
  for (const { from, to } of lasting) await putMoved(from, to)
  const lost = await ask(connection, '/404.html', stop, pauses)
  if (lost.status === 404) {
    await put('/404.html', '404.html', withoutSearch(lost.body))
  }
  const copied = {
    at: instantText(now),
    url: site.url,
    files: count.files,
    bytes: count.bytes,
    notices: count.notices,
    moved: count.moved,
    missing,
    broken,
    queries,
    unnoticed: connection.hasToken ? null : await countWithdrawn(connection, stop),
  }
  await put('/README.txt', 'README.txt', readme(copied))
  return copied
}

async function* all(...parts: readonly (Iterable<string> | AsyncIterable<string>)[]) {
  for (const part of parts) yield* part
}
