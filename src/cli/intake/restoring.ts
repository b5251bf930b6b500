import type { Connection } from '../connection.ts'
import { failureOf, problemOf } from '../refused.ts'
import type { History } from './intake.ts'
import type { Outcome } from './tally.ts'
import { ENDS, reasonOf } from './taking.ts'

type Answer = Pick<Response, 'ok' | 'body'> & { readonly status: number }

/** Bytes of revisions that one request carries, unless one revision alone is larger. */
const MAX_PART = 900_000

/**
 * Makes a release with its whole past. What is too long for one request is sent in parts, of which
 * only the last one makes it: a run that is killed between them leaves nothing.
 * @throws Failure where going on makes no sense
 */
export async function restored(
  { id, places, revisions }: History,
  { client }: Connection,
): Promise<{ outcome: Outcome; why: string | null; isFault?: boolean }> {
  const parts = partsOf(revisions)
  for (const [number, part] of parts.entries()) {
    const complete = number === parts.length - 1
    const json = { revisions: part, ...(places == null ? {} : { places }), complete }
    const one = client.api.releases[':id']
    // What it says is the newsroom's to judge.
    const answer: Answer = await one.history.$put({ param: { id }, json: json as never })
    if (answer.ok) {
      await answer.body?.cancel()
      if (answer.status === 202) continue
      return { outcome: answer.status === 201 ? 'restored' : 'there', why: null }
    }
    const problem = await problemOf(answer as unknown as Response)
    if (ENDS.includes(problem.status)) throw failureOf(problem)
    if (problem.status === 409) return { outcome: 'differs', why: `Other there: ${problem.detail}` }
    return { outcome: 'refused', why: reasonOf(problem), isFault: problem.status >= 500 }
  }
  return { outcome: 'refused', why: 'It has no revisions.' }
}

function partsOf(revisions: readonly unknown[]): unknown[][] {
  const parts: unknown[][] = []
  let room = 0
  for (const revision of revisions) {
    const size = Buffer.byteLength(JSON.stringify(revision)) + 1
    if (size > room) {
      parts.push([])
      room = MAX_PART
    }
    parts.at(-1)?.push(revision)
    room -= size
  }
  return parts
}
