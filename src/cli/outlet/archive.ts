import type { Connection } from '../connection.ts'
import type { Instant } from '../../newsroom/dateline.ts'
import { instantText } from '../../newsroom/dateline.ts'
import { type Counts, type Manifest, Tally, type Told } from './manifest.ts'
import { historiesOf, redirectsOf } from './telling.ts'

/** The format that the first line names. */
export const ARCHIVE_FORMAT = 1

/** Where lines go; it resolves when there is room for more. */
export type Write = (bytes: Uint8Array) => Promise<void>

export interface Writing {
  readonly now: Instant
  readonly stop: AbortSignal
  /** Is told of every release and every redirect. */
  readonly progress: (counts: Counts) => void
}

/**
 * Writes everything that the newsroom holds as JSONL (UTF-8, an object a line, `\n` after each):
 * `newsroom`, then each `history`, each `redirect`, and the `manifest` of what stands before it.
 *
 * A release that was there when it began is in it whole, as it was at some moment before the end: a
 * change that was made meanwhile is in it or not, and then none that came after it on the same
 * release. A release that was made meanwhile is in it or not; a redirect to one that is not is left
 * out, so that every line can be taken back. What the manifest says is said of what was written.
 *
 * In memory stand one answer of the newsroom (about a megabyte, however long a history is) and the
 * ids of all releases.
 *
 * @throws Failure `refused`, `unreachable`, `interrupted`, and what `write` throws
 */
export async function writeArchive(
  connection: Connection,
  write: Write,
  { now, stop, progress }: Writing,
): Promise<Manifest> {
  const tally = new Tally()
  const put = async (text: string) => {
    const bytes = Buffer.from(text)
    tally.bytes(bytes)
    await write(bytes)
  }
  const site = await connection.site()
  const at = instantText(now)
  await put(line({ type: 'newsroom', format: ARCHIVE_FORMAT, at, site }))
  const known = new Set<string>()
  for await (const { id, places, revisions, complete } of historiesOf(connection, stop)) {
    if (!known.has(id)) await put(`{"type":"history","id":${JSON.stringify(id)},"revisions":[`)
    const isFirst = !known.has(id)
    known.add(id)
    for (const [index, revision] of revisions.entries())
      await put(`${isFirst && index === 0 ? '' : ','}${JSON.stringify(revision)}`)
    tally.revisions(revisions.length)
    if (!complete) continue
    // The last part's, which know of all revisions.
    await put(`]${places === undefined ? '' : `,"places":${JSON.stringify(places)}`}}\n`)
    tally.release(revisions.at(-1) as Told, now)
    progress(tally.counts)
  }
  for await (const { from, release, language } of redirectsOf(connection, stop)) {
    if (!known.has(release)) continue
    await put(line({ type: 'redirect', from, release, language }))
    tally.redirect()
    progress(tally.counts)
  }
  const manifest = tally.manifest()
  await write(Buffer.from(line(manifest)))
  return manifest
}

const line = (value: object) => `${JSON.stringify(value)}\n`
