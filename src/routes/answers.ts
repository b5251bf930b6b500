import * as z from 'zod/mini'
import { EVENT_KINDS } from '../newsroom/event.ts'
import { REVISION_KINDS } from '../newsroom/revision.ts'
import type { Site } from '../site.ts'
import { told } from './annotations.ts'
import { ID } from './fields.ts'
import { historyExcerpt } from './history.ts'

/**
 * What the API answers, as schemas for the contract. That the newsroom says it so, the types show
 * (`tests/routes/contract.test.ts`) and every answer that a test gets.
 */
export function answersFor(site: Site) {
  const textOutline = told(z.object(outline), {
    id: 'TextOutline',
    description: 'A release in one language, without its body and notes.',
  })
  const text = told(z.object({ ...outline, ...long }), {
    id: 'Text',
    description: 'A release in one language. What it does not have is left out.',
  })
  const release = told(
    z.object({ ...ofRelease, texts: byLanguage(site, text), corrections, withdrawal }),
    { id: 'Release' },
  )
  const summary = told(
    z.object({ ...ofRelease, texts: byLanguage(site, textOutline), corrections, withdrawal }),
    { id: 'ReleaseSummary', description: 'A release without what is long, for lists.' },
  )
  const urls = told(byLanguage(site, url), {
    description: 'The addresses for readers, by language.',
  })
  const receipt = told(
    z.object({
      revision: number,
      publicFrom: told(z.nullable(instant), {
        description: 'From when on readers have it, or will have it; null for a draft.',
      }),
      urls,
      rebuilt: told(z.array(z.string()), { description: 'The paths of the pages made anew.' }),
      rebuildPending: told(z.boolean(), {
        description: 'Whether pages are left, which the schedule makes within a minute or two.',
      }),
      edge: told(z.enum(['purged', 'failed', 'none']), {
        description:
          'Whether older copies are gone from the edge. What failed, the schedule tries again; `none` where there was nothing to purge.',
      }),
    }),
    { id: 'Receipt', description: 'What a change did.' },
  )
  return {
    release,
    change: told(z.object({ release, receipt }), {
      id: 'Change',
      description: 'The release as it is now, and what the change did.',
    }),
    list: told(z.object({ releases: z.array(summary), next }), { id: 'ListOfReleases' }),
    validation: told(
      z.object({
        valid: told(z.boolean(), { description: 'Whether it would be stored.' }),
        complete: told(z.boolean(), { description: 'Whether it could be published then.' }),
        errors: told(z.array(fieldError), { description: 'What is wrong.' }),
        requirements: told(z.array(fieldError), {
          description: 'What is missing before it may be published.',
        }),
        slugs: told(byLanguage(site, z.string()), {
          description: 'The slugs that it would have now.',
        }),
        urls,
      }),
      { id: 'Validation' },
    ),
    revisions: told(z.object({ revisions: z.array(heading) }), { id: 'ListOfRevisions' }),
    revision: told(z.object({ ...ofRevision, release }), {
      id: 'Revision',
      description: 'A revision, and what the release was from then on.',
    }),
    histories: told(z.object({ histories: z.array(historyExcerpt), next }), {
      id: 'ListOfHistories',
    }),
    restored: told(
      z.object({
        id,
        revision: told(z.int(), { description: 'The last one that was taken.' }),
        state: told(z.optional(z.enum(['draft', 'embargoed', 'published', 'withdrawn'])), {
          description: 'What the release is now; left out while its history is not complete.',
        }),
      }),
      { id: 'Restored' },
    ),
    findings: told(
      z.object({
        releases: z.array(
          told(
            z.object({
              id,
              kind,
              topics,
              liveAt: instant,
              day,
              language: told(z.enum(site.languages), { description: 'In which it was found.' }),
              url,
              slug: z.string(),
              headline: z.string(),
              subheadline: z.optional(z.string()),
              excerpt: told(z.array(z.object({ text: z.string(), hit: z.boolean() })), {
                description:
                  'The part of the body that fits best, in pieces; `hit` where it is what was looked for.',
              }),
            }),
            { id: 'Finding' },
          ),
        ),
        next,
      }),
      { id: 'Findings' },
    ),
    changes: told(
      z.object({
        changes: z.array(
          told(
            z.object({
              number: place,
              at: instant,
              kind: z.enum(['published', 'lifted', 'edited', 'corrected', 'withdrawn']),
              id,
              revision: number,
              url: told(z.string(), {
                format: 'uri',
                description: 'Where the release is, at this revision or a later one.',
              }),
            }),
            { id: 'PublicChange' },
          ),
        ),
        ...onward,
      }),
      { id: 'ListOfChanges' },
    ),
    audit: told(
      z.object({
        events: z.array(
          told(
            z.object({
              number: place,
              at: instant,
              kind: z.enum(EVENT_KINDS),
              release: z.optional(
                z.object({ id, revision: number, url: told(z.string(), { format: 'uri' }) }),
              ),
              public: told(z.boolean(), { description: 'Whether it changed what is public.' }),
              editor: z.optional(editor),
              token: told(z.optional(z.string()), {
                description: 'The id of the token that did it, or to which it was done.',
              }),
              from: told(z.optional(z.string()), {
                description: 'The path of a redirect that was entered or removed.',
              }),
              note: z.optional(localized),
            }),
            { id: 'Event' },
          ),
        ),
        ...onward,
      }),
      { id: 'AuditTrail' },
    ),
    redirects: told(z.object({ redirects: z.array(redirect) }), { id: 'RedirectsEntered' }),
    redirectList: told(z.object({ redirects: z.array(redirect), next }), {
      id: 'ListOfRedirects',
    }),
    site: told(
      z.object({
        name: localized,
        url: told(z.string(), { format: 'uri', description: 'What every address begins with.' }),
        languages: told(z.array(z.string()), {
          description: 'BCP 47 tags. The first has no prefix in addresses.',
          examples: [['en', 'ar']],
        }),
        timeZone: told(z.string(), {
          description:
            'It decides which day a release is filed under: a name of the IANA database.',
          examples: ['Asia/Damascus'],
        }),
        kinds: told(z.record(z.string(), localized), {
          description: 'The kinds of release, and what readers call them.',
        }),
      }),
      { id: 'Site' },
    ),
    ready: told(
      z.object({
        status: told(z.enum(['ok', 'degraded', 'unavailable']), {
          description: '`degraded`: it serves, but something gets old, or lacks.',
        }),
        now: instant,
        site: told(z.string(), { format: 'uri', description: 'The site’s address, as it is set.' }),
        checks: z.object(checks),
      }),
      { id: 'Readiness' },
    ),
    alive: told(z.object({ status: z.literal('ok') }), { id: 'Liveness' }),
    problem: told(
      z.object({
        type: z.literal('about:blank'),
        title: z.string(),
        status: z.int(),
        detail: z.string(),
        errors: told(z.optional(z.array(fieldError)), { description: 'Each field that is wrong.' }),
        current: told(z.optional(release), {
          description:
            'With 412: the release as it is now, to merge with. The `ETag` of the answer is its own.',
        }),
        requestId: told(z.string(), { description: 'What the newsroom’s log knows it by.' }),
      }),
      { id: 'Problem', description: 'Problem details (RFC 9457).' },
    ),
  }
}

