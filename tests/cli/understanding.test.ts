import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { NO_WORDS } from '../../src/cli/manuscript/manuscript.ts'
import { changesOf, isSame } from '../../src/cli/publishing/content.ts'
import { difference, differenceWords } from '../../src/cli/publishing/difference.ts'
import { toldOf } from '../../src/cli/publishing/judging.ts'
import { instantWords, quoted } from '../../src/cli/publishing/telling.ts'
import { type Understood, understood, wrapped } from '../../src/cli/publishing/understanding.ts'
import { recordedTerminal } from './recorded.ts'

const RELEASE: Understood = {
  source: 'budget.en.md, budget.ar.md',
  id: 'budget-2026',
  kind: 'Press release',
  topics: ['budget', 'culture'],
  standing: 'at once',
  urls: {
    en: 'https://press.test/releases/council-adopts-the-budget',
    ar: `https://press.test/ar/releases/${encodeURIComponent('المجلس-يقر-الموازنة')}`,
  },
  texts: {
    en: {
      ...NO_WORDS,
      headline: 'Council adopts the budget',
      place: 'Damascus',
      body: `The council adopted it today.\n\nIt has ${'very '.repeat(20)}many pages.`,
      notes: 'Call the press desk.',
    },
    ar: { ...NO_WORDS, headline: 'المجلس يقر الموازنة', body: 'أقر المجلس الموازنة.' },
  },
}
const terminal = recordedTerminal()
const lines = (release: Understood, width = 100) =>
  understood(release, { ...terminal, width }).split('\n')

describe('what was understood', () => {
  test('is a table, each text with its fields and its address', () => {
    expect(lines(RELEASE)).toEqual([
      'budget.en.md, budget.ar.md',
      '  id           \u2068budget-2026\u2069',
      '  kind         \u2068Press release\u2069',
      '  topics       \u2068budget, culture\u2069',
      '  public       at once',
      'English',
      '  headline     \u2068Council adopts the budget\u2069',
      '  place        \u2068Damascus\u2069',
      '  body         29 words, 2 paragraphs',
      '               \u2068The council adopted it today. It has very very …\u2069',
      '               \u2068… very very very very very very very many pages.\u2069',
      '  notes        4 words, 1 paragraph',
      '               \u2068Call the press desk.\u2069',
      '  address      \u2068https://press.test/releases/council-adopts-the-budget\u2069',
      'Arabic',
      '  headline     \u2068المجلس يقر الموازنة\u2069',
      '  body         3 words, 1 paragraph',
      '               \u2068أقر المجلس الموازنة.\u2069',
      '  address      \u2068https://press.test/ar/releases/المجلس-يقر-الموازنة\u2069',
    ])
  })

  test('names a headline and a body that are not there', () => {
    const told = lines({ ...RELEASE, texts: { en: NO_WORDS }, urls: {} })
    expect(told.slice(-2)).toEqual(['  headline     none yet', '  body         none yet'])
  })

  test('isolates right-to-left words on every line, and fits the terminal', () => {
    const headline = 'المجلس يقر الموازنة ويعلن عن خطة جديدة '.repeat(8).trim()
    const told = lines({ ...RELEASE, texts: { ar: { ...NO_WORDS, headline } }, urls: {} }, 60)
    for (const line of told) {
      expect(stringWidth(line)).toBeLessThanOrEqual(60)
      if (/\p{Script=Arabic}/u.test(line))
        expect(line).toMatch(/^ +(?:headline)? +\u2068[^\u2068]+\u2069$/)
    }
    const again = told
      .join(' ')
      .replace(/[\u2068\u2069]/g, ' ')
      .replace(/\s+/g, ' ')
    expect(again).toContain(headline)
  })

  test('has nothing in it that a terminal obeys, whatever a file says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\u001b[2J', '\u202e', '\u2069', '\u0007', '\r', '\n', ''),
        fc.integer({ min: 10, max: 120 }),
        (text, control, width) => {
          const words = `${text}${control}${text}`
          const wording = { ...NO_WORDS, headline: words, place: words, body: words, notes: words }
          const release = { ...RELEASE, topics: [words], texts: { en: wording } }
          const told = understood(release, { ...terminal, width })
          // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must not be there
          expect(told).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]/)
          for (const line of told.split('\n'))
            expect(line.match(/\u2068/g)?.length ?? 0).toBe(line.match(/\u2069/g)?.length ?? 0)
        },
      ),
    )
  })

  test('loses nothing where it breaks lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 })),
        fc.integer({ min: 1, max: 90 }),
        (all, width) => {
          const text = all.join(' ')
          expect(wrapped(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
  })
})

