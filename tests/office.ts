import { type EdgePurge, etagOf, type PurgeResult } from '../src/caching.ts'
import { answersIn } from '../src/db/answers.ts'
import { type Cost, type Database, open } from '../src/db/database.ts'
import { editorsIn } from '../src/db/editors.ts'
import { healthIn } from '../src/db/health.ts'
import { historiesIn } from '../src/db/histories.ts'
import { ledgerIn } from '../src/db/ledger.ts'
import { pagesIn } from '../src/db/pages.ts'
import { readingIn } from '../src/db/reading.ts'
import { redirectsIn } from '../src/db/redirects.ts'
import { releasesIn } from '../src/db/releases.ts'
import { searchIn } from '../src/db/search.ts'
import type { Instant } from '../src/newsroom/dateline.ts'
import type { Scope } from '../src/newsroom/editor.ts'
import { renderPage } from '../src/pages/rendered.ts'
import { specimen } from '../src/pages/specimens.ts'
import { type Press, type Rebuilt, runSchedule } from '../src/rebuild.ts'
import { createApp } from '../src/routes/app.ts'
import { hashOf } from '../src/routes/auth.ts'
import type { Desk, Limits, Stores } from '../src/routes/desk.ts'
import { describe } from '../src/routes/errors.ts'
import type { Site } from '../src/site.ts'

