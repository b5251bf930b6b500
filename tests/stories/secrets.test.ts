import { beforeEach, describe, expect, test } from 'vitest'
import { SCOPES } from '../../src/newsroom/editor.ts'
import { createApp } from '../../src/routes/app.ts'
import { hashOf } from '../../src/routes/auth.ts'
import type { Desk } from '../../src/routes/desk.ts'
import {
  bilingual,
  DAY,
  DB,
  type Json,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'

/** Words that stand in no release but one that is not public. */
const DRAFTED = ['quokka', 'axolotl', 'capybara', 'pangolin', 'okapi', 'narwhal', 'tapir']
const [headline, subheadline, summary, department, place, body, notes] = DRAFTED
const DRAFT = {
  kind: 'statement',
  topics: ['water'],
  texts: { en: { headline, subheadline, summary, department, dateline: { place }, body, notes } },
}

let office: PressOffice
/** Every token that is shown, whether it opens anything or not, and the digest of each. */
let secrets: string[]
/** What the log and answers have said of secrets. */
let told: Told[]
interface Told {
  readonly where: string
  readonly text: string
}

let authorizations: Record<string, string | null>
beforeEach(async () => {
  office = await openPressOffice()
  told = []
  const tokens = {
    ...office.tokens,
    limited: await newToken('admin', { languages: '["ar"]', last_used_on: null }),
    expired: await newToken('admin', { expires_at: NOON }),
    revoked: await newToken('admin', { revoked_at: NOON }),
    unknown: `pressroom_${'unknown'.repeat(7).slice(0, 43)}`,
  }
  secrets = [
    ...Object.values(tokens),
    ...(await Promise.all(Object.values(tokens).map((token) => hashOf(token)))),
  ]
  authorizations = {
    none: null,
    ...Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, `Bearer ${token}`])),
    malformed: `Bearer ${tokens.admin}%`,
    bare: tokens.admin,
    basic: `Basic ${tokens.admin}`,
    'the digest': `Bearer ${await hashOf(tokens.admin)}`,
  }
})

/** Asks, and keeps what the answer says: of an error all, of the public's answers the headers too. */
async function ask(method: string, path: string, who: string, sent?: unknown): Promise<Response> {
  const authorization = authorizations[who] ?? null
  const response = await office.answer(
    new Request(new URL(path, 'http://anything.invalid'), {
      method,
      redirect: 'manual',
      headers: {
        'CF-Connecting-IP': '192.0.2.1',
        'If-Match': '"9"',
        ...(authorization === null ? {} : { Authorization: authorization }),
        ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(sent === undefined ? {} : { body: sent as string }),
    }),
  )
  const text = await response.text()
  const where = `${method} ${path} by ${who}: ${response.status}`
  if (response.status >= 400) told.push({ where, text: withoutCurrent(text) })
  else if (who === 'none') told.push({ where, text })
  told.push({ where: `headers of ${where}`, text: JSON.stringify([...response.headers]) })
  return response
}

/** An editor who was slower is shown the release as it is, who may read it anyway. */
function withoutCurrent(text: string): string {
  if (!text.startsWith('{')) return text
  const { current: _, ...problem } = JSON.parse(text)
  return JSON.stringify(problem)
}

/** Every address of the site, with the draft where a release is named. */
const addresses = (id: string) => {
  const filled: Record<string, string> = {
    id,
    number: '1',
    slug: 'quokka',
    topic: 'water',
    year: '2026',
    month: '03',
    file: 'news-sitemap-1.xml',
  }
  const routes = createApp(office.site).routes.filter(({ method }) => method !== 'ALL')
  const paths = routes.map(({ method, path }) => {
    const address = path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name) => filled[name] ?? 'x')
    return `${method} ${address}`
  })
  return [...new Set(paths)].map((one) => one.split(' ') as [method: string, path: string])
}

/**
 * Bodies that are wrong, with a secret wherever values stand. The names of fields are another matter:
 * an error points at them.
 */
function bodies(): string[] {
  const [secret] = secrets
  return [
    `{"headline": "${secret}"`,
    ...[
      { kind: secret, topics: [secret], texts: { en: { slug: secret } }, publish: secret },
      { until: secret, at: secret, note: { en: [secret] }, reason: [secret] },
      { reason: 'R', note: 'N', replacedBy: secret, until: secret, publish: { at: secret } },
      [secret],
      secret,
    ].map((body) => JSON.stringify(body)),
  ]
}

/** The tables that hold what was written, and the answers that are given to their asker again. */
const OWN = /^(releases|texts|revisions|slugs|answers)$/

async function tables(): Promise<Told[]> {
  const { results } = await DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>()
  return Promise.all(
    results.map(async ({ name }) => {
      const rows = (await DB.prepare(`SELECT * FROM "${name}"`).all<Json>()).results
      // The digest of a token is what is stored of it.
      const shown = name === 'tokens' ? rows.map(({ hash: _, ...row }) => row) : rows
      return { where: name, text: JSON.stringify(shown) }
    }),
  )
}

