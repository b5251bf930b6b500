import type { Scope } from '../newsroom/editor.ts'
import type { Reason } from '../newsroom/refusals.ts'
import type { Answers } from './answers.ts'
import { METRICS_TYPE } from './metrics.ts'
import type { HEADERS, PARAMETERS } from './parameters.ts'
import { SAMPLE_ID, type Samples } from './samples.ts'

/** Something that programs may ask for, as the contract tells it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it: `/api/releases/{id}`. */
  readonly path: string
  readonly id: string
  readonly tag: keyof typeof TAGS
  readonly summary: string
  readonly description: string
  /** Who may ask: everybody, everybody and those with a token more, or a scope. */
  readonly access: 'public' | 'either' | Scope
  readonly parameters: readonly (keyof typeof PARAMETERS)[]
  readonly body?: Body
  readonly answers: Readonly<Record<number, Answer>>
  /** Why it may refuse, beyond what every operation may answer. */
  readonly refusals: readonly Reason[]
}

/** @property schemas names in the contract; one of them fits */
export interface Body {
  readonly schemas: readonly string[]
  readonly isOptional?: true
  readonly examples: Readonly<Record<string, readonly [summary: string, value: unknown]>>
}

/** @property schema of JSON; for anything else `type` is its media type */
export interface Answer {
  readonly description: string
  readonly schema?: keyof Answers
  readonly type?: string
  readonly example?: unknown
  readonly headers?: readonly (keyof typeof HEADERS)[]
}

/** All operations, in the order in which a release meets them. */
export const operationsFor = (samples: Samples): readonly Operation[] => [
  ...listing(samples),
  ...drafting(samples),
  ...publishing(samples),
  ...history(samples),
  ...restoring(samples),
  ...finding(samples),
  ...redirects(samples),
  ...ledgers(samples),
  ...about(samples),
]

export const TAGS = {
  Releases: 'Drafts and public releases: write them, read them, see what is still missing.',
  Publishing: 'The life of a release: embargo, publication, corrections, withdrawal.',
  History: 'Every revision of a release, appended and never changed.',
  Search: 'What the site’s search finds.',
  Redirects: 'Addresses that releases had before they stood here, so that old links live on.',
  Mirrors: 'The changes of what is public, for whoever keeps a copy.',
  Operations: 'How the newsroom is, for probes, monitors and admins.',
  Contract: 'The site, and this document.',
} as const

const CHANGE = ['ifMatch', 'key'] as const
const BODY: readonly Reason[] = ['unreadable', 'slow', 'too_large', 'wrong_type', 'invalid']
const STORE: readonly Reason[] = ['key_reused', 'repeated']
const REVISE: readonly Reason[] = [
  'not_found',
  'wrong_state',
  'conflict',
  'invalid',
  'precondition_missing',
  ...STORE,
]

const changed = (example: unknown): Record<number, Answer> => ({
  200: {
    description: 'Done: the release as it is now, and a receipt.',
    schema: 'change',
    example,
    headers: ['ETag', 'Replayed'],
  },
})
const created = (example: unknown): Record<number, Answer> => ({
  201: {
    description: 'Created: the release, and a receipt.',
    schema: 'change',
    example,
    headers: ['Location', 'ETag', 'Replayed'],
  },
})
/** What is read has a tag, and is not sent again to who has it. */
const read = (
  description: string,
  schema: keyof Answers,
  example: unknown,
  headers: Answer['headers'] = [],
): Record<number, Answer> => ({
  200: { description, schema, example, headers: ['ETag', ...headers] },
  304: { description: 'It is the same as what `If-None-Match` names.', headers: ['ETag'] },
})

const listing = ({ answers }: Samples): Operation[] => [
  {
    method: 'get',
    path: '/api/releases',
    id: 'listReleases',
    tag: 'Releases',
    summary: 'List releases',
    description:
      'Without a token the public releases, latest first; with one all of them, latest created first. A list stays right while releases are published: follow `next`.',
    access: 'either',
    parameters: ['limit', 'cursor', 'state', 'ifNoneMatch'],
    answers: read('One page of releases.', 'list', { releases: [answers.briefly] }, ['Next']),
    refusals: ['invalid'],
  },
]

