import { Command, Option } from 'commander'
import { correctCommand } from './commands/correct.ts'
import { doctorCommand } from './commands/doctor.ts'
import { draftCommand } from './commands/draft.ts'
import { embargoCommand } from './commands/embargo.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { listCommand } from './commands/list.ts'
import { publishCommand } from './commands/publish.ts'
import { showCommand } from './commands/show.ts'
import { withdrawCommand } from './commands/withdraw.ts'
import type { Context } from './connection.ts'

/** The whole command line. Every subcommand is one file in `commands`. */
export function programOf(context: Context): Command {
  const program = new Command('pressroom')
    .description('Publishes press releases in a Pressroom newsroom, and takes them in and out.')
    .version(VERSION)
    .addOption(
      new Option('--url <address>', 'the newsroom; else PRESSROOM_URL, else that of npm start'),
    )
    .addOption(
      new Option('--token <token>', 'what lets you in; else PRESSROOM_TOKEN (others see a flag)'),
    )
    .option('--token-file <file>', 'a file with the token in it')
    .option('--json', 'results as JSON')
    .option('-y, --yes', 'ask nothing: for scripts')
    .showHelpAfterError('For help: pressroom help')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText('after', EXAMPLES)
  const commands = [
    publishCommand,
    draftCommand,
    embargoCommand,
    correctCommand,
    withdrawCommand,
    showCommand,
    listCommand,
    importCommand,
    exportCommand,
    doctorCommand,
  ]
  program.exitOverride()
  for (const command of commands)
    program.addCommand(command(context).copyInheritedSettings(program))
  return program
}

const VERSION = '0.1.0'

const EXAMPLES = `
Exit codes: 0 done, 1 the newsroom refused, 2 asked wrongly, 3 something has to be asked first,
4 done but for what is named, 5 the newsroom cannot be reached, 6 a file cannot be read,
7 a file cannot be written, 130 Ctrl-C.

Examples:
  $ pressroom list
  $ pressroom publish --help`
