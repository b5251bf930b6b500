import { createHash } from 'node:crypto'

/** What a file of an export holds. The states are those of the instant in its first line. */
export interface Counts {
  readonly releases: number
  readonly revisions: number
  readonly redirects: number
  readonly drafts: number
  readonly embargoed: number
  readonly published: number
  readonly withdrawn: number
}

/** The last line of an export: what stands before it. */
export interface Manifest {
  readonly type: 'manifest'
  readonly counts: Counts
  /** Bytes of all lines before this one, their ends included; of a `.gz` file, unpacked. */
  readonly bytes: number
  /** Their SHA-256, in hexadecimal. */
  readonly sha256: string
}

/** As much of a revision as an export has to understand. */
export interface Told {
  readonly number: number
  readonly release: {
    readonly state: string
    /** An instant, RFC 3339. */
    readonly liveAt?: string
    readonly texts: Readonly<Record<string, { readonly slug?: string }>>
  }
}

/** The state of a release at `now`, by its latest revision: an embargo may have lifted since. */
export const stateOf = ({ release: { state, liveAt } }: Told, now: number): string =>
  state === 'embargoed' && Date.parse(liveAt ?? '') <= now ? 'published' : state

const COUNTED: Readonly<Record<string, keyof Counts>> = {
  draft: 'drafts',
  embargoed: 'embargoed',
  published: 'published',
  withdrawn: 'withdrawn',
}

/** Counts and digests what goes by, whoever writes or reads it. */
export class Tally {
  readonly #counts: Record<keyof Counts, number> = {
    releases: 0,
    revisions: 0,
    redirects: 0,
    drafts: 0,
    embargoed: 0,
    published: 0,
    withdrawn: 0,
  }
  readonly #all = createHash('sha256')
  #bytes = 0

  get counts(): Counts {
    return { ...this.#counts }
  }

  release(latest: Told, now: number): void {
    this.#counts.releases++
    const state = COUNTED[stateOf(latest, now)]
    if (state) this.#counts[state]++
  }

  revisions(count: number): void {
    this.#counts.revisions += count
  }

  redirect(): void {
    this.#counts.redirects++
  }

  bytes(bytes: Uint8Array): void {
    this.#all.update(bytes)
    this.#bytes += bytes.length
  }

  manifest(): Manifest {
    const sha256 = this.#all.copy().digest('hex')
    return { type: 'manifest', counts: this.counts, bytes: this.#bytes, sha256 }
  }
}
