import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../../src/newsroom/dateline.ts'
import { parseSite } from '../../src/site.ts'
import { Edge } from '../doubles/edge.ts'
import { openSqliteD1, type SqliteD1 } from '../doubles/sqlite-d1.ts'
import { HOUR, MINUTE, NOON, newTokens, PressOffice } from '../office.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'migrations')
const MIGRATIONS = readdirSync(FOLDER)
  .sort()
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'))

const SETTINGS = {
  SITE_NAME: 'Office',
  SITE_URL: 'https://press.test',
  LANGUAGES: ['en', 'ar'],
  TIME_ZONE: 'Asia/Damascus',
  BOILERPLATE: 'About us.',
  CONTACT: { name: 'Desk' },
  KINDS: { 'press-release': 'Press release' },
}

// Node digests on other threads, so that two tasks at once would take turns by chance.
crypto.subtle.digest = async (_, data) =>
  new Uint8Array(
    createHash('sha256')
      .update(data as Uint8Array)
      .digest(),
  ).buffer

/** What is thrown where a test ends a task as the platform would: from then on it does nothing. */
class Killed extends Error {}

/**
 * A whole newsroom within this process: the application over a database with a lagging replica,
 * behind a cache at the edge, with a clock, and a schedule that runs whenever a minute is full.
 */
export class Newsroom {
  readonly d1: SqliteD1
  readonly edge: Edge
  readonly office: PressOffice
  /** Whether the schedule runs when a minute is full. */
  isScheduled = false
  /** Whether the database does not answer what the public reads. */
  isStoreDown = false
  /** Milliseconds for which an answer is under way from the Worker to where it is stored. */
  flight = 0
  /** Since when purges have worked and the schedule has run every minute. */
  soundSince: Instant = NOON
  /** What happens while a run of the schedule waits for changes to settle. */
  meanwhile: () => Promise<void> = async () => {}
  readonly #held: { until: Instant; go: () => void }[] = []

  private constructor(d1: SqliteD1, office: PressOffice, clock: { now: Instant }) {
    this.d1 = d1
    this.office = office
    Object.defineProperty(office, 'now', {
      get: () => clock.now,
      set: (instant: Instant) => {
        clock.now = instant
      },
    })
    this.edge = new Edge({ origin: (request) => this.#answer(request), now: () => clock.now })
    this.edge.hold = () =>
      this.flight > 0
        ? new Promise<void>((go) => this.#held.push({ until: clock.now + this.flight, go }))
        : undefined
    office.session = (isPublic) =>
      d1.withSession(isPublic ? 'first-unconstrained' : 'first-primary')
    office.purge = (tags) => {
      const result = this.edge.purge(tags)
      if (result === 'failed') this.soundSince = clock.now
      return result
    }
    office.wait = async (milliseconds) => {
      await this.meanwhile()
      await this.#pass(clock.now + milliseconds)
      await this.meanwhile()
    }
  }

  static async open(): Promise<Newsroom> {
    const clock = { now: NOON }
    const d1 = openSqliteD1(MIGRATIONS, () => clock.now)
    const siteWith = (vars: Record<string, unknown>) => parseSite({ ...SETTINGS, ...vars })
    return new Newsroom(d1, new PressOffice(d1, siteWith, await newTokens(d1)), clock)
  }

  close(): void {
    this.d1.close()
  }

  /** Lets time pass; where the schedule runs, it runs at every full minute. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.office.now + milliseconds
    // A night without a change is like its first hour.
    const active = Math.min(end, this.office.now + 3 * HOUR)
    while (this.isScheduled) {
      const next = Math.floor(this.office.now / MINUTE + 1) * MINUTE
      if (next > active) break
      await this.#pass(next)
      await this.office.schedule()
    }
    if (!this.isScheduled || end > active) this.soundSince = Math.max(this.office.now, end)
    await this.#pass(Math.max(this.office.now, end))
  }

  /**
   * Does something of which only so many round trips to the database come about.
   * @param heard whether the last of them is answered, or only done
   */
  async cutOff(trips: number, heard: boolean, task: () => Promise<unknown>): Promise<void> {
    let left = trips
    let isDead = false
    const { purge } = this.office
    this.d1.gate = async () => {
      if (isDead || (heard && left <= 0)) {
        isDead = true
        throw new Killed('D1_ERROR: Network connection lost.')
      }
    }
    this.d1.after = async () => {
      left--
      if (!heard && left <= 0) {
        isDead = true
        throw new Killed('D1_ERROR: Network connection lost.')
      }
    }
    this.office.purge = (tags) => (isDead ? 'failed' : purge(tags))
    try {
      await task().catch((error: unknown) => {
        if (!isDead) throw error
      })
    } finally {
      this.d1.gate = undefined
      this.d1.after = undefined
      this.office.purge = purge
    }
  }

  /** Does something of which each round trip takes so long, while the schedule goes on. */
  async slowly(milliseconds: number, task: () => Promise<unknown>): Promise<void> {
    let isPassing = false
    this.d1.gate = async () => {
      if (isPassing || milliseconds === 0) return
      isPassing = true
      await this.pass(milliseconds)
      isPassing = false
    }
    try {
      await task()
    } finally {
      this.d1.gate = undefined
    }
  }

  /**
   * Does two things at once: their round trips take turns as `turns` says.
   * @param turns how many other ticks each round trip lets pass
   */
  async together(turns: readonly number[], ...tasks: (() => Promise<unknown>)[]): Promise<void> {
    let at = 0
    this.d1.gate = async () => {
      const ticks = turns[at++ % turns.length] ?? 0
      for (let tick = 0; tick < ticks; tick++) await new Promise((go) => setImmediate(go))
    }
    try {
      await Promise.all(tasks.map((task) => task()))
    } finally {
      this.d1.gate = undefined
    }
  }

  /** What a reader gets at the edge. */
  async read(path: string): Promise<{ status: number; text: string }> {
    const response = await this.edge.fetch(new Request(`https://press.test${path}`))
    return { status: response.status, text: await response.text() }
  }

  async #answer(request: Request): Promise<Response> {
    if (!this.isStoreDown) return this.office.answer(request)
    let answer = new Response(null, { status: 503 })
    await this.cutOff(0, true, async () => {
      answer = await this.office.answer(request)
    })
    return answer
  }

  /** Answers arrive at the edge, and revalidations end, when their time has come. */
  async #pass(end: Instant): Promise<void> {
    for (;;) {
      this.#held.sort((a, b) => a.until - b.until)
      const next = this.#held[0]
      if (!next || next.until > end) break
      this.#held.shift()
      this.office.now = Math.max(this.office.now, next.until)
      next.go()
      await new Promise((go) => setImmediate(go))
    }
    this.office.now = end
  }
}
