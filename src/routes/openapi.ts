import * as z from 'zod/mini'
import { toJSONSchema } from 'zod/v4/core'
import type { Reason } from '../newsroom/refusals.ts'
import type {
  Contract,
  ContractOperation,
  ContractResponse,
  Parameter,
  Schema,
} from '../pages/openapi.ts'
import type { Site } from '../site.ts'
import { annotations } from './annotations.ts'
import { type Answers, answersFor } from './answers.ts'
import { MAX_BODY_BYTES } from './arrival.ts'
import { schemasFor } from './content.ts'
import { RETRY_AFTER, STATUS } from './errors.ts'
import { type Answer, type Operation, operationsFor, TAGS } from './operations.ts'
import { HEADERS, PARAMETERS } from './parameters.ts'
import { samplesFor } from './samples.ts'

/** The version of the contract: the first number changes when a client has to change. */
const VERSION = '1.0.0'

/** The contract of a site as an OpenAPI document, version 3.1.1. */
export function contractOf(site: Site): Contract {
  const answers = answersFor(site)
  const operations = operationsFor(samplesFor(site))
  const refusals = new Map<string, readonly Reason[]>()
  const paths: Record<string, Record<string, ContractOperation>> = {}
  for (const operation of operations) {
    const methods = paths[operation.path] ?? {}
    methods[operation.method] = told(operation, answers, refusals)
    paths[operation.path] = methods
  }
  return {
    openapi: '3.1.1',
    info: infoOf(site),
    servers: [{ url: site.url }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemasOf(site, answers),
      responses: {
        ...Object.fromEntries([...refusals].map(([name, why]) => [name, refusal(why)])),
        Failed: FAILED,
        Refused: REFUSED,
      },
      parameters: PARAMETERS as unknown as Record<string, Parameter>,
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, [, required, description]]) => [
          name,
          { description, required, schema: { type: 'string' } },
        ]),
      ),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of an editor (RFC 6750). Its scope is `read`, `draft`, `publish` or `admin`, and each includes the ones before it. It may be for some of the site’s languages only.',
        },
      },
    },
  } as Contract
}

const infoOf = ({ name, url, languages, contact }: Site) => {
  const english = languages.find((language) => /^en\b/.test(language)) ?? languages[0]
  return {
    title: `${name[english]}: the newsroom’s API`,
    version: VERSION,
    description: [
      'Releases are written, published, corrected and withdrawn here by programs, and read.',
      `Bodies are JSON in UTF-8, of ${MAX_BODY_BYTES.toLocaleString('en')} bytes at most. Instants are RFC 3339; answers tell them in UTC.`,
      'Every change of a release that exists needs `If-Match` with the `ETag` that was read: who was slower gets 412 with the release as it is now. Every change may carry an `Idempotency-Key`, and be sent again then until an answer comes.',
      'Errors are problem details (RFC 9457) that name each wrong field. `HEAD` is answered wherever `GET` is. Answers may get more fields without another version: ignore what you do not know.',
    ].join('\n\n'),
    license: { name: 'MIT', identifier: 'MIT' },
    contact: {
      name: contact.name[english],
      url,
      ...(contact.email ? { email: contact.email } : {}),
    },
  }
}

