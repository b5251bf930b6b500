import { type Facts, pathOf, prefixOf, releasePath, type SitemapFile } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Site } from '../site.ts'
import { type Markup, xml } from './markup.ts'

/** Characters from which a file leaves the alternates out: it has to fit into a row of 2 MB. */
export const MAX_FILE = 1_500_000

/**
 * A sitemap file (sitemaps.org, protocol 0.9): every public text of a month with its alternates in
 * other languages, which each page tells, too. `lastmod` is the last change that a reader would
 * notice.
 */
export function sitemapFile(site: Site, facts: Pick<Facts<'sitemap'>, 'entries'>): string {
  const whole = urlset(site, facts.entries, true)
  return whole.length <= MAX_FILE ? whole : urlset(site, facts.entries, false)
}

const urlset = (
  site: Site,
  entries: Facts<'sitemap'>['entries'],
  withAlternates: boolean,
): string =>
  xml`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.map(({ texts }) => {
  const all = texts
    .filter(({ language }) => site.languages.includes(language))
    .toSorted((a, b) => site.languages.indexOf(a.language) - site.languages.indexOf(b.language))
    .map((text) => ({
      ...text,
      url: `${site.url}${releasePath(text.language, text.slug, site.languages)}`,
    }))
  const alternates: Markup[] = withAlternates && all.length > 1 ? hreflang(all) : []
  return all.map(
    ({ url, changedAt }) => xml`<url>
<loc>${url}</loc>
<lastmod>${instantText(changedAt)}</lastmod>
${alternates}</url>
`,
  )
})}</urlset>
`.text

/**
 * The sitemap index: one file a month, or several where a month has very many releases. Files that
 * have changed are put over the index as it was, so that a change does not have to read them all.
 */
export function sitemapIndex(site: Site, { base, files }: Facts<'sitemap-index'>): string {
  const [only] = files
  // A single file that the index has already: the common case, and the index may be long.
  const changed = base !== null && files.length === 1 && only && withLastmod(site, base, only)
  if (changed) return changed
  const entries = new Map((base ?? '').split(BETWEEN).flatMap(located))
  for (const { path, changedAt } of files) {
    const url = `${site.url}${path}`
    if (changedAt === null) entries.delete(url)
    else entries.set(url, `<loc>${url}</loc>\n<lastmod>${instantText(changedAt)}</lastmod>\n`)
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${sorted.map((entry) => `<sitemap>\n${entry}</sitemap>\n`).join('')}</sitemapindex>
`
}

function withLastmod(site: Site, index: string, { path, changedAt }: SitemapFile): string | null {
  const before = `<loc>${site.url}${path}</loc>\n<lastmod>`
  const from = index.indexOf(before) + before.length
  if (changedAt === null || from < before.length) return null
  return index.slice(0, from) + instantText(changedAt) + index.slice(index.indexOf('<', from))
}

const BETWEEN = /<\/?sitemap>\n/

/** An entry of an index by its URL; what stands between entries is none. */
function located(entry: string): [string, string][] {
  const end = entry.startsWith('<loc>') ? entry.indexOf('</loc>') : -1
  return end < 0 ? [] : [[entry.slice('<loc>'.length, end), entry]]
}

/**
 * robots.txt (RFC 9309): everything public is welcome; the API is for programs that know it. What is
 * news in a language has a sitemap of its own, which no other names.
 */
export const robots = (site: Site): string => {
  const news = site.languages.map((language) => ({ is: 'news' as const, language, number: null }))
  const sitemaps = [{ is: 'sitemap-index' as const }, ...news].map(
    (page) => `Sitemap: ${site.url}${pathOf(page, site.languages)}\n`,
  )
  return `User-agent: *\nDisallow: /api/\n${unsearched(site)}\n${sitemaps.join('')}`
}

/** What a search answers is made for who asks, and has no end for a crawler. */
const unsearched = ({ languages }: Site): string =>
  languages.map((language) => `Disallow: ${prefixOf(language, languages)}/search?\n`).join('')

const hreflang = (all: readonly { language: string; url: string }[]): Markup[] =>
  [...all, { language: 'x-default', url: all[0]?.url ?? '' }].map(
    ({ language, url }) => xml`<xhtml:link rel="alternate" hreflang="${language}" href="${url}"/>
`,
  )
