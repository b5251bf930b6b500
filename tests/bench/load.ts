import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** Requests to send in turn, whole as they are sent, each with the status that is expected. */
export interface Load {
  readonly host: string
  readonly port: number
  readonly requests: readonly { readonly text: string; readonly status: number }[]
  readonly connections: number
  readonly milliseconds: number
}
/** How long it took, and how many milliseconds each answer did, ascending. */
export interface Round {
  readonly seconds: number
  readonly times: readonly number[]
}

/** A GET as it goes over the line. */
export const requestText = (path: string, headers: Readonly<Record<string, string>>): string =>
  [
    `GET ${path} HTTP/1.1`,
    ...Object.entries({ Host: 'bench', ...headers }).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n')

/** The client in its thread. */
export interface Client {
  run(load: Load): Promise<Round>
  stop(): Promise<unknown>
}

export function startClient(): Client {
  const worker = new Worker(join(import.meta.dirname, 'client.ts'))
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject)
        worker.once('message', ({ round, error }: { round?: Round; error?: string }) => {
          worker.off('error', reject)
          if (round) resolve(round)
          else reject(new Error(error))
        })
        worker.postMessage(load)
      }),
    stop: () => worker.terminate(),
  }
}
