import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  firstFree,
  isNumbered,
  MAX_SLUG_BYTES,
  parseSlug,
  type Slug,
  slugFrom,
} from '../../src/newsroom/slug.ts'

const FALLBACK = 'press-release'
/** The last number that `firstFree` tries. */
const MAX_NUMBER = 2 ** 21

const bytes = (text: string) => new TextEncoder().encode(text).length
const from = (headline: string) => slugFrom(headline, FALLBACK)

const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units))
/** Letters of scripts that are transliterated, of scripts that are not, marks, signs and emoji. */
const scripts = fc
  .array(
    fc.constantFrom(
      ...'abcXYZ019 -–—_.,/\\\'’"&%#?',
      ...'المجلسيقرالموازنةءإأآؤئىﷺﻻًّـ',
      ...'שלוםעולםְֹ',
      ...'東京都のニュースがガ',
      ...'ÄÖÜßçñéİıŞğžŁø',
      ...'Привет мир',
      ...'ΑΣαςσ',
      ...'हिन्दी',
      '각',
      'ǅ',
      'ﬁ',
      '½',
      '①',
      'Ⅷ',
      '𝐀',
      'e\u0301',
      '\u0301',
      '\u034f',
      '\u200d',
      '\u200c',
      '\u00ad',
      '\ufeff',
      '👩‍👩‍👧',
      '🇸🇾',
      '❤️',
      '\ud83d',
      '\ude00',
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''))
const long = fc
  .tuple(
    fc.constantFrom('a', 'ق', '京', 'ש', '𝐀', 'word ', 'כותרת ', '🎉'),
    fc.integer({ min: 30, max: 3000 }),
  )
  .map(([part, times]) => part.repeat(times))
const anyHeadline = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  codeUnits,
  scripts,
  long,
  fc.tuple(scripts, long).map(([head, tail]) => head + tail),
)
const RUNS = { numRuns: 500 }

describe('a slug from a headline', () => {
  test('is a slug, whatever the headline is', () => {
    fc.assert(
      fc.property(anyHeadline, (headline) => {
        const slug = from(headline)
        expect(slug).not.toBe('')
        expect(parseSlug(slug)).toBe(slug)
      }),
      RUNS,
    )
  })

  test('is the slug of itself', () => {
    fc.assert(
      fc.property(anyHeadline, (headline) => {
        expect(from(from(headline))).toBe(from(headline))
      }),
      // Georgian capitals, which have no transliteration while their small letters do.
      { ...RUNS, examples: [['\u1c97\u1c91\u1c98\u1c9a\u1c98\u1ca1\u1c98']] },
    )
  })

  test('has room for a number, and stays a slug with it', () => {
    fc.assert(
      fc.property(anyHeadline, fc.integer({ min: 2, max: MAX_NUMBER }), (headline, number) => {
        const numbered = `${from(headline)}-${number}`
        expect(bytes(numbered)).toBeLessThanOrEqual(MAX_SLUG_BYTES)
        expect(parseSlug(numbered)).toBe(numbered)
      }),
      RUNS,
    )
  })

  test('makes a path of fewer than 400 characters, even numbered and percent-encoded', () => {
    fc.assert(
      fc.property(anyHeadline, (headline) => {
        expect(encodeURIComponent(`${from(headline)}-${MAX_NUMBER}`).length).toBeLessThan(400)
      }),
    )
  })

  test('does not depend on case, or on how its letters are composed', () => {
    const words = fc.string({ unit: fc.constantFrom(...'abcÄéçñ XYZ'), minLength: 1 })
    fc.assert(
      fc.property(words, (headline) => {
        expect(from(headline.toUpperCase())).toBe(from(headline))
        expect(from(headline.normalize('NFD'))).toBe(from(headline))
      }),
    )
  })

  test.each([
    ['Council adopts budget', 'council-adopts-budget'],
    ['  The council’s budget – 2026!  ', 'the-councils-budget-2026'],
    ["Don't panic", 'dont-panic'],
    ['Straße, Ærø & Łódź', 'strasse-aero-and-lodz'],
    ['Budget 2026/2027', 'budget-2026-2027'],
    ['2026', '2026'],
    ['CamelCaseName', 'camelcasename'],
    ['🎉 Party 🎉', 'party'],
    ['日本 news', 'news'],
  ])('of %j is %s', (headline, slug) => {
    expect(from(headline)).toBe(slug)
  })

  test('in Arabic is written in Latin letters', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ '),
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(letters, (headline) => {
        fc.pre(headline.trim() !== '')
        const slug = from(headline)
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(bytes(slug)).toBeLessThanOrEqual(MAX_SLUG_BYTES)
      }),
    )
    expect(from('المجلس يقر الموازنة')).toBe('almjls-yqr-almwaznt')
  })

  test.each([
    ['שלום עולם', 'שלום-עולם'],
    ['東京都、予算を可決', '東京都-予算を可決'],
    ['東京 2026', '東京-2026'],
    ['サプライズ！', 'サプライズ'],
  ])('stays in its own script where that has no transliteration: %j', (headline, slug) => {
    expect(from(headline)).toBe(slug)
  })

  test.each(['', ' ', '!?…', '🎉🎊', '👩‍👩‍👧', '---', '\ud800', '\u0301\u0302', '\u200d'])(
    'falls back where the headline has neither letter nor digit: %j',
    (headline) => {
      expect(from(headline)).toBe(FALLBACK)
    },
  )

  test('that is too long is cut between words', () => {
    const words = Array.from({ length: 60 }, (_, number) => `word${number}`)
    const slug = from(words.join(' '))
    expect(bytes(slug)).toBeGreaterThan(MAX_SLUG_BYTES / 2)
    for (const word of slug.split('-')) expect(words).toContain(word)
  })

  test('that is one long word is cut between its characters', () => {
    expect(from('a'.repeat(500))).toMatch(/^a{100,}$/)
    expect(from('京'.repeat(500))).toMatch(/^京{30,}$/)
    expect(from('𝐀'.repeat(500)).isWellFormed()).toBe(true)
  })
})

