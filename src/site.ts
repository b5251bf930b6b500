import { COLOURS, type Colours, parseColours } from './brand/colours.ts'
import { parseLogo } from './brand/logo.ts'
import { OWN_PARTS } from './newsroom/redirects.ts'
import type { Language, Localized } from './newsroom/release.ts'
import { parseSlug, parseTopic } from './newsroom/slug.ts'

/** The site's settings: wrangler's `[vars]`, parsed once. */
export interface Site {
  readonly name: Localized
  /** The origin that every absolute URL begins with, such as `https://press.example.org`. */
  readonly url: string
  /** BCP 47 tags; the first has no prefix in URLs. */
  readonly languages: readonly [Language, ...Language[]]
  /** An IANA time zone: it decides which day and month a release belongs to. */
  readonly zone: string
  readonly boilerplate: Localized
  readonly contact: Contact
  /** The kinds of release, and what readers call them. */
  readonly kinds: Readonly<Record<string, Localized>>
  /** What readers call the topics. One that is not here is shown as it is. */
  readonly topics: Readonly<Record<string, Localized>>
  /** An inline SVG, hidden from what reads pages aloud: the name stands beside it. */
  readonly logo: string | null
  readonly colours: Colours
  /** A URI (https: or mailto:) for those who find a hole in the site. */
  readonly securityContact: string | null
}

/** Whom the press calls. */
export interface Contact {
  readonly name: Localized
  readonly email: string | null
  readonly phone: string | null
}

/**
 * The settings from the Worker's variables. A setting for readers is one text for every language,
 * or an object from language to text; objects may also be given as JSON.
 *
 * @throws Error that names every setting which is wrong, and why
 */
export function parseSite(vars: Readonly<Record<string, unknown>>): Site {
  const wrong: string[] = []
  const check = <T>(name: string, parse: (value: unknown) => T, otherwise: T): T => {
    try {
      return parse(unpack(vars[name]))
    } catch (error) {
      wrong.push(`${name}: ${error instanceof Error ? error.message : error}`)
      return otherwise
    }
  }
  const optional = <T>(name: string, parse: (value: unknown) => T, otherwise: T): T =>
    vars[name] === undefined || vars[name] === '' ? otherwise : check(name, parse, otherwise)
  const known = check<Site['languages'] | null>('LANGUAGES', parseLanguages, null)
  const languages = known ?? FALLBACK
  const localized = (value: unknown) => parseLocalized(value, known)
  const contact = check('CONTACT', (value) => parseContact(value, localized), NOBODY)
  const site: Site = {
    languages,
    name: check('SITE_NAME', localized, {} as Localized),
    url: check('SITE_URL', parseOrigin, ''),
    zone: check('TIME_ZONE', parseZone, 'UTC'),
    boilerplate: check('BOILERPLATE', localized, {} as Localized),
    contact,
    kinds: check('KINDS', (value) => parseKinds(value, localized), {}),
    topics: optional('TOPICS', (value) => parseTopics(value, localized), {}),
    logo: optional('LOGO', parseLogo, null),
    colours: optional('COLOURS', parseColours, COLOURS),
    securityContact: optional(
      'SECURITY_CONTACT',
      parseReportAddress,
      contact.email && mailto(contact.email),
    ),
  }
  if (wrong.length > 0) throw new Error(`These settings are wrong.\n${wrong.join('\n')}`)
  return site
}

const FALLBACK: Site['languages'] = ['en' as Language]
const NOBODY: Contact = { name: {} as Localized, email: null, phone: null }

function unpack(value: unknown): unknown {
  if (value === undefined || value === '') throw new Error('is missing')
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    throw new Error('is not valid JSON')
  }
}

function parseLanguages(value: unknown): Site['languages'] {
  const tags = typeof value === 'string' ? value.split(',').map((tag) => tag.trim()) : value
  if (!Array.isArray(tags) || tags.length === 0) throw new Error('is not a list of languages')
  for (const tag of tags)
    if (typeof tag !== 'string' || !isLanguageTag(tag))
      throw new Error(`${JSON.stringify(tag)} is not a language tag (BCP 47)`)
    else if (OWN_PARTS.has(tag))
      throw new Error(`"${tag}" is an address of its own (/${tag}), and no language here`)
  if (new Set(tags).size < tags.length) throw new Error('names a language twice')
  return tags as unknown as Site['languages']
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag
  } catch {
    return false
  }
}

