import type { Day, Instant } from '../../newsroom/dateline.ts'
import type { Client, Connection } from '../connection.ts'
import { Failure } from '../exit.ts'
import { accepted, failureOf, problemOf } from '../refused.ts'
import { quoted } from './telling.ts'
import { decodedPart } from '../address.ts'

/** A release as the newsroom has it now, with the tag that a change of it sends. */
export interface Existing {
  readonly release: ReleaseRead
  readonly etag: string
}
export type ReleaseRead = Awaited<ReturnType<typeof read>>

/** The release with this id, or null. @throws Failure as `accepted` does */
export async function releaseWithId({ client }: Connection, id: string): Promise<Existing | null> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || id === 'validate') return null
  const answer = await ask(client, id)
  const { status }: { status: number } = answer
  if (status === 404) {
    await answer.body?.cancel()
    return null
  }
  // Whoever has no token that reads it is told why it was withdrawn.
  if (!answer.ok) throw failureOf(await problemOf(answer as unknown as Response))
  return { release: await answer.json(), etag: answer.headers.get('ETag') ?? '*' }
}

/**
 * The release that a person names: by its id, by its address or path, or by the last part of that. A
 * public one is found at its address (also at an earlier one), others in the lists of what is not public.
 * @throws Failure `refused` where there is none
 */
export async function releaseNamed(connection: Connection, named: string): Promise<Existing> {
  const byId = await releaseWithId(connection, named)
  if (byId) return byId
  const site = await connection.site()
  const path = pathOf(named, [site.url, connection.url])
  const id = path && ((await idAt(connection, path)) ?? (await idOfSlug(connection, path)))
  const found = id ? await releaseWithId(connection, id) : null
  if (found) return found
  throw new Failure('refused', `There is no release ${quoted(named)}.`, [
    'It can be named by its id, its address, or the last part of that: "pressroom list" shows them.',
  ])
}

/** What a person named, as the path of a text; null where it is another site's address. */
function pathOf(named: string, sites: readonly string[]): string | null {
  const isAddress = /^https?:\/\//i.test(named) && URL.canParse(named)
  if (isAddress && !sites.some((site) => new URL(site).origin === new URL(named).origin))
    throw new Failure('misuse', `${named} is not an address of ${sites[0]}.`)
  const { pathname } = new URL(
    isAddress || named.startsWith('/') ? named : `/releases/${encodeURIComponent(named)}`,
    sites[0],
  )
  return pathname.replace(/\/+$/, '').replace(/\.(?:md|json)$/, '')
}

/** Redirects that are followed: an imported address leads to an old slug, and that to the new one. */
const MAX_REDIRECTS = 3

/** The id of what is public at a path, in the languages that it may be in; null where nothing is. */
async function idAt(connection: Connection, path: string): Promise<string | null> {
  const { languages } = await connection.site()
  const isBare = path.startsWith('/releases/')
  const others = isBare ? languages.slice(1).map((language) => `/${language}${path}`) : []
  for (const start of [path, ...others]) {
    let asked = isRelease(start) ? `${start}.json` : start
    for (let step = 0; step <= MAX_REDIRECTS; step++) {
      const answer = await connection.page(asked)
      const target = answer.headers.get('Location')
      if (answer.ok && asked.endsWith('.json')) return ((await answer.json()) as { id: string }).id
      await answer.body?.cancel()
      if (answer.status < 300 || answer.status >= 400 || !target) break
      const { pathname } = new URL(target, connection.url)
      asked = isRelease(pathname) ? `${pathname.replace(/\.json$/, '')}.json` : pathname
    }
  }
  return null
}

const isRelease = (path: string) => /^(?:\/[^/]+)?\/releases\/[^/]+$/.test(path)

/** The id of a release that is not public, by the last part of the address that a text will have. */
async function idOfSlug({ client, hasToken }: Connection, path: string): Promise<string | null> {
  if (!hasToken) return null
  const written = path.slice(path.lastIndexOf('/') + 1)
  // What is percent-encoded wrongly is nobody's slug.
  const slug = decodedPart(written) ?? written
  for (const state of ['draft', 'embargoed', 'withdrawn']) {
    let cursor: string | null = null
    do {
      const { releases, next } = await page(client, state, cursor)
      const found = releases.find(({ texts }) =>
        Object.values(texts).some((text) => text.slug === slug),
      )
      if (found) return found.id
      cursor = next === undefined ? null : new URL(next).searchParams.get('cursor')
    } while (cursor !== null)
  }
  return null
}

async function page(client: Client, state: string, cursor: string | null) {
  const query = { state, limit: '100', ...(cursor === null ? {} : { cursor }) }
  return (await accepted(await client.api.releases.$get({ query }))).json()
}

const ask = (client: Client, id: string) =>
  client.api.releases[':id'].$get({ param: { id }, query: {} })

const read = async (client: Client) => (await ask(client, '')).json()

/** Since when, or from when on, a release is public; null of a draft. */
export const liveAt = (release: ReleaseRead): Instant | null =>
  'liveAt' in release && release.liveAt ? Date.parse(release.liveAt) : null

/** The day that a release is filed under; of a draft none. */
export const filedUnder = (release: ReleaseRead): Day | null =>
  'day' in release && release.day ? (release.day as Day) : null
