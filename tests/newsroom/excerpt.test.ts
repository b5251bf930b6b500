import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf, found, type Part, passage } from '../../src/newsroom/excerpt.ts'
import { askedTerms } from '../../src/newsroom/terms.ts'

const marked = (parts: readonly Part[]) =>
  parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')
const excerpt = (text: string, query: string, length?: number) =>
  marked(excerptOf(text, askedTerms(query), length))

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('water ', 'WATER, ', 'المياه ', 'ومِياه، ', 'dam', ' ', '\n', '\n\n', '"'),
      fc.constantFrom(
        'cafe\u0301 ',
        '🎉',
        '👩‍👩‍👧',
        '\ud83d',
        '\u0301',
        '\u200f',
        'が',
        '𝐀',
        "d'eau ",
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.lorem({ maxCount: 12 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))
const query = fc.constantFrom('water', 'مياه', 'water dam', 'café eau', '𝐀', 'が', '', 'nothing')
const RUNS = { numRuns: 500 }

describe('the words that were looked for', () => {
  test.each([
    ['water', 'Water, waters and WATERED.', ['Water', 'waters', 'WATERED']],
    ['مياه', 'خطة المِيـاه ومياه الشرب', ['المِيـاه', 'ومياه']],
    ['cafe eau', 'Cafe\u0301 et l’eau', ['Cafe\u0301', 'l’eau']],
    ['2026', 'عام ٢٠٢٦ و2026', ['٢٠٢٦', 'و2026']],
    ['شعب', '\u2067شعب\u2069', ['شعب']],
    ['water', 'fire', []],
    ['', 'anything', []],
  ])('%s stand in %s', (asked, where, words) => {
    const ranges = found(where, askedTerms(asked))
    expect(ranges.map(([from, to]) => where.slice(from, to))).toEqual(words)
  })

  test('stand in order, apart from each other, and whole with their marks', () => {
    fc.assert(
      fc.property(text, query, (where, asked) => {
        let last = 0
        for (const [from, to] of found(where, askedTerms(asked))) {
          expect(from).toBeGreaterThanOrEqual(last)
          expect(to).toBeGreaterThan(from)
          expect(isBoundary(where, from)).toBe(true)
          expect(isBoundary(where, to)).toBe(true)
          last = to
        }
        expect(last).toBeLessThanOrEqual(where.length)
      }),
      RUNS,
    )
  })
})

/** Whether no character is divided there from its second half or its marks. */
const isBoundary = (where: string, at: number) =>
  !/^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(where.slice(at - 1, at + 1)) &&
  !/^[\p{M}\u200d]/u.test(where.slice(at))

describe('an excerpt', () => {
  test('is the whole of a short text', () => {
    expect(excerpt('The water plan.', 'water')).toBe('The [water] plan.')
  })

  test('is the beginning where nothing is found, cut between words', () => {
    expect(excerpt('one two three four', 'water', 12)).toBe('one two…')
    expect(excerpt('one two three four', '', 13)).toBe('one two three…')
  })

  test('begins at a word before the first hit', () => {
    const long = `${'early words '.repeat(20)}then the water came${' and later words'.repeat(20)}`
    expect(excerpt(long, 'water', 60)).toBe(
      '…words then the [water] came and later words and later words…',
    )
  })

  test('uses its room where the hit stands at the end', () => {
    expect(excerpt(`${'aaaa '.repeat(20)}water`, 'water', 20)).toBe('…aaaa aaaa aaaa [water]')
  })

  test('is where most different words stand together, and then the first', () => {
    const far = ' and so on'.repeat(20)
    expect(excerpt(`water${far} water for the dam${far} water`, 'water dam', 60)).toContain(
      '[water] for the [dam]',
    )
    expect(excerpt(`one dam${far} two dam${far}`, 'dam', 40)).toContain('one [dam]')
  })

  test('of one word without spaces is cut between characters', () => {
    expect(excerpt('𝐀'.repeat(50), 'x', 11)).toBe(`${'𝐀'.repeat(5)}…`)
  })

  test('is a piece of the text of at most its length, with whole characters and the hits', () => {
    fc.assert(
      fc.property(text, query, fc.integer({ min: 20, max: 240 }), (where, asked, length) => {
        const terms = askedTerms(asked)
        const parts = excerptOf(where, terms, length)
        const whole = parts.map(({ text }) => text).join('')
        const inner = whole.replace(/^…|…$/g, '')
        expect(where).toContain(inner)
        expect(inner.length).toBeLessThanOrEqual(length + 20)
        for (const part of parts) expect(part.text).not.toBe('')
        if (where.isWellFormed()) expect(whole.isWellFormed()).toBe(true)
        expect(parts.some(({ hit }) => hit)).toBe(found(where, terms).length > 0)
        if (where.trim().length <= length) expect(whole).toBe(where.trim())
      }),
      RUNS,
    )
  })
})

describe('a passage', () => {
  const body = '## The plan\n\nNo hit.\n \nThe water\nis low.\n\n- water at the dam\n\nwater'

  test('is the block with most of the words, as it was written', () => {
    expect(passage(body, askedTerms('water'))).toBe('The water\nis low.')
    expect(passage(body, askedTerms('dam water'))).toBe('- water at the dam')
  })

  test('is the first where there are none', () => {
    expect(passage(`\n\n${body}`, askedTerms('fire'))).toBe('## The plan')
    expect(passage('', askedTerms('fire'))).toBe('')
  })

  test('is a block of the text, with a hit if the text has one', () => {
    fc.assert(
      fc.property(text, query, (where, asked) => {
        const terms = askedTerms(asked)
        const block = passage(where, terms)
        expect(where).toContain(block)
        expect(block).not.toMatch(/\n\s*\n/)
        if (found(where, terms).length > 0) expect(found(block, terms)).not.toEqual([])
      }),
      RUNS,
    )
  })
})

// Generous by a hundred times: what grows with the square takes minutes.
test('a long text costs as much as its length', { timeout: 10_000 }, () => {
  for (const part of ['water ', 'water\n\n', '\n \n', ' ', 'a', '\u0301', '\u00ad', '🎉', "a'"]) {
    const long = part.repeat(100_000 / part.length)
    for (const asked of ['water', 'nothing']) {
      const terms = askedTerms(asked)
      found(long, terms)
      excerptOf(long, terms)
      passage(long, terms)
    }
  }
})
