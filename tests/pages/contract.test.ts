import { expect, test } from 'vitest'
import { contractPage } from '../../src/pages/contract.ts'
import type { Contract } from '../../src/pages/openapi.ts'
import { fieldsOf, prose, termsOf } from '../../src/pages/schema.ts'
import { contractOf } from '../../src/routes/openapi.ts'
import { siteWith } from '../press-office.ts'
import { htmlErrors } from '../valid-html.ts'

const contract = contractOf(siteWith())
const page = contractPage(siteWith(), contract)
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, told]) => ({ path, method: method.toUpperCase(), told })),
)

test.each(operations)(
  '$method $path is told with all that belongs to it',
  ({ path, method, told }) => {
    const at = page.indexOf(`<h3 id="${told.operationId}">`)
    const section = page.slice(at, page.indexOf('</section>', at))
    expect(page).toContain(`<a href="#${told.operationId}">${told.summary}</a>`)
    expect(section).toContain(`<code>${method} ${path}</code>`)
    expect(section).toMatch(
      new RegExp(`curl${method === 'GET' ? '' : ` -X ${method}`} &quot;\\$PRESSROOM/`),
    )
    for (const status of Object.keys(told.responses))
      expect(section).toContain(`<dt><strong>${status}</strong>`)
    if (told.requestBody) expect(section).toContain('Content-Type: application/json')
    const needsToken = told.security.length === 1
    expect(section.includes('Bearer $TOKEN')).toBe(needsToken)
    expect(section.includes('It needs no token')).toBe(!needsToken)
  },
)

test('every schema has its place, and whatever refers to one leads there', () => {
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  for (const name of Object.keys(contract.components.schemas))
    expect(ids.has(`schema-${name}`)).toBe(true)
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
  expect(links.length).toBeGreaterThan(100)
  expect(links.filter((id) => !ids.has(id))).toEqual([])
})

test('what the contract says is text, never markup', async () => {
  const hostile = '<script>alert(1)</script> `</code><b>` & "\''
  const told = JSON.parse(
    JSON.stringify(contract, (key, value) =>
      ['summary', 'description', 'title', 'headline'].includes(key) && typeof value === 'string'
        ? hostile
        : value,
    ),
  ) as Contract
  const hurt = contractPage(siteWith(), told)
  expect(hurt).not.toMatch(/<script|<b>/)
  expect(await htmlErrors(hurt)).toEqual([])
})

test.each([
  [{ $ref: '#/components/schemas/Kind' }, '<a href="#schema-Kind">Kind</a>'],
  [{ type: 'string', maxLength: 5 }, 'string, at most 5 characters'],
  [{ type: 'string', format: 'date-time' }, 'string, date-time'],
  [{ type: 'string', pattern: '^<a>$' }, 'string, like <code>^&lt;a&gt;$</code>'],
  [
    { type: 'string', enum: ['a', 'b'] },
    '<code>&quot;a&quot;</code> or <code>&quot;b&quot;</code>',
  ],
  [{ const: true }, '<code>true</code>'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'integer or null'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ type: 'array', items: { type: 'string' }, maxItems: 2 }, 'list of string, at most 2'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'object from name to string'],
  [
    { type: 'object', properties: { a: { type: 'boolean' } } },
    'object of <code>a</code> (boolean)',
  ],
  [{}, 'anything'],
])('%j is told in words', (schema, words) => {
  expect(termsOf(schema).text).toBe(words)
})

test('a field is marked that is always there, and an object that has no other', () => {
  const closed = {
    type: 'object',
    properties: { a: { type: 'string', description: 'The `a`.' }, b: { type: 'string' } },
    required: ['a'],
    additionalProperties: false,
  }
  const { text } = fieldsOf('It', closed)
  expect(text).toContain('<code>a</code> (always)')
  expect(text).not.toContain('<code>b</code> (always)')
  expect(text).toContain('The <code>a</code>.')
  expect(text).toContain('It has no other fields.')
  expect(fieldsOf('It', { ...closed, additionalProperties: true }).text).not.toContain('no other')
  expect(prose('plain').text).toBe('plain')
})
