import { pathOf, releasePath } from '../newsroom/archive.ts'
import { monthOf } from '../newsroom/dateline.ts'
import {
  type Language,
  type Localized,
  languagesOf,
  type Published,
  type Release,
} from '../newsroom/release.ts'
import type { Contact, Site } from '../site.ts'
import { card } from './card.ts'
import { dayText, dayTime, digits, instantTime, knownInstant } from './dates.ts'
import { kindLabel, topicLabel } from './kind.ts'
import { layout } from './layout.ts'
import { dateModified, datePublished, newsArticle } from './linked-data.ts'
import { bounded, html, type Markup } from './markup.ts'
import { prose, summaryOf } from './prose.ts'
import { neighbours, trail } from './trail.ts'
import { wordsFor } from './words/words.ts'

/** The page of a public release in one of its languages. */
export function releasePage(site: Site, release: Published, language: Language): string {
  const text = release.texts[language]
  if (!text?.slug) throw new TypeError(`release ${release.id} has no text in ${language}`)
  const words = wordsFor(language)
  const name = site.name[language] ?? ''
  const path = releasePath(language, text.slug, site.languages)
  const alternates = translations(site, release, language)
  const month = monthOf(release.day)
  const place = {
    back: words.backToText,
    digits: (number: number) => digits(number, language),
  }
  // Before the text, so that its summary is told from what was parsed last.
  const notes = text.notes
    ? html`<section class="matter"><h2>${words.notes}</h2><div class="text">
${prose(text.notes, { ...place, above: 2, id: 'n' })}</div></section>`
    : null
  const body = html`<article class="release">
${trail(site, language, { month })}
<header>
<p class="kicker"><span class="kind">${kindLabel(site, release.kind, language)}</span>${
    text.department ? html` · <bdi>${text.department}</bdi>` : null
  } · ${liveTime(site, release, language)}</p>
<h1>${text.headline}</h1>
${text.subheadline ? html`<p class="standfirst">${text.subheadline}</p>` : null}
</header>
${corrections(site, release, language)}
${alsoIn(words.alsoIn, alternates)}
<div class="text">
${prose(text.body ?? '', { ...place, lead: dateline(release, language) })}
</div>
<p class="end" role="separator" aria-label="${words.end}">###</p>
${notes}
<section class="matter"><h2>${words.about(name)}</h2><p>${site.boilerplate[language]}</p></section>
<section class="matter"><h2>${words.contact}</h2>${contactLines(site.contact, language)}</section>
${topics(site, language, release.topics)}
</article>
${neighbours(language, path, [words.previousRelease, words.nextRelease])}`
  const description = summaryOf(text.summary, text.body ?? '')
  return layout(site, {
    language,
    title: text.headline ?? '',
    description,
    path,
    alternates,
    head: html`<link rel="alternate" type="text/markdown" href="${site.url}${path}.md">
<link rel="alternate" type="application/json" href="${site.url}${path}.json">
${card(site, {
  language,
  title: text.headline ?? '',
  description,
  path,
  type: 'article',
  publishedAt: datePublished(site, release, text),
  modifiedAt: dateModified(site, release, text),
  section: kindLabel(site, release.kind, language),
  tags: release.topics.map((topic) => topicLabel(site, topic, language)),
  alternates,
})}
${newsArticle(site, release, language, datelineText(release, language))}`,
    body,
  })
}

/** When it went live, as far as it is known. */
function liveTime(site: Site, release: Published, language: Language): Markup {
  const instant = knownInstant(release, site.zone)
  return instant === null
    ? dayTime(release.day, language)
    : instantTime(instant, language, site.zone)
}

/** The paths of a release's texts in other languages. */
export const translations = (site: Site, release: Release, language: Language) =>
  languagesOf(release, site.languages).flatMap((other) => {
    const slug = release.texts[other]?.slug
    return slug && other !== language
      ? [{ language: other, path: releasePath(other, slug, site.languages) }]
      : []
  })

/** Words in the page's language, or else in the first one that has them, marked as such. */
export function inLanguage(words: Localized, language: Language): Markup {
  const own = words[language]
  if (own) return html`${own}`
  const [other, text] = Object.entries(words)[0] ?? []
  return other
    ? html`<span lang="${other}" dir="${wordsFor(other as Language).direction}">${text}</span>`
    : html``
}

/** Where and when it was issued, the way the press begins a text: `DAMASCUS, March 23, 2026 — `. */
function dateline({ texts, day }: Published, language: Language): Markup {
  const place = texts[language]?.dateline?.place
  return html`<span class="dateline">${
    place ? html`<bdi class="place">${place}</bdi>${wordsFor(language).comma}` : null
  }${dayTime(day, language)} — </span>`
}

const datelineText = ({ texts, day }: Published, language: Language): string =>
  [bounded(texts[language]?.dateline?.place ?? ''), dayText(day, language)]
    .filter(Boolean)
    .join(wordsFor(language).comma)

function alsoIn(label: string, others: readonly { language: Language; path: string }[]) {
  if (others.length === 0) return null
  return html`<p class="meta">${label} ${others.map(({ language, path }, at) => {
    const { languageName, direction } = wordsFor(language)
    return html`${at > 0 ? ' · ' : null}<a href="${path}" lang="${language}" hreflang="${language}" dir="${direction}">${languageName}</a>`
  })}</p>`
}

function corrections(site: Site, release: Published, language: Language): Markup | null {
  if (release.corrections.length === 0) return null
  const words = wordsFor(language)
  return html`<section class="box" aria-labelledby="corrections"><h2 id="corrections">${words.corrections}</h2><ul>
${release.corrections.map(
  ({ at, note }) =>
    html`<li><b>${words.correctedOn} ${instantTime(at, language, site.zone)}</b> ${inLanguage(note, language)}</li>`,
)}
</ul></section>`
}

function topics(site: Site, language: Language, all: readonly string[]): Markup | null {
  if (all.length === 0) return null
  return html`<section class="matter"><h2>${wordsFor(language).topics}</h2><ul class="topics">${all.map(
    (topic) =>
      html`\n<li><a href="${pathOf({ is: 'topic', language, topic }, site.languages)}">${topicLabel(site, topic, language)}</a></li>`,
  )}
</ul></section>`
}

const contactLines = ({ name, email, phone }: Contact, language: Language): Markup =>
  html`<p><bdi>${name[language]}</bdi>${email ? html`<br><a href="mailto:${email}">${email}</a>` : null}${
    phone ? html`<br><a href="tel:${phone.replace(/[^+\d]/g, '')}" dir="ltr">${phone}</a>` : null
  }</p>`
