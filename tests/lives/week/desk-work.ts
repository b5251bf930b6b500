import { expect } from 'vitest'
import { contentOf, type Json, type Reply } from '../../office.ts'
import type { Newsroom } from '../newsroom.ts'
import type { Dice } from './dice.ts'
import type { Diary } from './diary.ts'
import { planFor, type Scene, type Verb, verbsFor } from './plans.ts'
import { includes, type Member, type Seen, validAt } from './staff.ts'
import type { Plan, Wire } from './wire.ts'
import type { Writing } from './writing.ts'

/** What editors do at their desks, each time with the answer that they are to get. */
export class DeskWork {
  readonly #room: Newsroom
  readonly #dice: Dice
  readonly #diary: Diary
  readonly #writing: Writing
  readonly #wire: Wire
  #ids = 0

  constructor(room: Newsroom, dice: Dice, diary: Diary, writing: Writing, wire: Wire) {
    this.#room = room
    this.#dice = dice
    this.#diary = diary
    this.#writing = writing
    this.#wire = wire
  }

  /** One thing that an editor does. */
  async does(member: Member): Promise<void> {
    const tokens = validAt(member.tokens, this.#room.office.now)
    if (tokens.length < member.tokens.length && this.#dice.chance(0.2)) await this.#locked(member)
    if (tokens.length === 0) return this.#locked(member)
    const doing = this.#dice.weighed({
      ...(member.scope === 'read' ? { create: 1, change: 2 } : { create: 26, change: 68 }),
      err: 8,
      read: 8,
    })
    if (doing === 'create' || this.#diary.releases.length < 5) return this.#creates(member)
    if (doing === 'change') return this.#changes(member)
    if (doing === 'err') return this.#errs(member)
    return this.#reads(member)
  }

  /** Two editors who save the same release in the same moment. */
  async race(one: Member, other: Member, turns: readonly number[]): Promise<void> {
    const id = this.#dice.late(this.#diary.releases)
    const [seen, same] = [await this.#look(one, id), await this.#look(other, id)]
    const plans = [
      planFor(one, 'edit', seen, this.#scene(id)),
      planFor(other, this.#verb(other, same), same, this.#scene(id)),
    ] as const
    const members = [one, other] as const
    const replies: [Member, string, Plan, Reply][] = []
    const asking = [0, 1].map((at) => async () => {
      const [member, plan] = [members[at], plans[at]]
      const token = member && validAt(member.tokens, this.#room.office.now)[0]
      if (plan && member && token)
        replies.push([member, token.id, plan, await this.#wire.ask(plan, token)])
    })
    await this.#room.together(turns, ...asking, () => this.#room.office.schedule())
    for (const [member, token, plan, reply] of replies) {
      this.#wire.heard(member, token, plan, reply)
      expect([plan.status, 412], reply.text).toContain(reply.status)
    }
    const changes = replies.filter(
      ([, , plan, { status, json }]) =>
        status === 200 && json.release.revision !== plan.seen?.release.revision,
    )
    expect(changes.length).toBeLessThan(2)
    this.#diary.count('race')
    for (const member of members) member.open.delete(id)
  }

  /** A change of what lifts soon, of which each round trip takes seconds. */
  async brink(member: Member, id: string): Promise<void> {
    const seen = await this.#look(member, id)
    const verb = this.#dice.pick<Verb>(['cancel', 'embargo', 'edit', 'publish', 'retouch'])
    const plan = planFor(member, verb, seen, this.#scene(id))
    const token = validAt(member.tokens, this.#room.office.now)[0]
    if (!plan || !token) return
    let reply: Reply | undefined
    await this.#room.slowly(this.#dice.pick([0, 500, 2000, 9000]), async () => {
      reply = await this.#wire.ask(plan, token)
    })
    if (!reply) throw new Error('no answer')
    this.#diary.count(reply.status === 200 ? 'brink' : 'brink-refused')
    expect([plan.status, 412], reply.text).toContain(reply.status)
    this.#wire.heard(member, token.id, plan, reply)
  }

  async #creates(member: Member): Promise<void> {
    const [dice, writing] = [this.#dice, this.#writing]
    const { office } = this.#room
    const own = member.languages ?? (dice.chance(0.6) ? ['en', 'ar'] : [dice.pick(['en', 'ar'])])
    const texts: Json = Object.fromEntries(own.map((language) => [language, writing.text()]))
    if (own.includes('en') && dice.chance(0.08)) texts.en = writing.briefing()
    const first = own[0] ?? 'en'
    const isWhole = dice.chance(0.9)
    if (!isWhole) texts[first] = writing.fragment()
    const birth = dice.weighed({
      draft: 10,
      public: includes(member.scope, 'publish') ? 5 : 0.5,
      past: includes(member.scope, 'publish') ? 3 : 0,
      held: includes(member.scope, 'publish') ? 4 : 0,
    })
    const scene = this.#scene(null)
    const draft = { etag: '', release: { id: 'x', state: 'draft', texts } }
    const whole = { ...member, languages: null }
    const at = planFor(whole, 'backdate', draft, scene)?.body
    const held = planFor(whole, 'embargo', draft, scene)?.body
    const more = {
      draft: {},
      public: { publish: true },
      past: { publish: at },
      held: { embargo: held },
    }
    const isOwn = dice.chance(0.5)
    const id = `release-${++this.#ids}-${dice.word()}`
    const may = includes(member.scope, birth === 'draft' ? 'draft' : 'publish')
    const reply = await this.#wire.send(member, {
      method: isOwn ? 'PUT' : 'POST',
      path: `/api/releases${isOwn ? `/${id}` : ''}`,
      headers: isOwn ? { 'If-None-Match': '*' } : {},
      body: { kind: writing.kind(), topics: writing.topics(), texts, ...more[birth] },
      seen: null,
      becomes: { draft: 'created', public: 'published', past: 'published', held: 'embargoed' }[
        birth
      ] as Plan['becomes'],
      status: 0,
    })
    const status = !may ? 403 : isWhole || birth === 'draft' ? 201 : 422
    expect(reply.status, reply.text).toBe(status)
    if (reply.status !== 201) return
    expect(reply.json.release.createdAt).toBe(new Date(office.now).toISOString())
    member.open.set(reply.json.release.id, seenIn(reply))
  }

  async #changes(member: Member): Promise<void> {
    const dice = this.#dice
    const opened = [...member.open.keys()]
    // What an editor has had open for a while may have been changed by others.
    const isStale = opened.length > 0 && dice.chance(0.35)
    const id = dice.late(isStale ? opened : this.#within(member))
    const seen = (isStale && member.open.get(id)) || (await this.#look(member, id))
    const verb = this.#verb(member, seen)
    const plan = planFor(member, verb, seen, this.#scene(id))
    if (!plan) return
    const reply = await this.#wire.send(member, plan)
    if (reply.status !== 412) {
      expect([verb, reply.status], reply.text).toEqual([verb, plan.status])
      if (reply.status < 300) member.open.set(id, seenIn(reply))
      return
    }
    await this.#merges(member, verb, plan, reply)
  }

  /** The releases that are an editor's business, and now and then all. */
  #within({ scope, languages }: Member): readonly string[] {
    const all = this.#diary.releases
    if (this.#dice.chance(0.1)) return all
    const state = includes(scope, 'publish') ? 'withdrawn_at IS NULL' : 'live_at IS NULL'
    const found = this.#room.d1.peek<{ id: string }>(
      `SELECT id FROM releases WHERE ${state} AND EXISTS (SELECT 1 FROM texts
         WHERE release_id = id AND language IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(languages ?? ['en', 'ar']),
    )
    const ids = new Set(found.map(({ id }) => id))
    const within = all.filter((id) => ids.has(id))
    return within.length > 0 ? within : all
  }

  /** Somebody else was faster: the editor puts what was meant over what there is now. */
  async #merges(member: Member, verb: Verb, before: Plan, refused: Reply): Promise<void> {
    this.#diary.count('merge')
    const { id } = refused.json.current
    const current = { etag: refused.headers.get('ETag') ?? '', release: refused.json.current }
    expect(current.etag).not.toBe(before.seen?.etag)
    const now = await this.#look(member, id)
    expect(current).toEqual(now)
    const plan = planFor(member, verb, current, this.#scene(id))
    if (!plan) return
    const reply = await this.#wire.send(member, plan)
    expect([verb, reply.status], reply.text).toEqual([verb, plan.status])
    if (reply.status < 300) member.open.set(id, seenIn(reply))
  }

  /** What is refused, whoever asks. */
  async #errs(member: Member): Promise<void> {
    const dice = this.#dice
    const id = dice.late(this.#diary.releases)
    const seen = await this.#look(member, id)
    const isRead = member.scope === 'read'
    const content = contentOf(seen.release)
    const put = { method: 'PUT', path: `/api/releases/${id}`, body: content, seen }
    const plan = dice.pick<Omit<Plan, 'becomes'>>([
      { ...put, seen: null, status: 428 },
      { ...put, body: { ...content, kind: 'rumour' }, status: 422 },
      { ...put, body: { ...content, texts: { fr: this.#writing.text() } }, status: 422 },
      { ...put, body: '{"kind": ', status: 400 },
      { ...put, path: '/api/releases/nothing', status: 404 },
      { ...put, headers: { 'If-Match': '"0"' }, status: 412 },
      { ...put, headers: { 'If-None-Match': '*' }, status: 412 },
      {
        ...put,
        path: '/api/releases',
        method: 'POST',
        body: { kind: 'statement', texts: 1 },
        status: 422,
      },
    ])
    const asked = { ...plan, becomes: 'edited' as const }
    const languages = member.languages ?? ['en', 'ar']
    const isForeign = Object.keys(content.texts).some((one) => !languages.includes(one))
    const creates = plan.headers?.['If-None-Match'] !== undefined
    const reply = await this.#wire.send(member, asked)
    const status = isRead || (creates && isForeign) ? 403 : plan.status
    expect(reply.status, reply.text).toBe(status)
  }

  async #reads(member: Member): Promise<void> {
    const id = this.#dice.late(this.#diary.releases)
    const token = validAt(member.tokens, this.#room.office.now)[0]?.secret ?? null
    const path = this.#dice.pick([
      '/api/releases?limit=5',
      '/api/releases?state=draft',
      '/api/releases?state=embargoed',
      `/api/releases/${id}/revisions`,
      `/api/releases/${id}/revisions/1`,
      '/api/audit',
    ])
    const { status } = await this.#room.office.ask(path, { token })
    expect(status).toBe(path === '/api/audit' && member.scope !== 'admin' ? 403 : 200)
  }

  /** A token that has ended opens nothing. */
  async #locked(member: Member): Promise<void> {
    const { office } = this.#room
    const ended = member.tokens.filter((one) => !validAt([one], office.now).includes(one))
    const token = this.#dice.pick(ended).secret
    const body = { kind: 'statement', texts: { en: this.#writing.text() }, publish: true }
    const reply = await office.ask('/api/releases', { method: 'POST', token, body })
    expect(reply.status).toBe(401)
    this.#diary.count('locked')
  }

  #verb(member: Member, seen: Seen): Verb {
    return this.#dice.weighed(verbsFor(member, seen.release))
  }

  async #look(member: Member, id: string): Promise<Seen> {
    const { secret } = this.#dice.pick(validAt(member.tokens, this.#room.office.now))
    const reply = await this.#room.office.ask(`/api/releases/${id}`, { token: secret })
    expect(reply.status).toBe(200)
    const seen = { etag: reply.headers.get('ETag') ?? '', release: reply.json }
    member.open.set(id, seen)
    return seen
  }

  #scene(id: string | null): Scene {
    const held = this.#room.d1.peek<{ slug: string; isOwn: number; isNow: number }>(
      `SELECT slugs.slug, slugs.release_id = ?1 AS isOwn, texts.slug IS slugs.slug AS isNow
       FROM slugs LEFT JOIN texts
         ON texts.release_id = slugs.release_id AND texts.language = slugs.language
       WHERE slugs.language = 'en' ORDER BY slugs.slug`,
      id ?? '',
    )
    const slugsOf = (rows: typeof held) => rows.map(({ slug }) => slug)
    return {
      now: this.#room.office.now,
      dice: this.#dice,
      writing: this.#writing,
      slugs: {
        own: slugsOf(held.filter(({ isOwn, isNow }) => isOwn && !isNow)),
        others: slugsOf(held.filter(({ isOwn }) => !isOwn)),
      },
      others: this.#diary.releases.filter((other) => other !== id).slice(-20),
    }
  }
}

const seenIn = ({ headers, json }: Reply): Seen => ({
  etag: headers.get('ETag') ?? '',
  release: json.release,
})
