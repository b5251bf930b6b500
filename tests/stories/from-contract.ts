import fc from 'fast-check'
import type {
  Contract,
  ContractOperation,
  Parameter,
  Referring,
  Schema,
} from '../../src/pages/openapi.ts'
import { FromSchema } from './from-schema.ts'

/** Tokens that a request may show. */
export const TOKENS = [
  'admin',
  'publish',
  'draft',
  'read',
  'english only',
  'arabic only',
  'none',
  'revoked',
  'expired',
  'unknown',
  'malformed',
] as const

/** A request that is drawn. What depends on what there is in the newsroom is told by number. */
export interface Drawn {
  readonly method: string
  readonly token: (typeof TOKENS)[number]
  readonly parameters: readonly Given[]
  readonly body: Body
  /** Whether whoever asks has asked too often. */
  readonly isLimited: boolean
  /** How long nothing happens before it. */
  readonly hours: number
  /** Whether it is sent a second time, word for word. */
  readonly again: boolean
}
export interface Given {
  readonly name: string
  readonly in: string
  readonly value: Value
}
export type Value =
  | { readonly is: 'text'; readonly text: string }
  /** In a path: as it is, percent signs and all. */
  | { readonly is: 'raw'; readonly text: string }
  | { readonly is: 'release'; readonly which: number }
  | { readonly is: 'tag'; readonly age: number }
  | { readonly is: 'key'; readonly age: number }
  | { readonly is: 'next'; readonly which: number }
/** @property isRead whether it comes as a body has to come, whatever it says */
export interface Body {
  readonly bytes: Uint8Array | null
  readonly type: string | null
  readonly encoding?: string
  readonly isRead: boolean
  readonly isStalled?: true
}

/** An operation of a contract, with what `$ref` leads to. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly parameters: readonly Parameter[]
  /** Whether a token has to be shown, may be, or makes no difference. */
  readonly access: 'needed' | 'optional' | 'open'
  readonly body: { readonly schema: Schema; readonly isRequired: boolean } | null
  readonly examples: readonly unknown[]
  readonly statuses: readonly string[]
}

/** All operations of a contract. */
export function operationsIn({ paths, components }: Contract): Operation[] {
  const told = ([path, methods]: [string, Contract['paths'][string]]) =>
    Object.entries(methods).map(([method, operation]: [string, ContractOperation]): Operation => {
      const content = operation.requestBody?.content['application/json']
      return {
        method: method.toUpperCase(),
        path,
        id: operation.operationId,
        parameters: operation.parameters.map((one: Referring<Parameter>) =>
          '$ref' in one
            ? (components.parameters[one.$ref.split('/').at(-1) ?? ''] as Parameter)
            : one,
        ),
        access:
          operation.security.length === 0
            ? 'open'
            : operation.security.some((one) => Object.keys(one).length === 0)
              ? 'optional'
              : 'needed',
        body: content
          ? { schema: content.schema, isRequired: operation.requestBody?.required === true }
          : null,
        examples: Object.values(content?.examples ?? {}).map(({ value }) => value),
        statuses: Object.keys(operation.responses),
      }
    })
  return Object.entries(paths).flatMap(told)
}

/** How a body may come that cannot be read, whatever it says. */
const FORMS = ['type', 'coding', 'splinter', 'bytes', 'too large', 'stalled', 'empty'] as const
type Form = (typeof FORMS)[number]
/** What may be wrong with a request. */
export type Slip = 'token' | 'limit' | 'path' | 'query' | 'header' | 'body' | 'method' | Form

/** What may be wrong with a request for an operation. */
export function slipsOf({ parameters, access, body }: Operation): readonly Slip[] {
  const places = parameters.map((one) => one.in as Slip)
  return [
    ...new Set<Slip>(['method', 'query', ...places]),
    ...(access === 'open' ? [] : (['token', 'limit'] as const)),
    ...(body ? (['body', ...FORMS] as const) : []),
  ]
}

/** Requests for the operations of a contract, right ones and wrong ones. */
export class FromContract {
  readonly #contract: Contract
  readonly #values: FromSchema

  constructor(contract: Contract, fits: (schema: Schema, value: unknown) => boolean) {
    this.#contract = contract
    this.#values = new FromSchema(contract.components.schemas, fits)
  }