export type Answers = ReturnType<typeof answersFor>

const id = told(z.string(), ID)
const kind = told(z.string(), { description: 'One of the kinds that the site has, or has had.' })
const topics = z.array(z.string())
const instant = told(z.string(), { format: 'date-time', examples: ['2026-03-31T06:00:00.000Z'] })
const day = told(z.string(), {
  format: 'date',
  description: 'The day that it is filed under, in the site’s time zone.',
})
const url = told(z.optional(z.string()), { format: 'uri' })
const number = told(z.int(), { description: 'Revisions are numbered from 1.' })
const place = told(z.int(), { description: 'Its place in the ledger; later ones are higher.' })
const next = told(z.optional(z.string()), {
  format: 'uri',
  description: 'Where the list goes on; left out on the last page.',
})
const onward = {
  next: told(z.string(), {
    format: 'uri',
    description: 'Where to go on, now or later: what happens after this stands there.',
  }),
  more: told(z.boolean(), { description: 'Whether there is more already.' }),
}
const localized = told(z.record(z.string(), z.string()), {
  id: 'Localized',
  description: 'Words for readers, by language.',
})
const fieldError = told(
  z.object({
    pointer: told(z.string(), {
      description: 'A JSON pointer (RFC 6901) into the body, or `?name` of a parameter.',
      examples: ['/texts/en/headline'],
    }),
    detail: z.string(),
  }),
  { id: 'FieldError' },
)
const editor = told(z.object({ id: z.string(), name: z.string() }), { id: 'Editor' })

