import { expect } from 'vitest'
import { type Json, MINUTE } from '../../office.ts'
import type { Newsroom } from '../newsroom.ts'
import { Truth } from '../truth.ts'
import { calendar, ENDS, hourOf, LOOKS, MONDAY } from './calendar.ts'
import { DeskWork } from './desk-work.ts'
import type { Dice } from './dice.ts'
import { Diary } from './diary.ts'
import { employ, type Member, onDuty, validAt } from './staff.ts'
import { Wire } from './wire.ts'
import { Writing } from './writing.ts'

const EVENING = 18
/** When readers who cannot sleep look; at night only embargoes lift. */
const NIGHT = [22, 24, 25, 31, 32]

/** Lets a newsroom with forty editors live through a week. */
export async function live(room: Newsroom, dice: Dice): Promise<Diary> {
  prepare(room)
  const diary = new Diary()
  const staff = await employ(room, ENDS)
  diary.tokens.push(...staff.map(({ tokens }) => `token-created ${tokens[0]?.id}`))
  const week = new Week(room, dice, diary, staff)
  for (let day = 0; day < 7; day++) await week.day(day)
  await week.end()
  return diary
}

function prepare(room: Newsroom): void {
  const { office } = room
  office.now = MONDAY
  office.deploy(LOOKS[0])
  // Whoever repeats a request while the first is under way waits until it has got on.
  office.pause = async () => {
    for (let tick = 0; tick < 20; tick++) await new Promise((go) => setImmediate(go))
  }
  // What answers do not wait for may fail, which is logged and nothing else.
  office.later.push = (...tasks) => {
    for (const task of tasks) task.catch(() => {})
    return 0
  }
  room.soundSince = MONDAY
  room.isScheduled = true
}

class Week {
  readonly #room: Newsroom
  readonly #dice: Dice
  readonly #diary: Diary
  readonly #staff: readonly Member[]
  readonly #truth: Truth
  readonly #wire: Wire
  readonly #work: DeskWork
  readonly #appointments: ReturnType<typeof calendar>
  #next = '/api/changes?limit=7'

  constructor(room: Newsroom, dice: Dice, diary: Diary, staff: readonly Member[]) {
    this.#room = room
    this.#dice = dice
    this.#diary = diary
    this.#staff = staff
    this.#truth = new Truth(room)
    this.#wire = new Wire(room, dice, diary)
    this.#work = new DeskWork(room, dice, diary, new Writing(dice), this.#wire)
    this.#appointments = calendar(room, staff, diary)
  }

  async day(day: number): Promise<void> {
    const [room, dice] = [this.#room, this.#dice]
    while (room.office.now < hourOf(day, EVENING)) {
      await this.#happens(() => room.pass(dice.pick([1, 40, 180, 480, 900, 1500]) * 1000))
      await this.#keepAppointments()
      const lag = dice.pick([0, 0, 50, 1000, 9999])
      room.d1.lag = () => lag
      room.flight = dice.pick([0, 0, 100, 4000])
      for (let left = 1 + dice.below(2); left > 0; left--)
        await this.#happens(() => this.#something(day))
      await this.#happens(() => this.#wire.repeat())
      await this.#read(3)
      if (dice.chance(0.1)) await this.#mirror()
    }
    for (const hour of NIGHT) {
      await this.#happens(() => room.pass(Math.max(0, hourOf(day, hour) - room.office.now)))
      await this.#read(4)
    }
  }

  /** Nothing is left to happen, and what is under way arrives. */
  async end(): Promise<void> {
    expect(this.#appointments).toEqual([])
    await this.#happens(() => this.#room.pass(3 * MINUTE))
    await this.#mirror()
  }

  async #happens(what: () => Promise<unknown>): Promise<void> {
    const began = this.#room.office.now
    await what()
    this.#truth.observe(began)
  }

  async #keepAppointments(): Promise<void> {
    for (const one of [...this.#appointments])
      if (one.at <= this.#room.office.now) {
        this.#appointments.splice(this.#appointments.indexOf(one), 1)
        await this.#happens(one.what)
      }
  }

  async #something(day: number): Promise<void> {
    const [room, dice] = [this.#room, this.#dice]
    const here = onDuty(this.#staff, day, room.office.now)
    const publishers = here.filter(
      ({ scope, languages, tokens }) =>
        scope === 'publish' &&
        languages === null &&
        validAt(tokens, room.office.now + 30 * MINUTE).length > 0,
    )
    const [soon] = room.d1.peek<{ id: string; at: number }>(
      `SELECT id, live_at AS at FROM releases WHERE live_at > ?1 AND live_at < ?1 + ?2
       ORDER BY live_at, id LIMIT 1`,
      room.office.now,
      30 * MINUTE,
    )
    if (soon && dice.chance(0.3)) {
      await room.pass(Math.max(0, soon.at - room.office.now - 1 - dice.below(12_000)))
      return this.#work.brink(dice.pick(publishers), soon.id)
    }
    if (this.#diary.releases.length > 5 && dice.chance(0.04)) {
      const turns = Array.from({ length: 7 }, () => dice.below(4))
      return this.#work.race(dice.pick(publishers), dice.pick(publishers), turns)
    }
    return this.#work.does(dice.pick(here))
  }

  /** Readers at the edge get nothing that is not public yet, or not any more. */
  async #read(count: number): Promise<void> {
    const [dice, paths] = [this.#dice, this.#truth.paths()]
    for (let nth = 0; nth < count; nth++) {
      const path = paths[dice.below(dice.chance(0.5) ? 20 : paths.length)] ?? '/'
      const { status, text } = await this.#room.read(path)
      expect([path, [200, 301, 302, 404, 410].includes(status)]).toEqual([path, true])
      expect([path, this.#truth.faults(text)]).toEqual([path, []])
    }
  }

  /** A mirror hears of what has changed since it asked last. */
  async #mirror(): Promise<void> {
    for (let more = true; more; ) {
      const { status, json }: Json = await this.#room.office.read(this.#next)
      expect(status).toBe(200)
      this.#diary.mirrored.push(...json.changes)
      const { pathname, search } = new URL(json.next, this.#room.office.site.url)
      this.#next = pathname + search
      more = json.more
    }
  }
}
