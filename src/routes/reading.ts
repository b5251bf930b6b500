import { Hono } from 'hono'
import { isEtagList, matches, type Policy, pageTag, releaseTag, respond } from '../caching.ts'
import { ALL_LANGUAGES, type Page, pageAt, pathOf, releasePath } from '../newsroom/archive.ts'
import type { Instant } from '../newsroom/dateline.ts'
import {
  asOf,
  hasJustLifted,
  type Language,
  type Published,
  type Release,
  type Withdrawn,
} from '../newsroom/release.ts'
import { parseSlug } from '../newsroom/slug.ts'
import { atomOf } from '../pages/atom.ts'
import { type Replacement, withdrawalNotice } from '../pages/notice.ts'
import { releaseMarkdown } from '../pages/plain.ts'
import { releasePage } from '../pages/release.ts'
import { rssOf } from '../pages/rss.ts'
import { securityTxt } from '../pages/security-txt.ts'
import { robots } from '../pages/sitemap.ts'
import { build } from '../rebuild.ts'
import type { Site } from '../site.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { besideMonth, besideRelease, besideYear } from './neighbours.ts'
import { notFound, redirect } from './redirect.ts'
import { represent } from './representation.ts'
import { search } from './searching.ts'
import { policyOf, standing } from './security.ts'

const HTML = 'text/html; charset=utf-8'

/** What belongs to the site as a whole: for crawlers. */
export function crawling(site: Site): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/robots.txt', (c) => plain(c, robots(site)))
  app.get('/.well-known/security.txt', (c) => plain(c, securityTxt(site, c.env.now)))
  app.get('/sitemap.xml', (c) => renderedPage(site, c))
  app.get('/sitemaps/:file', (c) => renderedPage(site, c))
  app.route(`/${ALL_LANGUAGES}`, feeds(site))
  return app
}

function plain(c: DeskContext, body: string | null): Promise<Response> {
  if (body === null) throw notFound()
  const type = 'text/plain; charset=utf-8'
  return respond({ body, type, policy: 'page' }, c.req.header('If-None-Match'))
}

/** A feed's formats, of which the first is the one that is stored. */
function feeds(site: Site): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/feed.json', (c) => renderedPage(site, c))
  app.get('/feed.xml', (c) =>
    renderedPage(site, c, { type: 'application/atom+xml; charset=utf-8', write: atomOf }),
  )
  app.get('/rss.xml', (c) =>
    renderedPage(site, c, { type: 'application/rss+xml; charset=utf-8', write: rssOf }),
  )
  return app
}

/** A format of a feed: how it is written from what is stored. */
interface Format {
  readonly type: string
  readonly write: (site: Site, page: Page<'feed'>, stored: string) => string
}

/** What readers of one language see. */
export function reading(site: Site, language: Language): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => renderedPage(site, c))
  app.route('/', feeds(site))
  app.get('/topics/:topic', (c) => renderedPage(site, c))
  app.route('/topics/:topic', feeds(site))
  app.get('/news-sitemap.xml', (c) => renderedPage(site, c))
  app.get('/:file{news-sitemap-[0-9]+\\.xml}', (c) => renderedPage(site, c))
  app.get('/search', (c) => search(site, c, language))
  app.get('/archive', (c) => renderedPage(site, c))
  app.get('/archive/:year', (c) => renderedPage(site, c))
  for (const which of ['previous', 'next'] as const) {
    app.get(`/archive/:year{[0-9]+}/${which}`, (c) => besideYear(site, c, language, which))
    app.get(`/archive/:year/:month/${which}`, (c) => besideMonth(site, c, language, which))
    app.get(`/releases/:slug/${which}`, (c) => besideRelease(site, c, language, which))
  }
  app.get('/archive/:year/:month', (c) => renderedPage(site, c))
  app.get('/archive/:year/:month/:number', (c) => renderedPage(site, c))
  app.get('/releases/:slug', (c) => release(site, c, language, c.req.param('slug')))
  return app
}

