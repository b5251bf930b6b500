import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { diagnose } from '../doctor/diagnosis.ts'
import { examine } from '../doctor/examination.ts'
import { countOf, type Finding } from '../doctor/finding.ts'
import { EXIT } from '../exit.ts'
import { addressFrom, type Shared, terminalFor, tokenGiven } from '../options.ts'
import type { Terminal } from '../terminal.ts'

/** `pressroom doctor`: how a newsroom is, and what to do about it. */
export const doctorCommand = (context: Context): Command =>
  new Command('doctor')
    .description('says how a newsroom is, and what to do about it')
    .addHelpText(
      'after',
      `
A token with the scope admin lets it read the metrics too. It is sent only to what answers as a
Pressroom, over https or on this machine, and never shown.

The exit code is 0 when all is well, 1 when something is wrong, and 2 when it was asked wrongly.

Examples:
  $ pressroom doctor
  $ pressroom doctor --url https://press.example.org --json`,
    )
    .action(async (_: object, command: Command) => {
      const shared = command.optsWithGlobals<Shared>()
      const terminal = terminalFor(command, context)
      const address = addressFrom(shared, context)
      const token = () => tokenGiven(shared, context, address)
      const findings = diagnose(await examine(address, { token, stop: context.stop }))
      const isWell = findings.every(({ state }) => state !== 'wrong')
      terminal.print(
        terminal.isJson
          ? JSON.stringify({ address, isWell, findings })
          : report(findings, terminal.style),
      )
      if (!isWell) process.exitCode = EXIT.refused
    })

function report(findings: readonly Finding[], style: Terminal['style']): string {
  const marks: Record<Finding['state'], string> = {
    ok: style.green('ok   '),
    wrong: style.red('WRONG'),
    skipped: style.dim('note '),
  }
  const wrong = findings.filter(({ state }) => state === 'wrong').length
  const lines = findings.flatMap(({ state, says, advice }) => [
    `${marks[state]}  ${says}`,
    ...(advice === null ? [] : [`       ${advice}`]),
  ])
  const sum = wrong === 0 ? 'All is well.' : `${countOf(wrong, 'thing is', 'things are')} wrong.`
  return [...lines, '', wrong === 1 ? 'One thing is wrong.' : sum].join('\n')
}
