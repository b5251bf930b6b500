import { Hono, type MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { type Editor, may } from '../newsroom/editor.ts'
import { cancelEmbargo, correct, edit, embargo, publish, withdraw } from '../newsroom/life.ts'
import { noSuchRelease, Refusal } from '../newsroom/refusals.ts'
import { asOf, hasJustLifted, type Release, type ReleaseId } from '../newsroom/release.ts'
import { bounded } from '../pages/markup.ts'
import type { Site } from '../site.ts'
import { allow, identify } from './auth.ts'
import { jsonBody } from './body.ts'
import { begin, change, idOf } from './changing.ts'
import { contentOf, type Schemas } from './content.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { json } from './json.ts'
import { listQuery, nextLink } from './listing.ts'
import { kept, merged } from './merging.ts'
import { unknownOnes } from './query.ts'
import {
  releaseEtag,
  represent,
  representBriefly,
  representHeading,
  representRevision,
} from './representation.ts'
import { asked, headed, sent, sentOrNothing, type Wire } from './sent.ts'
import { invalid, valid } from './validation.ts'

/** The publishing endpoint, under `/api/releases`. */
export const publishing = (site: Site, schemas: Schemas) =>
  new Hono<DeskEnv>()
    .get('/', asked<'limit' | 'cursor' | 'state'>(), async (c) => {
      const { releases, now } = c.env
      const editor = await identify(c)
      const query = listQuery(c, editor !== null)
      let listing = await releases.list(query, now)
      if (listing.releases.some((release) => hasJustLifted(release, now)))
        listing = await c.env.atPrimary().releases.list(query, now)
      const { releases: found, next } = listing
      const link = next && nextLink(site, c, next)
      return json(c, {
        body: {
          releases: found.map((release) => representBriefly(site, release, now)),
          ...(link ? { next: link } : {}),
        },
        headers: link ? { Link: `<${link}>; rel="next"` } : {},
      })
    })

    .post('/', allow('draft'), mayHaveKey, sent(schemas.creation), (c) =>
      begin(site, c, crypto.randomUUID() as ReleaseId, c.req.valid('json')),
    )

    .get('/:id', asked<'revision'>(), async (c) => {
      const editor = await identify(c)
      const release = await visible(c, editor)
      const { now } = c.env
      return json(c, { body: represent(site, release, now), etag: releaseEtag(release, now) })
    })

    .put('/:id', allow('draft'), putHeaders, sentToPut(schemas), (c) => {
      const { create, body } = c.req.valid('json')
      if (create) return begin(site, c, idOf(c), body)
      const content = contentOf(body)
      return change(site, c, (release, act) =>
        edit(release, kept(site, release, content, act.editor), act),
      )
    })

    .post(
      '/:id/publication',
      allow('publish'),
      onRevision,
      sentOrNothing(schemas.publication),
      (c) => {
        const { at } = c.req.valid('json')
        return change(site, c, (release, act) => publish(release, act, at ?? null))
      },
    )

    .put('/:id/embargo', allow('publish'), onRevision, sent(schemas.embargo), (c) => {
      const { until } = c.req.valid('json')
      return change(site, c, (release, act) => embargo(release, act, until))
    })

    .delete('/:id/embargo', allow('publish'), onRevision, (c) => change(site, c, cancelEmbargo))

    .post('/:id/corrections', allow('publish'), onRevision, sent(schemas.correction), (c) => {
      const { note, ...body } = c.req.valid('json')
      return change(site, c, (release, act) => correct(release, act, note, merged(release, body)))
    })

    .post('/:id/withdrawal', allow('publish'), onRevision, sent(schemas.withdrawal), async (c) => {
      const { reason, replacedBy = null } = c.req.valid('json')
      if (replacedBy !== null && !(await c.env.releases.find(replacedBy)))
        throw invalid([{ pointer: '/replacedBy', detail: 'is not the id of a release' }])
      return change(site, c, (release, act) => withdraw(release, act, reason, replacedBy))
    })

    .get('/:id/revisions', allow('read'), async (c) => {
      const revisions = await c.env.releases.revisions(idOf(c))
      if (revisions.length === 0) throw noSuchRelease()
      return json(c, { body: { revisions: revisions.map(representHeading) } })
    })

    .get('/:id/revisions/:number', allow('read'), async (c) => {
      const given = c.req.param('number')
      const number = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
      const revision = await c.env.releases.revision(idOf(c), number)
      if (!revision) throw noSuchRelease()
      return json(c, { body: representRevision(site, revision) })
    })

const mayHaveKey = headed<never, 'Idempotency-Key'>()
const onRevision = headed<'If-Match', 'Idempotency-Key'>()
const putHeaders = headed<never, 'If-Match' | 'If-None-Match' | 'Idempotency-Key'>()

/** A PUT creates with `If-None-Match: *`, and may then publish as well; otherwise it replaces. */
const sentToPut =
  (
    schemas: Schemas,
  ): MiddlewareHandler<
    DeskEnv,
    string,
    {
      in: { json: Wire<z.core.input<Schemas['creation']>> }
      out: {
        json:
          | { create: true; body: z.core.output<Schemas['creation']> }
          | { create: false; body: z.core.output<Schemas['replacement']> }
      }
    }
  > =>
  async (c, next) => {
    const body = await jsonBody(c)
    const condition = c.req.header('If-None-Match')
    if (condition !== undefined && condition.trim() !== '*')
      throw new Refusal('precondition_missing', 'To create, send "If-None-Match: *".')
    const create = condition !== undefined
    c.req.addValidatedData('json', {
      create,
      body: valid(create ? schemas.creation : schemas.replacement, body),
    })
    await next()
  }

/** A release that the asker may see. For the public, a draft is as absent as an unknown id. */
async function visible(c: DeskContext, editor: Editor | null): Promise<Release> {
  const found = await c.env.releases.find(idOf(c))
  const stored = isBehind(c, found) ? await c.env.atPrimary().releases.find(idOf(c)) : found
  const release = stored && asOf(stored, c.env.now)
  if (!release) throw noSuchRelease()
  if (editor && may(editor, 'read')) return stored
  if (release.state === 'withdrawn')
    throw new Refusal('withdrawn', Object.values<string>(release.reason).map(bounded).join(' / '))
  if (release.state !== 'published') throw noSuchRelease()
  return stored
}

/**
 * Whether what was found may come from a replica that lags behind: the embargo has just lifted, or
 * the asker knows of a later `?revision`.
 */
function isBehind(c: DeskContext, found: Release | null): boolean {
  const known = revisionKnown(c)
  return found ? found.revision < known || hasJustLifted(found, c.env.now) : known > 0
}

/** Zero where none is named. @throws Refusal `invalid` when it is not the number of one */
function revisionKnown(c: DeskContext): number {
  const { revision: given = '0', ...unknown } = c.req.query()
  const wrong = unknownOnes(unknown)
  if (!/^(?:0|[1-9]\d{0,8})$/.test(given) || c.req.query('revision') === '0')
    wrong.push({ pointer: '?revision', detail: 'must be the number of a revision' })
  if (wrong.length > 0) throw new Refusal('invalid', 'The release cannot be read.', wrong)
  return Number(given)
}
