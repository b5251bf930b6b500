import { Hono } from 'hono'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'
import { json } from './json.ts'

/**
 * `GET /api/site`: what a program has to know of the site before it sends anything, without a token.
 * It asks no database. Its settings change when the site is deployed, which purges nothing, so no
 * cache may keep it.
 */
export const about = (site: Site) =>
  new Hono<DeskEnv>().get('/', async (c) => json(c, { body: representSite(site) }))

export const representSite = ({ name, url, languages, zone, kinds }: Site) => ({
  name,
  url,
  languages,
  timeZone: zone,
  kinds,
})
