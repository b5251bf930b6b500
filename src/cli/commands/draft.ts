import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { speaking } from '../options.ts'
import { withFileOptions, withVerbose } from '../publishing/command-options.ts'
import { type IssueOptions, issue } from '../publishing/issuing.ts'

/**
 * `pressroom draft`: stores releases that nobody can read yet, and tells what is missing before they
 * can be published. A file whose id is that of a draft replaces what it says. The same command with
 * the same content, sent again within a day, makes no double, and it is told that it was done already.
 *
 * The examples take `budget.md`, `statement.txt`, and a draft with the id `appointment`; the first asks,
 * unless `--yes` stands behind it.
 */
export const draftCommand = (context: Context): Command => {
  const command = new Command('draft')
    .description('stores drafts, or replaces what they say')
    .argument('<files...>', 'Markdown, or plain text as it is sent by mail')
    .option('--release <id>', 'the draft that the file gives its words')
    .option('--again', 'even if the very same was sent within a day')
  return withVerbose(withFileOptions(command))
    .addHelpText(
      'after',
      `
A text replaces the one in its language; other languages of the draft stay as they are.

Examples:
  $ pressroom draft budget.md
  $ pressroom draft statement.txt --kind statement --yes
  $ pressroom draft statement.txt --release appointment --yes --json`,
    )
    .action(async (files: string[], options: IssueOptions, command: Command) =>
      issue('draft', files, options, { ...(await speaking(command, context)), context }),
    )
}
