import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pressroom, start } from './command.ts'
import { type Served, serve } from './served.ts'

let served: Served
const folder = mkdtempSync(join(tmpdir(), 'pressroom shell '))
const env = (scope?: keyof Served['tokens']) => ({
  PRESSROOM_URL: served.url,
  ...(scope ? { PRESSROOM_TOKEN: served.tokens[scope] } : {}),
})

beforeAll(async () => {
  served = await serve()
  const releases = [
    {
      id: 'budget',
      publish: true,
      texts: {
        en: { headline: 'Council adopts the budget', body: 'It was *adopted*.', notes: 'Call us.' },
        ar: { headline: 'المجلس يقرّ الموازنة', body: 'أُقرّت اليوم.' },
      },
    },
    {
      id: 'held',
      embargo: { until: '2999-01-01' },
      texts: { ar: { headline: 'غدًا', body: 'نص' } },
    },
    { id: 'unfinished', texts: { en: { headline: 'Not yet' } } },
  ]
  for (const { id, ...release } of releases) {
    const answer = await fetch(`${served.url}/api/releases/${id}`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${served.tokens.publish}`,
        'Content-Type': 'application/json',
        'If-None-Match': '*',
      },
      body: JSON.stringify({ kind: 'statement', topics: ['budget'], ...release }),
    })
    expect(answer.status).toBe(201)
  }
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('pressroom list', () => {
  test('shows everybody what is public, and who has a token the rest', async () => {
    const anybody = await pressroom(['list'], { env: env() })
    expect(anybody).toMatchObject({ status: 0, stderr: '' })
    expect(anybody.stdout).toMatch(
      /^budget +published +\d{4}-\d\d-\d\d +en ar +\u2068Council adopts/,
    )
    expect(anybody.stdout).not.toContain('held')
    const editor = await pressroom(['list', '--json'], { env: env('read') })
    const listed = editor.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(listed.map(({ id, state }) => [id, state])).toEqual([
      ['unfinished', 'draft'],
      ['held', 'embargoed'],
      ['budget', 'published'],
    ])
  })

  test('shows one state, and no more than it is asked for', async () => {
    const held = await pressroom(['list', '--state', 'embargoed'], { env: env('read') })
    expect(held.stdout).toContain('\u2068غدًا\u2069')
    const one = await pressroom(['list', '--limit', '1'], { env: env('read') })
    expect(one.stdout.trim().split('\n')).toHaveLength(1)
    const none = await pressroom(['list', '--state', 'withdrawn'], { env: env('read') })
    expect(none).toMatchObject({ status: 0, stdout: '', stderr: 'There are none.\n' })
  })

  test('follows the pages to the end', async () => {
    const all = await pressroom(['list', '--all', '--json'], { env: env('read') })
    expect(all.stdout.trim().split('\n')).toHaveLength(3)
  })
})

describe('pressroom show', () => {
  test('shows a release in all its languages, its history, and what it was', async () => {
    const { status, stdout } = await pressroom(['show', 'budget'], { env: env() })
    expect(status).toBe(0)
    for (const words of ['It was *adopted*.', 'Call us.', 'المجلس يقرّ الموازنة', 'published'])
      expect(stdout).toContain(words)
    const history = await pressroom(['show', 'budget', '--history'], { env: env('read') })
    expect(history.stdout).toMatch(/^1 +\S+Z +published +\u2068cli-publish\u2069/)
    const then = await pressroom(['show', 'budget', '--revision', '1', '--json'], {
      env: env('read'),
    })
    expect(JSON.parse(then.stdout).texts.en.body).toBe('It was *adopted*.')
  })

  test('shows what a draft lacks', async () => {
    const { stdout } = await pressroom(['show', 'unfinished'], { env: env('draft') })
    expect(stdout).toMatch(/missing +\/texts\/en\/body/)
  })
})

describe('the exit code', () => {
  test('is 1 where the newsroom refuses, whose words are told', async () => {
    const hidden = await pressroom(['show', 'held'], { env: env() })
    expect(hidden).toMatchObject({ status: 1, stdout: '' })
    expect(hidden.stderr).toContain('Not found')
    const wrong = await pressroom(['list'], { env: { ...env(), PRESSROOM_TOKEN: 'wrong' } })
    expect(wrong.status).toBe(1)
    expect(wrong.stderr).toContain('token')
  })

  test('is 2 where the command line is not understood', async () => {
    const cases: [string[], Record<string, string>, string][] = [
      [['lst'], {}, "unknown command 'lst'"],
      [['list', '--limit', '0'], {}, 'not a number'],
      [['list', '--state', 'gone'], {}, 'Allowed choices'],
      [['show'], {}, "missing required argument 'id'"],
      [['list'], { PRESSROOM_URL: 'press.example.org' }, 'PRESSROOM_URL is not an address'],
      [['list', '--url', 'https://me:secret@press.example.org'], {}, 'take it out'],
      [['list', '--url', 'https://press.example.org/news'], {}, 'more than an origin'],
      [['list', '--url', 'http://press.example.org', '--token', 'secret'], {}, 'use https'],
      [['list', '--token', 'not a token'], {}, 'The token is not one'],
    ]
    const ran = await Promise.all(
      cases.map(([words, over]) => pressroom(words, { env: { ...env(), ...over } })),
    )
    for (const [index, { status, stdout, stderr }] of ran.entries()) {
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toContain(cases[index]?.[2])
      expect(stderr).not.toMatch(/secret|not a token/)
    }
  })

  test('is 5 where nobody answers, at once', async () => {
    const { status, stderr } = await pressroom(['list', '--url', 'http://127.0.0.1:9'], {})
    expect(status).toBe(5)
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:9 does not answer \(/)
  })

  test('is 6 where the file with the token cannot be read', async () => {
    const file = join(folder, 'none')
    const { status, stderr } = await pressroom(['list', '--token-file', file], { env: env() })
    expect([status, stderr]).toEqual([6, `${file} cannot be read (ENOENT).\n`])
  })
})

test('a token is taken from a file', async () => {
  const file = join(folder, 'token')
  writeFileSync(file, `${served.tokens.read}\n`)
  const { stdout } = await pressroom(['list', '--token-file', file], { env: env() })
  expect(stdout).toContain('unfinished')
})

test('whoever reads only the beginning of the results is not told of a fault', async () => {
  const child = start(['list', '--all', '--json'], { env: env('read') })
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const [status] = await once(child, 'exit')
  expect([status, said]).toEqual([0, ''])
})

test('help is given by every command, with examples', async () => {
  const { status, stdout } = await pressroom(['--help'])
  expect(status).toBe(0)
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(commands).toEqual(
    'publish draft embargo correct withdraw show list import export doctor help'.split(' '),
  )
  for (const name of commands.slice(0, -1)) {
    const help = await pressroom([name ?? '', '--help'])
    expect(help.status).toBe(0)
    expect(help.stdout).toMatch(/Examples:\n {2}\$ pressroom /)
    expect(help.stdout).toContain('--url')
  }
})
