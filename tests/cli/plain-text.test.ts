import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Wording } from '../../src/cli/manuscript/manuscript.ts'
import { escaped } from '../../src/cli/manuscript/plain-text/escaping.ts'
import { plainText } from '../../src/cli/manuscript/plain-text.ts'
import type { Hints } from '../../src/cli/manuscript/reading.ts'
import { prose, rawHtmlLines } from '../../src/pages/prose.ts'

const HINTS: Hints = {
  languages: ['en', 'ar'],
  kinds: ['press-release', 'statement', 'advisory', 'speech'],
  language: null,
  encoding: null,
}

const mail = (name: string) =>
  readFileSync(join(import.meta.dirname, 'fixtures/mail', name), 'utf8')

/** What is understood of a text, and its one text in a language. */
function read(text: string, hints: Partial<Hints> = {}) {
  const manuscript = plainText('release.txt', text, { ...HINTS, ...hints })
  const [[language, wording] = []] = Object.entries(manuscript.texts)
  if (!language || !wording) throw new Error('no text')
  const doubts = (about: string) => manuscript.doubts.filter((doubt) => doubt.about === about)
  return { ...manuscript, ...wording, language, about: doubts }
}

describe('a release as an office sends it', () => {
  test('with a letterhead, points and no headline comes through whole', () => {
    const told = read(mail('coalition.txt'))
    expect(told).toMatchObject({
      kind: 'press-release',
      language: 'en',
      headline: null,
      department: 'Northern Civic Coalition, Department of Media and Public Affairs',
      place: null,
      notes: null,
      standing: { state: 'published', on: '2023-03-09' },
    })
    const paragraphs = mail('coalition.txt').trim().split('\n').slice(4)
    expect(told.body?.split('\n\n')).toEqual(paragraphs)
    expect(told.about('words')[0]?.says).toBe(
      'Understood, and not repeated in the text: "Press release", "March 9, 2023".',
    )
    const [headline] = told.about('headline')
    expect(headline).toMatchObject({ isOpen: true, option: '--headline' })
    expect(headline?.choices.map(({ value }) => value)).toEqual([
      'The Northern Civic Coalition (NCC) welcomes the report published this week by Helen Marsh, Chair of the Commission for',
    ])
  })

  test('whose lines a mail program broke is whole again', () => {
    const told = read(mail('council.txt'))
    expect(told).toMatchObject({
      kind: null,
      headline: 'CITY COUNCIL ADOPTS A BUDGET OF £412 MILLION FOR THE COMING YEAR',
      subheadline: 'Libraries stay open, and bus fares are frozen until 2022',
      department: 'Harbour City Council, Press Office',
      place: 'LONDON',
      standing: { state: 'published', on: '2021-02-25' },
    })
    expect(told.body).toBe(COUNCIL_BODY)
    expect(told.notes).toBe(COUNCIL_NOTES)
  })

  test('in Arabic is understood as one in English is', () => {
    const told = read(mail('ministry.txt'))
    expect(told).toMatchObject({
      kind: 'press-release',
      language: 'ar',
      headline: 'افتتاح قاعة المخطوطات في المتحف الوطني بعد ترميم دام ثلاث سنوات',
      department: 'وزارة الثقافة، مديرية الآثار والمتاحف',
      place: 'دمشق',
      standing: { state: 'published', on: '2021-02-25' },
    })
    expect(told.body).toMatch(/^افتتحت وزارة الثقافة اليوم/)
    expect(told.body).toContain('\n\nأولًا: الدخول إلى القاعة مجاني')
    expect(told.notes).toMatch(/^يمكن حجز موعد/)
    expect(told.about('words')[0]?.says).toContain('"انتهى", "ملاحظات للمحررين:"')
  })

  test('that is held tells until when, and what journalists are invited to stays in its text', () => {
    const told = read(mail('embargo.txt'))
    expect(told).toMatchObject({
      kind: 'advisory',
      headline: 'Minister to open the tidal lagoon at Swansea',
      standing: { state: 'embargoed', until: '2021-06-03T00:01:00+01:00' },
    })
    expect(told.body).toContain('WHEN: Thursday 3 June 2021, 11:00')
  })

  test('may tell its place and date in its last line', () => {
    expect(read(mail('statement.txt'))).toMatchObject({
      kind: 'statement',
      place: 'حلب',
      standing: { state: 'published', on: '2024-10-14' },
    })
  })
})

