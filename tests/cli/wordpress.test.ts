import { createWriteStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { open } from '../../src/cli/intake/opening.ts'
import {
  collected,
  fixture,
  itemsOf,
  OPTIONS,
  objections,
  refusals,
  releases,
  textIn,
  written,
} from './intake-read.ts'
import { inventedWordpress } from './invented-wordpress.ts'

const EXPORT = fixture('wordpress.xml')

test('every item of a WordPress export is a release, or is refused by its name', async () => {
  const items = await itemsOf(EXPORT)
  expect(items).toHaveLength(readFileSync(EXPORT, 'utf8').match(/<item>/g)?.length ?? 0)
  expect(refusals(items)).toEqual([
    `${EXPORT}, item 7 "About the authority": It is of the type "page".`,
    `${EXPORT}, item 8 "nawras": It is of the type "attachment".`,
    `${EXPORT}, item 9 "Old notice": It is in the trash.`,
  ])
  expect(releases(items).map(({ id }) => id)).toEqual([
    'wp-12',
    'wp-13',
    'wp-14',
    'wp-15',
    'wp-16',
    'wp-17',
  ])
  expect(objections(releases(items))).toEqual([])
})

test('a post keeps its date, slug, topics, author, summary and old addresses', async () => {
  const [post] = releases(await itemsOf(EXPORT))
  expect(post).toMatchObject({
    kind: 'press-release',
    topics: ['night-ferry', 'عبّارة'],
    standing: { state: 'published', on: '2021-02-25T08:30:00Z' },
  })
  expect(textIn(post, 'en')).toMatchObject({
    slug: 'night-ferry-sails',
    headline: 'Night ferry “Al Nawras” sails from 1 March',
    summary: 'A ferry by night, twice a week.',
    notes: 'Author: Mona Haddad',
    formerPaths: ['/2021/02/25/night-ferry-sails/', '/?p=12'],
  })
  expect(post?.doubts.map(({ says }) => says)).toEqual([
    'Not as it was: the block "latest-posts", whose words are not in the export.',
    'Its comments (1) stay behind.',
  ])
})

test('a classic post in Arabic has its paragraphs, lines, shortcodes and caption', async () => {
  const [, post] = releases(await itemsOf(EXPORT))
  // The export has no time in UTC: it is the site's.
  expect(post?.standing).toEqual({ state: 'published', on: '2021-02-25T10:30:00' })
  const { body, slug, notes } = textIn(post, 'ar')
  expect(slug).toBe('العبارة')
  expect(notes).toBe('الكاتب: منى حداد')
  expect(body?.split('\n\n')).toEqual([
    'أعلنت سلطة المرفأ اليوم أن العبّارة الليلية تبحر ابتداءً من الأول من آذار.',
    'الحجز:يفتح في ٢٦ شباط على [صفحة الحجز](https://book.harbour.example) \\[كذا\\].',
    '[النورس](http://press.harbour.example/nawras.jpg) العبّارة على الرصيف ٤',
    'للصحافيين',
    '<https://video.example/watch?v=ferry_1>\\\nقال المدير: "موعدنا ليلًا".\\\nوالدعوة عامة.',
  ])
})

test('what only some may read is a draft, and what is to come is held until then', async () => {
  const [, , future, password, draft] = releases(await itemsOf(EXPORT))
  expect(future?.standing).toEqual({ state: 'embargoed', until: '2026-09-01T07:00:00Z' })
  expect(password?.standing).toEqual({ state: 'draft' })
  expect(draft?.standing).toEqual({ state: 'draft' })
  expect(draft?.doubts.find(({ isOpen }) => isOpen)?.says).toBe('It has no headline.')
  const later = releases(await itemsOf(EXPORT, { now: Date.parse('2027-01-01') }))
  expect(later[2]?.standing).toEqual({ state: 'published', on: '2026-09-01T07:00:00Z' })
})

test('pages are releases where they are asked for', async () => {
  const items = await itemsOf(EXPORT, { types: ['post', 'page'] })
  expect(releases(items).map(({ id }) => id)).toContain('wp-2')
})

test('an export packed with gzip is the same', async () => {
  const path = written('export.xml.gz', gzipSync(readFileSync(EXPORT)))
  expect(releases(await itemsOf(path)).map(({ texts }) => texts)).toEqual(
    releases(await itemsOf(EXPORT)).map(({ texts }) => texts),
  )
})

test('of an export that is cut off, what is whole is taken, and the cut is named', async () => {
  const whole = readFileSync(EXPORT, 'utf8')
  const path = written('cut.xml', whole.slice(0, whole.indexOf('Not for everybody')))
  const items = await itemsOf(path)
  expect(releases(items)).toHaveLength(3)
  expect(refusals(items)).toEqual([
    expect.stringMatching(/it is cut off in "Tender for berth 5"\.$/),
  ])
})

test('signs that no XML has, and a body that is too long, stop nothing', async () => {
  const long = `<p>${'words of it '.repeat(10_000)}</p>`
  const item = (id: number, body: string) =>
    `<item><title>A title\u000B for you and the others</title><content:encoded><![CDATA[${body}]]></content:encoded><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`
  const path = written(
    'odd.xml',
    `<rss xmlns:wp="x"><channel>${item(1, 'a\u0007b')}${item(2, long)}${item(3, 'c')}</channel></rss>`,
  )
  const items = await itemsOf(path, { language: 'en' })
  expect(releases(items).map(({ id }) => id)).toEqual(['wp-1', 'wp-3'])
  expect(refusals(items)).toEqual([
    expect.stringContaining('Its body has 119999 characters, more than 100000.'),
  ])
  expect(objections(releases(items))).toEqual([])
})

test('an invented export of any size comes out whole, and tells how far it is', async () => {
  const path = written('invented.xml', '')
  await pipeline(
    Readable.from(inventedWordpress({ seed: 7, posts: 300, attachments: 40 })),
    createWriteStream(path),
  )
  const intake = await open(path, OPTIONS)
  const items = await collected(intake.items())
  expect(intake.position()).toBe(intake.size)
  expect(items).toHaveLength(340)
  expect(releases(items)).toHaveLength(300)
  expect(new Set(releases(items).flatMap(({ texts }) => Object.keys(texts)))).toEqual(
    new Set(['en', 'ar']),
  )
  expect(objections(releases(items))).toEqual([])
})

test('a blog in a folder keeps its short addresses; a date before all dates is none', async () => {
  const path = written(
    'folder.xml',
    `<rss xmlns:wp="x"><channel><link>https://old.example/blog/</link><item><title>The ferry of the city</title>
<pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate><content:encoded><![CDATA[It sails for all of us, caf\uFFFD too.]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>`,
  )
  const [post] = releases(await itemsOf(path))
  expect(textIn(post, 'en').formerPaths).toEqual(['/blog/?p=7'])
  expect(post?.standing).toEqual({ state: 'published', on: null })
  expect(post?.doubts.map(({ says, isOpen }) => [says, isOpen])).toEqual([
    ['It does not say when it was published.', true],
    ['Letters of it were lost in its source: "\uFFFD" stands for them.', false],
  ])
})
