import { expect } from 'vitest'
import type { RevisionKind } from '../../../src/newsroom/revision.ts'
import { DAY, type Json, MINUTE, type Reply } from '../../office.ts'
import type { Newsroom } from '../newsroom.ts'
import type { Dice } from './dice.ts'
import type { Diary } from './diary.ts'
import { type Member, type Seen, validAt } from './staff.ts'

/** A change as an editor asks for it. */
export interface Plan {
  readonly method: string
  readonly path: string
  readonly body?: Json
  /** The ETag of what the editor has seen, or null of what is not there yet. */
  readonly seen: Seen | null
  readonly headers?: Readonly<Record<string, string>>
  readonly becomes: RevisionKind
  /** What will be answered, if nobody else was faster. */
  readonly status: number
}

/** What may become of a request on its way. A repeated one has a key. */
const FATES = { plain: 20, lost: 3, late: 3, cut: 4, twice: 2, reused: 1 } as const

/** How editors' requests reach the newsroom, or do not, and are sent again. */
export class Wire {
  readonly #room: Newsroom
  readonly #dice: Dice
  readonly #diary: Diary
  /** What is sent again when an answer has not come, and what was answered to it. */
  readonly #unheard: { readonly at: number; readonly again: () => Promise<void> }[] = []

  constructor(room: Newsroom, dice: Dice, diary: Diary) {
    this.#room = room
    this.#dice = dice
    this.#diary = diary
  }

  /** Sends it, once or more, until it is answered. */
  async send(member: Member, plan: Plan): Promise<Reply> {
    const dice = this.#dice
    const key = dice.chance(0.5) ? `"${dice.word()}-${dice.word()}"` : undefined
    // Without a key and an id nobody could tell whether it was done.
    const isTold = plan.path.split('/').length > 3
    const fate = key ? dice.weighed(FATES) : isTold && dice.chance(0.05) ? 'cut' : 'plain'
    this.#diary.count(fate)
    const token = dice.pick(validAt(member.tokens, this.#room.office.now))
    const ask = (over: Json = {}) => this.#ask({ ...plan, ...over }, token.secret, key)
    const reply = await this.#deliver(fate, ask, key ? null : () => this.#found(member, plan))
    this.heard(member, token.id, plan, reply)
    if (fate === 'lost' || fate === 'late') this.#repeatLater(fate, member, plan, key, reply)
    if (fate === 'reused' && reply.status < 300 && plan.body?.texts) {
      const other = await ask({ body: { ...plan.body, topics: ['reused'] } })
      expect(other.status, other.text).toBe(422)
    }
    return reply
  }

  /** Sends it once, without a key. */
  ask(plan: Plan, { secret }: { readonly secret: string }): Promise<Reply> {
    return this.#ask(plan, secret, undefined)
  }

  /** An editor who hears an answer knows what was done. */
  heard(member: Member, token: string, plan: Plan, reply: Reply): void {
    const { statuses } = this.#diary
    statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
    if (reply.status >= 300) return
    const { release } = reply.json
    expect(reply.json.receipt.revision).toBe(release.revision)
    if (release.revision === plan.seen?.release.revision) return
    expect(release.revision).toBe((plan.seen?.release.revision ?? 0) + 1)
    const at = Date.parse(release.revisedAt)
    this.#diary.note({ editor: member.id, token }, at, plan.becomes, release)
  }

  /** Sends again what is to be sent again by now. */
  async repeat(): Promise<void> {
    const { now } = this.#room.office
    const due = this.#unheard.filter(({ at }) => at <= now)
    for (const one of due) {
      this.#unheard.splice(this.#unheard.indexOf(one), 1)
      await one.again()
    }
  }

  /** @param look tells what was done, if an editor can find out */
  async #deliver(
    fate: string,
    ask: () => Promise<Reply>,
    look: (() => Promise<Reply | null>) | null,
  ): Promise<Reply> {
    const [room, dice] = [this.#room, this.#dice]
    const replies: Reply[] = []
    const asking = async () => void replies.push(await ask())
    if (fate === 'twice') {
      const turns = Array.from({ length: 5 }, () => dice.below(4))
      await room.together(turns, asking, asking)
      const done = replies.filter(({ status }) => status < 300)
      for (const { status, text } of done.length > 0 ? replies : [])
        if (status !== 409) expect([status, text]).toEqual([done[0]?.status, done[0]?.text])
      return (done[0] ?? replies[0]) as Reply
    }
    if (fate !== 'cut') return ask()
    await room.cutOff(dice.below(9), dice.chance(0.5), asking)
    const [reply] = replies
    if (reply && reply.status !== 503) return reply
    this.#diary.count('unanswered')
    return (await look?.()) ?? ask()
  }

  /** What an editor finds to be done who was not told; null when nothing was. */
  async #found({ id: editor }: Member, { seen, path }: Plan): Promise<Reply | null> {
    const { office } = this.#room
    const address = `/api/releases/${seen?.release.id ?? path.split('/')[3]}`
    const history = await office.ask(`${address}/revisions`)
    const last = history.json.revisions?.at(-1)
    if (last?.editor.id !== editor || Date.parse(last.at) !== office.now) return null
    if (last.number !== (seen?.release.revision ?? 0) + 1) return null
    const found = await office.ask(address)
    return {
      ...found,
      status: seen ? 200 : 201,
      json: { release: found.json, receipt: { revision: found.json.revision } },
    }
  }

  #repeatLater(
    fate: 'lost' | 'late',
    member: Member,
    plan: Plan,
    key: string | undefined,
    first: Reply,
  ): void {
    const { office } = this.#room
    const at = fate === 'lost' ? office.now : office.now + this.#dice.below(22 * 60) * MINUTE
    const asked = office.now
    const again = async () => {
      // For a day it is known; then it would be another one.
      if (office.now - asked >= DAY) return
      // Another token of the same editor will do.
      const tokens = validAt(member.tokens, office.now)
      if (tokens.length === 0) return
      const { status, text } = await this.#ask(plan, this.#dice.pick(tokens).secret, key)
      if (first.status < 300) expect([status, text]).toEqual([first.status, first.text])
      else expect(status).toBeGreaterThanOrEqual(400)
      this.#diary.count('repeated')
    }
    this.#unheard.push({ at, again })
  }

  #ask({ method, path, body, seen, headers }: Plan, token: string, key: string | undefined) {
    return this.#room.office.ask(path, {
      method,
      token,
      body,
      headers: {
        ...(seen ? { 'If-Match': seen.etag } : {}),
        ...(key ? { 'Idempotency-Key': key } : {}),
        ...headers,
      },
    })
  }
}
