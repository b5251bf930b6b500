import { CommanderError } from 'commander'
import { now } from '../clock.ts'
import { EXIT, Failure } from './exit.ts'
import { programOf } from './program.ts'

/** Milliseconds that what is under way may take to end after Ctrl-C. */
const PATIENCE = 30_000

/** Runs a command line, and ends this process with the exit code that `exit.ts` names. */
export async function main(words: readonly string[]): Promise<void> {
  const stopping = new AbortController()
  onSignals(stopping)
  try {
    await programOf({ env: process.env, now: now(), stop: stopping.signal }).parseAsync(words, {
      from: 'user',
    })
  } catch (error) {
    process.exitCode = told(error, stopping.signal)
  }
  await flushed()
  process.exit()
}

/** The first Ctrl-C lets what is under way come to its end; the second one does not wait for it. */
function onSignals(stopping: AbortController): void {
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT.interrupted)
    stopping.abort(new Failure('interrupted', 'Stopped.'))
    setTimeout(() => process.exit(EXIT.interrupted), PATIENCE).unref()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // Whoever reads the results has gone, as `head` does: there is nobody left to tell.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    process.stderr.write(`The results cannot be written: ${error.code}.\n`)
    process.exit(EXIT.unwritable)
  })
  process.stderr.on('error', () => {})
}

/** Says why, and gives the exit code. Only a bug shows a stack. */
function told(error: unknown, stop: AbortSignal): number {
  // Help and version come this way too. Commander has said what there is to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.misuse
  const failure = error instanceof Failure ? error : stop.aborted ? stop.reason : null
  if (!(failure instanceof Failure)) {
    process.stderr.write(`${(error as Error)?.stack ?? error}\n`)
    return EXIT.refused
  }
  process.stderr.write(`${[failure.message, ...failure.details].join('\n  ')}\n`)
  return EXIT[failure.exit]
}

/** Pipes take their time, and `process.exit` takes none. */
const flushed = () =>
  Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
    ),
  )
