import { Command, Option } from 'commander'
import type { Context } from '../connection.ts'
import { EXIT, Failure } from '../exit.ts'
import { speaking, terminalFor } from '../options.ts'
import { writeArchive } from '../outlet/archive.ts'
import { checkArchive } from '../outlet/checking.ts'
import { openFolder } from '../outlet/folder.ts'
import { land } from '../outlet/landing.ts'
import type { Counts, Manifest } from '../outlet/manifest.ts'
import { toStdout } from '../outlet/piping.ts'
import { copySite } from '../outlet/static.ts'

interface Options {
  readonly force?: true
  readonly check?: true
  readonly static?: true
}

/** `pressroom export`: everything as one file, or the public site as a folder of plain files. */
export const exportCommand = (context: Context): Command =>
  new Command('export')
    .description('takes everything out: releases with their whole history, drafts, redirects')
    .argument('[file]', 'where to; - is standard output, and a name in .gz is packed', '-')
    .addOption(new Option('--force', 'replaces what an earlier export has left there'))
    .addOption(new Option('--check', 'reads FILE and tells whether it is whole; asks nobody'))
    .addOption(
      new Option(
        '--static',
        'copies the public site into a folder that any web server can serve',
      ).conflicts('check'),
    )
    .addHelpText(
      'after',
      `
The file has a JSON object a line: the newsroom, each release with all its revisions, each
redirect, and a manifest with counts and a SHA-256. "pressroom import" takes it back.

Examples:
  $ pressroom export newsroom.jsonl
  $ pressroom export --check newsroom.jsonl
  $ pressroom export newsroom.jsonl.gz
  $ pressroom export - | wc -l
  $ pressroom export --static site`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      if (options.check) return checkFile(file, command, context)
      if (options.static) return exportSite(file, options, command, context)
      return exportArchive(file, options, command, context)
    })

async function exportArchive(file: string, { force }: Options, command: Command, context: Context) {
  const { terminal, connection } = await speaking(command, context)
  if (file === '-' && process.stdout.isTTY)
    terminal.warn('Everything follows, drafts and embargoed texts too. Better name a file.')
  const landing = file === '-' ? toStdout() : await land(file, force ?? false)
  const progress = terminal.progress('Exporting')
  let manifest: Manifest
  try {
    manifest = await writeArchive(connection, landing.write, {
      ...context,
      progress: ({ releases, redirects }) => progress.at(releases + redirects, null),
    })
    progress.end()
    await landing.keep()
  } catch (error) {
    progress.end()
    await landing.drop()
    throw error
  }
  if (file === '-') return
  tell(manifest, file, terminal)
  terminal.warn('Drafts and embargoed texts are in it: only you may read it. Keep it so.')
}

async function checkFile(file: string, command: Command, context: Context) {
  const terminal = terminalFor(command, context)
  if (file === '-') throw new Failure('misuse', 'Name the file to check.')
  const progress = terminal.progress('Checking')
  try {
    const { manifest } = await checkArchive(file, context.stop, (bytes, size) =>
      progress.at(bytes, size > 0 ? bytes / size : null),
    )
    progress.end()
    tell(manifest, file, terminal)
  } catch (error) {
    progress.end()
    throw error
  }
}

function tell(manifest: Manifest, file: string, terminal: ReturnType<typeof terminalFor>): void {
  if (terminal.isJson) {
    terminal.print(JSON.stringify({ file, ...manifest }))
    return
  }
  const { counts, bytes, sha256 } = manifest
  terminal.print(`${file}: ${inWords(counts)}; ${bytes.toLocaleString('en')} bytes.`)
  terminal.print(`SHA-256 ${sha256}`)
}

const inWords = (counts: Counts): string =>
  `${many(counts.releases, 'release')} (${counts.published} published, ${counts.drafts} draft, ${counts.embargoed} embargoed, ${counts.withdrawn} withdrawn), ${many(counts.revisions, 'revision')}, ${many(counts.redirects, 'redirect')}`

const many = (count: number, word: string) =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

async function exportSite(path: string, { force }: Options, command: Command, context: Context) {
  const { terminal, connection } = await speaking(command, context)
  if (path === '-') throw new Failure('misuse', 'Name the folder to copy the site into.')
  const folder = await openFolder(path, force ?? false)
  const progress = terminal.progress('Copying')
  try {
    const copied = await copySite(connection, folder, {
      ...context,
      progress: (done, left) => progress.at(done, null, `${left.toLocaleString('en')} known`),
    })
    progress.end()
    await folder.keep()
    if (terminal.isJson) terminal.print(JSON.stringify({ folder: path, ...copied }))
    else
      terminal.print(
        `${path}: ${many(copied.files, 'file')}, ${copied.bytes.toLocaleString('en')} bytes. README.txt tells what differs from the site.`,
      )
    for (const line of copied.missing) terminal.warn(`Not copied: ${line}`)
    if (copied.unnoticed)
      terminal.warn(
        `${many(copied.unnoticed, 'withdrawn release')} without a notice, and no old address: they are told to a token only.`,
      )
    if (copied.missing.length > 0) process.exitCode = EXIT.partly
  } catch (error) {
    progress.end()
    terminal.warn(`What was copied is not whole, and stays in ${folder.path}.`)
    throw error
  }
}
