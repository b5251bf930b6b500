import { type Listed, releasePath } from '../newsroom/archive.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { dayTime } from './dates.ts'
import { kindLabel } from './kind.ts'
import { html, type Markup } from './markup.ts'
import { shorten, summaryOf } from './prose.ts'
import { wordsFor } from './words/words.ts'

/** A release in a list. Of another language than the page it says which. */
export type Line = Listed & { readonly language?: Language }

/**
 * How a list shows its releases.
 *
 * @property level of their headings
 * @property dated whether each tells its day
 * @property headline and `about`: what each says, where it is not as it was written
 */
export interface Showing<Of extends Line> {
  readonly level?: 2 | 3
  readonly dated?: boolean
  readonly headline?: (release: Of) => Markup
  readonly about?: (release: Of) => Markup
}

/** Releases by their headlines, in the order given. */
export const releaseList = <Of extends Line>(
  site: Site,
  language: Language,
  listed: readonly Of[],
  showing: Showing<Of> = {},
): Markup =>
  html`<ol class="releases">${listed.map(
    (release) => html`
<li>${line(site, language, release, showing)}</li>`,
  )}
</ol>`

function line<Of extends Line>(
  site: Site,
  language: Language,
  release: Of,
  { level = 2, dated = true, headline, about }: Showing<Of>,
): Markup {
  const own = release.language ?? language
  const { languageName, direction } = wordsFor(own)
  const tongue = own === language ? null : html` lang="${own}" dir="${direction}"`
  const link = html`<a href="${releasePath(own, release.slug, site.languages)}"${tongue}>${
    headline?.(release) ?? release.headline
  }</a>`
  return html`<article>
<p class="kicker"><span class="kind">${kindLabel(site, release.kind, language)}</span>${
    dated ? html` · ${dayTime(release.day, language)}` : null
  }${tongue && html` · <span${tongue}>${languageName}</span>`}</p>
${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
<p${tongue}>${about?.(release) ?? shorten(summaryOf(release.subheadline ?? release.summary, release.opening))}</p>
</article>`
}
