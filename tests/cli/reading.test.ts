import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readManuscript, readManuscripts } from '../../src/cli/manuscript/reading.ts'
import { fileName, languageTag } from '../../src/cli/manuscript/tags.ts'
import { topicOf } from '../../src/cli/manuscript/topics.ts'
import { encodedIn, utf16 } from './encoded.ts'

const HINTS = {
  languages: ['en', 'ar'],
  kinds: ['press-release', 'statement'],
  language: null,
  encoding: null,
}
const ENGLISH = '# The budget\n\nThe council adopts it.\n'
const ARABIC = '# الموازنة\n\nأعلن المجلس إقرارها.\n'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-reading-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return Object.entries(files).map(([name, content]) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
}
const read = (files: Readonly<Record<string, string | Uint8Array>>) =>
  readManuscripts(write(files), HINTS)
const refusal = (files: Readonly<Record<string, string | Uint8Array>>) =>
  read(files).then(
    () => 'read',
    (error) => `${error.exit}: ${error.message.replaceAll(`${folder}/`, '')}`,
  )

describe('files', () => {
  test.each([
    [
      'in UTF-8 with a mark and CRLF',
      (text: string) => Buffer.from(`\uFEFF${text}`.replaceAll('\n', '\r\n')),
    ],
    ['with CR alone', (text: string) => Buffer.from(text.replaceAll('\n', '\r'))],
    ['in UTF-16', (text: string) => utf16(text, 'le', true)],
    ['in UTF-16, the other way round', (text: string) => utf16(text, 'be', true)],
    ['in UTF-16 without a mark', (text: string) => utf16(text, 'le', false)],
    ['in Windows-1256', (text: string) => encodedIn('windows-1256', text) ?? new Uint8Array()],
  ])('%s, with tabs, are read as those in UTF-8 are', async (_, encode) => {
    const text = `---\nالعنوان:\tإقرار الموازنة: جلسة أولى\nالتاريخ: 25 شباط 2021\ntags:\n\t- budget\n---\nأعلن المجلس، في جلسة عقدت اليوم، إقرار الموازنة.\n\n\t\tفقرة\n`
    const [plain, encoded] = await read({ 'a.md': text, 'b.md': encode(text) })
    expect({ ...encoded, source: '' }).toEqual({ ...plain, source: '' })
    expect(plain).toMatchObject({
      topics: ['budget'],
      texts: { ar: { headline: 'إقرار الموازنة: جلسة أولى' } },
      standing: { state: 'published', on: '2021-02-25' },
      doubts: [],
    })
  })

  test('that end in .md, or begin with front matter, are Markdown; others are plain text', async () => {
    const manuscripts = await read({
      'a.md': ENGLISH,
      'b.MARKDOWN': ENGLISH,
      'c.txt': '---\ntitle: The budget\n---\nThe council adopts it.',
    })
    for (const { texts } of manuscripts)
      expect(texts.en).toMatchObject({ headline: 'The budget', body: 'The council adopts it.' })
  })

  test('keep their order', async () => {
    const manuscripts = await read({ 'b.md': ENGLISH, 'a.md': ENGLISH, 'c.md': ARABIC })
    expect(manuscripts.map(({ source }) => source.slice(folder.length + 1))).toEqual([
      'b.md',
      'a.md',
      'c.md',
    ])
  })

  test('of plain text are in the language that their name tells', async () => {
    const [manuscript] = await read({ 'a.ar.txt': '2021\n\n2022' })
    expect(Object.keys(manuscript?.texts ?? {})).toEqual(['ar'])
    expect(manuscript?.doubts.filter(({ about }) => about === 'language')).toEqual([])
  })

  test('tell a doubt about their encoding beside all others', async () => {
    const [path = ''] = write({
      'a.md': encodedIn('windows-1252', '# Muñoz\n\nMuñoz') ?? new Uint8Array(),
    })
    const { manuscript } = await readManuscript(path, HINTS, 'news/a.md')
    expect(manuscript.source).toBe('news/a.md')
    expect(manuscript.doubts[0]).toMatchObject({ about: 'encoding', isOpen: true })
    const settled = await readManuscript(path, { ...HINTS, encoding: 'windows-1250' })
    expect(settled.manuscript.texts.en?.headline).toBe('Muńoz')
  })
})

