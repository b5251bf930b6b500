import type { Language, Withdrawn } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { instantTime } from './dates.ts'
import { kindLabel } from './kind.ts'
import { layout } from './layout.ts'
import { html } from './markup.ts'
import { inLanguage } from './release.ts'
import { searchForm } from './search.ts'
import { trail } from './trail.ts'
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
    body: html`<article>
<p class="kicker"><span class="kind">${kindLabel(site, release.kind, language)}</span></p>
<h1>${words.withdrawn}</h1>
<dl class="box">
<dt>${words.withdrawnOn}</dt> <dd>${instantTime(release.withdrawnAt, language, site.zone)}</dd>
<dt>${words.reason}</dt> <dd>${inLanguage(release.reason, language)}</dd>
${
  replacement
    ? html`<dt>${words.replacedBy}</dt> <dd><a href="${replacement.path}" lang="${replacement.language}" dir="${
        wordsFor(replacement.language).direction
      }">${replacement.headline}</a></dd>`
    : null
}
</dl>
</article>`,
  })
}

/**
 * A page that says what is the matter, in two sentences at most.
 *
 * @param searching whether looking for something else may help: not where the newsroom is away
 */
export const errorPage = (
  site: Site,
  language: Language,
  title: string,
  text: string,
  searching = false,
): string =>
  layout(site, {
    language,
    title,
    path: null,
    body: html`${searching ? trail(site, language) : null}
<h1>${title}</h1>
<p>${text}</p>
${searching ? searchForm(site, language) : null}`,
  })
