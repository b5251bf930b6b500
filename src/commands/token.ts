import { type Where, migrateLocally } from './database.ts'
import { readSettings } from './settings.ts'
import {
  daysFrom,
  demandOptions,
  graceFrom,
  languagesFrom,
  Misuse,
  nameFrom,
  type Options,
  parseCommand,
  scopeFrom,
} from './token-arguments.ts'
import {
  createToken,
  isValid,
  type KnownToken,
  listTokens,
  newToken,
  type Rights,
  revokeTokens,
  rotateToken,
  stateOf,
  tokensOf,
} from './tokens.ts'
import { Failure } from './wrangler.ts'

const USAGE = `Tokens of the editors: who may publish.

  npm run token -- create <name> --scope read|draft|publish|admin [--languages en,ar] [--days 365]
  npm run token -- rotate <name or id> [--days 365] [--grace 24]
  npm run token -- list
  npm run token -- revoke <name or id>

"create" with a name that is known makes a further token of the same editor. "rotate" makes a new
token that may do the same as the old one, which stays valid for some hours of grace; with --grace 0
it is revoked at once. Revoking a name revokes all its tokens, revoking the id of a token only that
one. Without --remote each is about the database on this machine, with it about the deployed one.`

const ONCE = 'It is printed this once; only its hash is kept.'

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof Misuse) console.error(`${error.message}\n\n${USAGE}`)
  else if (error instanceof Failure) console.error(error.message)
  else throw error
  process.exitCode = error instanceof Misuse ? 2 : 1
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseCommand(args)
  const [command, subject, ...rest] = positionals
  if (values.help) return console.log(USAGE)
  if (command === undefined) throw new Misuse('The command is missing.')
  if (rest.length > 0)
    throw new Misuse(`"${rest.join(' ')}" is too much; quote a name with spaces.`)
  const where = values.remote ? 'remote' : 'local'
  demandOptions(command, values)
  if (command === 'create') await create(where, nameFrom(subject), values)
  else if (command === 'rotate') await rotate(where, nameFrom(subject), values)
  else if (command === 'list' && subject === undefined) await list(where)
  else if (command === 'revoke') await revoke(where, nameFrom(subject))
  else throw new Misuse(`"${positionals.join(' ')}" is not one of the commands.`)
}

/** The token alone goes to stdout, so that a script can keep it; the words about it to stderr. */
async function create(where: Where, name: string, values: Options): Promise<void> {
  const [scope, days] = [scopeFrom(values.scope), daysFrom(values.days)]
  if (scope === 'read' && values.languages !== undefined)
    throw new Misuse('--languages says what a token may write, and "read" writes nothing.')
  const languages =
    values.languages === undefined ? null : languagesFrom(values.languages, await readSettings())
  if (where === 'local') await migrateLocally()
  const token = newToken()
  const { others, valid } = await createToken(where, token, { name, scope, languages, days })
  const whose =
    others === 0
      ? `"${name}" is a new editor.`
      : `"${name}" is known: this is a further token of the same editor (valid before: ${valid}).`
  console.error(`A token for "${name}" ${rightsIn({ scope, languages })}, valid for ${days} days, \
in the ${where} database.\n${whose}\n${ONCE}\n`)
  console.log(token)
}

async function rotate(where: Where, subject: string, values: Options): Promise<void> {
  const [days, grace] = [daysFrom(values.days), graceFrom(values.grace)]
  if (where === 'local') await migrateLocally()
  const old = theOne(subject, where, await tokensOf(where, subject))
  const token = newToken()
  const replaced = await rotateToken(where, token, old, { days, grace })
  if (replaced === null)
    throw new Failure(`The token ${old.id} has ended meanwhile; nothing was changed.`)
  console.error(`A new token for "${old.editor.name}" ${rightsIn(old)}, valid for ${days} days, \
in the ${where} database.`)
  for (const { id, expiresAt, revokedAt } of replaced)
    console.error(
      revokedAt === null
        ? `The old one (${id}) is valid until ${minute(expiresAt)} UTC.`
        : `The old one (${id}) is revoked.`,
    )
  console.error(`${ONCE}\n`)
  console.log(token)
}

/** The valid token that is meant; of several that may do the same, one. */
function theOne(subject: string, where: Where, known: readonly KnownToken[]): KnownToken {
  const valid = known.filter(isValid)
  const [first] = valid
  if (!first) throw new Failure(nothingValid(subject, where, known.length))
  const kinds = new Set(
    valid.map((token) => JSON.stringify([token.editor.id, token.scope, token.languages])),
  )
  if (kinds.size > 1)
    throw new Failure(
      `"${subject}" has tokens that may do different things; name one by its id.\n${valid
        .map((token) => `  ${token.id}  ${rightsIn(token)}`)
        .join('\n')}`,
    )
  return first
}

async function list(where: Where): Promise<void> {
  if (where === 'local') await migrateLocally()
  const tokens = await listTokens(where)
  if (tokens.length === 0) return console.error(`No tokens in the ${where} database.`)
  const table = [
    ['id', 'editor', 'scope', 'languages', 'created (UTC)', 'expires (UTC)', 'last used', 'state'],
    ...tokens.map((token) => [
      token.id,
      token.editor.name,
      token.scope,
      token.languages?.join() ?? 'all',
      minute(token.createdAt),
      minute(token.expiresAt),
      token.lastUsedOn ?? 'never',
      stateOf(token),
    ]),
  ]
  const widths = table[0]?.map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  for (const line of table)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths?.[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

async function revoke(where: Where, subject: string): Promise<void> {
  if (where === 'local') await migrateLocally()
  const { revoked, known } = await revokeTokens(where, subject)
  if (revoked.length === 0) throw new Failure(nothingValid(subject, where, known))
  for (const token of revoked)
    console.log(`Revoked the token of "${token.editor.name}" ${rightsIn(token)} (${token.id}) in \
the ${where} database.`)
}

function nothingValid(subject: string, where: Where, known: number): string {
  return known > 0
    ? `What "${subject}" has in the ${where} database is expired or revoked already.`
    : `No token in the ${where} database has the name or id "${subject}".`
}

function rightsIn({ scope, languages }: Rights): string {
  return `with the scope "${scope}"${languages === null ? '' : ` for texts in ${languages.join(', ')}`}`
}

function minute(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
