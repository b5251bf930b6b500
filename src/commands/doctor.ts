import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { now } from '../clock.ts'
import {
  diagnose,
  type Facts,
  type Heard,
  isLocal,
  isPressroom,
  type Silence,
} from './diagnosis.ts'
import type { Finding } from './finding.ts'
import { LOCAL_TOKEN_FILE } from './local-token.ts'
import { ROOT } from './wrangler.ts'

const USAGE = `How a newsroom is, and what to do about it.

  npm run doctor [-- --url https://press.example.org] [--json]

Without --url it asks the address in PRESSROOM_URL, or the one of npm start. PRESSROOM_TOKEN takes a
token with the scope admin; for a newsroom on this machine that of npm start is taken by itself.
The exit code is 0 when all is well, 1 when something is wrong, and 2 when it was asked wrongly.`

/** Milliseconds that an answer may take: a probe of the platform waits less long. */
const PATIENCE = 10_000
const MARKS: Record<Finding['state'], string> = { ok: 'ok   ', wrong: 'WRONG', skipped: 'note ' }

/** The command line was not understood: exit code 2. */
class Misuse extends Error {}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Misuse)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}

async function main(args: string[]): Promise<void> {
  const values = parse(args)
  if (values.help) return console.log(USAGE)
  const address = addressFrom(values.url)
  const findings = diagnose(await examine(address))
  const isWell = findings.every(({ state }) => state !== 'wrong')
  console.log(values.json ? JSON.stringify({ address, isWell, findings }) : text(findings))
  process.exitCode = isWell ? 0 : 1
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        url: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new Misuse((error as Error).message)
  }
}

/** The origin to ask. */
function addressFrom(option: string | undefined): string {
  const [name, url] =
    option !== undefined
      ? ['--url', option]
      : process.env.PRESSROOM_URL
        ? ['PRESSROOM_URL', process.env.PRESSROOM_URL]
        : ['PORT', `http://localhost:${process.env.PORT || '8787'}`]
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url))
    throw new Misuse(`${name} does not make an address: "${withoutSecret(url)}"`)
  return new URL(url).origin
}

/** What stands before an @ in an address may be a password. */
function withoutSecret(url: string): string {
  return url.replace(/\/\/.*@/, '//…@')
}

async function examine(address: string): Promise<Facts> {
  const live = await ask(`${address}/healthz`)
  const ready = 'silence' in live ? null : await ask(`${address}/readyz`)
  const facts = { address, live, ready }
  return { ...facts, metrics: await metricsOf(facts) }
}

/** A token goes only to a Pressroom, and never where others could read it. */
async function metricsOf(facts: Omit<Facts, 'metrics'>): Promise<Facts['metrics']> {
  const { address } = facts
  if (!isPressroom(facts)) return { notAsked: 'unsure' }
  const token = process.env.PRESSROOM_TOKEN || (isLocal(address) ? await keptToken() : '')
  if (token === '') return { notAsked: 'no-token' }
  // What is no token could break the header, and the error about it would show it.
  if (!/^[\w~.+/=-]{1,200}$/.test(token)) return { notAsked: 'malformed' }
  if (!isLocal(address) && address.startsWith('http:')) return { notAsked: 'not-secret' }
  return ask(`${address}/metrics`, { Authorization: `Bearer ${token}` })
}

async function keptToken(): Promise<string> {
  try {
    return (await readFile(join(ROOT, LOCAL_TOKEN_FILE), 'utf8')).trim()
  } catch {
    return ''
  }
}

async function ask(url: string, headers: Record<string, string> = {}): Promise<Heard | Silence> {
  const sentAt = now()
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const response = await fetch(url, { headers, redirect: 'manual', signal })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      sentAt,
      heardAt: now(),
    }
  } catch (error) {
    return { silence: reasonOf(error) }
  }
}

/** In a few words: the code of what is behind it, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return `no answer within ${PATIENCE / 1000} seconds`
  const { code, errors, message: behind } = (cause ?? {}) as Cause
  return code || errors?.[0]?.code || behind || message
}

interface Cause {
  readonly code?: string
  readonly errors?: readonly { readonly code?: string }[]
  readonly message?: string
}

function text(findings: readonly Finding[]): string {
  const wrong = findings.filter(({ state }) => state === 'wrong').length
  const lines = findings.flatMap(({ state, says, advice }) => [
    `${MARKS[state]}  ${says}`,
    ...(advice === null ? [] : [`       ${advice}`]),
  ])
  const sum =
    wrong === 0
      ? 'All is well.'
      : wrong === 1
        ? 'One thing is wrong.'
        : `${wrong} things are wrong.`
  return [...lines, '', sum].join('\n')
}
