import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'
import type { Context } from './connection.ts'
import { Failure } from './exit.ts'
import { progressOn } from './progress.ts'
import type { Terminal } from './terminal.ts'

interface Said {
  readonly json?: boolean
  readonly yes?: boolean
}

/** The terminal of this process, or what stands in its place in a script. */
export function terminalOf({ json = false, yes = false }: Said, { stop }: Context): Terminal {
  const isPerson = process.stdin.isTTY === true && process.stderr.isTTY === true
  const isInteractive = isPerson && !yes
  let isBarShown = false
  // What is told takes the place of the bar, which is drawn anew below it.
  const tell = (text: string) =>
    void process.stderr.write(`${isBarShown ? '\r\u001B[2K' : ''}${text}\n`)
  const style = styles(process.stdout.isTTY === true && process.stderr.isTTY === true)

  async function ask(question: string, suggestion?: string): Promise<string> {
    if (!isInteractive) throw unsettled(question)
    stop.throwIfAborted()
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const hint = suggestion === undefined ? '' : style.dim(` [${suggestion}]`)
    try {
      // In a terminal that reads lines, Ctrl-C comes as a key and not as a signal.
      const answer = await new Promise<string>((resolve, reject) => {
        lines.once('SIGINT', () =>
          reject(new Failure('interrupted', '\nStopped: nothing was sent.')),
        )
        lines.once('close', () => reject(unsettled(question)))
        lines.question(`${style.bold(question)}${hint} `, { signal: stop }).then(resolve, reject)
      })
      return answer.trim() || (suggestion ?? '')
    } catch (error) {
      throw stop.aborted ? stop.reason : error
    } finally {
      lines.close()
    }
  }

  return {
    isInteractive,
    isJson: json,
    width: Math.min(process.stderr.columns || process.stdout.columns || 100, 120),
    print: (text) => void process.stdout.write(`${text}\n`),
    tell,
    warn: (text) => tell(style.yellow(text)),
    ask,
    choose: async (question, choices) => {
      if (!isInteractive) throw unsettled(question)
      tell(style.bold(question))
      for (const [index, { label }] of choices.entries()) tell(`  ${index + 1}. ${label}`)
      for (;;) {
        const answer = await ask(`1 to ${choices.length}?`)
        const chosen = /^[1-9]\d{0,3}$/.test(answer) ? choices[Number(answer) - 1] : undefined
        if (chosen) return chosen.value
      }
    },
    confirm: async (question) => {
      if (yes) return true
      for (;;) {
        const answer = await ask(`${question} (yes/no)`)
        if (/^(?:y|yes|نعم)$/iu.test(answer)) return true
        if (/^(?:n|no|لا)$/iu.test(answer)) return false
      }
    },
    progress: (what) => {
      const bar = progressOn(process.stderr, what)
      isBarShown = process.stderr.isTTY === true
      return {
        at: bar.at,
        end: () => {
          bar.end()
          isBarShown = false
        },
      }
    },
    style,
  }
}

const unsettled = (question: string) =>
  new Failure('unsettled', `This has to be answered, and nobody is asked here: ${question}`)

/** NO_COLOR and FORCE_COLOR (no-color.org, force-color.org) say more than the terminal. */
function styles(isTerminal: boolean): Terminal['style'] {
  const { NO_COLOR, FORCE_COLOR } = process.env
  const isColoured = NO_COLOR ? false : FORCE_COLOR ? FORCE_COLOR !== '0' : isTerminal
  const styled = (format: 'bold' | 'dim' | 'red' | 'green' | 'yellow') => (text: string) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text
  return {
    bold: styled('bold'),
    dim: styled('dim'),
    red: styled('red'),
    green: styled('green'),
    yellow: styled('yellow'),
  }
}