/** 23 March 2026, 12:00 in Damascus. */
export const NOON: Instant = Date.parse('2026-03-23T09:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Whatever a receipt or a problem says; tests name what they read. */
// biome-ignore lint/suspicious/noExplicitAny: answers are read by the tests that ask
export type Json = any

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

interface Ask {
  readonly method?: string
  readonly body?: unknown
  readonly token?: string | null
  readonly headers?: Record<string, string>
}

/** A request as it was sent, its body in its text. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string | null
}

/** Stores a token of the scope and returns it. */
export async function newTokenIn(
  db: D1Database,
  scope: Scope,
  over: Record<string, unknown> = {},
): Promise<string> {
  const token = `pressroom_${crypto.randomUUID()}`
  const id = `token-${scope}-${token.slice(-6)}`
  const row = {
    id,
    editor_id: `editor-${scope}-${token.slice(-6)}`,
    editor_name: scope,
    scope,
    hash: await hashOf(token),
    created_at: 0,
    expires_at: 9e15,
    // Of the day on which most tests are: noting it would be a statement more.
    last_used_on: '2026-03-23',
    ...over,
  }
  await db
    .prepare(`INSERT INTO tokens (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => '?')})`)
    .bind(...Object.values(row))
    .run()
  return token
}

/** A token of each scope. */
export const newTokens = async (db: D1Database): Promise<Record<Scope, string>> => ({
  read: await newTokenIn(db, 'read'),
  draft: await newTokenIn(db, 'draft'),
  publish: await newTokenIn(db, 'publish'),
  admin: await newTokenIn(db, 'admin'),
})

const paused = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/**
 * The whole application over a database, with a clock that the test sets, an edge that records what
 * is purged, and a log that is kept.
 */
export class PressOffice {
  now: Instant = NOON
  purge: (tags: readonly string[]) => PurgeResult = () => 'purged'
  readonly purged: (readonly string[])[] = []
  /** How long runs of the schedule have waited, in milliseconds; the clock stands meanwhile. */
  readonly waited: number[] = []
  wait: (milliseconds: number) => Promise<unknown> = async (milliseconds) =>
    this.waited.push(milliseconds)
  /** How long requests wait; by the clock on the wall. */
  pause: (milliseconds: number, signal?: AbortSignal) => Promise<unknown> = paused
  /** Nobody asks too often, unless a test says so. */
  limits: Limits = { failure: async () => true, change: async () => true }
  /** What answers have not waited for. */
  readonly later: Promise<unknown>[] = []
  readonly logged: Record<string, unknown>[] = []
  /** Sees each request that is asked, and the reply. */
  witness: (request: Asked, reply: Reply) => void = () => {}
  /** Puts something between the application and its stores. */
  wrap: (desk: Desk) => Desk = (desk) => desk
  /** What the latest request, or run of the schedule, has cost. */
  cost: Cost = { statements: 0, rowsRead: 0, rowsWritten: 0 }
  site: Site
  readonly db: D1Database
  readonly tokens: Record<Scope, string>
  /** Where a request reads: everything at the primary, or, for the public, at a replica. */
  session: (isPublic: boolean) => Pick<D1Database, 'prepare' | 'batch'> = () => this.db
  readonly #siteWith: (vars: Record<string, unknown>) => Site
  #app: ReturnType<typeof createApp>
  #fingerprint: Promise<string>

  constructor(
    db: D1Database,
    siteWith: (vars: Record<string, unknown>) => Site,
    tokens: Record<Scope, string>,
    vars: Record<string, unknown> = {},
  ) {
    this.db = db
    this.#siteWith = siteWith
    this.tokens = tokens
    this.site = siteWith(vars)
    this.#app = createApp(this.site)
    this.#fingerprint = etagOf(specimen(this.site))
  }

  /** Opens the same database with other settings, as a deployment would. */
  deploy(vars: Record<string, unknown>): void {
    this.site = this.#siteWith(vars)
    this.#app = createApp(this.site)
    this.#fingerprint = etagOf(specimen(this.site))
  }

  get press(): Press {
    return this.#press(open(this.session(false)))
  }

  get desk(): Desk {
    return this.#desk(false)
  }

  #press(db: Database): Press {
    const edge: EdgePurge = {
      present: true,
      purge: async (tags) => {
        this.purged.push(tags)
        return this.purge(tags)
      },
    }
    return {
      pages: pagesIn(db, () => this.now),
      search: searchIn(db),
      edge,
      languages: this.site.languages,
      fingerprint: () => this.#fingerprint,
      render: (page, facts) => renderPage(this.site, page, facts),
      wait: (milliseconds) => this.wait(milliseconds),
    }
  }

  #desk(isPublic: boolean): Desk {
    const db = open(this.session(isPublic))
    this.cost = db.cost
    const desk = this.wrap({
      ...this.#stores(db),
      now: this.now,
      requestId: 'request-1',
      log: (line) => this.logged.push(line),
      editors: editorsIn(db, (task) => this.later.push(task().catch((fault) => this.#note(fault)))),
      limits: this.limits,
      bindings: { database: true, failureLimit: true, changeLimit: true, edge: true },
      wait: (milliseconds, signal) => this.pause(milliseconds, signal),
      atPrimary: () =>
        isPublic
          ? this.wrap({ ...desk, ...this.#stores(open(this.session(false), db.cost)) })
          : desk,
    })
    return desk
  }

  #note(fault: unknown): void {
    this.logged.push({ event: 'error', ...describe(fault) })
  }

  #stores(db: Database): Stores {
    return {
      releases: releasesIn(db, this.site.languages, () => this.now),
      histories: historiesIn(db, this.site.languages, () => this.now),
      reading: readingIn(db),
      search: searchIn(db),
      redirects: redirectsIn(db, () => this.now),
      ledger: ledgerIn(db),
      answers: answersIn(db),
      health: healthIn(db),
      press: this.#press(db),
    }
  }

  /** What the application answers to a request, as the platform would hand it over. */
  async answer(request: Request): Promise<Response> {
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    const isPublic = isReading && !request.headers.has('Authorization')
    return this.#app.fetch(request, this.#desk(isPublic))
  }

  /** One request; `token` defaults to the one that may do everything, null sends none. */
  async ask(path: string, { method = 'GET', body, token, headers = {} }: Ask = {}): Promise<Reply> {
    const sent = new Headers(headers)
    const bearer = token === undefined ? this.tokens.admin : token
    if (bearer !== null && path.startsWith('/api')) sent.set('Authorization', `Bearer ${bearer}`)
    if (body !== undefined && !sent.has('Content-Type'))
      sent.set('Content-Type', 'application/json')
    const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(new URL(path, 'http://anything.invalid'), {
      method,
      headers: sent,
      redirect: 'manual',
      ...(bytes === undefined ? {} : { body: bytes }),
    })
    const response = await this.answer(request)
    const text = await response.text()
    const json =
      text && /json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null
    const reply = { status: response.status, headers: response.headers, text, json }
    this.witness({ method, path, body: bytes ?? null }, reply)
    return reply
  }

  /** What the public gets. */
  read(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.ask(path, { token: null, headers })
  }

  create(body: unknown): Promise<Reply> {
    return this.ask('/api/releases', { method: 'POST', body })
  }

  /** A change of a release, with the ETag that it has now unless another is given. */
  async change(id: string, verb: string, method: string, body?: unknown, ifMatch?: string) {
    const path = `/api/releases/${id}`
    const etag = ifMatch ?? (await this.ask(path)).headers.get('ETag') ?? ''
    const headers = { 'If-Match': etag }
    return this.ask(`${path}${verb}`, { method, headers, ...(body === undefined ? {} : { body }) })
  }
  edit = (id: string, body: unknown, etag?: string) => this.change(id, '', 'PUT', body, etag)
  publish = (id: string, body: unknown = {}, etag?: string) =>
    this.change(id, '/publication', 'POST', body, etag)
  embargo = (id: string, until: Instant, etag?: string) =>
    this.change(id, '/embargo', 'PUT', { until: new Date(until).toISOString() }, etag)
  cancelEmbargo = (id: string, etag?: string) =>
    this.change(id, '/embargo', 'DELETE', undefined, etag)
  correct = (id: string, body: unknown, etag?: string) =>
    this.change(id, '/corrections', 'POST', body, etag)
  withdraw = (id: string, body: unknown, etag?: string) =>
    this.change(id, '/withdrawal', 'POST', body, etag)

  /** One run of the schedule. */
  schedule(): Promise<Rebuilt> {
    return runSchedule(this.desk.press, this.now)
  }
}

let count = 0

/** A complete release in English; every one has another headline. */
export const english = (over: Record<string, unknown> = {}, more: object = {}) => ({
  kind: 'press-release',
  topics: ['budget'],
  texts: {
    en: {
      headline: `Council adopts budget number ${++count}`,
      body: 'The council adopted the budget.\n\nIt takes effect next month.',
      ...over,
    },
  },
  ...more,
})

/** A complete release in English and Arabic. */
export const bilingual = (more: object = {}) => {
  const release = english()
  return {
    ...release,
    texts: {
      ...release.texts,
      ar: { headline: `المجلس يقر الموازنة رقم ${count}`, body: 'أقر المجلس الموازنة.' },
    },
    ...more,
  }
}

/** What an editor would send to leave a release as it is told. */
export function contentOf({ kind, topics, texts }: Json): Json {
  const copy = structuredClone({ kind, topics, texts })
  for (const one of Object.values<Json>(copy.texts)) {
    delete one.url
    delete one.publicFrom
    delete one.changedAt
  }
  return copy
}

/** What a new release becomes at once. */
export type Birth = 'draft' | 'public' | 'past' | 'held'

/** The part of its body that makes it so; an embargo is of five hours. */
export const bornAs = (birth: Birth, now: Instant): object =>
  ({
    draft: {},
    public: { publish: true },
    past: { publish: { at: '2025-12-31' } },
    held: { embargo: { until: new Date(now + 5 * HOUR).toISOString() } },
  })[birth]
