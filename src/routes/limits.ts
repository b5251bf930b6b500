import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext } from './desk.ts'

/**
 * Counts a failed authentication, of the address that it came from and of the token that it showed.
 * @param hash the token's digest; null where what was sent cannot be a token
 * @throws Refusal `too_many`
 */
export async function demandRare(c: DeskContext, hash: string | null): Promise<void> {
  const { limits, log, requestId } = c.env
  log({ event: 'unauthenticated', requestId })
  const keys = [`address ${addressOf(c)}`, ...(hash === null ? [] : [`token ${hash}`])]
  const within = await Promise.all(keys.map((key) => limits.failure(key)))
  if (within.includes(false)) {
    log({ event: 'limited', requestId, what: 'authentication' })
    throw new Refusal('too_many', 'Too many requests without a valid token came from here.')
  }
}

/** Counts a change by a token. @throws Refusal `too_many` */
export async function demandModest(c: DeskContext, token: string): Promise<void> {
  const { limits, log, requestId } = c.env
  if (await limits.change(token)) return
  log({ event: 'limited', requestId, what: 'changes', token })
  throw new Refusal('too_many', 'This token has sent too many changes in a minute.')
}

/** Of IPv6 the first half: the other one is the asker's to choose. */
function addressOf(c: DeskContext): string {
  const address = c.req.header('CF-Connecting-IP') ?? ''
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const [first, last] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [
    string[],
    string[],
  ]
  const zeros = Array(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...(address.includes('::') ? zeros : []), ...last]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')
}
