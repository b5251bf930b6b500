import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Manuscript } from '../../src/cli/manuscript/manuscript.ts'
import { markdown } from '../../src/cli/manuscript/markdown.ts'

const HINTS = {
  languages: ['en', 'ar'],
  kinds: ['press-release', 'statement'],
  language: null,
  encoding: null,
}
const read = (text: string, hints: Partial<typeof HINTS> = {}, named: string | null = null) =>
  markdown('budget.md', text, { ...HINTS, ...hints }, named)
const matter = (block: string, body = 'The council adopts it.') =>
  read(`---\n${block}\n---\n${body}\n`)
const told = ({ doubts }: Manuscript) =>
  doubts.filter(({ isOpen }) => !isOpen).map(({ says }) => says)
const open = ({ doubts }: Manuscript) => doubts.filter(({ isOpen }) => isOpen)

describe('a Markdown file', () => {
  test('with an embargo under a name of its own is asked, and not published', () => {
    const manuscript = matter('headline: Budget\nembargo_time: 10:00\ndate: 2021-02-25')
    expect(manuscript.standing).toBeNull()
    expect(open(manuscript)).toMatchObject([{ about: 'embargo', option: '--until' }])
  })

  test('gives each of its words a place', () => {
    const manuscript = read(`---
id: budget-2021
kind: Press release
topics: [Human Rights, budget]
headline: The council adopts the budget
subheadline: In two votes
summary: |
  It is
  adopted.
slug: Budget-Adopted
department: Media office
place: Beirut
date: 25 February 2021
author: [Jane Doe, "Ali *Khan*"]
notes: Call us.
aliases: [/2021/02/25/budget/, "https://old.example.org/?p=12"]
---

First paragraph.

## A heading

- a list
`)
    expect(manuscript).toEqual({
      source: 'budget.md',
      id: 'budget-2021',
      kind: 'press-release',
      topics: ['human-rights', 'budget'],
      texts: {
        en: {
          slug: 'budget-adopted',
          headline: 'The council adopts the budget',
          subheadline: 'In two votes',
          summary: 'It is adopted.',
          department: 'Media office',
          place: 'Beirut',
          body: 'First paragraph.\n\n## A heading\n\n- a list',
          notes: 'Call us.\n\nAuthor: Jane Doe\n\nAuthor: Ali \\*Khan\\*',
          formerPaths: ['/2021/02/25/budget/', '/?p=12'],
        },
      },
      standing: { state: 'published', on: '2021-02-25' },
      doubts: [],
    })
  })

  test('may be in Arabic throughout', () => {
    const manuscript = read(`---
العنوان: إقرار الموازنة: جلسة أولى
اللغة: العربية
القسم: مكتب الإعلام
المكان: بيروت
التاريخ: ٢٥ شباط ٢٠٢١
المواضيع: الموازنة، حقوق الإنسان
الكاتب: ليلى
---
أعلن المجلس إقرار الموازنة.
`)
    expect(manuscript).toMatchObject({
      topics: ['الموازنة', 'حقوق-الإنسان'],
      standing: { state: 'published', on: '2021-02-25' },
      doubts: [],
    })
    expect(manuscript.texts).toMatchObject({
      ar: {
        headline: 'إقرار الموازنة: جلسة أولى',
        department: 'مكتب الإعلام',
        place: 'بيروت',
        body: 'أعلن المجلس إقرار الموازنة.',
        notes: 'الكاتب: ليلى',
      },
    })
  })

  test('loses no word: it stands in a part, or a doubt quotes it', () => {
    const word = fc.stringMatching(/^[a-z]{5,9}$/)
    const names = fc.constantFrom(
      ...['title', 'subtitle', 'summary', 'tags', 'author', 'notes', 'place', 'department', 'slug'],
      ...[
        'layout',
        'weight',
        'kind',
        'type',
        'draft',
        'date',
        'embargo',
        'aliases',
        'lang',
        'status',
      ],
      ...['published', 'id', 'body', 'headline'],
    )
    const value = fc.oneof(
      word,
      fc.array(word, { minLength: 1 }).map((words) => `[${words.join(', ')}]`),
      word.map((one) => `{ name: ${one} }`),
      fc.tuple(word, word).map((words) => words.join(': ')),
      fc.tuple(word, word).map((words) => words.join(' # ')),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, value), { selector: ([name]) => name }),
        fc.array(word),
        (entries, body) => {
          const text = `---\nx: y\n${entries.map((entry) => entry.join(': ')).join('\n')}\n---\n# ${body.join(' ')}\n\n${body.join('\n')}`
          const { source: _, ...all } = read(text)
          const found = JSON.stringify(all)
          for (const one of [
            ...entries.flatMap(([, words]) => words.match(/[a-z]{5,}/g) ?? []),
            ...body,
          ])
            expect(found).toContain(one)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['25 February 2021', '2021-02-25'],
    ['February 25, 2021', '2021-02-25'],
    ['٢٥ شباط ٢٠٢١', '2021-02-25'],
    ['25/02/2021', '2021-02-25'],
    ['2021-02-25', '2021-02-25'],
    ['2021-02-25 10:00:00 +0200', '2021-02-25T10:00:00+02:00'],
  ])('dated %s is published on %s', (written, on) => {
    expect(matter(`title: A\ndate: ${written}`)).toMatchObject({
      standing: { state: 'published', on },
      doubts: [],
    })
  })

  test('asks which day 04/05/2021 is', () => {
    const manuscript = matter('title: A\ndate: 04/05/2021')
    expect(manuscript.standing).toBe(null)
    expect(open(manuscript)).toMatchObject([
      {
        about: 'date',
        option: '--date',
        choices: [
          { label: '4 May 2021', value: '2021-05-04' },
          { label: '5 April 2021', value: '2021-04-05' },
        ],
      },
    ])
  })

  test('asks for a date that it does not understand, quoting it', () => {
    const [doubt] = open(matter('title: A\ndate: soon'))
    expect(doubt).toMatchObject({ about: 'date', choices: [] })
    expect(doubt?.says).toContain('"soon" (line 3)')
  })

  test.each([
    [
      'an embargo',
      'embargoed until: 2021-03-01 10:00',
      { state: 'embargoed', until: '2021-03-01T10:00:00' },
    ],
    [
      'a moment until which it is held',
      'until: 2021-03-01 10:00',
      { state: 'embargoed', until: '2021-03-01T10:00:00' },
    ],
    ['that it shall not be published', 'publish: false', { state: 'draft' }],
    [
      'an embargo and its date',
      'embargo: true\ndate: 2021-03-01',
      { state: 'embargoed', until: '2021-03-01' },
    ],
    ['an Arabic embargo', 'محظور حتى: ١ آذار ٢٠٢١', { state: 'embargoed', until: '2021-03-01' }],
    ['a draft', 'draft: true', { state: 'draft' }],
    ['no draft', 'draft: false', null],
    ['that it is for all', 'visibility: public', null],
    ['that it waits', 'state: embargoed', { state: 'draft' }],
    ['a draft of Jekyll', 'published: false', { state: 'draft' }],
    ['nothing', 'title: A', null],
  ])('with %s stands so', (_, block, standing) => {
    const manuscript = matter(`headline: A\n${block}`.replace('\ntitle: A', ''))
    expect(manuscript.standing).toEqual(standing)
    expect(manuscript.doubts).toEqual([])
  })

  test('that is for few is a draft, which is told without its password', () => {
    for (const line of ['private: true', 'visibility: members', 'password: sesame']) {
      const manuscript = matter(`title: A\n${line}\ndate: 2021-02-25`)
      expect(manuscript.standing).toEqual({ state: 'draft' })
      expect(told(manuscript).join()).toContain('(line 3): it is taken as a draft')
      expect(told(manuscript).join()).not.toContain('sesame')
    }
  })

  test('tells that a draft does not keep its date', () => {
    const manuscript = matter('title: A\ndraft: yes\ndate: 2021-02-25')
    expect(manuscript.standing).toEqual({ state: 'draft' })
    expect(told(manuscript).join()).toContain('"2021-02-25" (line 4) is not kept')
  })

  test('takes the date from behind the place', () => {
    const manuscript = matter('title: A\ndateline: Beirut, February 25, 2021')
    expect(manuscript.standing).toEqual({ state: 'published', on: '2021-02-25' })
    expect(manuscript.texts.en?.place).toBe('Beirut')
  })

  test('quotes what has no place in a release', () => {
    const manuscript = matter('title: A\nlayout: post\nmeta:\n  weight: 3')
    expect(told(manuscript).sort()).toEqual([
      '"layout: post" (line 3) has no place in a release.',
      '"meta:\n  weight: 3" (line 4) has no place in a release.',
    ])
  })

  test('quotes what YAML takes for a remark', () => {
    expect(told(matter('title: We are #1 in the country')).join()).toContain(
      '"#1 in the country" (line 2)',
    )
  })

  test('quotes a second headline', () => {
    const manuscript = matter('title: A\nheadline: B')
    expect(manuscript.texts.en?.headline).toBe('A')
    expect(told(manuscript).join()).toContain('"headline: B" (line 3) is not used')
  })

  test('is a kind of the site by what a generator calls its type, and no other kind', () => {
    expect(matter('title: A\ntype: statement').kind).toBe('statement')
    expect(matter('title: A\ntype: post')).toMatchObject({
      kind: null,
      doubts: [{ about: 'words' }],
    })
    expect(matter('title: A\nkind: advisory').kind).toBe('advisory')
  })
})

