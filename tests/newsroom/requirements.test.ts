import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requirements } from '../../src/newsroom/requirements.ts'
import { AR, EN, text } from './invented.ts'

const pointers = (texts: Parameters<typeof requirements>[0]) =>
  requirements(texts).map(({ pointer }) => pointer)

describe('what is missing', () => {
  test('is nothing where every text has a headline and a body', () => {
    const bare = {
      subheadline: null,
      summary: null,
      department: null,
      dateline: null,
      notes: null,
      slug: null,
    }
    expect(requirements({ [EN]: text(null, EN, bare), [AR]: text(null, AR, bare) })).toEqual([])
  })

  test('is a text where there is none', () => {
    expect(pointers({})).toEqual(['/texts'])
  })

  test('is each headline and each body that is absent, empty or blank, and nothing else', () => {
    const part = fc.constantFrom(null, '', ' ', '\n\t', '\u00a0', 'Words', ' words ')
    const parts = fc.record({ headline: part, body: part })
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(EN, AR), parts, { minKeys: 1 }), (drafts) => {
        const texts = Object.fromEntries(
          Object.entries(drafts).map(([language, over]) => [language, text(null, EN, over)]),
        )
        const expected = Object.entries(drafts).flatMap(([language, { headline, body }]) => [
          ...(headline?.trim() ? [] : [`/texts/${language}/headline`]),
          ...(body?.trim() ? [] : [`/texts/${language}/body`]),
        ])
        expect(pointers(texts)).toEqual(expected)
      }),
    )
  })

  test('count words that nobody can see as missing', () => {
    for (const blank of ['\u200b', '\u00a0\u2003', '\u202e\u2069', '\ufe0f\u200d'])
      expect(pointers({ [EN]: text(null, EN, { headline: blank }) })).toEqual([
        '/texts/en/headline',
      ])
    for (const seen of ['7', '…', '🎉', 'ب'])
      expect(pointers({ [EN]: text(null, EN, { headline: seen }) })).toEqual([])
  })

  test('says of each field what is the matter with it', () => {
    for (const { detail } of requirements({ [EN]: text(null, EN, { headline: null, body: ' ' }) }))
      expect(detail).toMatch(/^The (headline|body) is missing\.$/)
  })
})
