import { ARCHIVE_PAGE_PLACES } from '../../../src/newsroom/archive.ts'
import type { Json, PressOffice, Reply } from '../../office.ts'
import { storedPages } from '../../stories/check.ts'
import type { Newsroom } from '../newsroom.ts'

const PREFIXES: Readonly<Record<string, string>> = { en: '', ar: '/ar' }

/** Every address at which the public may ask for something, as the newsroom knows them now. */
export async function publicPaths({ d1, office }: Newsroom): Promise<Set<string>> {
  const prefixes = Object.values(PREFIXES)
  const paths = new Set(['/sitemap.xml', '/robots.txt', '/.well-known/security.txt', '/nothing'])
  const add = (path: string, ...endings: string[]) => {
    for (const ending of endings) paths.add(`${path}${ending}` || '/')
  }
  const feeds = ['/feed.json', '/feed.xml', '/rss.xml']
  add('/all', ...feeds)
  for (const prefix of prefixes) {
    add(prefix, '', ...feeds, '/archive', '/news-sitemap.xml', '/search')
    add(prefix, '/search?q=headline', '/search?q=daily', '/search?year=2026', '/search?q=council')
    for (const { topic } of topicsIn(d1)) {
      const path = `${prefix}/topics/${encodeURIComponent(topic)}`
      add(path, '', ...feeds)
    }
  }
  add('/api/search', '?q=headline', '?q=briefing&language=en', '?q=water&language=all')
  for (const { language, slug } of d1.peek<{ language: string; slug: string }>(
    'SELECT language, slug FROM slugs ORDER BY language, slug',
  ))
    add(
      `${PREFIXES[language]}/releases/${encodeURIComponent(slug)}`,
      ...['', '.md', '.json', '/previous', '/next'],
    )
  for (const { id } of d1.peek('SELECT id FROM releases ORDER BY id'))
    add(`/api/releases/${id}`, '')
  for (const { month, last } of d1.peek<{ month: string; last: number }>(
    'SELECT month, max(last_place) AS last FROM months GROUP BY month',
  )) {
    // One more than there can be.
    const numbers = Array.from({ length: last / ARCHIVE_PAGE_PLACES + 1 }, (_, at) => at + 1)
    add(`/sitemaps/${month}`, '.xml', ...numbers.map((number) => `-${number}.xml`))
    const [year, rest] = month.split('-')
    for (const prefix of prefixes) {
      add(`${prefix}/archive/${year}`, '', '/previous', '/next')
      add(`${prefix}/archive/${year}/${rest}`, '', '/previous', '/next')
      add(`${prefix}/archive/${year}/${rest}`, ...numbers.map((number) => `/${number}`))
    }
  }
  for (const { path } of await storedPages(office)) paths.add(String(path))
  for (const first of ['/api/releases?limit=20', '/api/releases'])
    for await (const { path } of pagesFrom(office, first)) paths.add(path)
  return paths
}

const topicsIn = (d1: Newsroom['d1']) =>
  d1.peek<{ topic: string }>(
    `SELECT DISTINCT value AS topic FROM releases, json_each(releases.topics) ORDER BY value`,
  )

/** A list page after page, as its answers lead on. */
export async function* pagesFrom(
  office: PressOffice,
  first: string,
  token: string | null = null,
): AsyncGenerator<{ path: string; reply: Reply; json: Json }> {
  for (let path: string | null = first; path !== null; ) {
    const reply: Reply = await office.ask(path, { token })
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`)
    yield { path, reply, json: reply.json }
    const { next, more } = reply.json
    if (next === undefined || more === false) return
    const { pathname, search } = new URL(next, office.site.url)
    path = pathname + search
  }
}

/** What the public gets at a path, to the last byte. */
export async function answerAt(office: PressOffice, path: string) {
  const { status, headers, text } = await office.read(path)
  return { path, status, headers: Object.fromEntries(headers), text }
}

/** Every change of what is public. */
export async function changesIn(office: PressOffice): Promise<Json[]> {
  const found: Json[] = []
  for await (const { json } of pagesFrom(office, '/api/changes?limit=100'))
    found.push(...json.changes)
  return found
}
