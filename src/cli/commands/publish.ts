import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { Failure } from '../exit.ts'
import { speaking } from '../options.ts'
import { withFileOptions, withVerbose } from '../publishing/command-options.ts'
import { type IssueOptions, issue } from '../publishing/issuing.ts'
import { publishStanding } from '../publishing/standing.ts'

/**
 * `pressroom publish`: makes releases public, from files or as they stand in the newsroom. What was
 * understood is shown and has to be agreed to. The same command with the same content, sent again
 * within a day, makes no double: the newsroom knows it by a digest, and it is told that it was done
 * already.
 *
 * The examples take `budget.md`, `budget.en.md`, `budget.ar.md`, `statement.txt`, and a draft with the id
 * `appointment`; the first asks, unless `--yes` stands behind it.
 */
export const publishCommand = (context: Context): Command => {
  const command = new Command('publish')
    .description('makes releases public: at once, or filed under their past dates')
    .argument('[files...]', 'Markdown, or plain text as it is sent by mail')
    .option('--release <id>', 'a draft that is there; a file beside it gives it its words')
    .option('--date <date>', 'when it was issued; "now" whatever a file says')
    .option('--again', 'even if the very same was sent within a day')
  return withVerbose(withFileOptions(command))
    .addHelpText(
      'after',
      `
A date of today, or none, is published at once; one that is past is filed under; one that is still
to come is asked. A release that has an id and is a draft is replaced and published. Sending the
same again within a day does nothing twice.

Examples:
  $ pressroom publish budget.md
  $ pressroom publish budget.en.md budget.ar.md --topic budget --yes
  $ pressroom publish statement.txt --kind statement --date 2021-02-25 --yes
  $ pressroom publish --release appointment --yes --json`,
    )
    .action(async (files: string[], options: IssueOptions, command: Command) => {
      const desk = { ...(await speaking(command, context)), context }
      if (files.length > 0) return issue('publish', files, options, desk)
      if (options.release === undefined) throw new Failure('misuse', NOTHING)
      return publishStanding({ ...options, release: options.release }, desk)
    })
}

const NOTHING = 'Name a file to publish, or with --release a draft that is there.'
