import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHarness } from 'wrangler'
import { accept, migrate } from './prepared.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOKEN = 'pressroom_of-slow-bodies'
const AUTHORIZED = `Authorization: Bearer ${TOKEN}`

const server = createTestHarness({
  root: ROOT,
  workers: [{ configPath: 'wrangler.toml', vars: { SITE_URL: 'https://press.test' } }],
})
let url: URL

beforeAll(async () => {
  url = (await server.listen()).url
  const { DB } = await server.getWorker().getEnv()
  await migrate(DB)
  await accept(DB, 'slow', TOKEN)
})
afterAll(() => server.close())

/** Sends a request whose body never ends, a byte a second, until it is answered. */
function drip(path: string, headers: readonly string[], byte = ' '): Promise<string> {
  const socket = connect(Number(url.port), url.hostname)
  const head = [`POST ${path} HTTP/1.1`, 'Host: press.test', 'Connection: close', ...headers]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const timer = setInterval(() => socket.writable && socket.write(byte), 1000)
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  // An answer that came before the body's end, and a byte that came after the answer.
  socket.on('error', () => {})
  return new Promise((resolve) =>
    socket.on('close', () => {
      clearInterval(timer)
      resolve(answer)
    }),
  )
}
const LONG = 'Content-Length: 1000'
const JSON_TYPE = 'Content-Type: application/json'

const publish = (headline: string) =>
  server.fetch('/api/releases', {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      kind: 'statement',
      texts: { en: { headline, body: 'One paragraph.' } },
      publish: true,
    }),
  })

test('what nobody will read is answered before it has arrived', async () => {
  const answers = await Promise.all([
    drip('/api/releases', [AUTHORIZED, JSON_TYPE, LONG, 'Content-Encoding: gzip']),
    drip('/api/releases', [AUTHORIZED, JSON_TYPE, 'Content-Length: 1000001']),
    drip('/api/releases', [AUTHORIZED, 'Content-Type: text/plain', LONG]),
    drip('/api/releases', [JSON_TYPE, LONG]),
    drip('/api/releases/not-an-id/publication', [JSON_TYPE, LONG]),
    drip('/nowhere', [LONG]),
  ])
  expect(answers.map((answer) => answer.slice(0, 12))).toEqual(
    [415, 413, 415, 401, 401, 404].map((status) => `HTTP/1.1 ${status}`),
  )
  expect(answers[0]).toContain('\r\nAccept-Encoding: identity\r\n')
})

test('a body of one byte a second is given up, and keeps nobody waiting meanwhile', async () => {
  let answered = 0
  const slow = [
    drip('/api/releases', [AUTHORIZED, JSON_TYPE, LONG]),
    drip('/api/releases', [AUTHORIZED, JSON_TYPE, 'Transfer-Encoding: chunked'], '1\r\n \r\n'),
    drip('/api/releases/validate', [AUTHORIZED, JSON_TYPE, LONG]),
  ].map((answer) => answer.finally(() => answered++))

  for (let round = 1; round <= 5; round++) {
    expect((await publish(`Meanwhile, round ${round}`)).status).toBe(201)
    expect(await (await server.fetch('/')).text()).toContain(`Meanwhile, round ${round}`)
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  expect(answered).toBe(0)

  for (const answer of await Promise.all(slow)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*\r\nRetry-After: 5\r\n/s)
    expect(answer).toContain('"detail":"The body took longer than 30 seconds."')
  }
  const { DB } = await server.getWorker().getEnv()
  expect(await DB.prepare('SELECT count(*) AS stored FROM revisions').first()).toEqual({
    stored: 5,
  })
  const faults = server.getLogs().filter(({ message }) => /"event":"error"|Error:/.test(message))
  expect(faults).toEqual([])
})
