import { Failure } from '../../src/commands/wrangler.ts'

export interface Asked {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What must be answered; 200 where nothing is said. */
  readonly status?: number
}
export interface Reply {
  readonly headers: Headers
  readonly text: string
  readonly bytes: number
}

/** One request after another, with a token where a body is sent. */
export const askerFor =
  (url: URL, token: string) =>
  async (method: string, path: string, asked: Asked = {}): Promise<Reply> => {
    const { body, headers, status = 200 } = asked
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        'Accept-Encoding': 'identity',
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString()
    if (response.status !== status)
      throw new Failure(`${method} ${path} answers ${response.status}: ${text.slice(0, 500)}`)
    return { headers: response.headers, text, bytes: bytes.length }
  }
