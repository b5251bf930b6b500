import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import type { PressOffice } from '../office.ts'

export interface OverHttp {
  /** Its origin. */
  readonly url: string
  close(): Promise<void>
}

/** Answers a request, or gives null: then the line breaks. */
export type Answering = (request: Request) => Promise<Response | null>

/** An office of this process as a server: much faster to begin than the built Worker. */
export async function serveOverHttp(
  office: PressOffice,
  answering: Answering = (request) => office.answer(request),
): Promise<OverHttp> {
  const server = createServer(async (asked, answer) => {
    try {
      const { method = 'GET', url = '/', headers } = asked
      const body = method === 'GET' || method === 'HEAD' ? undefined : await buffer(asked)
      const request = new Request(new URL(url, `http://${headers.host}`), {
        method,
        headers: Object.entries(headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]),
        ...(body?.length ? { body: new Uint8Array(body) } : {}),
      })
      const response = await answering(request)
      if (!response) {
        asked.socket.destroy()
        return
      }
      answer.writeHead(response.status, Object.fromEntries(response.headers))
      if (response.body) Readable.fromWeb(response.body as unknown as ReadableStream).pipe(answer)
      else answer.end()
    } catch {
      asked.socket.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
