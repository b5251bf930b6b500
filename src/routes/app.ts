import { Hono, type MiddlewareHandler } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { prefixOf } from '../newsroom/archive.ts'
import { shortLinkIn } from '../newsroom/redirects.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { Site } from '../site.ts'
import { about } from './about.ts'
import { readNoFurther } from './arrival.ts'
import { schemasFor } from './content.ts'
import { contract, withContract } from './contract.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { answerError, isApi } from './errors.ts'
import { health } from './health.ts'
import { histories } from './histories.ts'
import { leadOn } from './leading.ts'
import { audit, changes } from './ledger.ts'
import { publishing } from './publishing.ts'
import { crawling, reading } from './reading.ts'
import { redirects } from './redirects.ts'
import { restoring } from './restoring.ts'
import { asksForSomething, searching } from './searching.ts'
import { security } from './security.ts'
import { validating } from './validating.ts'

/** The whole site as one application. What a request works with comes in as its environment. */
export function createApp(site: Site): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.use(security(site))
  app.use(readNoFurther)
  app.use('/api/*', withContract)
  app.use(withoutQuery(site))
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allowed = methods.join(', ')
        const refusal = new Refusal('wrong_method', `This address answers ${allowed}.`)
        const response = answerError(site, c, refusal)
        response.headers.set('Allow', allowed)
        return response
      },
    }),
  )
  app.onError((error, c) => {
    const response = answerError(site, c, error)
    if (response.status === 401)
      response.headers.set('WWW-Authenticate', 'Bearer realm="Pressroom"')
    return response
  })
  app.notFound(
    async (c) =>
      (await formerAddress(site, c)) ?? withoutSlash(c) ?? answerError(site, c, NOT_FOUND),
  )

  app.route('/', programs(site))
  app.route('/', crawling(site))
  for (const language of site.languages)
    app.route(prefixOf(language, site.languages) || '/', reading(site, language))
  return app
}

/** What programs ask, with the types of what they send and get. */
function programs(site: Site) {
  const schemas = schemasFor(site)
  return new Hono<DeskEnv>()
    .route('/api/releases/validate', validating(site, schemas))
    .route('/api/releases', publishing(site, schemas))
    .route('/api/releases', restoring())
    .route('/api/histories', histories(site))
    .route('/api/changes', changes(site))
    .route('/api/audit', audit(site))
    .route('/api/search', searching(site))
    .route('/api/site', about(site))
    .route('/api/redirects', redirects(site, schemas))
    .route('/api', contract(site))
    .route('/', health(site))
}

/** The routes of programs as a type, for `hono/client`. */
export type Programs = ReturnType<typeof programs>

/**
 * A query that means nothing would be a way around the cache, whose key it is a part of: only the
 * API and the search read one, and the short links of a site that stood here before.
 */
const withoutQuery =
  (site: Site): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const query = c.req.url.indexOf('?')
    if (query < 0 || isApi(c) || !isReading(c)) return next()
    const { pathname, search } = new URL(c.req.url)
    if (pathname.endsWith('/search') && asksForSomething(c)) return next()
    if (pathname.startsWith('//')) return next()
    const link = shortLinkIn(search)
    const led = link && (await leadOn(site, c, pathname + link))
    return led || new Response(null, { status: 301, headers: { Location: pathname } })
  }

/** A release may have had the address before it stood here. */
const formerAddress = async (site: Site, c: DeskContext): Promise<Response | null> =>
  isReading(c) ? leadOn(site, c, new URL(c.req.url).pathname) : null

const isReading = (c: DeskContext) => c.req.method === 'GET' || c.req.method === 'HEAD'

const NOT_FOUND = new Refusal('not_found', 'There is no such address.')

/** An address with a slash too many at its end leads to the one without. */
function withoutSlash(c: DeskContext): Response | null {
  const { pathname, search } = new URL(c.req.url)
  let end = pathname.length
  while (pathname[end - 1] === '/') end--
  // Two slashes at the beginning would name another host.
  if (end === pathname.length || end < 2 || pathname.startsWith('//')) return null
  if (!isReading(c)) return null
  return new Response(null, { status: 301, headers: { Location: pathname.slice(0, end) + search } })
}
