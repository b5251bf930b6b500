import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/newsroom/folding.ts'
import { askedTerms, indexTerms, MAX_FORM, MAX_TERMS } from '../../src/newsroom/terms.ts'

/** Whether a text is found by a question: all of its terms fit. */
function finds(query: string, text: string): boolean {
  const forms = new Set(indexTerms(text).split(' '))
  const terms = askedTerms(query)
  return terms.length > 0 && terms.every((term) => term.some((form) => forms.has(form)))
}

/** Words of the scripts that are folded in some way, and some that are not. */
const word = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...'ابتلوكمنهيسعةىئؤإأآء') },
      { weight: 4, arbitrary: fc.constantFrom(...'aeinorst') },
      fc.constantFrom(...'ABéßÆøŁñ0123٤٥۶', ...'َُّْـٰ', ...'فکیپ', ...'Σςйが京הि', "'", '’'),
      fc.constantFrom('e\u0301', '\u200d', '\u00ad', 'ﷺ', '½', 'ﬁ', '𝐀'),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((parts) => parts.join(''))
const anything = fc.oneof(word, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
const RUNS = { numRuns: 500 }

describe('every word', () => {
  test('finds itself', () => {
    fc.assert(
      fc.property(anything, (text) => {
        if (askedTerms(text).length > 0) expect(finds(text, text)).toBe(true)
      }),
      RUNS,
    )
  })

  test('is looked for if it has a letter or digit', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        expect(askedTerms(`${before} x ${after}`)).not.toEqual([])
      }),
      RUNS,
    )
  })

  test('finds itself in capitals and in small letters, composed and decomposed', () => {
    fc.assert(
      fc.property(word, (text) => {
        if (askedTerms(text).length === 0) return
        for (const other of [
          text.toLowerCase(),
          text.normalize('NFC'),
          text.normalize('NFD'),
          text.normalize('NFKC'),
        ])
          expect(finds(text, other)).toBe(true)
        // Capitals of an apostrophe's neighbour change nothing, but those of ŉ are two letters.
        if (!/ŉ/.test(text)) expect(finds(text.toUpperCase(), text)).toBe(true)
      }),
      RUNS,
    )
  })

  test('finds itself with diacritics, tatweel and other digits', () => {
    const arabic = fc.string({ unit: fc.constantFrom(...'ابتثجحسعملنهوي'), minLength: 1 })
    const between = fc.constantFrom('', '', 'َ', 'ُّ', 'ْ', 'ٰ', 'ـ', 'ـــ')
    fc.assert(
      fc.property(arabic, fc.array(between, { minLength: 1 }), (plain, marks) => {
        const written = [...plain].map((letter, at) => letter + marks[at % marks.length]).join('')
        expect(finds(plain, written)).toBe(true)
        expect(finds(written, plain)).toBe(true)
      }),
    )
    expect(finds('2026', '٢٠٢٦')).toBe(true)
    expect(finds('۲۰۲۶', '2026')).toBe(true)
  })
})

