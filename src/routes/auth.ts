import type { MiddlewareHandler } from 'hono'
import { demand, type Editor, type Scope } from '../newsroom/editor.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { digestOf } from './digest.ts'
import { demandModest, demandRare } from './limits.ts'

/** Lets in whose token has the scope, as `c.var.editor`. */
export const allow =
  (scope: Scope): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const editor = await authenticate(c, scope)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') await demandModest(c, editor.token)
    c.set('editor', editor)
    await next()
  }

/**
 * The editor whose token the request carries (RFC 6750, section 2.1).
 * @throws Refusal `unauthenticated`, the same for a missing, malformed, unknown, expired or
 *   revoked token; `forbidden` when its scope does not include `scope`; `too_many` after too many
 *   failures
 */
export async function authenticate(c: DeskContext, scope: Scope): Promise<Editor> {
  const editor = await editorOf(c)
  if (!editor) throw unauthenticated()
  demand(editor, scope)
  return editor
}

/**
 * The editor, or null for the public, which sends no Authorization at all.
 * @throws Refusal `unauthenticated` when there is one that is not valid, `too_many`
 */
export async function identify(c: DeskContext): Promise<Editor | null> {
  if (c.req.header('Authorization') === undefined) return null
  const editor = await editorOf(c)
  if (!editor) throw unauthenticated()
  return editor
}

async function editorOf(c: DeskContext): Promise<Editor | null> {
  const field = c.req.header('Authorization')
  if (field === undefined) return null
  const token = /^Bearer +([\w~.+/=-]{1,200})$/i.exec(field)?.[1]
  const hash = token === undefined ? null : await hashOf(token)
  const editor = hash === null ? null : await c.env.editors.byTokenHash(hash, c.env.now)
  if (!editor) await demandRare(c, hash)
  return editor
}

/** A token's SHA-256 digest in hexadecimal: all that is ever stored of it. */
export const hashOf = (token: string): Promise<string> => digestOf(new TextEncoder().encode(token))

const unauthenticated = () =>
  new Refusal('unauthenticated', 'Send a valid token as "Authorization: Bearer <token>".')