  /** Requests for an operation with nothing wrong in them but these slips, and perhaps not even that. */
  requests(operation: Operation, slips: readonly Slip[]): fc.Arbitrary<Drawn> {
    return fc.record({
      method: slips.includes('method') ? this.#otherMethod(operation) : method(operation),
      token:
        slips.includes('token') || slips.includes('limit')
          ? fc.constantFrom(...TOKENS)
          : operation.access === 'needed'
            ? fc.constantFrom('admin', 'admin', 'publish')
            : fc.constantFrom('none', 'admin'),
      parameters: this.#parameters(operation, slips),
      body: this.#body(operation, slips),
      isLimited: fc.constant(slips.includes('limit')),
      hours: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(1, 5, 30, 200)),
      again: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
  }

  #otherMethod({ path, method }: Operation): fc.Arbitrary<string> {
    const told = Object.keys(this.#contract.paths[path] ?? {})
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter(
      (one) => !told.includes(one.toLowerCase()),
    )
    return fc.constantFrom(method, ...others)
  }

  #parameters(operation: Operation, slips: readonly Slip[]): fc.Arbitrary<Given[]> {
    const given = operation.parameters.map((parameter) => {
      const isWrong = slips.includes(parameter.in as Slip)
      const value = isWrong ? this.#wrong(parameter) : this.#right(parameter)
      const one = value.map((value) => [{ name: parameter.name, in: parameter.in, value }])
      if (parameter.in === 'path') return one
      const none = fc.constant<Given[]>([])
      if (parameter.required && !isWrong) return one
      return isWrong ? fc.oneof(one, one, one, none) : fc.oneof(one, none)
    })
    const stray = slips.includes('query')
      ? fc.array(
          fc.record({
            name: fc.oneof(
              fc.constantFrom('x', '__proto__', 'limit[]'),
              fc.string({ maxLength: 5 }),
            ),
            in: fc.constant('query'),
            value: text(fc.string({ maxLength: 5 })),
          }),
          { maxLength: 1 },
        )
      : fc.constant<Given[]>([])
    return fc.tuple(...given, stray).map((all) => all.flat())
  }

