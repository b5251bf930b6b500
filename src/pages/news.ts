import { type Facts, type NewsEntry, type Page, pathOf, releasePath } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { type Markup, xml } from './markup.ts'
import { MAX_FILE } from './sitemap.ts'

/** Characters of a title in a file that would not fit into a row of 2 MB otherwise. */
const SHORT_TITLE = 100

/**
 * A news sitemap of a language (Google's extension of sitemaps.org's protocol, 0.9): what was
 * published in the last two days. Of very much news it is an index of the numbered files.
 */
export function newsSitemap(
  site: Site,
  { language, number }: Page<'news'>,
  { entries, files }: Facts<'news'>,
): string {
  if (number === null && files > 1) return index(site, language, files)
  const whole = urlset(site, language, entries)
  if (whole.length <= MAX_FILE) return whole
  const short = (title: string) =>
    title.length > SHORT_TITLE ? `${title.slice(0, SHORT_TITLE).toWellFormed()}…` : title
  const shortened = entries.map((one) => ({ ...one, headline: short(one.headline) }))
  return urlset(site, language, shortened)
}

function urlset(site: Site, language: Language, entries: readonly NewsEntry[]): string {
  // The schema demands an address, on a quiet day too: then it is the home page, which is no news.
  const home = `${site.url}${pathOf({ is: 'home', language }, site.languages)}`
  const urls =
    entries.length > 0
      ? entries.map((entry) => url(site, language, entry))
      : xml`<url>
<loc>${home}</loc>
</url>
`
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls}</urlset>
`.text
}

const url = (site: Site, language: Language, entry: NewsEntry): Markup => xml`<url>
<loc>${site.url}${releasePath(language, entry.slug, site.languages)}</loc>
<news:news>
<news:publication>
<news:name>${site.name[language]}</news:name>
<news:language>${newsLanguage(language)}</news:language>
</news:publication>
<news:publication_date>${instantText(entry.liveAt)}</news:publication_date>
<news:title>${entry.headline}</news:title>
</news:news>
</url>
`

function index(site: Site, language: Language, files: number): string {
  const locations = Array.from({ length: files }, (_, at) => {
    const path = pathOf({ is: 'news', language, number: at + 1 }, site.languages)
    return xml`<sitemap>
<loc>${site.url}${path}</loc>
</sitemap>
`
  })
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${locations}</sitemapindex>
`.text
}

/**
 * A BCP 47 tag as a news sitemap has it: the ISO 639 code of two or three letters, but for Chinese
 * `zh-cn` where it is written in simplified characters, and `zh-tw` where in traditional ones.
 */
export function newsLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  if (language !== 'zh') return new Intl.Locale(tag).language
  return script === 'Hant' ? 'zh-tw' : 'zh-cn'
}
