import { Hono } from 'hono'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import type { DeskEnv } from './desk.ts'
import { json } from './json.ts'

/** `GET /api/changes`: what is public, change by change, for whoever keeps a mirror. */
export const changes = (_: Site) =>
  new Hono<DeskEnv>().get('/', async (c) => json(c, { body: { changes: [] } }))

/** `GET /api/audit`: everything that happened, for admins. */
export const audit = (_: Site) =>
  new Hono<DeskEnv>().get('/', allow('admin'), async (c) => json(c, { body: { events: [] } }))
