import { env } from 'cloudflare:workers'
import type { Facts, Listed } from '../../src/newsroom/archive.ts'
import { type Day, dayOf, type Month } from '../../src/newsroom/dateline.ts'
import type { Asked, Found } from '../../src/newsroom/finding.ts'
import type { Language, ReleaseId } from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { askedTerms } from '../../src/newsroom/terms.ts'
import { archivePage, homePage, monthPage, yearPage } from '../../src/pages/archive.ts'
import { errorPage, withdrawalNotice } from '../../src/pages/notice.ts'
import { releasePage } from '../../src/pages/release.ts'
import { searchPage } from '../../src/pages/search.ts'
import { topicPage } from '../../src/pages/topic.ts'
import { parseSite, type Site } from '../../src/site.ts'
import { AR, EN, NOW, published, text, withdrawn, words, ZONE } from '../newsroom/invented.ts'

/** The site of wrangler.toml, as the press office has it, without the press office. */
export const siteWith = (vars: Record<string, unknown> = {}): Site =>
  parseSite({ ...(env as unknown as Record<string, unknown>), ...vars })
export const SITE = siteWith()
export const MARCH = '2026-03' as Month

/** The public release that the pages show, in English and Arabic. */
export const RELEASE = published({
  liveAt: NOW,
  day: dayOf(NOW, ZONE),
  topics: ['budget', 'law'],
  corrections: [{ at: NOW + 1, note: words('The amount was wrong.') }],
  texts: {
    [EN]: text(NOW, EN, { department: 'Finance', notes: 'Ask *us*.', summary: 'In short.' }),
    [AR]: text(NOW, AR, { headline: 'المجلس يقر الموازنة', body: 'أقر المجلس الموازنة.' }),
  },
})

export const listed = (over: Partial<Listed> = {}): Listed => ({
  id: 'budget' as ReleaseId,
  kind: 'press-release',
  slug: 'council-adopts-budget' as Slug,
  headline: 'Council adopts budget',
  subheadline: null,
  summary: null,
  opening: 'The council *adopted* the budget.',
  day: '2026-03-23' as Day,
  ...over,
})

export const found = (over: Partial<Found> = {}): Found => ({
  ...listed(),
  language: EN,
  topics: ['budget'],
  liveAt: NOW,
  body: 'The council *adopted* the budget.',
  ...over,
})

/** What someone asks who has typed this. */
export const asked = (text: string, over: Partial<Asked> = {}): Asked => ({
  text,
  terms: askedTerms(text),
  languages: [EN],
  topic: null,
  year: null,
  within: null,
  after: null,
  ...over,
})

export const MONTHS: Facts<'archive'>['months'] = [
  { month: MARCH, count: 1 },
  { month: '2026-01' as Month, count: 2 },
  { month: '2025-12' as Month, count: 11 },
]

/** Every page, in a language, with things to show. */
export const PAGES: Record<string, (language: Language) => string> = {
  release: (language) => releasePage(SITE, RELEASE, language),
  home: (language) => homePage(SITE, { is: 'home', language }, { latest: [listed(), listed()] }),
  'home without releases': (language) => homePage(SITE, { is: 'home', language }, { latest: [] }),
  archive: (language) => archivePage(SITE, { is: 'archive', language }, { months: MONTHS }),
  'archive without releases': (language) =>
    archivePage(SITE, { is: 'archive', language }, { months: [] }),
  year: (language) => yearPage(SITE, { is: 'year', language, year: '2026' }, { months: MONTHS }),
  month: (language) =>
    monthPage(
      SITE,
      { is: 'month', language, month: MARCH, number: null },
      { window: { from: 51, to: 100, number: 2 }, listed: [listed()] },
    ),
  'numbered month': (language) =>
    monthPage(
      SITE,
      { is: 'month', language, month: MARCH, number: 2 },
      { window: { from: 51, to: 100, number: 2 }, listed: [] },
    ),
  topic: (language) =>
    topicPage(SITE, { is: 'topic', language, topic: 'budget' }, { latest: [listed()] }),
  search: (language) =>
    searchPage(SITE, language, asked('budget "2026', { topic: 'budget', year: '2026' }), {
      found: [found({ language: EN }), found({ language: AR })],
      next: { tier: 2, key: '123' },
    }),
  'search for nothing': (language) => searchPage(SITE, language, asked(''), null),
  'search in vain': (language) =>
    searchPage(SITE, language, asked('budget'), { found: [], next: null }),
  notice: (language) =>
    withdrawalNotice(SITE, withdrawn(), language, {
      headline: 'The budget that was adopted',
      path: '/ar/releases/other',
      language: AR,
    }),
  error: (language) => errorPage(SITE, language, 'Something went wrong', 'Please try again.'),
  'not found': (language) =>
    errorPage(SITE, language, 'There is no such page', 'It may be mistyped.', true),
}
