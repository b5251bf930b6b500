// A newsroom in a process of its own, for the bench of imports: the application in Node over SQLite in
// memory, behind HTTP; or, with "bare", what only remembers what it was sent, so that the command is
// all that takes time. Tells its address and a token, and ends with its standard input.
import { Newsroom } from '../lives/newsroom.ts'
import { type Answering, serveOverHttp } from '../cli/over-http.ts'

const room = await Newsroom.open()
const { office } = room
const counts: Record<string, number> = {}
const bare = new Map<string, string>()
const isBare = process.argv[2] === 'bare'

const answering: Answering = async (request) => {
  if (request.url.endsWith('/counted'))
    return Response.json({ requests: counts, releases: isBare ? bare.size : stored() })
  const response = isBare ? await barely(request) : await office.answer(request)
  const kind = `${request.method} ${response.status}`
  counts[kind] = (counts[kind] ?? 0) + 1
  return response
}

const stored = () => room.d1.peek('SELECT count(*) AS count FROM releases')[0]?.count

/** As the newsroom answers, so far as an import reads it. */
async function barely(request: Request): Promise<Response> {
  const id = /\/api\/releases\/([^/?]+)/.exec(request.url)?.[1]
  if (!id) return request.method === 'POST' ? Response.json({}) : office.answer(request)
  const known = bare.get(id)
  if (request.method === 'GET')
    return known ? new Response(known) : Response.json({ title: 'Not found' }, { status: 404 })
  if (known) return new Response(`{"current":${known}}`, { status: 412 })
  const { publish, embargo, ...sent } = JSON.parse(await request.text())
  const liveAt = new Date(publish?.at ?? embargo?.until ?? 0).toISOString()
  const state = publish ? 'published' : embargo ? 'embargoed' : 'draft'
  bare.set(id, JSON.stringify({ ...sent, state, liveAt }))
  return Response.json({ receipt: { urls: {} } }, { status: 201 })
}

const served = await serveOverHttp(office, answering)
// What a bench does not look at would only fill its memory.
setInterval(() => {
  office.purged.length = 0
  office.logged.length = 0
  office.later.length = 0
}, 1000).unref()
console.log(JSON.stringify({ url: served.url, token: office.tokens.publish }))
process.stdin.resume()
process.stdin.once('end', () => process.exit())
