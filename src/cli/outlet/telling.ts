import type { Connection } from '../connection.ts'
import { Failure } from '../exit.ts'
import type { Redirect } from '../intake/intake.ts'
import { accepted } from '../refused.ts'
import type { Told } from './manifest.ts'

/** What one answer tells of a release's history: all of it, or where it is long a part. */
export interface Part {
  readonly id: string
  readonly places: unknown
  /** In their order; a later part goes on after an earlier one. */
  readonly revisions: readonly Told[]
  /** Whether this is the last part of its release. */
  readonly complete: boolean
}

/** Every release with its whole past, in the order of creation; an answer at a time in memory. */
export const historiesOf = (connection: Connection, stop: AbortSignal): AsyncGenerator<Part> =>
  pages(stop, async (cursor) => {
    const answer = await connection.client.api.histories.$get({ query: cursor })
    const { histories, next } = (await told(answer)) as { histories: Part[]; next?: string }
    return { items: histories, next }
  })

/** Every redirect of an address elsewhere. */
export const redirectsOf = (connection: Connection, stop: AbortSignal): AsyncGenerator<Redirect> =>
  pages(stop, async (cursor) => {
    const answer = await connection.client.api.redirects.$get({ query: cursor })
    const { redirects, next } = (await told(answer)) as { redirects: Redirect[]; next?: string }
    return { items: redirects, next }
  })

type Cursor = { readonly cursor?: string }

async function* pages<T>(
  stop: AbortSignal,
  ask: (
    cursor: Cursor,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): AsyncGenerator<T> {
  for (let cursor: Cursor | null = {}; cursor; ) {
    stop.throwIfAborted()
    const { items, next } = await ask(cursor)
    stop.throwIfAborted()
    yield* items
    const after = next === undefined ? null : new URL(next).searchParams.get('cursor')
    cursor = after === null ? null : { cursor: after }
  }
}

/** @throws Failure `refused`, naming the scope where the token lacks it */
async function told(answer: Parameters<typeof accepted>[0] & { json(): Promise<unknown> }) {
  if (answer.status === 401 || answer.status === 403)
    throw new Failure(
      'refused',
      answer.status === 401
        ? 'What is not public is told to a valid token only: PRESSROOM_TOKEN, with the scope read.'
        : 'This token may not read what is not public: one with the scope read is wanted.',
    )
  return (await accepted(answer)).json()
}
