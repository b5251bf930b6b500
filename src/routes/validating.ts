import { Hono } from 'hono'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import type { DeskEnv } from './desk.ts'
import { json } from './json.ts'

/** `POST /api/releases/validate`: all that is wrong and missing, without storing. */
export const validating = (_: Site) =>
  new Hono<DeskEnv>().post('/', allow('draft'), async (c) => json(c, { body: {} }))
