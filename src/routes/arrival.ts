import type { MiddlewareHandler } from 'hono'
import { Refusal } from '../newsroom/refusals.ts'
import { joined } from './bytes.ts'
import type { DeskContext, DeskEnv } from './desk.ts'

/** Bytes of a body at most. */
export const MAX_BODY_BYTES = 1_000_000
/** Bytes of the only longer body: a part of a release's history, of which a revision may have as many. */
export const MAX_HISTORY_BYTES = 8_000_000
/** Milliseconds in which a whole body has to arrive. */
export const MAX_BODY_MILLISECONDS = 30_000

/**
 * The bytes of the request's body. Nothing is read further than the limits, of bytes and of time.
 * @param most the limit of bytes, where it is another one
 * @throws Refusal `too_large` before reading what the length already tells, `slow`, `unreadable`
 *   when the body breaks off
 */
export async function arrived(
  { req, env }: DeskContext,
  most = MAX_BODY_BYTES,
): Promise<Uint8Array> {
  if (Number(req.header('Content-Length') ?? 0) > most) throw tooLarge(most)
  const reader = req.raw.body?.getReader()
  if (!reader) return new Uint8Array()
  const over = new AbortController()
  const late = env.wait(MAX_BODY_MILLISECONDS, over.signal).then(() => {
    throw new Refusal('slow', `The body took longer than ${MAX_BODY_MILLISECONDS / 1000} seconds.`)
  })
  try {
    return await Promise.race([everythingOf(reader, most), late])
  } finally {
    over.abort()
    // Nobody waits for this: a body that has arrived, or has broken off, has nothing to cancel.
    reader.cancel().catch(() => {})
  }
}

/**
 * Tells whoever still sends a body, when the answer is there, that nobody reads on: a server may hold
 * the answer back as long as a body that is not read is on its way.
 */
export const readNoFurther: MiddlewareHandler<DeskEnv> = async (c, next) => {
  await next()
  // A body that was read is locked, and cannot be cancelled here.
  c.req.raw.body?.cancel().catch(() => {})
}

async function everythingOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  most: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read().catch(brokenOff)
    if (done) break
    length += value.length
    if (length > most) throw tooLarge(most)
    chunks.push(value)
  }
  return joined(chunks)
}

/** Who sent it has gone, or has sent less than the length that it told. */
function brokenOff(): never {
  throw new Refusal('unreadable', 'The body broke off before its end.')
}

const tooLarge = (most: number) =>
  new Refusal('too_large', `The body is longer than ${most.toLocaleString('en')} bytes.`)
