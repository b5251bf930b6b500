import { describe, expect, test } from 'vitest'
import { diagnose, type Facts, isPressroom } from '../../src/cli/doctor/diagnosis.ts'
import { healthFrom } from '../../src/cli/doctor/reported.ts'
import { METRICS, READY, said } from './well.ts'

const ADDRESS = 'https://press.test'
const NOW = Date.parse('2026-03-23T09:00:00Z')

const heard = (body: unknown, over: object = {}) => ({
  ...said(body),
  sentAt: NOW - 40,
  heardAt: NOW + 40,
  ...over,
})
const ready = (over: object = {}) => heard({ ...READY, now: new Date(NOW).toISOString(), ...over })
/** The checks with one of them as a test wants it. */
const check = (name: keyof typeof READY.checks, over: object) =>
  ready({ checks: { ...READY.checks, [name]: { ...READY.checks[name], ...over } } })

const WELL: Facts = {
  address: ADDRESS,
  live: heard({ status: 'ok' }),
  ready: ready(),
  metrics: said(METRICS),
}

const wrongOf = (over: Partial<Facts>) =>
  diagnose({ ...WELL, ...over }).filter(({ state }) => state === 'wrong')

test('of a newsroom that is well, every line says so', () => {
  const findings = diagnose(WELL)
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([])
  expect(findings.map(({ about }) => about)).toEqual([
    'address',
    'site-url',
    'clock',
    'database',
    'database-clock',
    'migrations',
    'schedule',
    'stale-pages',
    'purges',
    'search',
    'bindings',
    'metrics',
  ])
  expect(findings.at(-1)?.says).toBe(
    "The token is an admin's. 1 release is filed; 7 rebuilds and 1000 events so far.",
  )
})

const FAULTS: [what: string, over: Partial<Facts>, about: string, says: RegExp][] = [
  [
    'nobody answers',
    { live: { silence: 'ECONNREFUSED' }, ready: null, metrics: { notAsked: 'unsure' } },
    'address',
    /Nobody answers at https:\/\/press\.test: ECONNREFUSED/,
  ],
  [
    'the address sends on',
    {
      live: heard('', { status: 308, headers: { location: 'https://www.press.test/healthz' } }),
    },
    'address',
    /sends on to https:\/\/www\.press\.test\./,
  ],
  ['another site answers', { live: heard('<!doctype html>') }, 'address', /not a Pressroom/],
  ['it knows no such address', { live: heard('', { status: 404 }) }, 'address', /not a Pressroom/],
  [
    'something else is alive there',
    { ready: heard({ status: 'ready' }) },
    'address',
    /not a Pressroom/,
  ],
  ['the Worker stops', { live: heard('', { status: 500 }) }, 'address', /500 at \/healthz/],
  ['/readyz has a fault', { ready: heard('', { status: 500 }) }, 'readiness', /answered 500/],
  [
    '/readyz is not answered',
    { ready: { silence: 'no answer within 10 seconds' } },
    'readiness',
    /no answer within 10 seconds/,
  ],
  [
    'SITE_URL is another address',
    { ready: ready({ site: 'https://elsewhere.test' }) },
    'site-url',
    /SITE_URL is https:\/\/elsewhere\.test, and https:\/\/press\.test was asked/,
  ],
  [
    "the Worker's clock is behind",
    { ready: ready({ now: new Date(NOW - 3_600_000).toISOString() }) },
    'clock',
    /60 minutes behind this machine's/,
  ],
  [
    "the Worker's clock is ahead",
    { ready: ready({ now: new Date(NOW + 8000).toISOString() }) },
    'clock',
    /8 seconds ahead of this machine's/,
  ],
  [
    'the database does not answer',
    {
      ready: ready({
        status: 'unavailable',
        checks: {
          database: { ok: false, bytes: null, limitBytes: 1e10, clockSkewMs: null },
          migrations: { ok: null, applied: null, needed: null },
          schedule: { ok: null },
          bindings: { ok: true, missing: [] },
        },
      }),
    },
    'database',
    /does not answer/,
  ],
  [
    'the database fills',
    { ready: check('database', { ok: false, bytes: 8.6e9 }) },
    'database',
    /8\.6 GB of 10\.0 GB/,
  ],
  [
    "the database's clock is another",
    { ready: check('database', { ok: false, clockSkewMs: -90_000 }) },
    'database-clock',
    /90 seconds behind the Worker's/,
  ],
  [
    'migrations are behind',
    { ready: check('migrations', { ok: false, applied: '0002_cost.sql' }) },
    'migrations',
    /up to 0002_cost\.sql, and this version needs 0006_redirects\.sql/,
  ],
  [
    'the database is empty',
    { ready: check('migrations', { ok: false, applied: null }) },
    'migrations',
    /up to none/,
  ],
  [
    'the schedule has stopped',
    { ready: check('schedule', { ok: false, ageSeconds: 3 * 86_400 }) },
    'schedule',
    /has not run for 3 days/,
  ],
  [
    'the schedule never ran',
    { ready: check('schedule', { ok: false, lastRunAt: null, ageSeconds: null }) },
    'schedule',
    /has never run/,
  ],
  [
    'pages stay stale',
    {
      ready: check('stalePages', {
        ok: false,
        due: 1000,
        oldest: { path: '/archive', dueAt: '', ageSeconds: 7200 },
      }),
    },
    'stale-pages',
    /1000 or more pages wait to be rebuilt, the oldest \(\/archive\) for 2 hours/,
  ],
  [
    'a page stays stale of which nothing is told',
    {
      ready: check('stalePages', { ok: false, due: 1, oldest: { path: null, ageSeconds: 660 } }),
    },
    'stale-pages',
    /1 page waits to be rebuilt, the oldest for 11 minutes/,
  ],
  [
    'purges fail',
    { ready: check('purges', { ok: false, open: 3, failed: 1 }) },
    'purges',
    /1 purge of the edge has failed/,
  ],
  [
    'purges are not settled',
    { ready: check('purges', { ok: false, open: 3 }) },
    'purges',
    /3 purges of the edge are open for too long/,
  ],
  [
    'the search has not caught up',
    { ready: check('search', { ok: false, unindexed: 300 }) },
    'search',
    /does not know 300 texts/,
  ],
  [
    'a binding is missing',
    { ready: check('bindings', { ok: false, missing: ['FAILURES', 'CHANGES'] }) },
    'bindings',
    /FAILURES, CHANGES/,
  ],
  ['the token is unknown', { metrics: said('', 401) }, 'token', /not valid/],
  ['the token is not an admin', { metrics: said('', 403) }, 'token', /scope admin/],
  ['too many have tried', { metrics: said('', 429) }, 'token', /Too many/],
  ['the token is malformed', { metrics: { notAsked: 'malformed' } }, 'token', /not a token/],
  ['the way is not secret', { metrics: { notAsked: 'not-secret' } }, 'token', /was not sent/],
  ['/metrics has a fault', { metrics: said('', 503) }, 'metrics', /answered 503/],
  ['/metrics is something else', { metrics: said('<html>') }, 'metrics', /answered 200/],
  ['/metrics is not answered', { metrics: { silence: 'ECONNRESET' } }, 'metrics', /ECONNRESET/],
]

