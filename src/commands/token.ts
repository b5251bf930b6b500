import { parseArgs } from 'node:util'
import { SCOPES, type Scope } from '../newsroom/editor.ts'
import { execute, migrateLocally, type Where } from './database.ts'
import { insertion, listTokens, newToken, revokeTokens, stateOf } from './tokens.ts'
import { Failure } from './wrangler.ts'

const USAGE = `Tokens of the editors: who may publish.

  npm run token -- create <name> --scope draft|publish|admin [--days 365] [--remote]
  npm run token -- list [--remote]
  npm run token -- revoke <name or id> [--remote]

A name may be used twice, so that a token can be replaced before it is revoked; revoking a name
revokes all its tokens, revoking an id only that one. Without --remote this is about the database
on this machine, with it about the deployed one.`

const MAX_DAYS = 3650

/** The command line was not understood: exit code 2. */
class Misuse extends Error {}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof Misuse) console.error(`${error.message}\n\n${USAGE}`)
  else if (error instanceof Failure) console.error(error.message)
  else throw error
  process.exitCode = error instanceof Misuse ? 2 : 1
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args)
  const [command, subject, ...rest] = positionals
  if (values.help) return console.log(USAGE)
  if (command === undefined) throw new Misuse('The command is missing.')
  if (rest.length > 0)
    throw new Misuse(`"${rest.join(' ')}" is too much; quote a name with spaces.`)
  const where = values.remote ? 'remote' : 'local'
  if (command !== 'create' && (values.scope !== undefined || values.days !== undefined))
    throw new Misuse(`--scope and --days belong to "create", not to "${command}".`)
  if (command === 'create')
    await create(where, nameFrom(subject), scopeFrom(values.scope), daysFrom(values.days))
  else if (command === 'list' && subject === undefined) await list(where)
  else if (command === 'revoke') await revoke(where, nameFrom(subject))
  else throw new Misuse(`"${positionals.join(' ')}" is not one of the commands.`)
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        scope: { type: 'string' },
        days: { type: 'string' },
        remote: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new Misuse((error as Error).message)
  }
}

/** The token alone goes to stdout, so that a script can keep it; the words about it to stderr. */
async function create(where: Where, name: string, scope: Scope, days: number): Promise<void> {
  if (where === 'local') await migrateLocally()
  const token = newToken()
  await execute(where, insertion(token, { name, scope, days }))
  console.error(`A token for "${name}" with the scope "${scope}", valid for ${days} days, in the \
${where} database.\nIt is printed this once; only its hash is kept.\n`)
  console.log(token)
}

async function list(where: Where): Promise<void> {
  if (where === 'local') await migrateLocally()
  const tokens = await listTokens(where)
  if (tokens.length === 0) return console.error(`No tokens in the ${where} database.`)
  const lines = tokens.map((token) => [
    token.id,
    token.name,
    token.scope,
    minute(token.created_at),
    minute(token.expires_at),
    stateOf(token),
  ])
  const table = [['id', 'name', 'scope', 'created (UTC)', 'expires (UTC)', 'state'], ...lines]
  const widths = table[0]?.map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  for (const line of table)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths?.[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

async function revoke(where: Where, nameOrId: string): Promise<void> {
  if (where === 'local') await migrateLocally()
  const { revoked, known } = await revokeTokens(where, nameOrId)
  if (revoked.length === 0)
    throw new Failure(
      known > 0
        ? `"${nameOrId}" is expired or revoked already in the ${where} database.`
        : `No token in the ${where} database has the name or id "${nameOrId}".`,
    )
  for (const { id, name, scope } of revoked)
    console.log(`Revoked "${name}" with the scope "${scope}" (${id}) in the ${where} database.`)
}

function nameFrom(text: string | undefined): string {
  if (text === undefined) throw new Misuse('The name is missing.')
  if (!/^[\p{L}\p{M}\p{N} ._-]{1,80}$/u.test(text) || text !== text.trim() || text.startsWith('-'))
    throw new Misuse(
      `"${text}" is not a name: 1 to 80 letters, digits, spaces, dots, hyphens and underscores.`,
    )
  return text.normalize('NFC')
}

function scopeFrom(text: string | undefined): Scope {
  const scope = SCOPES.find((one) => one === text)
  if (scope === undefined)
    throw new Misuse(
      text === undefined
        ? '--scope is missing.'
        : `"${text}" is not a scope: ${SCOPES.join(', ')}.`,
    )
  return scope
}

function daysFrom(text = '365'): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > MAX_DAYS) throw new Misuse(`--days is a number from 1 to ${MAX_DAYS}.`)
  return days
}

function minute(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
