import { stripVTControlCharacters } from 'node:util'
import { spawn } from '@lydell/node-pty'
import { PRESSROOM, type Running } from './command.ts'

/** Milliseconds that a slow machine may take to ask. */
const PATIENCE = 90_000

/** Somebody at a terminal who runs `pressroom` and answers it. */
export interface Sitting {
  /** All that the terminal has shown, with its colours. */
  readonly shown: string
  /** The same without what only a terminal reads, and with plain line ends. */
  readonly read: string
  /** Waits until this is read behind what was waited for before, and types a line. */
  answer(question: string | RegExp, line: string): Promise<void>
  /** Presses a key, such as `\u0003` for Ctrl-C, once this is read. */
  press(question: string | RegExp, key: string): Promise<void>
  /** The exit code. */
  readonly ended: Promise<number>
}

/** Runs `pressroom` in a terminal of its own, of 100 columns. */
export function sit(words: readonly string[], { cwd, env = {} }: Running = {}): Sitting {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PRESSROOM_') && name !== 'NO_COLOR' && name !== 'FORCE_COLOR',
  )
  const pty = spawn(process.execPath, [PRESSROOM, ...words], {
    cols: 100,
    rows: 40,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...Object.fromEntries(inherited), TERM: 'xterm-256color', ...env },
  })
  let shown = ''
  let from = 0
  let look = () => {}
  pty.onData((data) => {
    shown += data
    look()
  })
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => {
      resolve(exitCode)
      look()
    })
  })
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  const read = () => stripVTControlCharacters(shown).replaceAll('\r', '')

  /** Resolves when it is there; the fault shows what there was instead. */
  const waited = (question: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const give = (why: string) => {
        finish()
        reject(new Error(`${why} before "${question}": ${read().slice(from)}`))
      }
      const timer = setTimeout(() => give('the time was over'), PATIENCE)
      const finish = () => {
        clearTimeout(timer)
        look = () => {}
      }
      look = () => {
        const rest = read().slice(from)
        const at = typeof question === 'string' ? rest.indexOf(question) : rest.search(question)
        if (at < 0) return isOver ? give('the command ended') : undefined
        from +=
          at + (typeof question === 'string' ? question : (question.exec(rest)?.[0] ?? '')).length
        finish()
        resolve()
      }
      look()
      // What it showed last may come after it has ended.
      void ended.then(() => setTimeout(() => look(), 500))
    })
  return {
    get shown() {
      return shown
    },
    get read() {
      return read()
    },
    async answer(question, line) {
      await waited(question)
      pty.write(`${line}\r`)
    },
    async press(question, key) {
      await waited(question)
      pty.write(key)
    },
    ended,
  }
}
