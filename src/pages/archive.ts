import { type Facts, type Page, pathOf, type Window } from '../newsroom/archive.ts'
import type { Site } from '../site.ts'
import { monthBars, monthRows, releaseCount } from './bars.ts'
import { digits, monthText, weekdayTime, yearText } from './dates.ts'
import { layout } from './layout.ts'
import { releaseList } from './lists.ts'
import { html, type Markup } from './markup.ts'
import { searchForm } from './search.ts'
import { neighbours, trail } from './trail.ts'
import { wordsFor } from './words/words.ts'

/** The latest releases, the first of them above the others. */
export function homePage(site: Site, page: Page<'home'>, facts: Facts<'home'>): string {
  const { language } = page
  const words = wordsFor(language)
  return layout(site, {
    language,
    title: site.name[language] ?? '',
    description: site.boilerplate[language] ?? '',
    path: pathOf(page, site.languages),
    alternates: inOthers(site, page),
    body: html`<div class="front">
<h1>${words.latest}</h1>
${facts.latest.length > 0 ? releaseList(site, language, facts.latest) : html`<p>${words.nothingYet}</p>`}
<p class="onward"><a href="${pathOf({ is: 'archive', language }, site.languages)}">${words.archive}</a></p>
${searchForm(site, language)}
</div>`,
  })
}

/** The years that have releases, newest first, each with its months. */
export function archivePage(site: Site, page: Page<'archive'>, facts: Facts<'archive'>): string {
  const { language } = page
  const words = wordsFor(language)
  const years = [...Map.groupBy(facts.months, ({ month }) => month.slice(0, 4))]
  const most = Math.max(...facts.months.map(({ count }) => count))
  return layout(site, {
    language,
    title: words.archive,
    path: pathOf(page, site.languages),
    alternates: inOthers(site, page),
    body: html`<h1>${words.archive}</h1>
${years.length === 0 ? html`<p>${words.nothingYet}</p>` : null}
${years.map(
  ([year, months]) => html`<section class="year">
<h2><a href="${pathOf({ is: 'year', language, year }, site.languages)}">${yearText(year, language)}</a> <span>${releaseCount(
    months.reduce((sum, { count }) => sum + count, 0),
    language,
  )}</span></h2>
${monthBars(site, language, year, months, most)}
</section>
`,
)}`,
  })
}

/** The months of a year that have releases, newest first. */
export function yearPage(site: Site, page: Page<'year'>, facts: Facts<'year'>): string {
  const { language, year } = page
  const words = wordsFor(language)
  const path = pathOf(page, site.languages)
  return layout(site, {
    language,
    title: `${yearText(year, language)} – ${words.archive}`,
    path,
    body: html`${trail(site, language)}
<h1>${yearText(year, language)}</h1>
${monthRows(site, language, facts.months)}
${neighbours(language, path, [words.earlierYear, words.laterYear])}`,
  })
}

/** The releases of a month, or of one numbered part of it, by day. */
export function monthPage(site: Site, page: Page<'month'>, facts: Facts<'month'>): string {
  const { language, month, number } = page
  const words = wordsFor(language)
  const title = monthText(month, language)
  const part = number === null ? null : ` (${digits(number, language)})`
  const days = [...Map.groupBy(facts.listed, ({ day }) => day)]
  return layout(site, {
    language,
    title: `${title}${part ?? ''}`,
    path: pathOf(page, site.languages),
    body: html`${trail(site, language, { year: month.slice(0, 4) })}
<h1>${title}${part}</h1>
${days.length === 0 ? html`<p>${words.nothingHere}</p>` : null}
${days.map(
  ([day, listed]) => html`<section class="day">
<h2>${weekdayTime(day, language)}</h2>
${releaseList(site, language, listed, { level: 3, dated: false })}
</section>
`,
)}
${turnPages(site, page, facts.window)}
${neighbours(language, pathOf({ ...page, number: null }, site.languages), [
  words.earlierMonth,
  words.laterMonth,
])}`,
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

/** A page that every language has. Years and months are not: there may be nothing in them. */
const inOthers = (site: Site, page: Page<'home' | 'archive'>) =>
  site.languages
    .filter((language) => language !== page.language)
    .map((language) => ({ language, path: pathOf({ ...page, language }, site.languages) }))
