import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/cli/exit.ts'
import { decode } from '../../src/cli/manuscript/encoding.ts'
import { cleanText } from '../../src/cli/manuscript/not-text.ts'
import { encodedIn, utf16 } from './encoded.ts'

const WORDS: Readonly<Record<string, string>> = {
  en: 'the council of and adopts budget café “wise” was that year’s for Muñoz naïve — £5 million',
  fr: 'le conseil à été réuni dans les communes pour où élève ça garçon hôtel est une l’œuvre',
  ar: 'المجلس في من على إلى أن الموازنة العامة التي أقرت بيان صحفي، مؤتمر هذا 25 شباط؛ أَعلَنَ',
  ru: 'совет в и не на принял бюджет города что это было школы Москва объявление для',
  pl: 'rada miasta przyjęła budżet nie się jest już żadnych wątpliwości mieszkańców do w na',
}
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': ['en', 'fr'],
  'windows-1256': ['ar', 'en', 'fr'],
  'windows-1250': ['pl', 'en'],
  'windows-1251': ['ru'],
}
const UNICODE = ['utf-8', 'utf-8 with a mark', 'utf-16le', 'utf-16be'] as const

const words = fc.constantFrom(...Object.keys(WORDS)).chain((language) =>
  fc.record({
    language: fc.constant(language),
    text: fc
      .array(fc.constantFrom(...(WORDS[language] ?? '').split(' ')), {
        minLength: 1,
        maxLength: 80,
      })
      .map((some) => `${some.join(' ')}\r\n`),
  }),
)

const written = (text: string, encoding: (typeof UNICODE)[number], hasMark = true): Uint8Array =>
  encoding === 'utf-8'
    ? new TextEncoder().encode(text)
    : encoding === 'utf-8 with a mark'
      ? new TextEncoder().encode(`\uFEFF${text}`)
      : utf16(text, encoding === 'utf-16le' ? 'le' : 'be', hasMark)

