import { type Exit, Failure } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { type Done, receiptJson, receiptWords } from './receipt.ts'

/** One thing that is sent. */
export interface Task {
  readonly source: string
  /** @throws Failure */
  run(): Promise<Done>
  /** What has to follow once it is done. @throws Failure */
  after?(done: Done): Promise<void>
}

/** What stands in nobody else's way. */
const GOES_ON: readonly Exit[] = ['refused', 'partly']

export interface Telling {
  readonly zone: string
  readonly isVerbose: boolean
  readonly terminal: Terminal
  readonly stop: AbortSignal
}

/**
 * Does one after the other, and tells each receipt as it comes, or one JSON document in the end. What
 * the newsroom refuses keeps nobody else from being sent; a newsroom that is gone, or Ctrl-C, does.
 * @throws Failure that names what was done, what was not, and what is not known to be
 */
export async function carryOut(tasks: readonly Task[], telling: Telling): Promise<void> {
  const { terminal, zone, isVerbose, stop } = telling
  const done: Done[] = []
  const failed: { readonly source: string; readonly failure: Failure }[] = []
  let untried: readonly Task[] = []
  for (const [at, task] of tasks.entries()) {
    const failure = await failureIn(task, stop, (one) => {
      done.push(one)
      if (!terminal.isJson) terminal.print(receiptWords(one, zone, isVerbose, terminal))
    })
    if (!failure) continue
    failed.push({ source: task.source, failure })
    if (GOES_ON.includes(failure.exit)) continue
    untried = tasks.slice(at + 1)
    break
  }
  const notDone = [
    ...failed.map(({ source, failure }) => ({ source, why: failure.message })),
    ...untried.map(({ source }) => ({ source, why: 'It was not sent.' })),
  ]
  if (terminal.isJson && (done.length > 0 || tasks.length === 0))
    terminal.print(receiptJson(done, notDone))
  if (failed.length > 0) throw failureOf(tasks.length, done, failed, untried)
}

async function failureIn(
  task: Task,
  stop: AbortSignal,
  finished: (done: Done) => void,
): Promise<Failure | null> {
  try {
    stop.throwIfAborted()
    const done = await task.run()
    finished(done)
    await task.after?.(done)
    return null
  } catch (error) {
    const failure = stop.aborted && !(error instanceof Failure) ? stop.reason : error
    if (failure instanceof Failure) return failure
    throw error
  }
}

function failureOf(
  count: number,
  done: readonly Done[],
  failed: readonly { readonly source: string; readonly failure: Failure }[],
  untried: readonly Task[],
): Failure {
  const [first] = failed
  const last = failed.at(-1)
  if (!first || !last) throw new TypeError('nothing failed')
  if (count === 1) return first.failure
  const { exit } = last.failure
  return new Failure(
    GOES_ON.includes(exit) && done.length > 0 ? 'partly' : exit,
    done.length === 0 ? 'Nothing was done.' : `${done.length} of ${count} were done.`,
    [
      ...done.map(({ source, did, release }) => `${source}: ${did}, ${release.id}`),
      ...failed.flatMap(({ source, failure: { message, details } }) => [
        `${source}: ${message}`,
        ...details.map((detail) => `  ${detail}`),
      ]),
      ...untried.map(({ source }) => `${source}: not sent`),
    ],
  )
}
