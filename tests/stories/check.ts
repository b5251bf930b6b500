import { expect } from 'vitest'
import { open } from '../../src/db/database.ts'
import { pagesIn } from '../../src/db/pages.ts'
import { readingIn } from '../../src/db/reading.ts'
import {
  ARCHIVE_PAGE_PLACES,
  type Page,
  pathOf,
  SITEMAP_FILE_PLACES,
} from '../../src/newsroom/archive.ts'
import type { Month } from '../../src/newsroom/dateline.ts'
import { asOf, type Language, type Release, type ReleaseId } from '../../src/newsroom/release.ts'
import type { PressOffice } from '../office.ts'

/**
 * What holds at every instant, whatever happened before. Every story ends here.
 *
 * 1. Nothing that is not public is mentioned anywhere, also while stale pages wait.
 * 2. Once the schedule has run, every public release is found in the archive, in the sitemap and
 *    in the API, and every link answers.
 * 3. What is stored equals what a rebuild from nothing stores, and another run changes nothing.
 * 4. Who has followed what changed knows exactly what is public, and every revision is in the audit.
 * 5. What the public gets is valid: a story gives the `validator`.
 * 6. Every redirect leads to its text, once the public may know of it, and nowhere before.
 */
export async function check(office: PressOffice, validator?: Validator): Promise<void> {
  const releases = await everyRelease(office)
  await nothingLeaks(office, releases)
  await redirectsLead(office, releases)
  await untilIdle(office)
  const reader = readingOnce(office)
  await nothingLeaks(reader, releases)
  await everythingIsFound(reader, releases)
  await countsAreTrue(office)
  await changesTellWhatIsPublic(office, releases)
  await everyRevisionIsAnEvent(office)
  await storedIsWhatARebuildStores(office)
  if (validator) await everythingIsValid(office, releases, validator)
}

/** What is wrong with a text of a media type. */
export type Validator = (mediaType: string, text: string) => Promise<readonly string[]>

async function everythingIsValid(
  office: PressOffice,
  releases: readonly Release[],
  validator: Validator,
): Promise<void> {
  const paths = new Set(['/nothing', '/ar/nothing', '/search', '/search?q=a', '/ar/search?q=%22'])
  for (const { path } of await storedPages(office)) paths.add(String(path))
  for (const path of [...paths])
    if (path.endsWith('/feed.json'))
      for (const format of ['feed.xml', 'rss.xml']) paths.add(path.replace('feed.json', format))
  for (const release of releases)
    for (const [language, { slug }] of Object.entries(release.texts)) {
      const path = `${language === 'en' ? '' : `/${language}`}/releases/${encodeURIComponent(slug ?? 'x')}`
      paths.add(path).add(`${path}.json`)
    }
  for (const path of paths) {
    const { headers, text } = await office.read(path)
    expect(await validator(headers.get('Content-Type') ?? '', text), path).toEqual([])
  }
}

/**
 * What holds between any two events, also while stale pages wait, the schedule is dead, or a
 * rebuild was cut off: nothing leaks, and what is public is found. Only the index of the sitemap may
 * lag, until the schedule has run.
 */
export async function checkMeanwhile(office: PressOffice): Promise<void> {
  const releases = await everyRelease(office)
  const reader = readingOnce(office)
  await nothingLeaks(reader, releases, 'once')
  await everythingIsFound(reader, releases, 'files')
  await countsAreTrue(office)
}

/** The office, each of whose addresses is read once: nothing happens in between. */
function readingOnce(office: PressOffice): PressOffice {
  const known = new Map<string, ReturnType<PressOffice['read']>>()
  const read = (path: string) => {
    const reply = known.get(path) ?? office.read(path)
    known.set(path, reply)
    return reply
  }
  return Object.assign(Object.create(office) as PressOffice, { read })
}

async function changesTellWhatIsPublic(
  office: PressOffice,
  releases: readonly Release[],
): Promise<void> {
  const told = new Map<string, string>()
  for (let url = '/api/changes?limit=1000', more = true; more; ) {
    const { status, json } = await office.read(url)
    expect(status).toBe(200)
    for (const { id, kind } of json.changes) told.set(id, kind)
    const next = new URL(json.next)
    url = next.pathname + next.search
    more = json.more
  }
  const idsThatAre = (state: Release['state']) =>
    releases.filter((release) => asOf(release, office.now).state === state).map(({ id }) => id)
  const gone = [...told].filter(([, kind]) => kind === 'withdrawn').map(([id]) => id)
  const there = [...told].filter(([, kind]) => kind !== 'withdrawn').map(([id]) => id)
  expect(there.sort()).toEqual(idsThatAre('published').sort())
  expect(gone.sort()).toEqual(idsThatAre('withdrawn').sort())
}

