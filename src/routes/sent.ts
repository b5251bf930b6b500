import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import type { Language } from '../newsroom/release.ts'
import { jsonBody } from './body.ts'
import type { DeskEnv } from './desk.ts'
import { valid } from './validation.ts'

/** What is sent, as programs know it: a language is a string to them. */
export type Wire<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T as Key extends Language ? string : Key]: Wire<T[Key]> }
      : T

type Reads<S extends z.core.$ZodType, In> = MiddlewareHandler<
  DeskEnv,
  string,
  { in: { json: In }; out: { json: z.core.output<S> } }
>

/**
 * Reads the request's body as the schema says, for `c.req.valid('json')`. It comes after `allow`:
 * what somebody says who may not send it is not read.
 * @throws Refusal as `jsonBody` and `valid` do
 */
export const sent = <S extends z.core.$ZodType>(schema: S): Reads<S, Wire<z.core.input<S>>> =>
  reading(schema)

/** The same, of so many bytes at most. */
export const sentAtLength = <S extends z.core.$ZodType>(
  schema: S,
  most: number,
): Reads<S, Wire<z.core.input<S>>> => reading(schema, undefined, most)

/** The same, where no body at all means an empty object. */
export const sentOrNothing = <S extends z.core.$ZodType>(
  schema: S,
): Reads<S, Wire<z.core.input<S>> | undefined> => reading(schema, {})

const reading =
  <S extends z.core.$ZodType>(schema: S, otherwise?: unknown, most?: number): Reads<S, never> =>
  async (c, next) => {
    c.req.addValidatedData('json', valid(schema, await jsonBody(c, otherwise, most)) as object)
    await next()
  }

type Gives<In extends object> = MiddlewareHandler<DeskEnv, string, { in: In; out: object }>

/** What clients have to give, as a type; it is read where it is needed. */
const gives =
  <In extends object>(): Gives<In> =>
  (_, next) =>
    next()

/** Headers of a request: those that it must have, and those that it may. */
export const headed = <Must extends string, May extends string = never>() =>
  gives<{ header: Record<Must, string> & Partial<Record<May, string>> }>()

/** Parameters that a query may have. */
export const asked = <Names extends string>() => gives<{ query: Partial<Record<Names, string>> }>()

/** A body that the schema describes, and something else judges. */
export const described = <S extends z.core.$ZodType>(_: S) =>
  gives<{ json: Wire<z.core.input<S>> }>()
