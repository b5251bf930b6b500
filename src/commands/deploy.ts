import { parseArgs } from 'node:util'
import type { Site } from '../site.ts'
import { readConfig, readSettings } from './settings.ts'
import { askWrangler, DATABASE, Failure, showWrangler } from './wrangler.ts'

const MIGRATE = ['d1', 'migrations', 'apply', DATABASE, '--remote']
const DEPLOY = ['deploy']
const LOG_IN = '\nOr log in once at a terminal: npx wrangler login'

try {
  process.exitCode = await deploy(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/**
 * Migrates the deployed database and deploys, so that new code never meets an old schema. The first
 * deployment is the other way round: it creates the database, and until then there is none to
 * migrate. Stops at the first step that fails, with its exit code.
 *
 * This was never run against the real platform, because its tests have no account there; what
 * wrangler does was read in its source.
 */
async function deploy(args: string[]): Promise<number> {
  const dryRun = onlyPrints(args)
  const site = await readSettings()
  if (dryRun) print([MIGRATE, DEPLOY])
  refuseExample(site)
  if (dryRun) return 0
  for (const step of (await hasDatabase()) ? [MIGRATE, DEPLOY] : [DEPLOY, MIGRATE]) {
    console.log(`wrangler ${step.join(' ')}`)
    const code = await showWrangler(step)
    if (code !== 0) return code
  }
  return 0
}

function onlyPrints(args: string[]): boolean {
  try {
    return (
      parseArgs({ args, options: { 'dry-run': { type: 'boolean' } } }).values['dry-run'] === true
    )
  } catch (error) {
    throw new Failure(`${(error as Error).message}\nnpm run deploy [-- --dry-run]`)
  }
}

/** Absolute URLs are stored in rendered pages and feeds, so that a wrong one would spread. */
function refuseExample({ url }: Site): void {
  const { hostname, protocol } = new URL(url)
  if (/(^|\.)example\.(org|com|net)$/.test(hostname))
    throw new Failure(
      `SITE_URL in wrangler.toml is still the example, ${url}. Set it to the newsroom's own \
address, such as https://press.your-office.org or https://pressroom.your-account.workers.dev.`,
    )
  if (protocol !== 'https:' || hostname === 'localhost')
    throw new Failure(`SITE_URL in wrangler.toml is ${url}, and a deployed newsroom is at https.`)
}

/** Whether the deployed database is there already: named by id in wrangler.toml, or by its name. */
async function hasDatabase(): Promise<boolean> {
  const binding = (await readConfig()).d1_databases.find((one) => one.binding === DATABASE)
  if (binding?.database_id) return true
  const said = await askWrangler(['d1', 'list', '--json'])
  if (said.code !== 0) throw new Failure(`${said.stdout}${said.stderr}`.trim() + LOG_IN)
  const databases: { name: string }[] = JSON.parse(said.stdout)
  return databases.some(({ name }) => name === binding?.database_name)
}

function print(steps: readonly (readonly string[])[]): void {
  for (const step of steps) console.log(`wrangler ${step.join(' ')}`)
  console.log('In the other order while the deployed database does not exist.')
}
