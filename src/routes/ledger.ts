import { Hono } from 'hono'
import { instantText } from '../newsroom/dateline.ts'
import type { AuditEntry, Position, PublicChange } from '../newsroom/event.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import { parseReleaseId, type ReleaseId } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { json } from './json.ts'
import { askedAgain } from './listing.ts'
import { ENTRIES, limitFrom, unknownOnes } from './query.ts'
import { asked } from './sent.ts'

/** The cursor that comes before everything. */
const BEGINNING = '0'

/**
 * `GET /api/changes`: what is public, change by change and oldest first, for whoever keeps a mirror.
 * Who asks for each `url` in turn, keeps what comes and drops what is gone, has what the public has.
 */
export const changes = (site: Site) =>
  new Hono<DeskEnv>().get('/', asked<'since' | 'limit'>(), async (c) => {
    const { since, limit: limited, ...unknown } = c.req.query()
    const { after, limit } = ledgerQuery({ since, limited }, unknownOnes(unknown))
    const found = await c.env.atPrimary().ledger.changes(after, limit + 1, c.env.now)
    const { shown, next, more } = pageOf(site, c, found, after, limit)
    return json(c, {
      body: { changes: shown.map((change) => representChange(site, change)), next, more },
      headers: more ? { Link: `<${next}>; rel="next"` } : {},
    })
  })

/** `GET /api/audit`: everything that happened, oldest first and with who did it, for admins. */
export const audit = (site: Site) =>
  new Hono<DeskEnv>().get(
    '/',
    allow('admin'),
    asked<'since' | 'limit' | 'release'>(),
    async (c) => {
      const { since, limit: limited, release: named, ...unknown } = c.req.query()
      const wrong = unknownOnes(unknown)
      const release = named === undefined ? null : parseReleaseId(named)
      if (named !== undefined && !release)
        wrong.push({ pointer: '?release', detail: 'is not the id of a release' })
      const { after, limit } = ledgerQuery({ since, limited }, wrong)
      const { ledger } = c.env.atPrimary()
      const found = await ledger.audit(after, limit + 1, release, c.env.now)
      const { shown, next, more } = pageOf(site, c, found, after, limit)
      return json(c, {
        body: { events: shown.map((entry) => representEntry(site, entry)), next, more },
        headers: more ? { Link: `<${next}>; rel="next"` } : {},
      })
    },
  )

/**
 * Where a ledger is read from, and how far.
 * @param wrong what is wrong with the other parameters
 * @throws Refusal `invalid` naming each wrong parameter, as `?name`
 */
function ledgerQuery(
  {
    since,
    limited,
  }: { readonly since?: string | undefined; readonly limited?: string | undefined },
  wrong: FieldError[],
): { after: Position | null; limit: number } {
  const limit = limitFrom(limited, ENTRIES, wrong)
  const after = since === undefined || since === BEGINNING ? null : parseCursor(since)
  if (after === undefined)
    wrong.push({ pointer: '?since', detail: 'is not a cursor that an answer gave' })
  if (wrong.length > 0) throw new Refusal('invalid', 'The ledger cannot be read so.', wrong)
  return { after: after ?? null, limit }
}

/** One page of what was found, which may be one more, and the address of what comes after it. */
function pageOf<E extends Position>(
  site: Site,
  c: DeskContext,
  found: readonly E[] | null,
  after: Position | null,
  limit: number,
) {
  // The database was restored from an earlier day, and whoever has read further knows of more than
  // there is now.
  if (!found)
    throw new Refusal(
      'lost',
      'What "since" names is not in this ledger any more: begin anew without it, and drop what is not told again.',
    )
  const shown = found.slice(0, limit)
  const last = shown.at(-1) ?? after
  const cursor = last ? `${last.number}.${last.at}` : BEGINNING
  return { shown, next: askedAgain(site, c, 'since', cursor), more: found.length > limit }
}

function parseCursor(cursor: string): Position | undefined {
  const [, number, at] = /^([1-9]\d{0,14})\.(-?\d{1,15})$/.exec(cursor) ?? []
  return number === undefined ? undefined : { number: Number(number), at: Number(at) }
}

const representChange = (site: Site, { number, at, kind, release, revision }: PublicChange) => ({
  number,
  at: instantText(at),
  kind,
  id: release,
  revision,
  url: urlOf(site, release, revision),
})

/** What is absent is left out. */
const representEntry = (
  site: Site,
  { release, isPublic, editor, token, from, ...event }: AuditEntry,
) => ({
  number: event.number,
  at: instantText(event.at),
  kind: event.kind,
  ...(release ? { release: { ...release, url: urlOf(site, release.id, release.revision) } } : {}),
  public: isPublic,
  ...(editor ? { editor } : {}),
  ...(token === null ? {} : { token }),
  ...(from === null ? {} : { from }),
  ...(event.note ? { note: event.note } : {}),
})

/** It names the revision, so that no replica answers that does not have it yet. */
const urlOf = (site: Site, id: ReleaseId, revision: number): string =>
  `${site.url}/api/releases/${id}?revision=${revision}`
