import { Hono } from 'hono'
import { keep, matches, releaseTag, respond } from '../caching.ts'
import type { Editor } from '../newsroom/editor.ts'
import { may } from '../newsroom/editor.ts'
import {
  type Act,
  type Content,
  cancelEmbargo,
  correct,
  create,
  edit,
  embargo,
  publish,
  withdraw,
} from '../newsroom/life.ts'
import type { Saved } from '../newsroom/ports.ts'
import { Refusal } from '../newsroom/refusals.ts'
import { asOf, parseReleaseId, type Release, type ReleaseId } from '../newsroom/release.ts'
import type { Change } from '../newsroom/revision.ts'
import { rebuild } from '../rebuild.ts'
import type { Site } from '../site.ts'
import { authenticate, identify } from './auth.ts'
import { jsonBody } from './body.ts'
import { contentOf, schemasFor } from './content.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { describe } from './errors.ts'
import { listQuery, nextLink } from './listing.ts'
import {
  receipt,
  releaseEtag,
  represent,
  representBriefly,
  representRevision,
} from './representation.ts'
import { valid } from './validation.ts'

/** Rounds of a rebuild that a publication waits for; the schedule does the rest. */
const ROUNDS_OF_PUBLICATION = 2

/** The publishing endpoint, under `/api/releases`. */
export function publishing(site: Site): Hono<DeskEnv> {
  const schemas = schemasFor(site)
  const api = new Hono<DeskEnv>()

  api.get('/', async (c) => {
    const { releases, now } = c.env
    const editor = await identify(c)
    const query = listQuery(c, editor !== null)
    const { releases: found, next } = await releases.list(query, now)
    const link = next && nextLink(site, c, next)
    return json(c, {
      body: {
        releases: found.map((release) => representBriefly(site, release, now)),
        ...(link ? { next: link } : {}),
      },
      headers: link ? { Link: `<${link}>; rel="next"` } : {},
    })
  })

  api.post('/', async (c) => {
    const editor = await authenticate(c, 'draft')
    const body = valid(schemas.creation, await jsonBody(c))
    return begin(site, c, editor, crypto.randomUUID() as ReleaseId, body)
  })

  api.get('/:id', async (c) => {
    const editor = await identify(c)
    const release = await visible(c, editor)
    const { now } = c.env
    return json(c, { body: represent(site, release, now), etag: releaseEtag(release, now) })
  })

  api.put('/:id', async (c) => {
    const editor = await authenticate(c, 'draft')
    const body = await jsonBody(c)
    const id = idOf(c)
    if (c.req.header('If-None-Match') !== undefined) {
      if (c.req.header('If-None-Match')?.trim() !== '*')
        throw new Refusal('precondition_missing', 'To create, send "If-None-Match: *".')
      return begin(site, c, editor, id, valid(schemas.creation, body))
    }
    const content = contentOf(valid(schemas.replacement, body))
    return change(site, c, editor, (release, act) => edit(release, content, act))
  })

  api.post('/:id/publication', async (c) => {
    const editor = await authenticate(c, 'publish')
    const { at } = valid(schemas.publication, await jsonBody(c, {}))
    return change(site, c, editor, (release, act) => publish(release, act, at ?? null))
  })

  api.put('/:id/embargo', async (c) => {
    const editor = await authenticate(c, 'publish')
    const { until } = valid(schemas.embargo, await jsonBody(c))
    return change(site, c, editor, (release, act) => embargo(release, act, until))
  })

  api.delete('/:id/embargo', async (c) => {
    const editor = await authenticate(c, 'publish')
    return change(site, c, editor, cancelEmbargo)
  })

  api.post('/:id/corrections', async (c) => {
    const editor = await authenticate(c, 'publish')
    const { note, ...body } = valid(schemas.correction, await jsonBody(c))
    return change(site, c, editor, (release, act) =>
      correct(release, act, note, merged(release, body)),
    )
  })

  api.post('/:id/withdrawal', async (c) => {
    const editor = await authenticate(c, 'publish')
    const { reason, replacedBy = null } = valid(schemas.withdrawal, await jsonBody(c))
    if (replacedBy !== null && !(await c.env.releases.find(replacedBy)))
      throw new Refusal('invalid', 'The body was read, and nothing was stored.', [
        { pointer: '/replacedBy', detail: 'is not the id of a release' },
      ])
    return change(site, c, editor, (release, act) => withdraw(release, act, reason, replacedBy))
  })

  api.get('/:id/revisions', async (c) => {
    await authenticate(c, 'draft')
    const revisions = await c.env.releases.revisions(idOf(c))
    if (revisions.length === 0) throw notFound()
    return json(c, {
      body: { revisions: revisions.map((revision) => representRevision(site, revision, false)) },
    })
  })

  api.get('/:id/revisions/:number', async (c) => {
    await authenticate(c, 'draft')
    const number = /^[1-9]\d{0,8}$/.test(c.req.param('number')) ? Number(c.req.param('number')) : 0
    const revision = await c.env.releases.revision(idOf(c), number)
    if (!revision) throw notFound()
    return json(c, { body: representRevision(site, revision, true) })
  })

  return api
}

type Creation = ReturnType<typeof valid<ReturnType<typeof schemasFor>['creation']>>

