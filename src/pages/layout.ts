import { feedFolder, type Page, pathOf, prefixOf } from '../newsroom/archive.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { icon } from './brand.ts'
import { card } from './card.ts'
import { topicLabel } from './kind.ts'
import { html, type Markup, raw } from './markup.ts'
import { styleFor } from './style.ts'
import { wordsFor } from './words/words.ts'

/** A page's own part. */
export interface Sheet {
  readonly language: Language
  /** Plain text, without the site's name. */
  readonly title: string
  readonly description?: string
  /** Null for what has no address of its own: errors and notices, which robots leave out. */
  readonly path: string | null
  /** The same in other languages, by path. */
  readonly alternates?: readonly { language: Language; path: string }[]
  /** The feed of what the page is about; the language's where none is said. */
  readonly feed?: Page<'feed'>
  /** What else its head says, to machines; what links to it may show, where none is said. */
  readonly head?: Markup
  readonly body: Markup
}

/** A whole HTML document. */
export function layout(site: Site, sheet: Sheet): string {
  const { language, path, alternates = [] } = sheet
  const words = wordsFor(language)
  const name = site.name[language] ?? ''
  const feed: Page<'feed'> = sheet.feed ?? { is: 'feed', language, topic: null }
  const links = [
    path === null
      ? html`<meta name="robots" content="noindex">`
      : html`<link rel="canonical" href="${site.url}${path}">\n`,
    alternateLinks(site, language, path, alternates),
    path === null ? null : feedLinks(site, language, feed),
  ]
  return html`<!doctype html>
<html lang="${language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(sheet.title, name)}</title>
${described(site, sheet)}
<link rel="icon" href="${icon(site)}">
${links}${sheet.head ?? plainCard(site, sheet)}
<style>${raw(styleFor(site))}</style>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
${masthead(site, sheet)}
<main id="content">
${sheet.body}
</main>
<footer class="site">
<p class="name">${name}</p>
<ul>
<li><a href="${pathOf({ is: 'archive', language }, site.languages)}">${words.archive}</a></li>
<li><a href="${feedFolder(feed, site.languages)}/feed.xml">${words.feed}</a></li>
${site.contact.email ? html`<li><a href="mailto:${site.contact.email}">${site.contact.email}</a></li>` : null}
</ul>
${path === null ? null : html`<p class="address"><bdi>${decodeURI(`${site.url}${path}`)}</bdi></p>`}
</footer>
</body>
</html>
`.text
}

function masthead(site: Site, { language, path, alternates = [] }: Sheet): Markup {
  const words = wordsFor(language)
  const prefix = prefixOf(language, site.languages)
  const link = (href: string, label: string) =>
    html`<li><a href="${href}"${href === path ? html` aria-current="page"` : null}>${label}</a></li>\n`
  const others = site.languages
    .filter((other) => other !== language)
    .map((other) => {
      const own = alternates.find((alternate) => alternate.language === other)
      const href = own?.path ?? pathOf({ is: 'home', language: other }, site.languages)
      return html`<li><a href="${href}" lang="${other}" hreflang="${other}" dir="${
        wordsFor(other).direction
      }">${wordsFor(other).languageName}</a></li>\n`
    })
  return html`<header class="site">
<a class="name" href="${prefix || '/'}">${
    site.logo === null
      ? null
      : html`<span class="logo" aria-hidden="true">${raw(site.logo)}</span> `
  }<span>${site.name[language]}</span></a>
<nav aria-label="${words.pages}"><ul>
${link(pathOf({ is: 'archive', language }, site.languages), words.archive)}${link(
  `${prefix}/search`,
  words.search,
)}${others}</ul></nav>
</header>`
}

/** What the page is about; where it does not say so itself, who publishes it. */
const descriptionOf = (site: Site, { language, title, description }: Sheet): string =>
  description || `${title} – ${site.boilerplate[language]}`

const described = (site: Site, sheet: Sheet): Markup | null =>
  sheet.path === null
    ? null
    : html`<meta name="description" content="${descriptionOf(site, sheet)}">`

function plainCard(site: Site, sheet: Sheet): Markup | null {
  const { language, title, path, alternates = [] } = sheet
  if (path === null) return null
  const description = descriptionOf(site, sheet)
  return card(site, { language, title, description, path, type: 'website', alternates })
}

const titleOf = (title: string, name: string): Markup =>
  title === name ? html`${name}` : html`${title} – ${name}`

/** hreflang links, itself included, and x-default: the site's first language that it is in. */
function alternateLinks(
  site: Site,
  language: Language,
  path: string | null,
  others: readonly { language: Language; path: string }[],
): Markup[] {
  if (path === null || others.length === 0) return []
  const all = [{ language, path }, ...others].sort(
    (a, b) => site.languages.indexOf(a.language) - site.languages.indexOf(b.language),
  )
  const tagged = all.map((one) => ({ tag: one.language as string, path: one.path }))
  return [...tagged, { tag: 'x-default', path: all[0]?.path ?? path }].map(
    (one) => html`<link rel="alternate" hreflang="${one.tag}" href="${site.url}${one.path}">\n`,
  )
}

/** The three formats of a feed, by their media types and the names that readers know. */
const FORMATS = [
  ['application/atom+xml', 'feed.xml', 'Atom'],
  ['application/rss+xml', 'rss.xml', 'RSS'],
  ['application/feed+json', 'feed.json', 'JSON Feed'],
] as const

function feedLinks(site: Site, language: Language, feed: Page<'feed'>): Markup[] {
  const about = feed.topic === null ? '' : ` – ${topicLabel(site, feed.topic, language)}`
  const link = (of: Page<'feed'>, what: string, [type, file, format]: (typeof FORMATS)[number]) =>
    html`<link rel="alternate" type="${type}" href="${site.url}${feedFolder(
      of,
      site.languages,
    )}/${file}" title="${site.name[language]}${what} (${format})">\n`
  const own = FORMATS.map((format) => link(feed, about, format))
  if (site.languages.length === 1) return own
  const { everyLanguage } = wordsFor(language)
  return [...own, link(OF_ALL, ` – ${everyLanguage}`, FORMATS[0])]
}

const OF_ALL: Page<'feed'> = { is: 'feed', language: null, topic: null }
