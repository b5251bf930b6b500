import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHarness, type TestHarnessOptions } from 'wrangler'
import { accept, migrate } from './prepared.ts'

const ROOT = join(import.meta.dirname, '../..')
const SITE_URL = 'https://press.test'
const TOKEN = 'pressroom_of-the-whole-worker'

const options = (vars: Record<string, string>): TestHarnessOptions => ({
  root: ROOT,
  workers: [{ configPath: 'wrangler.toml', vars: { SITE_URL, ...vars } }],
})
const server = createTestHarness(options({}))

beforeAll(async () => {
  await server.listen()
  const { DB } = await server.getWorker().getEnv()
  await migrate(DB)
  await accept(DB, 'whole', TOKEN)
})
afterAll(() => server.close())

const post = (body: unknown) =>
  server.fetch('/api/releases', {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
const read = async (path: string) => (await server.fetch(path)).text()
const schedule = () =>
  server.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })

const release = (headline: string, more: object = {}) => ({
  kind: 'statement',
  texts: { en: { headline, body: 'One paragraph.' }, ar: { headline: 'تصريح', body: 'فقرة.' } },
  ...more,
})

test('the built Worker publishes, is restarted, and goes on where it was', async () => {
  const made = await post(release('Before the restart', { publish: true }))
  expect(made.status).toBe(201)
  const held = await post(
    release('Held over the restart', {
      embargo: { until: new Date(Date.now() + 12_000).toISOString() },
    }),
  )
  const until = Date.parse(
    ((await held.json()) as { receipt: { publicFrom: string } }).receipt.publicFrom,
  )
  expect(await read('/')).toContain('Before the restart')

  await server.update(options({ TIME_ZONE: 'UTC' }))

  expect(await read('/')).toContain('Before the restart')
  expect(await read('/')).not.toContain('Held over the restart')
  expect((await server.fetch('/releases/before-the-restart')).status).toBe(200)
  expect((await server.fetch('/ar/releases/tsryh')).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - Date.now()) + 20))
  expect((await server.fetch('/releases/held-over-the-restart')).status).toBe(200)

  server.clearLogs()
  await schedule()
  expect(await read('/')).toContain('Held over the restart')
  expect(await read('/sitemap.xml')).toContain(`${SITE_URL}/sitemaps/`)
  const lines = server
    .getLogs()
    .map(({ message }) => message)
    .filter((line) => line.includes('"rebuild"'))
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: 'rebuild',
    cause: 'schedule',
    more: false,
  })

  server.clearLogs()
  await schedule()
  expect(server.getLogs().some(({ message }) => message.includes('"pages":0'))).toBe(true)
})

test('an editor gets a bookmark and may come back with it; the public gets none, and nobody is told what it cost', async () => {
  const headers = { Authorization: `Bearer ${TOKEN}` }
  const made = await post(release('With a bookmark', { publish: true }))
  const bookmark = made.headers.get('X-D1-Bookmark') ?? ''
  expect(bookmark).toMatch(/^[0-9a-f-]{59}$/)
  const { id } = ((await made.json()) as { release: { id: string } }).release
  for (const known of [bookmark, 'none', '']) {
    const again = await server.fetch(`/api/releases/${id}`, {
      headers: { ...headers, 'X-D1-Bookmark': known },
    })
    expect([known, again.status, again.headers.has('X-D1-Bookmark')]).toEqual([known, 200, true])
    expect(again.headers.has('Server-Timing')).toBe(false)
  }
  for (const path of ['/', '/api/releases', `/api/releases/${id}`]) {
    const open = await server.fetch(path)
    expect([path, open.status, open.headers.has('X-D1-Bookmark')]).toEqual([path, 200, false])
  }
})

test('in development every answer tells what it has cost', async () => {
  await server.update(options({ DEVELOPMENT: 'true' }))
  for (const path of ['/', '/releases/with-a-bookmark', '/nothing', '/api/releases', '/?x=y']) {
    const { headers } = await server.fetch(path, { redirect: 'manual' })
    expect([path, headers.get('Server-Timing')]).toEqual([
      path,
      expect.stringMatching(/^statements;desc=\d+, rows_read;desc=\d+, rows_written;desc=\d+$/),
    ])
  }
  const { headers } = await server.fetch('/releases/with-a-bookmark')
  expect(headers.get('Server-Timing')).toBe(
    'statements;desc=1, rows_read;desc=3, rows_written;desc=0',
  )
  server.clearLogs()
  await schedule()
  const line = server.getLogs().find(({ message }) => message.includes('"schedule"'))
  expect(JSON.parse(line?.message ?? '').cost).toMatchObject({ statements: expect.any(Number) })
  await server.update(options({}))
})

test('the URL in every answer is the setting, whatever the Host header says', async () => {
  const response = await server.fetch('https://elsewhere.invalid/')
  const text = await response.text()
  expect(text).toContain(`<link rel="canonical" href="${SITE_URL}/">`)
  expect(text).not.toContain('elsewhere')
})

test('a wrong setting stops the Worker before it serves anything, and is named', async () => {
  const broken = createTestHarness(options({ TIME_ZONE: 'Mars/Olympus' }))
  const failure = broken.listen().then(
    async () => (await broken.fetch('/')).status,
    (error: unknown) => String(error),
  )
  const outcome = await failure
  const said = `${outcome}\n${broken
    .getLogs()
    .map(({ message }) => message)
    .join('\n')}`
  await broken.close()
  expect(outcome).not.toBe(200)
  expect(said).toContain('TIME_ZONE')
})
