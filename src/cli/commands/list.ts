import { Command, InvalidArgumentError, Option } from 'commander'
import type { Connection, Context } from '../connection.ts'
import { speaking } from '../options.ts'
import { accepted } from '../refused.ts'
import { columns, isolated } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** Releases that one answer has. */
const PAGE = 100

interface Options {
  readonly state?: string
  readonly limit: number
  readonly all?: true
}

/** `pressroom list`: releases, with a token also those that are not public. */
export const listCommand = (context: Context): Command =>
  new Command('list')
    .description('lists releases: the public ones, and with a token all of them')
    .addOption(
      new Option('--state <state>', 'only those in one state').choices([
        'draft',
        'embargoed',
        'published',
        'withdrawn',
      ]),
    )
    .option('--limit <number>', 'at most so many', countFrom, 20)
    .option('--all', 'all of them, however many there are')
    .addHelpText(
      'after',
      `
Examples:
  $ pressroom list
  $ pressroom list --state draft --limit 5
  $ pressroom list --state published --all --json`,
    )
    .action(async (options: Options, command: Command) => {
      const { terminal, connection } = await speaking(command, context)
      const most = options.all ? Number.POSITIVE_INFINITY : options.limit
      let shown = 0
      const asked = { ...(options.state ? { state: options.state } : {}) }
      for await (const page of pages(connection, asked, most)) {
        context.stop.throwIfAborted()
        // One object a line: whoever reads a million of them reads one after the other.
        terminal.print(
          terminal.isJson
            ? page.map((release) => JSON.stringify(release)).join('\n')
            : rows(page, terminal),
        )
        shown += page.length
      }
      if (shown === 0 && !terminal.isJson) terminal.tell('There are none.')
    })

type Listed = Awaited<ReturnType<typeof firstPage>>['releases'][number]

async function* pages(
  connection: Connection,
  asked: { readonly state?: string },
  most: number,
): AsyncGenerator<Listed[]> {
  let cursor: string | undefined
  for (let left = most; left > 0; ) {
    const query = { ...asked, limit: String(Math.min(PAGE, left)), ...(cursor ? { cursor } : {}) }
    const { releases, next } = await firstPage(connection, query)
    if (releases.length > 0) yield releases
    left -= releases.length
    cursor =
      next === undefined ? undefined : (new URL(next).searchParams.get('cursor') ?? undefined)
    if (cursor === undefined) return
  }
}

async function firstPage(connection: Connection, query: Readonly<Record<string, string>>) {
  const answer = await accepted(await connection.client.api.releases.$get({ query }))
  return answer.json()
}

function rows(releases: readonly Listed[], { style, width }: Terminal): string {
  const colour = {
    draft: style.yellow,
    embargoed: style.red,
    published: style.green,
    withdrawn: style.dim,
  }
  return columns(
    releases.map((release) => [
      { text: release.id },
      { text: release.state, style: colour[release.state] },
      { text: dayOf(release) },
      { text: Object.keys(release.texts).join(' ') },
      { text: isolated(headlineOf(release)), flexible: true },
    ]),
    width,
  )
}

const dayOf = (release: Listed) =>
  ('day' in release && release.day) || release.createdAt.slice(0, 10)

const headlineOf = ({ texts }: Listed) =>
  Object.values(texts).find((text) => text.headline)?.headline ?? '(no headline yet)'

function countFrom(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is not a number from 1.')
  return Number(text)
}
