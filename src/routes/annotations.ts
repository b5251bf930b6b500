import * as z from 'zod/mini'

/**
 * What a schema tells of itself in the contract: what its checks demand that JSON Schema can say,
 * and what people want to know.
 */
export interface Annotation {
  /** The name under which the contract has it, for a schema that stands in more than one place. */
  readonly id?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minProperties?: number
  readonly not?: object
}

/** What schemas tell of themselves; the contract is made with it. */
export const annotations = z.registry<Annotation>()

/** The schema, which from now on tells this of itself. */
export function told<S extends z.core.$ZodType>(schema: S, annotation: Annotation): S {
  annotations.add(schema as z.core.$ZodType, annotation)
  return schema
}
