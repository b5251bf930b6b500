import { type Facts, releasePath } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Site } from '../site.ts'
import { type Markup, xml } from './markup.ts'

/**
 * A sitemap file (sitemaps.org, protocol 0.9): every public text of a month with its alternates in
 * other languages. `lastmod` is the last change that a reader would notice.
 */
export function sitemapFile(site: Site, facts: Pick<Facts<'sitemap'>, 'entries'>): string {
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${facts.entries.map(({ texts }) => {
  const all = texts
    .filter(({ language }) => site.languages.includes(language))
    .toSorted((a, b) => site.languages.indexOf(a.language) - site.languages.indexOf(b.language))
    .map((text) => ({
      ...text,
      url: `${site.url}${releasePath(text.language, text.slug, site.languages)}`,
    }))
  const alternates: Markup[] = all.length > 1 ? hreflang(all) : []
  return all.map(
    ({ url, changedAt }) => xml`<url>
<loc>${url}</loc>
<lastmod>${instantText(changedAt)}</lastmod>
${alternates}</url>
`,
  )
})}</urlset>
`.text
}

/** The sitemap index: one file a month, or several where a month has very many releases. */
export function sitemapIndex(site: Site, facts: Facts<'sitemap-index'>): string {
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${facts.files.map(
  ({ path, changedAt }) => xml`<sitemap>
<loc>${site.url}${path}</loc>
<lastmod>${instantText(changedAt)}</lastmod>
</sitemap>
`,
)}</sitemapindex>
`.text
}

/** robots.txt (RFC 9309): everything public is welcome; the API is for programs that know it. */
export const robots = (site: Site): string =>
  `User-agent: *\nDisallow: /api/\n\nSitemap: ${site.url}/sitemap.xml\n`

const hreflang = (all: readonly { language: string; url: string }[]): Markup[] =>
  [...all, { language: 'x-default', url: all[0]?.url ?? '' }].map(
    ({ language, url }) => xml`<xhtml:link rel="alternate" hreflang="${language}" href="${url}"/>
`,
  )
