import { connect, type Socket } from 'node:net'
import { parentPort } from 'node:worker_threads'
import type { Load, Round } from './load.ts'

// A thread of its own: the process beside it starts and measures, and must not be in the way. It
// speaks HTTP/1.1 itself, as little of it as workerd answers, because a client that can do more
// takes longer than what is measured.

parentPort?.on('message', async (load: Load) => {
  try {
    parentPort?.postMessage({ round: await run(load) })
  } catch (error) {
    parentPort?.postMessage({ error: String(error) })
  }
})

/** Asks on every connection, one request after the other, until the time is over. */
async function run({ host, port, requests, connections, milliseconds }: Load): Promise<Round> {
  const lines = await opened(host, port, connections)
  const times: number[] = []
  const begun = performance.now()
  const end = begun + milliseconds
  const loop = async ({ ask }: Connection) => {
    for (let at = performance.now(); at < end; ) {
      const request = requests[next++ % requests.length] as Load['requests'][number]
      const status = await ask(request.text)
      if (status !== request.status) throw new Error(`${status} for ${request.text}`)
      const done = performance.now()
      times.push(done - at)
      at = done
    }
  }
  await Promise.all(lines.map(loop))
  return { seconds: (performance.now() - begun) / 1000, times: times.sort((a, b) => a - b) }
}

/** Goes on from round to round, so that every request has its turn. */
let next = 0

type Connection = Awaited<ReturnType<typeof open>>
const pools = new Map<string, Connection[]>()

/** Kept from round to round. */
async function opened(host: string, port: number, count: number): Promise<Connection[]> {
  const known = pools.get(`${host}:${port}`) ?? []
  while (known.length < count) known.push(await open(host, port))
  pools.set(`${host}:${port}`, known)
  return known.slice(0, count)
}

async function open(host: string, port: number) {
  const socket = connect({ host, port, noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve()).once('error', reject)
  })
  return { ask: askerOn(socket) }
}

/** Sends a request and returns the status of its answer, once all of it is there. */
function askerOn(socket: Socket): (text: string) => Promise<number> {
  let pending: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  let head = Buffer.alloc(0)
  /** Of the body: null before its headers are read, negative where it ends with a last chunk. */
  let left: number | null = null
  let status = 0
  socket.on('error', (error) => pending?.reject(error))
  socket.on('close', () => pending?.reject(new Error('The connection was closed.')))
  socket.on('data', (data) => {
    let body = data
    if (left === null) {
      head = head.length > 0 ? Buffer.concat([head, data]) : data
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const headers = head.latin1Slice(0, end)
      status = Number(headers.slice(9, 12))
      left = status === 304 ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(headers)?.[1] ?? -1)
      body = head.subarray(end + 4)
    }
    const whole = left < 0 ? body.subarray(-5).equals(LAST_CHUNK) : body.length >= left
    if (!whole) {
      left = left < 0 ? left : left - body.length
      return
    }
    head = Buffer.alloc(0)
    left = null
    pending?.resolve(status)
  })
  return (text) =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject }
      socket.write(text)
    })
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
