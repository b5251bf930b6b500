import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Month } from '../../src/newsroom/dateline.ts'
import type { Language } from '../../src/newsroom/release.ts'
import {
  dayTime,
  digits,
  instantTime,
  monthName,
  monthText,
  shortMonthName,
  weekdayTime,
  yearText,
} from '../../src/pages/dates.ts'
import { ar } from '../../src/pages/words/ar.ts'
import { en } from '../../src/pages/words/en.ts'
import { fr } from '../../src/pages/words/fr.ts'
import { wordsFor } from '../../src/pages/words/words.ts'
import { AR, day, EN, NOW } from '../newsroom/invented.ts'
import { only, parsedPart, textOf } from './parsed.ts'

const language = (tag: string) => tag as Language

describe('the interface’s words', () => {
  test('are those of the language, or of the language without its region', () => {
    for (const tag of ['ar', 'ar-SY', 'ar-EG', 'ar-Arab-SY'])
      expect(wordsFor(language(tag))).toBe(ar)
    for (const tag of ['en', 'en-GB', 'en-US']) expect(wordsFor(language(tag))).toBe(en)
    for (const tag of ['fr', 'fr-CA']) expect(wordsFor(language(tag))).toBe(fr)
  })

  test.each(['de', 'arz', 'eng', 'ar_SY', 'x-en', 'e', ''])(
    'are none, and the setting is named, in %j',
    (tag) => {
      expect(() => wordsFor(language(tag))).toThrow(/LANGUAGES.*interface words/)
      expect(() => wordsFor(language(tag))).toThrow(`"${tag}"`)
    },
  )

  test('are all there in every language, and none is empty', () => {
    for (const words of [ar, fr]) expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort())
    for (const words of [en, ar, fr])
      for (const [name, word] of Object.entries(words))
        expect([name, typeof word === 'function' ? 'x' : word.trim()]).not.toContain('')
  })

  test('differ between languages, as words do', () => {
    const same = (a: typeof en, b: typeof en) =>
      Object.entries(a).flatMap(([name, word]) =>
        typeof word === 'string' && word === b[name as keyof typeof b] ? [name] : [],
      )
    expect(same(en, fr)).toEqual(['direction', 'comma'])
    expect(same(en, ar)).toEqual([])
  })

  test('are in their own script', () => {
    for (const [name, word] of Object.entries(ar))
      if (typeof word === 'string' && name !== 'direction') expect(word).toMatch(/^[^A-Za-z]+$/)
    for (const word of [...Object.values(en), ...Object.values(fr)])
      if (typeof word === 'string') expect(word).not.toMatch(/\p{Script=Arabic}/u)
  })

  test('name the site in the section about it', () => {
    for (const words of [en, ar, fr]) expect(words.about('Name')).toContain('Name')
    expect(fr.about('Office')).toBe('À propos d’Office')
  })

  test('count releases in every number', () => {
    const count = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(count, (count) => {
        expect(en.releases(count, digits(count, EN))).toMatch(/^[\d,]+ releases?$/)
        const told = ar.releases(count, digits(count, AR))
        expect(told).toContain('بيان')
        if (count !== 1 && count !== 2) expect(told).toContain(digits(count, AR))
      }),
    )
    expect(en.releases(1, '1')).toBe('1 release')
    expect(en.releases(0, '0')).toBe('0 releases')
    expect([0, 1, 2].map((count) => fr.releases(count, `${count}`))).toEqual([
      '0 communiqué',
      '1 communiqué',
      '2 communiqués',
    ])
  })

  test('group the digits of a large number in every language', () => {
    for (const [words, tag] of [
      [en, EN],
      [ar, AR],
      [fr, language('fr')],
    ] as const)
      expect(words.releases(12_345, digits(12_345, tag))).toContain(digits(12_345, tag))
  })

  test.each([
    [0, 'بيان'],
    [1, 'بيان واحد'],
    [2, 'بيانان'],
    [3, 'بيانات'],
    [10, 'بيانات'],
    [11, 'بيانًا'],
    [99, 'بيانًا'],
    [100, 'بيان'],
    [102, 'بيان'],
    [103, 'بيانات'],
    [111, 'بيانًا'],
  ])('count %d releases in Arabic as %s', (count, form) => {
    const told = ar.releases(count, digits(count, AR))
    expect(told.split(' ').at(-1)).toBe(form.split(' ').at(-1))
  })
})

describe('dates in words', () => {
  const element = (markup: { text: string }) => only(parsedPart(markup.text), 'time')

  test('of a day are the same wherever the server stands', () => {
    expect(textOf(element(dayTime(day('2026-03-01'), EN)))).toBe('March 1, 2026')
    expect(textOf(element(dayTime(day('2026-12-31'), language('en-GB'))))).toBe('31 December 2026')
    expect(element(dayTime(day('2026-03-01'), AR)).attributes.datetime).toBe('2026-03-01')
    expect(textOf(element(dayTime(day('2026-03-01'), AR)))).toContain('مارس')
  })

  test('of an instant are those of the site’s zone, and of UTC for machines', () => {
    const late = Date.parse('2026-03-31T21:30:00Z')
    const { attributes } = element(instantTime(late, EN, 'Asia/Damascus'))
    expect(attributes.datetime).toBe('2026-03-31T21:30:00.000Z')
    expect(textOf(element(instantTime(late, EN, 'Asia/Damascus')))).toMatch(/^April 1, 2026.*12:30/)
    expect(textOf(element(instantTime(late, EN, 'UTC')))).toMatch(/^March 31, 2026.*9:30/)
  })

  test('do not mix up two zones or two languages', () => {
    const told = [EN, AR, EN, AR].flatMap((tag) =>
      ['UTC', 'Asia/Tokyo', 'UTC'].map((zone) => instantTime(NOW, tag, zone).text),
    )
    expect(new Set(told).size).toBe(4)
    expect(told.slice(0, 6)).toEqual(told.slice(6))
  })

  test('of months and years are of the Gregorian calendar in every language', () => {
    expect(monthText('2026-03' as Month, EN)).toBe('March 2026')
    expect(monthName('2026-03' as Month, EN)).toBe('March')
    expect(shortMonthName('2026-03' as Month, EN)).toBe('Mar')
    expect(monthName('2026-03' as Month, EN)).toBe('March')
    expect(textOf(element(weekdayTime(day('2026-03-23'), EN)))).toBe('Monday, March 23')
    expect(yearText('2026', EN)).toBe('2026')
    expect(yearText('1000', EN)).toBe('1000')
    expect(yearText('9999', EN)).toBe('9999')
    const number = new Intl.NumberFormat('ar-SA', { useGrouping: false }).format(2026)
    expect(yearText('2026', language('ar-SA'))).toContain(number)
    expect(monthText('2026-03' as Month, language('ar-SA'))).toContain(number)
  })
})
