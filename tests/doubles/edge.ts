import { type Copy, confirmed, copiesBy, isKnown, mayServeStale, tagsOf } from './copy.ts'

/** What became of a request, in the words of `CF-Cache-Status`. */
export type EdgeStatus =
  | 'HIT'
  | 'MISS'
  | 'EXPIRED'
  | 'REVALIDATED'
  | 'UPDATING'
  | 'STALE'
  | 'BYPASS'

interface EdgeOptions {
  /** The Worker. */
  readonly origin: (request: Request) => Promise<Response>
  /** Epoch milliseconds. */
  readonly now: () => number
}

type Found = readonly [copy: Copy, status: EdgeStatus]

/** So many purges may follow each other at once, and one more after so many milliseconds. */
const PURGES = { burst: 25, refill: 12_000 }
const MAX_PURGE_TAGS = 100

/**
 * Workers Cache as its documentation describes it (developers.cloudflare.com/workers/cache): it
 * answers before the Worker runs, whoever asks; what the Worker answers decides what is kept, and
 * silence keeps it for hours. Where the documentation leaves something open, it does what is worse
 * for the reader. Not modelled: `Vary`, ranges, tiers, and how large an answer may be.
 */
export class Edge {
  /** While set, every purge fails. */
  isPurgeBroken = false
  /** Purges are limited as on the platform. */
  isPurgeLimited = true
  /** Revalidations in the background begin at once, and not when the test settles them. */
  isEager = false
  /**
   * Awaited between the Worker's answer and its storing, while the reader has the answer already:
   * what is held is out of a purge's reach.
   */
  hold: ((key: string) => Promise<unknown> | undefined) | undefined
  readonly counts: Record<EdgeStatus, number> = {
    HIT: 0,
    MISS: 0,
    EXPIRED: 0,
    REVALIDATED: 0,
    UPDATING: 0,
    STALE: 0,
    BYPASS: 0,
  }
  readonly #origin: EdgeOptions['origin']
  readonly #now: () => number
  readonly #copy: ReturnType<typeof copiesBy>
  readonly #copies = new Map<string, Copy>()
  readonly #underWay = new Map<string, Promise<Found>>()
  readonly #queued = new Map<string, () => Promise<unknown>>()
  readonly #running = new Set<Promise<unknown>>()
  #purges = { left: PURGES.burst, at: 0 }

  constructor({ origin, now }: EdgeOptions) {
    this.#origin = origin
    this.#now = now
    this.#copy = copiesBy(now)
  }

  async fetch(request: Request): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return this.#origin(request)
    const { pathname, search } = new URL(request.url)
    // Without host, method, cookies and Authorization.
    const key = pathname + search
    const copy = this.#copies.get(key)
    if (copy && !copy.policy.stale()) return this.#send(request, copy, 'HIT')
    if (copy && mayServeStale(copy, 'stale-while-revalidate')) {
      this.#queued.set(key, () => this.#loadOnce(request, key))
      if (this.isEager) this.#startQueued()
      return this.#send(request, copy, 'UPDATING')
    }
    return this.#send(request, ...(await this.#loadOnce(request, key)))
  }

  /** Takes every copy that has one of the tags away, but not what is still on its way. */
  purge(tags: readonly string[]): 'purged' | 'failed' {
    if (this.isPurgeBroken || tags.length > MAX_PURGE_TAGS) return 'failed'
    if (this.isPurgeLimited && !this.#mayPurge()) return 'failed'
    const purged = new Set(tags.map((tag) => tag.toLowerCase()))
    for (const [key, copy] of this.#copies)
      if (tagsOf(copy).some((tag) => purged.has(tag))) this.#copies.delete(key)
    return 'purged'
  }

  /** A new version of the Worker begins without copies. */
  deploy(): void {
    this.#copies.clear()
  }

  /** The paths that it has copies of, fresh or stale. */
  get keys(): string[] {
    return [...this.#copies.keys()]
  }

  /** Runs the revalidations that wait, and waits for them and for what is held. */
  async settle(): Promise<void> {
    while (this.#queued.size > 0 || this.#running.size > 0) {
      this.#startQueued()
      await Promise.all(this.#running)
    }
  }

  #startQueued(): void {
    for (const [key, load] of this.#queued) {
      this.#queued.delete(key)
      // Nobody waits for it: when it fails, the copy stays as stale as it is.
      this.#keepRunning(load().catch(() => {}))
    }
  }

  #keepRunning(work: Promise<unknown>): void {
    const kept = work.finally(() => this.#running.delete(kept))
    this.#running.add(kept)
  }

  /** Requests for the same share one run of the Worker, if its answer is for everyone. */
  async #loadOnce(request: Request, key: string): Promise<Found> {
    const other = this.#underWay.get(key)
    const shared = other && (await other.catch(() => null))
    if (shared?.[0].isStorable) return shared
    const mine = this.#load(request, key)
    this.#underWay.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#underWay.get(key) === mine) this.#underWay.delete(key)
    }
  }

  async #load(request: Request, key: string): Promise<Found> {
    const old = this.#copies.get(key)
    const answer = await this.#origin(asked(request, old)).catch((error: unknown) => ({ error }))
    if ('error' in answer || answer.status >= 500) {
      if (old && mayServeStale(old, 'stale-if-error')) return [old, 'STALE']
      if ('error' in answer) throw answer.error
    }
    const isSame = answer.status === 304 && old !== undefined
    const copy = isSame
      ? this.#copy(request, old.status, confirmed(old, answer.headers), old.body)
      : await this.#received(request, answer)
    if (!copy.isStorable) return [copy, 'BYPASS']
    const held = this.hold?.(key)
    if (held) this.#keepRunning(held.then(() => this.#copies.set(key, copy)))
    else this.#copies.set(key, copy)
    return [copy, isSame ? 'REVALIDATED' : old ? 'EXPIRED' : 'MISS']
  }

  async #received(request: Request, answer: Response): Promise<Copy> {
    // Its age counts from its first byte, however long the rest and its storing take.
    const copy = this.#copy(request, answer.status, answer.headers, new ArrayBuffer())
    return { ...copy, body: await answer.arrayBuffer() }
  }

  #send(request: Request, copy: Copy, status: EdgeStatus): Response {
    this.counts[status]++
    const headers = new Headers(copy.headers)
    for (const name of ['Cache-Tag', 'Cloudflare-CDN-Cache-Control']) headers.delete(name)
    headers.set('CF-Cache-Status', status)
    if (status !== 'BYPASS') headers.set('Age', `${Math.floor(copy.policy.age())}`)
    if (isKnown(copy, request.headers.get('If-None-Match')))
      return new Response(null, { status: 304, headers })
    const isEmpty = request.method === 'HEAD' || [204, 304].includes(copy.status)
    return new Response(isEmpty ? null : copy.body, { status: copy.status, headers })
  }

  #mayPurge(): boolean {
    const now = this.#now()
    const refilled = (now - this.#purges.at) / PURGES.refill
    const left = Math.min(PURGES.burst, this.#purges.left + refilled)
    this.#purges = { left: left >= 1 ? left - 1 : left, at: now }
    return left >= 1
  }
}

/** What the Worker is asked: for the whole answer, or whether it is still the one that is kept. */
function asked(request: Request, copy: Copy | undefined): Request {
  const headers = new Headers(request.headers)
  for (const name of ['If-None-Match', 'If-Modified-Since', 'If-Range', 'Range'])
    headers.delete(name)
  const etag = copy?.headers.get('ETag')
  if (etag) headers.set('If-None-Match', etag)
  return new Request(request.url, { method: 'GET', headers, redirect: 'manual' })
}
