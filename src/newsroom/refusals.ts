import type { Release } from './release.ts'

/** Why the newsroom or its store does not do what was asked. */
export type Reason =
  | 'unauthenticated' // no valid token
  | 'forbidden' // a valid token without the scope
  | 'not_found' // no such release, or none that the asker may see
  | 'withdrawn' // it was public, and was taken back
  | 'lost' // what a cursor names is not there any more
  | 'precondition_missing' // a change without If-Match
  | 'conflict' // someone else saved first
  | 'taken' // another release, with another history, has this id
  | 'wrong_state' // the release's state does not allow this
  | 'incomplete' // requirements are not met
  | 'invalid' // fields are wrong
  | 'unreadable' // the body is not JSON
  | 'too_large' // the body is longer than it may be
  | 'wrong_type' // the body's media type is not JSON
  | 'wrong_method' // the URL does not answer this method
  | 'slow' // the body did not arrive in time
  | 'repeated' // the request was done already, under the same key
  | 'key_reused' // the key belongs to another request
  | 'too_many' // asked too often in a short time
  | 'unavailable' // the store does not answer now

/** One field that is wrong or missing. `pointer` is a JSON pointer (RFC 6901) into the body. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

/** An answer, not a fault: thrown where it is found, mapped to a status in one table. */
export class Refusal extends Error {
  readonly reason: Reason
  readonly fields: readonly FieldError[]
  /** Of a `conflict`: the release as it is now, for who wants to merge. */
  readonly current: Release | null

  constructor(
    reason: Reason,
    detail: string,
    fields: readonly FieldError[] = [],
    current: Release | null = null,
  ) {
    super(detail)
    this.name = 'Refusal'
    this.reason = reason
    this.fields = fields
    this.current = current
  }
}

/** The same for an unknown id and for a release that the asker may not see. */
export const noSuchRelease = (): Refusal => new Refusal('not_found', 'There is no such release.')

/** A JSON pointer (RFC 6901) from its unescaped parts. */
export const pointer = (...parts: readonly PropertyKey[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The unescaped parts of a JSON pointer. */
export const partsOf = (text: string): string[] =>
  text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
