import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, WORD } from '../../src/newsroom/folding.ts'

describe('a folded text', () => {
  test.each([
    ['upper case', 'WATER', 'water'],
    ['Latin diacritics', 'Élève, Łódź, Zürich, Đakovo', 'eleve lodz zurich dakovo'],
    ['Latin letters that stand for two', 'Straße, Ærø, œuvre, Þór', 'strasse aero oeuvre thor'],
    ['the Turkish i', 'İSTANBUL ısı', 'istanbul isi'],
    ['Greek and Cyrillic', 'ΑΡΧΉΣ йод ёлка', 'αρχησ иод елка'],
    ['combining marks', 'cafe\u0301', 'cafe'],
    ['Arabic diacritics', 'الْكِتَابُ مُدَرِّسَةٌ', 'الكتاب مدرسه'],
    ['the dagger alef and Quranic marks', 'هَٰذَا ٱلرَّحۡمَٰنِ', 'هذا الرحمن'],
    ['tatweel', 'الميـــاه', 'المياه'],
    ['forms of alef', 'إعلان أسعار آبار ٱلماء', 'اعلان اسعار ابار الماء'],
    [
      'forms of yeh, waw and teh marbuta',
      'مستشفى علی مسائل مؤتمر خطة',
      'مستشفي علي مسايل موتمر خطه',
    ],
    ['the Persian kaf', 'کتاب', 'كتاب'],
    ['Arabic and Persian digits', '٢٠٢٦ ۲۰۲۶', '2026 2026'],
    ['presentation forms', 'ﻻ ﷲ ﷺ', 'لا الله صلي الله عليه وسلم'],
    ['fullwidth, circled and raised forms', 'ＡＢＣ ① m²', 'abc 1 m2'],
    ['what nobody sees', '\u2067wa\u00adt\u200ber\u2069 می\u200cشود', 'water ميشود'],
    ['apostrophes', "government's ministry’s", 'governments ministrys'],
    ['romanised Arabic', 'ʿAmmān, Qurʾān, Sanaʼa', 'amman quran sanaa'],
    ['marks of other scripts, which stay', 'हिन्दी שָׁלוֹם が', 'हिन्दी שָׁלוֹם が'.normalize('NFC')],
    ['signs', '"a" + <b> & 5% 🎉', 'a b 5'],
    ['halves of characters and NUL', 'a\ud83db\u0000c', 'a b c'],
  ])('has one form of %s', (_, text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  test('is words of letters, marks and digits joined by single spaces, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*)?$/u)
      }),
      { numRuns: 500 },
    )
  })

  test('folded again is the same, for every letter, mark and digit of Unicode', () => {
    for (let code = 0; code < 0x110000; code++) {
      const folded = fold(String.fromCodePoint(code))
      if (fold(folded) !== folded) expect.fail(`U+${code.toString(16)} folds to ${folded}`)
    }
  })

  test('is the same whether its letters were composed or not', () => {
    const letter = fc.constantFrom(...'ءآأؤإئابةتىيكهـً\u0651\u0652\u0670کaéß٣')
    fc.assert(
      fc.property(fc.string({ unit: letter }), (text) => {
        expect(fold(text)).toBe(fold(text.normalize('NFD')))
      }),
      { numRuns: 500 },
    )
  })

  test('folded again is the same, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('the words of a text', () => {
  const words = (text: string) => text.match(WORD) ?? []

  test.each([
    ['go on over apostrophes', "l'eau, ‘government’s’", ["l'eau", 'government’s']],
    ['end at hyphens, points and signs', 'e-mail: a.b@c', ['e', 'mail', 'a', 'b', 'c']],
    ['keep their marks', 'cafe\u0301 شَعْب', ['cafe\u0301', 'شَعْب']],
    ['go on over what nobody sees', 'wa\u00adter می\u200cشود', ['wa\u00adter', 'می\u200cشود']],
    ['leave direction marks outside', '\u2067شعب\u2069', ['شعب']],
    ['take no mark from what stands before', '-\u0301a', ['a']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })
})
