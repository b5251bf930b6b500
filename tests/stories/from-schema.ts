import fc from 'fast-check'
import type { Schema } from '../../src/pages/openapi.ts'

/**
 * Values for the schemas of a contract (JSON Schema, draft 2020-12), made from nothing but the
 * schemas. What a keyword demands that is not read here, `fits` holds.
 */
export class FromSchema {
  readonly #schemas: Readonly<Record<string, Schema>>
  readonly #fits: (schema: Schema, value: unknown) => boolean
  readonly #made = new Map<string, fc.Arbitrary<unknown>>()

  /** @param schemas what `$ref` leads to, by the last part of it */
  constructor(
    schemas: Readonly<Record<string, Schema>>,
    fits: (schema: Schema, value: unknown) => boolean,
  ) {
    this.#schemas = schemas
    this.#fits = fits
  }

  /** Values that fit; rather often one of those that are `known` to. */
  fitting(schema: Schema, known: readonly unknown[] = []): fc.Arbitrary<unknown> {
    const made = this.#any(schema).filter((value) => this.#fits(schema, value))
    return known.length === 0 ? made : fc.oneof(fc.constantFrom(...known), made)
  }

  /** Values that fitted until one part of them became another; many do not fit any more. */
  altered(schema: Schema, known: readonly unknown[] = []): fc.Arbitrary<unknown> {
    return fc.tuple(this.fitting(schema, known), fc.nat(), change).map(([value, where, change]) => {
      const places = placesIn(value)
      return changed(value, places[where % places.length] ?? [], change)
    })
  }

  #any(schema: Schema): fc.Arbitrary<unknown> {
    const key = JSON.stringify(schema)
    const made = this.#made.get(key) ?? this.#new(schema)
    this.#made.set(key, made)
    return made
  }

  #new(schema: Schema): fc.Arbitrary<unknown> {
    const { $ref, type, allOf } = schema
    const ways = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined
    if ($ref) return this.#any(this.#schemas[$ref.split('/').at(-1) ?? ''] ?? {})
    if (Array.isArray(allOf)) {
      const { allOf: parts, ...rest } = schema
      return this.#any(Object.assign({}, rest, ...(parts as Schema[])))
    }
    if (ways) return fc.oneof(...ways.map((way) => this.#any(way)))
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (Array.isArray(type))
      return fc.oneof(...type.map((one) => this.#any({ ...schema, type: one })))
    if (type === 'string') return strings(schema)
    if (type === 'boolean') return fc.boolean()
    if (type === 'null') return fc.constant(null)
    if (type === 'integer' || type === 'number') return numbers(schema)
    if (type === 'array') return this.#lists(schema)
    if (type === 'object') return this.#objects(schema)
    return fc.jsonValue({ maxDepth: 2 })
  }

  #lists({ items = {}, minItems = 0, maxItems = 5 }: Schema): fc.Arbitrary<unknown> {
    const most = { minLength: minItems as number, maxLength: maxItems as number }
    return fc.oneof(
      { weight: 6, arbitrary: fc.array(this.#any(items), { ...most, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(this.#any(items), { ...most, size: 'max' }) },
    )
  }

  #objects({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
    const fields = Object.entries(properties).map(
      ([name, part]) => [name, this.#any(part)] as const,
    )
    const all = fc.record(Object.fromEntries(fields), { requiredKeys: [...required] })
    return fc
      .tuple(all, fc.array(fc.constantFrom('', ...Object.keys(properties)), { maxLength: 4 }))
      .map(([value, fewer]) =>
        Object.fromEntries(
          Object.entries(value).filter(
            ([name]) => required.includes(name) || !fewer.includes(name),
          ),
        ),
      )
  }
}

function numbers({ type, minimum = -1000, maximum = 1000 }: Schema): fc.Arbitrary<number> {
  const [min, max] = [minimum as number, maximum as number]
  const bounds = { min, max: Math.max(min, max) }
  return type === 'integer'
    ? fc.integer(bounds)
    : fc.double({ ...bounds, noNaN: true, noDefaultInfinity: true })
}

/** Texts as people write them: where a pattern takes one of them, it is taken often. */
const ORDINARY = [
  'budget',
  'open-data',
  'مياه',
  'en',
  'ar',
  'Council adopts the budget',
  'المجلس يقر الموازنة',
  'The council *adopted* it.\n\n- One\n- Two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  'Café 日本語 👩‍👩‍👧',
  '2021-02-25',
  '2025-12-31T23:59:59.999+05:30',
  '2041-05-01T09:00:00Z',
  '2023-02-29',
]
/** Longer ones are no better, and take long. */
const LONG = 2000

function strings(schema: Schema): fc.Arbitrary<string> {
  const {
    pattern,
    minLength = 0,
    maxLength = LONG,
    examples = [],
    format,
  } = schema as {
    pattern?: string
    minLength?: number
    maxLength?: number
    examples?: string[]
    format?: string
  }
  const expression = pattern === undefined ? null : new RegExp(pattern, 'u')
  const fits = (text: string) =>
    [...text].length >= minLength &&
    [...text].length <= maxLength &&
    (expression?.test(text) ?? true)
  const known = [...examples, ...ORDINARY, 'x'.repeat(Math.min(maxLength, LONG))].filter(fits)
  const free = expression
    ? fc.stringMatching(expression)
    : format === 'date-time'
      ? fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      : format === 'uri'
        ? fc.webUrl()
        : fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) })
  const made = free.filter(fits)
  return known.length === 0
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made })
}

