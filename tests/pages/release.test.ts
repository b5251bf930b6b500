import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf } from '../../src/newsroom/dateline.ts'
import type { Published, Text } from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { kindLabel, topicLabel } from '../../src/pages/kind.ts'
import { html } from '../../src/pages/markup.ts'
import { inLanguage, releasePage, translations } from '../../src/pages/release.ts'
import {
  AR,
  anyText,
  draft,
  EN,
  frozen,
  NOW,
  published,
  text,
  words,
  ZONE,
} from '../newsroom/invented.ts'
import { all, bones, hrefs, links, only, parsed, parsedPart, textOf } from './parsed.ts'
import { RELEASE, SITE, siteWith } from './shown.ts'

const page = (release: Published = RELEASE, language = EN) =>
  parsed(releasePage(SITE, release, language))
/** A release whose English text is changed. */
const release = (over: Partial<Text>, more: Partial<Published> = {}) =>
  published({ liveAt: NOW, ...more, texts: { [EN]: text(NOW, EN, over) } })
const description = (document: ReturnType<typeof page>) =>
  all(document, 'meta').find(({ attributes }) => attributes.name === 'description')?.attributes
    .content

describe('the page of a release', () => {
  test('shows what the release says', () => {
    const main = textOf(only(page(), 'main'))
    const { texts } = RELEASE
    for (const part of [
      texts[EN]?.headline,
      texts[EN]?.subheadline,
      'Finance',
      'Damascus',
      'The council adopted the budget.',
      'Ask us.',
      'The amount was wrong.',
      'Press release',
      SITE.boilerplate[EN],
      SITE.contact.name[EN],
    ])
      expect(main).toContain(part)
  })

  test('has the headline as its first heading and in its title', () => {
    expect(textOf(only(page(), 'h1'))).toBe('Council adopts budget')
    expect(textOf(only(page(), 'title'))).toMatch(/^Council adopts budget – /)
    expect(textOf(only(page(RELEASE, AR), 'h1'))).toBe('المجلس يقر الموازنة')
  })

  test('is described by its summary, or else by its first paragraph', () => {
    expect(description(page())).toBe('In short.')
    expect(description(page(release({ body: 'The *first* one.\n\nMore.' })))).toBe('The first one.')
    expect(description(page(release({ body: '# Heading' })))).toContain(
      SITE.boilerplate[EN]?.slice(0, 40),
    )
  })

  test('tells when it was published, the day under which it is filed, and when it was corrected', () => {
    const times = all(page(), 'time').map(({ attributes }) => attributes.datetime)
    for (const time of ['2026-03-23', '2026-03-23T09:00:00.000Z', '2026-03-23T09:00:00.001Z'])
      expect(times).toContain(time)
  })

  test('begins its text with the dateline, the way the press does', () => {
    const first = (over: Partial<Text>, language = EN) => {
      const day = { liveAt: NOW, day: dayOf(NOW, ZONE) }
      const one = published({ ...day, texts: { [language]: text(NOW, language, over) } })
      const [words] = all(only(page(one, language), 'main'), 'div')
      const [paragraph] = words ? all(words, 'p') : []
      if (!paragraph) throw new Error('There is no text.')
      return textOf(paragraph)
    }
    const place = { place: 'Damascus' }
    expect(first({ dateline: place, body: 'Text.' })).toBe('Damascus, March 23, 2026 — Text.')
    expect(first({ dateline: null, body: 'Text.' })).toBe('March 23, 2026 — Text.')
    expect(first({ dateline: place, body: '- Text' }).trim()).toBe('Damascus, March 23, 2026 —')
    expect(first({ dateline: { place: 'دمشق' }, body: 'نص.' }, AR)).toMatch(/^دمشق، .+ — نص\.$/)
  })

  test('tells what was wrong before anything else, and then leads to other languages', () => {
    const main = textOf(only(page(), 'main'))
    const order = [
      'Press release',
      'Council adopts budget',
      'By one vote',
      'Corrections',
      'The amount was wrong.',
      'Also in',
      'Damascus, ',
      'The council adopted the budget.',
      '###',
      'Notes to editors',
      'About ',
      'Media contact',
      'Topics',
      'Previous release',
    ].map((part) => main.indexOf(part))
    expect(order).not.toContain(-1)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  test('leads to its topics, by their labels', () => {
    const topics = (language = EN) =>
      all(only(page(RELEASE, language), 'main'), 'a')
        .filter(({ attributes }) => attributes.href?.includes('/topics/'))
        .map((link) => [textOf(link), link.attributes.href])
    expect(topics()).toEqual([
      ['Budget', '/topics/budget'],
      ['law', '/topics/law'],
    ])
    expect(topics(AR)[0]).toEqual(['الموازنة', '/ar/topics/budget'])
    expect(topicLabel(SITE, 'war-and-peace', EN)).toBe('war and peace')
  })

  test('leads to the releases beside it, whichever they are', () => {
    const beside = all(only(page(RELEASE, AR), 'main'), 'a').flatMap(({ attributes }) =>
      attributes.rel ? [[attributes.rel, attributes.href]] : [],
    )
    expect(beside).toEqual([
      ['prev nofollow', '/ar/releases/almjls-yqr/previous'],
      ['next nofollow', '/ar/releases/almjls-yqr/next'],
    ])
  })

  test('is there for programs, too', () => {
    const by = Object.fromEntries(
      all(page(), 'link').map(({ attributes }) => [attributes.type, attributes.href]),
    )
    expect(by['text/markdown']).toBe(`${SITE.url}/releases/council-adopts-budget.md`)
    expect(by['application/json']).toBe(`${SITE.url}/releases/council-adopts-budget.json`)
  })

  test('keeps footnotes of its text and of its notes apart', () => {
    const noted = 'Said.[^1]\n\n[^1]: By whom.'
    const document = page(release({ body: noted, notes: noted }))
    const ids = all(document, '*').flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const href of hrefs(document).filter((href) => href.startsWith('#')))
      expect(ids).toContain(href.slice(1))
  })

  test('isolates what may be of another direction', () => {
    const isolated = all(page(release({ department: 'المالية' })), 'bdi').map(textOf)
    expect(isolated).toEqual(expect.arrayContaining(['المالية', 'Damascus', SITE.contact.name[EN]]))
  })

  test('keeps the day under which it is filed, even in another time zone', () => {
    const site = siteWith({ TIME_ZONE: 'Pacific/Kiritimati' })
    const late = { ...RELEASE, liveAt: Date.parse('2026-03-23T20:00:00Z') }
    const times = all(parsed(releasePage(site, late, EN)), 'time')
    expect(times.map(({ attributes }) => attributes.datetime)).toContain('2026-03-23')
  })

  test('leaves out what the release does not have', () => {
    const bare = release(
      {
        subheadline: null,
        dateline: null,
        department: null,
        notes: null,
        summary: null,
      },
      { topics: [] },
    )
    const document = page(bare)
    const shown = releasePage(SITE, bare, EN)
    for (const absent of ['undefined', 'null', 'Damascus', 'Notes to editors', 'Topics', 'Also in'])
      expect(shown).not.toContain(absent)
    expect(shown).not.toContain('Corrections')
    expect(links(document, 'alternate')[AR]).toBeUndefined()
    for (const paragraph of all(only(document, 'main'), 'p'))
      expect(textOf(paragraph).trim()).not.toBe('')
  })

  test('leads to the texts in other languages, and to its months', () => {
    const english = only(page(), 'main')
    const hrefs = all(english, 'a').map(({ attributes }) => attributes.href)
    expect(hrefs).toEqual(expect.arrayContaining(['/ar/releases/almjls-yqr', '/archive/2026/03']))
    expect(links(page(RELEASE, AR), 'alternate')).toMatchObject({
      [EN]: 'https://press.test/releases/council-adopts-budget',
      [AR]: 'https://press.test/ar/releases/almjls-yqr',
      'x-default': 'https://press.test/releases/council-adopts-budget',
    })
  })

  test('is by default the text in the first language that there is', () => {
    const arabic = published({}, [AR])
    expect(translations(SITE, arabic, AR)).toEqual([])
    expect(links(page(arabic, AR), 'canonical')['']).toBe(
      'https://press.test/ar/releases/almjls-yqr',
    )
  })

  test('has a slug of any script percent-encoded in its addresses', () => {
    const hebrew = release({ slug: 'שלום-עולם' as Slug })
    expect(links(page(hebrew), 'canonical')['']).toBe(
      `https://press.test/releases/${encodeURIComponent('שלום-עולם')}`,
    )
  })

  test('has all corrections in order, in the reader’s language or marked as another’s', () => {
    const corrections = [
      { at: NOW, note: words('First.') },
      { at: NOW + 1, note: { [EN]: 'Second.', [AR]: 'ثانيًا.' } },
    ]
    const english = textOf(only(page({ ...RELEASE, corrections }), 'main'))
    expect(english.indexOf('First.')).toBeGreaterThan(0)
    expect(english.indexOf('Second.')).toBeGreaterThan(english.indexOf('First.'))
    const arabic = only(page({ ...RELEASE, corrections }, AR), 'main')
    expect(textOf(arabic)).toContain('ثانيًا.')
    expect(textOf(arabic)).not.toContain('Second.')
    const foreign = all(arabic, 'span').filter(({ attributes }) => attributes.lang === EN)
    expect(foreign.map((span) => [textOf(span), span.attributes.dir])).toEqual([['First.', 'ltr']])
  })

  test('has the headings of its notes below that of the notes', () => {
    const document = page(release({ notes: '# One\n\n## Two', body: '# Three' }))
    const level = (words: string) =>
      all(document, '*').find((one) => /^h\d$/.test(one.name) && textOf(one) === words)?.name
    expect(['Three', 'Notes to editors', 'One', 'Two'].map(level)).toEqual(['h2', 'h2', 'h3', 'h4'])
  })

  test('is not made of a text that is not there', () => {
    expect(() => releasePage(SITE, published(), AR)).toThrow(TypeError)
    expect(() => page(release({ slug: null }))).toThrow(TypeError)
  })

  test('does not change what it shows', () => {
    expect(() => page(frozen(structuredClone(RELEASE)))).not.toThrow()
  })
})

describe('hostile words on the page of a release', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '</h1><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "'-alert(1)-'",
      '</title></head>',
      '&lt;script&gt;',
      '<!--',
      ']]>',
      '{{constructor}}',
    ),
    fc.string({ unit: fc.constantFrom(...'<>&"\'=/ ab'), minLength: 1 }),
    anyText.filter((text) => text !== ''),
  )

  test('are read as they were written, and change nothing of the page’s structure', () => {
    const tame = release(
      { headline: 'x', subheadline: 'x', summary: 'x', department: 'x', dateline: { place: 'x' } },
      { topics: ['x'], kind: 'x', corrections: [{ at: NOW, note: words('x') }] },
    )
    const expected = bones(page(tame))
    fc.assert(
      fc.property(hostile, (evil) => {
        const document = page(
          release(
            {
              headline: evil,
              subheadline: evil,
              summary: evil,
              department: evil,
              dateline: { place: evil },
            },
            { topics: [evil], kind: evil, corrections: [{ at: NOW, note: words(evil) }] },
          ),
        )
        expect(bones(document)).toBe(expected)
        expect(textOf(only(document, 'h1'))).toBe(evil)
        expect(textOf(only(document, 'title'))).toBe(`${evil} – ${SITE.name[EN]}`)
        expect(description(document)).toBe(evil)
      }),
      { numRuns: 150 },
    )
  })

  test('stay words in the body and the notes, too', () => {
    fc.assert(
      fc.property(hostile, (evil) => {
        const document = page(release({ body: evil, notes: evil }))
        expect(all(document, 'h1')).toHaveLength(1)
        expect(all(only(document, 'main'), 'script')).toEqual([])
        expect(all(only(document, 'main'), 'img')).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('stay words in the settings', () => {
    fc.assert(
      fc.property(hostile, (evil) => {
        fc.pre(evil.trim() !== '' && !/^\s*[[{]/.test(evil))
        const site = siteWith({
          SITE_NAME: { en: evil, ar: evil },
          BOILERPLATE: { en: evil, ar: evil },
          CONTACT: { name: { en: evil, ar: evil } },
          KINDS: { 'press-release': { en: evil, ar: evil } },
        })
        const document = parsed(releasePage(site, RELEASE, EN))
        expect(textOf(only(document, 'title'))).toBe(`Council adopts budget – ${evil}`)
        expect(all(document, 'script').every((one) => one.attributes.type)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('are not let out by the machine-readable part of the page', () => {
    const document = page(release({ headline: '</script><script>alert(1)</script>' }))
    for (const script of all(document, 'script'))
      expect(() => JSON.parse(textOf(script))).not.toThrow()
  })
})

describe('words for readers', () => {
  test('are in the page’s language, or in the first one that has them, marked as such', () => {
    const read = (given: Record<string, string>, language: typeof EN) =>
      parsedPart(inLanguage(given, language).text)
    expect(textOf(read({ en: 'a & b', ar: 'ج' }, EN))).toBe('a & b')
    const foreign = only(read({ en: 'a & b' }, AR), 'span')
    expect(foreign.attributes).toEqual({ lang: 'en', dir: 'ltr' })
    expect(textOf(foreign)).toBe('a & b')
    expect(only(read({ ar: 'ج' }, EN), 'span').attributes).toEqual({ lang: 'ar', dir: 'rtl' })
    expect(inLanguage({}, EN).text).toBe(html``.text)
  })

  test('name a kind of release; one that the settings do not know names itself', () => {
    expect(kindLabel(SITE, 'speech', EN)).toBe('Speech')
    expect(kindLabel(SITE, 'speech', AR)).toBe('كلمة')
    expect(kindLabel(SITE, 'retired-kind', AR)).toBe('retired-kind')
  })
})

test('the translations of a release are its other texts that have an address', () => {
  expect(translations(SITE, RELEASE, EN)).toEqual([
    { language: AR, path: '/ar/releases/almjls-yqr' },
  ])
  expect(translations(SITE, published(), EN)).toEqual([])
  const unnamed = draft({ texts: { [EN]: text(null), [AR]: text(null, AR, { slug: null }) } })
  expect(translations(SITE, unnamed, EN)).toEqual([])
})
