import { prefixOf } from '../newsroom/archive.ts'
import { excerptOf, found, type Part, passage } from '../newsroom/excerpt.ts'
import type { Asked, Findings, Found, Position } from '../newsroom/finding.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { topicLabel } from './kind.ts'
import { layout } from './layout.ts'
import { releaseList } from './lists.ts'
import { bounded, html, type Markup } from './markup.ts'
import { plainText, summaryOf } from './prose.ts'
import { wordsFor } from './words/words.ts'

/** Characters of what was typed that the page says again. */
export const MAX_SHOWN_QUERY = 300

/** What a search is asked by, as the form and the links between pages of results say it. */
export interface Query {
  readonly text?: string
  readonly topic?: string | null
  readonly year?: string | null
  readonly everyLanguage?: boolean
  readonly after?: Position | null
}

/** The address of a search; of the page itself where nothing is asked. */
export function searchPath(site: Site, language: Language, query: Query = {}): string {
  // Made of whole characters first: half of one has no place in an address (RFC 3986, section 2.5).
  const fields = new URLSearchParams()
  if (query.text) fields.set('q', query.text.toWellFormed())
  if (query.topic) fields.set('topic', query.topic)
  if (query.year) fields.set('year', query.year)
  if (query.everyLanguage) fields.set('language', 'all')
  if (query.after) fields.set('after', `${query.after.tier}.${query.after.key}`)
  const path = `${prefixOf(language, site.languages)}/search`
  return fields.size > 0 ? `${path}?${fields}` : path
}

/**
 * What was found, with the form to look further.
 *
 * @param findings null where nothing was asked for
 */
export function searchPage(
  site: Site,
  language: Language,
  asked: Asked,
  findings: Findings | null,
): string {
  const words = wordsFor(language)
  const query = queryOf(asked, language)
  const text = bounded(shown(asked.text))
  return layout(site, {
    language,
    title: text ? `${text} – ${words.search}` : words.search,
    path: searchPath(site, language),
    alternates: site.languages
      .filter((other) => other !== language)
      .map((other) => ({ language: other, path: searchPath(site, other) })),
    body: html`<h1>${words.search}</h1>
${searchForm(site, language, query)}
${results(site, language, asked, findings)}`,
  })
}

/** The form that searches, as it was filled in; without a query it asks for words only. */
export function searchForm(site: Site, language: Language, query?: Query): Markup {
  const words = wordsFor(language)
  const text = shown(query?.text ?? '')
  // Where nothing is written, the page's own direction is the better guess.
  const written = text ? html` value="${text}" dir="auto"` : null
  return html`<form class="search" role="search" action="${searchPath(site, language)}" method="get">
<p class="words"><label for="q">${words.searchWords}</label>
<input id="q" name="q" type="search"${written}></p>
${query && narrowing(site, language, query)}<p><button type="submit">${words.search}</button></p>
</form>`
}

function narrowing(site: Site, language: Language, { topic, year, everyLanguage }: Query): Markup {
  const words = wordsFor(language)
  return html`${topicField(site, language, topic ?? null)}
<p><label for="year">${words.year}</label>
<input id="year" name="year" inputmode="numeric" pattern="[0-9٠-٩۰-۹]{4}" size="4"${
    year ? html` value="${year}"` : null
  }></p>
${
  site.languages.length > 1
    ? html`<p class="tick"><input id="all" name="language" type="checkbox" value="all"${
        everyLanguage ? html` checked="checked"` : null
      }> <label for="all">${words.everyLanguage}</label></p>\n`
    : null
}`
}

function topicField(site: Site, language: Language, chosen: string | null): Markup | null {
  const words = wordsFor(language)
  const topics = new Set([...Object.keys(site.topics), ...(chosen === null ? [] : [chosen])])
  if (topics.size === 0) return null
  return html`<p><label for="topic">${words.topic}</label>
<select id="topic" name="topic"><option value="">${words.everyTopic}</option>${[...topics].map(
    (topic) =>
      html`<option value="${topic}"${topic === chosen ? html` selected="selected"` : null}>${topicLabel(
        site,
        topic,
        language,
      )}</option>`,
  )}</select></p>`
}

function results(site: Site, language: Language, asked: Asked, findings: Findings | null): Markup {
  const words = wordsFor(language)
  if (findings === null) return html`<p class="quiet">${words.askedNothing}</p>`
  if (findings.found.length === 0)
    return html`<p><strong>${words.foundNothing}</strong> ${words.foundNothingText}</p>`
  const more = findings.next && {
    ...queryOf(asked, language),
    after: findings.next,
  }
  return html`<section aria-label="${words.results}">
${releaseList(site, language, findings.found, {
  headline: ({ headline }) => highlighted(excerptOf(headline, asked.terms, headline.length)),
  about: (release) => highlighted(aboutOf(release, asked.terms)),
})}
${more ? html`<p class="onward"><a rel="next" href="${searchPath(site, language, more)}">${words.moreResults}</a></p>` : null}
</section>`
}

/** What is told of a release: its own summary, unless the words stand in its body only. */
function aboutOf(release: Found, terms: Asked['terms']): Part[] {
  const summary = summaryOf(release.subheadline ?? release.summary, release.opening)
  const own = terms.length === 0 || found(summary, terms).length > 0
  if (own) return excerptOf(summary, terms, summary.length)
  return excerptOf(plainText(passage(release.body, terms)), terms)
}

const highlighted = (parts: readonly Part[]): Markup =>
  html`${parts.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text))}`

const queryOf = ({ text, topic, year, languages }: Asked, language: Language): Query => ({
  text,
  topic,
  year,
  everyLanguage: languages.some((one) => one !== language),
})

/** What was typed, so far as the page says it again, with nothing in it that cannot be seen. */
const shown = (text: string): string =>
  text
    .slice(0, MAX_SHOWN_QUERY)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim()
