import type { ReleaseRequest } from '../manuscript/request.ts'
import type { Problem } from '../refused.ts'

/** A request that gives in where it can, and in what. */
export interface Amended {
  readonly request: ReleaseRequest
  readonly gaveIn: readonly string[]
}

/**
 * What can be asked for instead of what was refused: the release without a slug that it cannot have,
 * and public where its embargo has passed. Null where anything else is wrong.
 */
export function amended(request: ReleaseRequest, errors: Problem['errors']): Amended | null {
  let [next, gaveIn]: [ReleaseRequest, string[]] = [request, []]
  for (const { pointer, detail } of errors) {
    const language = /^\/texts\/([^/]+)\/slug$/.exec(pointer)?.[1]
    const text = language === undefined ? undefined : next.texts[language]
    if (language !== undefined && text?.slug) {
      const { slug, ...rest } = text
      next = { ...next, texts: { ...next.texts, [language]: rest } }
      gaveIn = [...gaveIn, `Its address is another one than "${slug}" (${language}): ${detail}`]
    } else if (pointer === '/embargo/until' && /not in the future/.test(detail) && next.embargo) {
      const { embargo, ...rest } = next
      next = { ...rest, publish: { at: embargo.until } }
      gaveIn = [...gaveIn, `Its embargo passed at ${embargo.until}: it is public since.`]
    } else return null
  }
  return gaveIn.length > 0 ? { request: next, gaveIn } : null
}
