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
const hasAddress = (name: string) => !['notice', 'error', 'not found'].includes(name)
/** The addresses of a page in the languages that it is in. */
const translations = (document: ReturnType<typeof parsed>) => {
  const { '': _, ...named } = links(document, 'alternate')
  return named
}
const formats = (document: ReturnType<typeof parsed>) =>
  all(document, 'link').flatMap(({ attributes: { rel, type, href } }) =>
    rel === 'alternate' && type ? [[type, href]] : [],
  )

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
    // The alternative of a picture, and the choice of no topic, may be empty.
    for (const { attributes } of all(document, '*'))
      for (const [attribute, value] of Object.entries(attributes))
        if (!['alt', 'value'].includes(attribute)) expect(value).not.toBe('')
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
    const alternates = translations(document)
    if (Object.keys(alternates).length === 0) return
    expect(Object.keys(alternates)).toEqual([EN, AR, 'x-default'])
    expect(alternates[language]).toBe(links(document, 'canonical')[''])
    expect(alternates['x-default']).toBe(alternates[EN])
    for (const address of Object.values(alternates)) expect(new URL(address).origin).toBe(SITE.url)
  })

  test('has the same alternates in every language', () => {
    for (const [other] of LANGUAGES)
      expect(translations(parsed(PAGES[name]?.(other) ?? ''))).toEqual(translations(document))
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

  test('names every landmark of which there are several, and gives no two one id', () => {
    const names = all(document, 'nav').map(({ attributes }) => attributes['aria-label'])
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain(undefined)
    const ids = all(document, '*').flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('has a label for all that can be filled in', () => {
    const labels = all(document, 'label').map(({ attributes }) => attributes.for)
    for (const element of ['input', 'select'])
      for (const { attributes } of all(document, element)) expect(labels).toContain(attributes.id)
  })

  test('offers its feed in three formats, and that of all languages, unless it has no address', () => {
    const folder = `${SITE.url}${language === AR ? '/ar' : ''}${name === 'topic' ? '/topics/budget' : ''}`
    const offered = formats(document).filter(([type]) => /atom|rss|feed/.test(type ?? ''))
    const feeds = [
      ['application/atom+xml', `${folder}/feed.xml`],
      ['application/rss+xml', `${folder}/rss.xml`],
      ['application/feed+json', `${folder}/feed.json`],
      ['application/atom+xml', `${SITE.url}/all/feed.xml`],
    ]
    expect(offered).toEqual(hasAddress(name) ? feeds : [])
  })

  test('can be skipped to its content', () => {
    const [first] = all(only(document, 'body'), 'a')
    expect(first?.attributes.href).toBe('#content')
    expect(only(document, 'main').attributes.id).toBe('content')
  })

  test('loads nothing from elsewhere and runs nothing', () => {
    for (const { name: element, attributes } of all(document, '*')) {
      expect(['iframe', 'object', 'embed', 'base']).not.toContain(element)
      if (element === 'form')
        expect(attributes).toMatchObject({
          action: language === AR ? '/ar/search' : '/search',
          method: 'get',
        })
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

  test('has a description: its own, or else its title and the institution’s', () => {
    const description = (page: string) =>
      all(parsed(page), 'meta').find(({ attributes }) => attributes.name === 'description')
    for (const other of [sheet, { ...sheet, description: '' }])
      expect(description(layout(SITE, other))?.attributes.content).toBe(
        `Title – ${SITE.boilerplate[EN]}`,
      )
    expect(description(layout(SITE, { ...sheet, path: null }))).toBeUndefined()
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
    expect(Object.entries(translations(parsed(layout(arabic, { ...sheet, alternates }))))).toEqual([
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
      TOPICS: {},
    })
    const document = parsed(layout(one, sheet))
    expect(translations(document)).toEqual({})
    expect(all(document, 'a').filter(({ attributes }) => attributes.hreflang)).toEqual([])
  })

  test('says more to machines where its page does, and else what a link to it may show', () => {
    const properties = (page: string) =>
      all(parsed(page), 'meta').flatMap(({ attributes }) => attributes.property ?? [])
    expect(properties(layout(SITE, sheet))).toContain('og:title')
    const head = html`<meta property="x:y" content="z">`
    expect(properties(layout(SITE, { ...sheet, head }))).toEqual(['x:y'])
    expect(properties(layout(SITE, { ...sheet, path: null }))).toEqual([])
  })

  test('tells where in its navigation it is', () => {
    const current = (path: string) =>
      all(parsed(layout(SITE, { ...sheet, path })), 'a')
        .filter(({ attributes }) => attributes['aria-current'] === 'page')
        .map(({ attributes }) => attributes.href)
    expect(current('/search')).toEqual(['/search'])
    expect(current('/archive')).toEqual(['/archive'])
    expect(current('/x')).toEqual([])
  })

  test('shows the site’s logo beside its name, and its address on paper', () => {
    const document = parsed(layout(SITE, sheet))
    const [name] = all(only(document, 'body'), 'a').slice(1)
    expect(name && all(name, 'svg')).toHaveLength(1)
    expect(name && textOf(name).trim()).toBe(SITE.name[EN])
    const bare = parsed(layout({ ...SITE, logo: null }, sheet))
    expect(all(bare, 'svg')).toEqual([])
    const [footer] = all(document, 'footer')
    expect(footer && textOf(footer)).toContain(`${SITE.url}/x`)
  })

  test('is not made in a language that the interface has no words in', () => {
    expect(() => layout(SITE, { ...sheet, language: 'tlh' as Language })).toThrow('"tlh"')
  })
})
