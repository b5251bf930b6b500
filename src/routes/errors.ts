import { type Reason, Refusal } from '../newsroom/refusals.ts'
import type { Language } from '../newsroom/release.ts'
import { errorPage } from '../pages/notice.ts'
import { wordsFor } from '../pages/words/words.ts'
import type { Site } from '../site.ts'
import { isEncoded } from './body.ts'
import { type Desk, type DeskContext, LIMITED_FOR } from './desk.ts'
import { releaseEtag, represent } from './representation.ts'

/** The status of every refusal, and the title of its problem details. */
export const STATUS: Record<Reason, readonly [status: number, title: string]> = {
  unreadable: [400, 'The body cannot be read'],
  unauthenticated: [401, 'A valid token is needed'],
  forbidden: [403, 'The token does not allow this'],
  not_found: [404, 'Not found'],
  wrong_method: [405, 'This address does not answer that method'],
  taken: [409, 'The id is taken'],
  wrong_state: [409, 'The state of the release does not allow this'],
  slow: [408, 'The body did not arrive in time'],
  repeated: [409, 'The request is being answered already'],
  withdrawn: [410, 'The release was withdrawn'],
  lost: [410, 'The cursor leads nowhere any more'],
  conflict: [412, 'The precondition does not hold'],
  too_large: [413, 'The body is too large'],
  wrong_type: [415, 'The body is not plain application/json'],
  invalid: [422, 'Some fields are wrong'],
  incomplete: [422, 'The release is not complete'],
  key_reused: [422, 'The key belongs to another request'],
  precondition_missing: [428, 'A precondition is needed'],
  too_many: [429, 'Too many requests'],
  unavailable: [503, 'The newsroom cannot be reached right now'],
}

/** Seconds after which a program may ask again. */
export const RETRY_AFTER: { readonly [R in Reason]?: number } = {
  unavailable: 5,
  repeated: 5,
  slow: 5,
  too_many: LIMITED_FOR,
}

/** The answer to whatever was thrown: problem details for programs, a page for people. */
export function answerError(site: Site, c: DeskContext, error: unknown): Response {
  const { requestId, log } = c.env
  if (!(error instanceof Refusal)) log({ event: 'error', requestId, ...describe(error) })
  const response = isApi(c)
    ? problem(site, error, c.env)
    : page(site, error, languageOf(site, c), requestId)
  const reason = error instanceof Refusal ? error.reason : null
  if (reason === 'unavailable') log({ event: 'unavailable', requestId })
  const seconds = reason && RETRY_AFTER[reason]
  if (seconds) response.headers.set('Retry-After', String(seconds))
  // Not with any other 415 (RFC 9110, section 12.5.3).
  if (reason === 'wrong_type' && isEncoded(c)) response.headers.set('Accept-Encoding', 'identity')
  return response
}

/** Whether a program asks, which reads problem details. */
export const isApi = (c: DeskContext): boolean =>
  /^\/(?:api|healthz|readyz|metrics)(?:\/|$)/.test(c.req.path)

/**
 * Problem details (RFC 9457). `errors` names each wrong field with a JSON pointer (RFC 6901);
 * `current` is the release as it is, with its `ETag`, where somebody else saved first.
 */
function problem(site: Site, error: unknown, { requestId, now }: Desk): Response {
  const refusal = error instanceof Refusal ? error : null
  const current = refusal?.current ?? null
  const [status, title] = refusal ? STATUS[refusal.reason] : [500, 'Something went wrong']
  const body = {
    type: 'about:blank',
    title,
    status,
    detail: refusal?.message ?? 'The fault is on this side and has been logged.',
    ...(refusal && refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
    ...(current ? { current: represent(site, current, now) } : {}),
    requestId,
  }
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(current ? { ETag: releaseEtag(current, now) } : {}),
    },
  })
}

function page(site: Site, error: unknown, language: Language, requestId: string): Response {
  const words = wordsFor(language)
  const reason = error instanceof Refusal ? error.reason : null
  const status = reason ? STATUS[reason][0] : 500
  const [title, text] =
    reason === 'wrong_method'
      ? [words.wrongMethod, words.notFoundText]
      : reason === 'unavailable'
        ? [words.unavailable, words.unavailableText]
        : reason
          ? [words.notFound, words.notFoundText]
          : [words.failed, `${words.failedText} ${requestId}`]
  return new Response(errorPage(site, language, title, text, reason === 'not_found'), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  })
}

function languageOf(site: Site, c: DeskContext): Language {
  const first = c.req.path.split('/')[1]
  return site.languages.find((language) => language === first) ?? site.languages[0]
}

/**
 * What may be logged of an error: the message only where it is the runtime's or the store's own.
 * Others may quote a statement's parameters or a body, and with them a draft.
 */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const origin = error.cause instanceof Error ? error.cause : error
  const quotable = /^(TypeError|RangeError|ReferenceError)$/.test(origin.name)
  const message = quotable || /^D1_[A-Z_]*ERROR/.test(origin.message) ? origin.message : undefined
  const frames =
    (error.stack ?? '')
      .split(error.message)
      .at(-1)
      ?.match(/^\s+at .*$/gm) ?? []
  return { error: origin.name, message, stack: frames.map((line) => line.trim()).slice(0, 8) }
}