  #right({ name, schema, example, in: place }: Parameter): fc.Arbitrary<Value> {
    const known = [example, schema.default].filter((one) => one !== undefined)
    const fitting = text(this.#values.fitting(schema, known).map(String))
    if (schema.pattern === this.#contract.components.parameters.id?.schema.pattern)
      return fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({ is: fc.constant('release' as const), which: fc.nat() }),
        },
        { weight: 1, arbitrary: text(this.#values.fitting(schema).map(String)) },
      )
    if (/^If-(?:None-)?Match$/.test(name) && !schema.enum)
      return fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({ is: fc.constant('tag' as const), age: fc.constant(0) }),
        },
        { weight: 1, arbitrary: text(fc.constant('*')) },
      )
    if (place === 'header') return fitting.filter((value) => isField(value))
    if (schema.type === 'integer') return text(fc.oneof(fc.integer({ min: 1, max: 3 })).map(String))
    if (place === 'query' && schema.type === 'string' && !schema.pattern && !schema.enum)
      return fc.oneof(fc.record({ is: fc.constant('next' as const), which: fc.nat() }), fitting)
    return fitting
  }

  #wrong(parameter: Parameter): fc.Arbitrary<Value> {
    const old = { age: fc.nat(400) }
    if (parameter.in === 'header')
      return fc.oneof(
        /Match/.test(parameter.name)
          ? fc.record({ is: fc.constant('tag' as const), ...old })
          : fc.record({ is: fc.constant('key' as const), ...old }),
        text(fc.constantFrom(...ODD_FIELDS)),
        text(fc.string({ unit: fieldCharacter, maxLength: 20 })),
        this.#right(parameter),
      )
    const odd = fc.oneof(
      fc.constantFrom(...ODD_TEXTS),
      fc.string({ unit: 'grapheme', maxLength: 10 }),
      fc.string({ maxLength: 70 }),
    )
    if (parameter.in !== 'path') return fc.oneof(text(odd), this.#right(parameter))
    const literal = Object.keys(this.#contract.paths).flatMap((path) =>
      path.split('/').filter((part) => part && !part.startsWith('{')),
    )
    const raw = fc.constantFrom(...ODD_SEGMENTS, ...new Set(literal))
    return fc.oneof(
      text(odd),
      raw.map((text) => ({ is: 'raw' as const, text })),
    )
  }

  #formed({ body, method, examples }: Operation, slips: readonly Slip[]): fc.Arbitrary<Body> {
    if (!body) return fc.constant(method === 'GET' ? NO_BODY : { ...NO_BODY, isRead: true })
    const value = slips.includes('body')
      ? this.#values.altered(body.schema, examples)
      : this.#values.fitting(body.schema, examples)
    const sent = fc
      .tuple(value, fc.constantFrom(...JSON_TYPES))
      .map(([value, type]) => asBody(JSON.stringify(value), type))
    return body.isRequired ? sent : fc.oneof({ weight: 3, arbitrary: sent }, fc.constant(NO_BODY))
  }

  #body(operation: Operation, slips: readonly Slip[]): fc.Arbitrary<Body> {
    const right = this.#formed(operation, slips)
    const form = FORMS.find((form) => slips.includes(form))
    if (!operation.body || !form) return right
    const json = JSON_TYPES[0]
    const words = this.#values
      .fitting(operation.body.schema, operation.examples)
      .map((value) => JSON.stringify(value))
    const ways: Record<Form, fc.Arbitrary<Body>> = {
      type: fc
        .tuple(words, fc.constantFrom(...OTHER_TYPES))
        .map(([text, type]) => ({ ...asBody(text, json, false), type })),
      coding: fc
        .tuple(words, fc.constantFrom('gzip', 'br', 'identity, gzip'))
        .map(([text, encoding]) => ({ ...asBody(text, json, false), encoding })),
      splinter: fc
        .tuple(words, fc.nat(), fc.constantFrom(...SPLINTERS))
        .map(([text, where, splinter]) => {
          const at = where % (text.length + 1)
          return asBody(`${text.slice(0, at)}${splinter}${text.slice(at + 1)}`, json)
        }),
      bytes: fc.uint8Array({ maxLength: 20 }).map((bytes) => ({ ...asBody('', json), bytes })),
      'too large': words.map((text) =>
        asBody(
          `${text}${' '.repeat(operation.id === 'restoreHistory' ? 8_000_001 : 1_000_001)}`,
          json,
          false,
        ),
      ),
      stalled: words.map((text) => ({ ...asBody(text, json, false), isStalled: true as const })),
      empty: fc.constant({ ...asBody('', json, false) }),
    }
    return ways[form]
  }
}

const JSON_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset="UTF-8"',
] as const
const OTHER_TYPES = [
  null,
  '',
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'application/json, text/html',
  'application/jsonp',
  'multipart/form-data; boundary=x',
]
/** What a text of JSON does not survive, mostly. */
const SPLINTERS = [
  '',
  '1e999',
  '"',
  '\\',
  '{',
  ']',
  ',',
  '\0',
  '\uFEFF',
  '{"a":1,"a":2}',
  '//',
  'NaN',
]
const ODD_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e3',
  '007',
  '101',
  '1001',
  '9'.repeat(30),
  'true',
  'null',
  "' OR 1=1 --",
  '<script>',
  '\0',
  '\u202E',
  'ي',
  '../..',
  'a/b',
  'x'.repeat(65),
  'x'.repeat(5000),
  '__proto__',
]
const ODD_SEGMENTS = ['%', '%zz', '%00', '..', '.', '%2e%2e', '%2F', '%C3%28', ';', '%25', '@', '+']
const ODD_FIELDS = [
  '',
  '*',
  '"',
  'W/"1"',
  '"1", "2"',
  '1',
  '*, "1"',
  'x'.repeat(300),
  '"\\"',
  'null',
]
const fieldCharacter = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))

const NO_BODY: Body = { bytes: null, type: null, isRead: true }

const method = ({ method }: Operation): fc.Arbitrary<string> =>
  method === 'GET' ? fc.constantFrom('GET', 'GET', 'GET', 'HEAD') : fc.constant(method)

const text = (texts: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  texts.filter((text) => text.isWellFormed()).map((text) => ({ is: 'text' as const, text }))

const isField = (value: Value) => 'text' in value && /^[ -~]*$/.test(value.text)

function asBody(text: string, type: string, isRead = true): Body {
  return { bytes: new TextEncoder().encode(text), type, isRead }
}
