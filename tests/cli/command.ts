import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export const PRESSROOM = join(import.meta.dirname, '../../src/cli/pressroom.mjs')

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly cwd?: string
  /** Over those of this process, whose PRESSROOM_ ones it does not get. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Runs `pressroom` as a process, without a terminal. */
export async function pressroom(words: readonly string[], running: Running = {}): Promise<Ran> {
  const child = start(words, running)
  child.stdin.end(running.input ?? '')
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { status, stdout, stderr }
}

/** Starts `pressroom` as a process whose pipes are the caller's. */
export function start(words: readonly string[], { cwd, env = {} }: Running = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PRESSROOM_'))
  return spawn(process.execPath, [PRESSROOM, ...words], {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
