import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { prefixOf } from '../newsroom/archive.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'
import { answerError } from './errors.ts'
import { publishing } from './publishing.ts'
import { crawling, reading } from './reading.ts'
import { security } from './security.ts'

/** The whole site as one application. What a request works with comes in as its environment. */
export function createApp(site: Site): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.use(security(site))
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
  app.notFound((c) => answerError(site, c, new Refusal('not_found', 'There is no such address.')))

  app.route('/api/releases', publishing(site))
  app.route('/', crawling(site))
  for (const language of site.languages)
    app.route(prefixOf(language, site.languages) || '/', reading(site, language))
  return app
}
