import { Hono } from 'hono'
import { keep, pageTag, releaseTag, respond } from '../caching.ts'
import { pageAt, pathOf, releasePath } from '../newsroom/archive.ts'
import { Refusal } from '../newsroom/refusals.ts'
import { asOf, type Language, type Published, type Withdrawn } from '../newsroom/release.ts'
import { parseSlug } from '../newsroom/slug.ts'
import { type Replacement, withdrawalNotice } from '../pages/notice.ts'
import { releaseMarkdown } from '../pages/plain.ts'
import { releasePage } from '../pages/release.ts'
import { robots } from '../pages/sitemap.ts'
import { build } from '../rebuild.ts'
import type { Site } from '../site.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { represent } from './representation.ts'
import { policyOf } from './security.ts'

const HTML = 'text/html; charset=utf-8'

/** What belongs to the site as a whole: for crawlers. */
export function crawling(site: Site): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/robots.txt', (c) =>
    respond(
      { body: robots(site), type: 'text/plain; charset=utf-8', policy: 'public' },
      c.req.header('If-None-Match'),
    ),
  )
  app.get('/sitemap.xml', (c) => renderedPage(site, c))
  app.get('/sitemaps/:file', (c) => renderedPage(site, c))
  return app
}

/** What readers of one language see. */
export function reading(site: Site, language: Language): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => renderedPage(site, c))
  app.get('/archive', (c) => renderedPage(site, c))
  app.get('/archive/:year', (c) => renderedPage(site, c))
  app.get('/archive/:year/:month', (c) => renderedPage(site, c))
  app.get('/archive/:year/:month/:number', (c) => renderedPage(site, c))
  app.get('/releases/:slug', (c) => release(site, c, language, c.req.param('slug')))
  return app
}

/** A page that rebuild has stored, or that is made by the same builder when it is not there yet. */
async function renderedPage(site: Site, c: DeskContext): Promise<Response> {
  const { path } = c.req
  const { pages } = c.env.press
  const page = (await pages.stored(path)) ?? (await build(c.env.press, path, c.env.now))
  if (!page?.body) return movedMonth(site, c)
  const { body, type, etag } = page
  const headers = await policyOf(body)
  return respond(
    { body, type, etag, headers, policy: 'public', tags: [pageTag(path)] },
    c.req.header('If-None-Match'),
  )
}

/** The newest page of a month has no number yet: its numbered address leads to the month's own. */
async function movedMonth(site: Site, c: DeskContext): Promise<Response> {
  const page = pageAt(c.req.path, site.languages)
  if (page?.is !== 'month' || page.number === null) throw notFound()
  const newest = { ...page, number: null }
  const [facts] = await c.env.press.pages.facts([newest], c.env.now)
  if (!facts || !('window' in facts) || facts.window.number !== page.number) throw notFound()
  return redirect(pathOf(newest, site.languages), 302)
}

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
  const ending = (/\.(?:md|json)$/.exec(asked)?.[0] ?? '') as keyof typeof FORMATS
  const name = ending ? asked.slice(0, -ending.length) : asked
  const slug = parseSlug(name) ?? parseSlug(name.normalize('NFC').toLowerCase())
  const stored = slug && (await c.env.reading.bySlug(language, slug))
  const seen = stored && asOf(stored, c.env.now)
  const current = seen?.texts[language]?.slug
  if (!seen || !current || seen.state === 'draft' || seen.state === 'embargoed') throw notFound()
  const tags = [releaseTag(seen.id)]
  if (current !== name)
    return redirect(`${releasePath(language, current, site.languages)}${ending}`, 301, tags)
  const answer =
    seen.state === 'withdrawn'
      ? {
          body: withdrawalNotice(site, seen, language, await replacement(site, c, seen, language)),
          type: HTML,
          status: 410,
        }
      : { body: FORMATS[ending].body(site, seen, language), type: FORMATS[ending].type }
  const headers = await policyOf(answer.body)
  return respond({ ...answer, headers, policy: 'public', tags }, c.req.header('If-None-Match'))
}

/** The release that replaces a withdrawn one, if the public may read it at this instant. */
async function replacement(
  site: Site,
  c: DeskContext,
  { replacedBy }: Withdrawn,
  language: Language,
): Promise<Replacement | null> {
  const stored = replacedBy && (await c.env.reading.byId(replacedBy))
  const other = stored && asOf(stored, c.env.now)
  if (other?.state !== 'published') return null
  const shown = [language, ...site.languages].find((one) => other.texts[one]?.slug)
  const text = shown && other.texts[shown]
  if (!shown || !text?.slug || !text.headline) return null
  const path = releasePath(shown, text.slug, site.languages)
  return { headline: text.headline, path, language: shown }
}

function redirect(path: string, status: 301 | 302, tags: readonly string[] = []): Response {
  const headers = new Headers({ Location: path })
  keep(headers, 'public', tags)
  return new Response(null, { status, headers })
}

const notFound = () => new Refusal('not_found', 'There is no such page.')
