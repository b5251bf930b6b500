import type { Instant } from '../../../src/newsroom/dateline.ts'
import type { RevisionKind } from '../../../src/newsroom/revision.ts'
import type { Json } from '../../office.ts'

/** A change that was acknowledged, as whoever made it knows it. */
export interface Noted {
  readonly at: Instant
  readonly kind: RevisionKind
  readonly release: string
  readonly revision: number
  readonly editor: string
  readonly token: string
  /** What the release became. */
  readonly state: string
  /** The end of the embargo that it has from then on. */
  readonly until: Instant | null
}

/** What was done in the newsroom, written down by those who did it. */
export class Diary {
  readonly changes: Noted[] = []
  /** Every token that was made, and what was done to it. */
  readonly tokens: string[] = []
  /** Answers, by status. */
  readonly statuses: Record<string, number> = {}
  /** How often something came about, by what it is. */
  readonly counts: Record<string, number> = {}
  /** What a mirror was told of, change by change. */
  readonly mirrored: Json[] = []
  /** Ids of releases, in the order in which their editors heard of them. */
  readonly releases: string[] = []

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  note(who: { editor: string; token: string }, at: Instant, kind: RevisionKind, release: Json) {
    if (release.revision === 1) this.releases.push(release.id)
    this.changes.push({
      ...who,
      at,
      kind,
      release: release.id,
      revision: release.revision,
      state: release.state,
      until: release.state === 'embargoed' ? Date.parse(release.liveAt) : null,
    })
  }
}

/** The embargoes that lifted by themselves until `now`, as the audit trail should tell of them. */
export function liftsIn(changes: readonly Noted[], now: Instant) {
  const next = new Map(changes.map((one) => [`${one.release}/${one.revision}`, one]))
  return changes.flatMap(({ release, revision, until }) => {
    if (until === null || until > now) return []
    const change = next.get(`${release}/${revision + 1}`)
    return change && change.at < until ? [] : [{ id: release, revision, at: until }]
  })
}
