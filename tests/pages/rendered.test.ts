import { describe, expect, test } from 'vitest'
import { renderPage } from '../../src/pages/rendered.ts'
import { specimen } from '../../src/pages/specimens.ts'
import { EN, NOW } from '../newsroom/invented.ts'
import { parsed, parsedXml } from './parsed.ts'
import { listed, MARCH, MONTHS, SITE, siteWith } from './shown.ts'

const WINDOW = { from: 1, to: 1, number: 1 }

describe('a rendered page', () => {
  test('is HTML where people read it', () => {
    for (const { type, body, changedAt } of [
      renderPage(SITE, { is: 'home', language: EN }, { latest: [listed()] }),
      renderPage(SITE, { is: 'archive', language: EN }, { months: MONTHS }),
      renderPage(SITE, { is: 'year', language: EN, year: '2026' }, { months: MONTHS }),
      renderPage(
        SITE,
        { is: 'month', language: EN, month: MARCH, number: null },
        { window: WINDOW, listed: [listed()] },
      ),
    ]) {
      expect(type).toBe('text/html; charset=utf-8')
      expect(() => parsed(body ?? '')).not.toThrow()
      expect(changedAt).toBeNull()
    }
  })

  test('is XML where crawlers do, and a sitemap file knows its last change', () => {
    const slug = listed().slug
    const texts = [NOW - 1, NOW, NOW - 2].map((changedAt) => ({ language: EN, slug, changedAt }))
    const entries = texts.map((text) => ({ texts: [text] }))
    const file = renderPage(
      SITE,
      { is: 'sitemap', month: MARCH, number: null },
      { entries, changedAt: NOW + 1 },
    )
    expect(file.type).toBe('application/xml; charset=utf-8')
    expect(file.changedAt).toBe(NOW + 1)
    expect(parsedXml(file.body ?? '').name).toBe('urlset')
    const index = renderPage(SITE, { is: 'sitemap-index' }, { base: null, files: [] })
    expect(index.type).toBe('application/xml; charset=utf-8')
    expect(parsedXml(index.body ?? '').name).toBe('sitemapindex')
  })
})

describe('the specimen, from whose digest old rendered pages are told,', () => {
  test('is the same for the same settings', () => {
    expect(specimen(siteWith())).toBe(specimen(siteWith()))
  })

  test('shows everything that Markdown can say', () => {
    const text = specimen(siteWith())
    for (const piece of [
      '<h2',
      '<em>',
      '<s>',
      '<code',
      '<pre',
      '<ol',
      '<blockquote',
      '<table',
      '<img',
    ])
      expect(text).toContain(piece)
    for (const name of ['footnote-ref', 'footnotes', 'footnote-backref', 'at-end', 'at-middle'])
      expect(text.match(new RegExp(`class="${name}"`, 'g'))?.length, name).toBeGreaterThan(1)
    expect(text).toContain('other topic')
  })

  const label = (en: string) => ({ en, ar: 'بيان' })
  const KINDS = { 'press-release': label('Press release'), statement: label('Statement') }
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['name', { SITE_NAME: 'One' }, { SITE_NAME: 'Another' }],
    ['address', { SITE_URL: 'https://one.test' }, { SITE_URL: 'https://another.test' }],
    ['languages', { LANGUAGES: ['en', 'ar'] }, { LANGUAGES: ['ar', 'en'] }],
    ['time zone', { TIME_ZONE: 'Asia/Damascus' }, { TIME_ZONE: 'America/New_York' }],
    ['time zone, which lies near', { TIME_ZONE: 'Asia/Damascus' }, { TIME_ZONE: 'Asia/Tokyo' }],
    ['boilerplate', { BOILERPLATE: 'One' }, { BOILERPLATE: 'Another' }],
    ['kinds', { KINDS }, { KINDS: { ...KINDS, 'press-release': label('News') } }],
    ['other kinds', { KINDS }, { KINDS: { ...KINDS, statement: label('Declaration') } }],
  ])('is another one when the site’s %s changes', (_, before, after) => {
    expect(specimen(siteWith(before))).not.toBe(specimen(siteWith(after)))
  })
})
