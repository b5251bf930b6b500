import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { itemsOf, refusals, releases, textIn, written } from './intake-read.ts'

const BODY = [
  { type: 'newsroom', format: 1, at: '2026-01-01T00:00:00.000Z', site: {} },
  { type: 'history', id: 'a', places: null, revisions: [{ number: 1 }, { number: 2 }] },
  { type: 'history', id: 'b', places: null, revisions: [{ number: 1, note: 'ن'.repeat(200_000) }] },
  { type: 'redirect', from: '/2021/a/', release: 'a', language: 'en' },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('')
const manifest = (of: string) =>
  `${JSON.stringify({ type: 'manifest', counts: { releases: 2, revisions: 3, redirects: 1 }, bytes: Buffer.byteLength(of), sha256: createHash('sha256').update(of).digest('hex') })}\n`

test('what a line has and cannot be read as it is meant is told; letters are not lost in silence', async () => {
  const line = {
    id: 'a',
    kind: 7,
    topics: 'budget',
    texts: { en: { headline: 'H', body: 'B', dateline: 'Beirut', formerPaths: '/x' } },
  }
  const latin = Buffer.from(
    '{"id":"b","texts":{"en":{"headline":"Caf\xe9","body":"B"}}}\n',
    'latin1',
  )
  const path = written(
    'hand.jsonl',
    Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), latin]),
  )
  const items = await itemsOf(path)
  expect(releases(items).map(({ doubts }) => doubts.map(({ says }) => says))).toEqual([
    [
      'It has kind 7, topics "budget", dateline "Beirut", formerPaths "/x", which have no place here.',
    ],
  ])
  expect(refusals(items)).toEqual([
    `${path}, line 2: It is not UTF-8: letters of it would be lost.`,
  ])
})

test('a whole export is its histories and redirects, and nothing is told', async () => {
  const items = await itemsOf(written('export.jsonl', BODY + manifest(BODY)))
  expect(items.map(({ type }) => type)).toEqual(['history', 'history', 'redirect'])
})

test('an export that was changed, or is cut off, is taken and told', async () => {
  const types = async (content: string) =>
    (await itemsOf(written('export.jsonl', content))).map(({ type }) => type)
  const told = async (content: string) =>
    refusals(await itemsOf(written('export.jsonl', content))).at(-1)
  expect(await types(BODY.replace('/2021/a/', '/2021/x/') + manifest(BODY))).toEqual([
    'history',
    'history',
    'redirect',
    'refused',
  ])
  expect(await told(BODY.replace('/2021/a/', '/2021/x/') + manifest(BODY))).toContain(
    'another digest',
  )
  expect(await told(BODY)).toContain('It has no manifest at its end: it is cut off.')
  const [head, , ...rest] = BODY.split(/(?<=\n)/)
  expect(await told([head, ...rest].join('') + manifest(BODY))).toContain('1 releases, not 2')
})

test('lines by hand are releases, and what is wrong with one is told with its number', async () => {
  const lines = [
    '{"id":"budget","kind":"statement","topics":["budget"],"texts":{"en":{"headline":"Budget","body":"Words"},"ar":{"headline":"الموازنة","body":"كلام"}},"publish":{"at":"2021-02-25"}}',
    '{"id": "budget"',
    '{"texts":{"en":{}}}',
    '',
    '{"type":"release","id":"later","texts":{"en":{"headline":"L","body":"x","mood":"good"}},"embargo":{"until":"2030-01-01T00:00:00Z"}}',
    '{"id":"validate","texts":{"en":{}}}',
    '{"id":"budget","texts":{"en":{}}}',
    '{"id":"french","texts":{"fr":{}}}',
    '{"type":"cake"}',
  ]
  const items = await itemsOf(written('hand.jsonl', lines.join('\n')))
  expect(items).toHaveLength(8)
  const [budget, later] = releases(items)
  expect(budget?.standing).toEqual({ state: 'published', on: '2021-02-25' })
  expect(textIn(budget, 'ar').headline).toBe('الموازنة')
  expect(later?.doubts.map(({ says }) => says)).toEqual(['It has mood, which have no place here.'])
  const told = refusals(items).map((line) => line.replace(/^.*?, line /, ''))
  expect(told.map((line) => line.slice(0, 24))).toEqual([
    '2: It is not JSON: "{"id',
    '3: It has no id (1 to 64',
    '6: It has no id (1 to 64',
    '7: There was a release "',
    '8: Its text is in "fr", ',
    '9: Its type is ""cake"",',
  ])
})
