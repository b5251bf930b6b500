import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { speaking } from '../options.ts'
import { repeatable, withVerbose } from '../publishing/command-options.ts'
import { type WithdrawOptions, withdraw } from '../publishing/withdrawing.ts'

/**
 * `pressroom withdraw`: takes a public release back, for good. Its address keeps the reason and, where
 * there is one, points to the release that takes its place. Sent again, it is told that it was done
 * already.
 *
 * The examples take public releases with the ids `appointment`, `budget-2026` and `budget-2027`; the
 * first asks, unless `--yes` stands behind it.
 */
export const withdrawCommand = (context: Context): Command => {
  const command = new Command('withdraw')
    .description('takes a public release back, for good')
    .argument('<release>', 'its id, its address, or the last part of that')
    .addOption(repeatable('--reason <text>', 'why, for readers; ar=TEXT in one of its languages'))
    .option('--replaced-by <release>', 'the release that takes its place')
  return withVerbose(command)
    .addHelpText(
      'after',
      `
Examples:
  $ pressroom withdraw appointment --reason "The appointment was not made."
  $ pressroom withdraw budget-2026 --reason "It was sent too early." --reason "ar=أُرسل قبل أوانه." --replaced-by budget-2027 --yes`,
    )
    .action(async (release: string, options: WithdrawOptions, command: Command) =>
      withdraw(release, options, { ...(await speaking(command, context)), context }),
    )
}
