import type { Language, Withdrawn } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { instantTime } from './dates.ts'
import { kindLabel } from './kind.ts'
import { layout } from './layout.ts'
import { html } from './markup.ts'
import { inLanguage } from './release.ts'
import { wordsFor } from './words/words.ts'

/** Where the release that replaces a withdrawn one can be read. */
export interface Replacement {
  readonly headline: string
  readonly path: string
  readonly language: Language
}

/** What stays of a withdrawn release: that there was one, when it was withdrawn, and why. */
export function withdrawalNotice(
  site: Site,
  release: Withdrawn,
  language: Language,
  replacement: Replacement | null,
): string {
  const words = wordsFor(language)
  return layout(site, {
    language,
    title: words.withdrawn,
    path: null,
    body: html`<p class="kicker">${kindLabel(site, release.kind, language)}</p>
<h1>${words.withdrawn}</h1>
<div class="box">
<p>${words.withdrawnOn} ${instantTime(release.withdrawnAt, language, site.zone)}</p>
<p>${words.reason}: ${inLanguage(release.reason, language)}</p>
${
  replacement
    ? html`<p>${words.replacedBy} <a href="${replacement.path}" lang="${replacement.language}" dir="${
        wordsFor(replacement.language).direction
      }">${replacement.headline}</a></p>`
    : null
}
</div>`,
  })
}

/** A page that says what is the matter, in two sentences at most. */
export const errorPage = (site: Site, language: Language, title: string, text: string): string =>
  layout(site, {
    language,
    title,
    path: null,
    body: html`<h1>${title}</h1>
<p>${text}</p>`,
  })
