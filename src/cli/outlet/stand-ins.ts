import { MARK } from './folder.ts'
import type { Copied } from './static.ts'
import { asHtml } from '../signs.ts'

/** An address that leads to another one, or to another site. */
export interface Moved {
  readonly from: string
  readonly to: string
}

/** A page that leads on by itself, for browsers and crawlers. */
export function movedPage(origin: string, target: string): string {
  const href = asHtml(target)
  const whole = asHtml(new URL(target, origin).href)
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>→ ${whole}</title>
<link rel="canonical" href="${whole}">
<meta http-equiv="refresh" content="0; url=${href}">
</head>
<body>
<p><a href="${href}">→ ${whole}</a></p>
</body>
</html>
`
}

/**
 * The lasting redirects in the form that static hosts read (`_redirects`: from, to, status). Those
 * that are told apart by a query stand in it as comments, because hosts do not agree about them.
 */
export const redirects = (lasting: readonly Moved[], queries: readonly Moved[]): string =>
  [
    ...lasting.toSorted(byFrom).map(({ from, to }) => `${from} ${to} 301\n`),
    ...queries.toSorted(byFrom).map(({ from, to }) => `# ${from} ${to} 301\n`),
  ].join('')

const byFrom = (a: Moved, b: Moved) => (a.from < b.from ? -1 : 1)

const NO_SEARCH: Readonly<Record<string, string>> = {
  ar: 'هذه نسخة ثابتة من الموقع، ولا يعمل البحث فيها. كل البيانات في الأرشيف.',
  fr: 'Ceci est une copie du site, dans laquelle la recherche ne fonctionne pas. Tout est dans les archives.',
  en: 'This is a copy of the site, in which the search does not work. Everything is in the archive.',
}

/** The page with a sentence where it has a search form; the same bytes where it has none. */
export function withoutSearch(body: Buffer): Buffer | string {
  const page = body.toString('utf8')
  if (!FORM.test(page)) return body
  const language = /<html lang="([a-z]+)/.exec(page)?.[1] ?? 'en'
  return page.replace(FORM, `<p><strong>${NO_SEARCH[language] ?? NO_SEARCH.en}</strong></p>`)
}

const FORM = /<form class="search"[\s\S]*?<\/form>/

/** How many of a list are told one by one. */
const MAX_LISTED = 200

/** What the copy is, for whoever finds it, in `README.txt`. */
export function readme(copied: Copied): string {
  const { at, url, files, bytes, notices, moved, unnoticed, missing, broken, queries } = copied
  return `${MARK}: ${url}, begun at ${at}.

${files} files, ${bytes} bytes. Serve this folder at the root of ${url}
with any web server, as UTF-8, and with 404.html for what is not there.

Only what the public could read is here, byte for byte, but for this:

- Addresses of pages end in a slash, to which servers lead by themselves. Links that
  are written in a text relative to its address lead elsewhere.
- The search needs the newsroom, and so does the API. A sentence stands where the form was.
- Notices of withdrawn releases (${notices}) answer 200 where they answered 410.
- ${moved} pages only lead on to another address. _redirects has the lasting ones, for
  servers that read it: they are redirects in the newsroom.
- ETags, policies and lifetimes are your server's. *.json feeds are application/feed+json, feed.xml
  is application/atom+xml, rss.xml is application/rss+xml, *.md is text/markdown.
- "Before" and "after" a release are what they were when this was made.
${unnoticed ? `- ${unnoticed} withdrawn releases have no notice here, and old addresses do not lead on: they are\n  told to a token with the scope read only, and none was given.\n` : ''}${listed('Could not be copied', missing)}${listed('Links that lead nowhere, there as here', broken)}${listed(
  'Redirects with a query, which need a rule of your server',
  queries.map(({ from, to }) => `${from} ${to}`),
)}`
}

function listed(what: string, all: readonly string[]): string {
  if (all.length === 0) return ''
  const more = all.length > MAX_LISTED ? [`and ${all.length - MAX_LISTED} more`] : []
  return `\n${what}:\n\n${[...all.slice(0, MAX_LISTED), ...more].map((line) => `    ${line}`).join('\n')}\n`
}
