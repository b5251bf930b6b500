import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Condition, Work } from '../../src/newsroom/ports.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import { metricsText } from '../../src/routes/metrics.ts'
import {
  DATABASE_LIMIT,
  MAX_FULLNESS,
  MAX_PURGING,
  MAX_SILENCE,
  MAX_SKEW,
  MAX_STALENESS,
  readinessOf,
} from '../../src/routes/readiness.ts'
import {
  DAY,
  DB,
  english,
  HOUR,
  NOON,
  openPressOffice,
  type PressOffice,
  siteWith,
} from '../press-office.ts'
import { untilIdle } from '../stories/check.ts'
import { parseMetrics } from './prometheus.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
  // The database's clock is the one on the wall.
  office.now = Date.now()
})
// The day on which a token was last used is noted after the answer.
afterEach(() => Promise.all(office.later))

/** The application, with some things of its environment as a test wants them. */
function withDesk(over: object, health: object = {}) {
  office.wrap = (desk) => ({ ...desk, health: { ...desk.health, ...health }, ...over })
}
const down = async () => {
  throw new Refusal('unavailable', 'The store does not answer right now.')
}
const asAdmin = (path: string) =>
  office.read(path, { Authorization: `Bearer ${office.tokens.admin}` })

describe('/healthz', () => {
  test('says that the Worker runs, and asks the database nothing', async () => {
    const answer = await office.read('/healthz')
    expect([answer.status, answer.json]).toEqual([200, { status: 'ok' }])
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    expect(office.cost.statements).toBe(0)
    const head = await office.ask('/healthz', { method: 'HEAD', token: null })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  test.each(['/healthz', '/readyz', '/metrics'])('%s answers no other method', async (path) => {
    const answer = await office.ask(path, { method: 'POST', body: {}, token: null })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  })
})

describe('/readyz', () => {
  test('a newsroom whose schedule has run is well', async () => {
    await office.create(english({}, { publish: true }))
    await untilIdle(office)
    office.now = Date.now()
    const { status, headers, json } = await office.read('/readyz')
    expect([status, json.status]).toEqual([200, 'ok'])
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(json).toMatchObject({
      now: new Date(office.now).toISOString(),
      site: 'https://press.test',
      checks: {
        database: { ok: true, bytes: expect.any(Number), limitBytes: DATABASE_LIMIT },
        migrations: { ok: true, applied: '0006_redirects.sql', needed: '0006_redirects.sql' },
        schedule: { ok: true, ageSeconds: expect.any(Number) },
        stalePages: { ok: true, due: 0, oldest: null },
        purges: { ok: true, failed: 0 },
        search: { ok: true, unindexed: 0 },
        bindings: { ok: true, missing: [] },
      },
    })
    const head = await office.ask('/readyz', { method: 'HEAD', token: null })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  test('tells nothing of what is written, whoever asks', async () => {
    const until = new Date(office.now + HOUR).toISOString()
    await office.create(english({ headline: 'Held back' }, { embargo: { until } }))
    await office.create(english({ headline: 'Made public' }, { publish: true }))
    office.now += DAY
    for (const { text } of [await office.read('/readyz'), await asAdmin('/readyz')])
      expect(text).not.toMatch(/held|public|budget|pressroom_/i)
  })

  test('it asks the primary, whatever replica the public reads', async () => {
    const asked: boolean[] = []
    office.session = (isPublic) => {
      asked.push(isPublic)
      return DB
    }
    await office.read('/readyz')
    // The request is opened at a replica, and asks at the primary.
    expect(asked.at(-1)).toBe(false)
    expect(office.cost.statements).toBe(2)
  })

  test('a database that does not answer makes it unavailable, and the log says so', async () => {
    withDesk({}, { condition: down })
    const { status, headers, json } = await office.read('/readyz')
    expect([status, json.status]).toEqual([503, 'unavailable'])
    expect(headers.get('Retry-After')).toMatch(/^\d+$/)
    expect(headers.get('Content-Type')).toBe('application/json')
    expect(json.checks).toMatchObject({
      database: { ok: false, bytes: null, clockSkewMs: null },
      migrations: { ok: null },
      schedule: { ok: null },
    })
    expect(office.logged).toContainEqual({ event: 'unavailable', requestId: 'request-1' })
    expect((await office.read('/healthz')).status).toBe(200)
  })

  test('so does a fault that nobody thought of, of which nothing is shown', async () => {
    withDesk({}, { condition: async () => Promise.reject(new Error('a secret parameter')) })
    const { status, text } = await office.read('/readyz')
    expect(status).toBe(503)
    expect(text + JSON.stringify(office.logged)).not.toContain('secret')
    expect(office.logged).toContainEqual(expect.objectContaining({ event: 'error' }))
  })

  test('migrations that are behind make it unavailable', async () => {
    await DB.prepare('DELETE FROM d1_migrations WHERE id > 2').run()
    const { status, json } = await office.read('/readyz')
    expect([status, json.status]).toEqual([503, 'unavailable'])
    expect(json.checks.migrations).toEqual({
      ok: false,
      applied: '0002_cost.sql',
      needed: '0006_redirects.sql',
    })
    expect(json.checks.database.ok).toBe(true)
  })

  test('without a database bound nothing is asked', async () => {
    const bindings = { database: false, failureLimit: true, changeLimit: true, edge: true }
    withDesk({ bindings }, { condition: () => expect.unreachable() })
    const { status, json } = await office.read('/readyz')
    expect([status, json.checks.bindings]).toEqual([503, { ok: false, missing: ['DB'] }])
  })
})

const SITE = siteWith()
const ALL = { database: true, failureLimit: true, changeLimit: true, edge: false }
const WORK: Work = {
  scheduleRanAt: NOON,
  stale: { pages: 0, oldest: null },
  purges: { open: 0, failed: 0, oldest: null },
  unindexed: 0,
  rebuilds: 7,
  events: 40,
}
const WELL: Condition = {
  migration: { applied: '0006_redirects.sql', needed: '0006_redirects.sql' },
  databaseTime: NOON,
  databaseBytes: 12_345_678,
  work: WORK,
}
const doing = (work: Partial<Work>): Condition => ({ ...WELL, work: { ...WORK, ...work } })
const judged = (condition: Condition, bindings = ALL) =>
  readinessOf(condition, bindings, SITE, NOON)

describe('what is judged', () => {
  test('all is well', () => {
    expect(judged(WELL).status).toBe('ok')
  })

  const FULL = MAX_FULLNESS * DATABASE_LIMIT
  const oldest = (path: string | null, due: number) => ({
    stale: { pages: 3, oldest: { path, due } },
  })
  const purges = (open: number, failed: number, at: number) => ({
    purges: { open, failed, oldest: at },
  })

  test.each([
    ['the schedule has just noted it', doing({ scheduleRanAt: NOON - MAX_SILENCE })],
    ["another machine's clock is ahead", doing({ scheduleRanAt: NOON + 1000 })],
    ['a page has become stale', doing(oldest('/', NOON - MAX_STALENESS))],
    ['purges are under way', doing(purges(9, 0, NOON - MAX_PURGING))],
    ['the database is four fifths full', { ...WELL, databaseBytes: FULL }],
    ['the platform does not tell the size', { ...WELL, databaseBytes: null }],
    ['the clocks are nearly alike', { ...WELL, databaseTime: NOON - MAX_SKEW }],
    ['there is no record of migrations', { ...WELL, migration: { applied: null, needed: 'x' } }],
  ])('%s: well', (_, condition) => {
    expect(judged(condition).status).toBe('ok')
  })

  test.each([
    ['schedule', doing({ scheduleRanAt: NOON - MAX_SILENCE - 1 })],
    ['schedule', doing({ scheduleRanAt: null })],
    ['stalePages', doing(oldest('/', NOON - MAX_STALENESS - 1))],
    ['stalePages', doing(oldest(null, NOON - MAX_STALENESS - 1))],
    ['purges', doing(purges(2, 1, NOON))],
    ['purges', doing(purges(2, 0, NOON - MAX_PURGING - 1))],
    ['search', doing({ unindexed: 1 })],
    ['database', { ...WELL, databaseBytes: FULL + 1 }],
    ['database', { ...WELL, databaseTime: NOON + MAX_SKEW + 1 }],
    ['database', { ...WELL, databaseTime: NOON - MAX_SKEW - 1 }],
  ])('%s is not well, and nothing else: it serves on', (name, condition) => {
    const { status, checks } = judged(condition)
    const wrong = Object.entries(checks).filter(([, { ok }]) => ok !== true)
    expect([status, wrong.map(([check]) => check)]).toEqual(['degraded', [name]])
  })

  test('limits that are not bound are named as wrangler.toml names them', () => {
    const { status, checks } = judged(WELL, { ...ALL, failureLimit: false, changeLimit: false })
    expect([status, checks.bindings.missing]).toEqual(['degraded', ['FAILURES', 'CHANGES']])
  })

  test('ages are whole seconds and never negative', () => {
    expect(judged(doing({ scheduleRanAt: NOON - 61_999 })).checks.schedule).toEqual({
      ok: true,
      lastRunAt: '2026-03-23T08:58:58.001Z',
      ageSeconds: 61,
    })
    expect(judged(doing({ scheduleRanAt: NOON + 900 })).checks.schedule.ageSeconds).toBe(0)
  })
})

describe('/metrics', () => {
  test.each([
    ['nobody', null, 401],
    ['an unknown token', 'pressroom_unknown', 401],
    ['an editor', 'publish', 403],
  ] as const)('%s gets none', async (_, token, status) => {
    const bearer = token === 'publish' ? office.tokens.publish : token
    const answer = await office.read(
      '/metrics',
      bearer ? { Authorization: `Bearer ${bearer}` } : {},
    )
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(answer.headers.get('WWW-Authenticate')).toBe(
      status === 401 ? 'Bearer realm="Pressroom"' : null,
    )
    expect(answer.text).not.toContain('pressroom_')
  })

  test('an admin gets the numbers in the format of Prometheus', async () => {
    await office.create(english({}, { publish: true }))
    await untilIdle(office)
    office.now = Date.now()
    const { status, headers, text } = await asAdmin('/metrics')
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    const families = parseMetrics(text)
    expect([...families.keys()].every((name) => name.startsWith('pressroom_'))).toBe(true)
    for (const [name, { type }] of families)
      expect([name, type]).toEqual([name, name.endsWith('_total') ? 'counter' : 'gauge'])
    const value = (name: string) => families.get(`pressroom_${name}`)?.samples['']
    expect(value('ready')).toBe(1)
    expect(value('releases_filed')).toBe(1)
    expect(value('stale_pages')).toBe(0)
    expect(value('rebuilds_total')).toBeGreaterThan(0)
    expect(value('events_total')).toBeGreaterThan(1)
    expect(value('database_size_bytes')).toBeGreaterThan(10_000)
    expect(value('database_limit_bytes')).toBe(DATABASE_LIMIT)
    expect(value('schedule_last_run_timestamp_seconds')).toBeGreaterThan(1.7e9)
    expect(families.get('pressroom_check_ok')?.samples['check="schedule"']).toBe(1)
    const head = await office.ask('/metrics', {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${office.tokens.admin}` },
    })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  test('a database that does not answer is a 503, and a scrape that failed', async () => {
    withDesk({}, { condition: down })
    const { status, headers } = await asAdmin('/metrics')
    expect([status, headers.has('Retry-After')]).toEqual([503, true])
  })

  test('every number is in base units and under its name', () => {
    const condition = {
      ...doing({
        scheduleRanAt: NOON - 90_500,
        stale: { pages: 3, oldest: { path: '/', due: NOON - 5000 } },
        purges: { open: 4, failed: 2, oldest: NOON - 2000 },
        unindexed: 5,
      }),
      databaseTime: NOON + 250,
    }
    const families = parseMetrics(metricsText(condition, judged(condition), 9, NOON))
    const single = [...families].flatMap(([name, { samples }]) =>
      '' in samples ? [[name, samples['']]] : [],
    )
    expect(Object.fromEntries(single)).toEqual({
      pressroom_ready: 1,
      pressroom_schedule_last_run_timestamp_seconds: (NOON - 90_500) / 1000,
      pressroom_schedule_age_seconds: 90,
      pressroom_stale_pages: 3,
      pressroom_oldest_stale_page_age_seconds: 5,
      pressroom_purges_open: 4,
      pressroom_purges_failed: 2,
      pressroom_oldest_purge_age_seconds: 2,
      pressroom_unindexed_texts: 5,
      pressroom_database_size_bytes: 12_345_678,
      pressroom_database_limit_bytes: DATABASE_LIMIT,
      pressroom_database_clock_skew_seconds: 0.25,
      pressroom_releases_filed: 9,
      pressroom_rebuilds_total: 7,
      pressroom_events_total: 40,
    })
    expect(families.get('pressroom_build_info')?.samples).toEqual({
      'migration="0006_redirects.sql",applied="0006_redirects.sql"': 1,
    })
  })

  test('what is not known is left out, and a label may have any letter', () => {
    const condition: Condition = {
      migration: { applied: 'a"b\\c\nd', needed: 'x' },
      databaseTime: null,
      databaseBytes: null,
      work: null,
    }
    const families = parseMetrics(metricsText(condition, judged(condition), 0, NOON))
    expect([...families.keys()]).toEqual([
      'pressroom_build_info',
      'pressroom_ready',
      'pressroom_check_ok',
      'pressroom_database_limit_bytes',
      'pressroom_releases_filed',
    ])
    expect(families.get('pressroom_ready')?.samples['']).toBe(0)
    expect(Object.keys(families.get('pressroom_build_info')?.samples ?? {})).toEqual([
      String.raw`migration="x",applied="a\"b\\c\nd"`,
    ])
  })
})

describe('the reader of the format', () => {
  test.each([
    ['no end of the last line', '# HELP a x\n# TYPE a gauge\na 1'],
    ['a sample without a type', 'a 1\n'],
    ['a type without help', '# TYPE a gauge\na 1\n'],
    ['another name than the type', '# HELP a x\n# TYPE a gauge\nb 1\n'],
    ['a value that is none', '# HELP a x\n# TYPE a gauge\na null\n'],
    ['a sample twice', '# HELP a x\n# TYPE a gauge\na 1\na 2\n'],
    ['a family twice', '# HELP a x\n# TYPE a gauge\na 1\n# HELP a x\n# TYPE a gauge\na 1\n'],
    ['an empty line', '# HELP a x\n# TYPE a gauge\n\na 1\n'],
    ['an open label', '# HELP a x\n# TYPE a gauge\na{b="c} 1\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseMetrics(text)).toThrow()
  })
})
