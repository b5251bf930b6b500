import { releasePath } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import {
  type Correction,
  type Language,
  languagesOf,
  type Published,
  type Text,
} from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { knownInstant } from './dates.ts'
import { kindLabel, topicLabel } from './kind.ts'
import { html, json, type Markup } from './markup.ts'
import { summaryOf } from './prose.ts'

/**
 * A text as schema.org's NewsArticle, in JSON-LD. It says what the record and the settings say, and
 * leaves out what they do not.
 *
 * @param dateline as the page shows it
 */
export function newsArticle(
  site: Site,
  release: Published,
  language: Language,
  dateline = release.texts[language]?.dateline?.place,
): Markup {
  const text = release.texts[language]
  if (!text?.slug) throw new TypeError(`release ${release.id} has no text in ${language}`)
  const url = urlOf(site, language, text.slug)
  const institution = { '@type': 'Organization', name: site.name[language], url: `${site.url}/` }
  const department = text.department && { '@type': 'Organization', name: text.department }
  const article = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    url,
    mainEntityOfPage: url,
    headline: text.headline,
    alternativeHeadline: text.subheadline,
    description: summaryOf(text.summary, text.body ?? ''),
    articleSection: kindLabel(site, release.kind, language),
    keywords: release.topics.map((topic) => topicLabel(site, topic, language)),
    datePublished: datePublished(site, release, text),
    dateModified: dateModified(site, release, text),
    dateline,
    inLanguage: language,
    author: told({ ...institution, department }),
    publisher: institution,
    isAccessibleForFree: true,
    correction: release.corrections.map((correction) => comment(correction, language)),
    exampleOfWork: announcement(site, release, language),
  }
  return html`<script type="application/ld+json">${json(told(article))}</script>`
}

/**
 * When a text went public: an instant, or the day alone where no more is known, because the release
 * was filed under a bare day or where the site's zone was another one then. A text added to a
 * public release went public when it was added.
 */
export function datePublished(site: Site, release: Published, { publicFrom }: Text): string {
  const first = Math.min(
    ...Object.values<Text>(release.texts).map((text) => text.publicFrom ?? Infinity),
  )
  if (publicFrom !== null && publicFrom > first) return instantText(publicFrom)
  const instant = knownInstant(release, site.zone)
  return instant === null ? release.day : instantText(instant)
}

/** When a text was changed last; when it went public where that never happened since. */
export const dateModified = (site: Site, release: Published, text: Text): string =>
  text.changedAt === null || text.changedAt === text.publicFrom
    ? datePublished(site, release, text)
    : instantText(text.changedAt)

const urlOf = (site: Site, language: Language, slug: string): string =>
  `${site.url}${releasePath(language, slug, site.languages)}`

/** The words that people see: in their language, or else in the first that has any. */
function comment({ at, note }: Correction, language: Language) {
  const [inLanguage = language, text] = note[language]
    ? [language, note[language]]
    : (Object.entries(note)[0] ?? [])
  return { '@type': 'CorrectionComment', text, datePublished: instantText(at), inLanguage }
}

/**
 * The release itself, of which its texts are the realisations. schema.org's `workTranslation` would
 * say of each that it is the original (it is the inverse of `translationOfWork`, "has been
 * translated from"), and which one that is nobody wrote down.
 */
function announcement(site: Site, release: Published, language: Language) {
  const others = languagesOf(release, site.languages).flatMap((other) => {
    const slug = other === language ? null : release.texts[other]?.slug
    if (!slug) return []
    const url = urlOf(site, other, slug)
    return [{ '@type': 'NewsArticle', '@id': url, url, inLanguage: other }]
  })
  return (
    others.length > 0 && {
      '@type': 'CreativeWork',
      '@id': `${site.url}/api/releases/${release.id}`,
      workExample: others,
    }
  )
}

/** Without what is not known. */
const told = (thing: object): object =>
  Object.fromEntries(
    Object.entries(thing).filter(
      ([, value]) =>
        value !== null &&
        value !== undefined &&
        value !== false &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    ),
  )
