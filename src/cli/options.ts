import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { isLocal, localToken } from './address.ts'
import type { Connection, Context } from './connection.ts'
import { Failure } from './exit.ts'
import { connectTo } from './newsroom.ts'
import type { Terminal } from './terminal.ts'
import { terminalOf } from './tty.ts'

/** The options that every subcommand has. */
export interface Shared {
  readonly url?: string
  readonly token?: string
  readonly tokenFile?: string
  readonly json?: boolean
  readonly yes?: boolean
}

/** What a subcommand speaks with: the person or script that runs it, and the newsroom. */
export interface Speaking {
  readonly terminal: Terminal
  readonly connection: Connection
}

/**
 * @throws Failure `misuse` where the address is none, or the token could be read by others on its
 *   way; `unreadable` for `--token-file`
 */
export async function speaking(command: Command, context: Context): Promise<Speaking> {
  const shared = command.optsWithGlobals<Shared>()
  const terminal = terminalOf(shared, context)
  const url = addressFrom(shared, context)
  const token = await tokenFrom(shared, context, url)
  if (token !== null && url.startsWith('http:') && !isLocal(url))
    throw new Failure('misuse', `${url} would show the token to everybody on the way: use https.`)
  return { terminal, connection: connectTo(url, token, { terminal, stop: context.stop }) }
}

/** The terminal alone, for what needs no newsroom. */
export const terminalFor = (command: Command, context: Context): Terminal =>
  terminalOf(command.optsWithGlobals<Shared>(), context)

/** The origin of the newsroom. @throws Failure `misuse` */
export function addressFrom({ url }: Shared, { env }: Context): string {
  const [name, given] =
    url !== undefined
      ? ['--url', url]
      : env.PRESSROOM_URL
        ? ['PRESSROOM_URL', env.PRESSROOM_URL]
        : ['PORT', `http://localhost:${env.PORT || '8787'}`]
  if (!/^https?:\/\/[^/]/i.test(given) || !URL.canParse(given))
    throw new Failure('misuse', `${name} is not an address such as https://press.example.org.`)
  const { origin, pathname, username, password } = new URL(given)
  if (username || password)
    throw new Failure('misuse', `${name} has a name or a password in it: take it out.`)
  if (pathname !== '/')
    throw new Failure('misuse', `${name} is more than an origin such as ${origin}.`)
  return origin
}

async function tokenFrom(shared: Shared, context: Context, url: string): Promise<string | null> {
  const given = await tokenGiven(shared, context, url)
  // What is none could break the header, and the error about it would show it.
  if (given !== null && !isToken(given))
    throw new Failure('misuse', 'The token is not one: it has letters and digits and no space.')
  return given
}

/** What was given as the token, whatever it is. @throws Failure `unreadable` for `--token-file` */
export async function tokenGiven(
  { token, tokenFile }: Shared,
  { env }: Context,
  url: string,
): Promise<string | null> {
  return (
    token ??
    (tokenFile !== undefined
      ? await contentOf(tokenFile)
      : env.PRESSROOM_TOKEN || (isLocal(url) ? await localToken() : null))
  )
}

/** Whether it can stand in a header. */
export const isToken = (text: string): boolean => /^[\w~.+/=-]{1,200}$/.test(text)

async function contentOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Failure('unreadable', `${file} cannot be read (${code}).`)
  }
}
