import type { Instant } from '../newsroom/dateline.ts'
import type { Kept, KeptAnswer, KeyedRequest, Saved } from '../newsroom/ports.ts'
import { type Reason, Refusal } from '../newsroom/refusals.ts'
import type { Site } from '../site.ts'
import { digestOf, joined } from './bytes.ts'
import type { DeskContext } from './desk.ts'
import { answerError, describe } from './errors.ts'

/** Milliseconds that a first request may take until it counts as cut off, and the first look. */
const PATIENCE = 10_000
const FIRST_PAUSE = 250
/** Under this header an answer says that the change was made by an earlier request. */
const REPLAYED = 'Idempotency-Replayed'
/** What is kept of an answer's headers: the others are the same for every answer. */
const KEPT_HEADERS = ['Content-Type', 'ETag', 'Location']
/**
 * The refusals that are decisions: asked again, they are told again. The others tell that nothing
 * was decided, and whoever repeats is meant to get further.
 */
const DECISIONS: readonly Reason[] = [
  'not_found',
  'wrong_state',
  'withdrawn',
  'incomplete',
  'invalid',
]

/** Nothing was decided of what was asked, and no earlier answer is this one's to get. */
const UNDECIDED: readonly Reason[] = ['unavailable', 'forbidden']

interface Doing<R extends Response> {
  /** Makes the change and, in the same batch, enters the request. */
  store(request: KeyedRequest | null): Promise<Saved>
  /** Tells what was done at the instant `at`. */
  answer(saved: Saved, at: Instant): Promise<R>
}

/**
 * Makes a change and answers it. With an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header)
 * the change is made once, however often it is asked for: for a day the same request of the same
 * editor is answered as it was the first time. Repeated requests do not look first whether they were
 * made: they break the key of the first, or what it has changed, and then wait for its answer.
 * @throws Refusal `invalid` when the key is none, `key_reused`, and whatever `store` throws
 */
export async function once<R extends Response>(
  site: Site,
  c: DeskContext,
  { store, answer }: Doing<R>,
): Promise<R> {
  const { answers, now } = c.env
  const key = keyOf(c)
  if (key === null) return answer(await store(null), now)
  const digests = await digestsOf(c)
  const request = { editor: c.var.editor.id, key, digest: digests.done }
  const first = (kept: Kept) => {
    if (!Object.values(digests).includes(kept.digest)) throw reused()
    return firstAnswer(c, request, kept, answer)
  }

  let done: Kept['done'] = null
  let digest = digests.done
  let own: KeptAnswer
  try {
    const saved = await store(request)
    if (saved.changed) done = { release: saved.release.id, revision: saved.release.revision }
    own = await told(await answer(saved, now))
  } catch (error) {
    if (!(error instanceof Refusal) || UNDECIDED.includes(error.reason)) throw error
    if (DECISIONS.includes(error.reason)) {
      own = await told(answerError(site, c, error))
      digest = digests.refused
    } else {
      const kept = await answers.find(request, now)
      if (!kept) throw error
      return given(await first(kept), true) as R
    }
  }
  const before = await keep(c, { ...request, digest }, own, done)
  // Whoever made the change gets the same answer as everybody else, also if it came too late.
  return given(before ? await first(before) : own, before !== null && done === null) as R
}

/**
 * Keeps an answer, and tells what was kept before it. What was done is answered also where it cannot
 * be kept at all: who repeats the request gets an answer that is made from what was stored.
 * @throws Refusal `unavailable`
 */
async function keep(
  c: DeskContext,
  request: KeyedRequest,
  own: KeptAnswer,
  done: Kept['done'],
): Promise<Kept | null> {
  const { answers, now, log, requestId } = c.env
  try {
    return await answers.keep(request, own, now, done)
  } catch (error) {
    // What was refused may have been done before: only the store can say. What passes by itself is
    // asked for again, and then everybody gets the same.
    if (done === null || error instanceof Refusal) throw error
    log({ event: 'not-kept', requestId, ...describe(error) })
    return null
  }
}

/**
 * The key of a request: a string as structured fields have it (RFC 9651, section 3.3.3), or the
 * bare text; null where none was sent.
 */
function keyOf(c: DeskContext): string | null {
  const field = c.req.header('Idempotency-Key')
  if (field === undefined) return null
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(field)?.[1]?.replaceAll(/\\(.)/g, '$1')
  const key = field.startsWith('"') ? quoted : field
  if (key !== undefined && /^[ -~]{1,255}$/.test(key)) return key
  throw new Refusal('invalid', 'Nothing was stored.', [
    { pointer: 'Idempotency-Key', detail: 'must be 1 to 255 printable ASCII characters' },
  ])
}

/**
 * SHA-256 of method, path, body, and whether it creates, in hexadecimal: what a change is known by,
 * and a refusal together with the revision that it was about, because another one may be taken.
 * Nothing that stands before the body can have a NUL in it, so no two requests are written alike.
 */
async function digestsOf(c: DeskContext): Promise<{ done: string; refused: string }> {
  const creates = c.req.header('If-None-Match') !== undefined ? 'creates' : ''
  const body = c.var.body ?? new Uint8Array()
  const behind = (...head: string[]) =>
    digestOf(joined([new TextEncoder().encode(head.map((part) => `${part}\0`).join('')), body]))
  const what = [c.req.method, new URL(c.req.url).pathname, creates]
  return {
    done: await behind(...what),
    refused: await behind(...what, c.req.header('If-Match') ?? ''),
  }
}

const reused = () =>
  new Refusal(
    'key_reused',
    'Another request was sent with this "Idempotency-Key" within a day: choose a new one.',
  )

/** The answer to the first request with this key; while it is being made, it is waited for. */
async function firstAnswer(
  c: DeskContext,
  request: KeyedRequest,
  found: Kept,
  answer: Doing<Response>['answer'],
): Promise<KeptAnswer> {
  const { answers, now, wait } = c.env
  let kept = found
  for (
    let waited = 0, pause = FIRST_PAUSE;
    !kept.answer && waited + Math.max(0, now - kept.at) < PATIENCE;
    waited += pause, pause *= 2
  ) {
    await wait(pause)
    kept = (await answers.find(request, now)) ?? kept
  }
  return kept.answer ?? lateAnswer(c, request, kept, answer)
}

/**
 * The answer to a change that was stored by a request that was cut off before it answered. If it was
 * merely slow, whichever answer is kept first is everybody's.
 */
async function lateAnswer(
  c: DeskContext,
  request: KeyedRequest,
  { done, at }: Kept,
  answer: Doing<Response>['answer'],
): Promise<KeptAnswer> {
  const { releases } = c.env
  const stored = done && (await releases.revision(done.release, done.revision))
  if (!stored) throw new Refusal('repeated', 'This request is being answered already.')
  const own = await told(await answer({ release: stored.release, changed: true }, at))
  return (await keep(c, request, own, done))?.answer ?? own
}

async function told(response: Response): Promise<KeptAnswer> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return {
    status: response.status,
    headers: Object.fromEntries(headers),
    body: await response.text(),
  }
}

const given = ({ status, headers, body }: KeptAnswer, isReplayed: boolean): Response =>
  new Response(body, {
    status,
    headers: isReplayed ? { ...headers, [REPLAYED]: 'true' } : headers,
  })
