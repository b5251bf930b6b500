import type { Connection, SiteFacts } from '../connection.ts'
import { Failure } from '../exit.ts'
import { accepted } from '../refused.ts'
import type { Terminal } from '../terminal.ts'
import { keysOf } from './concerning.ts'
import { FormerPaths, movedOf } from './former-paths.ts'
import type { History, Intake, Item, Redirect } from './intake.ts'
import { restored } from './restoring.ts'
import { sideBySide } from './side-by-side.ts'
import { type Settled, Tally } from './tally.ts'
import { type Taken, takerInto } from './taking.ts'
import { csv, type Lines } from './written.ts'

/** Items that a person is told of by name while they come; all of them are in the report. */
const MAX_TOLD = 50
/** So many items refused one after the other by faults of the newsroom: then it is asked no more. */
const MAX_FAULTS = 5

export interface Importing {
  readonly intake: Intake
  readonly connection: Connection
  readonly site: SiteFacts
  readonly terminal: Terminal
  readonly stop: AbortSignal
  /** Requests side by side. */
  readonly atOnce: number
  /** Judges, and sends nothing that is kept. */
  readonly dryRun: boolean
  readonly asDrafts: boolean
  /** Of texts whose language is not told; null is the site's first. */
  readonly language: string | null
  /** Whether former paths lead to the releases. */
  readonly redirects: boolean
  /** Every item, as a line of JSON. */
  readonly report: Lines | null
  /** Where releases stood, and where they stand, as lines of CSV. */
  readonly map: Lines | null
}

/** How an import ended: `fault` is why it ended before its source did. */
export interface Imported {
  readonly tally: Tally
  readonly fault: Failure | null
}

/**
 * Takes all items of a source into a newsroom. Each is counted once: taken, there already, or refused
 * by name. Stopped, or cut off, it can be run again: what is there stays, and makes no double.
 */
export async function importAll(importing: Importing): Promise<Imported> {
  const { intake, atOnce, stop } = importing
  const run = new Run(importing)
  let fault: unknown = null
  try {
    await sideBySide(intake.items(), { lanes: atOnce, keysOf, stop }, (item) => run.take(item))
  } catch (error) {
    fault = error
  }
  try {
    await run.end()
  } catch (error) {
    fault ??= error
  }
  if (stop.aborted) return { tally: run.tally, fault: stoppedBy(stop) }
  if (fault !== null && !(fault instanceof Failure)) throw fault
  return { tally: run.tally, fault: fault as Failure | null }
}

class Run {
  readonly tally = new Tally()
  readonly #importing: Importing
  readonly #take: ReturnType<typeof takerInto>
  readonly #formerPaths: FormerPaths
  readonly #progress
  #told = 0
  #faults = 0

  constructor(importing: Importing) {
    this.#importing = importing
    this.#take = takerInto(importing)
    this.#formerPaths = new FormerPaths((redirects) => this.#enter(redirects))
    this.#progress = importing.terminal.progress(importing.dryRun ? 'Judging' : 'Importing')
    importing.map?.add(csv('from', 'to'))
  }

  async take(item: Item): Promise<void> {
    if (item.type === 'refused')
      this.#settle({ source: item.source, id: null, outcome: 'refused', why: item.why })
    else if (item.type === 'redirect') await this.#lead(item)
    else if (item.type === 'history') await this.#restore(item)
    else await this.#release(item)
  }

  async end(): Promise<void> {
    try {
      await this.#formerPaths.flush()
    } finally {
      this.#show()
      this.#progress.end()
    }
  }

  async #release({ manuscript }: Extract<Item, { type: 'release' }>): Promise<void> {
    const { source, id } = manuscript
    const taken = await this.#answered(source, id, () => this.#take(manuscript))
    if (taken.outcome !== 'refused' && !this.#importing.dryRun) await this.#move(source, id, taken)
  }

