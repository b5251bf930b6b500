import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PRESSROOM, pressroom } from './command.ts'
import { sit } from './pty.ts'
import { type Served, serve } from './served.ts'

// In an order in which each finds the releases that it speaks of as it needs them.
const COMMANDS = [
  'list',
  'draft',
  'embargo',
  'publish',
  'show',
  'correct',
  'export',
  'import',
  'withdraw',
  'doctor',
]
const FIXTURES = join(import.meta.dirname, 'fixtures', 'intake')
const folder = mkdtempSync(join(tmpdir(), 'pressroom help '))
let served: Served
const env = () => ({ PRESSROOM_URL: served.url, PRESSROOM_TOKEN: served.tokens.admin })

beforeAll(async () => {
  served = await serve()
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  copyFileSync(join(FIXTURES, 'wordpress.xml'), join(folder, 'export.xml'))
  copyFileSync(join(FIXTURES, 'ghost.json'), join(folder, 'ghost.json'))
  mkdirSync(join(folder, 'old-releases'))
  writeFileSync(join(folder, 'old-releases', 'water.txt'), FILES['statement.txt'])
  mkdirSync(join(folder, 'bin'))
  symlinkSync(PRESSROOM, join(folder, 'bin', 'pressroom'))
  for (const [id, more] of Object.entries(RELEASES)) await put(id, more)
  await served.settle()
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(COMMANDS)('pressroom %s', (command) => {
  test('does what the examples of its help say', { timeout: 300_000 }, async () => {
    const { stdout } = await pressroom([command, '--help'])
    const examples = [...stdout.matchAll(/^ {2}\$ (pressroom .+)$/gm)].map(([, line]) => line ?? '')
    expect(examples.length).toBeGreaterThan(1)
    for (const example of examples) {
      const line = example.replace('https://press.example.org', served.url)
      const isForScripts = / (?:--yes|--json|-y)(?: |$)|\|/.test(line)
      const [status, said] = isForScripts ? inShell(line) : await atTerminal(line)
      // A site's export has pages and pictures too, which no newsroom takes: 4 says that they are named.
      const expected = /import (?:export.xml|ghost.json)/.test(line) ? 4 : 0
      expect([line, status, status === expected ? '' : said]).toEqual([line, expected, ''])
    }
  })
})

/** As a script runs it: nobody is there to answer. */
function inShell(line: string): [number | null, string] {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...env(),
      PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    },
  })
  return [status, stdout + stderr]
}

/** As a person runs it, who says yes. */
async function atTerminal(line: string): Promise<[number, string]> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
  const person = sit(words.slice(1) as string[], { cwd: folder, env: env() })
  let isOver = false
  const ended = person.ended.finally(() => {
    isOver = true
  })
  while (!isOver) await Promise.race([ended, person.answer('(yes/no)', 'yes').catch(() => ended)])
  return [await ended, person.read]
}

async function put(id: string, more: object): Promise<void> {
  const answer = await fetch(`${served.url}/api/releases/${id}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${served.tokens.publish}`,
      'Content-Type': 'application/json',
      'If-None-Match': '*',
    },
    body: JSON.stringify({ kind: 'press-release', ...more }),
  })
  expect([id, answer.status]).toEqual([id, 201])
}

const TEXTS = {
  en: { headline: 'Council adopts the budget', body: 'The council adopted the budget.' },
  ar: { headline: 'المجلس يقرّ الموازنة', body: 'أقرّ المجلس الموازنة.' },
}
const RELEASES = {
  'budget-2026': { publish: true, texts: TEXTS },
  'budget-2027': { publish: true, texts: TEXTS },
  appointment: { texts: { en: { headline: 'A new director', body: 'She begins in May.' } } },
}
const FILES = {
  'budget.md': `---
kind: press-release
topics: budget
---

# The budget of the year

It was adopted *today*, and it is open to everybody.
`,
  'budget.en.md': `---
place: Damascus
---

# Council adopts the budget

The council adopted the budget of 2026 today, with a total of 12 million.
`,
  'budget.ar.md': `---
place: دمشق
---

# المجلس يقرّ الموازنة

أقرّ المجلس اليوم موازنة عام 2026، بمجموع قدره 12 مليونًا.
`,
  'statement.txt': `Statement
Department of Water
25 February 2021

Water is back in all quarters

DAMASCUS, 25 February 2021 - The department thanks everybody for their patience. Two points matter:

First: The water is clean.
Second: The work goes on in the north.

ENDS
`,
}
