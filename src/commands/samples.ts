import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Site } from '../site.ts'
import { SAMPLES, type Sample, type Words } from './sample-releases.ts'
import { Failure } from './wrangler.ts'

type Texts = Readonly<Record<string, Readonly<Record<string, unknown>>>>
/** Posts to a path under `/api/releases`; `etag` names the revision that a change is made to. */
type Send = (path: string, body: unknown, etag?: string) => Promise<{ id: string; etag: string }>

/**
 * Publishes the sample releases through the publishing endpoint, as an editor would: every state
 * that a release can be in, in two languages and in one. A site with other languages gets what
 * there is in them.
 *
 * @param address the origin that the newsroom is served on
 * @throws Failure with the endpoint's answer when it refuses one
 */
export async function publishSamples(
  address: string,
  token: string,
  site: Site,
  stop: AbortSignal,
): Promise<void> {
  const send = sender(`${address}/api/releases`, token, stop)
  const ids = new Map<string, string>()
  for (const sample of SAMPLES) {
    const texts = await readTexts(sample.name, site)
    if (Object.keys(texts).length > 0)
      ids.set(sample.name, await live(sample, texts, site, ids, send))
  }
}

/** One sample's life, from its creation on. Returns its id. */
async function live(
  { kind, topics, become, correction, withdrawal }: Sample,
  texts: Texts,
  site: Site,
  ids: ReadonlyMap<string, string>,
  send: Send,
): Promise<string> {
  const { id, etag } = await send('', {
    kind: Object.hasOwn(site.kinds, kind) ? kind : Object.keys(site.kinds)[0],
    topics,
    texts: correction ? withMistake(texts, correction) : texts,
    ...become?.(),
  })
  if (correction) {
    const note = inSiteLanguages(correction.note, site)
    await send(`/${id}/corrections`, { note, texts }, etag)
  }
  if (withdrawal) {
    const reason = inSiteLanguages(withdrawal.reason, site)
    await send(`/${id}/withdrawal`, { reason, replacedBy: ids.get(withdrawal.replacement) }, etag)
  }
  return id
}

const sender =
  (endpoint: string, token: string, stop: AbortSignal): Send =>
  async (path, body, etag) => {
    const response = await fetch(`${endpoint}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...(etag ? { 'If-Match': etag } : {}),
      },
      body: JSON.stringify(body),
      signal: stop,
    })
    const answer = await response.text()
    if (!response.ok)
      throw new Failure(
        `A sample release was refused.\nPOST ${endpoint}${path}: ${response.status}\n${answer}`,
      )
    return { id: JSON.parse(answer).release.id, etag: response.headers.get('ETag') ?? '' }
  }

async function readTexts(name: string, site: Site): Promise<Texts> {
  const texts: Record<string, Texts[string]> = {}
  for (const language of site.languages) {
    const path = join(import.meta.dirname, 'samples', `${name}.${language}.txt`)
    const file = await readFile(path, 'utf8').catch(() => null)
    if (file !== null) texts[language] = textFrom(file)
  }
  return texts
}

/** A part of the text on each line, as `name: words`; then an empty line and the body. */
function textFrom(file: string): Texts[string] {
  const [, head = '', body = ''] = /^(.*?)\n(?:\n(.*))?$/s.exec(file) ?? []
  const lines = head.split('\n').map((line) => line.split(/: (.*)/).slice(0, 2))
  const { place, ...parts } = Object.fromEntries(lines)
  return { ...parts, body, ...(place ? { dateline: { place } } : {}) }
}

function withMistake(texts: Texts, { right, mistake }: NonNullable<Sample['correction']>): Texts {
  const wrong = ({ body, ...text }: Texts[string]) => ({
    ...text,
    body: String(body).replace(right, mistake),
  })
  return Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [language, wrong(text)]),
  )
}

const inSiteLanguages = (words: Words, { languages }: Site): Words =>
  Object.fromEntries(languages.map((language) => [language, words[language] ?? words.en ?? '']))