  async #move(source: string, id: string, taken: Taken): Promise<void> {
    const { map, redirects } = this.#importing
    for (const { from, to, language } of movedOf(taken)) {
      if (to !== null) map?.add(csv(from, to))
      if (redirects)
        await this.#formerPaths.add({
          source,
          from,
          release: id,
          language,
          told: (why) => this.#tellPath(source, id, from, why),
        })
    }
  }

  #tellPath(source: string, id: string, from: string, why: string | null): void {
    if (why === null) {
      this.tally.formerPaths.entered++
      return
    }
    const said = { source, id, outcome: 'refused' as const, why: `Its path "${from}" ${why}` }
    this.tally.addRefusedPath(said)
    this.#importing.report?.add(JSON.stringify({ ...said, path: from }))
    this.#name(said)
  }

  async #lead({ source, redirect }: Extract<Item, { type: 'redirect' }>): Promise<void> {
    const { release: id, from } = redirect
    if (this.#importing.dryRun) {
      this.#settle({ source, id, outcome: 'redirected', why: null })
      return
    }
    const told = (why: string | null) =>
      this.#settle(
        why === null
          ? { source, id, outcome: 'redirected', why }
          : { source, id, outcome: 'refused', why: `The path "${from}" ${why}` },
      )
    await this.#formerPaths.add({ ...redirect, source, told })
  }

  async #restore({ source, history }: Extract<Item, { type: 'history' }>): Promise<void> {
    const { connection, dryRun, asDrafts } = this.#importing
    if (asDrafts && !isDraft(history)) {
      this.#settle({ source, id: history.id, outcome: 'refused', why: WITH_ITS_PAST })
      return
    }
    await this.#answered(source, history.id, async () =>
      dryRun ? { outcome: 'restored', why: null } : await restored(history, connection),
    )
  }

  /** Asks the newsroom for something, and counts what has become of it. */
  async #answered<T extends Became>(source: string, id: string, ask: () => Promise<T>): Promise<T> {
    let became: T
    try {
      became = await ask()
    } catch (error) {
      if (isUnsure(error)) this.#settle({ source, id, outcome: 'unsure', why: UNSURE })
      throw error
    }
    const { outcome, why, isFault = false } = became
    this.#settle({ source, id, outcome, why })
    this.#faults = isFault ? this.#faults + 1 : 0
    if (this.#faults >= MAX_FAULTS)
      throw new Failure('unreachable', `The newsroom fails again and again: ${why}`)
    return became
  }

  async #enter(redirects: readonly Redirect[]): Promise<Response> {
    const { client } = this.#importing.connection
    const json = { redirects: [...redirects] }
    const answer = (await client.api.redirects.$post({ json })) as unknown as Response
    return answer.status === 422 ? answer : accepted(answer)
  }

  /** Counted first: what is done is told, also where it cannot be written down. */
  #settle(settled: Settled): void {
    this.tally.add(settled)
    this.#show()
    if (settled.why !== null) this.#name(settled)
    this.#importing.report?.add(JSON.stringify(settled))
  }

  #name({ source, outcome, why }: Settled): void {
    const { terminal, report } = this.#importing
    this.#told++
    if (this.#told > MAX_TOLD) return
    const line = `${source}: ${WORDS[outcome] ?? ''}${why}`
    if (outcome === 'refused' || outcome === 'unsure') terminal.warn(line)
    else terminal.tell(line)
    if (this.#told === MAX_TOLD)
      terminal.tell(
        `More are ${report ? 'in the report' : 'counted, and named with --report FILE'}.`,
      )
  }

  #show(): void {
    const { intake } = this.#importing
    const { size } = intake
    const share = size === null || size === 0 ? null : Math.min(1, intake.position() / size)
    const { refused } = this.tally.counts
    const words = refused > 0 ? `${refused.toLocaleString('en')} refused` : undefined
    this.#progress.at(this.tally.settled, share, words)
  }
}

/** What the newsroom's answer makes of an item. */
interface Became extends Pick<Settled, 'outcome' | 'why'> {
  /** Whether it was refused by a fault of the newsroom. */
  readonly isFault?: boolean
}

/** Whether its latest revision is a draft: what has been public never is one again. */
const isDraft = ({ revisions }: History): boolean =>
  (revisions.at(-1) as { release?: { state?: unknown } } | null)?.release?.state === 'draft'

const WITH_ITS_PAST = 'It comes with its past, which is not a draft’s: it cannot be one here.'
const UNSURE = 'No answer came: it may be there, or not.'

const WORDS: { readonly [outcome in Settled['outcome']]?: string } = {
  draft: 'kept as a draft. ',
  refused: 'refused. ',
  differs: 'left as it is. ',
}

/** Whether nobody knows what became of what was sent. */
const isUnsure = (error: unknown) =>
  error instanceof Failure && (error.exit === 'unreachable' || error.exit === 'interrupted')

const stoppedBy = (stop: AbortSignal): Failure =>
  stop.reason instanceof Failure ? stop.reason : new Failure('interrupted', 'Stopped.')
