import { Hono } from 'hono'

const app = new Hono<{ Bindings: { DB: D1Database } }>()

app.get('/:key', async (c) => {
  const answer = await c.env.DB.prepare('SELECT type, body FROM answers WHERE key = ?')
    .bind(c.req.param('key'))
    .first<{ type: string; body: string }>()
  if (!answer) return c.notFound()
  const headers = { 'Content-Type': answer.type }
  return answer.body ? c.body(answer.body, 200, headers) : c.body(null, 304, headers)
})

/** What (b) is: Hono, one raw query by a unique key, and the bytes it finds. None are a 304's. */
// biome-ignore lint/style/noDefaultExport: a Worker is its module's default export
export default app
