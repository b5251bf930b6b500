import { Failure } from '../../src/cli/exit.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

/** A terminal at which nobody sits, and what was said to it. */
export interface Recorded extends Terminal {
  readonly printed: string[]
  readonly told: string[]
}

export function recordedTerminal(): Recorded {
  const [printed, told]: [string[], string[]] = [[], []]
  const same = (text: string) => text
  const unsettled = async (question: string) => {
    throw new Failure('unsettled', question)
  }
  return {
    printed,
    told,
    isInteractive: false,
    isJson: false,
    width: 100,
    print: (text) => void printed.push(text),
    tell: (text) => void told.push(text),
    warn: (text) => void told.push(text),
    ask: unsettled,
    choose: unsettled,
    confirm: async () => true,
    progress: () => ({ at() {}, end() {} }),
    style: { bold: same, dim: same, red: same, green: same, yellow: same },
  }
}
