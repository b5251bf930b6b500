import { setTimeout } from 'node:timers/promises'
import { askWrangler, DATABASE, Failure, type Output } from './wrangler.ts'

const MAX_ATTEMPTS = 10
/** Milliseconds between two attempts. */
const MAX_PAUSE = 300

/** This machine's database, or the deployed one. */
export type Where = 'local' | 'remote'
export type Row = Readonly<Record<string, string | number | null>>

/**
 * Applies the migrations that the local database lacks, creating it where there is none. Another
 * process may be serving from it. `npm run deploy` does the same for the deployed one.
 */
export async function migrateLocally(stop?: AbortSignal): Promise<void> {
  const said = await askPatiently(['d1', 'migrations', 'apply', DATABASE, '--local'], stop)
  if (said.code !== 0) throw new Failure(`The migrations failed.\n${plain(said.stderr)}`)
}

/**
 * Runs statements, separated by semicolons, in one transaction. On the local database they may run
 * twice, so a second time must change nothing more.
 *
 * @returns each statement's rows
 * @throws Failure with the database's or wrangler's own words
 */
export async function execute(where: Where, sql: string, stop?: AbortSignal): Promise<Row[][]> {
  const args = ['d1', 'execute', DATABASE, `--${where}`, '--json', '--yes', '--command', sql]
  const said = await (where === 'local' ? askPatiently : askWrangler)(args, stop)
  const answer = parse(said.stdout)
  if (said.code === 0 && Array.isArray(answer))
    return answer.map((result: { results: Row[] }) => result.results)
  const reason = (answer as Refused | null)?.error?.text ?? plain(said.stderr || said.stdout)
  throw new Failure(`The ${where} database refused.\n${reason}${hint(where, reason)}`)
}

/** An SQL string literal: single quotes are doubled, and nothing else means anything in SQLite. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * The local database is a file, and a process that finds it locked by another one, such as a busy
 * `npm start`, does not wait but fails, sometimes after it has written.
 */
async function askPatiently(args: readonly string[], stop?: AbortSignal): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    const said = await askWrangler(args, stop)
    const locked = `${said.stdout}${said.stderr}`.includes('SQLITE_BUSY')
    if (said.code === 0 || !locked || attempt === MAX_ATTEMPTS) return said
    await setTimeout(Math.random() * MAX_PAUSE, null, stop && { signal: stop })
  }
}

interface Refused {
  readonly error?: { readonly text?: string }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function hint(where: Where, reason: string): string {
  if (where === 'local') return ''
  if (reason.includes('no such table') || reason.includes("Couldn't find a D1 DB"))
    return '\nThe newsroom is not deployed yet: npm run deploy'
  if (reason.includes('CLOUDFLARE_API_TOKEN'))
    return '\nOr log in once at a terminal: npx wrangler login'
  return ''
}

/** Without the runtime's stack of addresses in its own binary. */
const plain = (text: string) => text.replace(/^stack: .*$/gm, '').trim()
