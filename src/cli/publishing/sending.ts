import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Client } from '../connection.ts'
import { Failure } from '../exit.ts'
import { failureOf, type Problem, problemOf } from '../refused.ts'

/** What the newsroom answers to a change: the release as it is then, and a receipt. */
export type ChangeAnswer = Awaited<ReturnType<typeof anyChange>>

export interface Sent {
  readonly answer: ChangeAnswer
  readonly etag: string
  /** Whether it was done by an earlier request. */
  readonly isRepeated: boolean
}

/** An answer of the typed client, so far as it is looked at here. */
interface Answered {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  json(): Promise<unknown>
}

export interface Sending {
  /** What is not known to be done when the answer is lost: `budget.md was published`. */
  readonly what: string
  /** As `keyOf` makes it. */
  readonly key: string
  request(key: string): Promise<Answered>
}

/** Requests that are made for one change at most: a refusal that is kept is not believed. */
const MAX_KEYS = 20
/** How often, and for how many milliseconds at least, the answer to an earlier request is waited for. */
const MAX_WAITS = 6
const PAUSE = 2000

/**
 * What a change is known by, so that it is made once however often it is sent: the same command with
 * the same content, of a release that exists on the same revision, within a day.
 */
export const keyOf = (...parts: readonly unknown[]): string =>
  `pressroom-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`

/**
 * Sends a change so that it is made once. The client sends again what got no answer; what was done is
 * answered as it was the first time. A refusal that the newsroom has kept from an earlier time is asked
 * for again under another key, because the reason may be gone; a change that was made is never kept as
 * a refusal, so nothing is done twice.
 * @throws Failure `refused` with each field, `unreachable` or `interrupted` where it is not known
 *   whether the change was made, and how to find out
 */
export async function send({ what, key, request }: Sending, stop: AbortSignal): Promise<Sent> {
  let waits = 0
  for (let number = 1; ; ) {
    const answer = await attempt(what, () => request(number === 1 ? key : `${key}.${number}`))
    const isRepeated = answer.headers.get('Idempotency-Replayed') === 'true'
    if (answer.ok)
      return {
        answer: (await attempt(what, () => answer.json())) as ChangeAnswer,
        etag: answer.headers.get('ETag') ?? '*',
        isRepeated,
      }
    const problem = await problemOf(answer as unknown as Response)
    if (isBeingAnswered(answer) && waits++ < MAX_WAITS) {
      await pause(what, stop)
      continue
    }
    if (isRepeated && number < MAX_KEYS) {
      number++
      continue
    }
    throw refusalOf(what, answer, problem)
  }
}

/** An earlier request with the same key is still under way. */
const isBeingAnswered = ({ status, headers }: Answered) =>
  status === 409 && headers.get('Retry-After') !== null

async function attempt<A>(what: string, request: () => Promise<A>): Promise<A> {
  try {
    return await request()
  } catch (error) {
    if (error instanceof Failure) throw unknown(what, error)
    // The line broke within an answer, or the answer is not a newsroom's.
    const { name, message } = error as Error
    if (name === 'SyntaxError' || name === 'TimeoutError' || message === 'terminated')
      throw unknown(what, new Failure('unreachable', 'The answer broke off.'))
    throw error
  }
}

async function pause(what: string, stop: AbortSignal): Promise<void> {
  try {
    await setTimeout(PAUSE, null, { signal: stop })
  } catch {
    throw unknown(what, stop.reason)
  }
}

function refusalOf(what: string, answer: Answered, problem: Problem): Failure {
  const failure = failureOf(problem)
  if (answer.status >= 500 || isBeingAnswered(answer)) return unknown(what, failure)
  if (answer.status !== 412) return failure
  return new Failure('refused', 'Somebody else changed the release at the same time.', [
    'Nothing was changed: run the command again, and it shows what there is now.',
  ])
}

/** The answer did not come: whoever repeats the command is told. */
function unknown(what: string, { exit, message, details }: Failure): Failure {
  const isStop = exit === 'interrupted'
  return new Failure(isStop ? exit : 'unreachable', message, [
    ...details,
    `It is not known whether ${what}: the answer was lost.`,
    'Run the same command again within a day: what was done is not done twice, and it says so.',
  ])
}

const anyChange = async (client: Client) =>
  (await client.api.releases.$post({ json: { kind: '' }, header: {} })).json()
