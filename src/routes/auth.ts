import type { MiddlewareHandler } from 'hono'
import { demand, type Editor, type Scope } from '../newsroom/editor.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { digestOf } from './bytes.ts'
import { demandModest, demandRare } from './limits.ts'

/**
 * Lets in whose token has the scope, as `c.var.editor`.
 * @param counts whether what is not only read is counted among the token's changes
 * @throws Refusal `unauthenticated` also without a token, `forbidden`, `too_many`
 */
export const allow =
  (scope: Scope, counts = true): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const editor = await identify(c)
    if (!editor) throw unauthenticated()
    demand(editor, scope)
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (counts && !isReading) await demandModest(c, editor.token)
    c.set('editor', editor)
    await next()
  }

/**
 * The editor whose token the request carries (RFC 6750, section 2.1), or null for the public, which
 * sends no Authorization at all.
 * @throws Refusal `unauthenticated`, the same for a malformed, unknown, expired or revoked token;
 *   `too_many` after too many failures
 */
export async function identify(c: DeskContext): Promise<Editor | null> {
  const field = c.req.header('Authorization')
  if (field === undefined) return null
  const token = /^Bearer +([\w~.+/=-]{1,200})$/i.exec(field)?.[1]
  const hash = token === undefined ? null : await hashOf(token)
  const editor = hash === null ? null : await c.env.editors.byTokenHash(hash, c.env.now)
  if (editor) return editor
  await demandRare(c, hash)
  throw unauthenticated()
}

/** A token's SHA-256 digest in hexadecimal: all that is ever stored of it. */
export const hashOf = (token: string): Promise<string> => digestOf(new TextEncoder().encode(token))

const unauthenticated = () =>
  new Refusal('unauthenticated', 'Send a valid token as "Authorization: Bearer <token>".')
