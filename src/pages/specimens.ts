import {
  ARCHIVE_PAGE_PLACES,
  type Facts,
  HOME_RELEASES,
  type Listed,
  NEWS_AGE,
  NEWS_FILE_RELEASES,
  type Page,
  SITEMAP_FILE_PLACES,
} from '../newsroom/archive.ts'
import { type Day, dayOf, type Month, startOfDay } from '../newsroom/dateline.ts'
import type { Language, Published, ReleaseId } from '../newsroom/release.ts'
import type { Slug } from '../newsroom/slug.ts'
import type { Site } from '../site.ts'
import { atomOf } from './atom.ts'
import { MAX_CONTENT } from './feed.ts'
import { releasePage } from './release.ts'
import { renderPage } from './rendered.ts'
import { rssOf } from './rss.ts'
import { MAX_FILE } from './sitemap.ts'

/**
 * The settings, and one page of each kind made from invented facts. When a template, a word or a setting changes,
 * this text does too: its digest is the fingerprint that tells old pages from new ones.
 */
export const specimen = (site: Site): string =>
  [
    JSON.stringify([site, LIMITS]),
    ...site.languages.flatMap(specimens).flatMap(([page, facts]) => {
      const { body } = renderPage(site, page, facts)
      return page.is === 'feed' && body
        ? [body, atomOf(site, page, body), rssOf(site, page, body)]
        : body
    }),
    ...site.languages.flatMap((language) =>
      specimenReleases(site, language).map((release) => releasePage(site, release, language)),
    ),
  ].join('\n')

/** What decides how pages are divided and what they leave out. */
const LIMITS = [
  HOME_RELEASES,
  ARCHIVE_PAGE_PLACES,
  SITEMAP_FILE_PLACES,
  NEWS_AGE,
  NEWS_FILE_RELEASES,
  MAX_CONTENT,
  MAX_FILE,
]
/** Everything that Markdown can say. */
const BODY = `## Heading

Opening *of* **the** ~~old~~ \`body\`. ${'Words '.repeat(80)}<https://b.example>

- [a](https://a.example "title")
- [b](/b)

3. c
4. ![d](https://d.example/d.png "title")

> e\\
> f  &amp; &nbsp;

    code

\`\`\`ts
fence
\`\`\`

***

| g | h | i |
|---|:-:|--:|
| j | k | l |

###### Heading

Setext
======
<b>raw</b>

A note[^1], another[^two], and the first[^1].

[^1]: The note.

[^two]: - Another.`
const AT = 981_173_106_789

function specimens(language: Language): [Page, Facts][] {
  const month = '2001-02' as Month
  const listed: Listed[] = ['press-release', 'unknown'].map((kind, at) => ({
    id: `specimen-${at}` as ReleaseId,
    kind,
    slug: `specimen-${at}` as Slug,
    headline: 'Specimen & headline',
    subheadline: at === 0 ? 'Subheadline' : null,
    summary: null,
    opening: BODY,
    day: '2001-02-03' as Day,
  }))
  const entries = listed.map((one) => ({
    ...one,
    language,
    topics: ['topic'],
    body: BODY,
    liveAt: AT,
    publishedAt: AT,
    changedAt: AT,
  }))
  const months = [0, 1, 2, 3, 11, 100].map((count) => ({ month, count }))
  const window = { from: 51, to: 100, number: 2 }
  const withdrawn = [
    { id: 'specimen-2' as ReleaseId, language, day: '2001-02-03' as Day, withdrawnAt: AT },
  ]
  const news = [{ slug: 'specimen' as Slug, headline: 'Specimen & headline', liveAt: AT }]
  const texts = [{ language, slug: 'specimen' as Slug, changedAt: AT }]
  return [
    [{ is: 'home', language }, { latest: listed }],
    [{ is: 'home', language }, { latest: [] }],
    [{ is: 'topic', language, topic: 'topic' }, { latest: listed }],
    [
      { is: 'feed', language, topic: null },
      { latest: entries, withdrawn },
    ],
    [
      { is: 'feed', language, topic: 'topic' },
      { latest: [], withdrawn: [] },
    ],
    [
      { is: 'feed', language: null, topic: null },
      { latest: entries, withdrawn },
    ],
    [
      { is: 'news', language, number: null },
      { entries: news, files: 1 },
    ],
    [
      { is: 'news', language, number: null },
      { entries: [], files: 1 },
    ],
    [
      { is: 'news', language, number: null },
      { entries: news, files: 2 },
    ],
    [{ is: 'archive', language }, { months }],
    [{ is: 'archive', language }, { months: [] }],
    [{ is: 'year', language, year: '2001' }, { months }],
    [
      { is: 'month', language, month, number: null },
      { window, listed },
    ],
    [
      { is: 'month', language, month, number: 2 },
      { window, listed: [] },
    ],
    [
      { is: 'sitemap', month, number: null },
      { entries: [{ texts }, { texts: [...texts, ...texts] }], changedAt: 0 },
    ],
    [
      { is: 'sitemap-index' },
      { base: null, files: [{ path: '/sitemaps/2001-02.xml', changedAt: 0 }] },
    ],
  ]
}

/** One with everything, and a short one that is filed under a bare day. */
function specimenReleases(site: Site, language: Language): [Published, Published] {
  const text = {
    slug: 'specimen' as Slug,
    headline: 'Specimen & headline',
    subheadline: 'Subheadline',
    summary: 'Summary',
    department: 'Department',
    dateline: { place: 'Place' },
    body: BODY,
    notes: BODY,
    publicFrom: AT,
    changedAt: AT,
  }
  const other = site.languages.find((one) => one !== language) ?? language
  const release: Published = {
    state: 'published',
    id: 'specimen' as ReleaseId,
    revision: 1,
    createdAt: AT,
    revisedAt: AT,
    kind: 'press-release',
    topics: ['topic', 'other-topic'],
    texts: Object.fromEntries(site.languages.map((one) => [one, text])) as Published['texts'],
    corrections: [language, other].map((one) => ({
      at: AT,
      note: { [one]: 'Note' } as Published['corrections'][0]['note'],
    })),
    liveAt: AT,
    day: dayOf(AT, site.zone),
  }
  const short = {
    ...text,
    subheadline: null,
    summary: null,
    department: null,
    dateline: null,
    notes: null,
  }
  return [
    release,
    {
      ...release,
      kind: 'unknown',
      topics: [],
      texts: { [language]: short } as Published['texts'],
      corrections: [],
      liveAt: startOfDay(release.day, site.zone),
    },
  ]
}
