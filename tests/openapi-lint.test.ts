import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { readSettings } from '../src/commands/settings.ts'
import { contractOf } from '../src/routes/openapi.ts'
import type { Site } from '../src/site.ts'

/** What Redocly's recommended rules have to say of a document, warnings included. */
async function problemsOf(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const source = JSON.stringify(document)
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return problems.map(
    ({ severity, ruleId, message, location }) =>
      `${severity} ${ruleId}: ${message} (${location[0]?.pointer})`,
  )
}

const bare = {
  LANGUAGES: '["ar"]',
  SITE_URL: 'https://press.test',
  SITE_NAME: 'x',
  BOILERPLATE: 'x',
  CONTACT: '{"name":"x"}',
  KINDS: '{"notice":"x"}',
  TOPICS: '',
}

test.each([
  ['the site of wrangler.toml', {}],
  ['a site of one language, without addresses', bare],
])('Redocly has nothing to say of the contract of %s', async (_, instead) => {
  const site: Site = await readSettings(instead)
  expect(await problemsOf(contractOf(site))).toEqual([])
})

test('Redocly would say it if there were', async () => {
  const contract = structuredClone(contractOf(await readSettings())) as unknown as {
    paths: Record<string, { get: { operationId?: string; responses: object } }>
  }
  delete contract.paths['/healthz']?.get.operationId
  Object.assign(contract.paths['/readyz']?.get ?? {}, { responses: {} })
  expect((await problemsOf(contract)).join('\n')).toMatch(
    /operation-operationId[\s\S]*operation-2xx-response|operation-2xx-response[\s\S]*operation-operationId/,
  )
})