describe('an Arabic word', () => {
  const BARE = ['كتاب', 'مياه', 'خطة', 'موازنة', 'قانون', 'مدرسة', 'إعلان', 'أسعار', 'مستشفى']
  /** As they are written before a word: the article drops its alef behind li-. */
  const PREFIXES = ['ال', 'و', 'ب', 'ل', 'وب', 'ول']
  const WITH_ARTICLE = ['ال', 'وال', 'بال', 'لل', 'ولل', 'وبال', 'فال', 'كال', 'وكال', 'فلل']

  test.each([...new Set([...PREFIXES, ...WITH_ARTICLE])])('is found behind %s', (prefix) => {
    for (const bare of BARE) expect(finds(bare, `${prefix}${bare}`)).toBe(true)
  })

  test.each(WITH_ARTICLE)('is found without it when asked for with %s', (prefix) => {
    for (const bare of BARE) expect(finds(`${prefix}${bare}`, bare)).toBe(true)
  })

  test('of two letters is found behind the article', () => {
    for (const text of ['السد', 'والسد', 'بالسد', 'للسد']) expect(finds('سد', text)).toBe(true)
  })

  test('keeps a single letter when asked for with one', () => {
    expect(finds('وكتاب', 'كتاب')).toBe(false)
    expect(finds('بمياه', 'مياه')).toBe(false)
  })

  test('is the same behind the three lams that are written as two', () => {
    expect(finds('لجنة', 'للجنة')).toBe(true)
    expect(finds('للجنة', 'اللجنة')).toBe(true)
    expect(finds('لحوم', 'للحوم')).toBe(true)
  })

  test.each([
    ['جنة', 'لجنة اللجنة واللجنة للجنة بلجنة ولجنتها'],
    ['طاقة', 'بطاقة البطاقة وبطاقات'],
    ['حرية', 'بحرية البحرية'],
    ['عيد', 'بعيد وبعيدة'],
    ['زير', 'وزير الوزير ووزير لوزيرها'],
    ['لدية', 'بلدية البلديات وبلدياتها'],
    ['بنان', 'لبنان ولبنان اللبنانية'],
    ['كالة', 'وكالة وكالات'],
    ['له', 'الله والله بالله'],
    ['ظهر', 'طهر'],
  ])('that begins with its own letter is not taken apart: %s is not in %s', (query, text) => {
    for (const one of text.split(' ')) expect(finds(query, one)).toBe(false)
  })

  test('that begins with its own letter is found behind prefixes', () => {
    for (const one of 'لجنة وزير بنك بيان وكالة'.split(' '))
      for (const prefix of ['ال', 'وال', 'بال', 'لل', 'و', 'ب', 'ل', 'ول'])
        if (prefix !== 'لل' || !one.startsWith('ل'))
          expect(finds(one, `${prefix}${one}`), `${prefix}${one}`).toBe(true)
  })

  test('is not taken apart below three letters', () => {
    expect(indexTerms('ورد بيت لون')).toBe('ورد بيت لون')
  })

  test('lets a number or a Latin name stand behind it', () => {
    expect(finds('100', 'بـ100 مليون')).toBe(true)
    expect(finds('100', 'بـ١٠٠ مليون')).toBe(true)
    expect(finds('UNHCR', 'الـUNHCR')).toBe(true)
    expect(finds('الـUNHCR', 'UNHCR')).toBe(true)
  })
})

describe('a Latin word', () => {
  test.each([
    ['ferry', 'ferries'],
    ['flooding', 'flooded floods'],
    ['report', 'reported reporting reports'],
    ['government', "government's governments’"],
    ['eau', "l'eau d’eau"],
    ["l'eau", 'eau'],
    ['Sanaa', "Sana'a Sana’a"],
    ["Sana'a", 'Sanaa'],
    ['amman', 'ʿAmmān'],
    ['communique', 'communiqués Communiqué'],
    ['covid', 'COVID-19'],
  ])('%s is found in %s', (query, text) => {
    for (const one of text.split(' ')) expect(finds(query, one)).toBe(true)
  })

  test('with digits is not stemmed', () => {
    expect(indexTerms('a4s 5ths')).toBe('a4s 5ths')
  })

  test('news is not new', () => {
    expect(finds('news', 'A new bridge')).toBe(false)
  })
})