const mentions = (all: readonly Told[], words: readonly string[]) =>
  all.flatMap(({ where, text }) =>
    words
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => [where, word]),
  )

/** Nothing was said of a token anywhere, nor of a draft but to editors. */
async function check(): Promise<void> {
  const log = { where: 'the log', text: JSON.stringify(office.logged) }
  const stored = await tables()
  expect(stored.map(({ where }) => where)).toEqual(
    expect.arrayContaining(['rendered_pages', 'events', 'tokens', 'answers']),
  )
  expect(mentions([...told, log, ...stored], secrets)).toEqual([])
  const others = stored.filter(({ where }) => !OWN.test(where))
  expect(mentions([...told, log, ...others], DRAFTED)).toEqual([])
}

describe('no token and no word of a draft is told', () => {
  let id: string
  beforeEach(async () => {
    id = (await office.create(DRAFT)).json.release.id
    const until = new Date(NOON + DAY).toISOString()
    await office.create({ ...bilingual(), embargo: { until } })
    await office.create(bilingual({ publish: true }))
    await office.schedule()
  })

  test('by any route to anybody, whatever token they show', async () => {
    const statuses = new Set<number>()
    for (const [method, path] of addresses(id))
      for (const who of Object.keys(authorizations)) {
        const withBody = method === 'POST' || method === 'PUT'
        statuses.add((await ask(method, path, who, withBody ? '{}' : undefined)).status)
      }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 401, 403, 404, 412, 422]))
    expect(told.length).toBeGreaterThan(500)
    await Promise.all(office.later)
    await check()
  })

  test('by an error over what a body says, or an address', async () => {
    const writing = addresses(id).filter(([method]) => method === 'POST' || method === 'PUT')
    const statuses = new Set<number>()
    for (const [method, path] of writing)
      for (const body of bodies())
        for (const who of ['admin', 'limited', 'read', 'unknown', 'none'])
          statuses.add((await ask(method, path, who, body)).status)
    expect([...statuses].sort()).toEqual(expect.arrayContaining([400, 401, 403, 422]))
    for (const secret of secrets)
      for (const path of [
        `/api/releases/${secret}`,
        `/api/releases?cursor=${secret}`,
        `/api/releases?state=${secret}`,
        `/api/releases?limit=${secret}`,
        `/api/search?q=a&after=${secret}`,
        `/api/changes?since=${secret}`,
        `/api/audit?since=${secret}`,
        `/api/${secret}`,
        `/releases/${secret}`,
        `/${secret}`,
      ])
        for (const who of ['admin', 'none']) {
          const { status } = await ask('GET', path, who)
          expect([path, status < 500]).toEqual([path, true])
        }
    await check()
  })

  test('by a store that fails and says what it was asked', async () => {
    const fault = () => {
      throw new Error(`Failed query: ${secrets.join()} ${DRAFTED.join()}`, {
        cause: new Error(`${secrets.join()} ${DRAFTED.join()}`),
      })
    }
    const failing = <T extends object>(port: T): T =>
      new Proxy(port, { get: (_, name) => (name === 'then' ? undefined : async () => fault()) })
    const broken = [
      'releases',
      'reading',
      'search',
      'ledger',
      'answers',
      'health',
      'editors',
    ] as const
    const statuses = new Set<number>()
    for (const name of broken) {
      office.wrap = (desk) => {
        const there: Desk = { ...desk, [name]: failing(desk[name]) }
        return { ...there, atPrimary: () => there }
      }
      for (const [method, path] of addresses(id).filter(([, path]) => !path.startsWith('/ar')))
        for (const who of ['admin', 'none']) {
          const withBody = method === 'POST' || method === 'PUT'
          const sent = JSON.stringify({ ...DRAFT, texts: { en: { ...DRAFT.texts.en } } })
          statuses.add((await ask(method, path, who, withBody ? sent : undefined)).status)
        }
    }
    office.wrap = (desk) => desk
    expect([...statuses]).toContain(500)
    expect(office.logged.filter(({ event }) => event === 'error').length).toBeGreaterThan(20)
    await check()
  })

  test('by too many requests', async () => {
    office.limits = { failure: async () => false, change: async () => false }
    for (const who of Object.keys(authorizations))
      for (const method of ['GET', 'POST'])
        await ask(
          method,
          '/api/releases',
          who,
          method === 'POST' ? JSON.stringify(DRAFT) : undefined,
        )
    expect(office.logged.filter(({ event }) => event === 'limited').length).toBeGreaterThan(
      SCOPES.length,
    )
    await check()
  })

  test('by what a draft’s whole life before its publication leaves behind', async () => {
    await office.edit(id, { ...DRAFT, topics: [] })
    await office.embargo(id, NOON + DAY)
    await office.cancelEmbargo(id)
    await office.schedule()
    for (const path of ['/', '/archive/2026/03', '/sitemap.xml', '/feed.xml', '/search?q=quokka'])
      await ask('GET', path, 'none')
    // The form shows what was looked for.
    told = told.filter(({ where }) => !where.startsWith('GET /search'))
    await check()
  })
})
