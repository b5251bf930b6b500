/** An OpenAPI document, as far as the page of the contract reads it. */
export interface Contract {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, ContractResponse>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly headers: Readonly<
      Record<string, { readonly description: string; readonly required: boolean }>
    >
  }
}
/** Itself, or where it stands. */
export type Referring<T> = T | { readonly $ref: string }

export interface ContractOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  /** Empty where no token is needed; `{}` among others where none has to be sent. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly Referring<Parameter>[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Referring<ContractResponse>>>
}
export interface ContractResponse {
  readonly description: string
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Content
}
/** By media type. */
export type Content = Readonly<
  Record<
    string,
    {
      readonly schema: Schema
      readonly examples?: Readonly<Record<string, { summary: string; value: unknown }>>
    }
  >
>
export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description: string
  readonly schema: Schema
  readonly example?: unknown
}
/** JSON Schema, draft 2020-12. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly [keyword: string]: unknown
}