describe('a slug that an editor gives', () => {
  test.each([
    'a',
    '2',
    'council-adopts-budget',
    'budget-2026',
    'المجلس-يقر',
    'שלום-עולם',
    '東京都-予算',
    'straße',
    'éclair',
    'हिन्दी-समाचार',
    'budget-2',
    'a'.repeat(MAX_SLUG_BYTES),
    'ق'.repeat(MAX_SLUG_BYTES / 2),
  ])('may be %j', (text) => {
    expect(parseSlug(text)).toBe(text)
  })

  test.each([
    ['nothing', ''],
    ['upper case', 'Budget'],
    ['upper case of another script', 'Бюджет'],
    ['a space', 'the budget'],
    ['a space at the end', 'budget '],
    ['a line end', 'budget\n'],
    ['a slash', 'budget/2026'],
    ['a backslash', 'budget\\2026'],
    ['a dot', 'budget.md'],
    ['dots alone', '..'],
    ['a leading hyphen', '-budget'],
    ['a trailing hyphen', 'budget-'],
    ['two hyphens', 'the--budget'],
    ['a hyphen alone', '-'],
    ['an underscore', 'the_budget'],
    ['a percent sign', '%62udget'],
    ['a question mark', 'budget?'],
    ['a number sign', 'budget#2'],
    ['a mark without a letter', '\u0301budget'],
    ['a mark after a hyphen', 'the-\u0301budget'],
    ['decomposed letters', 'e\u0301clair'],
    ['an emoji', 'budget-🎉'],
    ['half a character', 'budget\ud800'],
    ['a zero-width joiner', 'bud\u200dget'],
    ['a sign of direction', '\u202ebudget'],
    ['NUL', 'bud\0get'],
    ['more bytes than a slug has', 'a'.repeat(MAX_SLUG_BYTES + 1)],
    ['more bytes than a slug has, in fewer characters', '京'.repeat(41)],
  ])('is not one with %s', (_, text) => {
    expect(parseSlug(text)).toBeNull()
  })

  test('is one way to write one address: lower case, composed, and safe in a path', () => {
    fc.assert(
      fc.property(anyHeadline, (text) => {
        const slug = parseSlug(text)
        if (slug === null) return
        expect(slug).toBe(text)
        expect(slug).toBe(slug.toLowerCase())
        expect(slug).toBe(slug.normalize('NFC'))
        const { pathname } = new URL(`https://press.test/releases/${encodeURIComponent(slug)}`)
        expect(decodeURIComponent(pathname)).toBe(`/releases/${slug}`)
      }),
      RUNS,
    )
  })
})

