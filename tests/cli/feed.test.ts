import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { momentOf } from '../../src/cli/intake/instants.ts'
import { fixture, itemsOf, objections, refusals, releases, textIn, written } from './intake-read.ts'

test('RSS 2.0: whole texts, summaries alone, items without a date, doubles', async () => {
  const items = await itemsOf(fixture('rss.xml'))
  expect(items).toHaveLength(5)
  expect(refusals(items)).toEqual([
    expect.stringContaining('It is in the feed twice (works-2021-0014).'),
    expect.stringContaining('It has neither an id nor an address.'),
  ])
  const [whole, summary, undated] = releases(items)
  expect(whole?.id).toMatch(/^feed-[\da-f]{16}$/)
  expect(whole?.topics).toEqual(['roads', 'bridges-and-tunnels'])
  expect(whole?.standing).toEqual({ state: 'published', on: '2021-02-25T16:05:00-05:00' })
  expect(textIn(whole, 'en')).toMatchObject({
    slug: 'bridge-at-km-14-reopens',
    headline: 'Bridge at km 14 reopens & tolls fall',
    summary: 'The bridge reopens on Friday.',
    body: 'The bridge reopens on Friday. [Map](https://works.example/news/maps/km14.pdf)\n\n![The bridge](https://works.example/img/bridge.jpg)',
    notes: 'Author: Salim Khoury',
    formerPaths: ['/news/bridge-at-km-14-reopens/'],
  })
  expect(textIn(summary, 'ar').formerPaths).toEqual(['/ar/akhbar/7'])
  expect(summary?.doubts.map(({ says }) => says)).toEqual([
    expect.stringContaining('summary alone'),
  ])
  expect(undated?.doubts.find(({ isOpen }) => isOpen)?.says).toBe('"soon" is not a date.')
  expect(objections(releases(items))).toEqual([])
})

test('RSS 1.0, with an encoding of its own', async () => {
  const path = written(
    'rdf.xml',
    Buffer.from(readFileSync(fixture('rdf.xml'), 'utf8').replace('It is open.', 'Café.'), 'latin1'),
  )
  const [item] = releases(await itemsOf(path))
  expect(item?.standing).toEqual({ state: 'published', on: '2003-05-06' })
  expect(textIn(item, 'en')).toMatchObject({
    headline: 'The café of the museum is open to all',
    summary: 'Café.',
    formerPaths: ['/1.html'],
  })
})

test('Atom: XHTML, a base of its own, a language of its own', async () => {
  const [first, second] = releases(await itemsOf(fixture('atom.xml')))
  expect(textIn(first, 'en')).toMatchObject({
    headline: 'Water is safe to drink again',
    body: 'Water is safe in **all** districts.\\\nThe ban ends & shops may sell ice.\n\n[Report](https://water.example/2022/report)',
  })
  expect(first?.standing).toEqual({ state: 'published', on: '2022-01-02T08:29:29-04:00' })
  expect(textIn(second, 'ar').body).toBe('المياه صالحة للشرب في كل الأحياء.')
})

test('JSON Feed: HTML and words', async () => {
  const [first, second] = releases(await itemsOf(fixture('feed.json')))
  expect(textIn(first, 'en').body).toBe('The season begins on 9 September with *The Quay*.')
  expect(textIn(second, 'ar').body).toBe(
    'يبدأ الموسم في التاسع من أيلول.\n\nالدخول <مجاني> للطلاب.',
  )
})

test('what a feed says of all its links holds for each; an id that is no address is no path', async () => {
  const [based] = releases(
    await itemsOf(
      written(
        'atom.xml',
        `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://f.example/news/"><title>t</title>
<entry><id>1</id><title>The season</title><updated>2021-02-25T10:00:00Z</updated>
<link href="2021/season.html"/><content type="html" xml:base="2021/">The &lt;a href="x.pdf"&gt;season&lt;/a&gt; of the theatre begins.</content></entry></feed>`,
      ),
    ),
  )
  expect(textIn(based, 'en')).toMatchObject({
    body: 'The [season](https://f.example/news/2021/x.pdf) of the theatre begins.',
    formerPaths: ['/news/2021/season.html'],
  })
  expect(based?.doubts.map(({ says }) => says)).toEqual([
    'It tells when it was last changed alone: "2021-02-25T10:00:00Z".',
  ])
  const [plain, led] = releases(
    await itemsOf(
      written(
        'rss.xml',
        '<rss version="2.0"><channel><title>t</title><link>https://f.example/</link><item><guid>x1</guid><title>The season of the theatre</title></item><item><atom:link rel="self" href="https://f.example/x.xml"/><link>https://f.example/season</link><title>The season of the theatre</title></item></channel></rss>',
      ),
    ),
  )
  expect(textIn(plain, 'en').formerPaths).toEqual([])
  expect(textIn(led, 'en').formerPaths).toEqual(['/season'])
})

describe('a moment of a feed', () => {
  test.each([
    ['Thu, 25 Feb 2021 08:30:00 +0200', '2021-02-25T08:30:00+02:00'],
    ['25 Feb 21 08:30 GMT', '2021-02-25T08:30:00Z'],
    ['2021-02-25T08:30:00.123Z', '2021-02-25T08:30:00Z'],
    ['2021-02-25', '2021-02-25'],
    ['2021-02-25 10:00:00+02', '2021-02-25T10:00:00+02:00'],
    ['Thu, 25 Feb 2021 10:00:00 +0100 (CET)', '2021-02-25T10:00:00+01:00'],
    // Of a zone that has no one meaning, and half a day off: nobody guesses.
    ['Thu, 25 Feb 2021 23:30:00 CET', null],
    ['25 Feb 2021 03:00:00 PM', null],
    ['Wed, 30 Nov -0001 00:00:00 +0000', null],
    ['30 Feb 2021', null],
    ['25/02/2021', null],
    ['soon', null],
  ])('%s', (text, moment) => {
    expect(momentOf(text)).toBe(moment)
  })
})
