import * as z from 'zod/mini'
import { parseInstant } from '../newsroom/dateline.ts'
import type { Instant } from '../newsroom/dateline.ts'
import { MAX_PLACE, MAX_SEARCH_PLACE } from '../newsroom/history.ts'
import { parseReleaseId } from '../newsroom/release.ts'
import { isBlank } from '../newsroom/requirements.ts'
import { REVISION_KINDS } from '../newsroom/revision.ts'
import { MAX_SLUG_BYTES, MAX_TOPIC, parseSlug, parseTopic } from '../newsroom/slug.ts'
import { told } from './annotations.ts'
import { CONTROL, CONTROLS, ID, LINE_WITH_WORDS, MAX, MAX_TOPICS, SLUG } from './fields.ts'

// A history as it is taken out and put back. What was stored comes back to the last character, so that
// nothing is trimmed or normalized here; and in whatever languages and kinds, also those that the site
// does not have any more.

const refused = <T = string>(is: (value: T) => boolean, error: string) => z.refine<T>(is, { error })

const words = (max: number) =>
  z.string().check(
    refused((text) => text.isWellFormed(), 'has half a character (a lone surrogate)'),
    refused((text) => !CONTROL.test(text), 'has a control character'),
    z.maxLength(max, `must not be longer than ${max.toLocaleString('en')} characters`),
  )
const prose = told(words(MAX.prose), { pattern: `^[^${CONTROLS}]*$` })
const line = (max: number) =>
  told(
    words(max).check(
      refused((text) => !/[\u2028\u2029\t\r\n]/.test(text), 'must stand on one line'),
    ),
    {
      pattern: `^[^${CONTROLS}\\t\\r\\n\\u2028\\u2029]*$`,
    },
  )
const lineWithWords = (max: number) =>
  told(line(max).check(refused((text) => !isBlank(text), 'must not be empty')), LINE_WITH_WORDS)

/** An instant to the millisecond, as answers tell it. */
const instant = z.pipe(
  told(z.string(), {
    format: 'date-time',
    pattern: String.raw`^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+\-](?:[01]\d|2[0-3]):[0-5]\d)$`,
    examples: ['2021-02-25T06:00:00.000Z'],
  }),
  z.transform((text, context): Instant => {
    const parsed = /[Tt]/.test(text) ? parseInstant(text, 'UTC') : null
    if (parsed === null)
      context.issues.push({
        code: 'custom',
        input: text,
        message: 'must be an instant with its offset, such as 2021-02-25T06:00:00.000Z',
      })
    return parsed ?? 0
  }),
)
const day = told(
  z
    .string()
    .check(
      refused(
        (text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseInstant(text, 'UTC') !== null,
        'must be a day, such as 2021-02-25',
      ),
    ),
  { format: 'date', pattern: String.raw`^\d{4}-\d\d-\d\d$`, examples: ['2021-02-25'] },
)
const releaseId = told(
  z.string().check(refused((id) => parseReleaseId(id) !== null, 'is not the id of a release')),
  ID,
)
const slug = told(z.string().check(refused((text) => parseSlug(text) !== null, 'is not a slug')), {
  pattern: `^${SLUG}$`,
  maxLength: MAX_SLUG_BYTES,
})
const topic = told(
  z.string().check(refused((text) => parseTopic(text) !== null, 'is not a topic')),
  { pattern: `^${SLUG}$`, maxLength: MAX_TOPIC },
)

/** As settings name it, in small letters first (RFC 5646, section 2.1.1): nothing that every object has. */
const LANGUAGE = /^[a-z]{2,8}(?:-[A-Za-z\d]{1,8})*$/
/** By language, whichever there were. */
const byLanguage = <S extends z.ZodMiniType>(schema: S) =>
  z.record(z.string(), schema).check((context) => {
    for (const key of Object.keys(context.value))
      if (!LANGUAGE.test(key))
        context.issues.push({
          code: 'custom',
          input: context.value,
          path: [key],
          message: 'is not a language',
        })
  })
const localized = byLanguage(lineWithWords(MAX.note)).check(
  refused<object>(
    (given) => Object.keys(given).length > 0,
    'must have words in at least one language',
  ),
)

const text = told(
  z.strictObject({
    url: told(z.optional(z.string()), { description: 'Where it is read; not stored.' }),
    slug: z.optional(slug),
    headline: z.optional(line(MAX.headline)),
    subheadline: z.optional(line(MAX.subheadline)),
    summary: z.optional(line(MAX.summary)),
    department: z.optional(line(MAX.short)),
    dateline: z.optional(z.strictObject({ place: lineWithWords(MAX.short) })),
    body: z.optional(prose),
    notes: z.optional(prose),
    publicFrom: z.optional(instant),
    changedAt: z.optional(instant),
  }),
  { id: 'TextOfHistory', description: 'A release in one language, as it was.' },
)
export type TextOfHistory = z.output<typeof text>

const release = told(
  z.strictObject({
    id: releaseId,
    state: z.enum(['draft', 'embargoed', 'published', 'withdrawn']),
    revision: z.int().check(z.minimum(1)),
    kind: told(
      z.string().check(refused((name) => parseSlug(name) !== null, 'is not a kind of release')),
      { pattern: `^${SLUG}$`, maxLength: MAX_SLUG_BYTES },
    ),
    topics: z
      .array(topic)
      .check(z.maxLength(MAX_TOPICS, `must not be more than ${MAX_TOPICS} topics`)),
    createdAt: instant,
    revisedAt: instant,
    requirements: told(z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))), {
      description: 'What was missing of a draft; not stored.',
    }),
    liveAt: z.optional(instant),
    day: z.optional(day),
    texts: byLanguage(text),
    corrections: z.array(z.strictObject({ at: instant, note: localized })),
    withdrawal: z.optional(
      z.strictObject({ at: instant, reason: localized, replacedBy: z.optional(releaseId) }),
    ),
  }),
  {
    id: 'ReleaseOfHistory',
    description:
      'A release as it was, in every language that it had, also those that the site has no more.',
  },
)