describe('an instant', () => {
  test('is told in the site’s zone and in UTC, with the day where that is another', () => {
    const at = (text: string) => instantWords(Date.parse(text), 'Asia/Damascus')
    expect(at('2026-03-01T06:00:00Z')).toBe('1 March 2026, 09:00 (Asia/Damascus), 06:00 UTC')
    expect(at('2026-03-01T21:30:00Z')).toBe(
      '2 March 2026, 00:30 (Asia/Damascus), 1 March 2026, 21:30 UTC',
    )
  })
})

describe('a difference', () => {
  test('shows what goes and what comes, with the words around it', () => {
    const before =
      'In the long session of today the council adopted the draft budget of 2026 at last.'
    const after =
      'In the long session of today the council adopted the final budget of 2026 at last.'
    expect(differenceWords(difference(before, after), terminal.style)).toBe(
      '… \u2068the council adopted the\u2069 [-\u2068draft\u2069-] {+\u2068final\u2069+} \u2068budget of 2026 at\u2069 …',
    )
  })

  test('shows Arabic words each in an isolate, and a new paragraph', () => {
    const shown = differenceWords(
      difference('أقر المجلس الموازنة', 'أقر المجلس الخطة\n\nثم انصرف'),
      terminal.style,
    )
    expect(shown).toBe(
      '\u2068أقر المجلس\u2069 [-\u2068الموازنة\u2069-] {+\u2068الخطة ¶ ثم انصرف\u2069+}',
    )
  })

  test('gives back both texts, word for word, and is nothing where they are the same', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = difference(before.join(' '), after.join(' '))
        const without = (is: string) =>
          runs.filter((run) => run.is !== is).flatMap(({ words }) => words)
        expect(without('new')).toEqual(before)
        expect(without('gone')).toEqual(after)
        const isChanged = before.join() !== after.join()
        expect(runs.some(({ is }) => is !== 'kept')).toBe(isChanged)
      }),
    )
  })

  test('of two long texts without a word in common is one', () => {
    const words = (letter: string) =>
      Array.from({ length: 20_000 }, (_, at) => letter + at).join(' ')
    expect(difference(words('a'), words('b')).map(({ is }) => is)).toEqual(['gone', 'new'])
  })
})

describe('what a release says', () => {
  const content = (text: object) => ({ kind: 'statement', topics: ['a'], texts: { en: text } })

  test('is the same however it is written', () => {
    const stored = content({ slug: 'a-b', headline: 'Café', body: 'One\n\nTwo' })
    const sent = content({
      headline: ' Cafe\u0301 ',
      body: '\r\nOne\r\n\r\nTwo\r\n\r\n',
      notes: '',
    })
    expect(isSame(stored, sent)).toBe(true)
  })

  test('is another where a field is left out, or a language is new', () => {
    const before = content({ headline: 'A', department: 'Culture', body: 'B' })
    const after = { ...content({ headline: 'A', body: 'B' }), topics: ['b'] }
    const changes = changesOf(before, {
      ...after,
      texts: { ...after.texts, ar: { headline: 'ج' } },
    })
    expect(changes.topics).toEqual([['a'], ['b']])
    expect(changes.texts).toEqual([
      { language: 'en', part: 'department', before: 'Culture', after: null },
      { language: 'ar', part: 'headline', before: null, after: 'ج' },
    ])
  })
})

test('what the newsroom minds is told as the field of the file that it stands in', () => {
  const told = toldOf('budget.md', { topics: ['Budget!'] }, [
    { pointer: '/texts/ar/headline', detail: 'is missing' },
    { pointer: '/texts/en/dateline/place', detail: 'must stand on one line' },
    { pointer: '/topics/0', detail: 'must be lower-case' },
    { pointer: '/publish/at', detail: 'is in the future' },
    { pointer: '', detail: 'This token may not.' },
  ])
  expect(told).toEqual([
    'budget.md: headline (Arabic): is missing',
    'budget.md: place (English): must stand on one line',
    `budget.md: topic ${quoted('Budget!')}: must be lower-case`,
    'budget.md: date: is in the future',
    'budget.md: This token may not.',
  ])
})
