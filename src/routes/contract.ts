import { Hono, type MiddlewareHandler } from 'hono'
import { etagOf, respond } from '../caching.ts'
import { contractPage } from '../pages/contract.ts'
import type { Site } from '../site.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { contractOf } from './openapi.ts'
import { policyOf, standing } from './security.ts'

/** `GET /api` and `/api/openapi.json`: the contract, for people and for programs. */
export function contract(site: Site) {
  const told = lazily(() => contractOf(site))
  const document = lazily(() => tagged(`${JSON.stringify(told())}\n`))
  const page = lazily(async () => {
    const made = await tagged(contractPage(site, told()))
    return { ...made, headers: await policyOf(site, made.body) }
  })
  const answer = (c: DeskContext, { headers = {}, ...made }: Made, type: string) =>
    respond(
      { ...made, type, headers: { ...standing(site, c.env.requestId), ...headers } },
      c.req.header('If-None-Match'),
    )

  return new Hono<DeskEnv>()
    .get('/', async (c) => answer(c, await page(), 'text/html; charset=utf-8'))
    .get('/openapi.json', async (c) => answer(c, await document(), 'application/json'))
}

/** Names the contract in each answer (RFC 8631). */
export const withContract: MiddlewareHandler<DeskEnv> = async (c, next) => {
  await next()
  c.res.headers.append('Link', CONTRACT)
}

const CONTRACT = '</api/openapi.json>; rel="service-desc", </api>; rel="service-doc"'

interface Made {
  readonly body: string
  readonly etag: string
  readonly headers?: Record<string, string>
}

const tagged = async (body: string): Promise<Made> => ({ body, etag: await etagOf(body) })

/** Made when it is asked for, and then never again: it depends on the settings only. */
function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
