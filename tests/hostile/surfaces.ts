import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect } from 'vitest'
import type { Json, PressOffice, Reply } from '../office.ts'
import { all, type Element, only, parsed, parsedXml, textOf } from '../pages/parsed.ts'
import { alive, aliveContent, type Harmless, liveHeaders, tells, turned } from './inert.ts'
import { disorder } from './order.ts'
import type { Stored } from './publishing.ts'

/** What the public gets. */
export type Reader = Pick<PressOffice, 'read' | 'site'>

/** One who reads nothing twice. */
export function remembering(office: PressOffice): Reader {
  const known = new Map<string, Promise<Reply>>()
  return {
    site: office.site,
    read: (path) => {
      const reply = known.get(path) ?? office.read(path)
      known.set(path, reply)
      return reply
    },
  }
}

const LANGUAGES = ['en', 'ar'] as const
const prefixed = (language: string) => (language === 'en' ? '' : `/${language}`)

/** Where the public meets several releases at once. */
export async function listings(reader: Reader, topics: readonly string[]): Promise<string[]> {
  const paths = ['/sitemap.xml', '/robots.txt', '/.well-known/security.txt', '/api/releases']
  const feeds = (folder: string) =>
    ['feed.xml', 'rss.xml', 'feed.json'].map((file) => `${folder}/${file}`)
  paths.push(...feeds('/all'))
  for (const prefix of LANGUAGES.map(prefixed)) {
    paths.push(prefix || '/', ...feeds(prefix), `${prefix}/news-sitemap.xml`, `${prefix}/archive`)
    paths.push(`${prefix}/archive/2026`, `${prefix}/archive/2026/03`)
    for (const topic of topics) {
      const name = encodeURIComponent(topic)
      paths.push(`${prefix}/topics/${name}`, ...feeds(`${prefix}/topics/${name}`))
      paths.push(`${prefix}/search?topic=${name}&year=2026&language=all`)
    }
  }
  const index = parsedXml((await reader.read('/sitemap.xml')).text)
  return [...paths, ...all(index, 'loc').map((one) => new URL(textOf(one)).pathname)]
}

/** Where the public meets one release, each with how its address may be answered. */
export function placesOf({ record }: Stored): string[] {
  const q = encodeURIComponent(record.texts.en.headline)
  return LANGUAGES.flatMap((language) => {
    const path = `${prefixed(language)}/releases/${encodeURIComponent(record.texts[language].slug)}`
    return ['', '.md', '.json', ...(language === 'ar' ? ['/previous', '?q=x', '/'] : [])].map(
      (end) => `${path}${end}`,
    )
  }).concat(`/search?q=${q}`, `/api/search?q=${q}&language=ar`, `/api/releases/${record.id}`)
}

/** Everything that an editor wrote into the releases. */
export const fieldsOf = (stored: readonly Stored[]): string[] => [
  ...new Set(
    stored.flatMap(({ record }) => [
      ...Object.values<Json>(record.texts).flatMap((text) => [
        ...[text.headline, text.subheadline, text.summary, text.department].filter(Boolean),
        ...[text.dateline?.place, text.body, text.notes].filter(Boolean),
      ]),
      ...record.corrections.flatMap(({ note }: Json) => Object.values(note)),
    ]),
  ),
]

/** What is alive in an answer, whatever it is. */
export function aliveIn(
  reply: Reply,
  path: string,
  harmless: Harmless,
  fields: readonly string[],
): string[] {
  const found = liveHeaders(reply.headers, reply.status)
  if (reply.status >= 500) found.push(`answers ${reply.status}`)
  const type = reply.headers.get('Content-Type') ?? ''
  if (reply.text !== '' && type === '') found.push('has no type')
  const at = new URL(path, 'https://press.test').href
  if (/^text\/html/.test(type)) found.push(...alive(reply.text, at, harmless, fields))
  else if (/xml/.test(type)) found.push(...turned(parsedXml(reply.text), fields))
  else if (/json/.test(type)) found.push(...aliveJson(reply.json, at, fields))
  else if (/markdown/.test(type))
    for (const line of reply.text.split('\n---\n')[0]?.split('\n') ?? []) {
      const where = disorder([{ text: line, by: 'text' }], fields)
      if (where) found.push(`turns what stands after ${where}`)
    }
  return found.map((one) => `${path} ${one}`)
}

function aliveJson(value: Json, at: string, fields: readonly string[], name = ''): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, part]) => aliveJson(part, at, fields, key))
  if (typeof value !== 'string') return []
  if (name === 'content_html') return aliveContent(value, at, fields)
  // A field by itself, as it is stored, is its reader's to show.
  if (fields.includes(value) || ['text', 'headline', 'subheadline'].includes(name)) return []
  const where = disorder([{ text: value, by: 'text' }], fields)
  return where === null ? [] : [`${name} turns what stands after ${where}`]
}

