import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  bilingual,
  contentOf,
  DAY,
  type Json,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { expectProblem, storingNothing } from './answers.ts'

const UNTIL = instantText(NOON + DAY)
const ONLY_EN = /may change texts in en only, and this concerns ar\./

let office: PressOffice
/** A token with every scope, and only for English. */
let token: string
beforeEach(async () => {
  office = await openPressOffice()
  token = await newToken('admin', { id: 'only-en', languages: '["en"]' })
})

const ask = (path: string, method: string, body?: unknown, headers = { 'If-Match': '*' }) =>
  office.ask(`/api/releases${path}`, {
    method,
    token,
    headers,
    ...(body === undefined ? {} : { body }),
  })
const only = (language: string, more: object = {}) => {
  const { texts, ...release } = bilingual(more) as Json
  return { ...release, texts: { [language]: texts[language] } }
}
const told = async (id: string): Promise<Json> => (await office.ask(`/api/releases/${id}`)).json

describe('whose token is for one language', () => {
  test.each([{}, { publish: true }, { embargo: { until: UNTIL } }])(
    'edits that text of a release, sent alone, and the others stay as they are: %j',
    async (more) => {
      const { json } = await office.create(bilingual(more))
      const { id } = json.release
      const own = contentOf(json.release)
      delete own.texts.ar
      own.texts.en.body = 'Another body.'
      office.now += 1000
      const edited = await ask(`/${id}`, 'PUT', own)
      expect(edited.status).toBe(200)
      const { release } = edited.json
      expect(release.texts.en.body).toBe('Another body.')
      const { en: _, ...before } = json.release.texts
      const { en: __, ...after } = release.texts
      expect(after).toEqual(before)
      for (const part of ['state', 'kind', 'topics', 'liveAt', 'day', 'corrections', 'createdAt'])
        expect([part, release[part]]).toEqual([part, json.release[part]])
      const { revisions } = (await office.ask(`/api/releases/${id}/revisions`)).json
      expect(revisions.at(-1)).toMatchObject({ kind: 'edited', token: 'only-en' })
    },
  )

  test('may send the others too, as they are, and is told where they are not', async () => {
    const { json } = await office.create(bilingual({ publish: true }))
    const { id } = json.release
    const all = contentOf(json.release)
    all.texts.en.headline = 'Another headline'
    expect((await ask(`/${id}`, 'PUT', all)).status).toBe(200)
    for (const change of [
      (content: Json) => (content.texts.ar.headline = 'عنوان آخر'),
      (content: Json) => (content.texts.ar.slug = 'other'),
      (content: Json) => (content.texts.ar.notes = 'N'),
      (content: Json) => (content.kind = 'statement'),
      (content: Json) => (content.topics = ['water']),
    ]) {
      const content = contentOf(await told(id))
      change(content)
      const reply = await storingNothing(() => ask(`/${id}`, 'PUT', content))
      expectProblem(reply, 403, ONLY_EN)
    }
  })

  test('adds that text, and takes back one that is not public, and no other', async () => {
    const arabic = only('ar')
    const { json } = await office.create(arabic)
    const { id } = json.release
    const { en } = (bilingual() as Json).texts
    const rest = { kind: arabic.kind, topics: arabic.topics }
    const added = await ask(`/${id}`, 'PUT', { ...rest, texts: { en } })
    expect(Object.keys(added.json.release.texts)).toEqual(['en', 'ar'])
    const taken = await ask(`/${id}`, 'PUT', { ...rest, texts: {} })
    expect(taken.json.release.texts).toEqual(json.release.texts)
    const other = await newToken('admin', { languages: '["ar"]' })
    const headers = { 'If-Match': '*' }
    const body = { ...rest, texts: {} }
    const emptied = await office.ask(`/api/releases/${id}`, {
      method: 'PUT',
      token: other,
      headers,
      body,
    })
    expect(emptied.json.release.texts).toEqual({})
  })

  test('creates in it alone', async () => {
    for (const body of [bilingual(), only('ar'), bilingual({ publish: true })]) {
      expectProblem(await storingNothing(() => ask('', 'POST', body)), 403, ONLY_EN)
      const put = () => ask('/new', 'PUT', body, { 'If-None-Match': '*' } as never)
      expectProblem(await storingNothing(put), 403, ONLY_EN)
    }
    for (const more of [{}, { publish: true }, { embargo: { until: UNTIL } }])
      expect((await ask('', 'POST', only('en', more))).status).toBe(201)
  })

  const LIFE: [verb: string, method: string, from: object, body?: object][] = [
    ['/publication', 'POST', {}, {}],
    ['/publication', 'POST', {}, { at: '2020-01-01' }],
    ['/embargo', 'PUT', {}, { until: UNTIL }],
    ['/embargo', 'PUT', { embargo: { until: UNTIL } }, { until: instantText(NOON + 2 * DAY) }],
    ['/embargo', 'DELETE', { embargo: { until: UNTIL } }],
    ['/corrections', 'POST', { publish: true }, { note: 'Wrong.' }],
    ['/withdrawal', 'POST', { publish: true }, { reason: 'Wrong.' }],
  ]
  test.each(LIFE)('decides %s, %s, from %j, with %j, only of its own', async (...one) => {
    const [verb, method, from, body] = one
    const whole = await office.create(bilingual(from))
    const refused = () => ask(`/${whole.json.release.id}${verb}`, method, body)
    expectProblem(await storingNothing(refused), 403, ONLY_EN)
    const own = await office.create(only('en', from))
    expect((await ask(`/${own.json.release.id}${verb}`, method, body)).status).toBe(200)
  })

  test('does not correct its way into another language', async () => {
    const { json } = await office.create(only('en', { publish: true }))
    const { ar } = (bilingual() as Json).texts
    const reply = await storingNothing(() =>
      ask(`/${json.release.id}/corrections`, 'POST', { note: 'Wrong.', texts: { ar } }),
    )
    expectProblem(reply, 403, ONLY_EN)
  })

  test('reads everything, whatever the language', async () => {
    const { json } = await office.create(only('ar'))
    expect((await ask(`/${json.release.id}`, 'GET')).json).toEqual(json.release)
  })
})

test('a note or a reason in another language is another language too', async () => {
  const { id } = (await office.create(only('en', { publish: true }))).json.release
  const note = { ar: 'ملاحظة' }
  for (const [verb, body] of [
    ['corrections', { note }],
    ['withdrawal', { reason: note }],
  ] as const)
    expectProblem(await storingNothing(() => ask(`/${id}/${verb}`, 'POST', body)), 403, ONLY_EN)
  expect((await ask(`/${id}/corrections`, 'POST', { note: { en: 'Wrong.' } })).status).toBe(200)
})
