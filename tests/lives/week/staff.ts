import type { Instant } from '../../../src/newsroom/dateline.ts'
import { SCOPES, type Scope } from '../../../src/newsroom/editor.ts'
import { DAY, type Json, newTokenIn } from '../../office.ts'
import type { Newsroom } from '../newsroom.ts'

/** A release as an editor has it open, with the entity tag that it had then. */
export interface Seen {
  readonly etag: string
  readonly release: Json
}
interface Token {
  readonly id: string
  readonly secret: string
  /** From when on it does not open anything; null while nobody has said so. */
  endsAt: Instant | null
}
export interface Member {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  readonly languages: readonly string[] | null
  readonly tokens: Token[]
  /** What is open on the desk, and may have changed since. */
  readonly open: Map<string, Seen>
}

/** Scopes and languages of tokens, and how many editors have such a one. */
const POSITIONS: readonly (readonly [Scope, readonly string[] | null, number])[] = [
  ['read', null, 4],
  ['draft', null, 7],
  ['draft', ['ar'], 5],
  ['draft', ['en'], 3],
  ['publish', null, 14],
  ['publish', ['ar'], 3],
  ['publish', ['en'], 2],
  ['admin', null, 2],
]

/** Who gets a new token in the week, and whose token ends: by their place in the staff. */
export const isRotated = (nth: number) => nth % 7 === 5
const TEMPORARY = 21

/**
 * Forty editors, each with a token.
 * @param ends when tokens end that are replaced, and one that is not
 */
export async function employ(
  room: Newsroom,
  ends: { readonly replaced: Instant; readonly temporary: Instant },
): Promise<Member[]> {
  const staff: Member[] = []
  for (const [scope, languages, count] of POSITIONS)
    for (let left = count; left > 0; left--) {
      const nth = staff.length
      const id = `editor-${nth + 1}`
      const name = `Editor ${nth + 1}, ${scope} ${languages ?? 'all'}`
      const member: Member = { id, name, scope, languages, tokens: [], open: new Map() }
      const end = isRotated(nth) ? ends.replaced : nth === TEMPORARY ? ends.temporary : null
      await giveToken(room, member, end)
      staff.push(member)
    }
  return staff
}

/** A further token; the ones before it are as they were. */
export async function giveToken(
  { office }: Newsroom,
  member: Member,
  endsAt: Instant | null = null,
): Promise<void> {
  const { scope, languages, name } = member
  const id = `${member.id}-token-${member.tokens.length + 1}`
  const secret = await newTokenIn(office.db, scope, {
    id,
    editor_id: member.id,
    editor_name: name,
    languages: languages && JSON.stringify(languages),
    created_at: office.now,
    last_used_on: null,
    ...(endsAt === null ? {} : { expires_at: endsAt }),
  })
  member.tokens.push({ id, secret, endsAt })
}

/** All tokens end at once. */
export async function dismiss({ office }: Newsroom, member: Member): Promise<void> {
  for (const token of validAt(member.tokens, office.now)) token.endsAt = office.now
  await office.db
    .prepare('UPDATE tokens SET revoked_at = ? WHERE editor_id = ? AND revoked_at IS NULL')
    .bind(office.now, member.id)
    .run()
}

/** The tokens that open something. */
export const validAt = (tokens: readonly Token[], now: Instant): Token[] =>
  tokens.filter(({ endsAt }) => endsAt === null || endsAt > now)

export const includes = (scope: Scope, other: Scope): boolean =>
  SCOPES.indexOf(scope) >= SCOPES.indexOf(other)

/**
 * Who of the staff works on a day of the week, from 0. Whose token has ended tries it for another
 * day.
 */
export const onDuty = (staff: readonly Member[], day: number, now: Instant): Member[] =>
  staff.filter(
    ({ tokens }, nth) =>
      (day >= 5 ? nth % 4 !== day % 4 : (nth + day) % 6 !== 0) &&
      validAt(tokens, now - DAY).length > 0,
  )
