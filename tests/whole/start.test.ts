import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
// A checkout of its own, so that the developer's database stays as it is.
const COPY = mkdtempSync(join(tmpdir(), 'press room '))
const ENV = { ...process.env, NO_COLOR: '1' }

let address = ''
let port = 0
let running: Started | undefined

interface Started {
  readonly process: ChildProcess
  readonly greeting: string
}

beforeAll(async () => {
  for (const name of ['src', 'migrations', 'wrangler.toml', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(COPY, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(COPY, 'node_modules'))
  port = await freePort()
  address = `http://localhost:${port}`
})
afterAll(async () => {
  if (running) await stopped(running)
  rmSync(COPY, { recursive: true, force: true })
})

test('npm start fills an empty newsroom, stops cleanly, and goes on with its data', async () => {
  running = await started()
  expect(running.greeting).toContain(address)
  const token = tokenIn(running.greeting)
  const file = join(COPY, '.wrangler/pressroom-local-token')
  expect(readFileSync(file, 'utf8').trim()).toBe(token)
  expect(statSync(file).mode & 0o777).toBe(0o600)

  // In every state, in both languages and in one.
  const all = await list(token)
  const states = all.map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set(['draft', 'embargoed', 'published', 'withdrawn']))
  expect(all.some(({ corrections }) => corrections.length > 0)).toBe(true)
  const languages = all.map(({ texts }) => Object.keys(texts).join())
  expect(new Set(languages)).toEqual(new Set(['en', 'ar', 'en,ar']))
  const held = all.find(({ state }) => state === 'embargoed')
  const wait = Date.parse(held?.liveAt ?? '') - Date.now()
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(180_000)

  // The curl line of the greeting, as it stands there.
  const curl = /^curl .*$/m.exec(running.greeting)?.[0] ?? ''
  const made = spawnSync('sh', ['-c', curl], { encoding: 'utf8' })
  expect(JSON.parse(made.stdout).receipt.urls.en).toBe(
    `${address}/releases/hello-from-the-terminal`,
  )
  const sitemap = await (await fetch(`${address}/sitemap.xml`)).text()
  expect(sitemap).toContain(`<loc>${address}/sitemaps/`)
  expect(await (await fetch(address)).text()).toContain('Hello from the terminal')

  expect(await stopped(running)).toBe(0)
  running = await started()
  expect(tokenIn(running.greeting)).toBe(token)
  expect(await list(token)).toHaveLength(all.length + 1)
  expect(await (await fetch(address)).text()).toContain('Hello from the terminal')
})

test('npm run token makes, lists and revokes tokens beside the running newsroom', async () => {
  const made = command('token.ts', 'create', 'مكتب', '--scope', 'draft', '--days', '2')
  expect(made.status).toBe(0)
  const token = made.stdout.trim()
  expect(token).toMatch(/^pressroom_[\w-]{43}$/)
  expect((await ask(token)).status).toBe(200)
  const listed = command('token.ts', 'list').stdout
  expect(listed).toContain('مكتب')
  expect(listed).toContain('draft')
  expect(listed).not.toContain(token)
  expect(command('token.ts', 'revoke', 'مكتب').status).toBe(0)
  expect((await ask(token)).status).toBe(401)
  expect(command('token.ts', 'revoke', 'nobody').status).toBe(1)
  expect(command('token.ts', 'create', 'x', '--scope', 'everything').status).toBe(2)
})

test('a port that is taken or is none is named, and nothing starts', () => {
  for (const [value, words] of [
    [String(port), String(port)],
    ['abc', 'PORT'],
  ] as const) {
    const { status, stderr } = command('start.ts', { PORT: value })
    expect(status).toBe(1)
    expect(stderr).toContain(words)
  }
})

test('a setting that is wrong is named before anything starts', () => {
  const { status, stderr } = command('start.ts', { PORT: '1', SITE_URL: 'ftp://press' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/SITE_URL|PORT/)
})

/** Waits for the greeting. */
async function started(): Promise<Started> {
  const process = spawn(globalThis.process.execPath, ['src/commands/start.ts'], {
    cwd: COPY,
    env: { ...ENV, PORT: String(port) },
  })
  let greeting = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => {
      greeting += part
      if (greeting.includes('Ctrl-C')) resolve()
    }
    process.stdout.on('data', hear)
    process.stderr.on('data', hear)
    process.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${greeting}`)))
  })
  return { process, greeting }
}

/** Presses Ctrl-C; the exit code. */
async function stopped({ process }: Started): Promise<number | null> {
  if (process.exitCode !== null) return process.exitCode
  process.kill('SIGINT')
  const [code] = await once(process, 'exit')
  return code
}

function command(file: string, ...rest: (string | Record<string, string>)[]) {
  const words = rest.filter((word) => typeof word === 'string')
  const env = Object.assign({}, ENV, ...rest.filter((word) => typeof word === 'object'))
  const run = [join('src/commands', file), ...words]
  return spawnSync(process.execPath, run, { cwd: COPY, env, encoding: 'utf8' })
}

const tokenIn = (greeting: string) => /pressroom_[\w-]{43}/.exec(greeting)?.[0] ?? ''

const ask = (token: string) =>
  fetch(`${address}/api/releases?limit=100`, { headers: { Authorization: `Bearer ${token}` } })

interface Shown {
  state: string
  liveAt?: string
  corrections: unknown[]
  texts: Record<string, unknown>
}
const list = async (token: string): Promise<Shown[]> =>
  ((await (await ask(token)).json()) as { releases: Shown[] }).releases

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
