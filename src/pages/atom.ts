import type { Page } from '../newsroom/archive.ts'
import type { Site } from '../site.ts'
import { feedUrl, type JsonFeed, type JsonFeedItem } from './feed.ts'
import { type Markup, xml } from './markup.ts'

/**
 * A feed as Atom (RFC 4287), from the JSON Feed that is stored. A text that was withdrawn leaves a
 * tombstone (RFC 6721).
 */
export function atomOf(site: Site, page: Page<'feed'>, stored: string): string {
  const feed = JSON.parse(stored) as JsonFeed
  const url = feedUrl(site, page, 'feed.xml')
  const [author] = feed.authors
  // ISO 639-2, "mul": several. Its entries have their own, and its names are in the site's first.
  const named = page.language === null ? xml` xml:lang="${site.languages[0]}"` : null
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="${feed.language ?? 'mul'}">
<id>${url}</id>
<title${named}>${feed.title}</title>
<updated>${feed._pressroom.updated}</updated>
<author${named}><name>${author.name}</name><uri>${author.url}</uri></author>
<link rel="self" type="application/atom+xml" href="${url}"/>
<link rel="alternate" type="text/html" href="${feed.home_page_url}"/>
${feed._pressroom.withdrawn.map(
  ({ id, at }) => xml`<at:deleted-entry ref="${id}" when="${at}"/>
`,
)}${feed.items.map(entry)}</feed>
`.text
}

const entry = (item: JsonFeedItem): Markup =>
  xml`<entry xml:lang="${item.language}">
<id>${item.id}</id>
<title>${item.title}</title>
<link rel="alternate" type="text/html" hreflang="${item.language}" href="${item.url}"/>
<published>${item.date_published}</published>
<updated>${item.date_modified}</updated>
${item._pressroom.categories.map(
  ({ term, label }) => xml`<category term="${term}" label="${label}"/>
`,
)}<summary>${item.summary}</summary>
${item.content_html === undefined ? null : xml`<content type="html">${item.content_html}</content>\n`}</entry>
`
