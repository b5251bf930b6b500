// How much memory and time `pressroom import` takes for many releases:
//
//   node tests/bench/intake.ts [releases] [--at-once 8] [--bare]
//
// A WordPress export of so many posts is invented and imported twice: into an empty newsroom, and, as
// after a stop, into the one that has all of it. The newsroom is the application in Node over SQLite,
// in a process of its own: its share of the time is not the import's. With --bare it only remembers
// what it was sent, so that the command alone is measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { PRESSROOM } from '../cli/command.ts'
import { inventedWordpress } from '../cli/invented-wordpress.ts'

/** Writes down what the process has used, when it ends. */
const PROBE = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from 'node:fs'
process.on('exit', () => {
  const { maxRSS, userCPUTime: user, systemCPUTime: system } = process.resourceUsage()
  writeFileSync(process.env.PROBED, JSON.stringify({ maxRSS, user, system }))
})`)}`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'at-once': { type: 'string', default: '8' },
    bare: { type: 'boolean', default: false },
  },
})
const posts = Number(positionals[0] ?? 2000)
const folder = mkdtempSync(join(tmpdir(), 'pressroom-intake-'))
const source = join(folder, 'export.xml')

const office = spawn(
  process.execPath,
  [
    '--max-old-space-size=12000',
    join(import.meta.dirname, 'intake-office.ts'),
    ...(values.bare ? ['bare'] : []),
  ],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
try {
  await pipeline(Readable.from(inventedWordpress({ seed: 1, posts })), createWriteStream(source))
  const [line] = (await once(createInterface(office.stdout), 'line')) as [string]
  const { url, token } = JSON.parse(line)
  const megabytes = (statSync(source).size / 1e6).toFixed(1)
  console.log(`${posts.toLocaleString('en')} posts, ${megabytes} MB, ${values['at-once']} at once`)
  await measured('into an empty newsroom', url, token)
  await measured('again, all is there', url, token)
} finally {
  office.stdin.end()
  rmSync(folder, { recursive: true, force: true })
}

async function measured(what: string, url: string, token: string): Promise<void> {
  const before = await countedBy(url)
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', PROBE, PRESSROOM, 'import', source, '--yes', '--json', ...atOnce()],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PRESSROOM_URL: url, PRESSROOM_TOKEN: token, PROBED: probed() },
    },
  )
  const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const seconds = (performance.now() - began) / 1000
  const { counts } = JSON.parse(stdout)
  const { maxRSS, user, system } = JSON.parse(readFileSync(probed(), 'utf8'))
  const after = await countedBy(url)
  console.log(`
${what} (exit ${status})
  ${(posts / seconds).toFixed(0)} releases a second, ${seconds.toFixed(1)} s; the command's own: ${((user + system) / 1e6).toFixed(1)} s
  peak memory ${(maxRSS / 1024).toFixed(0)} MB
  counts ${JSON.stringify(Object.fromEntries(Object.entries(counts).filter(([, count]) => count)))}
  requests ${JSON.stringify(difference(before.requests, after.requests))}; stored: ${after.releases}`)
}

function atOnce(): string[] {
  return ['--at-once', values['at-once']]
}

function probed(): string {
  return join(folder, 'probed.json')
}

type Counts = Readonly<Record<string, number>>

async function countedBy(url: string): Promise<{ requests: Counts; releases: number }> {
  return (await (await fetch(`${url}/counted`)).json()) as { requests: Counts; releases: number }
}

function difference(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([kind, count]): [string, number] => [kind, count - (before[kind] ?? 0)])
      .filter(([, count]) => count > 0),
  )
}
