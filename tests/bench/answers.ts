import type { Site } from '../../src/site.ts'
import { askerFor } from './asking.ts'
import type { Archive } from './databases.ts'
import { TOKEN } from './filling.ts'
import { requestText } from './load.ts'
import { pathsOf, READING, type Reading } from './works.ts'

/** A request to ours, and what it answers; nothing where that is a 304. */
export interface Answer {
  readonly key: string
  readonly request: string
  readonly status: number
  readonly type: string
  readonly body: string
}

/** What every reading work is answered: the same bytes are what the bare Workers answer. */
export async function answersOf(
  url: URL,
  archive: Archive,
  site: Site,
): Promise<ReadonlyMap<Reading, readonly Answer[]>> {
  const ask = askerFor(url, TOKEN)
  const answers = new Map<Reading, Answer[]>()
  for (const work of READING) {
    const isKnown = work === 'release page 304'
    const all: Answer[] = []
    for (const [at, path] of pathsOf(work, archive, site).entries()) {
      const { headers, text } = await ask('GET', path)
      const known = { 'If-None-Match': headers.get('ETag') ?? '' }
      all.push({
        key: `${work.replaceAll(' ', '-')}-${at}`,
        request: requestText(path, isKnown ? known : {}),
        status: isKnown ? 304 : 200,
        type: headers.get('Content-Type') ?? '',
        body: isKnown ? '' : text,
      })
    }
    answers.set(work, all)
  }
  return answers
}
