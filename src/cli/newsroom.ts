import { setTimeout } from 'node:timers/promises'
import { pressroomClient } from '../client.ts'
import { now } from '../clock.ts'
import type { Connection, SiteFacts } from './connection.ts'
import { Failure } from './exit.ts'
import { accepted } from './refused.ts'
import type { Terminal } from './terminal.ts'
import { reasonOf } from './silence.ts'

/** Milliseconds that an answer may take. */
const PATIENCE = 60_000
/** Milliseconds between the attempts at a newsroom that does not answer, or not now. */
const PAUSES = [500, 1000, 2000, 4000, 8000]
/** How often a request waits because its token has sent too much. */
const MAX_WAITS = 20

interface With {
  readonly terminal: Pick<Terminal, 'tell'>
  readonly stop: AbortSignal
  /** What reaches the newsroom; the network where nothing is said. */
  readonly fetch?: (request: Request) => Promise<Response>
  readonly pauses?: readonly number[]
}

/** A newsroom by its origin, and the token that lets in. */
export function connectTo(
  url: string,
  token: string | null,
  { terminal, stop, fetch: reach = fetch, pauses = PAUSES }: With,
): Connection {
  // Until then nobody sends a change: who sends too much does so with all its requests together.
  let closedUntil = 0
  // A newsroom that never answered is not there: nobody waits for it.
  let hasAnswered = false

  async function ask(request: Request): Promise<Response> {
    for (let failures = 0, waits = 0; ; ) {
      await untilOpen()
      const answer = await attempt(request.clone())
      if (answer instanceof Response && answer.status === 429 && waits++ < MAX_WAITS) {
        await answer.body?.cancel()
        close(secondsIn(answer.headers.get('Retry-After')))
        continue
      }
      const isPassing = !(answer instanceof Response) || [502, 503, 504].includes(answer.status)
      const pause = hasAnswered ? pauses[failures++] : undefined
      if (!isPassing || pause === undefined) return answered(answer)
      if (answer instanceof Response) await answer.body?.cancel()
      await wait(pause)
    }
  }

  async function attempt(request: Request): Promise<Response | Error> {
    try {
      const answer = await reach(
        new Request(request, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) }),
      )
      hasAnswered = true
      return await whole(answer)
    } catch (error) {
      return error as Error
    }
  }

  function answered(answer: Response | Error): Response {
    if (!(answer instanceof Response))
      throw new Failure('unreachable', `${url} does not answer (${reasonOf(answer, PATIENCE)}).`)
    const elsewhere = answer.status >= 300 && answer.status < 400 && answer.headers.get('Location')
    if (elsewhere && answer.status !== 304)
      throw new Failure(
        'unreachable',
        `${url} leads to ${originOf(elsewhere, url)}: name that one.`,
      )
    if (answer.ok && isPage(answer)) throw foreign()
    return answer
  }

  const foreign = () =>
    new Failure('unreachable', `${url} answers, and not as a Pressroom: look at the address.`)

  function close(seconds: number): void {
    const moment = now()
    // All that were under way are turned away, a little apart: it is told once.
    const isNews = closedUntil <= moment
    closedUntil = Math.max(closedUntil, moment + seconds * 1000)
    if (isNews)
      terminal.tell(
        `The newsroom takes no more changes of this token for a while: going on in ${seconds} s.`,
      )
  }

  async function untilOpen(): Promise<void> {
    while (closedUntil > now()) await wait(Math.max(closedUntil - now(), 1))
  }

  /** @throws Failure `interrupted` */
  async function wait(milliseconds: number): Promise<void> {
    try {
      await setTimeout(milliseconds, null, { signal: stop })
    } catch {
      throw stop.reason
    }
  }

  const client = pressroomClient(url, token ?? undefined, {
    fetch: (input, init) => ask(new Request(input as RequestInfo, init as RequestInit)),
  })
  let facts: Promise<SiteFacts> | undefined
  return {
    url,
    hasToken: token !== null,
    client,
    site: async () => {
      facts ??= siteFacts(client)
      const site = await facts.catch((error) => {
        throw error instanceof SyntaxError ? foreign() : error
      })
      if (!Array.isArray(site?.languages)) throw foreign()
      return site
    },
    page: async (path) => {
      const answer = await attempt(new Request(new URL(path, url)))
      if (answer instanceof Response) return answer
      throw new Failure('unreachable', `${url} does not answer (${reasonOf(answer, PATIENCE)}).`)
    },
  }
}

async function siteFacts(client: Connection['client']): Promise<SiteFacts> {
  const answer = await accepted(await client.api.site.$get())
  return (await answer.json()) as SiteFacts
}

/** An answer that has come to its end: one that is cut off is none. */
async function whole(answer: Response): Promise<Response> {
  const body = await answer.arrayBuffer()
  const { status, statusText, headers } = answer
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers })
}

/** What the API never answers, and what stands in front of one does. */
const isPage = ({ headers }: Response) => /^text\/html/i.test(headers.get('Content-Type') ?? '')

/** RFC 9110, section 10.2.3, as the newsroom writes it; a minute where nothing is said. */
const secondsIn = (field: string | null): number =>
  /^\d{1,6}$/.test(field ?? '') ? Number(field) : 60

const originOf = (target: string, base: string) =>
  URL.canParse(target, base) ? new URL(target, base).origin : 'somewhere else'
