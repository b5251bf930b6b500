import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { html, type Markup } from './markup.ts'

/** What a page tells of itself where a link to it is shown. */
export interface Card {
  readonly language: Language
  readonly title: string
  readonly description?: string
  readonly path: string
  readonly type: 'article' | 'website'
  /** Days or instants (RFC 3339): the day alone where no more is known. */
  readonly publishedAt?: string
  readonly modifiedAt?: string
  /** The label of a release's kind. */
  readonly section?: string
  /** The labels of its topics. */
  readonly tags?: readonly string[]
  /** The same page in other languages. */
  readonly alternates?: readonly { readonly language: Language }[]
}

/**
 * Open Graph (ogp.me), and X's `summary` card, which takes title and description from there. There
 * is no picture: a release has none.
 */
export function card(site: Site, page: Card): Markup {
  const { language, tags = [], alternates = [] } = page
  const properties: readonly (readonly [string, string | undefined])[] = [
    ['og:title', page.title],
    ['og:description', page.description],
    ['og:type', page.type],
    ['og:url', `${site.url}${page.path}`],
    ['og:site_name', site.name[language]],
    ['og:locale', localeOf(language)],
    ...alternates.map((other) => ['og:locale:alternate', localeOf(other.language)] as const),
    ['article:published_time', page.publishedAt],
    ['article:modified_time', page.modifiedAt],
    ['article:section', page.section],
    ...tags.map((tag) => ['article:tag', tag] as const),
  ]
  return html`${properties.map(
    ([property, content]) => content && html`<meta property="${property}" content="${content}">\n`,
  )}<meta name="twitter:card" content="summary">`
}

/** `ar_SY` of `ar-SY`. A language without a territory stays by itself: none is made up. */
function localeOf(tag: Language): string {
  const { language, region } = new Intl.Locale(tag)
  return region ? `${language}_${region}` : language
}
