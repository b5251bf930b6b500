import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { itemsOf, refusals, releases, textIn } from './intake-read.ts'

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'pressroom-folder-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

const ENGLISH =
  '---\nheadline: The budget of the city\n---\n\nThe council has adopted the budget for all.\n'
const ARABIC = '---\nheadline: موازنة المدينة\n---\n\nأقر المجلس موازنة المدينة لهذا العام.\n'

test('texts of one name are the languages of one release; all else is refused by its name', async () => {
  const root = folder({
    'budget.en.md': ENGLISH,
    'budget.ar.md': ARABIC,
    '2021/2021-02-25-night-ferry.md': ENGLISH,
    '.hidden.md': ENGLISH,
    'picture.jpg': 'x',
  })
  symlinkSync(root, join(root, '2021/loop'))
  symlinkSync(join(root, 'nowhere'), join(root, 'gone.md'))
  const items = await itemsOf(root)
  expect(refusals(items).map((line) => line.slice(root.length + 1))).toEqual([
    '.hidden.md: It is hidden.',
    'gone.md: It leads to what is not there.',
    'picture.jpg: It is of another type.',
    '2021/loop: It leads back to a folder that it is in.',
  ])
  const [budget, ferry] = releases(items)
  expect(budget?.id).toBe('md-budget')
  expect(textIn(budget, 'en').body).toContain('The council has adopted')
  expect(textIn(budget, 'ar').body).toContain('أقر المجلس')
  expect(ferry?.id).toMatch(/^md-2021-2021-02-25-night-ferry-[\da-f]{12}$/)
  expect(ferry?.standing).toEqual({ state: 'published', on: '2021-02-25' })
  expect(textIn(ferry, 'en').slug).toBe('night-ferry')
})

test('what a link only names once more is not taken twice', async () => {
  const root = folder({ 'news/budget.md': ENGLISH, '.kept/ferry.md': ENGLISH })
  symlinkSync('news', join(root, 'current'))
  symlinkSync('news/budget.md', join(root, 'latest.md'))
  symlinkSync('.kept/ferry.md', join(root, 'ferry.md'))
  const items = await itemsOf(root)
  expect(refusals(items).map((line) => line.slice(root.length + 1))).toEqual([
    '.kept: It is hidden.',
    'current: It is another name of "news".',
    'latest.md: It is another name of "news/budget.md".',
  ])
  expect(releases(items)).toHaveLength(2)
})

test('what stands among drafts is one, whatever date it has', async () => {
  const root = folder({
    '_drafts/2021-02-25-budget.md': ENGLISH,
    '_drafts/ferry.md': ENGLISH.replace('---\n\n', 'date: 2021-02-25\n---\n\n'),
    '_posts/2021-02-25-drafts.md': ENGLISH,
  })
  const standings = async (path: string) =>
    releases(await itemsOf(path)).map(({ standing }) => standing?.state)
  expect(await standings(root)).toEqual(['draft', 'draft', 'published'])
  expect(await standings(join(root, '_drafts'))).toEqual(['draft', 'draft'])
})

test('a second run calls everything the same', async () => {
  const root = folder({ 'a/x.md': ENGLISH, 'b/x.md': ENGLISH, 'خبر.md': ARABIC, 'a-x.md': ENGLISH })
  const ids = async () => releases(await itemsOf(root)).map(({ id }) => id)
  expect(new Set(await ids()).size).toBe(4)
  expect(await ids()).toEqual(await ids())
})
