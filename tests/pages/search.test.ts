import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Asked, Findings, Found } from '../../src/newsroom/finding.ts'
import { MAX_SHOWN_QUERY, searchPage, searchPath } from '../../src/pages/search.ts'
import { AR, anyText, EN } from '../newsroom/invented.ts'
import { all, bones, hrefs, links, only, parsed, textOf } from './parsed.ts'
import { asked, found, SITE, siteWith } from './shown.ts'

const page = (what: Asked, findings: Findings | null, language = EN) =>
  parsed(searchPage(SITE, language, what, findings))
const results = (text: string, ...releases: Partial<Found>[]) =>
  only(page(asked(text), { found: releases.map(found), next: null }), 'main')
const marks = (element: ReturnType<typeof only>) => all(element, 'mark').map(textOf)
const input = (document: ReturnType<typeof page>, name: string) =>
  all(document, 'input').find(({ attributes }) => attributes.name === name)?.attributes

describe('what was found', () => {
  test('is listed in the order given, each with its kind, day and address', () => {
    const main = results('budget', { headline: 'First budget' }, { headline: 'Second budget' })
    expect(all(main, 'h2').map(textOf)).toEqual(['First budget', 'Second budget'])
    expect(hrefs(main)).toContain('/releases/council-adopts-budget')
    expect(textOf(main)).toContain('Press release')
    expect(all(main, 'time').map(({ attributes }) => attributes.datetime)).toContain('2026-03-23')
  })

  test('has the words that were looked for marked, in the headline and below', () => {
    expect(marks(results('budget', {}))).toEqual(['budget', 'budget'])
    expect(marks(results('adopted', { headline: 'Council' }))).toEqual(['adopted'])
  })

  test('has its own summary, unless the words stand in the body only', () => {
    const body = 'First paragraph.\n\nThe *second* one names the **harbour**.'
    const over = { subheadline: 'By one vote', headline: 'Council', body }
    expect(textOf(results('vote', over))).toContain('By one vote')
    const main = results('harbour', over)
    expect(textOf(main)).toContain('The second one names the harbour.')
    expect(textOf(main)).not.toContain('By one vote')
    expect(marks(main)).toEqual(['harbour'])
  })

  test('is marked as of another language where it is', () => {
    const main = results('budget', { language: AR, headline: 'موازنة budget' })
    const [link] = all(only(main, 'h2'), 'a')
    expect(link?.attributes).toEqual({
      href: '/ar/releases/council-adopts-budget',
      lang: AR,
      dir: 'rtl',
    })
    expect(textOf(main)).toContain('العربية')
    expect(textOf(results('budget', {}))).not.toContain('English')
  })

  test('goes on with the same question behind the last position', () => {
    const what = asked('budget & vote', { topic: 'law', year: '2026', languages: [EN, AR] })
    const document = page(what, { found: [found()], next: { tier: 1, key: '9223372036854775807' } })
    const [more] = all(document, 'a').filter(({ attributes }) => attributes.rel === 'next')
    const { searchParams, pathname } = new URL(more?.attributes.href ?? '', SITE.url)
    expect(pathname).toBe('/search')
    expect(Object.fromEntries(searchParams)).toEqual({
      q: 'budget & vote',
      topic: 'law',
      year: '2026',
      language: 'all',
      after: '1.9223372036854775807',
    })
    expect(all(page(what, { found: [found()], next: null }), 'a').length).toBeGreaterThan(0)
    const last = all(page(what, { found: [found()], next: null }), 'a')
    expect(last.filter(({ attributes }) => attributes.rel === 'next')).toEqual([])
  })

  test('may be nothing, or not have been asked for', () => {
    const said = (findings: Findings | null) => textOf(only(page(asked('x'), findings), 'main'))
    expect(said({ found: [], next: null })).toContain('Nothing was found.')
    expect(said(null)).toContain('Type one or more words')
    expect(said(null)).not.toContain('Nothing was found.')
  })
})

