import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixture, itemsOf, objections, refusals, releases, textIn, written } from './intake-read.ts'

const LINES = readFileSync(fixture('govuk.jsonl'), 'utf8').trim().split('\n')

test('content items that are languages of each other are one release', async () => {
  const items = await itemsOf(fixture('govuk.jsonl'))
  const [release, withdrawn] = releases(items)
  // Five came in: two texts of one release, one release, two that are refused.
  expect(releases(items)).toHaveLength(2)
  expect(refusals(items)).toEqual([
    expect.stringContaining('It is in "cy", which is not a language of the newsroom.'),
    expect.stringContaining('It is no content item: it has no content_id, no title'),
  ])
  expect(Object.keys(release?.texts ?? {})).toEqual(['en', 'ar'])
  expect(release).toMatchObject({
    id: 'govuk-0b5a4f0e-6b1a-4f4e-9d0a-0f9a1c9c0001',
    kind: 'press-release',
    topics: ['sea-and-coast'],
    standing: { state: 'published', on: '2019-05-03T00:15:00+01:00' },
  })
  expect(textIn(release, 'en')).toMatchObject({
    slug: 'new-lifeboat-for-the-strait',
    department: 'Coast Agency',
    notes: '- 2019-05-04: Added a number.',
    formerPaths: ['/government/news/new-lifeboat-for-the-strait'],
  })
  // What was taken back does not become valid again.
  expect(withdrawn?.standing).toEqual({ state: 'draft' })
  expect(textIn(withdrawn, 'en').notes).toBe(
    '2020-02-01: It was **wrong**.\n\nTranscript of the speech\n\nAuthor: Nada Rizk',
  )
  expect(objections(releases(items))).toEqual([])
})

test('an array, an object and a folder of files are read the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-govuk-'))
  LINES.forEach((line, i) => void writeFileSync(join(folder, `${9 - i}.json`), line))
  const ids = async (path: string) =>
    releases(await itemsOf(path)).map(({ id, texts }) => [id, Object.keys(texts).sort()])
  const expected = await ids(fixture('govuk.jsonl'))
  expect(await ids(written('array.json', `[${LINES.join(',\n')}]`))).toEqual(expected)
  expect((await ids(folder)).sort()).toEqual(
    expected.map(([id, languages]) => [id, [...(languages ?? [])].sort()]),
  )
  expect(
    releases(await itemsOf(written('one.json', LINES[0] ?? '')))[0]?.doubts.map(({ says }) => says),
  ).toEqual([
    'It is also in "ar" (/government/news/new-lifeboat-for-the-strait.ar), which did not stand beside it.',
  ])
})