describe('a question', () => {
  test('is all of its words', () => {
    expect(finds('water ferry', 'Water for the ferries')).toBe(true)
    expect(finds('water budget', 'Water for the ferries')).toBe(false)
  })

  test.each([
    ['the ferries to the islands', ['ferri', 'island']],
    ['les îles et la mer', ['il', 'mer']],
    ['خطة المياه في المدينة', ['خطه', 'المياه', 'المدينه']],
    ['to be or not', ['not']],
  ])('leaves out words without a meaning of their own: %s', (query, first) => {
    expect(askedTerms(query).map(([form]) => form)).toEqual(first)
  })

  test('is those words where it has no others', () => {
    expect(finds('to be', 'to be')).toBe(true)
    expect(finds('في', 'في')).toBe(true)
  })

  test.each(['', ' ', '"', '*', '"*"', '()', '-', '🎉', '\u0000', '\ud83d', 'ـ', '\u0301', "'"])(
    'has nothing to look for in %j',
    (query) => {
      expect(askedTerms(query)).toEqual([])
    },
  )

  test('has no operators: they are words and signs as any others', () => {
    expect(askedTerms('"water" AND NEAR(ferry*) -budget headline:^dam')).toEqual(
      askedTerms('water near ferry budget headline dam'),
    )
  })

  test('says a word once', () => {
    expect(askedTerms('Ferry ferries FERRY férry')).toEqual([['ferri']])
  })

  test('of many words is its longest, as they were typed', () => {
    const query = 'aa bbb cccc ddddd eeeeee fffffff gggggggg hhhhhhhhh iiiiiiiiii jjjjjjjjjjj'
    const kept = query.split(' ').slice(-MAX_TERMS)
    expect(askedTerms(query)).toEqual(askedTerms(kept.join(' ')))
    expect(askedTerms(query)).toHaveLength(MAX_TERMS)
  })

  test('is a few terms of a few forms in the alphabet of the index, whatever is typed', () => {
    const long = fc.tuple(anything, fc.integer({ min: 1, max: 200 }))
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          long.map(([text, times]) => `${text} `.repeat(times)),
        ),
        (query) => {
          const terms = askedTerms(query)
          expect(terms.length).toBeLessThanOrEqual(MAX_TERMS)
          for (const term of terms) {
            expect(term.length).toBeGreaterThan(0)
            expect(term.length).toBeLessThanOrEqual(4)
            for (const form of term) expect(form).toMatch(FORM)
          }
        },
      ),
      RUNS,
    )
  })

  test('finds the headline that it was pasted from', () => {
    const headline = fc.array(anything, { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(headline, (words) => {
        const text = words.join(' ')
        if (askedTerms(text).length > 0) expect(finds(text, text)).toBe(true)
      }),
    )
  })
})

/** Characters that the index's tokenizer keeps together. */
const FORM = /^[a-z\d\u0080-\u{10ffff}]+$/u

describe('the index', () => {
  test('is given forms of letters, marks and digits, each once', () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const forms = indexTerms(`${one} ${other} ${one}`).split(' ').filter(Boolean)
        for (const form of forms) {
          expect(form).toMatch(FORM)
          expect(form).toMatch(/^[\p{L}\p{M}\p{N}]+$/u)
          expect(form.length).toBeLessThanOrEqual(MAX_FORM)
          expect(fold(form)).toBe(form)
        }
        expect(new Set(forms).size).toBe(forms.length)
      }),
      RUNS,
    )
  })

  test('has the beginning of a word without end, as the question has', () => {
    for (const letter of ['a', 'ك', '𝐊', '𐐨', 'が', "a'"]) {
      const long = `a${letter.repeat(5000)}`
      expect(indexTerms(long).isWellFormed()).toBe(true)
      expect(finds(long, long)).toBe(true)
      expect(finds(`${long}tail`, `${long}other`)).toBe(true)
    }
  })

  // Generous by a hundred times: what grows with the square takes minutes.
  test('is given a long text at a cost that follows its length', { timeout: 10_000 }, () => {
    const parts = ['a', 'y', "a'", 'ال', 'و', '\u00ad', '\u0301', 'a\u00ad', ' ', 'x ', '🎉', '½']
    for (const part of parts) {
      const text = part.repeat(100_000 / part.length)
      indexTerms(text)
      askedTerms(text)
    }
  })
})
