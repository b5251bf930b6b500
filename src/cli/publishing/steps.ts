import { randomUUID } from 'node:crypto'
import { instantText } from '../../newsroom/dateline.ts'
import { Failure } from '../exit.ts'
import { type Content, contentOf, isSame } from './content.ts'
import { type Existing, liveAt, type ReleaseRead, releaseWithId } from './finding.ts'
import { leadOn } from './leading.ts'
import type { Task } from './outcome.ts'
import type { Desk, Prepared } from './preparing.ts'
import type { Done } from './receipt.ts'
import { keyOf, type Sent, send } from './sending.ts'
import type { Aim } from './settling.ts'
import { type Timing, timingSent } from './timing.ts'

/** What a release has become, in a word, and of what is not there yet. */
const DID: Record<Timing['is'], string> = {
  draft: 'stored as a draft',
  now: 'published',
  filed: 'published',
  embargo: 'put under embargo',
}

/**
 * What is sent of a prepared release: one change for a new one; for a draft that is there what it says,
 * where that is something else, and then when it is public.
 * @param isAgain whether it is sent even where the very same was sent within a day
 */
export function stepsOf(aim: Aim, one: Prepared, isAgain: boolean, desk: Desk): Task {
  const { source, timing, existing, isThere, content } = one
  return {
    source,
    after: async (done) => {
      // Only who may publish enters them, and they lead nowhere before.
      if (timing.is !== 'draft' || done.release.state === 'published')
        await leadOn(one.manuscript, done, desk)
    },
    run: async (): Promise<Done> => {
      if (existing && isThere)
        return {
          source,
          did: aim === 'publish' ? 'published' : 'stored',
          isRepeated: true,
          release: existing.release,
          receipt: null,
        }
      if (!existing) return created(one, isAgain, desk)
      const next = await replaced(source, existing, content, desk)
      if (timing.is === 'draft') return { ...next.done, did: DID.draft }
      try {
        return await timed(source, next.existing, timing, desk)
      } catch (error) {
        if (!(error instanceof Failure) || next.existing === existing) throw error
        throw new Failure(error.exit, error.message, [
          ...error.details,
          `What ${existing.release.id} says was replaced before that.`,
        ])
      }
    },
  }
}

/** A new release and when it is public, in one change. */
async function created(one: Prepared, isAgain: boolean, desk: Desk): Promise<Done> {
  const { source, content, timing, manuscript } = one
  const { connection, context } = desk
  const { releases } = connection.client.api
  const { id } = manuscript
  const body = { ...content, ...timingSent(timing) }
  const did = DID[timing.is]
  const { answer, isRepeated } = await send(
    {
      what: `${source} was ${did}`,
      key: isAgain ? `pressroom-${randomUUID()}` : keyOf('create', id, body),
      request: (key) =>
        id === null
          ? releases.$post({ json: body, header: { 'Idempotency-Key': key } })
          : releases[':id'].$put({
              param: { id },
              json: body,
              header: { 'If-None-Match': '*', 'Idempotency-Key': key },
            }),
    },
    context.stop,
  )
  // What was answered then may have changed since.
  const now = isRepeated ? await releaseWithId(connection, answer.release.id) : null
  if (now && isUndone(now.release.state, timing))
    throw new Failure(
      'refused',
      `${source}: it was ${did} within a day as ${now.release.id}, which is ${NOW[now.release.state]} now.`,
      ['Nothing was sent. --again makes another release of it.'],
    )
  return {
    source,
    did,
    isRepeated,
    release: now?.release ?? answer.release,
    receipt: answer.receipt,
  }
}

/** What was done since, and is not what is asked for. */
const isUndone = (state: ReleaseRead['state'], timing: Timing): boolean =>
  state === 'withdrawn' || (state === 'draft' && timing.is !== 'draft')
const NOW: Record<ReleaseRead['state'], string> = {
  draft: 'a draft',
  embargoed: 'under embargo',
  published: 'public',
  withdrawn: 'withdrawn',
}

/** What a release says, where that is something else. */
async function replaced(
  source: string,
  existing: Existing,
  content: Content,
  { connection, context }: Desk,
): Promise<{ existing: Existing; done: Omit<Done, 'did'> }> {
  const { release, etag } = existing
  if (isSame(contentOf(release), content))
    return { existing, done: { source, isRepeated: true, release, receipt: null } }
  const { id } = release
  const sent = await send(
    {
      what: `${source} replaced what ${id} says`,
      key: keyOf('replace', id, etag, content),
      request: (key) =>
        connection.client.api.releases[':id'].$put({
          param: { id },
          json: content,
          header: { 'If-Match': etag, 'Idempotency-Key': key },
        }),
    },
    context.stop,
  )
  return {
    existing: { release: sent.answer.release, etag: sent.etag },
    done: {
      source,
      isRepeated: sent.isRepeated,
      release: sent.answer.release,
      receipt: sent.answer.receipt,
    },
  }
}

/**
 * Publishes or holds a release that is there.
 * @throws Failure as `send` does
 */
export async function timed(
  source: string,
  { release, etag }: Existing,
  timing: Exclude<Timing, { is: 'draft' }>,
  { connection, context }: Pick<Desk, 'connection' | 'context'>,
): Promise<Done> {
  const one = connection.client.api.releases[':id']
  const { id, state } = release
  const isHeld = timing.is === 'embargo' && state === 'embargoed'
  const did = isHeld ? 'held until another moment' : DID[timing.is]
  if (isHeld && liveAt(release) === timing.until)
    return { source, did: DID.embargo, isRepeated: true, release, receipt: null }
  const header = (key: string) => ({ 'If-Match': etag, 'Idempotency-Key': key })
  const until = timing.is === 'embargo' ? instantText(timing.until) : null
  const at = timing.is === 'filed' ? { at: timing.at } : {}
  const sent: Sent = await send(
    {
      what: `${id} was ${did}`,
      key: keyOf(timing.is, id, etag, until, at),
      request: (key) =>
        until === null
          ? one.publication.$post({ param: { id }, json: at, header: header(key) })
          : one.embargo.$put({ param: { id }, json: { until }, header: header(key) }),
    },
    context.stop,
  )
  return {
    source,
    did,
    isRepeated: sent.isRepeated,
    release: sent.answer.release,
    receipt: sent.answer.receipt,
  }
}
