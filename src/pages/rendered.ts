import type { Facts, Page, PageKind } from '../newsroom/archive.ts'
import type { Rendered } from '../newsroom/ports.ts'
import type { Site } from '../site.ts'
import { archivePage, homePage, monthPage, yearPage } from './archive.ts'
import { jsonFeed } from './feed.ts'
import { newsSitemap } from './news.ts'
import { sitemapFile, sitemapIndex } from './sitemap.ts'
import { topicPage } from './topic.ts'

const HTML = 'text/html; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

type Renderers = {
  [Is in PageKind]: (site: Site, page: Page<Is>, facts: Facts<Is>) => Rendered
}

const RENDERERS: Renderers = {
  home: (site, page, facts) => document(homePage(site, page, facts)),
  topic: (site, page, facts) => document(topicPage(site, page, facts)),
  feed: (site, page, facts) => ({
    type: 'application/feed+json; charset=utf-8',
    body: jsonFeed(site, page, facts),
    changedAt: null,
  }),
  archive: (site, page, facts) => document(archivePage(site, page, facts)),
  year: (site, page, facts) => document(yearPage(site, page, facts)),
  month: (site, page, facts) => document(monthPage(site, page, facts)),
  sitemap: (site, _, facts) => ({
    type: XML,
    body: sitemapFile(site, facts),
    changedAt: facts.changedAt,
  }),
  'sitemap-index': (site, _, facts) => ({
    type: XML,
    body: sitemapIndex(site, facts),
    changedAt: null,
  }),
  news: (site, page, facts) => ({
    type: XML,
    body: newsSitemap(site, page, facts),
    changedAt: null,
  }),
}

/** A page from what it shows. */
export const renderPage = (site: Site, page: Page, facts: Facts): Rendered =>
  (RENDERERS[page.is] as (site: Site, page: Page, facts: Facts) => Rendered)(site, page, facts)

const document = (body: string): Rendered => ({ type: HTML, body, changedAt: null })
