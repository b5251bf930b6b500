import { type FeedEntry, type Page, pathOf, releasePath } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Site } from '../site.ts'
import { kindLabel } from './kind.ts'
import { type Markup, xml } from './markup.ts'
import { prose, summaryOf } from './prose.ts'

/**
 * Characters of content in a feed; entries beyond have their summary only. Twenty releases of the
 * greatest length would not fit into a row of 2 MB.
 */
export const MAX_CONTENT = 400_000

/**
 * An Atom feed (RFC 4287) of the latest releases in a language, with their whole texts. An entry's
 * id is a tag URI (RFC 4151) from the release's id: another slug does not change it.
 */
export function feed(
  site: Site,
  page: Page<'feed'>,
  { latest }: { readonly latest: readonly FeedEntry[] },
): string {
  const { language } = page
  const url = (path: string) => `${site.url}${path}`
  const home = pathOf({ is: 'home', language }, site.languages)
  let room = MAX_CONTENT
  const entries = latest.map((release) => {
    const content = prose(release.body).text
    room -= content.length
    return entry(site, page, release, room >= 0 ? content : null)
  })
  const updated = Math.max(0, ...latest.map(({ changedAt }) => changedAt))
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}" xml:base="${url(home)}">
<id>${url(pathOf(page, site.languages))}</id>
<title>${site.name[language]}</title>
<updated>${instantText(updated)}</updated>
<author><name>${site.name[language]}</name></author>
<link rel="self" type="application/atom+xml" href="${url(pathOf(page, site.languages))}"/>
<link rel="alternate" type="text/html" href="${url(home)}"/>
${entries}</feed>
`.text
}

function entry(
  site: Site,
  { language }: Page<'feed'>,
  release: FeedEntry,
  content: string | null,
): Markup {
  const tag = `tag:${new URL(site.url).hostname},${release.day.slice(0, 4)}`
  return xml`<entry>
<id>${tag}:${release.id}:${language}</id>
<title>${release.headline}</title>
<link rel="alternate" type="text/html" href="${site.url}${releasePath(language, release.slug, site.languages)}"/>
<published>${instantText(release.liveAt)}</published>
<updated>${instantText(release.changedAt)}</updated>
<category term="${release.kind}" label="${kindLabel(site, release.kind, language)}"/>
${release.topics.map((topic) => xml`<category term="${topic}"/>\n`)}<summary>${summaryOf(
    release.summary ?? release.subheadline,
    release.opening,
  )}</summary>
${content === null ? null : xml`<content type="html">${content}</content>\n`}</entry>
`
}
