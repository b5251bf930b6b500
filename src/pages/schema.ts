import { html, type Markup } from './markup.ts'
import type { Schema } from './openapi.ts'

/** The fields of an object, with what they may be and what they are about. */
export const fieldsOf = (name: string, { properties, required, additionalProperties }: Schema) =>
  html`${tableOf(
    `Fields of ${name}`,
    ['Field', 'What', 'About'],
    Object.entries(properties ?? {}).map(([field, schema]) => [
      html`<code>${field}</code>${required?.includes(field) ? ' (always)' : null}`,
      termsOf(schema),
      schema.description ? prose(schema.description) : '',
    ]),
  )}${additionalProperties === false ? html`\n<p>It has no other fields.</p>` : null}`

/** A table with what its columns are, which scrolls where it is too wide. */
export const tableOf = (
  label: string,
  columns: readonly string[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup => html`<div class="table" tabindex="0"><table aria-label="${label}">
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...rest]) =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table></div>`

/** What a schema demands, in few words. */
export function termsOf(schema: Schema): Markup {
  if (schema.$ref) return linkTo(schema.$ref)
  if (schema.anyOf) return joined(schema.anyOf.map(termsOf), ' or ')
  if (schema.enum) return joined(schema.enum.map(value), ' or ')
  if (schema.const !== undefined) return value(schema.const)
  const { type, items, properties, additionalProperties } = schema
  if (type === 'array' && items) return html`list of ${termsOf(items)}${limits(schema)}`
  if (type === 'object' && properties && Object.keys(properties).length > 0)
    return html`object of ${joined(
      Object.entries(properties).map(
        ([name, part]) => html`<code>${name}</code> (${termsOf(part)})`,
      ),
      ', ',
    )}`
  if (type === 'object' && typeof additionalProperties === 'object')
    return html`object from name to ${termsOf(additionalProperties)}`
  return html`${Array.isArray(type) ? type.join(' or ') : (type ?? 'anything')}${limits(schema)}`
}

const linkTo = (ref: string): Markup => {
  const name = ref.split('/').at(-1)
  return html`<a href="#schema-${name}">${name}</a>`
}

/** A description, in which code stands between backticks. */
export const prose = (text: string): Markup =>
  html`${text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`

const value = (one: unknown): Markup => html`<code>${JSON.stringify(one)}</code>`

const joined = (parts: readonly Markup[], between: string): Markup =>
  html`${parts.map((part, index) => (index === 0 ? part : html`${between}${part}`))}`

/** The keywords that say how much, and in which words a reader is told of them. */
const KEYWORDS: readonly (readonly [keyword: string, words: string])[] = [
  ['format', ''],
  ['minLength', 'at least … characters'],
  ['maxLength', 'at most … characters'],
  ['minItems', 'at least …'],
  ['maxItems', 'at most …'],
  ['minimum', 'from …'],
  ['maximum', 'to …'],
  ['default', '… where it is left out'],
]

function limits(schema: Schema): Markup {
  const told = KEYWORDS.filter(([keyword]) => schema[keyword] !== undefined).map(
    ([keyword, words]) => {
      const given = schema[keyword]
      const text = typeof given === 'string' ? given : JSON.stringify(given)
      return html`, ${words ? words.replace('…', text) : text}`
    },
  )
  const pattern = schema.pattern ? html`, like <code>${String(schema.pattern)}</code>` : null
  return html`${told}${pattern}`
}
