import { type Command, Option } from 'commander'

/** Gathers an option that may be given several times. */
const collected = (one: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  one,
]

/** An option that may be given several times, and once for each language: `--note TEXT --note ar=TEXT`. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, description).argParser<readonly string[]>(collected)

/** What settles how files are read. */
export const withFileOptions = (command: Command): Command =>
  command
    .addOption(repeatable('--headline <text>', 'its headline; ar=TEXT in one of its languages'))
    .option('--language <tag>', 'the language of what does not tell it, such as ar')
    .option('--kind <kind>', 'one of the site’s kinds, such as statement')
    .addOption(repeatable('--topic <topic>', 'a topic; once for each'))
    .option('--encoding <name>', 'how its letters are stored, such as windows-1256')

export const withVerbose = (command: Command): Command =>
  command.option('-v, --verbose', 'tells also which pages were rebuilt')
