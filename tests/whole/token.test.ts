import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOf, newToken } from '../../src/commands/tokens.ts'

const ROOT = join(import.meta.dirname, '../..')
// A checkout of its own, so that the developer's database stays as it is.
const COPY = mkdtempSync(join(tmpdir(), 'press room '))
const HOUR = 3_600_000

beforeAll(() => {
  for (const name of ['src', 'migrations', 'wrangler.toml', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(COPY, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(COPY, 'node_modules'))
})
afterAll(() => rmSync(COPY, { recursive: true, force: true }))

/** What a command says; its output is the token, where it makes one. */
async function command(...words: string[]) {
  const env = { ...process.env, NO_COLOR: '1' }
  const child = spawn(process.execPath, ['src/commands/token.ts', ...words], { cwd: COPY, env })
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { status, stdout, stderr, token: stdout.trim() }
}

interface Row {
  readonly id: string
  readonly editor_id: string
  readonly editor_name: string
  readonly scope: string
  readonly languages: string | null
  readonly hash: string
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_at: number | null
}
/** What the database has of tokens, oldest first, read from its file. */
function stored(): Row[] {
  const directory = join(COPY, '.wrangler/state/v3/d1/miniflare-D1DatabaseObject')
  const file = readdirSync(directory).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
  const database = new DatabaseSync(join(directory, file ?? ''), { readOnly: true })
  const rows = database.prepare('SELECT * FROM tokens ORDER BY created_at, id').all()
  database.close()
  return rows.map((row) => ({ ...row })) as unknown as Row[]
}
const byHash = (rows: readonly Row[], token: string) =>
  rows.find(({ hash }) => hash === hashOf(token)) as Row

describe('npm run token', () => {
  test('makes, rotates, lists and revokes the tokens of editors', {
    timeout: 600_000,
  }, async () => {
    const first = await command('create', 'Press desk', '--scope', 'publish')
    expect(first).toMatchObject({ status: 0, stderr: expect.stringContaining('a new editor') })
    const arabic = await command('create', 'مكتب', '--scope', 'draft', '--languages', 'AR,ar')
    expect(arabic.stderr).toContain('for texts in ar')
    const second = await command('create', 'Press desk', '--scope', 'publish', '--days', '1')
    expect(second.stderr).toContain('a further token of the same editor')
    const made = stored()
    expect(made).toHaveLength(3)
    expect(byHash(made, arabic.token)).toMatchObject({ scope: 'draft', languages: '["ar"]' })
    const [a, b] = [byHash(made, first.token), byHash(made, second.token)]
    expect(b.editor_id).toBe(a.editor_id)
    expect(a).toMatchObject({ editor_name: 'Press desk', scope: 'publish', languages: null })
    expect(byHash(made, arabic.token).editor_id).not.toBe(a.editor_id)

    const third = await command('rotate', 'Press desk', '--grace', '100', '--days', '10')
    expect(third.status).toBe(0)
    expect(third.stderr).toMatch(/The old one \(.*\) is valid until \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
    const rotated = stored()
    const c = byHash(rotated, third.token)
    expect(c).toMatchObject({ editor_id: a.editor_id, scope: 'publish', languages: null })
    expect(c.expires_at - c.created_at).toBe(240 * HOUR)
    // Shortened, and never lengthened: the second one ends within a day anyway.
    const ends = byHash(rotated, first.token).expires_at - c.created_at
    expect(Math.abs(ends - 100 * HOUR)).toBeLessThan(HOUR)
    expect(byHash(rotated, second.token)).toEqual(b)
    expect(byHash(rotated, arabic.token)).toEqual(byHash(made, arabic.token))

    const limited = await command('rotate', byHash(made, arabic.token).id, '--grace', '0')
    expect(limited.stderr).toContain('is revoked')
    const ended = stored()
    expect(byHash(ended, arabic.token).revoked_at).not.toBeNull()
    expect(byHash(ended, limited.token)).toMatchObject({ scope: 'draft', languages: '["ar"]' })

    const listed = (await command('list')).stdout
    for (const words of ['Press desk', 'مكتب', 'publish', ' ar ', ' all ', 'never', 'revoked'])
      expect(listed).toContain(words)
    for (const { token } of [first, second, third, arabic, limited]) {
      expect(listed).not.toContain(token)
      expect(listed).not.toContain(hashOf(token))
    }

    // A token that may do something else: which one is meant has to be said.
    await command('create', 'Press desk', '--scope', 'read')
    const which = await command('rotate', 'Press desk')
    expect(which).toMatchObject({ status: 1, stdout: '' })
    expect(which.stderr).toContain(c.id)
    expect((await command('revoke', b.id)).stdout).toContain(b.id)
    expect(stored().filter(({ revoked_at }) => revoked_at !== null)).toHaveLength(2)
    expect((await command('revoke', 'Press desk')).stdout.match(/Revoked/g)).toHaveLength(3)
    expect(await command('rotate', 'Press desk')).toMatchObject({ status: 1, stdout: '' })
  })

  test.each([
    [['create', 'x', '--scope', 'draft', '--languages', 'en,fr,xx'], /"fr", "xx" .* en, ar/],
    [['create', 'x', '--scope', 'draft', '--languages', ''], /""/],
    [['create', 'x', '--scope', 'read', '--languages', 'en'], /writes nothing/],
    [['create', 'x', '--scope', 'write'], /read, draft, publish, admin/],
    [['create', 'x'], /--scope/],
    [['create', 'x', '--scope', 'read', '--grace', '1'], /--grace/],
    [['create', 'x', '--scope', 'read', '--days', '0'], /--days/],
    [['create', "x'; DROP", '--scope', 'read'], /not a name/],
    [['rotate', 'x', '--scope', 'read'], /--scope/],
    [['rotate', 'x', '--grace', '-1'], /grace/],
    [['rotate', 'x', '--grace', '2161'], /2160/],
    [['rotate'], /name is missing/],
    [['list', 'x'], /not one of the commands/],
    [['list', '--days', '1'], /--days/],
  ] as const)('says what is wrong with %j', async (words, message) => {
    const said = await command(...words)
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toMatch(message)
    expect(said.stderr).toContain('npm run token -- create')
  })
})

describe('what looks for secrets finds a token', () => {
  const PATTERN = /pressroom_[A-Za-z0-9_-]{43}/g

  test('whatever its letters are', () => {
    for (let time = 0; time < 2000; time++)
      expect(newToken()).toMatch(/^pressroom_[A-Za-z0-9_-]{43}$/)
  })

  test.each([
    ['a line of a log', (token: string) => `12:00:03 GET /api 401 auth=${token} 3ms`],
    ['JSON', (token: string) => JSON.stringify({ headers: { Authorization: `Bearer ${token}` } })],
    ['a command', (token: string) => `curl -H 'Authorization: Bearer ${token}' https://x.example`],
    ['a shell variable', (token: string) => `export PRESSROOM_TOKEN=${token}`],
    ['a URL', (token: string) => `https://x.example/api?access_token=${token}&limit=1`],
    ['an address with a password', (token: string) => `https://editor:${token}@x.example/`],
    ['a URL that is encoded', (token: string) => `/api?auth=Bearer%20${token}%0A`],
    ['a sentence', (token: string) => `The token is ${token}.`],
    ['YAML', (token: string) => `token: "${token}"\nother: 1`],
  ])('in %s', (_, written) => {
    for (let time = 0; time < 200; time++) {
      const token = newToken()
      expect(written(token).match(PATTERN)).toEqual([token])
    }
  })

  test('and not in what is no token', () => {
    for (const text of ['pressroom_local', `pressroom_${'x'.repeat(42)}`, 'pressroom-token'])
      expect(text.match(PATTERN)).toBeNull()
  })
})
