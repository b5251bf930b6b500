import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import {
  bilingual,
  DAY,
  english,
  type Json,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { expectProblem, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const validate = (body: unknown, query = '', token?: string) =>
  storingNothing(() =>
    office.ask(`/api/releases/validate${query}`, {
      method: 'POST',
      body,
      ...(token ? { token } : {}),
    }),
  )
const pointers = (fields: readonly { pointer: string }[]) => fields.map(({ pointer }) => pointer)

describe('a body that is right', () => {
  test('is valid and complete, and its slugs and addresses are told', async () => {
    const body = bilingual({ publish: true })
    const { status, json } = await validate(body)
    expect(status).toBe(200)
    expect(json).toMatchObject({ valid: true, complete: true, errors: [], requirements: [] })
    const made = await office.create(body)
    expect(json.urls).toEqual(made.json.receipt.urls)
    expect(json.slugs.en).toBe(made.json.release.texts.en.slug)
  })

  test('is told the slug that it would get where its own is taken', async () => {
    const body = english()
    await office.create(body)
    const { json } = await validate(body)
    expect(json.slugs.en).toMatch(/-2$/)
    expect(json.valid).toBe(true)
  })

  test('may be a draft with little in it, and what is missing is a list', async () => {
    const { json } = await validate({ kind: 'statement', texts: { en: {}, ar: { body: 'نص.' } } })
    expect(json).toMatchObject({ valid: true, complete: false, errors: [] })
    expect(pointers(json.requirements)).toEqual([
      '/texts/en/headline',
      '/texts/en/body',
      '/texts/ar/headline',
    ])
    const none = (await validate({ kind: 'statement' })).json
    expect(pointers(none.requirements)).toEqual(['/texts'])
  })
})

describe('a body that is wrong', () => {
  test('is told everything at once: fields, slugs that are taken, dates, and what is missing', async () => {
    await office.create(english({ slug: 'budget' }))
    const { status, json } = await validate({
      kind: 'rumour',
      topics: ['UPPER', 'fine'],
      texts: {
        en: { slug: 'budget', headline: 'x'.repeat(301), body: 'Fine.', colour: 'red' },
        ar: { headline: 'عنوان' },
        xx: {},
      },
      embargo: { until: instantText(NOON - DAY) },
      more: 1,
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ valid: false, complete: false })
    expect(pointers(json.errors).sort()).toEqual(
      [
        '/kind',
        '/topics/0',
        '/texts/en/headline',
        '/texts/en/colour',
        '/texts/en/slug',
        '/texts/xx',
        '/embargo/until',
        '/more',
      ].sort(),
    )
    // A headline that is too long is wrong, and not missing.
    expect(pointers(json.requirements)).toEqual(['/texts/ar/body'])
  })

  test.each([
    ['a list', [], ['']],
    ['null', 'null', ['']],
    ['a number', '12', ['']],
    ['an empty object', {}, ['/kind']],
    ['texts that are a list', { kind: 'statement', texts: [] }, ['/texts']],
    ['a text that is a string', { kind: 'statement', texts: { en: 'x' } }, ['/texts/en']],
    ['an embargo of nothing', { kind: 'statement', embargo: {} }, ['/embargo/until']],
    [
      'a publication in the future',
      { kind: 'statement', publish: { at: '2030-01-01' } },
      ['/publish/at'],
    ],
  ] as [string, unknown, string[]][])('such as %s', async (_, body, wrong) => {
    const { status, json } = await validate(body)
    expect(status).toBe(200)
    expect(json.valid).toBe(false)
    expect(pointers(json.errors)).toEqual(wrong)
  })

  test('that is no JSON at all, or of another type, is a problem as everywhere', async () => {
    expectProblem(await validate('{"kind":'), 400, /not JSON/)
    expectProblem(await validate({ kind: 'statement' }, '?draft=1'), 422, /validated/, {
      '?draft': 'not a known parameter',
    })
    expectProblem(await validate({}, '?release=nothing'), 404, /no such release/)
  })
})

test('an unfinished release that is to be published is not valid, and says what is missing', async () => {
  for (const more of [
    { publish: true },
    { publish: { at: '2020-01-01' } },
    { embargo: { until: instantText(NOON + DAY) } },
  ]) {
    const body = { kind: 'statement', texts: { en: { headline: 'Only' } }, ...more }
    const { json } = await validate(body)
    expect(json).toMatchObject({ valid: false, complete: false })
    expect(pointers(json.errors)).toEqual([`/${Object.keys(more)[0]}`])
    expect(pointers(json.requirements)).toEqual(['/texts/en/body'])
    expect((await storingNothing(() => office.create(body))).status).toBe(422)
  }
})

test('a body of thirty thousand wrong fields is judged field by field and once', async () => {
  const many = Array.from({ length: 30_000 }, (_, at) => [`k${at}`, 1])
  const { json } = await validate({ kind: 'statement', ...Object.fromEntries(many) })
  expect(json.errors.length).toBe(many.length)
  const inside = { kind: 'statement', texts: { en: Object.fromEntries(many) } }
  expect((await validate(inside)).json.errors.length).toBe(many.length)
})

describe('what would replace a release', () => {
  test('is told of no fault that comes from leaving out what is wrong', async () => {
    const body = bilingual({ publish: true }) as Json
    const { id } = (await office.create(body)).json.release
    const { publish: _, kind, ...content } = body
    const replaced = `?release=${id}`
    const long = structuredClone({ kind, ...content })
    long.texts.ar.headline = 'x'.repeat(301)
    expect(pointers((await validate(long, replaced)).json.errors)).toEqual(['/texts/ar/headline'])
    const none = (await validate({ kind, texts: 'x' }, replaced)).json
    expect(pointers(none.errors)).toEqual(['/texts'])
    const english = await newToken('publish', { languages: '["en"]' })
    const nameless = (await validate(content, replaced, english)).json
    expect(pointers(nameless.errors)).toEqual(['/kind'])
  })

  test('keeps its own slugs, and is judged by its state', async () => {
    const body = bilingual({ publish: true })
    const { id } = (await office.create(body)).json.release
    const { publish: _, ...content } = body as Json
    const same = (await validate(content, `?release=${id}`)).json
    expect(same).toMatchObject({ valid: true, complete: true })
    const { ar: __, ...rest } = content.texts
    const fewer = (await validate({ ...content, texts: rest }, `?release=${id}`)).json
    expect(fewer.valid).toBe(false)
    expect(fewer.errors[0].detail).toContain('public and cannot be left out')
    const emptied = { ...content, texts: { ...content.texts, en: { headline: 'Only' } } }
    const empty = (await validate(emptied, `?release=${id}`)).json
    expect(pointers(empty.errors)).toEqual(['/texts/en/body'])
    await office.withdraw(id, { reason: 'Wrong.' })
    const gone = (await validate(content, `?release=${id}`)).json
    expect(gone.valid).toBe(false)
    expect(gone.errors[0]).toMatchObject({ pointer: '' })
  })
})

describe('a token', () => {
  test('is judged as well: what it may not do is wrong', async () => {
    const { json } = await validate(english({}, { publish: true }), '', office.tokens.draft)
    expect(json.valid).toBe(false)
    expect(json.errors[0].detail).toContain('"publish"')
    const arabic = await newToken('publish', { languages: '["ar"]' })
    const foreign = (await validate(english(), '', arabic)).json
    expect(foreign.valid).toBe(false)
    expect(foreign.errors[0].detail).toContain('ar only')
    expectProblem(await validate(english(), '', office.tokens.read), 403, /draft/)
  })
})

test('says valid exactly of what is stored, and complete exactly of what is published', async () => {
  const part = fc.option(fc.constantFrom('', ' ', 'Words', 'x'.repeat(301), '<b>raw</b>', 7), {
    nil: undefined,
  })
  const text = fc.record({ headline: part, body: part, summary: part }, { requiredKeys: [] })
  const body = fc.record(
    {
      kind: fc.constantFrom('statement', 'rumour'),
      topics: fc.constantFrom([], ['budget'], ['No']),
      texts: fc.record({ en: text, ar: text }, { requiredKeys: [] }),
      publish: fc.constantFrom(true, false, { at: '2020-01-01' }, { at: '2040-01-01' }),
    },
    { requiredKeys: ['kind'] },
  )
  await fc.assert(
    fc.asyncProperty(body, async (given) => {
      const { json } = await validate(given)
      const stored = await office.create(given)
      expect(stored.status).toBe(json.valid ? 201 : 422)
      // A schema tells its faults before anything is decided; validating tells both.
      if (!json.valid) return
      if (stored.json.release.state === 'published') {
        expect(json.complete).toBe(true)
        return
      }
      expect(json.requirements).toEqual(stored.json.release.requirements)
      const published = await office.publish(stored.json.release.id)
      expect(published.status).toBe(json.complete ? 200 : 422)
    }),
    { numRuns: 60 },
  )
})

test('is an address of its own, and no release', async () => {
  const create = { method: 'PUT', headers: { 'If-None-Match': '*' }, body: english() }
  const reply = await storingNothing(() => office.ask('/api/releases/validate', create))
  expect(reply.status).toBe(404)
  expect((await office.ask('/api/releases/validate')).status).toBe(404)
})