describe('the kicker', () => {
  test.each([
    ['Press release', 'press-release'],
    ['NEWS RELEASE', 'press-release'],
    ['PRESS RELEASE:', 'press-release'],
    ['*** Press Statement ***', 'statement'],
    ['Statement', 'statement'],
    ['Media Advisory', 'advisory'],
    ['Remarks', 'speech'],
    ['بيان صحفي', 'press-release'],
    ['بيان صحافي', 'press-release'],
    ['تصريح صحفي', 'statement'],
    ['بيان', 'statement'],
    ['دعوة صحفية', 'advisory'],
    ['كلمة', 'speech'],
  ])('%s tells the kind', (kicker, kind) => {
    expect(read(`${kicker}\n\n${BODY}`).kind).toBe(kind)
  })

  test.each([
    'FOR IMMEDIATE RELEASE May 16 2007',
    'FOR IMMEDIATE RELEASEMay 16 2007',
    'For immediate release: Wednesday, 16 May 2007',
    'Press Release May 16 2007',
    'May 16, 2007 Press Release',
    'For release: 16 May 2007',
    'PRESS RELEASE | FOR IMMEDIATE RELEASE | 16/05/2007',
    'للنشر الفوري – ١٦ أيار ٢٠٠٧',
    'Press release\nMay 16, 2007',
    'News release\nDate: 16 May 2007',
    'بيان صحفي\nالتاريخ: ١٦ أيار ٢٠٠٧',
    'بيان صحفي\nدمشق في ١٦ أيار ٢٠٠٧',
  ])('has the date beside it: %j', (kicker) => {
    const told = read(`${kicker}\n\n${BODY}`)
    expect(told.standing).toEqual({ state: 'published', on: '2007-05-16' })
    expect(told.body).toBe(BODY)
  })

  test.each([
    ['Embargoed until 00:01 Thursday 3 June 2021', '2021-06-03T00:01:00'],
    ['STRICTLY EMBARGOED UNTIL 3 JUNE 2021, 10 A.M. BST', '2021-06-03T10:00:00+01:00'],
    ['Not for release before 3 June 2021', '2021-06-03'],
    ['Not for publication or broadcast before 06:00 GMT on 3 June 2021', '2021-06-03T06:00:00Z'],
    ['Hold for release until 3 June 2021 at noon', '2021-06-03T12:00:00'],
    ['EMBARGO: 3 June 2021, 09:00', '2021-06-03T09:00:00'],
    ['EMBARGOED UNTIL\n00:01 BST, Thursday 3 June 2021', '2021-06-03T00:01:00+01:00'],
    ['EMBARGO LIFTS: 3 June 2021, 09:00 GMT (11:00 CAT)', '2021-06-03T09:00:00Z'],
    ['EMBARGOED: not before 3 June 2021', '2021-06-03'],
    ['محظور النشر حتى الساعة ١٠ صباحًا يوم الخميس ٣ حزيران ٢٠٢١', '2021-06-03T10:00:00'],
    ['محظور حتى ٣ حزيران ٢٠٢١ الساعة ١٠ صباحًا', '2021-06-03T10:00:00'],
    ['حظر النشر: حتى ٣ حزيران ٢٠٢١', '2021-06-03'],
    ['يحظر النشر قبل ٣ حزيران ٢٠٢١', '2021-06-03'],
  ])('holds the release: %j', (kicker, until) => {
    const told = read(`${kicker}\n\n${BODY}`)
    expect(told.standing).toEqual({ state: 'embargoed', until })
    expect(told.body).toBe(BODY)
  })

  test('that does not tell until when is asked about', () => {
    const told = read(`EMBARGOED\n\nPress release\n2 June 2021\n\n${BODY}`)
    expect(told.standing).toBeNull()
    expect(told.about('embargo')[0]).toMatchObject({ isOpen: true, option: '--until' })
  })

  test('with no year proposes the years after the day of issue, and takes none', () => {
    const told = read(
      `Embargoed until 00:01 Thursday 3 June\nPress release\n1 June 2021\n\n${BODY}`,
    )
    expect(told.standing).toBeNull()
    expect(told.about('embargo')[0]?.choices).toEqual([
      { label: '3 June 2021, 00:01', value: '2021-06-03T00:01:00' },
    ])
  })

  test.each([
    'Embargoed until 3 June 2021, 10:00 (Tokyo time)',
    'Embargoed until 3 June 2021, 10:00 Tokyo time',
    'EMBARGO LIFTS: 3 June 2021, 10:00 Moscow Time (MSK)',
    'EMBARGOED UNTIL 3 JUNE 2021, 10:00 PT / 13:00 ET',
    'Embargoed until 3 June 2021, 10:00 (local time in Geneva)',
    'محظور النشر حتى ٣ حزيران ٢٠٢١ الساعة ١٠ صباحًا بتوقيت طوكيو',
  ])('with a zone that is not known asks, and takes none: %j', (kicker) => {
    const told = read(`${kicker}\n\n${BODY}`)
    expect(told.standing).toBeNull()
    expect(told.about('embargo')).toMatchObject([{ isOpen: true, choices: [] }])
    expect(told.about('embargo')[0]?.says).toContain(kicker)
    expect(told).toMatchObject({ body: BODY, headline: null, department: null })
  })

  test.each([
    'Embargoed until 3 June 2021 at 10:00 Paris',
    'Embargoed until 3 June 2021, 10 a.m. Eastern',
  ])('with a word that may be a zone asks, and keeps the word: %j', (kicker) => {
    const told = read(`${kicker}\n\n${BODY}`)
    expect(told.standing).toBeNull()
    expect(told.about('embargo')[0]?.says).toContain(kicker)
  })

  test('proposes no headline twice', () => {
    const [doubt] = read('One line only').about('headline')
    expect(doubt?.choices.map(({ value }) => value)).toEqual(['One line only'])
  })

  test('with a zone that means several asks which', () => {
    const told = read(`Embargoed until 3 June 2021, 10:00 IST\n\n${BODY}`)
    expect(told.standing).toBeNull()
    expect(told.about('embargo')[0]?.choices.map(({ label }) => label)).toEqual([
      '3 June 2021, 10:00 (+05:30)',
      '3 June 2021, 10:00 (+01:00)',
      '3 June 2021, 10:00 (+02:00)',
    ])
  })

  test('of a kind that the site does not have is asked about', () => {
    const told = read(`Media advisory\n\n${BODY}`, { kinds: ['press-release'] })
    expect(told.kind).toBeNull()
    expect(told.about('kind')[0]).toMatchObject({ isOpen: true, option: '--kind' })
  })

  test('stands behind who issues it, too', () => {
    const told = read(`European Harbours Commission – Press release\n5 May 2021\n\n${BODY}`)
    expect(told).toMatchObject({
      kind: 'press-release',
      department: 'European Harbours Commission',
    })
  })

  test.each([
    'Press releases are published every day by the desk on the second floor of the old mill.',
    'Statement of accounts for the year that ended in March, as the auditors have approved it.',
    'بيان الحكومة الذي ألقاه رئيسها أمام المجلس أمس لم يتطرق إلى الموازنة، وفق ما قال النواب.',
  ])('is not seen in a sentence: %s', (sentence) => {
    const told = read(`${sentence}\n\n${BODY}`)
    expect(told.kind).toBeNull()
    expect(told.body).toContain(sentence)
  })
})

