import { parseArgs } from 'node:util'
import { SCOPES, type Scope } from '../newsroom/editor.ts'
import type { Site } from '../site.ts'

const MAX_DAYS = 3650
/** Hours for which a token and the one that takes over from it may both be valid: 90 days. */
const MAX_GRACE = 2160

/** The command line was not understood: exit code 2. */
export class Misuse extends Error {}

/** The words and options of the command line, as they stand there. */
export function parseCommand(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        scope: { type: 'string' },
        languages: { type: 'string' },
        days: { type: 'string' },
        grace: { type: 'string' },
        remote: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new Misuse((error as Error).message)
  }
}
export type Options = ReturnType<typeof parseCommand>['values']

/** The options that belong to each command, besides --remote. @throws Misuse */
export function demandOptions(command: string, values: Options): void {
  const own = OPTIONS[command]
  if (own === undefined) return
  const foreign = (['scope', 'languages', 'days', 'grace'] as const).filter(
    (name) => values[name] !== undefined && !own.includes(name),
  )
  if (foreign.length > 0)
    throw new Misuse(`--${foreign.join(', --')}: not an option of "${command}".`)
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  create: ['scope', 'languages', 'days'],
  rotate: ['days', 'grace'],
  list: [],
  revoke: [],
}

export function nameFrom(text: string | undefined): string {
  if (text === undefined) throw new Misuse('The name is missing.')
  if (!/^[\p{L}\p{M}\p{N} ._-]{1,80}$/u.test(text) || text !== text.trim() || text.startsWith('-'))
    throw new Misuse(
      `"${text}" is not a name: 1 to 80 letters, digits, spaces, dots, hyphens and underscores.`,
    )
  return text.normalize('NFC')
}

export function scopeFrom(text: string | undefined): Scope {
  const scope = SCOPES.find((one) => one === text)
  if (scope === undefined)
    throw new Misuse(
      text === undefined
        ? '--scope is missing.'
        : `"${text}" is not a scope: ${SCOPES.join(', ')}.`,
    )
  return scope
}

/** Some of the site's languages, in its order; tags mean the same in capitals (RFC 5646, 2.1.1). */
export function languagesFrom(text: string, { languages }: Site): readonly string[] {
  const named = text.split(',').map((tag) => tag.trim())
  const isNamed = (one: string) => named.some((tag) => tag.toLowerCase() === one.toLowerCase())
  const wrong = named.filter(
    (tag) => !languages.some((one) => one.toLowerCase() === tag.toLowerCase()),
  )
  if (wrong.length > 0)
    throw new Misuse(
      `--languages: ${wrong.map((tag) => `"${tag}"`).join(', ')} is not among the site's \
languages, which are ${languages.join(', ')}.`,
    )
  return languages.filter(isNamed)
}

export function daysFrom(text = '365'): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > MAX_DAYS) throw new Misuse(`--days is a number from 1 to ${MAX_DAYS}.`)
  return days
}

export function graceFrom(text = '24'): number {
  const hours = /^\d{1,4}$/.test(text) ? Number(text) : MAX_GRACE + 1
  if (hours > MAX_GRACE) throw new Misuse(`--grace is a number of hours from 0 to ${MAX_GRACE}.`)
  return hours
}
