/** What became of an item. In a dry run: what would become of it. */
export const OUTCOMES = {
  published: 'published',
  held: 'under embargo',
  draft: 'kept as drafts',
  restored: 'restored with their past',
  redirected: 'redirects',
  there: 'there already',
  differs: 'there already, and other: left as they are',
  refused: 'refused',
  unsure: 'without an answer',
} as const
export type Outcome = keyof typeof OUTCOMES

/** An item by its source, and what became of it. */
export interface Settled {
  readonly source: string
  readonly id: string | null
  readonly outcome: Outcome
  /** Why it is not as the source would have it; null where it is. */
  readonly why: string | null
}

/** How many items are kept by name, and how many reasons are told apart. */
const MAX_NAMED = 1000
const MAX_REASONS = 50
const OTHERS = 'other reasons'

/** Counts what becomes of items, in bounded memory. */
export class Tally {
  readonly counts = Object.fromEntries(
    Object.keys(OUTCOMES).map((outcome) => [outcome, 0]),
  ) as Record<Outcome, number>
  /** Paths at which releases stood elsewhere: those that lead to them now, and those that do not. */
  readonly formerPaths = { entered: 0, refused: 0 }
  /** The first of those that were not taken. */
  readonly refused: Settled[] = []
  readonly reasons = new Map<string, number>()
  #settled = 0

  /** How many items are settled. */
  get settled(): number {
    return this.#settled
  }

  /** Whether something was not taken. */
  get isPartial(): boolean {
    const { refused, differs, unsure } = this.counts
    return refused + differs + unsure + this.formerPaths.refused > 0
  }

  add(settled: Settled): void {
    this.#settled++
    this.counts[settled.outcome]++
    if (settled.outcome === 'refused') this.#name(settled)
  }

  /** A former path that leads nowhere. */
  addRefusedPath(settled: Settled): void {
    this.formerPaths.refused++
    this.#name(settled)
  }

  #name(settled: Settled): void {
    if (this.refused.length < MAX_NAMED) this.refused.push(settled)
    const kind = kindOf(settled.why ?? '')
    const known = this.reasons.has(kind) || this.reasons.size < MAX_REASONS ? kind : OTHERS
    this.reasons.set(known, (this.reasons.get(known) ?? 0) + 1)
  }
}

/** A reason without what only this item has: what it quotes, and its numbers. */
export const kindOf = (why: string): string =>
  why
    .replace(/"[^"]*"|“[^”]*”|«[^»]*»/g, '“…”')
    .replace(/\d[\d,.]*/g, '…')
    .slice(0, 200)