describe('the search form', () => {
  test('is filled in as it was', () => {
    const what = asked('budget "2026', { topic: 'law', year: '2026', languages: [EN, AR] })
    const document = page(what, null)
    expect(input(document, 'q')?.value).toBe('budget "2026')
    expect(input(document, 'year')?.value).toBe('2026')
    expect(input(document, 'language')).toMatchObject({ value: 'all', checked: 'checked' })
    const chosen = all(document, 'option').filter(({ attributes }) => attributes.selected)
    expect(chosen.map(({ attributes }) => attributes.value)).toEqual(['law'])
  })

  test('asks for nothing that was not asked', () => {
    const document = page(asked(''), null)
    expect(input(document, 'q')).not.toHaveProperty('value')
    expect(input(document, 'year')).not.toHaveProperty('value')
    expect(input(document, 'language')).not.toHaveProperty('checked')
    expect(all(document, 'option').filter(({ attributes }) => attributes.selected)).toEqual([])
  })

  test('offers the topics that the settings name, and every language where there are several', () => {
    const labels = all(page(asked(''), null, AR), 'option').map(textOf)
    expect(labels).toEqual(expect.arrayContaining(['كل المواضيع', 'الموازنة']))
    const one = siteWith({
      LANGUAGES: ['en'],
      SITE_NAME: 'Press',
      BOILERPLATE: 'About',
      CONTACT: { name: 'Desk' },
      KINDS: { speech: 'Speech' },
      TOPICS: {},
    })
    const bare = parsed(searchPage(one, EN, asked(''), null))
    expect(all(bare, 'select')).toEqual([])
    expect(input(bare, 'language')).toBeUndefined()
  })

  test('takes a query of any length', () => {
    expect(input(page(asked(''), null), 'q')).not.toHaveProperty('maxlength')
  })
})

describe('the search page', () => {
  test('has one address, whatever is asked, and robots may know it', () => {
    const document = page(asked('budget', { topic: 'law' }), { found: [found()], next: null }, AR)
    expect(links(document, 'canonical')['']).toBe(`${SITE.url}/ar/search`)
    expect(all(document, 'meta').map(({ attributes }) => attributes.name)).not.toContain('robots')
  })

  test('is titled by what is looked for', () => {
    const title = (text: string) => textOf(only(page(asked(text), null), 'title'))
    expect(title('budget')).toBe(`budget – Search – ${SITE.name[EN]}`)
    expect(title(' ')).toBe(`Search – ${SITE.name[EN]}`)
  })

  test('says so much of a query again, and nothing that cannot be seen', () => {
    const shown = (text: string) => input(page(asked(text), null), 'q')?.value
    expect(shown('x'.repeat(10_000))).toBe('x'.repeat(MAX_SHOWN_QUERY))
    expect(shown('a\0b\u001bc')).toBe('a b c')
    expect(shown('\ud83d')).toBe('\ufffd')
    expect(shown(`${'x'.repeat(MAX_SHOWN_QUERY - 1)}🎉`)).toBe(
      `${'x'.repeat(MAX_SHOWN_QUERY - 1)}\ufffd`,
    )
  })

  const hostile = fc.oneof(
    fc.constantFrom('"><script>x</script>', "' onfocus='x", '</title>', '<mark>', '\ud800', '%%%'),
    fc.string({ unit: 'binary', minLength: 1 }),
    anyText.filter((text) => text.trim() !== ''),
  )

  test('is not changed in its structure by anything that can be typed or found', () => {
    const of = (text: string) =>
      page(
        { ...asked(text), terms: [] },
        {
          found: [found({ headline: `a ${text}`, subheadline: `a ${text}` })],
          next: { tier: 0, key: '1' },
        },
      )
    const expected = bones(of('x'))
    fc.assert(
      // Of what cannot be seen nothing is shown again.
      fc.property(
        hostile.filter((text) => text.replace(/\p{Cc}/gu, ' ').trim() !== ''),
        (text) => {
          expect(bones(of(text))).toBe(expected)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('has an address for every query, which says it again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const url = new URL(searchPath(SITE, AR, { text }), SITE.url)
        expect(url.pathname).toBe('/ar/search')
        expect(url.searchParams.get('q')).toBe(text.toWellFormed())
      }),
      { numRuns: 150 },
    )
    expect(searchPath(SITE, EN)).toBe('/search')
    expect(searchPath(SITE, EN, { text: '', topic: null, year: null })).toBe('/search')
  })
})