const drafting = ({ requests, answers }: Samples): Operation[] => [
  {
    method: 'post',
    path: '/api/releases',
    id: 'createRelease',
    tag: 'Releases',
    summary: 'Create a release',
    description:
      'Creates a draft. With `publish` or `embargo` it does both in one change, which needs the scope `publish`.',
    access: 'draft',
    parameters: ['key'],
    body: {
      schemas: ['NewRelease'],
      examples: {
        draft: ['A draft', requests.draft],
        complete: ['With all that a release may say', requests.complete],
        atOnce: ['Published at once', requests.atOnce],
        older: ['Filed under a day of the past', requests.older],
        held: ['Under embargo', requests.held],
      },
    },
    answers: created(answers.created),
    refusals: [...BODY, 'incomplete', ...STORE],
  },
  {
    method: 'post',
    path: '/api/releases/validate',
    id: 'validateRelease',
    tag: 'Releases',
    summary: 'See what is wrong and what is missing',
    description:
      'Says at once all that is wrong with a body and all that is missing before it may be published, and stores nothing. It takes what `POST /api/releases` takes, or, with `?release=`, what would replace that release. Whatever is wrong in the body, the answer is 200. Nothing is stored, so it needs no `Idempotency-Key` and looks at none.',
    access: 'draft',
    parameters: ['replaced'],
    body: {
      schemas: ['NewRelease', 'ReleaseContent'],
      examples: { draft: ['A draft', requests.draft] },
    },
    answers: {
      200: {
        description: 'What there is to say of the body.',
        schema: 'validation',
        example: {
          valid: true,
          complete: true,
          errors: [],
          requirements: [],
          slugs: Object.fromEntries(
            Object.entries(answers.release?.texts ?? {}).map(([language, { slug }]) => [
              language,
              slug,
            ]),
          ),
          urls: answers.urls,
        },
        headers: ['ETag'],
      },
    },
    refusals: [...BODY, 'not_found'],
  },
  {
    method: 'get',
    path: '/api/releases/{id}',
    id: 'readRelease',
    tag: 'Releases',
    summary: 'Read a release',
    description:
      'Without a token only what is public; a draft is as absent then as what never was. Its `ETag` is what a change sends as `If-Match`.',
    access: 'either',
    parameters: ['id', 'revisionKnown', 'ifNoneMatch'],
    answers: read('The release.', 'release', answers.release),
    refusals: ['not_found', 'withdrawn', 'invalid'],
  },
  {
    method: 'put',
    path: '/api/releases/{id}',
    id: 'putRelease',
    tag: 'Releases',
    summary: 'Replace what a release says, or create it under an id',
    description:
      'With `If-Match` it replaces all that the release says; for what is not a draft that needs the scope `publish`. A public release stays complete and keeps its languages. With `If-None-Match: *` it creates the release under this id, and takes what `POST /api/releases` takes.',
    access: 'draft',
    parameters: ['id', 'ifMatchToReplace', 'ifNoneMatchToCreate', 'key'],
    body: {
      schemas: ['ReleaseContent', 'NewRelease'],
      examples: { complete: ['With all that a release may say', requests.complete] },
    },
    answers: { ...changed(answers.edited), ...created(answers.created) },
    refusals: [...BODY, ...REVISE, 'incomplete'],
  },
]