describe('the headline of a Markdown file', () => {
  test.each([
    ['its first heading', '# The *council* adopts\n\nBody', 'The council adopts', 'Body'],
    [
      'a heading that is underlined',
      'The council adopts\n===\n\nBody',
      'The council adopts',
      'Body',
    ],
    ['its first heading, of several', '# One\n\n# Two\n\nBody', 'One', '# Two\n\nBody'],
    [
      'its only heading, where words stand before it',
      'Press release\n\n# One\n\nBody',
      'One',
      'Press release\n\n\nBody',
    ],
    [
      'a heading with signs in it',
      '# A \\* b & `c` &amp; snake_case_name #\nBody',
      'A * b & c & snake_case_name',
      'Body',
    ],
  ])('is %s, which leaves the body', (_, text, headline, body) => {
    expect(read(text, { language: 'en' } as never).texts.en).toMatchObject({ headline, body })
  })

  test.each([
    ['there is none', 'Words alone, and no heading.'],
    ['words stand before several', 'Words\n\n# One\n\n# Two'],
    ['it is in code', '```\n# no heading\n```\n\nWords'],
    ['it is of the second level', '## Sub\n\nWords of the body'],
  ])('is asked where %s', (_, text) => {
    const manuscript = read(text)
    expect(manuscript.texts.en).toMatchObject({ headline: null, body: text })
    expect(open(manuscript)).toMatchObject([{ about: 'headline' }])
  })

  test('is that of the front matter; the same one in the body leaves it', () => {
    expect(matter('title: The budget', '# The Budget\n\nBody').texts.en).toMatchObject({
      headline: 'The budget',
      body: 'Body',
    })
    expect(matter('title: The budget', '# Another\n\nBody').texts.en?.body).toBe(
      '# Another\n\nBody',
    )
  })

  test('tells of an address that it led to', () => {
    expect(told(read('# See [this](https://example.org/a)\n\nBody')).join()).toContain(
      'https://example.org/a',
    )
  })
})