/**
 * A page that rebuild has stored, or, where none is stored or what it shows has changed since, one
 * that is made by the same builder. So a page is right to the second, and the rebuild, which comes
 * within a minute, only makes it cheap again.
 */
async function renderedPage(site: Site, c: DeskContext, format?: Format): Promise<Response> {
  // Hono decodes what is stored, as it is linked, in its encoded form.
  const asked = encodeURI(c.req.path)
  const path = format ? asked.replace(/[^/]*$/, 'feed.json') : asked
  const { now, press } = c.env
  const known = c.req.header('If-None-Match')
  const stored = await press.pages.stored(path, known && isEtagList(known) ? known : '')
  const stale = stored !== null && stored.staleFrom !== null && stored.staleFrom <= now
  const primary = () => c.env.atPrimary().press
  const page = stored && !stale ? stored : await build(primary(), path, now)
  if (!page || (page !== stored && page.body === null)) return movedMonth(site, c)
  if (asked !== pathAsked(c)) return redirect(asked, 301, 'page')
  const { etag } = page
  const { body, type } = format ? inFormat(site, path, page, format) : page
  const policy = page === stored ? 'page' : 'brief'
  const change = page === stored ? stored.staleFrom : await primary().pages.nextChange(path, now)
  const until = change === null ? undefined : change - now
  const headers = {
    ...standing(site, c.env.requestId),
    ...(body !== null && type === HTML ? await policyOf(site, body) : {}),
  }
  return respond({ body, type, etag, headers, policy, tags: [pageTag(path)], until }, known)
}

function inFormat(
  site: Site,
  path: string,
  { body }: { readonly body: string | null },
  { type, write }: Format,
) {
  const page = pageAt(path, site.languages)
  if (page?.is !== 'feed') throw notFound()
  return { type, body: body === null ? null : write(site, page, body) }
}

/** The newest page of a month has no number yet: its numbered address leads to the month's own. */
async function movedMonth(site: Site, c: DeskContext): Promise<Response> {
  const page = pageAt(c.req.path, site.languages)
  if (page?.is !== 'month' || page.number === null) throw notFound()
  const { now } = c.env
  const { press } = c.env.atPrimary()
  const newest = { ...page, number: null }
  const [facts] = await press.pages.facts([newest], now, await press.fingerprint())
  if (!facts || !('window' in facts) || facts.window.number !== page.number) throw notFound()
  return redirect(pathOf(newest, site.languages), 302, 'brief')
}

/** Milliseconds in which a change that began before an embargo lifted may still take it back. */
const TO_BE_TAKEN_BACK = 60_000

/** How long what shows a release, or leads to it, may be kept. */
export const policyFor = ({ liveAt }: Published | Withdrawn, now: Instant): Policy =>
  now - liveAt < TO_BE_TAKEN_BACK ? 'brief' : 'release'

/** How a release may be had: the page, or with `.md` and `.json` at the end of its URL. */
const FORMATS = {
  '': { type: HTML, body: releasePage },
  '.md': { type: 'text/markdown; charset=utf-8', body: releaseMarkdown },
  '.json': {
    type: 'application/json',
    body: (site: Site, release: Published) =>
      `${JSON.stringify(represent(site, release, release.liveAt))}\n`,
  },
} as const