const publishing = ({ requests, answers }: Samples): Operation[] => [
  {
    method: 'put',
    path: '/api/releases/{id}/embargo',
    id: 'setEmbargo',
    tag: 'Publishing',
    summary: 'Put a release under embargo, or move its embargo',
    description:
      'Holds a complete release until a moment to come; from that moment on it is public, without anybody doing anything.',
    access: 'publish',
    parameters: ['id', ...CHANGE],
    body: {
      schemas: ['Embargo'],
      examples: { until: ['Until a morning', requests.embargo] },
    },
    answers: changed(answers.held),
    refusals: [...BODY, ...REVISE, 'incomplete'],
  },
  {
    method: 'delete',
    path: '/api/releases/{id}/embargo',
    id: 'cancelEmbargo',
    tag: 'Publishing',
    summary: 'Cancel an embargo',
    description: 'The release is a draft again. An embargo that has lifted cannot be cancelled.',
    access: 'publish',
    parameters: ['id', ...CHANGE],
    answers: changed(answers.freed),
    refusals: REVISE,
  },
  {
    method: 'post',
    path: '/api/releases/{id}/publication',
    id: 'publishRelease',
    tag: 'Publishing',
    summary: 'Publish a release',
    description:
      'Makes a complete release public now, whether it is a draft or under embargo. With `at` it is filed under a moment of the past.',
    access: 'publish',
    parameters: ['id', ...CHANGE],
    body: {
      schemas: ['Publication'],
      isOptional: true,
      examples: {
        now: ['Now', requests.publication],
        backdated: ['Filed under a day of the past', requests.backdated],
      },
    },
    answers: changed(answers.published),
    refusals: [...BODY, ...REVISE, 'incomplete'],
  },
  {
    method: 'post',
    path: '/api/releases/{id}/corrections',
    id: 'correctRelease',
    tag: 'Publishing',
    summary: 'Correct a public release',
    description:
      'Changes a public release with a public note saying what was wrong. The note may stand alone.',
    access: 'publish',
    parameters: ['id', ...CHANGE],
    body: {
      schemas: ['CorrectionSent'],
      examples: { note: ['A note', requests.correction] },
    },
    answers: changed(answers.corrected),
    refusals: [...BODY, ...REVISE, 'incomplete'],
  },
  {
    method: 'post',
    path: '/api/releases/{id}/withdrawal',
    id: 'withdrawRelease',
    tag: 'Publishing',
    summary: 'Withdraw a public release',
    description:
      'Takes it back for good. Its address keeps a notice with the reason and answers 410; the text is no longer served.',
    access: 'publish',
    parameters: ['id', ...CHANGE],
    body: {
      schemas: ['WithdrawalSent'],
      examples: { reason: ['A reason', requests.withdrawal] },
    },
    answers: changed(answers.withdrawn),
    refusals: [...BODY, ...REVISE],
  },
]

const history = ({ answers }: Samples): Operation[] => [
  {
    method: 'get',
    path: '/api/releases/{id}/revisions',
    id: 'listRevisions',
    tag: 'History',
    summary: 'List the revisions of a release',
    description: 'Who changed it, how and when, oldest first.',
    access: 'read',
    parameters: ['id', 'ifNoneMatch'],
    answers: read('All revisions.', 'revisions', { revisions: answers.headings }),
    refusals: ['not_found'],
  },
  {
    method: 'get',
    path: '/api/releases/{id}/revisions/{number}',
    id: 'readRevision',
    tag: 'History',
    summary: 'Read a revision',
    description: 'A revision, and what the release was from then on.',
    access: 'read',
    parameters: ['id', 'number', 'ifNoneMatch'],
    answers: read('The revision.', 'revision', answers.revision),
    refusals: ['not_found'],
  },
]

const restoring = ({ origin, requests, answers }: Samples): Operation[] => [
  {
    method: 'get',
    path: '/api/histories',
    id: 'listHistories',
    tag: 'History',
    summary: 'Take everything out',
    description:
      'Every release with all its revisions, in the order of their creation: enough to put it back as it was. An answer has about 1 MB of revisions at most; a release whose history is longer goes on in the next one. Follow `next`.',
    access: 'read',
    parameters: ['limit', 'cursor', 'ifNoneMatch'],
    answers: read(
      'Histories, or parts of them.',
      'histories',
      {
        histories: [answers.history],
        next: `${origin}/api/histories?cursor=2021-03-31T06%3A00%3A00.000Z_5_${SAMPLE_ID}`,
      },
      ['Next'],
    ),
    refusals: ['invalid'],
  },
  {
    method: 'put',
    path: '/api/releases/{id}/history',
    id: 'restoreHistory',
    tag: 'History',
    summary: 'Put a release back',
    description:
      'Stores a release with its whole past, as `GET /api/histories` told it: the instants, editors and tokens of its revisions, the addresses that it had, its embargo if it has one. A body may have 8,000,000 bytes; what is longer comes in parts, in their order: those with `"complete": false` are put aside for a day, and the last one stores everything at once. The same history again changes nothing. It is not counted among the changes of a token.',
    access: 'admin',
    parameters: ['id'],
    body: {
      schemas: ['HistorySent'],
      examples: {
        whole: ['A whole history', requests.history],
        begun: ['The first part of a longer one', requests.historyBegun],
      },
    },
    answers: {
      200: {
        description: 'It is there already, with the same history.',
        schema: 'restored',
        example: { id: SAMPLE_ID, revision: 5, state: 'published' },
        headers: ['ETag'],
      },
      201: {
        description: 'Stored. The schedule makes the pages that show it.',
        schema: 'restored',
        example: { id: SAMPLE_ID, revision: 5, state: 'published' },
        headers: ['Location', 'ETag'],
      },
      202: {
        description: 'Put aside until the last part comes.',
        schema: 'restored',
        example: { id: SAMPLE_ID, revision: 2 },
        headers: ['ETag'],
      },
    },
    refusals: [...BODY, 'not_found', 'taken'],
  },
]