async function redirectsLead(office: PressOffice, releases: readonly Release[]): Promise<void> {
  const { results } = await office.db
    .prepare('SELECT path, release_id AS id, language FROM redirects ORDER BY path')
    .all<{ path: string; id: string; language: Language }>()
  for (const { path, id, language } of results) {
    const release = releases.find((one) => one.id === id)
    const { state, texts } = asOf(release as Release, office.now)
    const slug = texts[language]?.slug
    const isKnown = (state === 'published' || state === 'withdrawn') && slug
    const { status, headers } = await office.read(path)
    const to = headers.get('Location') ?? ''
    if (isKnown) expect([path, status, to]).toEqual([path, 301, pathOfText(language, slug)])
    else if (path.includes('?')) expect([path, to]).toEqual([path, path.split('?')[0]])
    else expect([path, status]).toEqual([path, 404])
  }
  const events = await office.db
    .prepare(
      `SELECT path, sum(iif(kind = 'redirected', 1, -1)) AS entered FROM events
        WHERE path IS NOT NULL GROUP BY path HAVING entered > 0 ORDER BY path`,
    )
    .all<{ path: string; entered: number }>()
  expect(events.results).toEqual(results.map(({ path }) => ({ path, entered: 1 })))
}

const pathOfText = (language: string, slug: string) =>
  `${language === 'en' ? '' : `/${language}`}/releases/${encodeURIComponent(slug)}`

async function everyRevisionIsAnEvent({ db }: PressOffice): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT r.release_id, r.number, count(e.number) AS events FROM revisions AS r
        LEFT JOIN events AS e ON e.release_id = r.release_id AND e.revision = r.number
          AND e.kind = r.kind AND e.at = r.at AND e.token_id = coalesce(r.token_id, r.editor_id)
        GROUP BY r.release_id, r.number HAVING events <> 1`,
    )
    .all()
  expect(results).toEqual([])
}

/** Runs the schedule until nothing is due. */
export async function untilIdle(office: PressOffice): Promise<void> {
  for (
    let runs = 0;
    await office.schedule().then(({ paths, more }) => more || paths.length > 0);
    runs++
  )
    if (runs > 50) throw new Error('the schedule does not come to rest')
}

/** Every row of the rendered pages, by path. */
export async function storedPages({ db }: PressOffice): Promise<Record<string, unknown>[]> {
  const { results } = await db.prepare('SELECT * FROM rendered_pages ORDER BY path').all()
  return results
}

async function everyRelease({ db }: PressOffice): Promise<Release[]> {
  const { results } = await db.prepare('SELECT id FROM releases ORDER BY id').all<{ id: string }>()
  const reading = readingIn(open(db))
  const found = await Promise.all(results.map(({ id }) => reading.byId(id as ReleaseId)))
  return found.flatMap((release) => release ?? [])
}

const publicNow = (office: PressOffice, releases: readonly Release[]) =>
  releases.filter((release) => asOf(release, office.now).state === 'published')

/** @param formats whether what is told in several formats is read in each of them */
async function nothingLeaks(
  office: PressOffice,
  releases: readonly Release[],
  formats: 'each' | 'once' = 'each',
): Promise<void> {
  const shown = new Set(publicNow(office, releases))
  const told = (await everythingReadable(office, releases, formats)).join('\n')
  for (const release of releases) {
    if (shown.has(release)) continue
    const withdrawn = release.state === 'withdrawn'
    for (const [language, text] of Object.entries(release.texts)) {
      const where = `${release.id} in ${language} at ${office.now}`
      if (text.headline) expect(told, where).not.toContain(text.headline)
      if (text.slug) expect(told, where).not.toContain(`releases/${encodeURIComponent(text.slug)}<`)
      if (text.slug) expect(told, where).not.toContain(`releases/${encodeURIComponent(text.slug)}"`)
      const prefix = language === 'en' ? '' : `/${language}`
      const page = await office.read(`${prefix}/releases/${encodeURIComponent(text.slug ?? 'x')}`)
      expect(page.status, where).toBe(withdrawn ? 410 : 404)
      if (text.headline) expect(page.text, where).not.toContain(text.headline)
      if (text.body) expect(page.text, where).not.toContain(text.body.split('\n')[0])
    }
    const api = await office.read(`/api/releases/${release.id}`)
    expect(api.status).toBe(withdrawn ? 410 : 404)
    expect(await searched(office, release), release.id).not.toContain(release.id)
  }
}