async function release(
  site: Site,
  c: DeskContext,
  language: Language,
  asked: string,
): Promise<Response> {
  const { now, press } = c.env
  const ending = (/\.(?:md|json)$/.exec(asked)?.[0] ?? '') as keyof typeof FORMATS
  const name = ending ? asked.slice(0, -ending.length) : asked
  const slug = parseSlug(name) ?? parseSlug(name.normalize('NFC').toLowerCase())
  const print = ending === '' ? await press.fingerprint() : ''
  const knows = revisionsIn(c.req.header('If-None-Match') ?? '', print)
  const found = slug && (await c.env.reading.bySlug(language, slug, knows))
  const { reading } = found && hasJustLifted(found, now) ? c.env.atPrimary() : c.env
  const stored = slug && reading !== c.env.reading ? await reading.bySlug(language, slug) : found
  const seen = stored && asOf(stored, now)
  const current = seen?.texts[language]?.slug
  if (!seen || !current || seen.state === 'draft' || seen.state === 'embargoed') throw notFound()
  const keeping = {
    headers: standing(site, c.env.requestId),
    tags: [releaseTag(seen.id)],
    policy: policyFor(seen, now),
  }
  const path = `${releasePath(language, current, site.languages)}${ending}`
  if (path !== pathAsked(c)) return redirect(path, 301, keeping.policy, keeping.tags)
  const ifNoneMatch = c.req.header('If-None-Match')
  if (seen.state === 'withdrawn') return notice(site, c, seen, language, keeping)
  const { body, type } = FORMATS[ending]
  if (ending === '') {
    const etag = etagFor(seen.revision, print)
    if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag))
      return respond({ body: null, type, etag, ...keeping }, ifNoneMatch)
    const page = body(site, seen, language)
    const headers = { ...keeping.headers, ...(await policyOf(site, page)) }
    return respond({ ...keeping, body: page, type, etag, headers }, ifNoneMatch)
  }
  const whole = ending === '.json' ? await reading.byId(seen.id) : seen
  const shown = whole && asOf(whole, now)
  if (shown?.state !== 'published') throw notFound()
  const text = body(site, shown, language)
  return respond({ body: text, type, ...keeping }, ifNoneMatch)
}

/** The tag of a release page: its revision and the fingerprint determine every byte of it. */
const etagFor = (revision: number, print: string) => `"${revision}-${print.slice(1)}`

/** The revisions of which the asker has the page, as it looks now. */
const revisionsIn = (ifNoneMatch: string, print: string): number[] =>
  [...(isEtagList(ifNoneMatch) ? ifNoneMatch : '').matchAll(/"(\d{1,9})-[\w-]+"/g)]
    .map(([tag, revision]) => ({ tag, revision: Number(revision) }))
    .filter(({ tag, revision }) => tag === etagFor(revision, print))
    .map(({ revision }) => revision)

/** The notice of a withdrawn release; it changes when the release that replaces it does. */
async function notice(
  site: Site,
  c: DeskContext,
  release: Withdrawn,
  language: Language,
  { policy, tags }: { readonly policy: Policy; readonly tags: readonly string[] },
): Promise<Response> {
  const { now } = c.env
  const { reading } = c.env.atPrimary()
  const stored = release.replacedBy && (await reading.byId(release.replacedBy))
  const other = stored && asOf(stored, now)
  const body = withdrawalNotice(
    site,
    release,
    language,
    other && replacement(site, other, language),
  )
  return respond(
    {
      body,
      type: HTML,
      status: 410,
      headers: await policyOf(site, body),
      // Nothing is purged when the other one lifts: nobody has read it before.
      policy: other && other.state !== 'published' ? 'brief' : policy,
      tags: other ? [...tags, releaseTag(other.id)] : tags,
      until: other?.state === 'embargoed' ? other.liveAt - now : undefined,
    },
    c.req.header('If-None-Match'),
  )
}

/** Where a release that replaces another can be read, if the public may. */
function replacement(site: Site, release: Release, language: Language): Replacement | null {
  if (release.state !== 'published') return null
  const shown = [language, ...site.languages].find((one) => release.texts[one]?.slug)
  const text = shown && release.texts[shown]
  if (!shown || !text?.slug || !text.headline) return null
  const path = releasePath(shown, text.slug, site.languages)
  return { headline: text.headline, path, language: shown }
}

/** The path as it was asked for: an answer has one address, however it may be encoded. */
function pathAsked(c: DeskContext): string {
  const { url } = c.req
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}
