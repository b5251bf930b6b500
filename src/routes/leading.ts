import { releaseTag } from '../caching.ts'
import { releasePath } from '../newsroom/archive.ts'
import { readForeignPath } from '../newsroom/redirects.ts'
import { asOf, hasJustLifted } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import type { DeskContext } from './desk.ts'
import { policyFor } from './reading.ts'
import { redirect } from './redirect.ts'

/**
 * Where an address leads that the newsroom does not have itself, but a release once had: 301 to its
 * text, or to the notice that stands in its place. Null where it leads nowhere, and also before the
 * public may know of the release, so that nobody can tell the one from the other.
 *
 * @param address a path with its query, percent-encoded
 */
export async function leadOn(
  site: Site,
  c: DeskContext,
  address: string,
): Promise<Response | null> {
  const { path } = readForeignPath(address, site.languages)
  if (path === null) return null
  const { now } = c.env
  const found = await c.env.reading.byForeignPath(path)
  const isUnsure = found !== null && hasJustLifted(found.release, now)
  const stored = isUnsure ? await c.env.atPrimary().reading.byForeignPath(path) : found
  if (!stored) return null
  const { language } = stored
  const seen = asOf(stored.release, now)
  const slug = seen.texts[language]?.slug
  if (seen.state === 'draft' || seen.state === 'embargoed' || !slug) return null
  if (!site.languages.includes(language)) return null
  const to = releasePath(language, slug, site.languages)
  return redirect(to, 301, policyFor(seen, now), [releaseTag(seen.id)])
}
