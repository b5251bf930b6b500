import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asOf,
  hasLifted,
  isPublic,
  languagesOf,
  parseReleaseId,
  type Release,
} from '../../src/newsroom/release.ts'
import {
  AR,
  DAY,
  draft,
  EN,
  embargoed,
  frozen,
  HOUR,
  NOW,
  published,
  REVISED,
  withdrawn,
} from './invented.ts'

const LIFT = NOW + HOUR

describe('an embargo', () => {
  const release = frozen(embargoed(LIFT))

  test('holds until the millisecond before its moment, and lifts at it', () => {
    expect(isPublic(release, LIFT - 1)).toBe(false)
    expect(asOf(release, LIFT - 1)).toBe(release)
    expect(hasLifted(release, LIFT - 1)).toBe(false)
    for (const now of [LIFT, LIFT + 1, LIFT + 1000 * DAY]) {
      expect(isPublic(release, now)).toBe(true)
      expect(asOf(release, now)).toEqual({ ...release, state: 'published' })
      expect(hasLifted(release, now)).toBe(true)
    }
  })

  test('lifts once and for all: what is public at an instant is public at every later one', () => {
    const instant = fc.integer({ min: NOW - DAY, max: NOW + DAY })
    fc.assert(
      fc.property(instant, instant, fc.nat(DAY), (liveAt, now, later) => {
        const held = embargoed(liveAt)
        expect(isPublic(held, now)).toBe(liveAt <= now)
        if (isPublic(held, now)) expect(isPublic(held, now + later)).toBe(true)
      }),
    )
  })

  test('has not lifted anew after a revision that came when it had lifted already', () => {
    expect(hasLifted(published({ liveAt: LIFT, revisedAt: LIFT }), LIFT + 1)).toBe(false)
    expect(hasLifted(published({ liveAt: LIFT, revisedAt: LIFT + DAY }), LIFT + 2 * DAY)).toBe(
      false,
    )
  })
})

describe('at every instant', () => {
  const instants = [0, REVISED - 1, REVISED, NOW, LIFT, LIFT + 1000 * DAY]
  test.each<[string, Release, boolean]>([
    ['a draft is not public', draft(), false],
    ['a withdrawn release is not public', withdrawn(), false],
    ['a published release is public', published(), true],
  ])('%s', (_, release, expected) => {
    for (const now of instants) {
      expect(isPublic(frozen(release), now)).toBe(expected)
      expect(asOf(release, now)).toBe(release)
      expect(hasLifted(release, now)).toBe(false)
    }
  })
})

test('the languages of a release come in the order of the site’s, whatever that of its texts', () => {
  const release = published({}, [AR, EN])
  expect(languagesOf(release, [EN, AR])).toEqual([EN, AR])
  expect(languagesOf(release, [AR, EN])).toEqual([AR, EN])
  expect(languagesOf(published({}, [AR]), [EN, AR])).toEqual([AR])
  expect(languagesOf(release, [EN])).toEqual([EN])
})

describe('the id of a release', () => {
  test.each(['a', 'budget-2026', '0', 'A_b-C', 'x'.repeat(64), crypto.randomUUID()])(
    'may be %s',
    (text) => {
      expect(parseReleaseId(text)).toBe(text)
    },
  )
  test.each(['', 'x'.repeat(65), 'a b', 'a/b', 'a.b', 'é', 'a\n', '%61', '~', '..'])(
    'is not %j',
    (text) => {
      expect(parseReleaseId(text)).toBeNull()
    },
  )
  test('needs no escaping in a path', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), (text) => {
        if (parseReleaseId(text)) expect(encodeURIComponent(text)).toBe(text)
      }),
    )
  })
})
