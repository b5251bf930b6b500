import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Replacement } from '../../src/pages/notice.ts'
import { errorPage, withdrawalNotice } from '../../src/pages/notice.ts'
import { AR, EN, NOW, text, withdrawn, words } from '../newsroom/invented.ts'
import { all, bones, hrefs, links, only, parsed, textOf } from './parsed.ts'
import { SITE } from './shown.ts'

const OTHER: Replacement = {
  headline: 'الموازنة التي أُقرت',
  path: '/ar/releases/other',
  language: AR,
}
const RELEASE = withdrawn({
  withdrawnAt: NOW,
  texts: {
    [EN]: text(NOW, EN, {
      headline: 'SECRET headline',
      subheadline: 'SECRET subheadline',
      summary: 'SECRET summary',
      department: 'SECRET department',
      body: 'SECRET body',
      notes: 'SECRET notes',
      dateline: { place: 'SECRET place' },
    }),
  },
  topics: ['SECRET-topic'],
  corrections: [{ at: NOW, note: words('SECRET correction') }],
})
const notice = (over = {}, language = EN, other: Replacement | null = null) =>
  parsed(withdrawalNotice(SITE, { ...RELEASE, ...over }, language, other))

describe('the notice that a release was withdrawn', () => {
  test('says that, when and why', () => {
    const document = notice()
    expect(textOf(only(document, 'h1'))).toBe('This release was withdrawn')
    expect(only(document, 'time').attributes.datetime).toBe('2026-03-23T09:00:00.000Z')
    expect(textOf(only(document, 'main'))).toContain('It was never adopted.')
    expect(textOf(only(notice({}, AR), 'h1'))).toBe('سُحب هذا البيان')
  })

  test('holds nothing of what the release said', () => {
    for (const language of [EN, AR])
      expect(withdrawalNotice(SITE, RELEASE, language, OTHER)).not.toContain('SECRET')
  })

  test('gives the reason in the reader’s language, or in another that is marked as such', () => {
    const both = { reason: { [EN]: 'A reason.', [AR]: 'سبب.' } }
    expect(textOf(notice(both, AR))).toContain('سبب.')
    expect(textOf(notice(both, AR))).not.toContain('A reason.')
    const foreign = all(only(notice({}, AR), 'main'), 'span').filter(
      ({ attributes }) => attributes.lang,
    )
    expect(foreign.map(({ attributes }) => attributes)).toEqual([{ lang: 'en', dir: 'ltr' }])
  })

  test('leads to the release that replaces it, where there is one', () => {
    const link = only(only(notice({}, EN, OTHER), 'main'), 'a')
    expect(link.attributes).toEqual({ href: OTHER.path, lang: AR, dir: 'rtl' })
    expect(textOf(link)).toBe(OTHER.headline)
    expect(hrefs(only(notice(), 'main'))).toEqual([])
  })

  test('is left out by robots: it has no canonical address and no alternates', () => {
    expect(links(notice(), 'canonical')).toEqual({})
    expect(links(notice(), 'alternate')).toEqual({})
  })

  test('is not changed in its structure by hostile words', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'<>&"\'=/ ab', '<script>'), minLength: 1 })
    const expected = bones(notice({ reason: words('x') }, EN, { ...OTHER, headline: 'x' }))
    fc.assert(
      fc.property(hostile, (evil) => {
        const document = notice({ reason: words(evil) }, EN, { ...OTHER, headline: evil })
        expect(bones(document)).toBe(expected)
        expect(textOf(only(document, 'main'))).toContain(evil)
      }),
      { numRuns: 50 },
    )
  })
})

describe('an error page', () => {
  test('says what is the matter, as it was given', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (title, text) => {
        const document = parsed(errorPage(SITE, EN, title, text))
        expect(textOf(only(document, 'h1'))).toBe(title)
        expect(textOf(only(only(document, 'main'), 'p'))).toBe(text)
      }),
      { numRuns: 50 },
    )
  })

  test('lets look for something else where that may help', () => {
    const forms = (searching: boolean) =>
      all(parsed(errorPage(SITE, AR, 'x', 'y', searching)), 'form')
    expect(forms(true).map(({ attributes }) => attributes.action)).toEqual(['/ar/search'])
    expect(forms(false)).toEqual([])
  })

  test('leads to the archive in the reader’s language', () => {
    expect(hrefs(parsed(errorPage(SITE, AR, 'x', 'y')))).toContain('/ar/archive')
  })
})
