import type { SiteFacts } from '../connection.ts'
import type { Manuscript, Standing, Wording } from './manuscript.ts'
import { momentSent } from './moments.ts'

/** The body of `POST /api/releases`, and of the `PUT` that creates. */
export interface ReleaseRequest {
  kind: string
  topics: string[]
  texts: Record<string, TextRequest>
  /** Filed under `at` (RFC 3339, or a day); `true` is now. Never beside `embargo`. */
  publish?: true | { at: string }
  embargo?: { until: string }
}
export interface TextRequest {
  slug?: string
  headline?: string
  subheadline?: string
  summary?: string
  department?: string
  dateline?: { place: string }
  body?: string
  notes?: string
}

/**
 * What the newsroom is asked for: what is absent is left out, a kind that is not told is the site's
 * first, and moments without an offset are the site's. Nothing is judged: a text under `und`, or a
 * kind that the site does not have, is the newsroom's to refuse.
 */
export function requestOf(
  { kind, topics, texts, standing }: Pick<Manuscript, 'kind' | 'topics' | 'texts' | 'standing'>,
  site: Pick<SiteFacts, 'kinds' | 'timeZone'>,
): ReleaseRequest {
  return {
    kind: kind ?? Object.keys(site.kinds)[0] ?? 'press-release',
    topics: [...topics],
    texts: Object.fromEntries(
      Object.entries(texts).map(([language, wording]) => [language, textOf(wording)]),
    ),
    ...standingSent(standing, site.timeZone),
  }
}

/** A text as it is sent. */
export const textOf = ({ place, formerPaths: _, ...parts }: Wording): TextRequest => ({
  ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)),
  ...(place === null ? {} : { dateline: { place } }),
})

function standingSent(
  standing: Standing | null,
  zone: string,
): Pick<ReleaseRequest, 'publish' | 'embargo'> {
  if (standing?.state === 'embargoed')
    return { embargo: { until: momentSent(standing.until, zone) } }
  if (standing?.state !== 'published') return {}
  return { publish: standing.on === null ? true : { at: momentSent(standing.on, zone) } }
}