const name = lineWithWords(MAX.note)
const revision = told(
  z.strictObject({
    number: z.int().check(z.minimum(1)),
    kind: z.enum(REVISION_KINDS),
    at: instant,
    editor: z.strictObject({ id: name, name }),
    token: name,
    note: z.optional(localized),
    release,
  }),
  {
    id: 'RevisionOfHistory',
    description: 'A revision with all that the release was from then on.',
  },
)
export type RevisionOfHistory = z.output<typeof revision>

const place = z.int().check(z.minimum(1), z.maximum(MAX_PLACE))
const places = told(
  z.strictObject({
    month: z.optional(
      told(z.string().check(refused((text) => /^\d{4}-\d\d$/.test(text), 'is not a month')), {
        pattern: String.raw`^\d{4}-\d\d$`,
      }),
    ),
    release: z.optional(place),
    texts: z.optional(z.record(z.string(), place)),
    search: z.optional(
      z.record(z.string(), z.int().check(z.minimum(0), z.maximum(MAX_SEARCH_PLACE))),
    ),
    last: z.optional(z.record(z.string(), z.record(z.string(), place))),
  }),
  {
    id: 'Places',
    description:
      'Where the release stands in the archive’s pages and among what is found: keep it as it is, and send it back.',
  },
)

/** A part of a history, as an answer has it. */
export const historyExcerpt = told(
  z.object({
    id: releaseId,
    places: z.optional(places),
    revisions: z.array(revision),
    complete: told(z.boolean(), {
      description: 'Whether these are its last revisions; otherwise it goes on in the next answer.',
    }),
  }),
  { id: 'History' },
)

/** A part of a history, as it is put back. */
export const historySent = told(
  z.strictObject({
    revisions: z.pipe(
      z.array(revision).check(z.minLength(1, 'must have at least one revision')),
      z.transform((sent, context) => {
        for (const [at, { release }] of sent.entries())
          for (const [name, message] of misstated(release))
            context.issues.push({
              code: 'custom',
              input: release,
              path: [at, 'release', name],
              message,
            })
        return sent
      }),
    ),
    places: z.optional(places),
    complete: told(z.boolean(), {
      description: 'Whether these are the last ones: then all of it is stored at once.',
    }),
  }),
  { id: 'HistorySent', description: 'Revisions that follow each other.' },
)
export type HistorySent = z.output<typeof historySent>

/** What a state has to say and must not. */
function* misstated({ state, liveAt, day, withdrawal }: RevisionOfHistory['release']) {
  for (const [name, value] of Object.entries({ liveAt, day })) {
    if (state === 'draft' && value !== undefined) yield [name, 'cannot be told of a draft'] as const
    if (state !== 'draft' && value === undefined) yield [name, 'is missing'] as const
  }
  if (state === 'withdrawn' && !withdrawal) yield ['withdrawal', 'is missing'] as const
  if (state !== 'withdrawn' && withdrawal)
    yield ['withdrawal', 'can be told of a withdrawn release only'] as const
}