const finding = ({ answers: { release } }: Samples): Operation[] => {
  const [language, text] = Object.entries(release?.texts ?? {})[0] ?? []
  const example = {
    id: release?.id,
    kind: release?.kind,
    topics: release?.topics,
    liveAt: release && 'liveAt' in release ? release.liveAt : undefined,
    day: release && 'day' in release ? release.day : undefined,
    language,
    url: text?.url,
    slug: text?.slug,
    headline: text?.headline,
    excerpt: [{ text: text?.headline, hit: true }],
  }
  return [
    {
      method: 'get',
      path: '/api/search',
      id: 'searchReleases',
      tag: 'Search',
      summary: 'Search the public releases',
      description:
        'What fits best comes first: words in the headline before words above the body, before words in the body; then the latest.',
      access: 'public',
      parameters: ['q', 'language', 'topic', 'year', 'after', 'ifNoneMatch'],
      answers: read('One page of what was found.', 'findings', { releases: [example] }, ['Next']),
      refusals: ['invalid'],
    },
  ]
}

const redirects = ({ requests, answers }: Samples): Operation[] => [
  {
    method: 'get',
    path: '/api/redirects',
    id: 'listRedirects',
    tag: 'Redirects',
    summary: 'List the redirects',
    description: 'In the order of their paths: follow `next`.',
    access: 'read',
    parameters: ['many', 'cursor', 'ifNoneMatch'],
    answers: read('One page of redirects.', 'redirectList', answers.redirects, ['Next']),
    refusals: ['invalid'],
  },
  {
    method: 'post',
    path: '/api/redirects',
    id: 'enterRedirects',
    tag: 'Redirects',
    summary: 'Let old addresses lead to releases',
    description:
      'Enters addresses that stood at this domain before, all or none of them. Once its release is public, or withdrawn, each answers 301 to the text, wherever that is by then; before, it is as absent as any other. What is entered already is fine; what leads elsewhere has to be removed first.',
    access: 'publish',
    parameters: [],
    body: {
      schemas: ['RedirectsSent'],
      examples: { blog: ['The addresses of a blog', requests.redirects] },
    },
    answers: {
      200: {
        description: 'They are entered.',
        schema: 'redirects',
        example: answers.redirects,
        headers: ['ETag'],
      },
    },
    refusals: BODY,
  },
  {
    method: 'delete',
    path: '/api/redirects',
    id: 'removeRedirect',
    tag: 'Redirects',
    summary: 'Remove a redirect',
    description: 'The address is as absent then as any other.',
    access: 'publish',
    parameters: ['from'],
    answers: { 204: { description: 'It is removed.' } },
    refusals: ['not_found', 'invalid'],
  },
]

const ledgers = ({ origin, answers: { release } }: Samples): Operation[] => {
  const url = `${origin}/api`
  const revision = `${url}/releases/${SAMPLE_ID}?revision=5`
  const at = release?.revisedAt
  return [
    {
      method: 'get',
      path: '/api/changes',
      id: 'listChanges',
      tag: 'Mirrors',
      summary: 'Follow what is public',
      description:
        'Every change of what is public, oldest first, withdrawals and lifted embargoes included. Ask for each `url` in turn, keep what comes, drop what answers 410 or 404 (a 404 right after `lifted` is the clock of another machine: ask again in a second), and go on with `next` whenever you like: nothing is missed. A cursor that a restored database does not know is answered with 410: begin anew, and drop what is not told again.',
      access: 'public',
      parameters: ['since', 'many', 'ifNoneMatch'],
      answers: read(
        'Changes, and where to go on.',
        'changes',
        {
          changes: [
            { number: 5, at, kind: 'published', id: SAMPLE_ID, revision: 5, url: revision },
          ],
          next: `${url}/changes?since=5.1774951600000`,
          more: false,
        },
        ['Next'],
      ),
      refusals: ['invalid', 'lost'],
    },
    {
      method: 'get',
      path: '/api/audit',
      id: 'listEvents',
      tag: 'Operations',
      summary: 'Read the audit trail',
      description: 'Everything that happened, oldest first, with who did it and with which token.',
      access: 'admin',
      parameters: ['since', 'many', 'ofRelease', 'ifNoneMatch'],
      answers: read(
        'Events, and where to go on.',
        'audit',
        {
          events: [
            {
              number: 5,
              at,
              kind: 'published',
              release: { id: SAMPLE_ID, revision: 5, url: revision },
              public: true,
              editor: { id: 'press-desk', name: 'Press desk' },
              token: 'press-desk-2026',
            },
          ],
          next: `${url}/audit?since=5.1774951600000`,
          more: false,
        },
        ['Next'],
      ),
      refusals: ['invalid', 'lost'],
    },
  ]
}

