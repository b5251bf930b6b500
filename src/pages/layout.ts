import { pathOf, prefixOf } from '../newsroom/archive.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { html, type Markup, raw } from './markup.ts'
import { STYLE } from './style.ts'
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
  readonly body: Markup
}

/** A whole HTML document. */
export function layout(site: Site, sheet: Sheet): string {
  const { language, title, path, alternates = [] } = sheet
  const words = wordsFor(language)
  const name = site.name[language] ?? ''
  const home = prefixOf(language, site.languages) || '/'
  const links = [
    path === null
      ? html`<meta name="robots" content="noindex">`
      : html`<link rel="canonical" href="${site.url}${path}">`,
    alternateLinks(site, language, path, alternates),
  ]
  const others = site.languages
    .filter((other) => other !== language)
    .map((other) => {
      const own = alternates.find((alternate) => alternate.language === other)
      const href = own?.path ?? pathOf({ is: 'home', language: other }, site.languages)
      return html`<li><a href="${href}" lang="${other}" hreflang="${other}" dir="${
        wordsFor(other).direction
      }">${wordsFor(other).languageName}</a></li>`
    })
  return html`<!doctype html>
<html lang="${language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === name ? name : `${title} – ${name}`}</title>
${sheet.description ? html`<meta name="description" content="${sheet.description}">` : null}
${links}
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="site">
<a class="name" href="${home}">${name}</a>
<nav aria-label="${words.pages}"><ul>
<li><a href="${pathOf({ is: 'archive', language }, site.languages)}">${words.archive}</a></li>
${others}
</ul></nav>
</header>
<main id="content">
${sheet.body}
</main>
<footer class="site">
<p>${name}</p>
</footer>
</body>
</html>
`.text
}

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
