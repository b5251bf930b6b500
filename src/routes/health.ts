import { Hono } from 'hono'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'
import { json } from './json.ts'

/** `GET /healthz`, `/readyz` and `/metrics`: how the newsroom is. */
export const health = (_: Site) =>
  new Hono<DeskEnv>().get('/healthz', async (c) => json(c, { body: { status: 'ok' as const } }))
