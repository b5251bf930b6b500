import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Scope } from '../src/newsroom/editor.ts'
import { parseSite, type Site } from '../src/site.ts'
import { contractOf } from '../src/routes/openapi.ts'
import { Conformance } from './conformance.ts'
import { type Asked, newTokenIn, newTokens, PressOffice, type Reply } from './office.ts'

export * from './office.ts'

interface TestEnv {
  DB: D1Database
  MIGRATIONS: Parameters<typeof applyD1Migrations>[1]
}
export const { DB, MIGRATIONS } = env as unknown as TestEnv

/** The site of wrangler.toml, with other settings where a test wants them. */
export const siteWith = (vars: Record<string, unknown> = {}): Site =>
  parseSite({ ...(env as unknown as Record<string, unknown>), ...vars })

/**
 * A press office over a fresh database of workerd. Whatever it answers to programs has to be as the
 * contract says.
 */
export async function openPressOffice(vars: Record<string, unknown> = {}): Promise<PressOffice> {
  await reset()
  await applyD1Migrations(DB, MIGRATIONS)
  const office = new PressOffice(DB, siteWith, await newTokens(DB), vars)
  office.witness = (asked, reply) => demandConformance(office.site, asked, reply)
  return office
}

/** @throws Error that names what a reply to a program has, or lacks, against the contract */
function demandConformance(site: Site, { method, path, body }: Asked, reply: Reply): void {
  if (!/^\/(?:api|healthz|readyz|metrics)(?:[/?]|$)/.test(path)) return
  const faults = contractFor(site).faultsOf({ ...reply, method, path, sent: body })
  if (faults.length > 0)
    throw new Error(`${method} ${path} answered ${reply.status}:\n${faults.join('\n')}`)
}

/** The contract of a site; of the same settings the same, made once. */
export function contractFor(site: Site): Conformance {
  const settings = JSON.stringify(site)
  const known = contracts.get(settings) ?? new Conformance(contractOf(site))
  contracts.set(settings, known)
  return known
}

const contracts = new Map<string, Conformance>()

/** Stores a token of the scope and returns it. */
export const newToken = (scope: Scope, over: Record<string, unknown> = {}): Promise<string> =>
  newTokenIn(DB, scope, over)
