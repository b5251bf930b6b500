import { Command } from 'commander'
import type { Connection, Context } from '../connection.ts'
import { speaking } from '../options.ts'
import { accepted } from '../refused.ts'
import { columns, isolated } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface Options {
  readonly history?: true
  readonly revision?: string
}

/** `pressroom show`: a release as it is, its history, or one of its revisions. */
export const showCommand = (context: Context): Command =>
  new Command('show')
    .description('shows a release, its history, or what it was at a revision')
    .argument('<id>', 'the release')
    .option('--history', 'who changed what and when')
    .option('--revision <number>', 'as it was from that revision on')
    .addHelpText(
      'after',
      `
Examples:
  $ pressroom show budget-2026
  $ pressroom show budget-2026 --history
  $ pressroom show budget-2026 --revision 1 --json`,
    )
    .action(async (id: string, options: Options, command: Command) => {
      const { terminal, connection } = await speaking(command, context)
      const found = options.history
        ? await historyOf(connection, id)
        : options.revision !== undefined
          ? (await revisionOf(connection, id, options.revision)).release
          : await releaseOf(connection, id)
      if (terminal.isJson) terminal.print(JSON.stringify(found, null, 2))
      else if ('revisions' in found) terminal.print(history(found.revisions, terminal))
      else terminal.print(words(found, terminal))
    })

async function releaseOf({ client }: Connection, id: string) {
  const answer = await client.api.releases[':id'].$get({ param: { id }, query: {} })
  return (await accepted(answer)).json()
}

async function historyOf({ client }: Connection, id: string) {
  const answer = await client.api.releases[':id'].revisions.$get({ param: { id } })
  return (await accepted(answer)).json()
}

async function revisionOf({ client }: Connection, id: string, number: string) {
  const one = client.api.releases[':id'].revisions[':number']
  return (await accepted(await one.$get({ param: { id, number } }))).json()
}

type Shown = Awaited<ReturnType<typeof releaseOf>>
type Told = Awaited<ReturnType<typeof historyOf>>['revisions']

function words(release: Shown, { style, width }: Terminal): string {
  const { withdrawal } = release
  const facts: [string, string][] = [
    ['id', release.id],
    ['state', release.state],
    ['revision', `${release.revision}, ${release.revisedAt}`],
    ['kind', release.kind],
    ['topics', release.topics.join(', ')],
    ['live', 'liveAt' in release ? `${release.liveAt}` : ''],
    ...(withdrawal ? localized('withdrawn', withdrawal.reason) : []),
    ...release.corrections.flatMap(({ at, note }) =>
      localized(`corrected ${at.slice(0, 10)}`, note),
    ),
    ...('requirements' in release
      ? (release.requirements ?? []).map(({ pointer, detail }): [string, string] => [
          'missing',
          `${pointer} ${detail}`,
        ])
      : []),
  ]
  const texts = Object.entries(release.texts).map(([language, text]) =>
    [
      '',
      `${style.bold(isolated(text.headline ?? '(no headline yet)'))}  ${style.dim(`${language}  ${text.url ?? ''}`)}`,
      ...[text.subheadline, text.summary, text.department, text.dateline?.place]
        .filter((line) => line !== undefined)
        .map(isolated),
      '',
      text.body ?? '(no body yet)',
      ...(text.notes === undefined ? [] : ['', style.dim('Notes to editors'), '', text.notes]),
    ].join('\n'),
  )
  return [list(facts, style, width), ...texts].join('\n')
}

const localized = (name: string, said: Readonly<Record<string, string>>): [string, string][] =>
  Object.values(said).map((text) => [name, isolated(text)])

const list = (facts: readonly [string, string][], style: Terminal['style'], width: number) =>
  columns(
    facts
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [{ text: name, style: style.dim }, { text }]),
    width,
  )

const history = (revisions: Told, { style, width }: Terminal): string =>
  columns(
    revisions.map(({ number, at, kind, editor, note }) => [
      { text: String(number) },
      { text: at, style: style.dim },
      { text: kind },
      { text: isolated(editor.name) },
      {
        text: Object.values(note ?? {})
          .map(isolated)
          .join(' / '),
        flexible: true,
      },
    ]),
    width,
  )
