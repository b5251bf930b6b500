import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageOf } from '../../src/cli/manuscript/language.ts'

const ENGLISH =
  'The council has adopted the budget of the year, and it is to be published by the end of it.'
const ARABIC =
  'أعلن المجلس إقرار الموازنة العامة التي أقرت على مرحلتين في جلسة عقدت اليوم من بعد أن كان قد أجلها.'
const FRENCH =
  'Le conseil a adopté le budget dans une séance qui a été tenue par les élus avec le maire.'
const URDU = 'کونسل نے سال کے بجٹ کی منظوری دے دی ہے اور اس کا اعلان آج کیا گیا ہے، یہ ایک خبر ہے'

describe('the language of a text', () => {
  test.each([
    [ENGLISH, ['en', 'ar'], 'en'],
    [ARABIC, ['en', 'ar'], 'ar'],
    ['بيان صحفي', ['en', 'ar'], 'ar'],
    ['Press release', ['ar', 'en-GB'], 'en-GB'],
    [ENGLISH, ['en', 'fr'], 'en'],
    [FRENCH, ['en', 'fr'], 'fr'],
    [URDU, ['ar', 'ur'], 'ur'],
    [ARABIC, ['ar', 'ur'], 'ar'],
    ['議会は予算を採択した', ['en', 'ja'], 'ja'],
    ['Совет принял бюджет', ['ru', 'en'], 'ru'],
  ])('%s, of %j, is %s', (text, languages, language) => {
    expect(languageOf(text, languages)).toBe(language)
  })

  test.each([
    ['two languages of the site are written in its script', 'Press release', ['en', 'fr']],
    ['it is the other language of two variants', ENGLISH, ['en-GB', 'en-US']],
    ['no language of the site is written in its script', ARABIC, ['en', 'fr']],
    ['its words are those of a language that the site does not have', FRENCH, ['en', 'ar']],
    ['it is half in one and half in another', `${ENGLISH}\n${ARABIC}`, ['en', 'ar']],
    ['it has no letters', '25/02/2021', ['en', 'ar']],
    [
      'it is long, and has none of the words that its language always has',
      'Alþingi samþykkti frumvarp til fjárlaga næsta árs. '.repeat(20),
      ['en', 'ar'],
    ],
    ['the site has no languages', ENGLISH, []],
    ['a tag is none', ENGLISH, ['not a tag']],
  ])('is not told where %s', (_, text, languages) => {
    expect(languageOf(text, languages)).toBe(null)
  })

  test('is Arabic also where Latin names stand in it', () => {
    expect(languageOf(`${ARABIC} Stephen Rapp, Chair (CIJA)`, ['en', 'ar'])).toBe('ar')
  })

  test('is one of the site’s, or none, whatever the text', () => {
    const languages = ['en', 'ar', 'fr', 'ja']
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.subarray(languages), (text, some) => {
        expect([null, ...some]).toContain(languageOf(text, some))
      }),
    )
  })
})
