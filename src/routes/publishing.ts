import { Hono } from 'hono'
import type { Content } from '../newsroom/content.ts'
import { type Editor, may } from '../newsroom/editor.ts'
import { cancelEmbargo, correct, edit, embargo, publish, withdraw } from '../newsroom/life.ts'
import { noSuchRelease, Refusal } from '../newsroom/refusals.ts'
import { asOf, hasJustLifted, type Release, type ReleaseId } from '../newsroom/release.ts'
import { bounded } from '../pages/markup.ts'
import type { Site } from '../site.ts'
import { authenticate, identify } from './auth.ts'
import { jsonBody } from './body.ts'
import { begin, change, idOf } from './changing.ts'
import { contentOf, present, type Sent, schemasFor } from './content.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { json } from './json.ts'
import { listQuery, nextLink } from './listing.ts'
import {
  releaseEtag,
  represent,
  representBriefly,
  representHeading,
  representRevision,
} from './representation.ts'
import { invalid, valid } from './validation.ts'

/** The publishing endpoint, under `/api/releases`. */
export function publishing(site: Site): Hono<DeskEnv> {
  const schemas = schemasFor(site)
  const api = new Hono<DeskEnv>()

  api.get('/', async (c) => {
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
    return change(site, c, editor, (release, act) =>
      edit(release, kept(site, release, content), act),
    )
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
      throw invalid([{ pointer: '/replacedBy', detail: 'is not the id of a release' }])
    return change(site, c, editor, (release, act) => withdraw(release, act, reason, replacedBy))
  })

  api.get('/:id/revisions', async (c) => {
    await authenticate(c, 'draft')
    const revisions = await c.env.releases.revisions(idOf(c))
    if (revisions.length === 0) throw noSuchRelease()
    return json(c, {
      body: { revisions: revisions.map(representHeading) },
    })
  })

  api.get('/:id/revisions/:number', async (c) => {
    await authenticate(c, 'draft')
    const number = /^[1-9]\d{0,8}$/.test(c.req.param('number')) ? Number(c.req.param('number')) : 0
    const revision = await c.env.releases.revision(idOf(c), number)
    if (!revision) throw noSuchRelease()
    return json(c, { body: representRevision(site, revision) })
  })

  return api
}

/** A release that the asker may see. For the public, a draft is as absent as an unknown id. */
async function visible(c: DeskContext, editor: Editor | null): Promise<Release> {
  const found = await c.env.releases.find(idOf(c))
  const stored =
    found && hasJustLifted(found, c.env.now)
      ? await c.env.atPrimary().releases.find(found.id)
      : found
  const release = stored && asOf(stored, c.env.now)
  if (!release) throw noSuchRelease()
  if (editor && may(editor, 'draft')) return stored
  if (release.state === 'withdrawn')
    throw new Refusal('withdrawn', Object.values<string>(release.reason).map(bounded).join(' / '))
  if (release.state !== 'published') throw noSuchRelease()
  return stored
}

/** Texts in languages that the site does not have any more stay as they are. */
const kept = (site: Site, release: Release, content: Content): Content => ({
  ...content,
  texts: {
    ...Object.fromEntries(
      Object.entries(release.texts).filter(
        ([language]) => !site.languages.some((known) => known === language),
      ),
    ),
    ...content.texts,
  },
})

/** The release's content with what a correction gives put over it. */
function merged(
  release: Release,
  { kind, topics, texts }: { [Part in keyof Sent]?: Sent[Part] | undefined },
): Content | null {
  if (kind === undefined && topics === undefined && texts === undefined) return null
  return {
    kind: kind ?? release.kind,
    topics: topics ?? release.topics,
    texts: { ...release.texts, ...present(texts ?? {}) },
  }
}
