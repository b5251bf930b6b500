import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/newsroom/release.ts'
import { layout } from '../../src/pages/layout.ts'
import { html } from '../../src/pages/markup.ts'
import { AR, EN } from '../newsroom/invented.ts'
import { all, hrefs, links, only, parsed, textOf } from './parsed.ts'
import { PAGES, SITE, siteWith } from './shown.ts'

const LANGUAGES = [
  [EN, 'ltr'],
  [AR, 'rtl'],
] as const
const cases = Object.keys(PAGES).flatMap((name) =>
  LANGUAGES.map(([language, direction]) => ({ name, language, direction })),
)
/** Pages that have an address of their own. */
const hasAddress = (name: string) => !['notice', 'error'].includes(name)

describe.each(cases)('the page $name in $language', ({ name, language, direction }) => {
  const page = PAGES[name]?.(language) ?? ''
  const document = parsed(page)

  test('says its language and direction', () => {
    expect(only(document, 'html').attributes).toEqual({ lang: language, dir: direction })
  })

  test('has one title, one main part and one first heading', () => {
    for (const part of ['title', 'main', 'h1'])
      expect(textOf(only(document, part)).trim()).not.toBe('')
    expect(textOf(only(document, 'title'))).toContain(SITE.name[language])
    expect(all(only(document, 'main'), 'h1')).toHaveLength(1)
  })

  test('leaves out no level of headings', () => {
    const levels = all(document, '*').flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [name] : []))
    for (const [at, level] of levels.entries())
      expect(Number(level[1])).toBeLessThanOrEqual(Number(levels[at - 1]?.[1] ?? 0) + 1)
  })

  test('has nothing in it that was nothing', () => {
    expect(page).not.toMatch(/undefined|null|NaN|\[object|Invalid Date|function/)
    for (const { attributes } of all(document, '*'))
      for (const [attribute, value] of Object.entries(attributes))
        if (attribute !== 'alt') expect(value).not.toBe('')
  })

  test('tells a machine every instant and day that it tells a reader', () => {
    for (const { attributes } of all(document, 'time'))
      expect(attributes.datetime).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?$/)
  })

  test('has one canonical address, or asks robots to leave it out', () => {
    const robots = all(document, 'meta').filter(({ attributes }) => attributes.name === 'robots')
    const canonical = all(document, 'link').filter(
      ({ attributes }) => attributes.rel === 'canonical',
    )
    expect([canonical.length, robots.length]).toEqual(hasAddress(name) ? [1, 0] : [0, 1])
    for (const { attributes } of canonical)
      expect(attributes.href?.startsWith(`${SITE.url}${language === AR ? '/ar' : '/'}`)).toBe(true)
    for (const { attributes } of robots) expect(attributes.content).toContain('noindex')
  })

  test('names its alternates with itself among them, and x-default in the first language', () => {
    const alternates = links(document, 'alternate')
    delete alternates['']
    if (Object.keys(alternates).length === 0) return
    expect(Object.keys(alternates)).toEqual([EN, AR, 'x-default'])
    expect(alternates[language]).toBe(links(document, 'canonical')[''])
    expect(alternates['x-default']).toBe(alternates[EN])
    for (const address of Object.values(alternates)) expect(new URL(address).origin).toBe(SITE.url)
  })

  test('has the same alternates in every language', () => {
    for (const [other] of LANGUAGES)
      expect(links(parsed(PAGES[name]?.(other) ?? ''), 'alternate')).toEqual(
        links(document, 'alternate'),
      )
  })

  test('links within the site by absolute paths', () => {
    for (const href of hrefs(document))
      expect(href).toMatch(/^(\/(?!\/)|#content$|mailto:|tel:|https?:)/)
  })

  test('leads to the other language, named in itself and read in its own direction', () => {
    const [other, reading] = language === EN ? [AR, 'rtl'] : [EN, 'ltr']
    const [first] = all(document, 'a').filter(({ attributes }) => attributes.hreflang === other)
    expect(first?.attributes).toMatchObject({ lang: other, dir: reading })
    expect(first && textOf(first)).toBe(language === EN ? 'العربية' : 'English')
  })

  test('can be skipped to its content', () => {
    const [first] = all(only(document, 'body'), 'a')
    expect(first?.attributes.href).toBe('#content')
    expect(only(document, 'main').attributes.id).toBe('content')
  })

  test('loads nothing from elsewhere and runs nothing', () => {
    for (const { name: element, attributes } of all(document, '*')) {
      expect(['iframe', 'object', 'embed', 'form', 'base']).not.toContain(element)
      if (element === 'script') expect(attributes.type).toBe('application/ld+json')
      for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|^style$/)
    }
  })
})

describe('a document', () => {
  const sheet = { language: EN, title: 'Title', path: '/x', body: html`<h1>Title</h1>` }

  test('is titled by its own title and the site’s name, or the name alone', () => {
    expect(textOf(only(parsed(layout(SITE, sheet)), 'title'))).toBe(`Title – ${SITE.name[EN]}`)
    const home = layout(SITE, { ...sheet, title: SITE.name[EN] ?? '' })
    expect(textOf(only(parsed(home), 'title'))).toBe(SITE.name[EN])
  })

  test('has a description where there is one', () => {
    const description = (page: string) =>
      all(parsed(page), 'meta').find(({ attributes }) => attributes.name === 'description')
    expect(description(layout(SITE, sheet))).toBeUndefined()
    expect(description(layout(SITE, { ...sheet, description: '' }))).toBeUndefined()
    expect(
      description(layout(SITE, { ...sheet, description: '"A" & b' }))?.attributes.content,
    ).toBe('"A" & b')
  })

  test('leads to its own text in another language, or else to that language’s home page', () => {
    const to = (page: string) =>
      all(parsed(page), 'a').find(({ attributes }) => attributes.hreflang === AR)?.attributes
    const alternates = [{ language: AR, path: '/ar/x' }]
    expect(to(layout(SITE, sheet))).toEqual({ href: '/ar', lang: AR, hreflang: AR, dir: 'rtl' })
    expect(to(layout(SITE, { ...sheet, alternates }))?.href).toBe('/ar/x')
  })

  test('has its alternates in the order of the site’s languages, whose first is the default', () => {
    const arabic = siteWith({ LANGUAGES: ['ar', 'en'] })
    const alternates = [{ language: AR, path: '/ar/x' }]
    expect(
      Object.entries(links(parsed(layout(arabic, { ...sheet, alternates })), 'alternate')),
    ).toEqual([
      [AR, `${SITE.url}/ar/x`],
      [EN, `${SITE.url}/x`],
      ['x-default', `${SITE.url}/ar/x`],
    ])
  })

  test('of a site in one language has neither alternates nor a choice of languages', () => {
    const one = siteWith({
      LANGUAGES: ['en'],
      SITE_NAME: 'Press',
      BOILERPLATE: 'About',
      CONTACT: { name: 'Desk' },
      KINDS: { speech: 'Speech' },
    })
    const document = parsed(layout(one, sheet))
    expect(links(document, 'alternate')).toEqual({})
    expect(all(document, 'a').filter(({ attributes }) => attributes.hreflang)).toEqual([])
  })

  test('is not made in a language that the interface has no words in', () => {
    expect(() => layout(SITE, { ...sheet, language: 'tlh' as Language })).toThrow('"tlh"')
  })
})
