import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { frontMatter, hasFrontMatter } from '../../src/cli/manuscript/front-matter.ts'
import { isMapping, type Value } from '../../src/cli/manuscript/yaml-block.ts'

const read = (text: string) => frontMatter('budget.md', text)
const values = (text: string) =>
  Object.fromEntries(read(text).entries.map(({ name, value }) => [name, plain(value)]))

function plain(value: Value): unknown {
  if (isMapping(value))
    return Object.fromEntries(value.entries.map((one) => [one.name, plain(one.value)]))
  return Array.isArray(value) ? value.map(plain) : value
}

describe('front matter', () => {
  test('that a program wrote reads back as it was, and the body with it', () => {
    const words = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replace(/\p{Cc}|\p{Cs}|[\u2028\u2029\ufeff\u0085]/gu, ' '))
    const name = fc.stringMatching(/^[a-z][a-z ]{0,8}[a-z]$/)
    const value = fc.oneof(words, fc.array(words), fc.dictionary(name, words))
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), words, (told, body) => {
        const text = `---\n${stringify(told, { lineWidth: 40 })}---\n${body}`
        const { entries, body: rest } = read(text)
        expect(Object.fromEntries(entries.map((one) => [one.name, plain(one.value)]))).toEqual(told)
        expect(rest).toBe(body)
      }),
      { numRuns: 300 },
    )
  })

  test('is words as they were written, whatever YAML would take them for', () => {
    expect(
      values(
        '---\ndate: 2021-02-25\nlang: no\nversion: 1.0\nn: 007\ndraft: yes\nnothing:\nnull: ~\nq: "null"\n---\n',
      ),
    ).toEqual({
      date: '2021-02-25',
      lang: 'no',
      version: '1.0',
      n: '007',
      draft: 'yes',
      nothing: null,
      null: null,
      q: 'null',
    })
  })

  test('knows the line and the words of each entry', () => {
    const { entries, bodyLine } = read(
      '---\ntitle: A\n\ntags:\n  - b\n  - c\n# a remark\nlast: d\n---\nBody',
    )
    expect(entries.map(({ name, line, written }) => [name, line, written])).toEqual([
      ['title', 2, 'title: A'],
      ['tags', 4, 'tags:\n  - b\n  - c'],
      ['last', 8, 'last: d'],
    ])
    expect(bodyLine).toBe(10)
  })

  test.each([
    ['a colon', 'title: Budget: the council adopts it', 'Budget: the council adopts it'],
    ['a quotation at its beginning', 'title: "Freedom" wins', '"Freedom" wins'],
    ['an apostrophe in single quotes', "title: 'It's here'", "It's here"],
    ['emphasis', 'title: *Bold* words', '*Bold* words'],
    ['an @', 'title: @press is open', '@press is open'],
    ['a percent sign', 'title: %5 more', '%5 more'],
    ['a backtick', 'title: `code` here', '`code` here'],
    ['a dash', 'title: - what', '- what'],
    ['a colon at its end', 'title: The budget:', 'The budget:'],
    ['an exclamation mark', 'title: !important news', '!important news'],
    ['an ampersand', 'title: &co now', '&co now'],
    ['a tab', 'title:\tThe budget', 'The budget'],
    ['Arabic with a colon', 'title: المجلس: إقرار الموازنة', 'المجلس: إقرار الموازنة'],
  ])('takes a value with %s in it that is not quoted', (_, line, title) => {
    expect(values(`---\n${line}\nother: x\n---\n`)).toEqual({ title, other: 'x' })
  })

  test.each([
    ['lists', 'tags:\n\t- a\n\t- b\n', { tags: ['a', 'b'] }],
    ['mappings', 'en:\n\ttitle: A: b\n\tplace: C\n', { en: { title: 'A: b', place: 'C' } }],
    ['long words', 'body: |\n\tone\n\ttwo\n', { body: 'one\ntwo\n' }],
  ])('takes tabs that indent %s, where nothing else does', (_, block, told) => {
    expect(values(`---\n${block}---\n`)).toEqual(told)
  })

  test('names the line of a tab among spaces', () => {
    expect(() => read('---\nen:\n  title: A\n\tplace: B\n---\n')).toThrow(
      'budget.md, line 4: a tab and spaces indent the lines of the front matter; write spaces alone.',
    )
  })

  test.each([
    ['spaces behind its lines', '---  \ntitle: A\n--- \t\nBody'],
    ['dots at its end', '---\ntitle: A\n...\nBody'],
    ['empty lines and a mark of direction before it', '\n\u200f---\ntitle: A\n---\nBody'],
    ['JSON in it', '{\n  "title": "A"\n}\nBody'],
  ])('may have %s', (_, text) => {
    expect(values(text)).toEqual({ title: 'A' })
    expect(read(text).body).toBe('Body')
    expect(hasFrontMatter(text)).toBe(true)
  })

  test.each([
    ['has none', '# Title\n\nBody'],
    ['begins with a line across the page', '---\n\nWords without a colon\n\n---\nmore'],
    ['begins with a list in braces', '{\nnot JSON\n}\n'],
    ['is empty', ''],
  ])('is none where a file %s', (_, text) => {
    expect(read(text)).toEqual({ entries: [], body: text, bodyLine: 1 })
    expect(hasFrontMatter(text)).toBe(false)
  })

  test('may be empty', () => {
    expect(read('---\n---\nBody')).toEqual({ entries: [], body: 'Body', bodyLine: 3 })
  })

  test.each([
    ['TOML', '+++\ntitle = "A"\n+++\nBody', 'budget.md has front matter in TOML (+++)'],
    [
      'a name twice',
      '---\ntitle: A\ntitle: B\n---\n',
      'budget.md, line 3 (front matter): "title" stands in it twice.',
    ],
    ['no end', '---\ntitle: A\n\nBody', 'has no end: a line "---" is missing'],
    [
      'a quotation mark that is not closed',
      '---\nx: y\ntitle: "A\nz: b\n---\n',
      'line 3 (front matter): the quotation mark is not closed in "title: "A"',
    ],
    [
      'a line without a name',
      '---\ntitle: A\njust words\n---\n',
      'line 3 (front matter): "just words" is not "name: value"',
    ],
    ['a list without an end', '---\ntags: [a, b\ntitle: x\n---\n', 'budget.md, line'],
    ['a list alone', '---\n"a": b\n- c\n---\n', 'budget.md, line 3'],
  ])('with %s is refused by its line', (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ exit: 'unreadable' }))
    expect(() => read(text)).toThrow(message)
  })

  test('is not made larger than it is by references', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed'].map((pair) => [...pair]))
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`)
    expect(() => read(`---\n${bomb.join('\n')}\n---\n`)).toThrow('too many values')
  })

  test('is read, or a clear line, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'a',
            ': ',
            '\n',
            '- ',
            '"',
            "'",
            '  ',
            '\t',
            '#',
            '[',
            '{',
            '*',
            '&',
            '|',
            '!',
            'title',
          ),
        ),
        (pieces) => {
          try {
            read(`---\ntitle: x\n${pieces.join('')}\n---\nBody`)
          } catch (error) {
            expect(error).toMatchObject({ exit: 'unreadable' })
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