const about = ({ answers: { site } }: Samples): Operation[] => [
  {
    method: 'get',
    path: '/api/site',
    id: 'readSite',
    tag: 'Contract',
    summary: 'Read what the site is',
    description:
      'Its name, languages and time zone, and the kinds of release that it has: what a program has to know before it sends anything.',
    access: 'public',
    parameters: ['ifNoneMatch'],
    answers: read('The site.', 'site', site),
    refusals: [],
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    id: 'readContract',
    tag: 'Contract',
    summary: 'Read the contract',
    description: 'This document: OpenAPI 3.1, made from the schemas that judge what is sent.',
    access: 'public',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The document.',
        type: 'application/json',
        headers: ['ETag'],
      },
      304: { description: 'It is the same as what `If-None-Match` names.', headers: ['ETag'] },
    },
    refusals: [],
  },
  {
    method: 'get',
    path: '/api',
    id: 'browseContract',
    tag: 'Contract',
    summary: 'Browse the contract',
    description: 'The same as a page for people.',
    access: 'public',
    parameters: ['ifNoneMatch'],
    answers: {
      200: { description: 'The page.', type: 'text/html; charset=utf-8', headers: ['ETag'] },
      304: { description: 'It is the same as what `If-None-Match` names.', headers: ['ETag'] },
    },
    refusals: [],
  },
  {
    method: 'get',
    path: '/healthz',
    id: 'isAlive',
    tag: 'Operations',
    summary: 'Whether the Worker runs',
    description: 'Asks nobody, not even the database.',
    access: 'public',
    parameters: ['ifNoneMatch'],
    answers: read('It runs.', 'alive', { status: 'ok' }),
    refusals: [],
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'isReady',
    tag: 'Operations',
    summary: 'Whether the newsroom can serve',
    description: 'And what gets old: the schedule, stale pages, open purges.',
    access: 'public',
    parameters: ['ifNoneMatch'],
    answers: {
      ...read('It serves, though something may be getting old.', 'ready', READY),
      503: {
        description: 'It cannot serve.',
        schema: 'ready',
        headers: ['ETag', 'Retry'],
      },
    },
    refusals: [],
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'readMetrics',
    tag: 'Operations',
    summary: 'Read the metrics',
    description: 'In Prometheus’ text format.',
    access: 'admin',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The metrics.',
        type: METRICS_TYPE,
        example:
          '# HELP pressroom_ready Whether the newsroom can serve.\n# TYPE pressroom_ready gauge\npressroom_ready 1\n',
        headers: ['ETag'],
      },
      304: { description: 'They are the same as what `If-None-Match` names.', headers: ['ETag'] },
    },
    refusals: [],
  },
]

const READY = {
  status: 'ok',
  now: '2026-03-31T06:00:00.000Z',
  site: 'https://press.example',
  checks: {
    database: { ok: true, bytes: 4_194_304, limitBytes: 10_000_000_000, clockSkewMs: 3 },
    migrations: { ok: true, applied: '0006_redirects.sql', needed: '0006_redirects.sql' },
    schedule: { ok: true, lastRunAt: '2026-03-31T05:57:00.000Z', ageSeconds: 180 },
    stalePages: { ok: true, due: 0, oldest: null },
    purges: { ok: true, open: 0, failed: 0, oldestAt: null },
    search: { ok: true, unindexed: 0 },
    bindings: { ok: true, missing: [] },
  },
}
