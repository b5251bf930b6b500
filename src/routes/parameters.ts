import { ID } from './fields.ts'
import { STATES } from './listing.ts'
import { ENTRIES, type Limit, RELEASES } from './query.ts'
import { SAMPLE_ID } from './samples.ts'

const limit = ({ usual, most }: Limit) => ({
  type: 'integer',
  minimum: 1,
  maximum: most,
  default: usual,
})

/** What stands in a path, a query or a header. */
export const PARAMETERS = {
  id: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of a release: 1 to 64 of `A-Z a-z 0-9 _ -`.',
    schema: { type: 'string', pattern: ID.pattern },
    example: SAMPLE_ID,
  },
  number: {
    name: 'number',
    in: 'path',
    required: true,
    description: 'The number of a revision, from 1.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  limit: {
    name: 'limit',
    in: 'query',
    description: 'How many releases a page has at most.',
    schema: limit(RELEASES),
  },
  cursor: {
    name: 'cursor',
    in: 'query',
    description: 'Where to go on: follow `next` instead of making one.',
    schema: { type: 'string' },
  },
  state: {
    name: 'state',
    in: 'query',
    description: 'Only releases in this state. Without a token there are only public ones.',
    schema: { type: 'string', enum: Object.keys(STATES) },
  },
  revisionKnown: {
    name: 'revision',
    in: 'query',
    description: 'The answer is of this revision or a later one.',
    schema: { type: 'integer', minimum: 1 },
  },
  replaced: {
    name: 'release',
    in: 'query',
    description: 'The id of a release that the body would replace. Without it, it is a new one.',
    schema: { type: 'string', pattern: ID.pattern },
  },
  q: {
    name: 'q',
    in: 'query',
    description: 'Words to look for; all of them have to fit.',
    schema: { type: 'string' },
    example: 'budget',
  },
  language: {
    name: 'language',
    in: 'query',
    description: 'One of the site’s languages, or `all`.',
    schema: { type: 'string', default: 'all' },
  },
  topic: {
    name: 'topic',
    in: 'query',
    description: 'Only releases with this topic.',
    schema: { type: 'string' },
  },
  year: {
    name: 'year',
    in: 'query',
    description: 'Only releases of this year, in the site’s time zone.',
    schema: { type: 'string', pattern: '^\\s*[1-9]\\d{3}\\s*$' },
  },
  after: {
    name: 'after',
    in: 'query',
    description: 'Where to go on: follow `next` instead of making one.',
    schema: { type: 'string' },
  },
  since: {
    name: 'since',
    in: 'query',
    description: 'Where to go on: follow `next`. Without it, from the beginning.',
    schema: { type: 'string' },
  },
  many: {
    name: 'limit',
    in: 'query',
    description: 'How many an answer has at most.',
    schema: limit(ENTRIES),
  },
  ofRelease: {
    name: 'release',
    in: 'query',
    description: 'Only what happened to the release with this id.',
    schema: { type: 'string', pattern: ID.pattern },
  },
  from: {
    name: 'from',
    in: 'query',
    required: true,
    description: 'The path of the redirect, in whichever spelling.',
    schema: { type: 'string' },
    example: '/2021/02/25/title/',
  },
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The `ETag` of the release as you know it, or `*`. Nobody else’s change is lost then.',
    schema: { type: 'string' },
    example: '"1"',
  },
  ifMatchToReplace: {
    name: 'If-Match',
    in: 'header',
    description: 'To replace: the `ETag` of the release as you know it, or `*`.',
    schema: { type: 'string' },
    example: '"1"',
  },
  ifNoneMatchToCreate: {
    name: 'If-None-Match',
    in: 'header',
    description: 'To create the release under this id: `*`.',
    schema: { type: 'string', enum: ['*'] },
  },
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of an answer that you have: if it is the same still, 304.',
    schema: { type: 'string' },
  },
  key: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any text of your own, other for each change. Sent again within a day, the same request, byte for byte, is answered as it was the first time, and nothing is done twice. With quotes or without them it is the same key.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '"2b1f9a1e-0001"',
  },
} as const

/** What stands in the head of an answer: in which field, and whether it always does. */
export const HEADERS = {
  Request: ['X-Request-Id', true, 'What the newsroom’s log knows the request by.'],
  ETag: [
    'ETag',
    true,
    'The tag of what was answered. That of a release is what a change sends as `If-Match`.',
  ],
  CurrentETag: ['ETag', false, 'The tag of the release as it is now, where there is one.'],
  Location: ['Location', true, 'The address of the release.'],
  Contract: [
    'Link',
    true,
    'This contract (RFC 8631), as `rel="service-desc"` and, for people, `rel="service-doc"`.',
  ],
  Next: [
    'Link',
    true,
    'The next page, as `rel="next"`, where there is one; and this contract, as in every answer.',
  ],
  Replayed: [
    'Idempotency-Replayed',
    false,
    '`true` where the answer is the one to an earlier request with the same key.',
  ],
  Retry: ['Retry-After', true, 'Seconds after which to ask again.'],
  RetrySome: ['Retry-After', false, 'Seconds after which to ask again, where that may help.'],
  Challenge: ['WWW-Authenticate', true, 'What kind of token is needed: `Bearer`.'],
  Encoding: ['Accept-Encoding', false, '`identity`, where the body was compressed.'],
} as const satisfies Record<string, readonly [field: string, always: boolean, what: string]>