/** Creates a release and, in the same change, publishes it or puts it under embargo. */
async function begin(
  site: Site,
  c: DeskContext,
  editor: Editor,
  id: ReleaseId,
  body: Creation,
): Promise<Response> {
  const act = actOf(site, c, editor)
  const draft = create(id, contentOf(body), act)
  const decided = under(body, draft, act)
  // Whatever it became, this is its first revision.
  const change = { ...decided, release: { ...decided.release, revision: 1 } }
  const saved = await c.env.releases.create(change, editor, c.env.now)
  return answerChange(site, c, editor, saved, 201)
}

function under({ publish: publication, embargo: hold }: Creation, draft: Change, act: Act): Change {
  try {
    if (hold) return embargo(draft.release, act, hold.until)
    if (!publication) return draft
    return publish(draft.release, act, publication === true ? null : publication.at)
  } catch (error) {
    throw error instanceof Refusal && error.reason === 'invalid'
      ? within(hold ? '/embargo' : '/publish', error)
      : error
  }
}

const within = (parent: string, { reason, message, fields }: Refusal) =>
  new Refusal(
    reason,
    message,
    fields.map(({ pointer, detail }) => ({ pointer: `${parent}${pointer}`, detail })),
  )

/** Every lifecycle route is these lines: load, check the precondition, decide, store, rebuild. */
async function change(
  site: Site,
  c: DeskContext,
  editor: Editor,
  decide: (release: Release, act: Act) => Change | null,
): Promise<Response> {
  const act = actOf(site, c, editor)
  const ifMatch = c.req.header('If-Match')
  const id = idOf(c)
  if (ifMatch === undefined)
    throw new Refusal(
      'precondition_missing',
      'Send the ETag that you read as "If-Match", so that nobody else’s change is lost.',
    )
  const saved = await c.env.releases.update(
    id,
    (release) => {
      if (!matches(ifMatch, releaseEtag(release, act.now), 'strong'))
        throw new Refusal('conflict', 'The release has changed since the ETag in "If-Match".')
      return decide(release, act)
    },
    editor,
    act.now,
  )
  return answerChange(site, c, editor, saved, 200)
}

async function answerChange(
  site: Site,
  c: DeskContext,
  editor: Editor,
  { release, changed }: Saved,
  status: 200 | 201,
): Promise<Response> {
  const { now, log, requestId } = c.env
  const { id, revision } = release
  const { state } = asOf(release, now)
  if (changed) log({ event: 'change', requestId, release: id, revision, state, editor: editor.id })
  const visible = changed && (state === 'published' || state === 'withdrawn')
  const rebuilt = visible
    ? await rebuildNow(c, id)
    : { paths: [], edge: 'none' as const, more: false }
  return json(c, {
    body: { release: represent(site, release, now), receipt: receipt(site, release, rebuilt) },
    etag: releaseEtag(release, now),
    status,
    headers: status === 201 ? { Location: `/api/releases/${id}` } : {},
  })
}

/** The change is stored: whatever fails from here on, the schedule repairs. */
async function rebuildNow(c: DeskContext, id: ReleaseId) {
  const { press, now, log, requestId } = c.env
  try {
    const rebuilt = await rebuild(press, now, ROUNDS_OF_PUBLICATION, [releaseTag(id)])
    const { paths, absent, edge, more } = rebuilt
    const [pages, removed] = [paths.length, absent.length]
    log({ event: 'rebuild', cause: 'change', requestId, pages, removed, more, edge })
    return rebuilt
  } catch (error) {
    log({ event: 'rebuild-failed', cause: 'change', requestId, ...describe(error) })
    return { paths: [], edge: 'none' as const, more: true }
  }
}

/** A release that the asker may see. For the public, a draft is as absent as an unknown id. */
async function visible(c: DeskContext, editor: Editor | null): Promise<Release> {
  const stored = await c.env.releases.find(idOf(c))
  const release = stored && asOf(stored, c.env.now)
  if (!release) throw notFound()
  if (editor && may(editor, 'draft')) return stored
  if (release.state === 'withdrawn')
    throw new Refusal('withdrawn', Object.values(release.reason).join(' / '))
  if (release.state !== 'published') throw notFound()
  return stored
}

/** The release's content with what a correction gives put over it. */
function merged(
  release: Release,
  body: { kind?: string | undefined; topics?: string[] | undefined; texts?: object | undefined },
): Content | null {
  const { kind, topics, texts } = body
  if (kind === undefined && topics === undefined && texts === undefined) return null
  return {
    kind: kind ?? release.kind,
    topics: topics ?? release.topics,
    texts: { ...release.texts, ...contentOf({ kind: '', topics: [], texts: texts ?? {} }).texts },
  }
}

const actOf = (site: Site, c: DeskContext, editor: Editor): Act => ({
  editor,
  now: c.env.now,
  zone: site.zone,
})

function idOf(c: DeskContext): ReleaseId {
  const id = parseReleaseId(c.req.param('id') ?? '')
  if (!id) throw notFound()
  return id
}

const notFound = () => new Refusal('not_found', 'There is no such release.')

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
async function json(c: DeskContext, { body, ...answer }: JsonAnswer): Promise<Response> {
  const text = `${JSON.stringify(body)}\n`
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const ifNoneMatch = reading ? c.req.header('If-None-Match') : undefined
  const response = await respond({ ...answer, body: text, type: 'application/json' }, ifNoneMatch)
  keep(response.headers, 'private')
  return response
}
