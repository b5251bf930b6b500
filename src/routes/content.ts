import * as z from 'zod/mini'
import type { Content, TextContent } from '../newsroom/content.ts'
import { type Instant, parseInstant } from '../newsroom/dateline.ts'
import { type Language, type Localized, parseReleaseId } from '../newsroom/release.ts'
import { isBlank } from '../newsroom/requirements.ts'
import { MAX_SLUG_BYTES, MAX_TOPIC, parseSlug, parseTopic } from '../newsroom/slug.ts'
import { rawHtmlLines } from '../pages/prose.ts'
import type { Site } from '../site.ts'
import { told } from './annotations.ts'

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

/**
 * What editors send, as schemas: one for each body of the publishing endpoint. What their checks
 * demand, they tell for the contract, too.
 */
export function schemasFor(site: Site) {
  const instant = z.pipe(
    told(z.string(), {
      id: 'Moment',
      description: `An instant with its offset (RFC 3339), or a day, which stands for its first instant in ${site.zone}.`,
      pattern: MOMENT,
      examples: ['2026-03-31T09:00:00+03:00', '2026-03-31T06:00:00Z', '2026-03-31'],
    }),
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
  const kind = told(
    z.string().check(
      z.refine((name) => Object.hasOwn(site.kinds, name), {
        error: `must be one of the site's kinds: ${Object.keys(site.kinds).join(', ')}`,
      }),
    ),
    { id: 'Kind', description: 'One of the site’s kinds.', enum: Object.keys(site.kinds) },
  )
  const texts = told(byLanguage(site, text), {
    id: 'TextsSent',
    description: 'What the release says, by language.',
  })
  const localized = told(
    z.union(
      [
        z.pipe(
          told(required(line(MAX.note)), {
            ...LINE_WITH_WORDS,
            description: `In the site’s first language, “${site.languages[0]}”.`,
          }),
          z.transform((note) => inFirst(site, note)),
        ),
        z.pipe(
          told(
            byLanguage(site, told(required(line(MAX.note)), LINE_WITH_WORDS)).check(atLeastOne),
            {
              minProperties: 1,
              description: 'By language.',
            },
          ),
          z.transform((notes): Localized => present(notes as Partial<Localized>)),
        ),
      ],
      { error: 'must be a string, or an object from language to string' },
    ),
    { id: 'WordsForReaders', description: 'One line for readers, in one language or in several.' },
  )
  const whole = {
    kind,
    topics: told(z._default(topics, []), { description: 'None, where it is left out.' }),
  }
  return {
    /** A new release; `publish` or `embargo` makes it public in the same change. */
    creation: told(
      z
        .strictObject({
          ...whole,
          texts: z._default(texts, {}),
          publish: told(
            z.optional(
              z.union([z.boolean(), z.strictObject({ at: instant })], {
                error: 'must be true, or an object such as {"at": "2021-02-25"}',
              }),
            ),
            {
              description:
                'Publishes it in the same change: `true` at once, or filed under a moment of the past. Needs the scope `publish`.',
            },
          ),
          embargo: told(z.optional(z.strictObject({ until: instant })), {
            description:
              'Holds it in the same change until a moment to come. Not beside `publish`. Needs the scope `publish`.',
          }),
        })
        .check(
          z.refine((body) => !(body.publish && body.embargo), {
            error: 'cannot stand beside "publish": choose one of them',
            path: ['embargo'],
          }),
        ),
      {
        id: 'NewRelease',
        description: 'A new release. A draft may be incomplete.',
        not: {
          required: ['publish', 'embargo'],
          properties: { publish: { not: { const: false } }, embargo: {} },
        },
      },
    ),
    replacement: told(z.strictObject({ ...whole, texts }), {
      id: 'ReleaseContent',
      description: 'All that a release says: what is left out, it does not say any more.',
    }),
    publication: told(
      z.strictObject({
        at: told(z.optional(instant), {
          description: 'The moment of the past that it is filed under; now, where it is left out.',
        }),
      }),
      { id: 'Publication' },
    ),
    embargo: told(z.strictObject({ until: instant }), {
      id: 'Embargo',
      description: 'A moment to come, from which on the release is public.',
    }),
    correction: told(
      z.strictObject({
        note: localized,
        kind: z.optional(kind),
        topics: z.optional(topics),
        texts: z.optional(texts),
      }),
      {
        id: 'CorrectionSent',
        description:
          'What is left out stays as it is; a text that is given replaces that language’s.',
      },
    ),
    withdrawal: told(
      z.strictObject({
        reason: localized,
        replacedBy: z.optional(
          z.pipe(
            told(z.string(), { ...ID, description: 'The release that stands in its place.' }),
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
      { id: 'WithdrawalSent' },
    ),
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

/** As `parseInstant` reads it. */
const MOMENT = String.raw`^\d{4}-\d\d-\d\d(?:[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+\-](?:[01]\d|2[0-3]):[0-5]\d))?$`
/** As `parseSlug` reads it, so far as it is ASCII: not every dialect knows the letters of Unicode. */
const WORD = String.raw`[^\u0000-\u002F\u003A-\u0060\u007B-\u00A9]+`
const SLUG = `${WORD}(?:-${WORD})*`
/** As `parseReleaseId` reads it. */
export const ID = { pattern: '^[A-Za-z0-9_\\-]{1,64}$', examples: ['budget-2026'] }
/** A line that is not only spaces. */
const LINE_WITH_WORDS = { minLength: 1, pattern: String.raw`\S` }

const topic = told(
  z.string().check(
    z.normalize('NFC'),
    z.refine((name) => parseTopic(name) !== null, {
      error: `must be lower-case letters, digits and hyphens, at most ${MAX_TOPIC} characters`,
    }),
  ),
  {
    description: 'Lower-case letters and digits of any script, joined by hyphens.',
    pattern: `^${SLUG}$`,
    maxLength: MAX_TOPIC,
    examples: ['budget'],
  },
)
const topics = z.pipe(
  z.array(topic).check(z.maxLength(MAX_TOPICS, `must not be more than ${MAX_TOPICS} topics`)),
  z.transform((names) => [...new Set(names)]),
)

const CONTROL = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u
/** `CONTROL` as every dialect of regular expressions writes it. */
const CONTROLS = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF`
/** Words on one line, without what HTML, XML or a header could not carry. */
const line = (max: number) =>
  told(words(max, /[\u2028\u2029\t\r\n]/, 'must stand on one line').check(z.trim()), {
    pattern: `^[\\s]*[^${CONTROLS}\\t\\r\\n\\u2028\\u2029]*[\\s]*$`,
  })
const paragraphs = (max: number) => told(words(max, /(?!)/, ''), { pattern: `^[^${CONTROLS}]*$` })

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

const slug = told(
  z.string().check(
    z.normalize('NFC'),
    z.refine((text) => text === '' || parseSlug(text) !== null, {
      error: `must be lower-case letters and digits of any script, joined by hyphens, at most ${MAX_SLUG_BYTES} bytes`,
    }),
  ),
  { pattern: `^(?:${SLUG})?$`, maxLength: MAX_SLUG_BYTES },
)

const text = z.pipe(
  told(
    z.strictObject({
      slug: told(optional(slug), {
        description: `The last part of its address: lower-case letters and digits of any script, joined by hyphens, at most ${MAX_SLUG_BYTES} bytes of UTF-8. Made from the headline where it is left out.`,
        examples: ['council-adopts-the-budget'],
      }),
      headline: told(optional(line(MAX.headline)), {
        description: 'One line. Needed before the release is embargoed or published.',
      }),
      subheadline: told(optional(line(MAX.subheadline)), { description: 'One line.' }),
      summary: told(optional(line(MAX.summary)), {
        description:
          'One line for lists and search engines; the first paragraph of the body where it is left out.',
      }),
      department: told(optional(line(MAX.short)), { description: 'Which part of the house.' }),
      dateline: told(
        z.nullish(z.strictObject({ place: told(required(line(MAX.short)), LINE_WITH_WORDS) })),
        { description: 'The place that the release is issued from.' },
      ),
      body: told(optional(markdown), {
        description:
          'Markdown (CommonMark, with tables and footnotes, without raw HTML). Needed before the release is embargoed or published.',
      }),
      notes: told(optional(markdown), { description: 'Notes to editors, in Markdown.' }),
    }),
    {
      id: 'TextSent',
      description: 'A release in one language. What is null or empty is as good as left out.',
    },
  ),
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