/** Every page that lists releases, as the public gets it, and the public list of the API. */
async function everythingReadable(
  office: PressOffice,
  releases: readonly Release[],
  formats: 'each' | 'once',
) {
  const paths = new Set(['/sitemap.xml', '/robots.txt', '/all/feed.json'])
  for (const prefix of ['', '/ar'])
    for (const part of ['/archive', '/feed.json', '/news-sitemap.xml', '/search?year=2026', ''])
      paths.add(`${prefix}${part}` || '/')
  for (const { topics } of releases)
    for (const topic of topics)
      for (const prefix of ['', '/ar'])
        for (const part of ['', '/feed.json'])
          paths.add(`${prefix}/topics/${encodeURIComponent(topic)}${part}`)
  for (const { path } of await storedPages(office)) paths.add(String(path))
  for (const path of formats === 'each' ? [...paths] : [])
    if (path.endsWith('/feed.json'))
      for (const format of ['feed.xml', 'rss.xml']) paths.add(path.replace('feed.json', format))
  for (const release of releases) {
    if (release.state === 'draft') continue
    const month = release.day.slice(0, 7)
    paths.add(`/sitemaps/${month}.xml`)
    for (const prefix of ['', '/ar'])
      for (const part of [month.slice(0, 4), month.replace('-', '/')])
        paths.add(`${prefix}/archive/${part}`)
  }
  const texts = [JSON.stringify(await publicList(office))]
  for (const path of paths) texts.push((await office.read(path)).text)
  for (const release of publicNow(office, releases))
    for (const text of Object.values(release.texts))
      texts.push((await office.read(`/releases/${text.slug}`)).text)
  return texts
}

/** The ids of what is found by the headlines of a release. */
async function searched(office: PressOffice, release: Release): Promise<Set<string>> {
  const found = new Set<string>()
  for (const { headline } of Object.values(release.texts)) {
    let next: string | undefined = `/api/search?q=${encodeURIComponent(headline ?? 'x')}`
    while (next) {
      const { pathname, search }: URL = new URL(next, office.site.url)
      const { status, json } = await office.read(pathname + search)
      expect(status).toBe(200)
      for (const { id } of json.releases) found.add(id)
      next = json.next
    }
  }
  return found
}

async function publicList(office: PressOffice): Promise<{ id: string }[]> {
  const found = []
  let next: string | undefined = '/api/releases?limit=7'
  while (next) {
    const { pathname, search }: URL = new URL(next, office.site.url)
    const { status, json } = await office.read(pathname + search)
    expect(status).toBe(200)
    found.push(...json.releases)
    next = json.next
  }
  return found
}

async function everythingIsFound(
  office: PressOffice,
  releases: readonly Release[],
  by: 'index' | 'files' = 'index',
) {
  const shown = publicNow(office, releases)
  const expected = shown.flatMap((release) =>
    Object.entries(release.texts).map(
      ([language, { slug }]) =>
        `${language === 'en' ? '' : `/${language}`}/releases/${encodeURIComponent(slug ?? '')}`,
    ),
  )
  for (const release of by === 'index' ? shown : [])
    expect(await searched(office, release), `search for ${release.id}`).toContain(release.id)

  const listed = await publicList(office)
  expect(listed.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort())

  const crawled = await crawl(office, ['/', '/ar'])
  const inSitemap = new Set<string>()
  const files =
    by === 'index'
      ? locations((await office.read('/sitemap.xml')).text).map((file) => new URL(file).pathname)
      : (await everyPath(office)).filter((path) => path.startsWith('/sitemaps/'))
  for (const file of files)
    for (const url of locations((await office.read(file)).text)) {
      expect(url.startsWith(`${office.site.url}/`), url).toBe(true)
      inSitemap.add(new URL(url).pathname)
    }
  const isRelease = (path: string) => /\/releases\//.test(path) && !BESIDE_A_RELEASE.test(path)
  expect([...crawled].filter(isRelease).sort()).toEqual(expected.toSorted())
  expect([...inSitemap].sort()).toEqual(expected.toSorted())
}

const locations = (xml: string) =>
  [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, at]) => at ?? '')

/** Releases of which also the other formats and the neighbours are asked for, in every language. */
const LOOKED_AT_CLOSELY = 2
/** What stands under the address of a release. */
const BESIDE_A_RELEASE = /(\/releases\/[^/]+)(?:\.md|\.json|\/previous|\/next)$/

