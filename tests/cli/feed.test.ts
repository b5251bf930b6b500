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

describe('a moment of a feed', () => {
  test.each([
    ['Thu, 25 Feb 2021 08:30:00 +0200', '2021-02-25T08:30:00+02:00'],
    ['25 Feb 21 08:30 GMT', '2021-02-25T08:30:00Z'],
    ['2021-02-25T08:30:00.123Z', '2021-02-25T08:30:00Z'],
    ['2021-02-25', '2021-02-25'],
    ['30 Feb 2021', null],
    ['25/02/2021', null],
    ['soon', null],
  ])('%s', (text, moment) => {
    expect(momentOf(text)).toBe(moment)
  })
})
