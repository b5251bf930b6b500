import { type Schema as JsonSchema, Validator } from '@cfworker/json-schema'
import type { Contract, ContractResponse, Schema } from '../src/pages/openapi.ts'

/** What was asked and what came. A body is as it was sent: JSON in its text, or null. */
export interface Exchange {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly sent: string | null
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Judges exchanges by a contract: its path, status, media type and headers have to be in it, the body
 * has to fit its schema and may have nothing that the schema does not name, and what was accepted
 * has to fit the schema of what may be sent. What is not in the contract at all (an address that does
 * not exist, a method that it does not answer) is a 404, a 405 or a redirection.
 */
export class Conformance {
  readonly #contract: Contract
  readonly #validators = new Map<string, Validator>()
  readonly #paths: readonly (readonly [RegExp, string])[]

  constructor(contract: Contract) {
    this.#contract = contract
    this.#paths = Object.keys(contract.paths)
      // What is written out is meant before what stands for anything.
      .sort((a, b) => Number(/\{/.test(a)) - Number(/\{/.test(b)))
      .map((path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path])
  }

  /** What is wrong with an exchange; empty when nothing is. */
  faultsOf({ method, path, sent, status, headers, text }: Exchange): string[] {
    const { pathname } = new URL(path, 'http://any.invalid')
    const asked = method === 'HEAD' ? 'get' : method.toLowerCase()
    const known = this.#paths.filter(([pattern]) => pattern.test(pathname)).map(([, path]) => path)
    const operation = known
      .map((path) => this.#contract.paths[path]?.[asked])
      .find((found) => found !== undefined)
    if (known.length === 0)
      return [301, 404, 405].includes(status) ? [] : [`${pathname} is not in the contract`]
    if (!operation) return status === 405 ? [] : [`${method} ${known[0]} is not in the contract`]

    const told = operation.responses[status]
    if (!told) return [`${operation.operationId} does not answer ${status} in the contract`]
    const response = this.#resolved(told)
    const at = `${operation.operationId} ${status}`
    const faults = [
      ...this.#unheaded(at, response, headers),
      ...(method === 'HEAD' ? [] : this.#badBody(at, response, headers, text)),
    ]
    const accepted = operation.requestBody?.content['application/json']?.schema
    if (accepted && sent && status < 300 && operation.operationId !== 'validateRelease')
      faults.push(
        ...this.#misfits(`${operation.operationId} takes`, accepted, JSON.parse(sent), false),
      )
    return faults
  }

  /** What is wrong with a value by a schema of the contract. */
  misfits(name: string, schema: Schema, value: unknown, isClosed = true): string[] {
    return this.#misfits(name, schema, value, isClosed)
  }

  #resolved(response: ContractResponse | { readonly $ref: string }): ContractResponse {
    if (!('$ref' in response)) return response
    const found = this.#contract.components.responses[response.$ref.split('/').at(-1) ?? '']
    if (!found) throw new Error(`${response.$ref} leads nowhere`)
    return found
  }

  #unheaded(at: string, response: ContractResponse, headers: Headers): string[] {
    const missing = Object.entries(response.headers)
      .filter(([name, told]) => !headers.has(name) && this.#isCertain(told.$ref))
      .map(([name]) => name)
    const unsaid = SAID.filter((name) => headers.has(name) && !(name in response.headers))
    return [
      ...missing.map((name) => `${at} has no ${name}`),
      ...unsaid.map((name) => `${at} has ${name}, which is not in the contract`),
    ]
  }

  #isCertain = (ref: string) =>
    this.#contract.components.headers[ref.split('/').at(-1) ?? '']?.required === true

  #badBody(at: string, response: ContractResponse, headers: Headers, text: string): string[] {
    const type = headers.get('Content-Type')
    if (!response.content) return text === '' ? [] : [`${at} has a body`]
    const content = response.content[type ?? '']
    if (!content) return [`${at} is of the type ${type}, which is not in the contract`]
    return this.#misfits(
      at,
      content.schema,
      /json/.test(type ?? '') ? JSON.parse(text) : text,
      true,
    )
  }

  #misfits(at: string, schema: Schema, value: unknown, isClosed: boolean): string[] {
    const key = `${isClosed} ${JSON.stringify(schema)}`
    let validator = this.#validators.get(key)
    if (!validator) {
      const { schemas } = this.#contract.components
      const whole = { ...schema, components: { schemas } }
      validator = new Validator((isClosed ? closed(whole) : whole) as JsonSchema, '2020-12', false)
      this.#validators.set(key, validator)
    }
    const { errors } = validator.validate(value)
    return errors
      .filter(({ keyword }) => !['properties', '$ref', 'items', 'anyOf'].includes(keyword))
      .concat(errors.length > 0 ? errors.slice(-1) : [])
      .map(({ instanceLocation, error }) => `${at}: ${instanceLocation} ${error}`)
  }
}

/** Headers that mean something to programs. */
const SAID = [
  'Retry-After',
  'WWW-Authenticate',
  'Location',
  'Idempotency-Replayed',
  'X-Request-Id',
  'ETag',
  'Accept-Encoding',
]

/** Schemas that leave objects open let a newer answer say more; what is said now has to be in them. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (value === null || typeof value !== 'object') return value
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'examples' ? part : closed(part)]),
  )
  return copy.type === 'object' && copy.properties && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy
}
