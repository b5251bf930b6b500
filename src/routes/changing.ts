import { isEtagList, matches, releaseTag } from '../caching.ts'
import type { Instant } from '../newsroom/dateline.ts'
import { type Act, create, embargo, publish } from '../newsroom/life.ts'
import type { Saved } from '../newsroom/ports.ts'
import { noSuchRelease, Refusal } from '../newsroom/refusals.ts'
import { asOf, parseReleaseId, type Release, type ReleaseId } from '../newsroom/release.ts'
import type { Change } from '../newsroom/revision.ts'
import { type Rebuilt, rebuild } from '../rebuild.ts'
import type { Site } from '../site.ts'
import { contentOf, type Schemas } from './content.ts'
import type { DeskContext } from './desk.ts'
import { describe } from './errors.ts'
import { type JsonResponse, json } from './json.ts'
import { once } from './once.ts'
import { receipt, releaseEtag, represent } from './representation.ts'
import type { valid } from './validation.ts'

/** Rounds of a rebuild that a publication waits for; the schedule does the rest. */
const ROUNDS_OF_PUBLICATION = 2
const MAX_PATHS_LOGGED = 30
/** What stands at the place of an id in an address that is about no release. */
const VALIDATE = 'validate'
const MISMATCH = {
  true: 'The release has changed since the ETag in "If-Match".',
  false: '"If-Match" is not an ETag: send it as it was answered, with its quotes.',
}
const NOTHING_TO_REBUILD: Rebuilt = { paths: [], edge: 'none', more: false, fault: null }

export type Creation = ReturnType<typeof valid<Schemas['creation']>>

/** Creates a release and, in the same change, publishes it or puts it under embargo. */
export async function begin(
  site: Site,
  c: DeskContext,
  id: ReleaseId,
  body: Creation,
): Promise<ChangeResponse<201>> {
  const act = actOf(site, c)
  return once(site, c, {
    store: (request) =>
      saving(c, id, async () => {
        const draft = create(id, contentOf(body), act)
        const decided = under(body, draft, act)
        // Whatever it became, this is its first revision.
        const change = { ...decided, release: { ...decided.release, revision: 1 } }
        return c.env.releases.create(change, act.editor, act.now, request)
      }),
    answer: (saved, at) => answerChange<201>(site, c, saved, at),
  })
}

/** What a new release becomes at once: it stays a draft, or is published or held. */
export function under(
  { publish: publication, embargo: hold }: Pick<Creation, 'publish' | 'embargo'>,
  draft: Change,
  act: Act,
): Change {
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
export async function change(
  site: Site,
  c: DeskContext,
  decide: (release: Release, act: Act) => Change | null,
): Promise<ChangeResponse<200>> {
  const act = actOf(site, c)
  const ifMatch = c.req.header('If-Match')
  const id = idOf(c)
  if (ifMatch === undefined)
    throw new Refusal(
      'precondition_missing',
      'Send the ETag that you read as "If-Match", so that nobody else’s change is lost.',
    )
  const decided = (release: Release) => {
    if (!matches(ifMatch, releaseEtag(release, act.now)))
      throw new Refusal('conflict', MISMATCH[`${ifMatch.trim() === '*' || isEtagList(ifMatch)}`])
    return decide(release, act)
  }
  return once(site, c, {
    store: (request) =>
      saving(c, id, () => c.env.releases.update(id, decided, act.editor, act.now, request)),
    answer: (saved, at) => answerChange<200>(site, c, saved, at),
  })
}

/** Who is told of a conflict is told what there is now, to merge with. */
async function saving(c: DeskContext, id: ReleaseId, act: () => Promise<Saved>): Promise<Saved> {
  const { now, log, requestId } = c.env
  try {
    const saved = await act()
    const { revision } = saved.release
    const { state } = asOf(saved.release, now)
    const { id: editor, token } = c.var.editor
    if (saved.changed)
      log({ event: 'change', requestId, release: id, revision, state, editor, token })
    return saved
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'conflict') throw error
    const release = await c.env.releases.find(id)
    throw new Refusal(error.reason, error.message, error.fields, release)
  }
}

/** The release, and what the change did. */
export type ChangeResponse<Status extends 200 | 201> = JsonResponse<
  { release: ReturnType<typeof represent>; receipt: ReturnType<typeof receipt> },
  Status
>

/** Tells of a change that was made at the instant `at`, and rebuilds what it made stale. */
async function answerChange<Status extends 200 | 201>(
  site: Site,
  c: DeskContext,
  { release, changed }: Saved,
  at: Instant,
): Promise<ChangeResponse<Status>> {
  const { id, revision } = release
  const { state } = asOf(release, at)
  const visible = changed && (state === 'published' || state === 'withdrawn')
  const rebuilt = visible ? await rebuildNow(c, id) : NOTHING_TO_REBUILD
  const isNew = changed && revision === 1
  return json(c, {
    body: { release: represent(site, release, at), receipt: receipt(site, release, rebuilt) },
    etag: releaseEtag(release, at),
    status: (isNew ? 201 : 200) as Status,
    headers: isNew ? { Location: `/api/releases/${id}` } : {},
  })
}

/** The change is stored: whatever fails from here on, the schedule repairs. */
async function rebuildNow(c: DeskContext, id: ReleaseId): Promise<Rebuilt> {
  const { press, now, log, requestId } = c.env
  const rebuilt = await rebuild(press, now, ROUNDS_OF_PUBLICATION, [releaseTag(id)])
  log({ ...rebuildLine(rebuilt), cause: 'change', requestId })
  return rebuilt
}

/** One line of the log on a rebuild. */
export const rebuildLine = ({ paths, edge, more, fault }: Rebuilt) => ({
  event: fault === null ? 'rebuild' : 'rebuild-failed',
  pages: paths.length,
  more,
  edge,
  paths: paths.slice(0, MAX_PATHS_LOGGED),
  ...(fault === null ? {} : describe(fault)),
})

/** The release that the URL names. @throws Refusal `not_found` when it cannot be the id of one */
export function idOf(c: DeskContext): ReleaseId {
  const id = parseReleaseId(c.req.param('id') ?? '')
  if (!id || id === VALIDATE) throw noSuchRelease()
  return id
}

export const actOf = (site: Site, c: DeskContext): Act => ({
  editor: c.var.editor,
  now: c.env.now,
  zone: site.zone,
})