describe('the date', () => {
  test('that could be two is asked, never guessed', () => {
    const told = read(`Press release\n04/05/2021\n\n${BODY}`)
    expect(told.standing).toEqual({ state: 'published', on: null })
    expect(told.about('date')).toEqual([
      {
        about: 'date',
        says: '"04/05/2021" can mean 4 May 2021 or 5 April 2021.',
        option: '--date',
        isOpen: true,
        choices: [
          { label: '4 May 2021', value: '2021-05-04' },
          { label: '5 April 2021', value: '2021-04-05' },
        ],
      },
    ])
  })

  test('that could be two is the one that the dateline names', () => {
    const told = read(`Press release\n04/05/2021\n\nLONDON, 4 May 2021 – ${BODY}`)
    expect(told.standing).toEqual({ state: 'published', on: '2021-05-04' })
    expect(told.body).toBe(BODY)
  })

  test('whose weekday is another is asked', () => {
    const told = read(`Press release\nThursday March 18 2005\n\n${BODY}`)
    expect(told.about('date')[0]).toMatchObject({ isOpen: true })
  })

  test('that the dateline contradicts is asked, and the dateline stays', () => {
    const told = read(`For immediate release: 4 May 2021\n\nLONDON, 3 May 2021 – ${BODY}`)
    expect(told.about('date')[0]?.choices.map(({ value }) => value)).toEqual([
      '2021-05-04',
      '2021-05-03',
    ])
    expect(told.body).toBe(`LONDON, 3 May 2021 – ${BODY}`)
  })

  test('in the middle of a sentence is not that of the release', () => {
    const told = read(`The council met on 4 May 2021 and adopted the budget. ${BODY}`)
    expect(told.standing).toBeNull()
    expect(told.about('date')[0]).toMatchObject({ isOpen: false, option: '--date' })
  })
})

