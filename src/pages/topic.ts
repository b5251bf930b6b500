import { type Facts, type Page, pathOf } from '../newsroom/archive.ts'
import type { Site } from '../site.ts'
import { topicLabel } from './kind.ts'
import { layout } from './layout.ts'
import { releaseList } from './lists.ts'
import { html } from './markup.ts'
import { searchPath } from './search.ts'
import { trail } from './trail.ts'
import { wordsFor } from './words/words.ts'

/** The latest releases on a topic. Whether other languages have any is not known. */
export function topicPage(site: Site, page: Page<'topic'>, facts: Facts<'topic'>): string {
  const { language, topic } = page
  const words = wordsFor(language)
  const title = topicLabel(site, topic, language)
  return layout(site, {
    language,
    title,
    path: pathOf(page, site.languages),
    feed: { is: 'feed', language, topic },
    body: html`${trail(site, language)}
<p class="kicker">${words.topic}</p>
<h1>${title}</h1>
${
  facts.latest.length > 0
    ? releaseList(site, language, facts.latest)
    : html`<p>${words.nothingHere}</p>`
}
<p class="onward"><a href="${searchPath(site, language, { topic })}">${words.allOnTopic}</a></p>`,
  })
}
