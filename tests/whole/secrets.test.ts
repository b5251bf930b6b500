import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHarness } from 'wrangler'
import { newToken } from '../../src/commands/tokens.ts'
import { accept, hashOf, migrate } from './prepared.ts'

const ROOT = join(import.meta.dirname, '../..')
const server = createTestHarness({
  root: ROOT,
  workers: [{ configPath: 'wrangler.toml', vars: { SITE_URL: 'https://press.test' } }],
})
/** As wrangler.toml says. */
const MAX_FAILURES = 30
const DRAFTED = ['quokka', 'axolotl']
const [headline, body] = DRAFTED

const tokens = {
  admin: newToken(),
  draft: newToken(),
  expired: newToken(),
  revoked: newToken(),
  unknown: newToken(),
}

beforeAll(async () => {
  await server.listen()
  const { DB } = await server.getWorker().getEnv()
  await migrate(DB)
  await accept(DB, 'admin', tokens.admin, 'admin')
  await accept(DB, 'draft', tokens.draft, 'draft')
  await accept(DB, 'expired', tokens.expired, 'admin', { expiresAt: 1 })
  await accept(DB, 'revoked', tokens.revoked, 'admin', { revokedAt: 1 })
})
afterAll(() => server.close())

const ask = (path: string, address: string, authorization: string, init: RequestInit = {}) =>
  server.fetch(path, {
    ...init,
    headers: {
      'CF-Connecting-IP': address,
      Authorization: authorization,
      ...init.headers,
    },
  } as never)

test('who fails too often from one address is told to wait, and nobody else', async () => {
  const fail = async (address: string) => {
    const statuses: number[] = []
    // A minute may end meanwhile, and its count begin anew.
    while (statuses.length <= 2 * MAX_FAILURES && statuses.at(-1) !== 429)
      statuses.push((await ask('/api/releases', address, `Bearer ${newToken()}`)).status)
    return statuses
  }
  const runs = [await fail('192.0.2.1'), await fail('192.0.2.2')]
  for (const statuses of runs) {
    expect(statuses.at(-1)).toBe(429)
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([401]))
    expect(statuses.length).toBeGreaterThan(MAX_FAILURES)
  }
  // One minute ends during one run at most.
  expect(runs.map(({ length }) => length)).toContain(MAX_FAILURES + 1)
  const limited = await ask('/api/releases', '192.0.2.2', 'Bearer wrong')
  if (limited.status === 429) {
    expect(limited.headers.get('Retry-After')).toBe('60')
    expect(limited.headers.get('Content-Type')).toBe('application/problem+json')
  }
  expect((await ask('/api/releases', '192.0.2.2', `Bearer ${tokens.admin}`)).status).toBe(200)
  expect((await ask('/api/releases', '192.0.2.3', 'Bearer wrong')).status).toBe(401)
})

test('a token that is guessed at from many addresses is limited too', async () => {
  const statuses: number[] = []
  for (let at = 0; at <= 2 * MAX_FAILURES && statuses.at(-1) !== 429; at++)
    statuses.push(
      (await ask('/api/releases', `198.51.100.${at}`, `Bearer ${tokens.expired}`)).status,
    )
  expect(statuses.at(-1)).toBe(429)
  expect(statuses.length).toBeGreaterThan(MAX_FAILURES)
})

test('the log of the built Worker tells no token, no digest of one and no word of a draft', async () => {
  server.clearLogs()
  const json = { 'Content-Type': 'application/json', 'If-Match': '*' }
  const draft = JSON.stringify({ kind: 'statement', texts: { en: { headline, body } } })
  const made = await ask('/api/releases', '203.0.113.1', `Bearer ${tokens.draft}`, {
    method: 'POST',
    body: draft,
    headers: json,
  })
  expect(made.status).toBe(201)
  const { id } = ((await made.json()) as { release: { id: string } }).release
  const answers: string[] = []
  for (const token of Object.values(tokens))
    for (const [method, path, sent] of [
      ['GET', '/api/releases'],
      ['GET', `/api/releases/${id}`],
      ['GET', `/api/releases/${id}/revisions`],
      ['GET', `/api/releases?access_token=${token}`],
      ['GET', `/releases/${token}`],
      ['POST', '/api/releases', `{"${token}`],
      [
        'POST',
        '/api/releases',
        JSON.stringify({ kind: token, texts: { en: { headline: token } } }),
      ],
      ['PUT', `/api/releases/${id}`, draft],
      ['POST', `/api/releases/${id}/publication`, JSON.stringify({ at: token })],
      ['POST', `/api/releases/${id}/withdrawal`, JSON.stringify({ reason: headline })],
    ] as const) {
      const init = sent === undefined ? {} : { body: sent, headers: json }
      const answer = await ask(path, '203.0.113.2', `Bearer ${token}`, { method, ...init })
      if (answer.status >= 400) answers.push(await answer.text())
    }
  // A database that fails: the table of the tokens is not there.
  const { DB } = await server.getWorker().getEnv()
  await DB.prepare('ALTER TABLE tokens RENAME TO away').run()
  const failed = await ask('/api/releases', '203.0.113.3', `Bearer ${tokens.admin}`)
  expect(failed.status).toBe(500)
  answers.push(await failed.text())
  await DB.prepare('ALTER TABLE away RENAME TO tokens').run()
  await server.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })

  const log = JSON.stringify(server.getLogs())
  for (const event of ['unauthenticated', 'change', 'error', 'rebuild'])
    expect(log).toContain(`\\"event\\":\\"${event}\\"`)
  expect(answers.length).toBeGreaterThan(30)
  const secrets = Object.values(tokens).flatMap((token) => [token, hashOf(token)])
  for (const text of [log, ...answers]) {
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(DRAFTED.filter((word) => text.includes(word))).toEqual([])
  }
})
