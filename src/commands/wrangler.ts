import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** The package's directory: every command works from here, wherever it is started. */
export const ROOT = join(import.meta.dirname, '..', '..')
export const CONFIG = join(ROOT, 'wrangler.toml')

/**
 * Keeps wrangler from asking the network anything that no command needs: whether there is a newer
 * version, where this machine is, and telemetry. What the caller's environment says wins.
 */
const QUIET = {
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

/** The database's binding in wrangler.toml. */
export const DATABASE = 'DB'

/** A message for the person at the terminal: printed without a stack, exit code 1. */
export class Failure extends Error {}

/** What a wrangler that ran to its end said, without colours. */
export interface Output {
  /** 128 and more when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Wrangler within this process, as quiet. Imported late: it takes most of a second to load. */
export function loadWrangler(): Promise<typeof import('wrangler')> {
  for (const [name, value] of Object.entries(QUIET)) process.env[name] ??= value
  return import('wrangler')
}

/** Runs the project's wrangler, which can ask nothing back, and collects what it says. */
export const askWrangler = (args: readonly string[], stop?: AbortSignal): Promise<Output> =>
  run(args, 'pipe', stop)

/** Runs the project's wrangler at the terminal, where it may ask, and returns its exit code. */
export const showWrangler = async (args: readonly string[]): Promise<number> =>
  (await run(args, 'inherit')).code

const EXECUTABLE = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')

function run(
  args: readonly string[],
  terminal: 'pipe' | 'inherit',
  stop?: AbortSignal,
): Promise<Output> {
  const child = spawn(process.execPath, [EXECUTABLE, ...args], {
    cwd: ROOT,
    env: { ...QUIET, ...process.env },
    stdio: [terminal === 'pipe' ? 'ignore' : 'inherit', terminal, terminal],
    ...(stop && { signal: stop }),
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({
        code: code ?? 128,
        stdout: stripVTControlCharacters(said.stdout),
        stderr: stripVTControlCharacters(said.stderr),
      }),
    )
  })
}