describe('one thing is wrong, and said with what to do', () => {
  test.each(FAULTS)('%s', (_, over, about, says) => {
    const wrong = wrongOf(over)
    expect(wrong.map((finding) => finding.about)).toEqual([about])
    expect(wrong[0]?.says).toMatch(says)
    expect(wrong[0]?.advice).toMatch(/\S{3}/)
    for (const { says, advice } of diagnose({ ...WELL, ...over }))
      expect(`${says}${advice}`).not.toMatch(/\n|undefined|NaN|\[object/)
  })
})

test('several things are all said', () => {
  const checks = {
    ...READY.checks,
    schedule: { ok: false, ageSeconds: 900 },
    search: { ok: false, unindexed: 2 },
  }
  expect(wrongOf({ ready: ready({ checks, site: 'https://x.test' }) })).toHaveLength(3)
})

test('without a token the metrics are left out, which is no fault', () => {
  const findings = diagnose({ ...WELL, metrics: { notAsked: 'no-token' } })
  expect(findings.at(-1)).toMatchObject({ about: 'token', state: 'skipped' })
  expect(wrongOf({ metrics: { notAsked: 'no-token' } })).toEqual([])
})

describe('what is no fault', () => {
  const local = (address: string, site: string) =>
    wrongOf({ address, ready: ready({ site }) }).map(({ about }) => about)

  test('this machine has several names, and ports tell newsrooms apart', () => {
    expect(local('http://127.0.0.1:8787', 'http://localhost:8787')).toEqual([])
    expect(local('http://[::1]:8787', 'http://localhost:8787')).toEqual([])
    expect(local('http://127.0.0.1:8788', 'http://localhost:8787')).toEqual(['site-url'])
    expect(local('http://localhost:8787', 'https://press.test')).toEqual(['site-url'])
    expect(local('https://localhost.press.test', 'http://localhost')).toEqual(['site-url'])
  })

  test('a slow way is not another clock', () => {
    const slow = { ...ready(), sentAt: NOW - 60_000, heardAt: NOW + 60_000 }
    expect(wrongOf({ ready: slow })).toEqual([])
    for (const shift of [-5000, 5000]) {
      const now = new Date(NOW + shift).toISOString()
      expect(wrongOf({ ready: ready({ now }) })).toEqual([])
    }
  })

  test('a large database of the free plan is told of its end', () => {
    const [told] = diagnose({ ...WELL, ready: check('database', { bytes: 450_000_000 }) }).filter(
      ({ about }) => about === 'database',
    )
    expect(told).toMatchObject({ state: 'ok', says: expect.stringContaining('500 MB') })
  })

  test('what a newsroom of another version does not say is left out', () => {
    const checks = { database: { ok: true }, schedule: { ok: 'yes' } }
    const findings = diagnose({ ...WELL, ready: ready({ checks, now: 'soon' }) })
    expect(findings.map(({ about, state }) => [about, state])).toEqual([
      ['address', 'ok'],
      ['site-url', 'ok'],
      ['clock', 'skipped'],
      ['database', 'ok'],
      ['metrics', 'ok'],
    ])
  })
})

describe('who may be told a secret', () => {
  test('a Pressroom, however it is', () => {
    expect(isPressroom(WELL)).toBe(true)
    expect(isPressroom({ ...WELL, ready: { ...ready(), status: 503 } })).toBe(true)
  })

  test.each(FAULTS.filter(([, , about]) => ['address', 'readiness'].includes(about)))(
    'nobody where %s',
    (_, over) => {
      expect(isPressroom({ ...WELL, ...over })).toBe(false)
    },
  )
})

test.each(['', 'null', '[]', '"x"', '{"site":"x","checks":{}}', '{"site":"https://x.test"}'])(
  'the body %s is not that of /readyz',
  (body) => {
    expect(healthFrom(body)).toBeNull()
  },
)

test('what is told stays on its line and says nothing to the terminal', () => {
  const missing = ['A\u001b[31m\nB\u202eC']
  const [finding] = wrongOf({ ready: check('bindings', { ok: false, missing }) })
  expect(finding?.says).not.toMatch(/\p{C}/u)
})
