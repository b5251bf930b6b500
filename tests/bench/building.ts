import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { askWrangler, Failure } from '../../src/commands/wrangler.ts'

/** A Worker as it would be deployed, in one module. Sizes are in bytes. */
export interface Built {
  readonly script: string
  readonly size: number
  readonly gzip: number
}

/**
 * Bundles a Worker as `wrangler deploy` does, into the directory `into`.
 * @param entry the module, or null for the one that wrangler.toml names
 */
export async function build(entry: string | null, into: string): Promise<Built> {
  const said = await askWrangler([
    'deploy',
    ...(entry === null ? [] : [entry]),
    '--dry-run',
    '--minify',
    '--outdir',
    into,
  ])
  if (said.code !== 0) throw new Failure(`The Worker cannot be built.\n${said.stderr}`)
  const [name, ...more] = readdirSync(into).filter((file) => file.endsWith('.js'))
  if (!name || more.length > 0) throw new Failure(`There is not one module in ${into}.`)
  const script = readFileSync(join(into, name))
  return { script: script.toString(), size: script.length, gzip: gzipSync(script).length }
}