describe('the dateline', () => {
  test.each([
    ['WASHINGTON, DC, March 3, 2021 – ', 'WASHINGTON, DC', '2021-03-03'],
    ['DAMASCUS — ', 'DAMASCUS', null],
    ['London, 5 May 2021 - ', 'London', '2021-05-05'],
    ['GENEVA (5 May 2021) – ', 'GENEVA', '2021-05-05'],
    ['(BRUSSELS) ', 'BRUSSELS', null],
    ['New York — ', 'New York', null],
    ['دمشق — ', 'دمشق', null],
    ['دمشق، ٢٥ شباط ٢٠٢١ – ', 'دمشق', '2021-02-25'],
    ['دير الزور - 25 شباط 2021: ', 'دير الزور', '2021-02-25'],
    ['DAMASCUS, 5 May 2021: ', 'DAMASCUS', '2021-05-05'],
  ])('%s leaves the text, which begins with it on its page', (dateline, place, day) => {
    const told = read(
      `Press release\n\nCouncil adopts the budget of the year\n\n${dateline}${BODY}`,
    )
    expect(told.place).toBe(place)
    expect(told.body).toBe(BODY)
    expect(told.standing).toEqual(day ? { state: 'published', on: day } : null)
  })

  test('without a year stays, unless the date is told elsewhere', () => {
    const line = `WASHINGTON, DC, March 3 – ${BODY}`
    expect(read(`Press release\n\n${line}`)).toMatchObject({ place: null, body: line })
    expect(read(`Press release\nMarch 3, 2021\n\n${line}`)).toMatchObject({
      place: 'WASHINGTON, DC',
      body: BODY,
    })
  })

  test.each(['Budget: ', 'أولًا - ', 'First – ', 'The Old Port — ', 'a house – '])(
    'is not seen in %s',
    (beginning) => {
      expect(read(`Press release\n\n${beginning}${BODY}`)).toMatchObject({
        place: null,
        body: `${beginning}${BODY}`,
      })
    },
  )
})