type Change =
  | { readonly is: 'left out' | 'in a list' | 'in an object' | 'repeated' }
  | { readonly is: 'another'; readonly value: unknown }
  | { readonly is: 'with more words'; readonly words: string }
  | { readonly is: 'with another field'; readonly name: string }
  | { readonly is: 'deep'; readonly levels: number }

const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'more',
  'كلمة',
  '/~',
]
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ is: fc.constantFrom('left out', 'in a list', 'in an object', 'repeated') }),
  fc.record({
    is: fc.constant('another' as const),
    value: fc.oneof(
      fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, '', [], {}, ' ', '\u200B'),
      fc.constantFrom(61, 121, 201, 301, 501, 1001, 2001, 100_001).map((many) => 'x'.repeat(many)),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  }),
  fc.record({
    is: fc.constant('with more words' as const),
    words: fc.oneof(
      // Half a character, NUL, what turns a line around, a line's end, and what HTML would read.
      fc.constantFrom('\uD800', '\uDC00x', '\0', '\x85', '\u202E', '\u2066', '\uFFFE', '\uFEFF'),
      fc.constantFrom('\n', '\r', '\u2028', '<b>', '<!--', '&#0;', '\\', '"', ' ', '-', '/'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
  }),
  fc.record({
    is: fc.constant('with another field' as const),
    name: fc.oneof(fc.constantFrom(...ODD_NAMES), fc.string({ unit: 'binary', maxLength: 5 })),
  }),
  fc.record({ is: fc.constant('deep' as const), levels: fc.constantFrom(3, 20, 40, 200) }),
)

type Place = readonly (string | number)[]

/** The paths to a value and to every part of it. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (value === null || typeof value !== 'object') return [at]
  const parts = Array.isArray(value) ? value.map((part, i) => [i, part]) : Object.entries(value)
  return [at, ...parts.flatMap(([name, part]) => placesIn(part, [...at, name]))]
}

function changed(value: unknown, [name, ...rest]: Place, change: Change): unknown {
  if (name === undefined) return other(value, change)
  const isLeftOut = rest.length === 0 && change.is === 'left out'
  if (Array.isArray(value))
    return value.flatMap((part, i) =>
      i !== name ? [part] : isLeftOut ? [] : [changed(part, rest, change)],
    )
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([key, part]) =>
      key !== name ? [[key, part]] : isLeftOut ? [] : [[key, changed(part, rest, change)]],
    ),
  )
}

function other(value: unknown, change: Change): unknown {
  if (change.is === 'another') return change.value
  if (change.is === 'in a list') return [value]
  if (change.is === 'in an object') return { value }
  if (change.is === 'repeated') return Array(25).fill(value)
  if (change.is === 'with more words')
    return typeof value === 'string' ? value + change.words : change.words
  if (change.is === 'with another field')
    // An own field, also where its name is __proto__.
    return Object.fromEntries([...Object.entries(Object(value)), [change.name, 'x']])
  if (change.is === 'deep') {
    let deep: unknown = value
    for (let level = 0; level < change.levels; level++) deep = level % 2 ? [deep] : { deep }
    return deep
  }
  return null
}