const corrections = told(z.array(z.object({ at: instant, note: localized })), {
  description: 'The public notes on what was wrong, oldest first.',
})
const withdrawal = told(
  z.optional(
    z.object({
      at: instant,
      reason: localized,
      replacedBy: told(z.optional(id), { description: 'The release that stands in its place.' }),
    }),
  ),
  { description: 'Only of a withdrawn release.' },
)
const ofRelease = {
  id,
  state: z.enum(['draft', 'embargoed', 'published', 'withdrawn']),
  revision: number,
  kind,
  topics,
  createdAt: instant,
  revisedAt: instant,
  requirements: told(z.optional(z.array(fieldError)), {
    description: 'Only of a draft: what is missing before it may be published.',
  }),
  liveAt: told(z.optional(instant), {
    description: 'From when on it is public. Not of a draft.',
  }),
  day: told(z.optional(day), { description: 'The day that it is filed under. Not of a draft.' }),
}
const outline = {
  url,
  slug: z.optional(z.string()),
  headline: z.optional(z.string()),
  subheadline: z.optional(z.string()),
  summary: z.optional(z.string()),
  department: z.optional(z.string()),
  dateline: z.optional(z.object({ place: z.string() })),
  publicFrom: told(z.optional(instant), {
    description: 'From when on readers have this text. Not of a draft.',
  }),
  changedAt: told(z.optional(instant), {
    description: 'The last change that its readers would notice. Not of a draft.',
  }),
}
const long = {
  body: told(z.optional(z.string()), { description: 'Markdown.' }),
  notes: told(z.optional(z.string()), { description: 'Markdown.' }),
}
const ofRevision = {
  number,
  kind: z.enum(REVISION_KINDS),
  at: instant,
  editor,
  token: told(z.string(), { description: 'The id of the token that did it.' }),
  note: told(z.optional(localized), {
    description: 'The note of a correction, or the reason of a withdrawal.',
  }),
}
const heading = told(z.object(ofRevision), {
  id: 'RevisionHeading',
  description: 'Who changed the release, how and when.',
})
const redirect = told(
  z.object({
    from: told(z.string(), { description: 'The path as it is kept.', examples: ['/?p=12'] }),
    release: told(z.string(), { ...ID, description: 'The release that it leads to.' }),
    language: told(z.string(), { description: 'In which of its texts.' }),
  }),
  { id: 'Redirect', description: 'An address that a release had before it stood here.' },
)

const ok = told(z.nullable(z.boolean()), {
  description: 'Whether it is as it should be; null where that is not known.',
})
const counted = told(z.nullable(z.int()), { description: 'At most 1,000 are counted.' })
const seconds = z.nullable(z.int())
const moment = z.nullable(instant)
const checks = {
  database: z.object({
    ok,
    bytes: z.nullable(z.int()),
    limitBytes: z.int(),
    clockSkewMs: told(z.nullable(z.int()), {
      description: 'Milliseconds by which the database’s clock is ahead of the Worker’s.',
    }),
  }),
  migrations: z.object({
    ok,
    applied: z.nullable(z.string()),
    needed: z.nullable(z.string()),
  }),
  schedule: z.object({ ok, lastRunAt: moment, ageSeconds: seconds }),
  stalePages: z.object({
    ok,
    due: counted,
    oldest: z.nullable(
      z.object({
        path: told(z.nullable(z.string()), { description: 'Null where it was never public.' }),
        dueAt: instant,
        ageSeconds: z.int(),
      }),
    ),
  }),
  purges: z.object({ ok, open: counted, failed: counted, oldestAt: moment }),
  search: z.object({ ok, unindexed: counted }),
  bindings: z.object({
    ok,
    missing: told(z.array(z.string()), { description: 'By their names in wrangler.toml.' }),
  }),
}

/** Each of the site's languages may be there. */
const byLanguage = <S extends z.ZodMiniType>(site: Site, schema: S) =>
  z.object(
    Object.fromEntries(site.languages.map((language) => [language, z.optional(schema)])),
  ) as unknown as z.ZodMiniObject<Record<string, z.ZodMiniOptional<S>>>
