import { describe, expect, test } from 'vitest'
import { topicPage } from '../../src/pages/topic.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { all, hrefs, links, only, parsed, textOf } from './parsed.ts'
import { listed, SITE } from './shown.ts'

const page = (topic = 'budget', latest = [listed()], language = EN) =>
  parsed(topicPage(SITE, { is: 'topic', language, topic }, { latest }))

describe('the page of a topic', () => {
  test('is headed by the topic’s label, or by its name where it has none', () => {
    expect(textOf(only(page(), 'h1'))).toBe('Budget')
    expect(textOf(only(page('budget', [], AR), 'h1'))).toBe('الموازنة')
    expect(textOf(only(page('war-and-peace'), 'h1'))).toBe('war and peace')
  })

  test('has the releases given, and leads to all of them', () => {
    const main = only(page(), 'main')
    expect(all(main, 'article')).toHaveLength(1)
    expect(hrefs(main)).toContain('/search?topic=budget')
    expect(hrefs(only(page('موازنة', [], AR), 'main'))).toContain(
      `/ar/search?topic=${encodeURIComponent('موازنة')}`,
    )
  })

  test('is in no other language that is known of', () => {
    expect(links(page(), 'canonical')['']).toBe(`${SITE.url}/topics/budget`)
    const { '': _, ...translations } = links(page(), 'alternate')
    expect(translations).toEqual({})
  })

  test('says so where nothing is public any more', () => {
    expect(textOf(only(page('budget', []), 'main'))).toContain('Nothing on this page')
  })
})
