import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Scope } from '../src/newsroom/editor.ts'
import { parseSite, type Site } from '../src/site.ts'
import { newTokenIn, newTokens, PressOffice } from './office.ts'

export * from './office.ts'

interface TestEnv {
  DB: D1Database
  MIGRATIONS: Parameters<typeof applyD1Migrations>[1]
}
export const { DB, MIGRATIONS } = env as unknown as TestEnv

/** The site of wrangler.toml, with other settings where a test wants them. */
export const siteWith = (vars: Record<string, unknown> = {}): Site =>
  parseSite({ ...(env as unknown as Record<string, unknown>), ...vars })

/** A press office over a fresh database of workerd. */
export async function openPressOffice(vars: Record<string, unknown> = {}): Promise<PressOffice> {
  await reset()
  await applyD1Migrations(DB, MIGRATIONS)
  return new PressOffice(DB, siteWith, await newTokens(DB), vars)
}

/** Stores a token of the scope and returns it. */
export const newToken = (scope: Scope, over: Record<string, unknown> = {}): Promise<string> =>
  newTokenIn(DB, scope, over)
