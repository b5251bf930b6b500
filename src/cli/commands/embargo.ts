import { Command } from 'commander'
import type { Context } from '../connection.ts'
import { Failure } from '../exit.ts'
import { speaking } from '../options.ts'
import { withFileOptions, withVerbose } from '../publishing/command-options.ts'
import { type IssueOptions, issue } from '../publishing/issuing.ts'
import { cancelEmbargo, embargoStanding } from '../publishing/standing.ts'

/**
 * `pressroom embargo`: holds complete releases until a moment, from which on they are public; moves
 * that moment, or cancels it. The moment is shown in the site's time zone and in UTC before it is sent.
 * The same command with the same content, sent again within a day, makes no double, and it is told
 * that it was done already.
 *
 * The examples take `budget.md`, `statement.txt`, and drafts with the ids `appointment` and `budget-2026`,
 * in this order; the first asks, unless `--yes` stands behind it.
 */
export const embargoCommand = (context: Context): Command => {
  const command = new Command('embargo')
    .description('holds releases until a moment, from which on they are public')
    .argument('[files...]', 'Markdown, or plain text as it is sent by mail')
    .option('--until <when>', 'the moment; in the site’s time zone where none is written')
    .option('--release <id>', 'one that is there; a file beside it gives it its words')
    .option('--cancel', 'makes it a draft again')
    .option('--again', 'even if the very same was sent within a day')
  return withVerbose(withFileOptions(command))
    .addHelpText(
      'after',
      `
Without --until it is the moment that a file tells in its embargo line, or a date that is to come.

Examples:
  $ pressroom embargo budget.md --until "1 March 2035, 9:00"
  $ pressroom embargo statement.txt --kind statement --until 2035-03-01T09:00:00+03:00 --yes
  $ pressroom embargo --release appointment --until 2035-03-01 --yes
  $ pressroom embargo --release appointment --until 2035-04-01 --yes --json
  $ pressroom embargo --release appointment --cancel --yes`,
    )
    .action(async (files: string[], options: Options, command: Command) => {
      const desk = { ...(await speaking(command, context)), context }
      const { release, cancel } = options
      if (cancel) {
        if (files.length > 0 || options.until !== undefined || release === undefined)
          throw new Failure('misuse', 'To cancel an embargo, say --release ID --cancel alone.')
        return cancelEmbargo({ ...options, release }, desk)
      }
      if (files.length > 0) return issue('embargo', files, options, desk)
      if (release === undefined)
        throw new Failure('misuse', 'Name a file to hold, or with --release one that is there.')
      return embargoStanding({ ...options, release }, desk)
    })
}

interface Options extends IssueOptions {
  readonly cancel?: true
}
