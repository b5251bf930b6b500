/**
 * Why somebody did not answer, in a few words: the code of what is behind it, such as ECONNREFUSED.
 * @param patience milliseconds that were waited
 */
export function reasonOf(error: unknown, patience: number): string {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return `no answer within ${patience / 1000} seconds`
  const { code, errors, message: behind } = (cause ?? {}) as Cause
  return code || errors?.[0]?.code || behind || message
}

interface Cause {
  readonly code?: string
  readonly errors?: readonly { readonly code?: string }[]
  readonly message?: string
}
