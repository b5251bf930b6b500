import type { Page } from '../newsroom/archive.ts'
import type { Site } from '../site.ts'
import { feedUrl, type JsonFeed, type JsonFeedItem } from './feed.ts'
import { html, type Markup, xml } from './markup.ts'

/**
 * A feed as RSS 2.0 (rssboard.org/rss-specification), from the JSON Feed that is stored. RSS knows
 * no change of an item and no withdrawal. An author would need an e-mail address: there is none.
 */
export function rssOf(site: Site, page: Page<'feed'>, stored: string): string {
  const feed = JSON.parse(stored) as JsonFeed
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${feed.title}</title>
<link>${feed.home_page_url}</link>
<description>${feed.description}</description>
${feed.language === undefined ? null : xml`<language>${feed.language}</language>\n`}<lastBuildDate>${dateText(
    feed._pressroom.updated,
  )}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${feedUrl(site, page, 'rss.xml')}"/>
${feed.items.map(item)}</channel>
</rss>
`.text
}

// Of all that RSS takes, only an item's description and content are HTML, the rest is plain text
// (rssboard.org/rss-profile, "Character Data"): the summary becomes HTML first.
const item = (item: JsonFeedItem): Markup =>
  xml`<item>
<title>${item.title}</title>
<link>${item.url}</link>
<guid isPermaLink="false">${item.id}</guid>
<pubDate>${dateText(item.date_published)}</pubDate>
${item.tags.map((tag) => xml`<category>${tag}</category>\n`)}<description>${
    html`${item.summary}`.text
  }</description>
${item.content_html === undefined ? null : xml`<content:encoded>${item.content_html}</content:encoded>\n`}</item>
`

/** RFC 3339 as RFC 822 with four digits of the year (RFC 1123, section 5.2.14), in GMT. */
const dateText = (instant: string): string => new Date(instant).toUTCString()
