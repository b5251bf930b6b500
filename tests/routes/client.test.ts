import { beforeEach, expect, expectTypeOf, test } from 'vitest'
import { pressroomClient } from '../../src/client.ts'
import { openPressOffice, type PressOffice } from '../press-office.ts'

let office: PressOffice
const clientWith = (token?: string) =>
  pressroomClient('https://press.test', token, {
    fetch: (input, init) => office.answer(new Request(input as RequestInfo, init)),
  })
beforeEach(async () => {
  office = await openPressOffice()
})

const TEXTS = { en: { headline: 'Council adopts the budget', body: 'It was adopted today.' } }

test('a release is created, published, corrected, read and withdrawn with the typed client', async () => {
  const { releases } = clientWith(office.tokens.publish).api
  const created = await releases.$post({
    json: { kind: 'press-release', texts: TEXTS },
    header: { 'Idempotency-Key': 'one' },
  })
  expect(created.status).toBe(201)
  const { release, receipt } = await created.json()
  expect([release.state, receipt.publicFrom]).toEqual(['draft', null])
  const one = releases[':id']
  const param = { id: release.id }

  const published = await one.publication.$post({
    param,
    json: {},
    header: { 'If-Match': created.headers.get('ETag') ?? '' },
  })
  expect((await published.json()).release.state).toBe('published')
  const corrected = await one.corrections.$post({
    param,
    json: { note: 'A word was wrong.' },
    header: { 'If-Match': published.headers.get('ETag') ?? '' },
  })
  expect((await corrected.json()).receipt.revision).toBe(3)

  const listed = await clientWith().api.releases.$get({ query: { limit: '5' } })
  const [first] = (await listed.json()).releases
  expect(first?.texts.en?.headline).toBe(TEXTS.en.headline)
  const read = await clientWith().api.releases[':id'].$get({ param, query: {} })
  expect((await read.json()).texts.en?.body).toBe(TEXTS.en.body)
  const trail = await one.revisions.$get({ param })
  expect((await trail.json()).revisions.map(({ kind }) => kind)).toEqual([
    'created',
    'published',
    'corrected',
  ])

  const withdrawn = await one.withdrawal.$post({
    param,
    json: { reason: { en: 'It was issued by mistake.' } },
    header: { 'If-Match': corrected.headers.get('ETag') ?? '' },
  })
  expect((await withdrawn.json()).release.withdrawal?.reason).toEqual({
    en: 'It was issued by mistake.',
  })
  expect((await clientWith().api.releases[':id'].$get({ param, query: {} })).status).toBe(410)
})

test('without a token nothing is changed', async () => {
  const answer = await clientWith().api.releases.$post({
    json: { kind: 'press-release' },
    header: {},
  })
  expect(answer.status).toBe(401)
})

test('what is not in the contract does not compile', () => {
  const { api } = clientWith()
  const one = api.releases[':id']
  type Releases = Awaited<ReturnType<Awaited<ReturnType<typeof api.releases.$get>>['json']>>
  expectTypeOf<Releases['releases'][number]['state']>().toEqualTypeOf<
    'draft' | 'embargoed' | 'published' | 'withdrawn'
  >()
  expectTypeOf<Releases['releases'][number]>().not.toHaveProperty('body')
  const wrong = [
    // @ts-expect-error a change needs If-Match
    () => one.publication.$post({ param: { id: 'a' }, json: {}, header: {} }),
    // @ts-expect-error and an id
    () => one.publication.$post({ json: {}, header: { 'If-Match': '*' } }),
    // @ts-expect-error there is no such field
    () => api.releases.$post({ json: { kind: 'statement', texst: {} }, header: {} }),
    // @ts-expect-error a headline is a string
    () => api.releases.$post({ json: { kind: 'a', texts: { en: { headline: 5 } } }, header: {} }),
    // @ts-expect-error a correction needs its note
    () => one.corrections.$post({ param: { id: 'a' }, json: {}, header: { 'If-Match': '*' } }),
    // @ts-expect-error there is no such address
    () => api.relaeses.$get(),
    // @ts-expect-error which answers no such method
    () => api.search.$delete(),
  ]
  expect(wrong).toHaveLength(7)
})
