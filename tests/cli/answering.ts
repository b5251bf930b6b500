import { Failure } from '../../src/cli/exit.ts'
import type { Choice } from '../../src/cli/terminal.ts'
import { type Recorded, recordedTerminal } from './recorded.ts'

/** A terminal at which somebody sits, and what that person was asked. */
export interface Answering extends Recorded {
  readonly questions: string[]
}

/** Somebody who answers these, one after the other, and has no more to say then. */
export function answering(...answers: readonly string[]): Answering {
  const left = [...answers]
  const questions: string[] = []
  const next = (question: string) => {
    questions.push(question)
    const answer = left.shift()
    if (answer === undefined) throw new Error(`nobody expected to be asked "${question}"`)
    if (answer === '^C') throw new Failure('interrupted', 'Stopped: nothing was sent.')
    return answer
  }
  return {
    ...recordedTerminal(),
    questions,
    isInteractive: true,
    ask: async (question, suggestion) =>
      next(suggestion === undefined ? question : `${question} [${suggestion}]`) ||
      (suggestion ?? ''),
    choose: async (question, choices) => chosen(next(question), choices),
    confirm: async (question) => next(question) === 'yes',
  }
}

function chosen<T>(answer: string, choices: readonly Choice<T>[]): T {
  const found = choices.filter(({ label }) => label.includes(answer))
  if (found.length !== 1 || !found[0])
    throw new Error(`"${answer}" is not one of ${choices.map(({ label }) => label).join(' | ')}`)
  return found[0].value
}
