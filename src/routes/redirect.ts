import { keep, type Policy } from '../caching.ts'
import { Refusal } from '../newsroom/refusals.ts'

/** Leads to another address of this site; how long that holds, the policy says. */
export function redirect(
  path: string,
  status: 301 | 302,
  policy: Policy,
  tags: readonly string[] = [],
): Response {
  const headers = new Headers({ Location: path })
  keep(headers, policy, tags)
  return new Response(null, { status, headers })
}

export const notFound = (): Refusal => new Refusal('not_found', 'There is no such page.')
