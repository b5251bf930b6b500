import {
  type Facts,
  type Listed,
  type MonthCount,
  type Page,
  pathOf,
  releasePath,
  type Window,
} from '../newsroom/archive.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { dayTime, digits, monthName, monthText, yearText } from './dates.ts'
import { kindLabel } from './kind.ts'
import { layout } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { summaryOf } from './prose.ts'
import { wordsFor } from './words/words.ts'

/** The latest releases. */
export function homePage(site: Site, page: Page<'home'>, facts: Facts<'home'>): string {
  const { language } = page
  const words = wordsFor(language)
  return layout(site, {
    language,
    title: site.name[language] ?? '',
    description: site.boilerplate[language] ?? '',
    path: pathOf(page, site.languages),
    alternates: inOthers(site, page),
    body: html`<h1>${words.latest}</h1>
${facts.latest.length > 0 ? releaseList(site, language, facts.latest) : html`<p>${words.nothingYet}</p>`}`,
  })
}

/** The years that have releases, newest first. */
export function archivePage(site: Site, page: Page<'archive'>, facts: Facts<'archive'>): string {
  const { language } = page
  const words = wordsFor(language)
  const years = [...Map.groupBy(facts.months, ({ month }) => month.slice(0, 4))]
  return layout(site, {
    language,
    title: words.archive,
    path: pathOf(page, site.languages),
    alternates: inOthers(site, page),
    body: html`<h1>${words.archive}</h1>
${years.length === 0 ? html`<p>${words.nothingYet}</p>` : null}
<ul class="counts">${years.map(
      ([year, months]) => html`
<li><a href="${pathOf({ is: 'year', language, year }, site.languages)}">${yearText(year, language)}</a> ${counted(
        months.reduce((sum, { count }) => sum + count, 0),
        language,
      )}</li>`,
    )}
</ul>`,
  })
}

/** The months of a year that have releases, newest first. */
export function yearPage(site: Site, page: Page<'year'>, facts: Facts<'year'>): string {
  const { language, year } = page
  return layout(site, {
    language,
    title: `${wordsFor(language).archive}: ${yearText(year, language)}`,
    path: pathOf(page, site.languages),
    body: html`${trail(site, language)}
<h1>${yearText(year, language)}</h1>
<ul class="counts">${facts.months.map(
      ({ month, count }: MonthCount) => html`
<li><a href="${pathOf({ is: 'month', language, month, number: null }, site.languages)}">${monthName(
        month,
        language,
      )}</a> ${counted(count, language)}</li>`,
    )}
</ul>`,
  })
}

/** The releases of a month, or of one numbered part of it. */
export function monthPage(site: Site, page: Page<'month'>, facts: Facts<'month'>): string {
  const { language, month, number } = page
  const words = wordsFor(language)
  const title = monthText(month, language)
  const part = number === null ? null : ` (${digits(number, language)})`
  return layout(site, {
    language,
    title: `${title}${part ?? ''}`,
    path: pathOf(page, site.languages),
    body: html`${trail(site, language, month.slice(0, 4))}
<h1>${title}${part}</h1>
${
  facts.listed.length > 0
    ? releaseList(site, language, facts.listed)
    : html`<p>${words.nothingHere}</p>`
}
${turnPages(site, page, facts.window)}`,
  })
}

function turnPages(site: Site, page: Page<'month'>, window: Window): Markup | null {
  const { language } = page
  const words = wordsFor(language)
  const at = (number: number) => pathOf({ ...page, number }, site.languages)
  const older = window.number > 1 ? at(window.number - 1) : null
  // The page after the last full one is the month's own; its numbered address leads there, so that
  // a full page need not change when the next one is full.
  const newer = page.number === null ? null : at(window.number + 1)
  if (!older && !newer) return null
  return html`<nav class="turn" aria-label="${monthText(page.month, language)}">
${older ? html`<a rel="next" href="${older}">${words.older}</a>` : null}
${newer ? html`<a rel="prev" href="${newer}">${words.newer}</a>` : null}
</nav>`
}

const releaseList = (site: Site, language: Language, listed: readonly Listed[]): Markup =>
  html`<ol class="releases">${listed.map(
    (release) => html`
<li><article>
<p class="kicker">${kindLabel(site, release.kind, language)} · ${dayTime(release.day, language)}</p>
<h2><a href="${releasePath(language, release.slug, site.languages)}">${release.headline}</a></h2>
<p>${release.subheadline ?? summaryOf(release.summary, release.opening)}</p>
</article></li>`,
  )}
</ol>`

const counted = (count: number, language: Language): Markup =>
  html`<span>${wordsFor(language).releases(count, digits(count, language))}</span>`

const trail = (site: Site, language: Language, year?: string): Markup =>
  html`<nav class="trail" aria-label="${wordsFor(language).breadcrumb}"><ul>
<li><a href="${pathOf({ is: 'archive', language }, site.languages)}">${
    wordsFor(language).archive
  }</a></li>
${
  year
    ? html`<li><a href="${pathOf({ is: 'year', language, year }, site.languages)}">${yearText(
        year,
        language,
      )}</a></li>`
    : null
}
</ul></nav>`

/** A page that every language has. Years and months are not: there may be nothing in them. */
const inOthers = (site: Site, page: Page<'home' | 'archive'>) =>
  site.languages
    .filter((language) => language !== page.language)
    .map((language) => ({ language, path: pathOf({ ...page, language }, site.languages) }))
