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

/** wrangler.toml as wrangler reads it. */
export async function readConfig() {
  const { unstable_readConfig } = await loadWrangler()
  return unstable_readConfig({ config: CONFIG })
}
