import type { pressroomClient } from '../client.ts'
import type { Instant } from '../newsroom/dateline.ts'

export type Client = ReturnType<typeof pressroomClient>

/** A newsroom to talk to. */
export interface Connection {
  /** Its origin, such as `https://press.example.org`. */
  readonly url: string
  readonly hasToken: boolean
  /**
   * The typed client. What it sends is sent again after 429 (waiting as `Retry-After` says), 503
   * and a broken line, a few times: so every change carries an `Idempotency-Key`, or is harmless
   * when it is done twice.
   */
  readonly client: Client
  /** What the newsroom says of itself (`GET /api/site`); asked once. */
  site(): Promise<SiteFacts>
  /** What anybody gets at a public path: it is asked without the token. */
  page(path: string): Promise<Response>
}

/** As `GET /api/site` tells it. */
export interface SiteFacts {
  readonly name: Readonly<Record<string, string>>
  readonly url: string
  /** BCP 47; the first has no prefix in URLs. */
  readonly languages: readonly [string, ...string[]]
  /** An IANA time zone. */
  readonly timeZone: string
  readonly kinds: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** What a command works with. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: Instant
  /** Aborts at Ctrl-C: what has begun is finished or named, and nothing new begins. */
  readonly stop: AbortSignal
}
