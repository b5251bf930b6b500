import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { speaking } from '../options.ts'
import { repeatable, withFileOptions, withVerbose } from '../publishing/command-options.ts'
import { type CorrectOptions, correct } from '../publishing/correcting.ts'

/**
 * `pressroom correct`: changes what a public release says, with a note that tells readers what was
 * wrong; what changes is shown word by word. The same correction, sent again, is not made twice, and
 * it is told that it was done already.
 *
 * The examples take `budget.en.md`, and a public release with the id `budget-2026` and texts in English
 * and Arabic; the first asks, unless `--yes` stands behind it.
 */
export const correctCommand = (context: Context): Command => {
  const command = new Command('correct')
    .description('corrects a public release, with a note for readers')
    .argument('<release>', 'its id, its address, or the last part of that')
    .argument('[files...]', 'what it says from now on; without one there is only the note')
    .addOption(repeatable('--note <text>', 'what was wrong; ar=TEXT in one of its languages'))
    .option('--without-note', 'an edit of which nobody has to be told, such as a comma')
    .option('--again', 'even if its last correction has the same note')
  return withVerbose(withFileOptions(command))
    .addHelpText(
      'after',
      `
A text replaces the one in its language; other languages stay as they are.

Examples:
  $ pressroom correct budget-2026 budget.en.md --note "The total was wrong."
  $ pressroom correct budget-2026 --note "A name was wrong." --note "ar=كان أحد الأسماء خاطئًا." --yes
  $ pressroom correct budget-2026 budget.en.md --without-note --yes --json`,
    )
    .action(async (release: string, files: string[], options: CorrectOptions, command: Command) =>
      correct(release, files, options, { ...(await speaking(command, context)), context }),
    )
}
