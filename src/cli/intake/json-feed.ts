import type { Entry } from './feed.ts'
import { asHtml } from '../signs.ts'

/** An item of a JSON Feed (1.0, 1.1), before anything of it is believed. */
export type JsonFeed = Readonly<Record<string, unknown>>

export function jsonFeedEntry(item: JsonFeed): Entry {
  const authors = Array.isArray(item.authors) ? item.authors : [item.author]
  const link = words(item.url)
  return {
    key: words(item.id) || link,
    title: asHtml(words(item.title)),
    html: words(item.content_html),
    plain: words(item.content_text),
    summary: asHtml(words(item.summary)),
    date: words(item.date_published),
    changed: words(item.date_modified),
    link,
    authors: authors.map((author) => words((author as JsonFeed | undefined)?.name)),
    topics: (Array.isArray(item.tags) ? item.tags : []).map(words),
    language: words(item.language),
  }
}

const words = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
