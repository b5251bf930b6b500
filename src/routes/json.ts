import type { TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { respond } from '../caching.ts'
import type { DeskContext } from './desk.ts'

interface JsonAnswer<Body, Status> {
  readonly body: Body
  readonly etag?: string
  readonly status?: Status
  readonly headers?: Readonly<Record<string, string>>
}

/** A response that clients know the shape of. */
export type JsonResponse<Body, Status extends ContentfulStatusCode = 200> = Response &
  TypedResponse<Body, Status, 'json'>

/**
 * An answer in JSON. Never cached: a cache in front would not tell an editor's answer from the
 * public's, because its key has no Authorization in it.
 */
export async function json<Body, Status extends ContentfulStatusCode = 200>(
  c: DeskContext,
  { body, ...answer }: JsonAnswer<Body, Status>,
): Promise<JsonResponse<Body, Status>> {
  const text = `${JSON.stringify(body)}\n`
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const ifNoneMatch = reading ? c.req.header('If-None-Match') : undefined
  const response = await respond(
    { ...answer, body: text, type: 'application/json', policy: 'private' },
    ifNoneMatch,
  )
  return response as JsonResponse<Body, Status>
}
