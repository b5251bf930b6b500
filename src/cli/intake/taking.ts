import { setTimeout } from 'node:timers/promises'
import { parseReleaseId } from '../../newsroom/release.ts'
import type { Connection, SiteFacts } from '../connection.ts'
import type { Manuscript } from '../manuscript/manuscript.ts'
import type { ReleaseRequest } from '../manuscript/request.ts'
import { accepted, failureOf, type Problem, problemOf } from '../refused.ts'
import { amended } from './amending.ts'
import { differences, type Found } from './comparing.ts'
import { type Prepared, prepared } from './preparing.ts'
import type { Outcome } from './tally.ts'

/** How often a request that the newsroom is still at is sent again. */
const MAX_TRIES = 4
/** Seconds until then, where the newsroom does not say. */
const PAUSE = 1

/** What became of a release. */
export interface Taken {
  readonly outcome: Outcome
  readonly why: string | null
  /** Where its texts are read, by language; null where it is not there. */
  readonly addresses: Readonly<Record<string, string | undefined>> | null
  readonly formerPaths: Prepared['formerPaths']
  /** Whether it was refused by a fault of the newsroom. */
  readonly isFault?: boolean
}

interface Taking {
  readonly connection: Connection
  readonly site: SiteFacts
  readonly language: string | null
  readonly asDrafts: boolean
  /** Judges, and sends nothing that is kept. */
  readonly dryRun: boolean
  readonly stop: AbortSignal
}

type Named = Manuscript & { readonly id: string }

/**
 * Takes releases into a newsroom, each in one change, so that a run that is killed leaves no halves:
 * what is there already is compared, and left as it is.
 * @throws Failure where going on makes no sense: `refused` with the token, `unreachable`
 */
export function takerInto({ connection, site, dryRun, stop, ...preparing }: Taking) {
  const one = connection.client.api.releases[':id']
  // Reading is not limited: while releases are there already, a run looks first.
  let isThereMostly = dryRun

  return async (manuscript: Named): Promise<Taken> => {
    const ready = prepared(manuscript, { site, ...preparing })
    const { formerPaths } = ready
    const refused = (why: string, isFault = false): Taken => ({
      outcome: 'refused',
      why,
      addresses: null,
      formerPaths,
      isFault,
    })
    const id = parseReleaseId(manuscript.id)
    if (id === null) return refused(`"${manuscript.id}" is not an id.`)
    if (isThereMostly) {
      const found = await find(id)
      if (found) return compared(ready, found)
      isThereMostly = dryRun
    }
    const gaveIn: string[] = []
    for (let { request } = ready; ; ) {
      const answer = await (dryRun ? judge(request) : create(id, request))
      if (answer.found !== undefined) {
        isThereMostly = true
        const found = answer.found ?? (await find(id))
        return found ? compared(ready, found) : refused('It was there, and is not any more.')
      }
      if (answer.problem === undefined) {
        const { open, remarks } = ready
        const why = [...open, ...gaveIn, ...remarks].join(' ') || null
        return { outcome: outcomeOf(request), why, addresses: answer.addresses, formerPaths }
      }
      const other = amended(request, answer.problem.errors)
      if (!other) {
        // What is there already is not refused, whatever its source says by now.
        const found = isThereMostly ? null : await find(id)
        if (found) return compared(ready, found)
        return refused(reasonOf(answer.problem), answer.problem.status >= 500)
      }
      request = other.request
      gaveIn.push(...other.gaveIn)
    }
  }

  async function find(id: string): Promise<Found | null> {
    const answer = await one.$get({ param: { id }, query: {} })
    if (answer.status === (404 as number)) {
      await answer.body?.cancel()
      return null
    }
    return (await (await accepted(answer)).json()) as Found
  }

  async function create(id: string, request: ReleaseRequest): Promise<Answered> {
    const header = { 'If-None-Match': '*', 'Idempotency-Key': crypto.randomUUID() }
    for (let tries = 1; ; tries++) {
      const answer = await one.$put({ param: { id }, json: request, header })
      if (answer.ok) {
        const { receipt } = (await answer.json()) as Pick<ChangeAnswer, 'receipt'>
        return { addresses: receipt.urls }
      }
      const response = answer as unknown as Response
      if (response.status === 412) {
        const { current } = (await response.json()) as { current?: Found }
        return { found: current ?? null }
      }
      const problem = await problemOf(response)
      if (ENDS.includes(problem.status)) throw failureOf(problem)
      if (!PASSING.includes(problem.status) || tries === MAX_TRIES) return { problem }
      const seconds = Number(response.headers.get('Retry-After')) || PAUSE
      await setTimeout(seconds * 1000, null, { signal: stop }).catch(() => stop.throwIfAborted())
    }
  }

  /** What the newsroom would say. */
  async function judge(request: ReleaseRequest): Promise<Answered> {
    const answer = await connection.client.api.releases.validate.$post({ json: request, query: {} })
    if (!answer.ok) {
      const problem = await problemOf(answer as unknown as Response)
      if (ENDS.includes(problem.status)) throw failureOf(problem)
      return { problem }
    }
    const { errors, urls } = await answer.json()
    if (errors.length === 0) return { addresses: urls }
    return { problem: { status: 422, title: '', detail: '', errors, requestId: null } }
  }

  function compared({ request, formerPaths }: Prepared, found: Found): Taken {
    const differing = differences(request, found, site.timeZone)
    const addresses = Object.fromEntries(
      Object.entries(found.texts).map(([language, { url }]) => [language, url]),
    )
    const isSame = differing.length === 0
    return {
      outcome: isSame ? 'there' : 'differs',
      why: isSame ? null : `Other there: ${differing.join(', ')}.`,
      addresses,
      // Where it is another release, of another site perhaps, its old addresses are no business of it.
      formerPaths: isSame ? formerPaths : {},
    }
  }
}

/** What the answer to a change tells of a release's addresses. */
interface ChangeAnswer {
  readonly receipt: { readonly urls: Readonly<Record<string, string | undefined>> }
}

type Answered =
  | { readonly addresses: Taken['addresses']; readonly problem?: never; readonly found?: never }
  | { readonly problem: Problem; readonly found?: never }
  /** It is there already; null where the answer does not have it. */
  | { readonly found: Found | null; readonly problem?: never }

/** The token does not let in, or nothing is answered now: neither is about one release. */
export const ENDS = [401, 403, 429, 502, 503, 504]

/** An earlier request with the same key is being answered still, or the body was slow. */
const PASSING = [408, 409]

const outcomeOf = ({ publish, embargo }: ReleaseRequest): Outcome =>
  publish ? 'published' : embargo ? 'held' : 'draft'

export function reasonOf({ title, detail, errors, requestId }: Problem): string {
  if (errors.length > 0)
    return errors.map(({ pointer, detail }) => `${pointer || 'the body'} ${detail}`).join('; ')
  return `${title}. ${detail}${requestId === null ? '' : ` (request ${requestId})`}`
}