describe('files that cannot be read', () => {
  test.each([
    [
      'a picture',
      { 'a.md': Buffer.from([0xff, 0xd8, 0xff, 0xe0]) },
      'unreadable: a.md is a picture (JPEG).',
    ],
    [
      'a Word document',
      { 'a.txt': Buffer.from('PK\u0003\u0004 word/document.xml') },
      'unreadable: a.txt is a Word document: save it as plain text.',
    ],
    ['empty', { 'a.md': '' }, 'unreadable: a.md is empty.'],
    [
      'bytes of nothing',
      { 'a.txt': Buffer.alloc(99) },
      'unreadable: a.txt is not text: it has bytes that no letter has.',
    ],
    [
      'too long',
      { 'a.txt': 'word '.repeat(200_001) },
      'unreadable: a.txt is longer than 1,000,000 bytes of text: a release cannot hold that.',
    ],
    [
      'much too long',
      { 'a.txt': Buffer.alloc(5_000_000, 'x') },
      'unreadable: a.txt is longer than 1,000,000 bytes of text: a release cannot hold that.',
    ],
    [
      'a web page',
      { 'a.html': '\n<!DOCTYPE html>\n<p>x' },
      'unreadable: a.html is a web page: save its text as plain text or Markdown.',
    ],
    [
      'XML',
      { 'a.xml': '<?xml version="1.0"?><rss/>' },
      'unreadable: a.xml is XML: "pressroom import" takes exports and feeds.',
    ],
    ['JSON', { 'a.json': '{"a": 1}' }, 'unreadable: a.json is JSON: "pressroom import" takes it.'],
    [
      'an e-mail',
      { 'a.eml': 'From: a@example.org\nContent-Transfer-Encoding: base64\n\nQUJD' },
      'unreadable: a.eml is an e-mail with its headers: save its text as plain text.',
    ],
  ])('say what they are: %s', async (_, files, line) => {
    expect(await refusal(files as never)).toBe(line)
  })

  test('are named where one is not there, or a directory', async () => {
    await expect(readManuscripts([join(folder, 'none.md')], HINTS)).rejects.toThrow(
      'none.md is not there.',
    )
    await expect(readManuscripts([folder], HINTS)).rejects.toThrow(/is a directory: name its files/)
    const [file = ''] = write({ 'a.md': ENGLISH })
    await expect(readManuscripts([join(file, 'b.md')], HINTS)).rejects.toThrow('is not there')
  })

  test.skipIf(process.getuid?.() === 0)('are named where they may not be read', async () => {
    const [path = ''] = write({ 'a.md': ENGLISH })
    chmodSync(path, 0)
    await expect(readManuscripts([path], HINTS)).rejects.toThrow('a.md may not be read by you.')
  })

  test('are named where one is named twice', async () => {
    const [path = ''] = write({ 'a.md': ENGLISH })
    await expect(readManuscripts([path, join(folder, '.', 'a.md')], HINTS)).rejects.toMatchObject({
      exit: 'misuse',
    })
  })
})

