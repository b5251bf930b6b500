import { hc } from 'hono/client'
import type { Programs } from './routes/app.ts'

/**
 * A client of a newsroom's API, with the types of what is sent and of what comes back, which are
 * those of the routes themselves.
 *
 * @param url the site's address, such as `https://press.example.org`
 * @param token what changes need, and what reads drafts
 * @param options what else `hono/client` takes, such as a `fetch` of one's own
 * @example
 * const pressroom = pressroomClient('https://press.example.org', process.env.TOKEN)
 * const answer = await pressroom.api.releases.$post({ json: { kind: 'statement' }, header: {} })
 */
export const pressroomClient = (
  url: string,
  token?: string,
  { headers, ...options }: Options = {},
): ReturnType<typeof hc<Programs>> =>
  hc<Programs>(url, {
    ...options,
    headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
  })

interface Options {
  readonly fetch?: typeof fetch
  readonly headers?: Record<string, string>
}
