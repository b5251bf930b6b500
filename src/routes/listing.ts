import { instantText } from '../newsroom/dateline.ts'
import type { Listing, ListQuery } from '../newsroom/ports.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import { parseReleaseId, type State } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import type { DeskContext } from './desk.ts'
import { limitFrom, RELEASES, unknownOnes } from './query.ts'

/** The states of a release. */
export const STATES: Record<State, true> = {
  draft: true,
  embargoed: true,
  published: true,
  withdrawn: true,
}

/**
 * What a list is asked for: `limit`, `cursor`, and for editors `state`. The public sees the public
 * releases, latest first; editors everything, latest created first.
 * @throws Refusal `invalid` naming each wrong parameter, as `?name`
 */
export function listQuery(c: DeskContext, editor: boolean): ListQuery {
  const wrong: FieldError[] = []
  const { limit: limited, cursor, state, ...unknown } = c.req.query()
  const limit = limitFrom(limited, RELEASES, wrong)
  if (state !== undefined && !Object.hasOwn(STATES, state))
    wrong.push({ pointer: '?state', detail: `must be one of ${Object.keys(STATES).join(', ')}` })
  else if (state !== undefined && state !== 'published' && !editor)
    wrong.push({ pointer: '?state', detail: 'needs a token, unless it is published' })
  const after = cursor === undefined ? null : parseCursor(cursor)
  if (cursor !== undefined && !after)
    wrong.push({ pointer: '?cursor', detail: 'is not a cursor that a list gave' })
  wrong.push(...unknownOnes(unknown))
  if (wrong.length > 0) throw new Refusal('invalid', 'The list cannot be made.', wrong)
  return { state: (state as State | undefined) ?? (editor ? null : 'published'), limit, after }
}

/** The URL of the next page. A cursor is a position, so that new releases do not shift it. */
export const nextLink = (site: Site, c: DeskContext, next: NonNullable<Listing['next']>): string =>
  askedAgain(site, c, 'cursor', `${instantText(next.at)}_${next.id}`)

/** The URL that was asked for, with one parameter more, or another one. */
export function askedAgain(site: Site, c: DeskContext, name: string, value: string): string {
  const url = new URL(c.req.path, site.url)
  for (const [given, said] of Object.entries(c.req.query())) url.searchParams.set(given, said)
  url.searchParams.set(name, value)
  return url.href
}

function parseCursor(cursor: string): ListQuery['after'] {
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_(.+)$/.exec(cursor) ?? []
  const instant = Date.parse(at ?? '')
  const release = parseReleaseId(id ?? '')
  return release && Number.isFinite(instant) ? { at: instant, id: release } : null
}
