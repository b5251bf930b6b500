import { pathOf } from '../newsroom/archive.ts'
import type { Month } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { monthText, yearText } from './dates.ts'
import { html, type Markup } from './markup.ts'
import { wordsFor } from './words/words.ts'

/** The way from the archive to a page: the archive itself, and where it is said, a year or a month. */
export function trail(
  site: Site,
  language: Language,
  { year, month }: { readonly year?: string; readonly month?: Month } = {},
): Markup {
  const words = wordsFor(language)
  const step = (path: string, label: string) => html`<li><a href="${path}">${label}</a></li>\n`
  return html`<nav class="trail" aria-label="${words.breadcrumb}"><ul>
${step(pathOf({ is: 'archive', language }, site.languages), words.archive)}${
  year
    ? step(pathOf({ is: 'year', language, year }, site.languages), yearText(year, language))
    : null
}${
  month
    ? step(
        pathOf({ is: 'month', language, month, number: null }, site.languages),
        monthText(month, language),
      )
    : null
}</ul></nav>`
}

/**
 * Links to what comes before and after a page. They are resolved when they are followed: a page need
 * not change when it gets another neighbour.
 *
 * @param path the page's own, under which its neighbours are asked for
 */
export const neighbours = (
  language: Language,
  path: string,
  [previous, next]: readonly [previous: string, next: string],
): Markup => html`<nav class="turn" aria-label="${wordsFor(language).neighbours}">
<a rel="prev nofollow" href="${path}/previous">${previous}</a>
<a rel="next nofollow" href="${path}/next">${next}</a>
</nav>`
