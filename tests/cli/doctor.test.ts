import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestHarness, type TestHarnessOptions } from 'wrangler'
import { accept, migrate } from '../whole/prepared.ts'
import { METRICS, READY, said } from './well.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOKEN = 'pressroom_of-the-doctor'
const KEPT = 'pressroom_kept-on-this-machine'
// A checkout of its own, whose kept token is not the developer's.
const COPY = mkdtempSync(join(tmpdir(), 'doctor '))

beforeAll(() => {
  for (const name of ['src', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(COPY, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(COPY, 'node_modules'))
})
afterAll(() => rmSync(COPY, { recursive: true, force: true }))

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `pressroom doctor`; while it runs, this process answers it. */
async function doctor(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const { PRESSROOM_TOKEN: _, PRESSROOM_URL: __, PORT: ___, ...inherited } = process.env
  const child = spawn(process.execPath, ['src/cli/pressroom.mjs', 'doctor', ...args], {
    cwd: COPY,
    env: { ...inherited, NO_COLOR: '1', ...env },
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  const [code] = await once(child, 'close')
  // Whatever happens, a token is never shown.
  expect(said.stdout + said.stderr).not.toMatch(/pressroom_/)
  return { code, ...said }
}

describe('beside a double', () => {
  type Answers = Record<string, ReturnType<typeof said>>
  /** Made when it is asked: what time it is then stands in it. */
  let answers: () => Answers
  let asked: IncomingMessage[]
  let address = ''
  const server = createServer((request, response) => {
    asked.push(request)
    const { status, headers, body } = answers()[request.url ?? ''] ?? said('', 404)
    response.writeHead(status, headers).end(body)
  })
  const tokens = () => asked.map(({ headers }) => headers.authorization)
  const ready = (over: object = {}, status = 200) =>
    said({ ...READY, site: address, now: new Date().toISOString(), ...over }, status)
  const check = (name: keyof typeof READY.checks, over: object) =>
    ready({ checks: { ...READY.checks, [name]: { ...READY.checks[name], ...over } } })

  const well = (): Answers => ({
    '/healthz': said({ status: 'ok' }),
    '/readyz': ready(),
    '/metrics': said(METRICS),
  })

  beforeAll(async () => {
    server.listen(0, 'localhost')
    await once(server, 'listening')
    address = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())
  beforeEach(() => {
    asked = []
    answers = well
    rmSync(join(COPY, '.wrangler'), { recursive: true, force: true })
  })

  const admin = { PRESSROOM_TOKEN: TOKEN }
  const ask = (env: Record<string, string> = admin) => doctor(['--url', address], env)

  test('all is well: exit code 0, and every line is ok', async () => {
    const { code, stdout, stderr } = await ask()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^(ok {5}\S.*\n)+\nAll is well\.\n$/)
    expect(asked.map(({ url }) => url)).toEqual(['/healthz', '/readyz', '/metrics'])
    expect(tokens()).toEqual([undefined, undefined, `Bearer ${TOKEN}`])
  })

  const faults: [what: string, over: () => Answers, says: RegExp][] = [
    ['another site', () => ({ '/healthz': said('<html>') }), /not a Pressroom/],
    ['a Worker that stops', () => ({ '/healthz': said('', 500) }), /500 at \/healthz/],
    [
      'an address that sends on',
      () => ({
        '/healthz': { ...said('', 301), headers: { Location: 'https://elsewhere.test/' } },
      }),
      /sends on to https:\/\/elsewhere\.test\./,
    ],
    ['a fault of /readyz', () => ({ '/readyz': said('', 500) }), /\/readyz answered 500/],
    [
      'another SITE_URL',
      () => ({ '/readyz': ready({ site: 'https://press.test' }) }),
      /SITE_URL is https:\/\/press\.test/,
    ],
    [
      'another clock',
      () => ({ '/readyz': ready({ now: new Date(Date.now() - 9e6).toISOString() }) }),
      /clock is 2 hours behind this machine's/,
    ],
    [
      'a database that does not answer',
      () => ({
        '/readyz': ready({ checks: { database: { ok: false }, migrations: { ok: null } } }, 503),
      }),
      /does not answer/,
    ],
    [
      'a database nearly full',
      () => ({ '/readyz': check('database', { ok: false, bytes: 9e9 }) }),
      /9\.0 GB of 10\.0 GB/,
    ],
    [
      "another clock of the database's",
      () => ({ '/readyz': check('database', { ok: false, clockSkewMs: 60_000 }) }),
      /60 seconds ahead of the Worker's/,
    ],
    [
      'old migrations',
      () => ({ '/readyz': check('migrations', { ok: false, applied: '0001_newsroom.sql' }) }),
      /up to 0001_newsroom\.sql/,
    ],
    [
      'a schedule that stopped',
      () => ({ '/readyz': check('schedule', { ok: false, ageSeconds: 7200 }) }),
      /has not run for 2 hours/,
    ],
    [
      'stale pages',
      () => ({
        '/readyz': check('stalePages', { ok: false, due: 3, oldest: { ageSeconds: 900 } }),
      }),
      /3 pages wait to be rebuilt, the oldest for 15 minutes/,
    ],
    [
      'purges that fail',
      () => ({ '/readyz': check('purges', { ok: false, failed: 2 }) }),
      /2 purges of the edge have failed/,
    ],
    [
      'a search that is behind',
      () => ({ '/readyz': check('search', { ok: false, unindexed: 9 }) }),
      /does not know 9 texts/,
    ],
    [
      'a missing binding',
      () => ({ '/readyz': check('bindings', { ok: false, missing: ['CHANGES'] }) }),
      /Missing bindings: CHANGES/,
    ],
    ['a token that is not valid', () => ({ '/metrics': said('', 401) }), /token is not valid/],
    ['a token of an editor', () => ({ '/metrics': said('', 403) }), /not the scope admin/],
  ]

  test.each(faults)('%s: exit code 1, the words, and what to do', async (_, over, says) => {
    answers = () => ({ ...well(), ...over() })
    const { code, stdout, stderr } = await ask()
    expect([code, stderr]).toEqual([1, ''])
    const lines = stdout.split('\n')
    const wrong = lines.findIndex((line) => line.startsWith('WRONG'))
    expect(lines[wrong]).toMatch(says)
    expect(lines[wrong + 1]).toMatch(/^ {7}\S/)
    expect(stdout).toMatch(/\n\nOne thing is wrong\.\n$/)
  })

  test('a stranger is told no token', async () => {
    answers = () => ({ ...well(), '/readyz': said('<html>') })
    expect((await ask()).code).toBe(1)
    expect(tokens()).toEqual([undefined, undefined])
  })

  test('without a token the metrics are left out, and that is said', async () => {
    const { code, stdout } = await ask({})
    expect(code).toBe(0)
    expect(stdout).toContain('note   The metrics were not read: there is no token.')
    expect(asked).toHaveLength(2)
  })

  test('the token that npm start keeps is taken for this machine', async () => {
    mkdirSync(join(COPY, '.wrangler'))
    writeFileSync(join(COPY, '.wrangler/pressroom-local-token'), `${KEPT}\n`)
    expect((await ask({})).code).toBe(0)
    expect(tokens().at(-1)).toBe(`Bearer ${KEPT}`)
    expect((await ask()).code).toBe(0)
    expect(tokens().at(-1)).toBe(`Bearer ${TOKEN}`)
  })

  test.each(['pressroom_with a space', 'pressroom_with\na line', 'pressroom_ü'])(
    'a token that cannot be one is not sent, and not shown: %j',
    async (token) => {
      const { code, stdout } = await ask({ PRESSROOM_TOKEN: token })
      expect(code).toBe(1)
      expect(stdout).toContain('given as the token is not a token')
      expect(asked).toHaveLength(2)
      expect((await doctor(['--url', address, '--token', token])).stdout).toBe(stdout)
    },
  )

  test('the token may be in a file, and what cannot be read is exit code 6', async () => {
    const file = join(COPY, 'token')
    writeFileSync(file, `${TOKEN}\n`)
    expect((await doctor(['--url', address, '--token-file', file])).code).toBe(0)
    expect(tokens().at(-1)).toBe(`Bearer ${TOKEN}`)
    rmSync(file)
    const { code, stderr } = await doctor(['--url', address, '--token-file', file])
    expect([code, stderr]).toEqual([6, `${file} cannot be read (ENOENT).\n`])
  })

  test('the address is taken from PRESSROOM_URL, or from PORT as npm start does', async () => {
    expect((await doctor([], { PRESSROOM_URL: `${address}/`, ...admin })).code).toBe(0)
    const { port } = new URL(address)
    expect((await doctor([], { PORT: port, ...admin })).code).toBe(0)
    const elsewhere = { PRESSROOM_URL: 'http://localhost:1', ...admin }
    expect((await doctor(['--url', `${address}/`], elsewhere)).code).toBe(0)
  })

  test('--json is for machines', async () => {
    answers = () => ({ ...well(), '/readyz': check('search', { ok: false, unindexed: 1 }) })
    const { code, stdout } = await doctor(['--url', address, '--json'], admin)
    expect(code).toBe(1)
    const { findings, ...told } = JSON.parse(stdout)
    expect(told).toEqual({ address, isWell: false })
    expect(findings).toContainEqual({
      about: 'search',
      state: 'wrong',
      says: 'The search does not know 1 text yet.',
      advice: expect.any(String),
    })
    expect(findings).toContainEqual(expect.objectContaining({ about: 'clock', state: 'ok' }))
  })

  test('nobody answers: exit code 1, and the reason', async () => {
    const { code, stdout } = await doctor(['--url', 'http://localhost:9999'], admin)
    expect(code).toBe(1)
    expect(stdout).toContain('Nobody answers at http://localhost:9999: ECONNREFUSED')
  })

  test.each([
    [['--url', 'press.test'], {}],
    [['--url', 'ftp://press.test'], {}],
    [['--url'], {}],
    [['--verbose'], {}],
    [['press.test'], {}],
    [['--url', 'https://press.test/archive'], {}],
    [['--url', 'https://me:pressroom_secret@press.test'], {}],
    [[], { PRESSROOM_URL: 'http://' }],
    [[], { PORT: 'abc' }],
  ])('%j with %j is misuse: exit code 2, and what is wrong', async (args, env) => {
    const { code, stdout, stderr } = await doctor(args, env)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^\S.*(?:address|origin|password|option|argument)/)
    expect(asked).toEqual([])
  })
})

describe('beside the Worker itself', () => {
  const options = (vars: Record<string, string>): TestHarnessOptions => ({
    root: ROOT,
    workers: [{ configPath: 'wrangler.toml', vars }],
  })
  const worker = createTestHarness(options({ SITE_URL: 'https://press.test' }))
  let address = ''
  const ask = () => doctor(['--url', address, '--json'], { PRESSROOM_TOKEN: TOKEN })
  const wrongIn = ({ stdout }: Run): string[] =>
    JSON.parse(stdout)
      .findings.filter(({ state }: { state: string }) => state === 'wrong')
      .map(({ about }: { about: string }) => about)

  beforeAll(async () => {
    address = (await worker.listen()).url.origin
  })
  afterAll(() => worker.close())

  test('from an empty database to a newsroom that is well, and what happens to it', async () => {
    expect(wrongIn(await ask())).toEqual(['site-url', 'migrations', 'metrics'])

    let { DB } = await worker.getWorker().getEnv()
    await migrate(DB)
    expect(wrongIn(await ask())).toEqual(['site-url', 'schedule', 'token'])

    await accept(DB, 'doctor', TOKEN, 'admin')
    await worker.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    await worker.update(options({ SITE_URL: address }))
    const well = await ask()
    expect([wrongIn(well), well.code]).toEqual([[], 0])
    DB = (await worker.getWorker().getEnv()).DB

    await DB.prepare('UPDATE last_rebuild SET ran_at = ran_at - 3600000').run()
    await DB.prepare("INSERT INTO purges (tags, at, failures) VALUES ('[]', 1, 2)").run()
    await DB.prepare("INSERT INTO stale_pages (path, due) VALUES ('/', 1)").run()
    expect(wrongIn(await ask())).toEqual(['schedule', 'stale-pages', 'purges'])
  })
})
