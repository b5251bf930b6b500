import { parseInstant } from '../../newsroom/dateline.ts'
import type { ReleaseRequest, TextRequest } from '../manuscript/request.ts'

/** A release as the newsroom tells it, so far as it is compared. */
export interface Found {
  readonly state: 'draft' | 'embargoed' | 'published' | 'withdrawn'
  readonly kind: string
  readonly topics: readonly string[]
  readonly liveAt?: string | undefined
  readonly texts: Readonly<Record<string, FoundText>>
}
export interface FoundText {
  readonly url?: string | undefined
  readonly headline?: string | undefined
  readonly subheadline?: string | undefined
  readonly summary?: string | undefined
  readonly department?: string | undefined
  readonly dateline?: { readonly place: string } | undefined
  readonly body?: string | undefined
  readonly notes?: string | undefined
}

const LINES = ['headline', 'subheadline', 'summary', 'department'] as const
const PROSE = ['body', 'notes'] as const

/**
 * In what the release that the newsroom has is not what it is asked for, as words for people; empty
 * where it is the same. Slugs are not compared: one that is taken gives way to another.
 */
export function differences(asked: ReleaseRequest, found: Found, zone: string): string[] {
  const languages = new Set([...Object.keys(asked.texts), ...Object.keys(found.texts)])
  return [
    ...standing(asked, found, zone),
    ...(asked.kind === found.kind ? [] : ['kind']),
    ...(topicsOf(asked) === topicsOf(found) ? [] : ['topics']),
    ...[...languages].flatMap((language) => {
      const [text, there] = [asked.texts[language], found.texts[language]]
      if (!text || !there)
        return [`${language}: a text that is ${text ? 'not there' : 'only there'}`]
      return partsThatDiffer(text, there).map((part) => `${language}: ${part}`)
    }),
  ]
}

function partsThatDiffer(text: TextRequest, there: FoundText): string[] {
  const places = [line(text.dateline?.place), line(there.dateline?.place)]
  return [
    ...LINES.filter((part) => line(text[part]) !== line(there[part])),
    ...(places[0] === places[1] ? [] : ['place']),
    ...PROSE.filter((part) => prose(text[part]) !== prose(there[part])),
  ]
}

function standing({ publish, embargo }: ReleaseRequest, found: Found, zone: string): string[] {
  const at = embargo?.until ?? (typeof publish === 'object' ? publish.at : null)
  const isPublic = found.state === 'published'
  // An embargo that has lifted is as it was meant to be.
  const isAsAsked = embargo ? found.state === 'embargoed' || isPublic : isPublic
  if (!publish && !embargo) return found.state === 'draft' ? [] : [STATES[found.state]]
  if (!isAsAsked) return [STATES[found.state]]
  const isSameMoment = at === null || parseInstant(at, zone) === Date.parse(found.liveAt ?? '')
  return isSameMoment ? [] : ['its date']
}

const STATES: Record<Found['state'], string> = {
  draft: 'it is a draft there',
  embargoed: 'it is under embargo there',
  published: 'it is public there',
  withdrawn: 'it was withdrawn there',
}

const topicsOf = ({ topics }: { readonly topics: readonly string[] }) =>
  [...new Set(topics.map((topic) => topic.normalize('NFC')))].join()

/** As the newsroom keeps what it is sent; what is empty is absent. */
const prose = (text = ''): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()

const line = (text?: string): string => prose(text).trim()
