import {
  type Facts,
  type FeedEntry,
  type FeedWithdrawal,
  feedFolder,
  type Page,
  pathOf,
  releasePath,
} from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { digits } from './dates.ts'
import { kindLabel, topicLabel } from './kind.ts'
import { bounded, html } from './markup.ts'
import { prose, summaryOf } from './prose.ts'
import { wordsFor } from './words/words.ts'

/**
 * Characters of content in a feed, as JSON; an entry that does not fit any more has its summary
 * only. Twenty releases of the greatest length would not fit into a row of 2 MB.
 */
export const MAX_CONTENT = 400_000

/**
 * A feed as it is stored: JSON Feed 1.1 (jsonfeed.org/version/1.1). Atom and RSS are written from
 * it; what they tell beyond it is in `_pressroom`. Instants are RFC 3339, addresses are whole.
 */
export interface JsonFeed {
  readonly version: 'https://jsonfeed.org/version/1.1'
  readonly title: string
  readonly description: string
  readonly home_page_url: string
  readonly feed_url: string
  /** Not there where a feed is of all languages. */
  readonly language?: string
  readonly authors: readonly [{ readonly name: string; readonly url: string }]
  readonly _pressroom: {
    /** The last change or withdrawal. */
    readonly updated: string
    readonly withdrawn: readonly { readonly id: string; readonly at: string }[]
  }
  readonly items: readonly JsonFeedItem[]
}
export interface JsonFeedItem {
  /** A tag URI (RFC 4151) from the release's id and language: another slug does not change it. */
  readonly id: string
  readonly url: string
  readonly title: string
  readonly summary: string
  /** HTML; where it is too long, the summary stands in `content_text`: one of them has to. */
  readonly content_html?: string
  readonly content_text?: string
  readonly date_published: string
  readonly date_modified: string
  readonly language: string
  /** The labels of `categories`. */
  readonly tags: readonly string[]
  readonly _pressroom: {
    /** The kind of release, then its topics. */
    readonly categories: readonly { readonly term: string; readonly label: string }[]
  }
}

/** The latest releases, with their whole texts, as a JSON Feed. */
export function jsonFeed(site: Site, page: Page<'feed'>, facts: Facts<'feed'>): string {
  // A language that the site has given up stays in the data.
  const isRead = (text: { readonly language: Language }) => site.languages.includes(text.language)
  const [latest, withdrawn] = [facts.latest.filter(isRead), facts.withdrawn.filter(isRead)]
  const language = page.language ?? site.languages[0]
  const label = page.topic === null ? '' : ` – ${topicLabel(site, page.topic, language)}`
  const name = site.name[language] ?? ''
  const home: Page =
    page.topic === null ? { is: 'home', language } : { is: 'topic', language, topic: page.topic }
  const instants = [
    ...latest.map(({ changedAt }) => changedAt),
    ...withdrawn.map(({ withdrawnAt }) => withdrawnAt),
  ]
  let room = MAX_CONTENT
  const feed: JsonFeed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${name}${label}`,
    description: site.boilerplate[language] ?? '',
    home_page_url: `${site.url}${pathOf(home, site.languages)}`,
    feed_url: feedUrl(site, page, 'feed.json'),
    ...(page.language === null ? {} : { language: page.language }),
    authors: [{ name, url: `${site.url}${pathOf({ is: 'home', language }, site.languages)}` }],
    _pressroom: {
      // Without anything that happened there is still an instant, and always the same.
      updated: instantText(Math.max(0, ...instants)),
      withdrawn: withdrawn.map((text) => ({
        id: tagOf(site, text),
        at: instantText(text.withdrawnAt),
      })),
    },
    items: latest.map((release) => {
      const content = contentOf(site, release)
      const length = JSON.stringify(content).length
      const fits = length <= room
      if (fits) room -= length
      return item(site, release, fits ? content : null)
    }),
  }
  return `${JSON.stringify(feed)}\n`
}

/** Where a format of a feed is served. */
export const feedUrl = (
  site: Site,
  page: Page<'feed'>,
  file: 'feed.json' | 'feed.xml' | 'rss.xml',
): string => `${site.url}${feedFolder(page, site.languages)}/${file}`

function item(site: Site, release: FeedEntry, content: string | null): JsonFeedItem {
  const { language } = release
  const summary = bounded(summaryOf(release.summary ?? release.subheadline, release.opening))
  const categories = [
    { term: release.kind, label: kindLabel(site, release.kind, language) },
    ...release.topics.map((topic) => ({ term: topic, label: topicLabel(site, topic, language) })),
  ]
  return {
    id: tagOf(site, release),
    url: urlOf(site, release),
    title: bounded(release.headline),
    summary,
    ...(content === null ? { content_text: summary } : { content_html: content }),
    date_published: instantText(release.publishedAt),
    date_modified: instantText(release.changedAt),
    language,
    tags: categories.map(({ label }) => label),
    _pressroom: { categories },
  }
}

/** A reader of feeds shows a text in its own direction, whatever the text's is. */
function contentOf(site: Site, release: FeedEntry): string {
  const base = urlOf(site, release)
  const key = `${release.language} ${base} ${release.body}`
  const known = contents.get(key)
  if (known !== undefined) return known
  if (contents.size >= MAX_CONTENTS) contents.clear()
  const { direction, backToText: back } = wordsFor(release.language)
  const shown = (number: number) => digits(number, release.language)
  const body = prose(release.body, { base, back, digits: shown })
  const content =
    direction === 'ltr'
      ? body.text
      : html`<div lang="${release.language}" dir="${direction}">\n${body}</div>\n`.text
  contents.set(key, content)
  return content
}

/** A release stands in the feed of its language, of all, and of each of its topics. */
const MAX_CONTENTS = 60
const contents = new Map<string, string>()

const urlOf = (site: Site, { language, slug }: FeedEntry): string =>
  `${site.url}${releasePath(language, slug, site.languages)}`

const tagOf = (site: Site, { day, id, language }: FeedEntry | FeedWithdrawal): string =>
  `tag:${new URL(site.url).hostname},${day.slice(0, 4)}:${id}:${language}`