/** All schemas by their names, made from those that judge. */
function schemasOf(site: Site, answers: Answers): Record<string, Schema> {
  const all = z.object({ ...schemasFor(site), ...answers } as Record<string, z.ZodMiniType>)
  const { $defs } = toJSONSchema(all, {
    metadata: annotations,
    io: 'input',
    override: ({ zodSchema: { _zod }, jsonSchema }) => {
      if (_zod.def.type === 'default') jsonSchema.default = _zod.def.defaultValue
      // Any safe integer: every number here is one.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  const text = JSON.stringify($defs).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(text)
}

function told(
  operation: Operation,
  answers: Answers,
  refusals: Map<string, readonly Reason[]>,
): ContractOperation {
  const { id, tag, summary, description, access, parameters, body } = operation
  const needsToken = access !== 'public' && access !== 'either'
  const isApi = operation.path.startsWith('/api')
  const why: readonly Reason[] = [
    ...operation.refusals,
    ...(access === 'public' ? [] : (['unauthenticated', 'too_many'] as const)),
    // Every token may read.
    ...(needsToken && access !== 'read' ? (['forbidden'] as const) : []),
    ...(ASKS_NOBODY.includes(id) || operation.answers[503] ? [] : (['unavailable'] as const)),
  ]
  const responses: Record<string, ContractResponse | { $ref: string }> = {}
  for (const [status, answer] of Object.entries(operation.answers))
    responses[status] = response(answer, answers, isApi)
  for (const [status, reasons] of byStatus(why)) {
    const name = reasons.map(nameOf).join('Or')
    refusals.set(name, reasons)
    responses[status] = { $ref: `#/components/responses/${name}` }
  }
  if (why.every((reason) => STATUS[reason][0] >= 500))
    responses['4XX'] = { $ref: '#/components/responses/Refused' }
  responses[500] = { $ref: '#/components/responses/Failed' }
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: needsToken
      ? `${description} Needs a token with the scope \`${access}\`.`
      : description,
    security:
      access === 'public' ? [] : access === 'either' ? [{}, { token: [] }] : [{ token: [] }],
    parameters: parameters.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses,
  }
}

/** They work without a database. */
const ASKS_NOBODY: readonly string[] = ['isAlive', 'readSite', 'readContract', 'browseContract']

function byStatus(reasons: readonly Reason[]): Map<string, Reason[]> {
  const statuses = new Map<string, Reason[]>()
  for (const reason of Object.keys(STATUS) as Reason[]) {
    if (!reasons.includes(reason)) continue
    const status = String(STATUS[reason][0])
    statuses.set(status, [...(statuses.get(status) ?? []), reason])
  }
  return statuses
}

const nameOf = (reason: Reason) =>
  reason.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

const requestBody = ({ schemas, isOptional, examples }: NonNullable<Operation['body']>) => {
  const refs = schemas.map((name) => ({ $ref: `#/components/schemas/${name}` }))
  const schema: Schema = refs.length > 1 ? { anyOf: refs } : (refs[0] ?? {})
  const shown = Object.entries(examples).map(([name, [summary, value]]) => [
    name,
    { summary, value },
  ])
  return {
    required: !isOptional,
    content: { 'application/json': { schema, examples: Object.fromEntries(shown) } },
  }
}

function response(answer: Answer, answers: Answers, isApi: boolean): ContractResponse {
  const { description, schema: name, type = 'application/json', example, headers = [] } = answer
  const schema = name
    ? refTo(answers[name])
    : { type: type === 'application/json' ? 'object' : 'string' }
  const hasBody = name !== undefined || answer.type !== undefined
  return {
    description,
    headers: headersOf([
      ...headers,
      ...(isApi && !headers.includes('Next') ? (['Contract'] as const) : []),
    ]),
    ...(hasBody
      ? {
          content: {
            [type]: {
              schema,
              ...(example === undefined
                ? {}
                : {
                    examples: { example: { summary: description, value: withoutAbsent(example) } },
                  }),
            },
          },
        }
      : {}),
  }
}

/** As JSON has it: what is undefined is left out. */
const withoutAbsent = (value: unknown) => JSON.parse(JSON.stringify(value))

const refTo = (schema: z.ZodMiniType): Schema => ({
  $ref: `#/components/schemas/${annotations.get(schema)?.id}`,
})

const headersOf = (names: readonly (keyof typeof HEADERS)[]) =>
  Object.fromEntries(
    [...names, 'Request' as const].map((name) => [
      HEADERS[name][0],
      { $ref: `#/components/headers/${name}` },
    ]),
  )

/** The answer to whatever is refused for these reasons, which have one status. */
function refusal(reasons: readonly Reason[]): ContractResponse {
  const helps = (reason: Reason) => RETRY_AFTER[reason] !== undefined
  const has = (...some: Reason[]) => some.some((reason) => reasons.includes(reason))
  return {
    description: `${reasons.map((reason) => STATUS[reason][1]).join('. Or: ')}.`,
    headers: headersOf([
      ...(has('unauthenticated') ? (['Challenge'] as const) : []),
      ...(has('conflict') ? (['CurrentETag'] as const) : []),
      ...(has('wrong_type') ? (['Encoding'] as const) : []),
      ...(reasons.every(helps) ? (['Retry'] as const) : []),
      ...(reasons.some(helps) && !reasons.every(helps) ? (['RetrySome'] as const) : []),
      ...(has('wrong_state', 'not_found', 'withdrawn', 'invalid') ? (['Replayed'] as const) : []),
    ]),
    content: problems(
      Object.fromEntries(
        reasons.map((reason) => {
          const [status, title] = STATUS[reason]
          return [reason, problemExample(status, title, DETAILS[reason])]
        }),
      ),
    ),
  }
}

const problemExample = (status: number, title: string, [detail, errors]: Detail) => ({
  summary: title,
  value: {
    type: 'about:blank',
    title,
    status,
    detail,
    ...(errors ? { errors } : {}),
    requestId: '8f1c2d3e4a5b6c7d',
  },
})

const problems = (examples: Record<string, { summary: string; value: unknown }>) => ({
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples },
})

type Detail = readonly [detail: string, errors?: readonly { pointer: string; detail: string }[]]
const DETAILS: Readonly<Record<Reason, Detail>> = {
  unreadable: ['The body is not JSON: look at position 14 (line 1, column 15).'],
  unauthenticated: ['Send a valid token as "Authorization: Bearer <token>".'],
  forbidden: ['This needs a token with the scope "publish".'],
  not_found: ['There is no such release.'],
  wrong_method: ['This address answers GET, HEAD.'],
  wrong_state: ['This release is a draft, so it cannot be withdrawn.'],
  taken: ['Another history is stored under this id: nothing was changed.'],
  slow: ['The body took longer than 30 seconds.'],
  repeated: ['This request is being answered already.'],
  withdrawn: ['It was issued by mistake.'],
  lost: [
    'What "since" names is not in this ledger any more: begin anew without it, and drop what is not told again.',
  ],
  conflict: ['The release has changed since the ETag in "If-Match".'],
  too_large: ['The body is longer than 1,000,000 bytes.'],
  wrong_type: ['Send the body as "Content-Type: application/json".'],
  invalid: [
    'The body was read, and nothing was stored.',
    [{ pointer: '/kind', detail: 'is missing' }],
  ],
  incomplete: [
    'The release is not complete.',
    [{ pointer: '/texts/en/body', detail: 'The body is missing.' }],
  ],
  key_reused: [
    'Another request was sent with this "Idempotency-Key" within a day: choose a new one.',
  ],
  precondition_missing: [
    'Send the ETag that you read as "If-Match", so that nobody else’s change is lost.',
  ],
  too_many: ['This token has sent too many changes in a minute.'],
  unavailable: ['The newsroom cannot be reached right now.'],
}

const FAILED: ContractResponse = {
  description: 'Something went wrong.',
  headers: headersOf([]),
  content: problems({
    failed: problemExample(500, 'Something went wrong', [
      'The fault is on this side and has been logged.',
    ]),
  }),
}

const REFUSED: ContractResponse = {
  description: 'The platform in front could not read the request, and has not handed it over.',
  headers: {},
}