describe('the end', () => {
  test.each(['ENDS', '-ends-', '- ENDS -', '###', '# # #', '-30-', '[END]', 'انتهى', '-انتهى-'])(
    '%s ends the body, and what follows are notes',
    (mark) => {
      const told = read(`Press release\n\n${BODY}\n\n${mark}\n\nContact: press@example.org`)
      expect(told).toMatchObject({ body: BODY, notes: 'Contact: press@example.org' })
    },
  )

  test.each(['Notes to editors', 'NOTES TO EDITORS:', "Editor's note", 'ملاحظات للمحررين'])(
    '%s begins the notes',
    (heading) => {
      const told = read(`Press release\n\n${BODY}\n\n${heading}\n\nPictures may be used.`)
      expect(told).toMatchObject({ body: BODY, notes: 'Pictures may be used.' })
    },
  )

  test('a number is no end', () => {
    expect(read(`Press release\n\n${BODY}\n\n30`).body).toBe(`${BODY}\n\n30`)
  })
})

describe('words', () => {
  test('of a letterhead that only names the site are told, not repeated', () => {
    const told = read(`Press release\nOffice of Public Information\n5 May 2021\n\n${BODY}`, {
      names: ['Office of Public Information'],
    })
    expect(told.department).toBeNull()
    expect(told.about('words')[0]?.says).toContain('"Office of Public Information"')
  })

  test('are all there, in their order, and none is invented', () => {
    fc.assert(
      fc.property(DOCUMENT, (text) => {
        const told = read(text)
        const fields = fieldsOf(told)
        const said = told.doubts
          .filter(({ about }) => about !== 'headline')
          .flatMap(({ says }) => /".*"/s.exec(says)?.[0] ?? [])
        const source = counted(wordsOf(text))
        const kept = counted(wordsOf([...fields, ...said].join(' ')))
        const shown = counted(wordsOf(fields.join(' ')))
        for (const [word, count] of source)
          expect(kept.get(word) ?? 0, `${word} in ${JSON.stringify(text)}`).toBeGreaterThanOrEqual(
            count,
          )
        for (const [word, count] of shown)
          expect(
            source.get(word) ?? 0,
            `${word} in ${JSON.stringify(text)}`,
          ).toBeGreaterThanOrEqual(count)
        for (const field of fields)
          expect(isInOrder(wordsOf(field), wordsOf(text)), field).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  test('are shown by the page as they were written', () => {
    fc.assert(
      fc.property(LINE, (line) => {
        const markdown = escaped(line.trim())
        expect(rawHtmlLines(markdown)).toEqual([])
        expect(withoutSpaces(shown(markdown)), markdown).toBe(withoutSpaces(line))
      }),
      { numRuns: 3000 },
    )
  })

  test('of a whole text are shown by its page', () => {
    fc.assert(
      fc.property(DOCUMENT, (text) => {
        const { body, notes } = read(text)
        for (const markdown of [body ?? '', notes ?? '']) {
          expect(rawHtmlLines(markdown)).toEqual([])
          const rendered = counted(wordsOf(shown(markdown)))
          expect(rendered, markdown).toEqual(counted(wordsOf(unescaped(markdown))))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('take no long time, however strange they are', () => {
    for (const piece of [
      '- ',
      '1 May ',
      'A, ',
      '(((',
      '<a ',
      'ENDS ',
      '* * ',
      'Date: ',
      '\n',
      '\\',
      'https://',
    ])
      read(piece.repeat(20_000))
  })
})

const BODY =
  'The council adopted the budget of the coming year on Thursday evening, with 34 votes to 21 and 5 abstentions.'
const COUNCIL_BODY = `The council on Thursday evening adopted a budget of £412 million for the coming financial year, with 34 votes to 21 and 5 abstentions. It is the first since 2016 that closes no library, said Councillor Amira Haddad, who chairs the finance committee.

"We have kept what people use every day," she said. "That is what a budget is for."

The main points are:

- £18 million for 240 new homes in the Old Port, of which half will be let at social rents;
- £3.2 million for the repair of school roofs;
- no change to bus fares until 1 January 2022.

## Background

The draft was published on 11 January 2021 and 1,904 people answered the consultation (see <https://example.org/consultation?round=2>).`
const COUNCIL_NOTES = `1\\. The budget covers the year from 1 April 2021 to 31 March 2022.

2\\. Pictures may be used free of charge with the credit "Harbour City Council".

Media contact:

Jonas Weber\\
Press officer\\
\\+44 20 7946 0018\\
press@example.org

About Harbour City Council

Harbour City Council serves 312,000 people on both banks of the river.`

const LINE = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '*',
        '_',
        '**',
        '#',
        '1.',
        '1)',
        '<b>',
        '<!--',
        '[a](b)',
        '![a](b)',
        '[^1]',
        '&amp;',
        '&',
        '`',
        '~~',
        '|',
        '\\',
        '>',
        '-',
        '+',
        '=',
        ':',
        'a_b_c',
        'https://example.org/a?b=c&amp;d',
        '<https://a.b>',
        'word',
        'كلمة',
        '---',
        '***',
        'www.example.org',
        'a@example.org',
        '"',
        '{',
        '$',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .chain((pieces) => fc.constantFrom('', ' ').map((by) => pieces.join(by)))
  .map((line) => line.replace(/[\p{Cc}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu, ' '))

const DOCUMENT = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'Press release',
          'FOR IMMEDIATE RELEASE',
          'FOR IMMEDIATE RELEASEMay 16 2007',
          'بيان صحفي',
          'Embargoed until 00:01 Thursday 3 June 2021',
          'Embargoed until',
          'For release: 5 May 2021',
          'Media advisory – City Council',
          'City Council – Press release',
          'Ministry of Health',
          'Press Office',
          'February 25, 2021',
          '04/05/2021',
          'Date: 25 Feb 2021',
          'LONDON, 25 February 2021',
          '25 February',
          '٢٥ شباط ٢٠٢١',
          'دمشق، ٢٥ شباط ٢٠٢١',
          'February 25, 2021 – Council adopts budget',
          'COUNCIL ADOPTS BUDGET',
          'Council adopts the budget',
          'Contact: Jane Doe',
          '+44 20 7946 0018',
          'Notes to editors: 1. See above',
          'ENDS',
          '###',
          '-30-',
          'انتهى',
          'About the Council',
          'WHEN: Thursday',
          'LONDON, 5 May 2021 – The council met and adopted it.',
          'دمشق — أعلنت الوزارة اليوم افتتاح القاعة.',
          '• one point',
          '- another',
          '1. first',
          '2. second',
          '-----',
          '=====',
          '  indented',
          '\ttabs\there',
          'First: this is a point, and it is long enough to be a sentence.',
          'the end. -ends-',
          'Re: No. 12/2021',
          'A line that is about as long as the lines that mail programs break, so',
          'it goes on here.',
          BODY,
          'أولًا: نقطة',
          '<script>alert(1)</script>',
          '[link](https://example.org) & *stars*',
        ),
        LINE,
      ),
      fc.constantFrom('\n', '\n', '\n\n', '\r\n', '\r\n\r\n', '\n \n'),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((lines) => lines.flat().join(''))

const fieldsOf = (wording: Wording): readonly string[] =>
  [
    wording.headline,
    wording.subheadline,
    wording.department,
    wording.place,
    unescaped(wording.body ?? ''),
    unescaped(wording.notes ?? ''),
  ].filter((field) => field !== null)

/** What a reader sees of Markdown. */
const shown = (markdown: string) =>
  String(prose(markdown))
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** Runs of letters, and of digits. */
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []
const unescaped = (markdown: string) => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1')
const withoutSpaces = (text: string) => text.replace(/\s+/g, '')

function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return new Map([...counts].sort())
}

function isInOrder(words: readonly string[], source: readonly string[]): boolean {
  let at = 0
  return words.every((word) => {
    at = source.indexOf(word, at) + 1
    return at > 0
  })
}