describe('the encoding of a file', () => {
  test('is told of all Unicode that has a mark, and of UTF-8 without', () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((one) => `x${one.replace(/\p{Cc}|\p{Cs}/gu, '')}`)
    fc.assert(
      fc.property(text, fc.constantFrom(...UNICODE), (one, encoding) => {
        expect(decode(written(one, encoding), null, 'a file').text).toBe(one)
      }),
    )
  })

  test('is told of UTF-16 without a mark, in any language', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('utf-16le', 'utf-16be'), ({ text }, encoding) => {
        const told = decode(written(`${text}25 2021`, encoding, false), null, 'a file')
        expect(told).toEqual({ text: `${text}25 2021`, encoding, doubts: [] })
      }),
    )
  })

  test('is told of UTF-16 also where a control character stands in it, for the line to be named', () => {
    const told = decode(utf16('The council\u0092s budget', 'le', false), null, 'a file')
    expect(told).toEqual({ text: 'The council\u0092s budget', encoding: 'utf-16le', doubts: [] })
  })

  test('is told of an old page, or asked with that page among the choices: never wrong in silence', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(...Object.keys(PAGES)), ({ text, language }, page) => {
        const bytes = encodedIn(page, text)
        fc.pre(bytes !== null && PAGES[page]?.includes(language) === true)
        const told = decode(bytes ?? new Uint8Array(), null, 'a file')
        if (told.text === text) return
        expect(told.doubts).toMatchObject([
          { about: 'encoding', isOpen: true, option: '--encoding' },
        ])
        expect(told.doubts[0]?.choices.map(({ value }) => value)).toContain(page)
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    ['windows-1252', 'The café of the council said that it was “closed” — for £5 million.'],
    ['windows-1252', 'Communiqué de presse : l’Assemblée a été réunie à Saint-Étienne'],
    ['windows-1256', 'بيان صحفي\r\n\r\nأعلن المجلس، في جلسة عقدت اليوم، إقرار الموازنة العامة.'],
    ['windows-1256', 'العَرَبِيَّةُ لُغَةٌ جميلةٌ'],
    [
      'windows-1256',
      'Press release: the council (المجلس) met and it is the first that was held of all.',
    ],
    [
      'windows-1251',
      'Совет принял бюджет на год. Это было в городе, и мэр сказал, что школы построят.',
    ],
    [
      'windows-1250',
      'Rada przyjęła budżet. Nie ma już wątpliwości, że jest to dobra wiadomość do nas.',
    ],
    ['iso-8859-6', 'أعلن المجلس، في جلسة عقدت اليوم، إقرار الموازنة العامة'],
    ['macintosh', 'Le conseil a été réuni à l’hôtel de ville pour les communes dans une séance.'],
  ])('is %s of “%s”', (page, text) => {
    const told = decode(encodedIn(page, text) ?? new Uint8Array(), null, 'a file')
    expect(told).toEqual({ text, encoding: page, doubts: [] })
  })

  test('is asked where only a few letters could tell, each choice showing what it would read', () => {
    const [doubt] = decode(
      encodedIn('windows-1252', 'Muñoz') ?? new Uint8Array(),
      null,
      'a file',
    ).doubts
    expect(doubt).toMatchObject({ isOpen: true, option: '--encoding' })
    expect(doubt?.choices).toContainEqual({ label: 'windows-1252: Muñoz', value: 'windows-1252' })
    expect(doubt?.choices).toContainEqual({ label: 'windows-1250: Muńoz', value: 'windows-1250' })
  })

  test('is told to be a guess where English has a name in it that could be another', () => {
    const text =
      'Mr Muñoz said that the council of the city is for the people and that it was good.'
    const { doubts, ...told } = decode(
      encodedIn('windows-1252', text) ?? new Uint8Array(),
      null,
      'x',
    )
    expect(told).toEqual({ text, encoding: 'windows-1252' })
    expect(doubts).toMatchObject([{ about: 'encoding', isOpen: false }])
    expect(doubts[0]?.says).toContain('"Muñoz"')
  })

  test('is what somebody says it is, by any of its names', () => {
    const bytes = encodedIn('windows-1256', 'من') ?? new Uint8Array()
    for (const name of ['windows-1256', 'cp1256', 'CP-1256', '1256'])
      expect(decode(bytes, name, 'a file')).toEqual({
        text: 'من',
        encoding: 'windows-1256',
        doubts: [],
      })
  })

  test('is told where somebody says another than it is', () => {
    const { doubts } = decode(new TextEncoder().encode('café'), 'windows-1252', 'a file')
    expect(doubts).toMatchObject([{ about: 'encoding', isOpen: false }])
  })

  test('that has no such name is misuse', () => {
    expect(() => decode(Uint8Array.of(65), 'windows-9', 'a file')).toThrow(
      expect.objectContaining({ exit: 'misuse' }),
    )
  })

  test('of bytes that are not in it is named with the line', () => {
    const bytes = new Uint8Array(Buffer.concat([Buffer.from('one\ntwo '), Buffer.from([0xe9])]))
    expect(() => decode(bytes, 'utf-8', 'budget.txt')).toThrow(
      'budget.txt is not utf-8 throughout: see line 2.',
    )
  })

  test('is UTF-8 that is broken, named with the line, where all but a byte is UTF-8', () => {
    const bytes = Buffer.from('العنوان\nأعلن المجلس اليوم')
    expect(() => decode(bytes.subarray(0, -1), null, 'budget.txt')).toThrow(
      /^budget\.txt is UTF-8 with a broken character on line 2/,
    )
  })

  test.each([
    ['took for Windows-1252', 'The council’s cafÃ© is openÃ© again'],
    ['took for Windows-1252, with quotation marks', 'The councilâ€™s budget'],
    ['could not read', 'The council\uFFFDs budget'],
  ])('is told to be garbled where somebody %s what was not', (_, text) => {
    const { doubts } = decode(new TextEncoder().encode(`First\n${text}`), null, 'a file')
    expect(doubts).toMatchObject([{ about: 'encoding', isOpen: false }])
    expect(doubts[0]?.says).toContain('line 2')
  })

  test('is text, or a clear line, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decode(bytes, null, 'a file').text).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is no text', () => {
  const bytes = (start: string) =>
    Buffer.from(`${start}${'\u0001\u0000\u00fe'.repeat(20)}`, 'latin1')

  test.each([
    ['%PDF-1.7\n', 'a PDF'],
    ['PK\u0003\u0004..........word/document.xml', 'a Word document'],
    ['PK\u0003\u0004..mimetypeapplication/vnd.oasis.opendocument.text', 'an OpenDocument file'],
    ['PK\u0003\u0004', 'a ZIP archive'],
    ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'an old office document'],
    ['{\\rtf1\\ansi', 'rich text (RTF)'],
    ['\u00ff\u00d8\u00ff\u00e0', 'a picture (JPEG)'],
    ['\u0089PNG\r\n\u001a\n', 'a picture (PNG)'],
    ['\u001f\u008b\u0008', 'packed (gzip)'],
  ])('%j is said to be %s', (start, kind) => {
    expect(() => decode(bytes(start), null, 'budget')).toThrow(`budget is ${kind}`)
  })

  test('is UTF-32', () => {
    expect(() => decode(Uint8Array.of(0xff, 0xfe, 0, 0, 65, 0, 0, 0), null, 'x')).toThrow('UTF-32')
  })

  test('has zero bytes', () => {
    expect(() => cleanText('abc\0def', 'budget')).toThrow('budget is not text')
  })
})

