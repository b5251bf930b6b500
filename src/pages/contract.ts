import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { layout } from './layout.ts'
import { html, type Markup } from './markup.ts'
import type { Contract, ContractOperation, ContractResponse, Parameter, Schema } from './openapi.ts'
import { fieldsOf, prose, tableOf, termsOf } from './schema.ts'

/**
 * The contract as a page for people. It is in English, as the contract is; on a site without English
 * only what stands around it is in the site's first language.
 */
export function contractPage(site: Site, contract: Contract): string {
  const language = site.languages.find(isEnglish) ?? site.languages[0]
  return layout(site, {
    language,
    title: contract.info.title,
    description: 'The newsroom’s API: every operation, with examples.',
    path: '/api',
    head: html`<link rel="service-desc" type="application/json" href="/api/openapi.json">\n`,
    body: html`<div class="front"><div${isEnglish(language) ? null : html` lang="en" dir="ltr"`}>
${introduction(contract)}
${contents(contract)}
${contract.tags.map((tag) => group(contract, tag))}
${schemas(contract)}
</div></div>`,
  })
}

const isEnglish = (language: Language) => /^en(-|$)/.test(language)

const introduction = ({ info, servers }: Contract): Markup => html`<h1>${info.title}</h1>
${info.description.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>\n`)}
<p>Version ${info.version}. The same for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p>The examples are for a terminal in which two things are set. The PUT makes the release that the others are about; send it first, and a correction or withdrawal once it is published.</p>
${code(`export PRESSROOM=${servers[0]?.url}\nexport TOKEN=<your token>`)}`

const contents = (contract: Contract): Markup => html`<nav aria-label="Contents">
<h2>Contents</h2>
${contract.tags.map(
  ({ name }) => html`<h3>${name}</h3>
<ul>
${operationsOf(contract, name).map(
  ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>\n`,
)}</ul>
`,
)}<h3>Schemas</h3>
<ul>
${Object.keys(contract.components.schemas).map(
  (name) => html`<li><a href="#schema-${name}">${name}</a></li>\n`,
)}</ul>
</nav>`

interface Placed {
  readonly path: string
  readonly method: string
  readonly operation: ContractOperation
}

const operationsOf = ({ paths }: Contract, tag: string): Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

const group = (contract: Contract, { name, description }: Contract['tags'][number]): Markup =>
  html`<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${name}</h2>
<p>${description}</p>
${operationsOf(contract, name).map((placed) => operationOf(contract, placed))}
</section>
`

function operationOf(contract: Contract, placed: Placed): Markup {
  const { path, method, operation } = placed
  const parameters = operation.parameters.map((given) => resolvedParameter(contract, given))
  const body = operation.requestBody?.content['application/json']
  return html`<section>
<h3 id="${operation.operationId}">${operation.summary}</h3>
<p><code>${method} ${path}</code></p>
<p>${prose(operation.description)} ${access(operation)}</p>
${code(curlOf(placed, parameters))}
<details>
<summary>Parameters, body and answers of ${operation.operationId}</summary>
${parameters.length > 0 ? parametersOf(operation, parameters) : null}
${
  body
    ? html`<h4>Body of ${operation.operationId}</h4>
<p>${termsOf(body.schema)}${operation.requestBody?.required ? null : ', or nothing'}</p>
${examplesOf(body.examples)}`
    : null
}
<h4>Answers of ${operation.operationId}</h4>
<dl>
${Object.entries(operation.responses).map(([status, given]) =>
  responseOf(status, resolvedResponse(contract, given)),
)}</dl>
</details>
</section>
`
}

function access({ security }: ContractOperation): string {
  if (security.length === 0) return 'It needs no token.'
  if (security.length > 1) return 'It needs no token, and tells more to who has one.'
  return ''
}

const parametersOf = ({ operationId }: ContractOperation, parameters: readonly Parameter[]) =>
  html`<h4>Parameters of ${operationId}</h4>
${tableOf(
  `Parameters of ${operationId}`,
  ['Name', 'Where', 'What', 'About'],
  parameters.map(({ name, in: where, required, schema, description }) => [
    html`<code>${name}</code>${required ? ' (needed)' : null}`,
    where,
    termsOf(schema),
    prose(description),
  ]),
)}`

function responseOf(status: string, { description, headers, content }: ContractResponse): Markup {
  const [type, told] = Object.entries(content ?? {})[0] ?? []
  return html`<dt><strong>${status}</strong> ${prose(description)}</dt>
<dd>${
    told
      ? html`<p><code>${type}</code>: ${termsOf(told.schema)}</p>
${examplesOf(told.examples)}`
      : null
  }${
    Object.keys(headers).length > 0
      ? html`<p>Headers: ${Object.keys(headers).join(', ')}</p>`
      : null
  }</dd>
`
}

const examplesOf = (
  examples: Readonly<Record<string, { summary: string; value: unknown }>> = {},
): Markup =>
  html`${Object.values(examples).map(
    ({ summary, value }) => html`<details>
<summary>Example: ${prose(summary)}</summary>
${code(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}
</details>
`,
  )}`

const schemas = ({ components }: Contract): Markup => html`<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(([name, schema]) => schemaOf(name, schema))}
</section>
`

const schemaOf = (name: string, schema: Schema): Markup => html`<section>
<h3 id="schema-${name}">${name}</h3>
${schema.description ? html`<p>${prose(schema.description)}</p>` : null}
${schema.properties ? fieldsOf(name, schema) : html`<p>${termsOf(schema)}</p>`}
</section>
`

/** What is scrolled has to be reached with the keyboard. */
const code = (text: string): Markup => html`<pre tabindex="0"><code>${text}</code></pre>`

/** A line for a terminal that asks so, with the first example of a body. */
function curlOf({ path, method, operation }: Placed, parameters: readonly Parameter[]): string {
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((address, { name, example }) => address.replace(`{${name}}`, String(example)), path)
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.example !== undefined)
    .map(({ name, example }) => `${name}=${example}`)
  const address = `"$PRESSROOM${filled}${query.length > 0 ? `?${query.join('&')}` : ''}"`
  const headers = parameters.flatMap((parameter) =>
    parameter.in === 'header' && parameter.example !== undefined
      ? [`-H '${headerOf(parameter, operation)}'`]
      : [],
  )
  const example = Object.values(
    operation.requestBody?.content['application/json']?.examples ?? {},
  )[0]
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${address}`,
    ...(operation.security.length === 1 ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...headers,
    ...(example
      ? [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(example.value).replaceAll("'", "'\\''")}'`,
        ]
      : []),
  ].join(' \\\n  ')
}

/** As it can be pasted, one line after the other: the PUT creates, and the others take it as it is. */
function headerOf({ name, example }: Parameter, { operationId }: Placed['operation']): string {
  if (name === 'Idempotency-Key') return `${name}: ${operationId}-1`
  if (name !== 'If-Match') return `${name}: ${example}`
  return operationId === 'putRelease' ? 'If-None-Match: *' : 'If-Match: *'
}

const resolvedParameter = (
  { components }: Contract,
  given: Parameter | { readonly $ref: string },
): Parameter => ('$ref' in given ? (components.parameters[nameIn(given.$ref)] as Parameter) : given)

const resolvedResponse = (
  { components }: Contract,
  given: ContractResponse | { readonly $ref: string },
): ContractResponse =>
  '$ref' in given ? (components.responses[nameIn(given.$ref)] as ContractResponse) : given

const nameIn = (ref: string) => ref.split('/').at(-1) ?? ''
