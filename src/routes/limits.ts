import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext } from './desk.ts'

/**
 * Counts a failed authentication, of the address that it came from and of the token that it showed.
 * Whoever shows a valid token is never counted nor turned away, however many failures came from the
 * same address: a whole office may sit behind one. Nor is who shows none, for that guesses nothing.
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

/**
 * The address that a request came from, as it is counted: spelled in one way, an IPv4 address within
 * an IPv6 one (RFC 4291, section 2.5.5.2) as itself, and of any other IPv6 address the first half,
 * because the other one is the asker's to choose.
 */
function addressOf(c: DeskContext): string {
  const address = (c.req.header('CF-Connecting-IP') ?? '').trim()
  const canonical = address.includes(':') && URL.parse(`http://[${address}]`)?.hostname.slice(1, -1)
  if (!canonical) return address
  const [head = '', tail] = canonical.split('::') as [string, string?]
  const [first, last] = [head, tail ?? ''].map(groupsOf) as [number[], number[]]
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length
  const groups = [...first, ...Array<number>(zeros).fill(0), ...last]
  const [high = 0, low = 0] = groups.slice(6)
  return groups.slice(0, 6).join() === '0,0,0,0,0,65535'
    ? [high >> 8, high & 255, low >> 8, low & 255].join('.')
    : groups
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(':')
}

const groupsOf = (part: string): number[] =>
  part
    .split(':')
    .filter(Boolean)
    .map((group) => Number.parseInt(group, 16))
