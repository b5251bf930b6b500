import { parseSite, type Site } from '../site.ts'
import { CONFIG, Failure, loadWrangler } from './wrangler.ts'

/**
 * The settings in wrangler.toml, checked as the Worker checks them.
 *
 * @param instead settings that stand in for those of the file
 * @throws Failure naming each setting that is wrong
 */
export async function readSettings(instead: Readonly<Record<string, string>> = {}): Promise<Site> {
  try {
    return parseSite({ ...(await readConfig()).vars, ...instead })
  } catch (error) {
    throw new Failure((error as Error).message)
  }
}

/** What the commands read of wrangler.toml. */
interface Config {
  readonly vars: Readonly<Record<string, unknown>>
  readonly d1_databases: readonly {
    readonly binding: string
    readonly database_name?: string
    readonly database_id?: string
  }[]
}

/** wrangler.toml as wrangler reads it. */
export async function readConfig(): Promise<Config> {
  const { unstable_readConfig } = await loadWrangler()
  return unstable_readConfig({ config: CONFIG })
}
