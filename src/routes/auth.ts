import { demand, type Editor, type Scope } from '../newsroom/editor.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { DeskContext } from './desk.ts'

/**
 * The editor whose token the request carries (RFC 6750, section 2.1).
 * @throws Refusal `unauthenticated`, the same for a missing, malformed, unknown, expired or
 *   revoked token; `forbidden` when its scope does not include `scope`
 */
export async function authenticate(c: DeskContext, scope: Scope): Promise<Editor> {
  const editor = await editorOf(c)
  if (!editor) throw unauthenticated()
  demand(editor, scope)
  return editor
}

/**
 * The editor, or null for the public, which sends no Authorization at all.
 * @throws Refusal `unauthenticated` when there is one that is not valid
 */
export async function identify(c: DeskContext): Promise<Editor | null> {
  if (c.req.header('Authorization') === undefined) return null
  const editor = await editorOf(c)
  if (!editor) throw unauthenticated()
  return editor
}

async function editorOf(c: DeskContext): Promise<Editor | null> {
  const token = /^Bearer +([\w~.+/=-]{1,200})$/i.exec(c.req.header('Authorization') ?? '')?.[1]
  return token ? c.env.editors.byTokenHash(await hashOf(token), c.env.now) : null
}

/** A token's SHA-256 digest in hexadecimal: all that is ever stored of it. */
export async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const unauthenticated = () =>
  new Refusal('unauthenticated', 'Send a valid token as "Authorization: Bearer <token>".')
