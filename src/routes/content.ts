import * as z from 'zod/mini'
import type { Content, TextContent } from '../newsroom/content.ts'
import { type Instant, parseInstant } from '../newsroom/dateline.ts'
import { type Language, type Localized, parseReleaseId } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { told } from './annotations.ts'
import { historySent } from './history.ts'
import { ID, LINE_WITH_WORDS, line, MAX, required, text, topics } from './fields.ts'
import { redirectsSent } from './redirects.ts'

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
    history: historySent,
    redirection: redirectsSent(site),
  }
}

export type Schemas = ReturnType<typeof schemasFor>

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
