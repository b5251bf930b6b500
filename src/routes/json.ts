import { respond } from '../caching.ts'
import type { DeskContext } from './desk.ts'

interface JsonAnswer {
  readonly body: unknown
  readonly etag?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * An answer in JSON. Never cached: a cache in front would not tell an editor's answer from the
 * public's, because its key has no Authorization in it.
 */
export function json(c: DeskContext, { body, ...answer }: JsonAnswer): Promise<Response> {
  const text = `${JSON.stringify(body)}\n`
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const ifNoneMatch = reading ? c.req.header('If-None-Match') : undefined
  return respond(
    { ...answer, body: text, type: 'application/json', policy: 'private' },
    ifNoneMatch,
  )
}
