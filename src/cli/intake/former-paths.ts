import { type Problem, problemOf } from '../refused.ts'
import type { Redirect } from './intake.ts'
import type { Taken } from './taking.ts'

/** How many redirects one request enters. */
export const MAX_REDIRECTS = 100

/** A redirect, where it is told of, and how it went. */
export interface Leading extends Redirect {
  readonly source: string
  /** Called once: null where it leads there now, else why it does not. */
  readonly told: (why: string | null) => void
}

/** Where a release stood in another system, and where it stands now. */
export interface Moved {
  readonly from: string
  /** Null where its text has no address yet: a draft without a headline. */
  readonly to: string | null
  readonly language: string
}

/** Where a release stood, without what is its own address. */
export const movedOf = ({ formerPaths, addresses }: Taken): Moved[] =>
  Object.entries(formerPaths).flatMap(([language, paths]) => {
    const to = addresses?.[language] ?? null
    const own = to === null ? null : new URL(to).pathname
    return [...new Set(paths)]
      .filter((from) => from !== own)
      .map((from) => ({ from, to, language }))
  })

/**
 * Enters redirects, many at once. Those that the newsroom refuses are told, and the others entered.
 * Entered again they stay as they are, so a run that is repeated does no harm.
 * @param send what reaches the newsroom; throws where going on makes no sense
 */
export class FormerPaths {
  readonly #send: (redirects: readonly Redirect[]) => Promise<Response>
  #waiting: Leading[] = []

  constructor(send: (redirects: readonly Redirect[]) => Promise<Response>) {
    this.#send = send
  }

  async add(leading: Leading): Promise<void> {
    this.#waiting.push(leading)
    if (this.#waiting.length >= MAX_REDIRECTS) await this.flush()
  }

  async flush(): Promise<void> {
    let batch = this.#waiting
    this.#waiting = []
    while (batch.length > 0) {
      const answer = await this.#send(
        batch.map(({ from, release, language }) => ({ from, release, language })),
      )
      if (answer.ok) {
        await answer.body?.cancel()
        for (const { told } of batch) told(null)
        return
      }
      const problem = await problemOf(answer)
      const named = reasonsByPlace(problem)
      const refused = batch.filter((_, place) => named.has(place))
      // Nothing that could be sent alone: the whole is refused.
      if (refused.length === 0)
        for (const { told } of batch) told(`${problem.title}. ${problem.detail}`)
      for (const [place, { told }] of batch.entries()) {
        const why = named.get(place)
        if (why !== undefined) told(why)
      }
      batch = refused.length === 0 ? [] : batch.filter((_, place) => !named.has(place))
    }
  }
}

/** `/redirects/3/from` is the fourth one's. */
function reasonsByPlace({ errors }: Problem): Map<number, string> {
  const reasons = new Map<number, string>()
  for (const { pointer, detail } of errors) {
    const place = /^\/redirects\/(\d+)(?:\/|$)/.exec(pointer)?.[1]
    if (place !== undefined) reasons.set(Number(place), detail)
  }
  return reasons
}