describe('the body of a Markdown file', () => {
  test('stays as it is', () => {
    const body = '    code\n\n* a\n\t* b\n\n| a | b |\n|---|---|\n\n[^1]: note  \nend'
    expect(matter('title: A', `\n\n${body}`).texts.en?.body).toBe(body)
  })

  test('is told where it has raw HTML, by its lines in the file', () => {
    const body =
      'a <b>c</b>\n\n`<i>` <https://example.org> <a@example.org> \\<u> 1 < 2\n\n```\n<p>\n```\n\n    <p>\n\n<!-- more -->\nx <br/>'
    expect(told(matter('title: A', body)).join()).toContain('raw HTML on line 4, 14, 15,')
  })

  test('is told where a site generator would do something', () => {
    expect(told(matter('title: A', '{{< youtube abc >}} {% include x %}')).join()).toContain(
      '{{< youtube abc >}} {% include x %}',
    )
  })
})

describe('the languages of a Markdown file', () => {
  const BOTH = `---
date: 2021-02-25
en:
  headline: The budget
  place: Beirut
ar:
  headline: الموازنة
  body: أعلن المجلس.
---
`
  test('stand under their names in the front matter, and in sections of the body', () => {
    const manuscript = read(`${BOTH}--- en ---\n\nThe council.\n\n--- ENDS ---\n`)
    expect(manuscript.texts).toMatchObject({
      en: { headline: 'The budget', place: 'Beirut', body: 'The council.\n\n--- ENDS ---' },
      ar: { headline: 'الموازنة', body: 'أعلن المجلس.' },
    })
    expect(manuscript).toMatchObject({ standing: { on: '2021-02-25' }, doubts: [] })
  })

  test('are those of what stands before the first section, too', () => {
    const manuscript = read(
      '# The budget\n\nThe council.\n\n--- ar ---\n# الموازنة\n\nأعلن المجلس.',
    )
    expect(manuscript.texts).toMatchObject({
      en: { headline: 'The budget', body: 'The council.' },
      ar: { headline: 'الموازنة', body: 'أعلن المجلس.' },
    })
  })

  test('may stand under `texts`, as a newsroom sends them', () => {
    const manuscript = read(
      '---\ntexts:\n  en: {headline: A, body: B, dateline: {place: C}}\n---\n',
    )
    expect(manuscript.texts.en).toMatchObject({ headline: 'A', body: 'B', place: 'C' })
    expect(Object.keys(manuscript.texts)).toEqual(['en'])
  })

  test.each([
    ['the front matter', '---\nlang: ar\n---\n2021', null, 'ar'],
    ['the name of the file', '2021', 'ar', 'ar'],
    ['its letters', 'أعلن المجلس', null, 'ar'],
  ])('are told by %s', (_, text, named, language) => {
    expect(Object.keys(read(text, {}, named).texts)).toEqual([language])
  })

  test('are asked where nothing tells', () => {
    const manuscript = read('# 2021\n\n2022')
    expect(Object.keys(manuscript.texts)).toEqual(['und'])
    expect(open(manuscript)).toMatchObject([{ about: 'language', option: '--language' }])
    expect(
      open(matter('title: "1"\nlang: Klingon', '2'))
        .map(({ says }) => says)
        .join(),
    ).toContain('"Klingon"')
  })

  test('are told to be others than the letters', () => {
    expect(told(matter('title: A\nlang: ar', 'The council')).join()).toContain(
      '"ar", but its letters',
    )
    expect(told(matter('title: A\nlang: fr', 'Le conseil')).join()).toContain(
      '"fr" is not a language',
    )
  })
})