/** Follows every link from the start pages; each has to answer. */
async function crawl(office: PressOffice, start: readonly string[]): Promise<Set<string>> {
  const seen = new Set(start)
  const closely = new Set<string>()
  for (const path of seen) {
    let page = await office.read(path)
    if (page.status === 302) page = await office.read(page.headers.get('Location') ?? '')
    expect(page.status, path).toBe(200)
    for (const [, href] of page.text.matchAll(/(?:href)="([^"]*)"/g)) {
      const url = new URL((href ?? '').replaceAll('&amp;', '&'), office.site.url)
      const release = BESIDE_A_RELEASE.exec(url.pathname)?.[1]
      if (release && closely.size < LOOKED_AT_CLOSELY) closely.add(release)
      if (release && !closely.has(release)) continue
      if (url.origin === office.site.url && !url.hash) seen.add(url.pathname)
    }
  }
  return seen
}

/** The counts that are kept as data equal a count. */
async function countsAreTrue({ db }: PressOffice): Promise<void> {
  const kept = await db
    .prepare('SELECT sequence, month, filed FROM months WHERE filed > 0 ORDER BY sequence, month')
    .all()
  const counted = await db
    .prepare(
      `SELECT '' AS sequence, month, count(*) AS filed FROM releases
       WHERE month IS NOT NULL AND withdrawn_at IS NULL GROUP BY month
     UNION ALL
     SELECT language, month, count(*) FROM texts
       WHERE listed_at IS NOT NULL GROUP BY language, month
     ORDER BY 1, 2`,
    )
    .all()
  expect(kept.results).toEqual(counted.results)
  const misplaced = await db
    .prepare(
      `SELECT id FROM releases WHERE (month IS NULL) <> (place IS NULL)
     UNION SELECT release_id FROM texts JOIN releases ON id = release_id
       WHERE texts.month IS NOT releases.month
     UNION SELECT t.release_id FROM texts t LEFT JOIN slugs s
       ON s.language = t.language AND s.slug = t.slug
       WHERE t.slug IS NOT NULL AND s.release_id IS NOT t.release_id`,
    )
    .all()
  expect(misplaced.results).toEqual([])
}

/** Every page that shows something public, told from the places and not from what is stored. */
async function everyPath({ db, site, now }: PressOffice): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT sequence, month, last_place AS last FROM months WHERE EXISTS (
         SELECT 1 FROM texts WHERE texts.month = months.month AND listed_at <= ?
         AND sequence IN ('', language))`,
    )
    .bind(now)
    .all<{ sequence: string; month: Month; last: number }>()
  const { results: topics } = await db
    .prepare('SELECT DISTINCT topic, language FROM topic_texts WHERE listed_at <= ?')
    .bind(now)
    .all<{ topic: string; language: Language }>()
  const ofTopics = topics.flatMap(({ topic, language }): Page[] => [
    { is: 'topic', language, topic },
    { is: 'feed', language, topic },
  ])
  const ofAll: Page[] = results.length > 0 ? [{ is: 'feed', language: null, topic: null }] : []
  const paths = [...ofTopics, ...ofAll].map((page) => pathOf(page, site.languages))
  for (const { sequence, month, last } of results) {
    const size = sequence === '' ? SITEMAP_FILE_PLACES : ARCHIVE_PAGE_PLACES
    const numbers = [null, ...Array.from({ length: Math.ceil(last / size) }, (_, at) => at + 1)]
    const language = sequence as Language
    const year = month.slice(0, 4)
    const roots: Page[] = [
      { is: 'home', language },
      { is: 'feed', language, topic: null },
      { is: 'archive', language },
      { is: 'year', language, year },
    ]
    const pages: Page[] =
      sequence === ''
        ? numbers.map((number) => ({ is: 'sitemap', month, number }))
        : [...roots, ...numbers.map((number): Page => ({ is: 'month', language, month, number }))]
    paths.push(...pages.map((page) => pathOf(page, site.languages)))
  }
  return paths
}

async function storedIsWhatARebuildStores(office: PressOffice): Promise<void> {
  const { db } = office
  const stored = await storedPages(office)
  const locks = () => db.prepare('SELECT number FROM last_rebuild').first()
  const before = await locks()
  await office.schedule()
  expect(await locks(), 'an idle run writes nothing').toEqual(before)
  await db.batch([
    db.prepare('DELETE FROM rendered_pages'),
    ...[...new Set([...stored.map(({ path }) => path), ...(await everyPath(office))])].map((path) =>
      db.prepare('INSERT INTO stale_pages (path, due) VALUES (?, 0)').bind(path),
    ),
  ])
  await untilIdle(office)
  expect(await storedPages(office)).toEqual(stored)
  const pages = pagesIn(open(db), () => office.now)
  const marks = await pages.due(office.now, 100, await office.press.fingerprint(), true)
  expect(marks.pages).toEqual([])
}