/** @param languages null while it is not known which there are: then any will do */
function parseLocalized(value: unknown, languages: Site['languages'] | null): Localized {
  const plain = typeof value === 'string'
  const given = plain
    ? Object.fromEntries((languages ?? FALLBACK).map((language) => [language, value.trim()]))
    : parseObject(value)
  for (const language of languages ?? Object.keys(given)) {
    const text = given[language]
    if (typeof text !== 'string' || text.trim() === '')
      throw new Error(plain ? 'is empty' : `has no text in "${language}"`)
  }
  for (const key of Object.keys(given))
    if (languages && !languages.includes(key as Language))
      throw new Error(`"${key}" is not one of the site's languages`)
  return given as Localized
}

function parseOrigin(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new Error(`${JSON.stringify(value)} is not an http or https URL`)
  if (url.href !== `${url.origin}/`)
    throw new Error(`${JSON.stringify(value)} is more than an origin such as ${url.origin}`)
  return url.origin
}

function parseZone(value: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value as string }).resolvedOptions().timeZone
  } catch {
    throw new Error(`${JSON.stringify(value)} is not an IANA time zone`)
  }
}

function parseContact(value: unknown, localized: (value: unknown) => Localized): Contact {
  const { name, email = null, phone = null, ...rest } = parseObject(value)
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw new Error(`has an unknown part "${unknown}"`)
  if (email !== null && (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email)))
    throw new Error(`${JSON.stringify(email)} is not an e-mail address`)
  if (phone !== null && (typeof phone !== 'string' || !/^[+\d][\d\s()./-]+$/.test(phone)))
    throw new Error(`${JSON.stringify(phone)} is not a telephone number`)
  return { name: localized(name), email, phone }
}

function parseKinds(value: unknown, localized: (value: unknown) => Localized) {
  const kinds = Object.entries(parseObject(value))
  if (kinds.length === 0) throw new Error('names no kind of release')
  for (const [kind] of kinds)
    if (parseSlug(kind) === null || !/^[a-z0-9-]{1,60}$/.test(kind))
      throw new Error(`"${kind}" is not 1 to 60 lower-case letters, digits and hyphens`)
  return labels(kinds, localized)
}

function parseTopics(value: unknown, localized: (value: unknown) => Localized) {
  const topics = Object.entries(parseObject(value))
  for (const [topic] of topics)
    if (parseTopic(topic) === null)
      throw new Error(`"${topic}" is not a topic: lower-case letters, digits and hyphens, to 60`)
  return labels(topics, localized)
}

const labels = (
  entries: readonly (readonly [string, unknown])[],
  localized: (value: unknown) => Localized,
): Record<string, Localized> =>
  Object.fromEntries(
    entries.map(([key, label]) => {
      try {
        return [key, localized(label)]
      } catch (error) {
        throw new Error(`"${key}" ${(error as Error).message}`)
      }
    }),
  )

/** A URI as RFC 9116 wants it (section 2.5.3): of the web by https only, of mail with its scheme. */
function parseReportAddress(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const email = /^(?:mailto:)?([^\s@:/?#]+@[^\s@:/?#]+)$/i.exec(text)?.[1]
  if (email) return mailto(email)
  if (/^https:/i.test(text) && URL.canParse(text)) return new URL(text).href
  throw new Error(`${JSON.stringify(value)} is not an https URL, a mailto URI or an e-mail address`)
}

/** RFC 6068, section 2. An address that stands in a URI already is left as it is. */
const mailto = (email: string): string =>
  `mailto:${encodeURI(email.toWellFormed())
    .replace(/%25(?=[\dA-F]{2})/gi, '%')
    .replace(/[?#&]/g, encodeURIComponent)}`

function parseObject(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${JSON.stringify(value)} is not an object`)
  return value as Record<string, unknown>
}
