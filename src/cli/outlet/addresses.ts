import { prefixOf, releasePath } from '../../newsroom/archive.ts'
import type { Language } from '../../newsroom/release.ts'
import type { Connection } from '../connection.ts'
import { accepted } from '../refused.ts'
import { historiesOf, redirectsOf } from './telling.ts'

/** Where every reader and every crawler may begin. */
export async function publicStarts(connection: Connection): Promise<string[]> {
  const languages = (await connection.site()).languages as readonly string[] as readonly Language[]
  const feeds = ['feed.json', 'feed.xml', 'rss.xml']
  return [
    '/robots.txt',
    '/sitemap.xml',
    '/.well-known/security.txt',
    ...feeds.map((feed) => `/all/${feed}`),
    ...languages.flatMap((language) => {
      const prefix = prefixOf(language, languages)
      const inLanguage = ['archive', 'search', 'news-sitemap.xml', ...feeds]
      return [prefix || '/', ...inLanguage.map((name) => `${prefix}/${name}`)]
    }),
  ]
}

/**
 * Addresses to which no page leads any more: slugs that releases had before, those of withdrawn
 * ones, and redirects from elsewhere. The newsroom tells them to a token with the scope read only.
 * What each of them answers to the public is another question: some have never been public.
 */
export async function* formerAddresses(
  connection: Connection,
  stop: AbortSignal,
): AsyncGenerator<string> {
  const languages = (await connection.site()).languages as readonly string[] as readonly Language[]
  for await (const { revisions } of historiesOf(connection, stop)) {
    const paths = new Set<string>()
    for (const { release } of revisions)
      if (release.state !== 'draft')
        for (const [language, { slug }] of Object.entries(release.texts))
          if (slug) paths.add(releasePath(language as Language, slug, languages))
    yield* paths
  }
  for await (const { from } of redirectsOf(connection, stop)) yield from
}

/** All of the above, and every release by its id: whatever the public may ask, and be refused. */
export async function* everyAddress(
  connection: Connection,
  stop: AbortSignal,
): AsyncGenerator<string> {
  yield* await publicStarts(connection)
  yield* formerAddresses(connection, stop)
  for await (const { id, complete } of historiesOf(connection, stop))
    if (complete) yield `/api/releases/${encodeURIComponent(id)}`
}

/** How many releases were withdrawn, as anybody is told; their addresses are not. */
export async function countWithdrawn({ client }: Connection, stop: AbortSignal): Promise<number> {
  const gone = new Set<string>()
  for (let since: { since?: string } = {}; ; ) {
    stop.throwIfAborted()
    const query = { ...since, limit: '1000' }
    const { changes, next, more } = await (
      await accepted(await client.api.changes.$get({ query }))
    ).json()
    for (const { kind, id } of changes) if (kind === 'withdrawn') gone.add(id)
    if (!more) return gone.size
    since = { since: new URL(next).searchParams.get('since') ?? '' }
  }
}
