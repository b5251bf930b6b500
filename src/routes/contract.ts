import { Hono } from 'hono'
import type { Site } from '../site.ts'
import type { DeskEnv } from './desk.ts'
import { json } from './json.ts'

/** `GET /api` and `/api/openapi.json`: the contract, for people and for programs. */
export const contract = (_: Site) =>
  new Hono<DeskEnv>().get('/openapi.json', async (c) => json(c, { body: {} }))
