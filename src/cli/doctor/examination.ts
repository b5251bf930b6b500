import { pressroomClient } from '../../client.ts'
import { now } from '../../clock.ts'
import { isLocal } from '../address.ts'
import type { Client } from '../connection.ts'
import { isToken } from '../options.ts'
import { type Facts, type Heard, isPressroom, type Silence } from './diagnosis.ts'
import { reasonOf } from '../silence.ts'

/** Milliseconds that an answer may take: a probe of the platform waits less long. */
const PATIENCE = 10_000

interface With {
  /** What was given as the token, whatever it is; it is asked for only where it may be sent. */
  readonly token: () => Promise<string | null>
  readonly stop: AbortSignal
}

/**
 * Asks a newsroom how it is: once each, and whatever comes is an answer.
 * @param address its origin
 * @throws Failure `interrupted`, and whatever `token` throws
 */
export async function examine(address: string, { token, stop }: With): Promise<Facts> {
  const anybody = client(address, stop)
  const live = await heard(() => anybody.healthz.$get(), stop)
  const ready = 'silence' in live ? null : await heard(() => anybody.readyz.$get(), stop)
  const facts = { address, live, ready }
  return { ...facts, metrics: await metricsOf(facts, { token, stop }) }
}

/** A token goes only to a Pressroom, and never where others could read it. */
async function metricsOf(
  facts: Omit<Facts, 'metrics'>,
  { token, stop }: With,
): Promise<Facts['metrics']> {
  const { address } = facts
  if (!isPressroom(facts)) return { notAsked: 'unsure' }
  const given = await token()
  if (given === null || given === '') return { notAsked: 'no-token' }
  // What is no token could break the header, and the error about it would show it.
  if (!isToken(given)) return { notAsked: 'malformed' }
  if (!isLocal(address) && address.startsWith('http:')) return { notAsked: 'not-secret' }
  return heard(() => client(address, stop, given).metrics.$get(), stop)
}

/** It goes nowhere else, and asks nothing twice. */
const client = (address: string, stop: AbortSignal, token?: string): Client =>
  pressroomClient(address, token, {
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), stop]),
      }),
  })

async function heard(
  ask: () => Promise<Pick<Response, 'status' | 'headers' | 'text'>>,
  stop: AbortSignal,
): Promise<Heard | Silence> {
  const sentAt = now()
  try {
    const response = await ask()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      sentAt,
      heardAt: now(),
    }
  } catch (error) {
    stop.throwIfAborted()
    return { silence: reasonOf(error, PATIENCE) }
  }
}