describe('files that are the languages of one release', () => {
  test.each([
    ['have both languages in their names', ['budget.en.md', 'budget.ar.md']],
    ['have one language in their names', ['budget.md', 'budget.ar.md']],
    ['stand in the folders of their languages', ['en/news/budget.md', 'ar/news/budget.md']],
    ['stand in the folder of one of them', ['news/budget.md', 'ar/news/budget.md']],
    ['are Markdown and plain text', ['budget.en.md', 'budget.ar.txt']],
  ])('%s', async (_, [english = '', arabic = '']) => {
    const manuscripts = await read({ [english]: ENGLISH, 'other.md': ENGLISH, [arabic]: ARABIC })
    expect(manuscripts.map(({ texts }) => Object.keys(texts))).toEqual([['en', 'ar'], ['en']])
    expect(manuscripts[0]?.source).toBe(`${join(folder, english)} and ${join(folder, arabic)}`)
  })

  test('have the same id', async () => {
    const manuscripts = await read({
      'a.md': `---\nid: x\n---\n${ENGLISH}`,
      'b.md': `---\nid: x\n---\n${ARABIC}`,
    })
    expect(manuscripts).toMatchObject([{ id: 'x', texts: { en: {}, ar: {} } }])
  })

  test('are two releases where their ids are two, which is told', async () => {
    const manuscripts = await read({
      'a.en.md': `---\nid: x\n---\n${ENGLISH}`,
      'a.ar.md': `---\nid: y\n---\n${ARABIC}`,
    })
    expect(manuscripts.map(({ id }) => id)).toEqual(['x', 'y'])
    expect(manuscripts[1]?.doubts.map(({ says }) => says).join()).toContain('another id')
  })

  test('are not those whose names differ in what follows the dot', async () => {
    expect(await read({ 'a.md': ENGLISH, 'a.txt': 'The council\n\nadopts it.' })).toHaveLength(2)
  })

  test('are named where both are in one language', async () => {
    expect(await refusal({ 'a.en.md': ENGLISH, 'a.md': ENGLISH })).toBe(
      'unreadable: a.en.md and a.md are one release, and both are in "en".',
    )
    expect(await refusal({ 'a.md': '---\nid: x\n---\n1', 'b.md': '---\nid: x\n---\n2' })).toContain(
      'their languages are not told',
    )
  })

  test('ask where their kinds are two', async () => {
    const [manuscript] = await read({
      'a.en.md': `---\nkind: statement\n---\n${ENGLISH}`,
      'a.ar.md': `---\nkind: press-release\n---\n${ARABIC}`,
    })
    expect(manuscript).toMatchObject({ kind: null })
    expect(manuscript?.doubts).toMatchObject([
      {
        about: 'kind',
        isOpen: true,
        choices: [{ value: 'statement' }, { value: 'press-release' }],
      },
    ])
  })

  test.each([
    [
      'ask where their dates are two',
      '25 February 2021',
      '٢٦ شباط ٢٠٢١',
      null,
      ['2021-02-25', '2021-02-26'],
    ],
    ['have the date of one of them', '25 February 2021', '', '2021-02-25', null],
    [
      'have the more precise of two dates',
      '25 February 2021',
      '2021-02-25 10:00',
      '2021-02-25T10:00:00',
      null,
    ],
    ['settle each other’s dates', '04/05/2021', '٤ أيار ٢٠٢١', '2021-05-04', null],
    [
      'ask once for a date that both have',
      '04/05/2021',
      '04/05/2021',
      null,
      ['2021-05-04', '2021-04-05'],
    ],
  ])('%s', async (_, english, arabic, on, choices) => {
    const [manuscript] = await read({
      'a.en.md': `---\ndate: ${english}\n---\n${ENGLISH}`,
      'a.ar.md': `---\ndate: ${arabic}\n---\n${ARABIC}`,
    })
    expect(manuscript?.standing).toEqual(on === null ? null : { state: 'published', on })
    const open = manuscript?.doubts.filter(({ isOpen }) => isOpen) ?? []
    expect(open.map((doubt) => doubt.choices.map(({ value }) => value))).toEqual(
      choices ? [choices] : [],
    )
  })

  test('ask where one is held until another day than the other is dated', async () => {
    const [manuscript] = await read({
      'a.en.md': `---\nembargo: 2021-02-25\n---\n${ENGLISH}`,
      'a.ar.md': `---\ndate: 2021-02-26\n---\n${ARABIC}`,
    })
    expect(manuscript?.standing).toBe(null)
    expect(manuscript?.doubts).toMatchObject([{ about: 'embargo', isOpen: true }])
  })

  test('tell of which file each doubt is', async () => {
    const [manuscript] = await read({
      'a.en.md': `---\nlayout: post\n---\n${ENGLISH}`,
      'a.ar.md': ARABIC,
    })
    expect(manuscript?.doubts.map(({ says }) => says.slice(folder.length + 1))).toEqual([
      'a.en.md: "layout: post" (line 2) has no place in a release.',
    ])
  })
})

test.each([
  ['budget.md', 'budget', null],
  ['budget.ar.md', 'budget', 'ar'],
  ['./news/AR/budget.md', 'news/budget', 'ar'],
  ['ar/budget.en.txt', 'ar/budget', 'en'],
  ['v1.5.md', 'v1.5', null],
  ['C:\\ar\\budget.md', 'C:/budget', 'ar'],
])('the path %s is of %s, in %s', (path, stem, language) => {
  expect(fileName(path, ['en', 'ar'])).toEqual({ stem, language })
})

test.each([
  ['AR', 'ar'],
  ['ar_LB', 'ar'],
  ['Arabic', 'ar'],
  ['العربية', 'ar'],
  ['en_US.UTF-8', 'en'],
  ['fr', 'fr'],
  ['ends', null],
  ['Klingon', null],
])('the language %s is %s', (written, tag) => {
  expect(languageTag(written, ['en', 'ar'])).toBe(tag)
})

test.each([
  ['Human Rights', 'human-rights'],
  ['حقوق الإنسان', 'حقوق-الإنسان'],
  ['Women’s rights & work', 'womens-rights-work'],
  ['!', null],
  ['x'.repeat(61), null],
])('the topic of “%s” is %s', (written, topic) => {
  expect(topicOf(written)).toBe(topic)
})
