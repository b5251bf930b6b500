import { Failure } from './exit.ts'

/** Problem details (RFC 9457) as the newsroom gives them. */
export interface Problem {
  readonly status: number
  readonly title: string
  readonly detail: string
  /** Each wrong field with a JSON pointer (RFC 6901), or `?name` for a parameter. */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  readonly requestId: string | null
}

/** What an answer that is no success says, also where it is not a newsroom's. */
export async function problemOf(response: Response): Promise<Problem> {
  const { status, headers } = response
  const isProblem = headers.get('Content-Type')?.startsWith('application/problem+json')
  const said = isProblem ? ((await response.json().catch(() => null)) as Partial<Problem>) : null
  if (!response.bodyUsed) await response.body?.cancel()
  return {
    status,
    title: said?.title ?? `The answer was ${status}`,
    detail: said?.detail ?? 'That is not how a Pressroom answers: look at the address.',
    errors: said?.errors ?? [],
    requestId: said?.requestId ?? null,
  }
}

/** The end of a command that the newsroom refused, with every field that it named. */
export function failureOf({ status, title, detail, errors, requestId }: Problem): Failure {
  const details = errors.map(({ pointer, detail }) => `${pointer || 'the body'}: ${detail}`)
  if (status < 500) return new Failure('refused', `${title}. ${detail}`, details)
  const id = requestId === null ? [] : [`Its log calls the request ${requestId}.`]
  return new Failure('unreachable', `${title}. ${detail}`, [...details, ...id])
}

/** The answer where it is a success. @throws Failure of what it says otherwise */
export async function accepted<R extends { readonly ok: boolean; readonly status: number }>(
  response: R,
): Promise<R> {
  if (response.ok || response.status === 304) return response
  throw failureOf(await problemOf(response as unknown as Response))
}
