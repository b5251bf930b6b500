import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Connection, Context } from '../connection.ts'
import { EXIT, Failure } from '../exit.ts'
import { importAll } from '../intake/importing.ts'
import { FORMATS, type Format, type Intake } from '../intake/intake.ts'
import { summary, summaryJson } from '../intake/summary.ts'
import { type Lines, linesTo } from '../intake/written.ts'
import { speaking } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const MAX_AT_ONCE = 64

interface Options {
  readonly format?: Format
  readonly language?: string
  readonly encoding?: string
  readonly type?: readonly string[]
  readonly prefix?: string
  readonly atOnce: number
  readonly dryRun?: true
  readonly asDrafts?: true
  /** `--no-redirects` */
  readonly redirects: boolean
  readonly redirectMap?: string
  readonly report?: string
}

/** `pressroom import`: takes what another newsroom, or this one, gave out. */
export const importCommand = (context: Context): Command =>
  new Command('import')
    .description('takes in the releases of another system, or of an export of this one')
    .argument('<source>', 'a WordPress or Ghost export, a feed, GOV.UK JSON, JSONL, or a folder')
    .addOption(
      new Option('--format <format>', 'what it is; else its first bytes tell').choices(FORMATS),
    )
    .option('--language <language>', 'of texts that do not tell it; else the site’s first')
    .option('--encoding <name>', 'such as windows-1256; else the bytes tell')
    .option('--type <type...>', 'of WordPress: the types of post that are releases', ['post'])
    .option('--prefix <word>', 'begins each id: for a second site of the same system', prefixFrom)
    .option('--at-once <number>', `requests side by side, at most ${MAX_AT_ONCE}`, atOnceFrom, 8)
    .option('--dry-run', 'asks the newsroom what it would say, and sends nothing')
    .option('--as-drafts', 'nothing becomes public')
    .option('--no-redirects', 'old addresses do not lead to the releases')
    .option('--redirect-map <file>', 'old and new addresses as CSV, for another web server')
    .option('--report <file>', 'what became of every item, as JSONL')
    .addHelpText(
      'after',
      `
A release that is there already stays as it is: stopped, or cut off, the same command goes on.
What has something open (a date that could be two, no headline) is taken as a draft and named.

Examples:
  $ pressroom import export.xml --dry-run --yes
  $ pressroom import export.xml --redirect-map redirects.csv --report report.jsonl --yes
  $ pressroom import export.xml --type post --type page --prefix old --dry-run --yes
  $ pressroom import ghost.json --as-drafts --yes
  $ pressroom import old-releases --language ar --at-once 2 --yes
  $ pressroom import newsroom.jsonl --yes --json`,
    )
    .action(async (source: string, options: Options, command: Command) => {
      const { terminal, connection } = await speaking(command, context)
      const status = await run(source, options, { terminal, connection, context })
      if (status !== 'done') process.exitCode = EXIT[status]
    })

interface With {
  readonly terminal: Terminal
  readonly connection: Connection
  readonly context: Context
}

async function run(
  source: string,
  options: Options,
  { terminal, connection, context }: With,
): Promise<'done' | 'partly'> {
  const { dryRun = false, asDrafts = false, language = null, redirects, atOnce } = options
  if (!connection.hasToken)
    throw new Failure('misuse', 'A token is needed: PRESSROOM_TOKEN, or --token-file.')
  if (dryRun && options.redirectMap !== undefined)
    throw new Failure('misuse', 'A dry run makes no redirect map: leave out one of the two.')
  for (const path of [options.report, options.redirectMap])
    if (path !== undefined && resolve(path) === resolve(source))
      throw new Failure('misuse', `${path} is what is imported, and would be lost.`)
  if (options.report !== undefined && options.redirectMap !== undefined)
    if (resolve(options.report) === resolve(options.redirectMap))
      throw new Failure('misuse', `${options.report} cannot be the report and the redirect map.`)
  const site = await connection.site()
  if (language !== null && !site.languages.includes(language))
    throw new Failure('misuse', `The site has ${site.languages.join(', ')}, and not ${language}.`)
  // What reads all these formats is large, and no other command wants it.
  const { open } = await import('../intake/opening.ts')
  const opened = await open(source, {
    languages: site.languages,
    kinds: Object.keys(site.kinds),
    language,
    encoding: options.encoding ?? null,
    format: options.format ?? null,
    names: Object.values(site.name),
    now: context.now,
    ...(options.type ? { types: options.type } : {}),
  })
  const intake = options.prefix === undefined ? opened : prefixed(opened, options.prefix)
  terminal.tell(`${source} (${told(intake)}) to ${connection.url}`)
  if (!dryRun && !(await terminal.confirm('Import it?'))) {
    terminal.tell('Nothing was sent.')
    return 'done'
  }
  const files: Lines[] = []
  const file = (path: string | undefined) => {
    if (path === undefined) return null
    const lines = linesTo(path)
    files.push(lines)
    return lines
  }
  const imported = await importAll({
    intake,
    connection,
    site,
    terminal,
    stop: context.stop,
    atOnce,
    dryRun,
    asDrafts,
    language,
    redirects,
    report: file(options.report),
    map: file(options.redirectMap),
  })
  const { tally, fault } = imported
  terminal.print(
    terminal.isJson
      ? JSON.stringify(
          summaryJson(imported, { source, format: intake.format, url: connection.url, dryRun }),
        )
      : summary(imported, dryRun, terminal),
  )
  if (fault !== null) throw cutOff(fault, tally.settled)
  for (const lines of files) lines.close()
  return tally.isPartial ? 'partly' : 'done'
}

/** Why it ended before its source did, how far it came, and how it goes on. */
const cutOff = ({ exit, message, details }: Failure, settled: number): Failure =>
  new Failure(exit, message, [
    ...details,
    `It ended after ${settled.toLocaleString('en')} items. The same command goes on from there.`,
  ])

const told = ({ format, size }: Intake) =>
  size === null ? format : `${format}, ${(size / 1_000_000).toFixed(1)} MB`

/** Ids of two sites that count from one would be the same. */
const prefixed = (intake: Intake, prefix: string): Intake => ({
  format: intake.format,
  size: intake.size,
  position: () => intake.position(),
  async *items() {
    for await (const item of intake.items())
      if (item.type !== 'release') yield item
      else {
        const id = `${prefix}-${item.manuscript.id}`
        yield { type: 'release', manuscript: { ...item.manuscript, id } }
      }
  },
})

function prefixFrom(text: string): string {
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(text))
    throw new InvalidArgumentError('It is not 1 to 20 letters, digits, _ and -.')
  return text
}

function atOnceFrom(text: string): number {
  const number = /^[1-9]\d?$/.test(text) ? Number(text) : 0
  if (number < 1 || number > MAX_AT_ONCE)
    throw new InvalidArgumentError(`It is not a number from 1 to ${MAX_AT_ONCE}.`)
  return number
}
