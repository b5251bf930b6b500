import type { InferResponseType } from 'hono/client'
import { beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod/mini'
import type { pressroomClient } from '../../src/client.ts'
import type { Language } from '../../src/newsroom/release.ts'
import type { ContractResponse, Schema } from '../../src/pages/openapi.ts'
import type { Answers } from '../../src/routes/answers.ts'
import { createApp } from '../../src/routes/app.ts'
import { contractOf } from '../../src/routes/openapi.ts'
import type { Readiness } from '../../src/routes/readiness.ts'
import type {
  receipt,
  represent,
  representBriefly,
  representHeading,
  representRevision,
} from '../../src/routes/representation.ts'
import { samplesFor } from '../../src/routes/samples.ts'
import { Conformance } from '../conformance.ts'
import { type Json, openPressOffice, type PressOffice, siteWith } from '../press-office.ts'
import { htmlErrors } from '../valid-html.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const ADDRESS = '/api/openapi.json'

describe('the contract', () => {
  test('has every operation that the application answers, and no other', () => {
    const site = siteWith()
    const answered = createApp(site).routes.filter(
      ({ method, path }) =>
        method !== 'ALL' && /^\/(?:api|healthz|readyz|metrics)(?:\/|$)/.test(path),
    )
    const told = Object.entries(contractOf(site).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = answered.map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect([...new Set(routes)].sort()).toEqual(told.sort())
    expect(told.length).toBeGreaterThan(15)
  })

  test('is the same for everybody, is asked for by its tag, and is kept by nobody', async () => {
    const reply = await office.read(ADDRESS)
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([200, 'application/json'])
    expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
    expect(reply.json).toEqual(JSON.parse(JSON.stringify(contractOf(office.site))))
    const etag = reply.headers.get('ETag') ?? ''
    expect((await office.ask(ADDRESS)).headers.get('ETag')).toBe(etag)
    const again = await office.read(ADDRESS, { 'If-None-Match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await office.ask(ADDRESS, { method: 'HEAD' })).headers.get('ETag')).toBe(etag)
    office.deploy({ KINDS: { notice: 'Notice' } })
    const changed = await office.read(ADDRESS, { 'If-None-Match': etag })
    expect(changed.json.components.schemas.Kind.enum).toEqual(['notice'])
  })

  test('names the site’s kinds and languages', () => {
    const site = siteWith({
      LANGUAGES: ['ar', 'fr'],
      SITE_NAME: 'x',
      BOILERPLATE: 'x',
      CONTACT: { name: 'x' },
      KINDS: { notice: 'x', appeal: 'x' },
      TOPICS: {},
    })
    const { Kind, TextsSent, Text, Release } = contractOf(site).components.schemas
    expect(Kind?.enum).toEqual(['notice', 'appeal'])
    expect(Object.keys(TextsSent?.properties ?? {})).toEqual(['ar', 'fr'])
    expect(Object.keys(Release?.properties?.texts?.properties ?? {})).toEqual(['ar', 'fr'])
    expect(Text?.properties?.headline).toEqual({ type: 'string' })
  })

  test('tells what the checks of a body demand', () => {
    const { schemas } = contractOf(siteWith()).components
    const judge = new Conformance(contractOf(siteWith()))
    const fits = (name: string, value: unknown) =>
      judge.misfits('it', { $ref: `#/components/schemas/${name}` }, value, false).length === 0
    const body = (more: object) => ({ kind: 'statement', ...more })
    const text = (more: object) => body({ texts: { en: more } })
    expect(fits('NewRelease', body({}))).toBe(true)
    for (const wrong of [
      {},
      { kind: 'x' },
      body({ more: 1 }),
      body({ topics: ['A'] }),
      body({ topics: Array(21).fill('a') }),
      body({ texts: { xx: {} } }),
      body({ embargo: { until: 'tomorrow' } }),
      body({ embargo: { until: '2026-03-31T09:00:00' } }),
      body({ publish: true, embargo: { until: '2036-03-31' } }),
      text({ slug: 'A' }),
      text({ slug: 'a--b' }),
      text({ headline: 'two\nlines' }),
      text({ headline: 'x'.repeat(301) }),
      text({ body: 'NUL \0' }),
      text({ dateline: { place: '  ' } }),
    ])
      expect([wrong, fits('NewRelease', wrong)]).toEqual([wrong, false])
    for (const right of [
      body({ publish: false, embargo: { until: '2036-03-31' } }),
      body({ publish: { at: '2021-02-25T09:00:00.5+03:00' } }),
      body({ topics: ['مياه', 'open-data'] }),
      text({ slug: 'المجلس-يقر', headline: ' A line \n', body: 'a\n\tb', dateline: null }),
      text({ slug: '', headline: null }),
    ])
      expect([right, fits('NewRelease', right)]).toEqual([right, true])
    expect(fits('CorrectionSent', { note: {} })).toBe(false)
    expect(fits('CorrectionSent', { note: { ar: 'x' } })).toBe(true)
    expect(schemas.Moment?.examples).toHaveLength(3)
  })
})

describe('the examples', () => {
  const contract = contractOf(siteWith())
  const judge = new Conformance(contract)
  type Shown = { at: string; schema: Schema; value: unknown; isSent: boolean }
  const shown: Shown[] = []
  const gather = (at: string, content: ContractResponse['content'], isSent: boolean) => {
    for (const { schema, examples = {} } of Object.values(content ?? {}))
      for (const [name, { value }] of Object.entries(examples))
        shown.push({ at: `${at} ${name}`, schema, value, isSent })
  }
  for (const operation of Object.values(contract.paths).flatMap((path) => Object.values(path))) {
    gather(`${operation.operationId} takes`, operation.requestBody?.content, true)
    for (const [status, response] of Object.entries(operation.responses))
      if (!('$ref' in response))
        gather(`${operation.operationId} ${status}`, response.content, false)
  }
  for (const [name, response] of Object.entries(contract.components.responses))
    gather(name, response.content, false)

  test.each(shown)('$at fits its schema', ({ at, schema, value, isSent }) => {
    expect(judge.misfits(at, schema, value, !isSent)).toEqual([])
  })

  test('are there for whatever is sent and whatever is answered in JSON', () => {
    const bodies = Object.values(contract.paths).flatMap((path) =>
      Object.values(path).flatMap(({ requestBody }) => (requestBody ? [requestBody.content] : [])),
    )
    expect(bodies.length).toBeGreaterThan(6)
    for (const content of bodies)
      expect(Object.keys(content['application/json']?.examples ?? {})).not.toEqual([])
    expect(shown.length).toBeGreaterThan(50)
  })

  test('work one after the other in a fresh newsroom, and are answered as it is shown', async () => {
    office.now = Date.parse('2026-03-31T06:00:00Z')
    const { requests, answers } = samplesFor(office.site)
    const path = '/api/releases/budget-2026'
    const steps: [string, string, unknown, Json][] = [
      ['PUT', '', requests.draft, answers.created],
      ['PUT', '', requests.complete, answers.edited],
      ['PUT', '/embargo', requests.embargo, answers.held],
      ['DELETE', '/embargo', undefined, answers.freed],
      ['POST', '/publication', requests.publication, answers.published],
      ['POST', '/corrections', requests.correction, answers.corrected],
      ['POST', '/withdrawal', requests.withdrawal, answers.withdrawn],
    ]
    let condition: Record<string, string> = { 'If-None-Match': '*' }
    for (const [method, verb, body, answer] of steps) {
      const asked = { method, headers: condition, ...(body === undefined ? {} : { body }) }
      const reply = await office.ask(`${path}${verb}`, asked)
      expect([verb, reply.status]).toEqual([verb, 'If-None-Match' in condition ? 201 : 200])
      expect(reply.json.release).toEqual(JSON.parse(JSON.stringify(answer.release)))
      condition = { 'If-Match': reply.headers.get('ETag') ?? '' }
      office.now += 3_600_000
    }
    const bodies = contract.paths['/api/releases']?.post?.requestBody?.content['application/json']
    for (const { value } of Object.values(bodies?.examples ?? {}))
      expect((await office.create(value)).status).toBe(201)
    const again = await office.create(requests.draft)
    const backdated = await office.publish(again.json.release.id, requests.backdated)
    expect(backdated.json.release.day).toBe('2021-02-25')
    const judged = await office.ask('/api/releases/validate', {
      method: 'POST',
      body: requests.draft,
    })
    expect(judged.json).toMatchObject({ valid: true, complete: true })
  })
})

describe('the page of the contract', () => {
  test('is HTML that needs nothing from elsewhere, and leads to the document', async () => {
    const { status, headers, text } = await office.read('/api')
    expect([status, headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; img-src data:;/,
    )
    expect(text).toContain(
      '<link rel="service-desc" type="application/json" href="/api/openapi.json">',
    )
    expect(text).not.toMatch(/<script|<style[^>]*>[^<]*@import|\sstyle=|\son\w+=/)
    const etag = headers.get('ETag') ?? ''
    expect((await office.read('/api', { 'If-None-Match': etag })).status).toBe(304)
    expect((await office.read('/api/')).headers.get('Location')).toBe('/api')
  })

  test('is valid, in English and from left to right, whatever the site’s languages are', async () => {
    expect(await htmlErrors((await office.read('/api')).text)).toEqual([])
    for (const LANGUAGES of [['ar', 'en'], ['ar']]) {
      office.deploy({
        LANGUAGES,
        SITE_NAME: 'x',
        BOILERPLATE: 'x',
        CONTACT: { name: 'x' },
        KINDS: { notice: 'x' },
        TOPICS: {},
      })
      const { text } = await office.read('/api')
      expect(text).toMatch(
        LANGUAGES.length > 1 ? /<html lang="en" dir="ltr">/ : /<div [^>]*lang="en" dir="ltr">/,
      )
      expect(await htmlErrors(text)).toEqual([])
    }
  })
})

test('every answer of the API names the contract, beside what it links to already', async () => {
  const own = '</api/openapi.json>; rel="service-desc", </api>; rel="service-doc"'
  for (const path of [
    '/api',
    ADDRESS,
    '/api/releases',
    '/api/releases/x',
    '/api/x',
    '/api/search?z=1',
  ])
    expect([path, (await office.read(path)).headers.get('Link')]).toEqual([path, own])
  expect((await office.read('/')).headers.get('Link')).toBe(null)
  const draft = { kind: 'statement', texts: { en: { headline: 'a', body: 'b' } }, publish: true }
  for (const _ of [1, 2]) await office.create(draft)
  const { json, headers } = await office.read('/api/releases?limit=1')
  expect(headers.get('Link')).toBe(`<${json.next}>; rel="next", ${own}`)
})

describe('what conformance finds', () => {
  let judge: Conformance
  beforeAll(() => {
    judge = new Conformance(contractOf(siteWith()))
  })
  const ok = {
    method: 'GET',
    path: '/healthz',
    sent: null,
    status: 200,
    headers: new Headers({ 'Content-Type': 'application/json', ETag: '"x"', 'X-Request-Id': 'x' }),
    text: '{"status":"ok"}',
  }
  test.each([
    ['nothing, where all is well', {}, []],
    ['a field that is not told', { text: '{"status":"ok","more":1}' }, [/more/]],
    ['a value that is not told', { text: '{"status":"fine"}' }, [/status/]],
    ['a status that is not told', { status: 418 }, [/418/]],
    [
      'a media type that is not told',
      { headers: new Headers({ ETag: '"x"', 'X-Request-Id': 'x', 'Content-Type': 'text/html' }) },
      [/text\/html/],
    ],
    [
      'a header that is missing',
      { headers: new Headers({ 'Content-Type': 'application/json' }) },
      [/ETag/, /X-Request-Id/],
    ],
    ['an operation that is not told', { method: 'POST' }, [/POST/]],
    ['an address that is not told', { path: '/api/more' }, [/more/]],
    [
      'a body that was accepted and must not be',
      { method: 'PUT', path: '/api/releases/a/embargo', sent: '{}', status: 200 },
      [/until/],
    ],
  ])('%s', (_, over, wrong) => {
    const faults = judge.faultsOf({ ...ok, ...over }).join('\n')
    if (wrong.length === 0) expect(faults).toBe('')
    for (const words of wrong) expect(faults).toMatch(words)
  })
})

/** What the newsroom says, as programs get it: the site's languages are strings to them. */
type Said<T> = T extends string
  ? T
  : T extends readonly (infer Item)[]
    ? Said<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T as Key extends Language ? string : Key]: Said<T[Key]> }
      : T
type Got<Asked> = Said<InferResponseType<Asked>>
type Told<Name extends keyof Answers> = z.input<Answers[Name]>

test('the types of what is said are those of the contract', () => {
  expectTypeOf<Said<ReturnType<typeof represent>>>().toExtend<Told<'release'>>()
  expectTypeOf<Said<ReturnType<typeof representBriefly>>>().toExtend<
    Told<'list'>['releases'][number]
  >()
  expectTypeOf<Said<ReturnType<typeof receipt>>>().toExtend<Told<'change'>['receipt']>()
  expectTypeOf<Said<ReturnType<typeof representHeading>>>().toExtend<
    Told<'revisions'>['revisions'][number]
  >()
  expectTypeOf<Said<ReturnType<typeof representRevision>>>().toExtend<Told<'revision'>>()
  expectTypeOf<Said<Readiness>>().toExtend<Told<'ready'>>()
  type Api = ReturnType<typeof pressroomClient>['api']
  expectTypeOf<Got<Api['changes']['$get']>>().toExtend<Told<'changes'>>()
  expectTypeOf<Got<Api['audit']['$get']>>().toExtend<Told<'audit'>>()
  expectTypeOf<Got<Api['search']['$get']>>().toExtend<Told<'findings'>>()
  expectTypeOf<Got<Api['site']['$get']>>().toExtend<Told<'site'>>()
  expectTypeOf<Got<Api['redirects']['$get']>>().toExtend<Told<'redirectList'>>()
  expectTypeOf<Got<Api['redirects']['$post']>>().toExtend<Told<'redirects'>>()
  expectTypeOf<Got<Api['releases']['$get']>>().toExtend<Told<'list'>>()
  expectTypeOf<Got<Api['releases']['validate']['$post']>>().toExtend<Told<'validation'>>()
  // @ts-expect-error what the contract does not have is told apart
  expectTypeOf<{ id: string }>().toExtend<Told<'release'>>()
})
