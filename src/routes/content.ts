import * as z from 'zod/mini'
import type { Content, TextContent } from '../newsroom/content.ts'
import { type Instant, parseInstant } from '../newsroom/dateline.ts'
import { type Language, type Localized, parseReleaseId } from '../newsroom/release.ts'
import { isBlank } from '../newsroom/requirements.ts'
import { MAX_SLUG_BYTES, MAX_TOPIC, parseSlug, parseTopic } from '../newsroom/slug.ts'
import { rawHtmlLines } from '../pages/prose.ts'
import type { Site } from '../site.ts'

/** Characters, counted in UTF-16 units. */
const MAX = {
  headline: 300,
  subheadline: 500,
  summary: 1000,
  short: 200,
  prose: 100_000,
  note: 2000,
}
const MAX_TOPICS = 20

/** What editors send, as schemas: one for each body of the publishing endpoint. */
export function schemasFor(site: Site) {
  const instant = z.pipe(
    z.string(),
    z.transform((text, context): Instant => {
      const parsed = parseInstant(text, site.zone)
      if (parsed === null)
        context.issues.push({
          code: 'custom',
          input: text,
          message:
            'must be an instant with its offset, such as 2026-03-31T09:00:00+03:00, or a day, such as 2026-03-31',
        })
      return parsed ?? 0
    }),
  )
  const kind = z.string().check(
    z.refine((name) => Object.hasOwn(site.kinds, name), {
      error: `must be one of the site's kinds: ${Object.keys(site.kinds).join(', ')}`,
    }),
  )
  const texts = byLanguage(site, text)
  const localized = z.union(
    [
      z.pipe(
        required(line(MAX.note)),
        z.transform((note) => inFirst(site, note)),
      ),
      z.pipe(
        byLanguage(site, required(line(MAX.note))).check(atLeastOne),
        z.transform((notes): Localized => present(notes as Partial<Localized>)),
      ),
    ],
    { error: 'must be a string, or an object from language to string' },
  )
  return {
    /** A new release; `publish` or `embargo` makes it public in the same change. */
    creation: z
      .strictObject({
        kind,
        topics: z._default(topics, []),
        texts: z._default(texts, {}),
        publish: z.optional(
          z.union([z.boolean(), z.strictObject({ at: instant })], {
            error: 'must be true, or an object such as {"at": "2021-02-25"}',
          }),
        ),
        embargo: z.optional(z.strictObject({ until: instant })),
      })
      .check(
        z.refine((body) => !(body.publish && body.embargo), {
          error: 'cannot stand beside "publish": choose one of them',
          path: ['embargo'],
        }),
      ),
    replacement: z.strictObject({ kind, topics: z._default(topics, []), texts }),
    publication: z.strictObject({ at: z.optional(instant) }),
    embargo: z.strictObject({ until: instant }),
    /** What is left out stays as it is; a text that is given replaces that language's. */
    correction: z.strictObject({
      note: localized,
      kind: z.optional(kind),
      topics: z.optional(topics),
      texts: z.optional(texts),
    }),
    withdrawal: z.strictObject({
      reason: localized,
      replacedBy: z.optional(
        z.pipe(
          z.string(),
          z.transform((id, context) => {
            const parsed = parseReleaseId(id)
            if (!parsed)
              context.issues.push({
                code: 'custom',
                input: id,
                message: 'is not the id of a release',
              })
            return parsed
          }),
        ),
      ),
    }),
  }
}

/** What a body says of a release. */
export interface Sent {
  kind: string
  topics: string[]
  texts: Partial<Record<Language, TextContent>>
}

/** The content of a body. Texts that are absent are left out. */
export const contentOf = ({ kind, topics, texts }: Sent): Content => ({
  kind,
  topics,
  texts: present(texts),
})

const topic = z.string().check(
  z.normalize('NFC'),
  z.refine((name) => parseTopic(name) !== null, {
    error: `must be lower-case letters, digits and hyphens, at most ${MAX_TOPIC} characters`,
  }),
)
const topics = z.pipe(
  z.array(topic).check(z.maxLength(MAX_TOPICS, `must not be more than ${MAX_TOPICS} topics`)),
  z.transform((names) => [...new Set(names)]),
)

const CONTROL = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u
/** Words on one line, without what HTML, XML or a header could not carry. */
const line = (max: number) =>
  words(max, /[\u2028\u2029\t\r\n]/, 'must stand on one line').check(z.trim())
const paragraphs = (max: number) => words(max, /(?!)/, '')

function words(max: number, forbidden: RegExp, because: string) {
  return z.string().check(
    z.refine((text) => text.isWellFormed(), { error: 'has half a character (a lone surrogate)' }),
    z.refine((text) => !CONTROL.test(text), { error: 'has a control character' }),
    z.refine((text) => !forbidden.test(text.trim()), { error: because }),
    z.normalize('NFC'),
    // Spaces before the first line may be a list's or a code block's.
    z.overwrite((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/^(?:[^\S\n]*\n)+/, '')
        .trimEnd(),
    ),
    z.maxLength(max, `must not be longer than ${max.toLocaleString('en')} characters`),
  )
}

const required = (schema: ReturnType<typeof words>) =>
  schema.check(z.refine((text) => !isBlank(text), { error: 'must not be empty' }))

/** Absent, null and empty are the same. */
const optional = (schema: z.ZodMiniString<string>) =>
  z.pipe(
    z.nullish(schema),
    z.transform((text) => text || null),
  )

const markdown = paragraphs(MAX.prose).check((context) => {
  if (context.value.length > MAX.prose) return
  const lines = rawHtmlLines(context.value)
  if (lines.length > 0)
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: `has raw HTML on line ${lines.slice(0, 10).join(', ')}; write Markdown, or \\< for the sign`,
    })
})

const slug = z.string().check(
  z.normalize('NFC'),
  z.refine((text) => text === '' || parseSlug(text) !== null, {
    error: `must be lower-case letters and digits of any script, joined by hyphens, at most ${MAX_SLUG_BYTES} bytes`,
  }),
)

const text = z.pipe(
  z.strictObject({
    slug: optional(slug),
    headline: optional(line(MAX.headline)),
    subheadline: optional(line(MAX.subheadline)),
    summary: optional(line(MAX.summary)),
    department: optional(line(MAX.short)),
    dateline: z.nullish(z.strictObject({ place: required(line(MAX.short)) })),
    body: optional(markdown),
    notes: optional(markdown),
  }),
  z.transform(
    ({ slug, dateline, ...rest }): TextContent => ({
      ...rest,
      slug: slug === null ? null : parseSlug(slug),
      dateline: dateline ?? null,
    }),
  ),
)

const byLanguage = <S extends z.ZodMiniType>(site: Site, schema: S) =>
  z.strictObject(
    Object.fromEntries(site.languages.map((language) => [language, z.optional(schema)])) as Record<
      Language,
      z.ZodMiniOptional<S>
    >,
  )

const atLeastOne = z.refine((given) => Object.keys(given as object).length > 0, {
  error: 'must have words in at least one language',
})

const inFirst = (site: Site, note: string): Localized =>
  ({ [site.languages[0]]: note }) as Localized

/** What is given in each language, without the languages in which nothing is. */
export const present = <T>(given: Partial<Record<Language, T>>): Record<Language, T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
    Language,
    T
  >
