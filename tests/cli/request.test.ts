import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Manuscript, type Moment, NO_WORDS } from '../../src/cli/manuscript/manuscript.ts'
import { instantOf, momentSent } from '../../src/cli/manuscript/moments.ts'
import { requestOf } from '../../src/cli/manuscript/request.ts'

const SITE = {
  timeZone: 'Asia/Damascus',
  kinds: { statement: { en: 'Statement' }, speech: { en: 'Speech' } },
}

const manuscript = (over: Partial<Manuscript> = {}): Manuscript => ({
  source: 'budget.md',
  id: 'budget',
  kind: 'speech',
  topics: ['budget'],
  texts: { en: { ...NO_WORDS, headline: 'Council adopts the budget', body: 'It was adopted.' } },
  standing: null,
  doubts: [],
  ...over,
})

const at = (moment: string, zone: string) => {
  const instant = instantOf(moment as Moment, zone)
  return instant === null ? null : new Date(instant).toISOString()
}

describe('what is asked of the newsroom', () => {
  test('has every part that the manuscript tells, and none that it does not', () => {
    const whole = {
      slug: 'budget',
      headline: 'Council adopts the budget',
      subheadline: 'After a long night',
      summary: 'It was adopted.',
      department: 'Treasury',
      place: 'Damascus',
      body: 'It was adopted today.',
      notes: 'The vote was open.',
      formerPaths: ['/2021/02/25/budget/'],
    }
    const { place, formerPaths: _, ...sent } = whole
    expect(requestOf(manuscript({ texts: { en: whole, ar: NO_WORDS } }), SITE)).toEqual({
      kind: 'speech',
      topics: ['budget'],
      texts: { en: { ...sent, dateline: { place } }, ar: {} },
    })
  })

  test('has the first kind of the site where none is told', () => {
    expect(requestOf(manuscript({ kind: null }), SITE).kind).toBe('statement')
  })

  test('is a draft, public at once, public under a day of the past, or held', () => {
    const standing = (one: Manuscript['standing']) => {
      const { publish, embargo } = requestOf(manuscript({ standing: one }), SITE)
      return { publish, embargo }
    }
    expect(standing(null)).toEqual({})
    expect(standing({ state: 'draft' })).toEqual({})
    expect(standing({ state: 'published', on: null })).toEqual({ publish: true })
    expect(standing({ state: 'published', on: '2021-02-25' as Moment })).toEqual({
      publish: { at: '2021-02-25' },
    })
    const until = '2026-12-01T10:00:00' as Moment
    expect(standing({ state: 'embargoed', until })).toEqual({
      embargo: { until: '2026-12-01T07:00:00.000Z' },
    })
  })
})

describe('a moment', () => {
  test('with an offset is sent as it was written', () => {
    expect(momentSent('2021-02-25T09:30:00+02:00' as Moment, 'Asia/Damascus')).toBe(
      '2021-02-25T09:30:00+02:00',
    )
    expect(at('2021-02-25T09:30:00+02:00', 'Asia/Tokyo')).toBe('2021-02-25T07:30:00.000Z')
  })

  test('that is a day is the first instant of the day at the site', () => {
    expect(momentSent('2021-02-25' as Moment, 'Asia/Damascus')).toBe('2021-02-25')
    expect(at('2021-02-25', 'Asia/Damascus')).toBe('2021-02-24T22:00:00.000Z')
  })

  test('without an offset is told by the clocks of the site', () => {
    expect(at('2021-02-25T09:30:00', 'Europe/Berlin')).toBe('2021-02-25T08:30:00.000Z')
    expect(at('2021-07-25T09:30:00', 'Europe/Berlin')).toBe('2021-07-25T07:30:00.000Z')
    expect(at('1880-01-01T12:00:00', 'Europe/Berlin')).toBe('1880-01-01T11:06:32.000Z')
  })

  test('that clocks pass twice is the first, and one that they skip is as much later', () => {
    expect(at('2021-10-31T02:30:00', 'Europe/Berlin')).toBe('2021-10-31T00:30:00.000Z')
    expect(at('2021-03-28T02:30:00', 'Europe/Berlin')).toBe('2021-03-28T01:30:00.000Z')
  })

  test('that the calendar does not have is none, and is left to the newsroom to refuse', () => {
    expect(at('2021-02-30T10:00:00', 'Asia/Damascus')).toBe(null)
    expect(at('0017-02-20T10:00:00', 'Asia/Damascus')).toBe(null)
    expect(momentSent('2021-02-30T10:00:00' as Moment, 'Asia/Damascus')).toBe('2021-02-30T10:00:00')
  })

  test('in any zone is told by its clocks as it was written, unless they skip it', () => {
    const zones = ['Asia/Damascus', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu']
    const seconds = fc.integer({ min: Date.UTC(1900, 0, 2) / 1000, max: Date.UTC(2100, 0) / 1000 })
    fc.assert(
      fc.property(seconds, fc.constantFrom(...zones, 'Pacific/Apia'), (second, zone) => {
        const written = new Date(second * 1000).toISOString().slice(0, 19)
        const instant = instantOf(written as Moment, zone) ?? Number.NaN
        const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: zone })
        const ahead = Date.parse(`${shown.replace(' ', 'T')}Z`) - second * 1000
        expect(ahead === 0 || (ahead > 0 && ahead <= 86_400_000)).toBe(true)
      }),
    )
  })
})