describe('a text', () => {
  test('has line feeds for all line ends, and no mark or end of file of DOS', () => {
    const text = '\uFEFFone\r\ntwo\rthree\u2028four\u2029five\n\u001a'
    expect(cleanText(text, 'x')).toEqual({ text: 'one\ntwo\nthree\nfour\n\nfive\n', doubts: [] })
  })

  test('keeps no-break spaces and marks of direction', () => {
    const text = 'a\u00a0b \u200f\u2067x\u2069\u200c'
    expect(cleanText(text, 'x').text).toBe(text)
  })

  test('has a line end for a page break, which is told with its line', () => {
    const { text, doubts } = cleanText('one\ntwo\fthree', 'x')
    expect(text).toBe('one\ntwo\nthree')
    expect(doubts).toMatchObject([
      { about: 'words', isOpen: false, says: expect.stringContaining('line 2') },
    ])
  })

  test('has the signs that a page of windows-1252 had before it was called something else', () => {
    const { text, doubts } = cleanText('one\nthe council\u0092s \u0093budget\u0094 \u0096 all', 'x')
    expect(text).toBe('one\nthe council’s “budget” – all')
    expect(doubts).toMatchObject([
      { about: 'words', isOpen: false, says: expect.stringContaining('line 2 ') },
    ])
  })

  test.each([
    ['a control character', 'one\ntwo and a long text\u0007', 'U+0007', 2],
    ['one of the upper controls', 'a long text with\u0081 one of them', 'U+0081', 1],
    ['a noncharacter', 'one\n\nthree and a long text \uFFFF', 'U+FFFF', 3],
    ['half a character', 'a long text with half of a character \uD800 in it', 'U+D800', 1],
  ])('with %s is refused by its line', (_, text, name, line) => {
    expect(() => cleanText(text.padEnd(200), 'x.txt')).toThrow(
      `x.txt has control characters that no release can hold (${name}) on line ${line}: take them out.`,
    )
  })

  test.each(['', ' \n\r\n\t'])('%j is empty', (text) => {
    expect(() => cleanText(text, 'x.txt')).toThrow('x.txt is empty.')
  })
})
