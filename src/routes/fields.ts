import * as z from 'zod/mini'
import type { TextContent } from '../newsroom/content.ts'
import { isBlank } from '../newsroom/requirements.ts'
import { MAX_SLUG_BYTES, MAX_TOPIC, parseSlug, parseTopic } from '../newsroom/slug.ts'
import { rawHtmlLines } from '../pages/prose.ts'
import { told } from './annotations.ts'

/** Characters, counted in UTF-16 units. */
export const MAX = {
  headline: 300,
  subheadline: 500,
  summary: 1000,
  short: 200,
  prose: 100_000,
  note: 2000,
}
export const MAX_TOPICS = 20

/** As `parseSlug` reads it, so far as it is ASCII: not every dialect knows the letters of Unicode. */
const WORD = String.raw`[^\u0000-\u002F\u003A-\u0060\u007B-\u00A9]+`
export const SLUG = `${WORD}(?:-${WORD})*`
/** As `parseReleaseId` reads it. */
export const ID = { pattern: '^[A-Za-z0-9_\\-]{1,64}$', examples: ['budget-2026'] }
/** A line that is not only spaces. */
export const LINE_WITH_WORDS = { minLength: 1, pattern: String.raw`\S` }

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
export const topics = z.pipe(
  z.array(topic).check(z.maxLength(MAX_TOPICS, `must not be more than ${MAX_TOPICS} topics`)),
  z.transform((names) => [...new Set(names)]),
)

export const CONTROL = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u
/** `CONTROL` as every dialect of regular expressions writes it. */
export const CONTROLS = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF`
/** Words on one line, without what HTML, XML or a header could not carry. */
export const line = (max: number) =>
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

export const required = (schema: ReturnType<typeof words>) =>
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

export const text = z.pipe(
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
