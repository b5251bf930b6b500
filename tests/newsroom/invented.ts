import fc from 'fast-check'
import type { Content, TextContent } from '../../src/newsroom/content.ts'
import { type Day, dayOf, type Instant } from '../../src/newsroom/dateline.ts'
import type { Editor, Scope } from '../../src/newsroom/editor.ts'
import type { Act } from '../../src/newsroom/life.ts'
import type {
  Draft,
  Embargoed,
  Language,
  Localized,
  Published,
  ReleaseId,
  Text,
  Withdrawn,
} from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'

export const NOW: Instant = Date.parse('2026-03-23T09:00:00Z')
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const ZONE = 'Asia/Damascus'
export const EN = 'en' as Language
export const AR = 'ar' as Language
export const ID = 'budget' as ReleaseId
/** When the invented releases were created, and when they were revised last. */
export const CREATED = NOW - 2 * DAY
export const REVISED = NOW - DAY

export const editor = (scope: Scope): Editor => ({
  id: `editor-${scope}`,
  name: 'Rana',
  token: `token-${scope}`,
  scope,
  languages: null,
})

export const act = (over: Partial<Act> = {}): Act => ({
  editor: editor('publish'),
  now: NOW,
  zone: ZONE,
  ...over,
})

export const words = (en: string): Localized => ({ [EN]: en })

export const content = (over: Partial<TextContent> = {}, more: Partial<Content> = {}): Content => ({
  kind: 'press-release',
  topics: ['budget'],
  texts: { [EN]: said(over) },
  ...more,
})

/** A complete text as an editor sends it. */
export const said = (over: Partial<TextContent> = {}): TextContent => ({
  slug: null,
  headline: 'Council adopts budget',
  subheadline: 'By one vote',
  summary: null,
  department: null,
  dateline: { place: 'Damascus' },
  body: 'The council adopted the budget.',
  notes: null,
  ...over,
})

const SLUGS: Record<Language, Slug> = {
  [EN]: 'council-adopts-budget' as Slug,
  [AR]: 'almjls-yqr' as Slug,
}

/** A text as it is stored. */
export const text = (
  at: Instant | null,
  language: Language = EN,
  over: Partial<Text> = {},
): Text => ({
  ...said(),
  slug: SLUGS[language] ?? null,
  publicFrom: at,
  changedAt: at,
  ...over,
})

const announcement = (texts: Record<Language, Text>) => ({
  id: ID,
  revision: 4,
  createdAt: CREATED,
  revisedAt: REVISED,
  kind: 'press-release',
  topics: ['budget'],
  corrections: [],
  texts,
})

const textsAt = (at: Instant | null, languages: readonly Language[]) =>
  Object.fromEntries(languages.map((language) => [language, text(at, language)]))

export const draft = (over: Partial<Draft> = {}, languages = [EN]): Draft => ({
  ...announcement(textsAt(null, languages)),
  state: 'draft',
  ...over,
})

export const embargoed = (
  liveAt: Instant = NOW + HOUR,
  over: Partial<Embargoed> = {},
  languages = [EN],
): Embargoed => ({
  ...announcement(textsAt(liveAt, languages)),
  state: 'embargoed',
  liveAt,
  day: dayOf(liveAt, ZONE),
  ...over,
})

export const published = (over: Partial<Published> = {}, languages = [EN]): Published => ({
  ...announcement(textsAt(REVISED, languages)),
  state: 'published',
  liveAt: REVISED,
  day: dayOf(REVISED, ZONE),
  ...over,
})

export const withdrawn = (over: Partial<Withdrawn> = {}, languages = [EN]): Withdrawn => ({
  ...published({}, languages),
  state: 'withdrawn',
  withdrawnAt: REVISED,
  reason: words('It was never adopted.'),
  replacedBy: null,
  ...over,
})

/** What an editor sends to leave a release as it is. */
export const contentOf = (release: { texts: Readonly<Record<Language, Text>> }): Content => ({
  kind: 'press-release',
  topics: ['budget'],
  texts: Object.fromEntries(
    Object.entries<Text>(release.texts).map(([language, { publicFrom, changedAt, ...rest }]) => [
      language,
      rest,
    ]),
  ),
})

/** The value, so that whoever changes it or anything in it is thrown out. */
export function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

export const day = (text: string) => text as Day

/** Letters of several scripts, signs that markup, paths and headers give a meaning, and emoji. */
export const anyText = fc.string({
  unit: fc.constantFrom(
    ...'abcXYZ 019-_.,:;/\\\'"`&%#?<>=()[]{}*+~|',
    ...'شعبéßИ京ש',
    'e\u0301',
    '\u00a0',
    '\u200f',
    '🎉',
    '👩‍👩‍👧',
  ),
  maxLength: 40,
})
