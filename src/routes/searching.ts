import { Hono } from 'hono'
import { respond } from '../caching.ts'
import { releasePath } from '../newsroom/archive.ts'
import { type Day, instantText, startOfDay } from '../newsroom/dateline.ts'
import { excerptOf, passage } from '../newsroom/excerpt.ts'
import {
  type Asked,
  type Findings,
  type Found,
  isSearchable,
  type Position,
  type Tier,
} from '../newsroom/finding.ts'
import { Refusal } from '../newsroom/refusals.ts'
import type { Language } from '../newsroom/release.ts'
import { parseTopic } from '../newsroom/slug.ts'
import { askedTerms } from '../newsroom/terms.ts'
import { plainText } from '../pages/prose.ts'
import { searchPage } from '../pages/search.ts'
import type { Site } from '../site.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { json } from './json.ts'
import { askedAgain } from './listing.ts'
import { unknownOnes } from './query.ts'
import { policyOf, standing } from './security.ts'
import { asked } from './sent.ts'

/** `GET /api/search`: what `/search` finds, for programs. */
export const searching = (site: Site) =>
  new Hono<DeskEnv>().get(
    '/',
    asked<'q' | 'language' | 'topic' | 'year' | 'after'>(),
    async (c) => {
      const question = strictlyAsked(site, c)
      const { found, next } = await find(c, question)
      const link = next && askedAgain(site, c, 'after', `${next.tier}.${next.key}`)
      return json(c, {
        body: {
          releases: found.map((one) => represent(site, one, question.terms)),
          ...(link ? { next: link } : {}),
        },
        headers: link ? { Link: `<${link}>; rel="next"` } : {},
      })
    },
  )

/**
 * The search form of a language, and what it finds. Whatever is typed is a query: a parameter that
 * means nothing is as good as none. What is found is decided when it is asked for, and never kept.
 */
export async function search(site: Site, c: DeskContext, language: Language): Promise<Response> {
  const asked = askedFor(site, c, language)
  const something = asksForSomething(c)
  const body = searchPage(site, language, asked, something ? await find(c, asked) : null)
  return respond(
    {
      body,
      type: 'text/html; charset=utf-8',
      policy: something ? 'private' : 'page',
      headers: { ...standing(site, c.env.requestId), ...(await policyOf(site, body)) },
    },
    c.req.header('If-None-Match'),
  )
}

/** Whether a query says anything to look for. */
export const asksForSomething = (c: DeskContext): boolean =>
  ['q', 'topic', 'year'].some((name) => c.req.query(name))

/** At the primary: a replica may not have heard yet what was withdrawn, or that an embargo was moved. */
const find = async (c: DeskContext, asked: Asked): Promise<Findings> =>
  isSearchable(asked) ? c.env.atPrimary().search.find(asked, c.env.now) : { found: [], next: null }

function askedFor(site: Site, c: DeskContext, own: Language | null): Asked {
  const { q = '', language, topic = '', year = '', after = '' } = c.req.query()
  const named = language === ALL ? null : (languageNamed(site, language) ?? own)
  const parsed = parseYear(year)
  return {
    text: q,
    terms: askedTerms(q),
    languages: named === null ? site.languages : [named],
    topic: parseTopic(topic.normalize('NFC').toLowerCase()),
    year: parsed,
    within: parsed === null ? null : [startOf(parsed, site), startOf(Number(parsed) + 1, site)],
    after: parsePosition(after),
  }
}

const startOf = (year: string | number, { zone }: Site) => startOfDay(`${year}-01-01` as Day, zone)

/** @throws Refusal `invalid` naming each wrong parameter, as `?name` */
function strictlyAsked(site: Site, c: DeskContext): Asked {
  const asked = askedFor(site, c, null)
  const { q: _, language, topic, year, after, ...unknown } = c.req.query()
  const wrong = unknownOnes(unknown)
  if (language !== undefined && language !== ALL && !languageNamed(site, language))
    wrong.push({
      pointer: '?language',
      detail: `must be one of ${[...site.languages, ALL].join(', ')}`,
    })
  if (topic !== undefined && asked.topic === null)
    wrong.push({ pointer: '?topic', detail: 'is not a topic' })
  if (year !== undefined && asked.year === null)
    wrong.push({ pointer: '?year', detail: 'must be a year such as 2026' })
  if (after !== undefined && asked.after === null)
    wrong.push({ pointer: '?after', detail: 'is not a position that a page gave' })
  if (wrong.length > 0) throw new Refusal('invalid', 'The search cannot be made.', wrong)
  return asked
}

const ALL = 'all'

const languageNamed = (site: Site, name: string | undefined): Language | null =>
  site.languages.find((language) => language === name) ?? null

const parseYear = (text: string): string | null => {
  const latin = text
    .normalize('NFKC')
    .trim()
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, latinDigit)
  return /^[1-9]\d{3}$/.test(latin) && Number(latin) < 9999 ? latin : null
}

const latinDigit = (digit: string) => String((digit.codePointAt(0) ?? 0) & 0xf)

/** As `Position` is written into a URL: `0.12345678`. */
function parsePosition(text: string): Position | null {
  const [, tier, key] = /^([012])\.(\d{1,19})$/.exec(text) ?? []
  return tier !== undefined && key !== undefined ? { tier: Number(tier) as Tier, key } : null
}

/**
 * A result: what lists say of a release, in the language in which it was found, and the part of its
 * body that fits best. `hit` tells which pieces were looked for.
 */
const represent = (site: Site, found: Found, terms: Asked['terms']) => ({
  id: found.id,
  kind: found.kind,
  topics: found.topics,
  liveAt: instantText(found.liveAt),
  day: found.day,
  language: found.language,
  url: `${site.url}${releasePath(found.language, found.slug, site.languages)}`,
  slug: found.slug,
  headline: found.headline,
  ...(found.subheadline === null ? {} : { subheadline: found.subheadline }),
  excerpt: excerptOf(plainText(passage(found.body, terms)), terms),
})
