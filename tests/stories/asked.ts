import {
  bilingual,
  bornAs,
  english,
  newToken,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { replyOf } from '../routes/answers.ts'
import type { Body, Drawn, Given, Operation, TOKENS, Value } from './from-contract.ts'

/** A request as it went out. */
export interface Sent {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Headers
  readonly body: Body
  /** The parameters, as they came: in a path decoded, or null where that does not work. */
  readonly given: readonly (readonly [Given, string | null])[]
}

/** A press office that is asked what was drawn, and remembers what may be asked next. */
export class Asked {
  readonly office: PressOffice
  readonly #releases = new Map<string, { state: string; liveAt: number }>()
  readonly #tags: string[] = []
  #count = 0
  readonly #keys: string[] = []
  readonly #nexts = new Map<string, string[]>()
  readonly #tokens = new Map<(typeof TOKENS)[number], string | null>()

  constructor(office: PressOffice) {
    this.office = office
  }

  /** Fills the newsroom: releases in each state, one of them under an id of the contract's own. */
  async begin(exampleId: string): Promise<void> {
    const { tokens } = this.office
    const all = {
      ...tokens,
      'english only': await newToken('publish', { languages: '["en"]' }),
      'arabic only': await newToken('publish', { languages: '["ar"]' }),
      none: null,
      revoked: await newToken('admin', { revoked_at: 1 }),
      expired: await newToken('admin', { expires_at: 1 }),
      unknown: 'pressroom_unknown',
      malformed: `${tokens.admin}, Bearer ${tokens.admin}`,
    }
    for (const [name, token] of Object.entries(all))
      this.#tokens.set(name as (typeof TOKENS)[number], token)
    const headers = { 'If-None-Match': '*' }
    const asked = { method: 'PUT', headers, body: bilingual() }
    this.#learn(await this.office.ask(`/api/releases/${exampleId}`, asked))
    for (const state of STATES) for (const _ of [1, 2, 3]) await this.#add(state)
  }

  /** The request that was drawn, about what there is at the moment. */
  async prepared(operation: Operation, { method, token, parameters, body }: Drawn): Promise<Sent> {
    let path = operation.path
    const query: string[] = []
    const headers = new Headers()
    const given: [Given, string | null][] = []
    const shown = this.#tokens.get(token)
    if (shown) headers.set('Authorization', `Bearer ${shown}`)
    if (body.type !== null) headers.set('Content-Type', body.type)
    if (body.encoding) headers.set('Content-Encoding', body.encoding)
    for (const one of parameters.filter((one) => one.in !== 'header')) {
      const text = await this.#text(one, path, headers)
      const written = one.value.is === 'raw' ? text : encodeURIComponent(text)
      given.push([one, decoded(written)])
      if (one.in === 'path') path = path.replace(`{${one.name}}`, () => written)
      else query.push(`${encodeURIComponent(one.name)}=${written}`)
    }
    const whole = query.length > 0 ? `${path}?${query.join('&')}` : path
    for (const one of parameters.filter((one) => one.in === 'header')) {
      headers.set(one.name, await this.#text(one, whole, headers))
      given.push([one, headers.get(one.name)])
      if (one.name === 'Idempotency-Key') this.#keys.push(headers.get(one.name) ?? '')
    }
    const said = operation.id === 'restoreHistory' ? aboutRelease(body, path) : body
    return { method, path: whole, headers, body: this.#distinct(said), given }
  }

  async send({ method, path, headers, body }: Sent): Promise<Reply> {
    const url = new URL(path, 'http://anything.invalid')
    const content = body.bytes === null || ['GET', 'HEAD'].includes(method) ? null : body.bytes
    const whole = body.isStalled && content ? stalled(content) : content
    const init = { method, headers, redirect: 'manual' as const }
    const request = new Request(url, { ...init, ...(whole === null ? {} : { body: whole }) })
    const reply = await replyOf(await this.office.answer(request))
    this.#learn(reply)
    return reply
  }

  /**
   * A body whose texts are like no others: then it can be told, in the end, whether one of them is where
   * it must not be.
   */
  #distinct(body: Body): Body {
    if (!body.bytes || !body.isRead) return body
    const text = new TextDecoder().decode(body.bytes)
    try {
      const value = JSON.parse(text)
      if (JSON.stringify(value) !== text) return body
      const told = JSON.stringify(value, (name, part) =>
        /^(?:headline|body)$/.test(name) && typeof part === 'string' && part.length < 250
          ? this.#numbered(part)
          : part,
      )
      return { ...body, bytes: new TextEncoder().encode(told) }
    } catch {
      return body
    }
  }

  #numbered = (words: string) => `n${String(++this.#count).padStart(5, '0')} ${words}`

  async #text({ name, value }: Given, path: string, headers: Headers): Promise<string> {
    if (value.is === 'text' || value.is === 'raw') return value.text
    if (value.is === 'release') return this.#release(value.which)
    if (value.is === 'key') return this.#keys.at(-1 - value.age) ?? this.#keys[0] ?? 'key'
    if (value.is === 'tag') return this.#tag(value, path, headers)
    const nexts = this.#nexts.get(name) ?? ['']
    return nexts[value.which % nexts.length] ?? ''
  }

  /** The tag that is answered here at the moment, or above it where a change is asked for; or an old one. */
  async #tag({ age }: Value & { is: 'tag' }, path: string, headers: Headers): Promise<string> {
    if (age > 0) return this.#tags.at(-age) ?? '"1"'
    const shown = headers.get('Authorization')
    const authorization = shown ? { Authorization: shown } : {}
    for (const at of [path, path.replace(/\/[^/]*$/, '')]) {
      const request = new Request(new URL(at, 'http://anything.invalid'), {
        headers: authorization,
        redirect: 'manual',
      })
      const tag = (await this.office.answer(request)).headers.get('ETag')
      if (tag) return tag
    }
    return '"1"'
  }

  async #release(which: number): Promise<string> {
    const state = STATES[which % STATES.length] ?? 'draft'
    const all = [...this.#releases].filter(
      ([, known]) =>
        (known.state === 'embargoed' && known.liveAt <= this.office.now
          ? 'published'
          : known.state) === state,
    )
    const [id] = all[Math.floor(which / STATES.length) % all.length] ?? [await this.#add(state)]
    return id
  }

  async #add(state: string): Promise<string> {
    const { office } = this
    const birth = ({ embargoed: 'held', draft: 'draft' } as const)[state] ?? 'public'
    const made = await office.create(
      english({ headline: this.#numbered('News') }, bornAs(birth, office.now)),
    )
    const { id } = made.json.release
    this.#learn(made)
    if (state === 'withdrawn')
      this.#learn(await office.withdraw(id, { reason: 'Sent by mistake.' }))
    return id
  }

  #learn({ status, headers, json }: Reply): void {
    const tag = headers.get('ETag')
    if (tag) this.#tags.push(tag)
    const release = status < 300 && json?.receipt ? json.release : null
    if (release)
      this.#releases.set(release.id, { state: release.state, liveAt: Date.parse(release.liveAt) })
    if (typeof json?.next === 'string')
      for (const [name, value] of new URL(json.next).searchParams)
        this.#nexts.set(name, [...(this.#nexts.get(name) ?? []), value].slice(-20))
  }
}

const STATES = ['draft', 'embargoed', 'published', 'withdrawn']

/** A history that was drawn, as one of the release that is asked for. */
function aboutRelease(body: Body, path: string): Body {
  if (!body.bytes || !body.isRead) return body
  const id = decoded(path.split('/').at(-2) ?? '') ?? ''
  const text = new TextDecoder().decode(body.bytes)
  try {
    const value = JSON.parse(text)
    if (JSON.stringify(value) !== text || !/^[\w-]{1,64}$/.test(id)) return body
    for (const { release } of value.revisions) {
      release.id = id
      for (const one of Object.values<{ slug?: unknown }>(release.texts))
        if (typeof one.slug === 'string')
          one.slug += `-${id.toLowerCase().replace(/[^a-z\d]+/g, '')}9`
    }
    return { ...body, bytes: new TextEncoder().encode(JSON.stringify(value)) }
  } catch {
    return body
  }
}

function decoded(written: string): string | null {
  try {
    return decodeURIComponent(written)
  } catch {
    return null
  }
}

/** A body of which nothing more comes after a part. */
const stalled = (bytes: Uint8Array): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.enqueue(bytes.subarray(0, 5)) })