/** Every place that tells a text's own words does so as they are stored. */
export async function expectToldAsStored(reader: Reader, stored: Stored): Promise<void> {
  for (const language of LANGUAGES) {
    const text = stored.record.texts[language]
    const url = new URL(text.url)
    const page = parsed((await reader.read(url.pathname)).text)
    const says = (what: string, shown: unknown, told: string) =>
      expect
        .soft(
          tells(shown, told),
          `${stored.name}: ${what} of ${language} tells ${JSON.stringify(shown)?.slice(0, 200)}`,
        )
        .toBe(true)
    const part = (name: string, value: string | undefined, className?: string) => {
      if (value === undefined) return
      const [found] = all(page, name).filter(({ attributes }) => attributes.class === className)
      says(`<${name} ${className}>`, found && textOf(found), value)
    }
    part('h1', text.headline)
    part('p', text.subheadline, 'standfirst')
    part('bdi', text.department)
    part('bdi', text.dateline.place, 'place')
    const meta = (name: string) =>
      all(page, 'meta').find(({ attributes }) =>
        [attributes.name, attributes.property].includes(name),
      )?.attributes.content
    says('og:title', meta('og:title'), text.headline)
    if (text.summary) says('description', meta('description'), text.summary)
    const linked = JSON.parse(textOf(only(page, 'script')))
    says('linked headline', linked.headline, text.headline)
    if (text.subheadline) says('linked subheadline', linked.alternativeHeadline, text.subheadline)
    if (text.summary) says('linked description', linked.description, text.summary)
    if (text.department) says('linked department', linked.author.department.name, text.department)
    says('linked dateline', linked.dateline.replace(DATE, ''), text.dateline.place)
    for (const [at, { note }] of stored.record.corrections.entries()) {
      says('linked correction', linked.correction[at].text, note[language])
      const [box] = all(page, 'section').filter(({ attributes }) => attributes.class === 'box')
      const item = box && all(box, 'li')[at]
      says('correction', item?.children.slice(1).map(textIn).join('').trim(), note[language])
    }
    const { json } = await reader.read(`${url.pathname}.json`)
    expect.soft(json.texts, stored.name).toEqual(stored.record.texts)
    expect.soft(json.corrections, stored.name).toEqual(stored.record.corrections)
    const matter = frontMatter((await reader.read(`${url.pathname}.md`)).text)
    for (const name of ['headline', 'subheadline', 'summary', 'department', 'notes'] as const)
      expect.soft(matter[name], `${stored.name}: ${name}`).toBe(text[name])
    expect.soft(matter.place, stored.name).toBe(text.dateline.place)
    expect.soft(matter.topics, stored.name).toEqual(stored.record.topics)
  }
}

const textIn = (child: Element | string) => (typeof child === 'string' ? child : textOf(child))

const frontMatter = (markdown: string): Json =>
  Object.fromEntries(
    (markdown.slice('---\n'.length).split('\n---\n')[0] ?? '').split('\n').map((line) => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), JSON.parse(line.slice(colon + 2))]
    }),
  )

/** Every list and feed of the releases names them as they are stored. */
export async function expectListedAsStored(reader: Reader, releases: readonly Stored[]) {
  const told: Record<string, Map<string, unknown>> = {}
  const read = async (path: string) => (await reader.read(path)).text
  const absolute = (href: string | undefined) => new URL(href ?? '', reader.site.url).href
  for (const language of LANGUAGES) {
    const prefix = prefixed(language)
    for (const folder of [prefix, `${prefix}/topics/hostile`]) {
      const atom = parseAtomFeed(await read(`${folder}/feed.xml`))
      told[`${folder}/feed.xml`] = new Map(
        atom.entries?.map((one) => [one.links?.[0]?.href ?? '', one.title?.value]),
      )
      const rss = parseRssFeed(await read(`${folder}/rss.xml`))
      told[`${folder}/rss.xml`] = new Map(rss.items?.map((one) => [one.link ?? '', one.title]))
      const feed = parseJsonFeed(await read(`${folder}/feed.json`))
      told[`${folder}/feed.json`] = new Map(feed.items?.map((one) => [one.url ?? '', one.title]))
    }
    const news = parsedXml(await read(`${prefix}/news-sitemap.xml`))
    told[`${prefix}/news-sitemap.xml`] = new Map(
      all(news, 'url').map((one) => [textOf(only(one, 'loc')), textOf(only(one, 'news:title'))]),
    )
    for (const path of [prefix || '/', `${prefix}/archive/2026/03`, `${prefix}/topics/hostile`]) {
      const list = only(parsed(await read(path)), 'main')
      told[path] = new Map(
        all(list, 'article').map((one) => {
          const [link] = all(one, 'a')
          return [absolute(link?.attributes.href), link && textOf(link)]
        }),
      )
    }
  }
  for (const { name, record } of releases)
    for (const language of LANGUAGES) {
      const { url, headline } = record.texts[language]
      const own = (path: string) => /^\/ar(?:\/|$)/.test(path) === (language === 'ar')
      for (const [path, titles] of Object.entries(told).filter(([at]) => own(at)))
        expect
          .soft(tells(titles.get(url), headline), `${name}: ${path} tells ${titles.get(url)}`)
          .toBe(true)
    }
}

/** What follows the place in a dateline. */
const DATE = /(?:, March 23, 2026|، 23 مارس 2026)$/
