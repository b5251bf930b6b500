import { Hono } from 'hono'
import { respond } from '../caching.ts'
import type { Condition } from '../newsroom/ports.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { describe, RETRY_AFTER } from './errors.ts'
import { json } from './json.ts'
import { METRICS_TYPE, metricsText } from './metrics.ts'
import { readinessOf } from './readiness.ts'

/**
 * How the newsroom is: `GET /healthz` says that the Worker runs and asks nobody, `/readyz` says
 * whether it can serve and what gets old, and `/metrics` gives admins the numbers.
 */
export const health = (site: Site) =>
  new Hono<DeskEnv>()
    .get('/healthz', async (c) => json(c, { body: { status: 'ok' as const } }))
    .get('/readyz', async (c) => {
      const { bindings, now } = c.env
      const body = readinessOf(await conditionAsFarAsKnown(c), bindings, site, now)
      if (body.status === 'unavailable')
        return json(c, {
          body,
          status: 503,
          headers: { 'Retry-After': String(RETRY_AFTER.unavailable) },
        })
      return json(c, { body })
    })
    .get('/metrics', allow('admin'), async (c) => {
      const { bindings, now } = c.env
      const { health } = c.env.atPrimary()
      const [condition, filed] = await Promise.all([health.condition(now), health.filed()])
      const body = metricsText(condition, readinessOf(condition, bindings, site, now), filed, now)
      return respond({ body, type: METRICS_TYPE }, c.req.header('If-None-Match'))
    })

/** Null where the database does not answer, for whatever reason: a probe is told in any case. */
async function conditionAsFarAsKnown(c: DeskContext): Promise<Condition | null> {
  const { bindings, now, requestId, log } = c.env
  if (!bindings.database) return null
  try {
    return await c.env.atPrimary().health.condition(now)
  } catch (error) {
    const line = error instanceof Refusal ? { event: 'unavailable' } : null
    log({ ...(line ?? { event: 'error', ...describe(error) }), requestId })
    return null
  }
}
