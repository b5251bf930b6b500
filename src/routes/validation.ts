import type * as z from 'zod/mini'
import { safeParse } from 'zod/v4/core'
import { type FieldError, pointer, Refusal } from '../newsroom/refusals.ts'

type Issue = z.core.$ZodIssue

/**
 * A body as its schema reads it.
 * @throws Refusal `invalid` with every wrong field
 */
export function valid<S extends z.core.$ZodType>(schema: S, body: unknown): z.core.output<S> {
  const read = judged(schema, body)
  if (read.wrong) throw invalid(read.wrong)
  return read.data
}

/** A body as its schema reads it, or every field that is wrong. */
export function judged<S extends z.core.$ZodType>(
  schema: S,
  body: unknown,
): { data: z.core.output<S>; wrong: null } | { data: null; wrong: readonly FieldError[] } {
  const result = safeParse(schema, body, { reportInput: true })
  if (result.success) return { data: result.data, wrong: null }
  const fields = result.error.issues.flatMap((issue) => explain(issue, []))
  return { data: null, wrong: distinct(fields) }
}

/** A body with wrong fields. */
export const invalid = (fields: readonly FieldError[]): Refusal =>
  new Refusal('invalid', 'The body was read, and nothing was stored.', fields)

function explain(issue: Issue, prefix: readonly PropertyKey[]): FieldError[] {
  const path = [...prefix, ...issue.path]
  const at = pointer(...path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointer(...path, key),
      detail: LOCALIZED.test(at) ? 'is not one of the site’s languages' : 'is not a known field',
    }))
  if (issue.code === 'invalid_union') {
    const branch = nearest(issue.errors)
    if (branch) return branch.flatMap((inner) => explain(inner, path))
    return [{ pointer: at, detail: issue.input === undefined ? 'is missing' : issue.message }]
  }
  if (issue.code === 'invalid_type')
    return [
      {
        pointer: at,
        detail:
          issue.input === undefined
            ? 'is missing'
            : `must be ${TYPES[issue.expected] ?? issue.expected}`,
      },
    ]
  return [{ pointer: at, detail: issue.message }]
}

/** Objects whose keys are languages. */
const LOCALIZED = /^\/(texts|note|reason)$/

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  number: 'a number',
}

/** Of the ways to read a union, the one that fits best: it fails within, not at its own type. */
const nearest = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches.find((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code !== 'invalid_type'),
  )

/** Each once. */
export const distinct = (fields: readonly FieldError[]): FieldError[] => [
  ...new Map(fields.map((field) => [`${field.pointer} ${field.detail}`, field])).values(),
]
