import { pathOf, releasePath } from '../newsroom/archive.ts'
import { type Day, dayOf, type Instant, monthOf } from '../newsroom/dateline.ts'
import {
  type Language,
  type Localized,
  languagesOf,
  type Published,
  type Release,
} from '../newsroom/release.ts'
import type { Contact, Site } from '../site.ts'
import { dayTime, instantTime, monthText } from './dates.ts'
import { kindLabel } from './kind.ts'
import { layout } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { prose, summaryOf } from './prose.ts'
import { wordsFor } from './words/words.ts'

/** The page of a public release in one of its languages. */
export function releasePage(site: Site, release: Published, language: Language): string {
  const text = release.texts[language]
  if (!text?.slug) throw new TypeError(`release ${release.id} has no text in ${language}`)
  const words = wordsFor(language)
  const name = site.name[language] ?? ''
  const alternates = translations(site, release, language)
  const body = html`<article>
${trail(site, release, language)}
<header>
<p class="kicker">${kindLabel(site, release.kind, language)}${
    text.department ? html` · <span>${text.department}</span>` : null
  }</p>
<h1>${text.headline}</h1>
${text.subheadline ? html`<p class="standfirst">${text.subheadline}</p>` : null}
<p class="meta">${liveTime(site, release, language)}</p>
${alsoIn(words.alsoIn, alternates)}
</header>
${corrections(site, release, language)}
<p class="dateline">${
    text.dateline ? html`<span>${text.dateline.place}</span> · ` : null
  }${dayTime(release.day, language)}</p>
${prose(text.body ?? '')}
<p class="end" role="separator" aria-label="${words.end}">###</p>
${
  text.notes
    ? html`<section class="matter"><h2>${words.notes}</h2>${prose(text.notes, 2)}</section>`
    : null
}
${topics(words.topics, release.topics)}
<section class="matter"><h2>${words.about(name)}</h2><p>${site.boilerplate[language]}</p></section>
<section class="matter"><h2>${words.contact}</h2>${contactLines(site.contact, language)}</section>
</article>`
  return layout(site, {
    language,
    title: text.headline ?? '',
    description: summaryOf(text.summary, text.body ?? ''),
    path: releasePath(language, text.slug, site.languages),
    alternates,
    body,
  })
}

/**
 * When it went live; only the day where no more is known, because it was filed under a bare day, or
 * where the site's zone was another one then.
 */
const liveTime = (site: Site, { liveAt, day }: Published, language: Language): Markup =>
  startsDay(liveAt, day, site.zone) || dayOf(liveAt, site.zone) !== day
    ? dayTime(day, language)
    : instantTime(liveAt, language, site.zone)

/** A day starts at a whole second: most instants are told without asking the calendar. */
const startsDay = (instant: Instant, day: Day, zone: string): boolean =>
  instant % 1000 === 0 && dayOf(instant - 1, zone) !== day

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

function trail(site: Site, release: Published, language: Language): Markup {
  const words = wordsFor(language)
  const month = monthOf(release.day)
  return html`<nav class="trail" aria-label="${words.breadcrumb}"><ul>
<li><a href="${pathOf({ is: 'archive', language }, site.languages)}">${words.archive}</a></li>
<li><a href="${pathOf({ is: 'month', language, month, number: null }, site.languages)}">${monthText(
    month,
    language,
  )}</a></li>
</ul></nav>`
}

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
  return html`<section class="box"><h2>${words.corrections}</h2><ul>
${release.corrections.map(
  ({ at, note }) =>
    html`<li>${words.correctedOn} ${instantTime(at, language, site.zone)}: ${inLanguage(note, language)}</li>`,
)}
</ul></section>`
}

const topics = (label: string, names: readonly string[]) =>
  names.length > 0 ? html`<p class="meta">${label}: ${names.join(' · ')}</p>` : null

const contactLines = ({ name, email, phone }: Contact, language: Language): Markup =>
  html`<p>${name[language]}${email ? html`<br><a href="mailto:${email}">${email}</a>` : null}${
    phone ? html`<br><a href="tel:${phone.replace(/[^+\d]/g, '')}" dir="ltr">${phone}</a>` : null
  }</p>`
