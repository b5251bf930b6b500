import type { Client } from '../connection.ts'
import type { ReleaseRequest } from '../manuscript/request.ts'
import { accepted } from '../refused.ts'
import { languageName, quoted } from './telling.ts'

/** What the newsroom thinks of a body before it is sent. */
export interface Judgement {
  /** What is wrong; it is not stored as long as anything is. */
  readonly wrong: readonly Named[]
  /** What is missing before it may be held or published. */
  readonly missing: readonly Named[]
  readonly urls: Readonly<Record<string, string>>
}
interface Named {
  readonly pointer: string
  readonly detail: string
}

/**
 * What the newsroom thinks of a new release, or of what would replace one, without storing anything.
 * @param replaced the id of the release that is there
 * @throws Failure as `accepted` does
 */
export async function judged(
  client: Client,
  body: ReleaseRequest,
  replaced: string | null,
): Promise<Judgement> {
  const query = replaced === null ? {} : { release: replaced }
  const answer = await accepted(await client.api.releases.validate.$post({ json: body, query }))
  const { errors, requirements, urls } = await answer.json()
  // That it is not complete is told by what is missing.
  const isSummary = ({ pointer }: Named) =>
    requirements.length > 0 && (pointer === '/publish' || pointer === '/embargo')
  return {
    wrong: errors.filter((error) => !isSummary(error)),
    missing: requirements,
    urls: Object.fromEntries(
      Object.entries(urls).flatMap(([language, url]) => (url ? [[language, url]] : [])),
    ),
  }
}

/**
 * What is wrong, in the words of whoever wrote it: the file, the field, and what there is to say.
 * @param source the file, or the files
 * @param body what was judged
 */
export const toldOf = (
  source: string,
  body: Pick<ReleaseRequest, 'topics'>,
  named: readonly Named[],
): string[] => named.map(({ pointer, detail }) => `${source}: ${fieldOf(pointer, body)}${detail}`)

/** `headline (English): ` from `/texts/en/headline`; nothing of what concerns the whole. */
function fieldOf(pointer: string, { topics }: Pick<ReleaseRequest, 'topics'>): string {
  const [, first = '', second, third] = pointer.split('/')
  if (first === 'texts' && second !== undefined)
    return `${third === 'dateline' ? 'place' : (third ?? 'text')} (${languageName(second)}): `
  if (first === 'topics' && second !== undefined)
    return `topic ${quoted(topics[Number(second)] ?? second)}: `
  if (first === 'publish') return 'date: '
  return first === '' || first === 'texts' ? '' : `${first}: `
}
