import { expect } from 'vitest'
import type { Json } from '../office.ts'
import type { Newsroom } from './newsroom.ts'

/**
 * Somebody else's copy of what is public. It knows only what `GET /api/changes` tells, and asks for
 * each release as the public does. What it keeps between two rounds is its copy, and one address.
 */
export class Mirror {
  readonly #room: Newsroom
  readonly copy = new Map<string, Json>()
  /** Every change that it was told and has dealt with, in order. */
  readonly told: Json[] = []
  #next = '/api/changes'

  constructor(room: Newsroom) {
    this.#room = room
  }

  /**
   * Asks for so many pages, as long as there is more. Where an answer fails to come it stops, and
   * begins the next round with the same page.
   */
  async follow(pages: number, limit: number): Promise<void> {
    for (let page = 0, more = true; more && page < pages; page++) {
      const answer = await this.#ask(this.#next, limit)
      if (!answer) return
      for (const change of answer.json.changes) if (!(await this.#apply(change))) return
      // What was applied before a failure comes again, and is the same.
      this.told.push(...answer.json.changes)
      this.#next = answer.json.next
      more = answer.json.more
    }
  }

  async #apply({ id, url }: Json): Promise<boolean> {
    const answer = await this.#ask(url)
    if (!answer) return false
    if (answer.status === 200) this.copy.set(id, answer.json)
    else this.copy.delete(id)
    return true
  }

  async #ask(address: string, limit?: number) {
    const url = new URL(address, 'https://press.test')
    if (limit !== undefined) url.searchParams.set('limit', String(limit))
    const reply = await this.#room.office.read(url.pathname + url.search)
    if (reply.status === 503) return null
    expect([address, reply.status, reply.text]).toEqual([
      address,
      limit === undefined ? expect.toSatisfy((status) => [200, 404, 410].includes(status)) : 200,
      reply.text,
    ])
    return reply
  }
}
