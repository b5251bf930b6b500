import { type MonthCount, pathOf } from '../newsroom/archive.ts'
import type { Month } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { digits, monthName, monthText, shortMonthName } from './dates.ts'
import { html, type Markup } from './markup.ts'
import { wordsFor } from './words/words.ts'

/** The height that the bar of the busiest month has, and the least that any has. */
const TALLEST = 40
const LEAST = 2

/**
 * The twelve months of a year side by side, each with a bar as high as it had releases; one without
 * any is an empty place.
 *
 * @param most the releases of the busiest month that the page shows
 */
export function monthBars(
  site: Site,
  language: Language,
  year: string,
  months: readonly MonthCount[],
  most: number,
): Markup {
  const counts = new Map<string, number>(months.map(({ month, count }) => [month, count]))
  return html`<ol class="months">${TWELVE.map((number) => {
    const month = `${year}-${number}` as Month
    const count = counts.get(month) ?? 0
    if (count === 0)
      return html`\n<li>${said(language, month, 0)}<span aria-hidden="true">${shortMonthName(month, language)}</span></li>`
    const height = Math.max(LEAST, Math.round((TALLEST * count) / most))
    return html`
<li><a href="${pathOf({ is: 'month', language, month, number: null }, site.languages)}">${said(
      language,
      month,
      count,
    )}<svg viewBox="0 0 1 ${TALLEST}" preserveAspectRatio="none" aria-hidden="true"><rect y="${
      TALLEST - height
    }" width="1" height="${height}"></rect></svg><span aria-hidden="true">${shortMonthName(
      month,
      language,
    )}</span><b aria-hidden="true">${digits(count, language)}</b></a></li>`
  })}
</ol>`
}

/** Months one below another, in the order given, each with a bar as long as it had releases. */
export function monthRows(site: Site, language: Language, months: readonly MonthCount[]): Markup {
  const most = Math.max(...months.map(({ count }) => count))
  return html`<ol class="counts">${months.map(({ month, count }) => {
    const path = pathOf({ is: 'month', language, month, number: null }, site.languages)
    // The bar is as wide as its svg, which begins where the line does: also from the right.
    return html`
<li><a href="${path}">${monthName(month, language)}</a>
<span class="bar"><svg width="${Math.max(1, Math.round((100 * count) / most))}%" height="12" aria-hidden="true"><rect width="100%" height="12"></rect></svg></span>
<span class="count">${releaseCount(count, language)}</span></li>`
  })}
</ol>`
}

/** `12 releases`, in the language's numerals. */
export const releaseCount = (count: number, language: Language): string =>
  wordsFor(language).releases(count, digits(count, language))

const TWELVE = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'))

/** What a place says to those who do not see its bar. */
const said = (language: Language, month: Month, count: number): Markup =>
  html`<span class="unseen">${monthText(month, language)}${wordsFor(language).comma}${releaseCount(
    count,
    language,
  )}</span>`