describe('a slug is numbered from its stem', () => {
  const stem = 'budget' as Slug
  test.each(['budget', 'budget-2', 'budget-9', 'budget-10', 'budget-2097152'])('%s', (slug) => {
    expect(isNumbered(slug as Slug, stem)).toBe(true)
  })
  test.each(['budget-1', 'budget-0', 'budget-02', 'budget-', 'budget-2-3', 'budget-two', 'budge'])(
    'not %s',
    (slug) => {
      expect(isNumbered(slug as Slug, stem)).toBe(false)
    },
  )
})

describe('the first free slug', () => {
  const stem = 'statement' as Slug
  const nth = (number: number) => (number === 1 ? stem : `${stem}-${number}`)
  const numberOf = (slug: Slug) => (slug === stem ? 1 : Number(slug.slice(stem.length + 1)))

  /** Finds one where `held` says which numbers are taken, and counts the look-ups. */
  async function find(held: (number: number) => boolean) {
    let lookUps = 0
    let most = 0
    const slug = await firstFree(stem, async (candidates) => {
      if (++lookUps > 100) throw new Error('It looks for ever.')
      most = Math.max(most, candidates.length)
      return new Set(candidates.filter((candidate) => held(numberOf(candidate))))
    })
    return { slug, lookUps, most }
  }

  test('is the stem itself where nobody has it, at the cost of one look-up', async () => {
    expect(await find(() => false)).toMatchObject({ slug: stem, lookUps: 1 })
  })

  test('is the next number after those taken, however many, within few look-ups', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: MAX_NUMBER - 1 })),
        async (count) => {
          const { slug, lookUps, most } = await find((number) => number <= count)
          expect(slug).toBe(nth(count + 1))
          expect(lookUps).toBeLessThanOrEqual(6)
          expect(most).toBeLessThanOrEqual(50)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('is at the first look-up one of the first five', async () => {
    for (const count of [0, 1, 2, 3, 4])
      expect(await find((number) => number <= count)).toMatchObject({ lookUps: 1 })
  })

  test('is free, and its predecessor is taken, whatever gaps there are', async () => {
    const taken = fc.oneof(
      fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
      fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { minLength: 50, maxLength: 400 }),
      // Long runs with holes.
      fc
        .tuple(
          fc.integer({ min: 10, max: 5000 }),
          fc.uniqueArray(fc.integer({ min: 1, max: 5000 })),
        )
        .map(([count, holes]) =>
          Array.from({ length: count }, (_, at) => at + 1).filter((one) => !holes.includes(one)),
        ),
    )
    await fc.assert(
      fc.asyncProperty(taken, async (numbers) => {
        const held = new Set(numbers)
        const { slug, lookUps } = await find((number) => held.has(number))
        const number = numberOf(slug)
        expect(held.has(number)).toBe(false)
        expect(number === 1 || held.has(number - 1)).toBe(true)
        expect(isNumbered(slug, stem)).toBe(true)
        expect(lookUps).toBeLessThanOrEqual(6)
      }),
      { numRuns: 200 },
    )
  })

  test('is found even when others take the next ones while it looks', async () => {
    const taken = fc.integer({ min: 1, max: 100 })
    await fc.assert(
      fc.asyncProperty(taken, fc.integer({ min: 1, max: 3 }), async (count, meanwhile) => {
        let last = count
        let lookUps = 0
        const slug = await firstFree(stem, async (all) => {
          if (++lookUps > 100) throw new Error('It looks for ever.')
          const held = new Set(all.filter((candidate) => numberOf(candidate) <= last))
          last += meanwhile
          return held
        })
        expect(numberOf(slug)).toBeGreaterThan(count)
      }),
    )
  })

  test('is an error rather than an endless search where two million are taken', async () => {
    await expect(find(() => true)).rejects.toThrow(RangeError)
  })
})
