import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dayOf,
  type Instant,
  instantText,
  monthOf,
  parseInstant,
  parseMonth,
  startOfDay,
} from '../../src/newsroom/dateline.ts'
import { DAY, day, HOUR } from './invented.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Asia/Damascus',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]
/** Clocks go forward or back at these instants; in Beirut, Cairo and São Paulo at midnight. */
const CHANGES = [
  '2026-03-29T01:00Z', // Berlin
  '2026-10-25T01:00Z',
  '2026-03-08T07:00Z', // New York
  '2026-11-01T06:00Z',
  '2026-03-28T22:00Z', // Beirut
  '2026-10-24T21:00Z',
  '2026-04-23T22:00Z', // Cairo
  '2026-10-29T21:00Z',
  '2018-11-04T03:00Z', // São Paulo
  '2019-02-17T02:00Z',
  '2026-04-04T15:00Z', // Lord Howe, by half an hour
  '2026-10-03T15:30Z',
].map((text) => Date.parse(text))

const FIRST = Date.UTC(1000, 0, 2)
const LAST = Date.UTC(9999, 11, 30)

const anyZone = fc.constantFrom(...ZONES)
const anyInstant: fc.Arbitrary<Instant> = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
    .map(([change, distance]) => change + distance),
  fc
    .tuple(
      fc.constantFrom(...CHANGES),
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([change, hours, rest]) => change + hours * HOUR + rest),
)

const at = (text: string) => Date.parse(text)

describe('the day of an instant', () => {
  test.each([
    ['2026-03-31T23:59:59.999+02:00', 'Europe/Berlin', '2026-03-31'],
    ['2026-04-01T00:00:00.000+02:00', 'Europe/Berlin', '2026-04-01'],
    ['2026-03-31T23:59:59.999Z', 'UTC', '2026-03-31'],
    ['2026-03-31T21:00:00.000Z', 'Asia/Damascus', '2026-04-01'],
    ['2026-03-31T20:59:59.999Z', 'Asia/Damascus', '2026-03-31'],
    ['2026-12-31T18:29:59.999Z', 'Asia/Kolkata', '2026-12-31'],
    ['2026-12-31T18:30:00.000Z', 'Asia/Kolkata', '2027-01-01'],
    ['2026-12-31T18:15:00.000Z', 'Asia/Kathmandu', '2027-01-01'],
    ['2026-12-31T18:14:59.999Z', 'Asia/Kathmandu', '2026-12-31'],
    ['2026-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2027-01-01'],
    ['2027-01-01T10:59:59.999Z', 'Pacific/Pago_Pago', '2026-12-31'],
    ['2024-02-29T12:00:00.000Z', 'UTC', '2024-02-29'],
    ['1000-01-02T00:00:00.000Z', 'UTC', '1000-01-02'],
    ['9999-12-30T00:00:00.000Z', 'UTC', '9999-12-30'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(dayOf(at(text), zone)).toBe(expected)
  })

  test('is that of the calendar in UTC, from the year 1000 to 9999', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(dayOf(instant, 'UTC')).toBe(new Date(instant).toISOString().slice(0, 10))
      }),
    )
  })

  test('is that of the shifted calendar in a zone that never changes its clocks', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -12, max: 14 }), (instant, hours) => {
        const zone = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
        const shifted = new Date(instant + hours * HOUR).toISOString().slice(0, 10)
        expect(dayOf(instant, hours === 0 ? 'UTC' : zone)).toBe(shifted)
      }),
    )
  })

  test('has ten characters, and its month is their beginning', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const found = dayOf(instant, zone)
        expect(found).toMatch(/^\d{4}-\d\d-\d\d$/)
        expect(parseMonth(monthOf(found))).toBe(found.slice(0, 7))
      }),
    )
  })

  test('is never in a zone that does not exist', () => {
    expect(() => dayOf(0, 'Europe/Atlantis')).toThrow(RangeError)
  })
})

describe('the start of a day', () => {
  test.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00Z'],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00Z'],
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00Z'],
    ['2026-12-31', 'Asia/Kolkata', '2026-12-30T18:30Z'],
    ['2026-12-31', 'Pacific/Kiritimati', '2026-12-30T10:00Z'],
    ['2026-12-31', 'Pacific/Pago_Pago', '2026-12-31T11:00Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(instantText(startOfDay(day(text), zone))).toBe(instantText(at(expected)))
  })

  test.each([
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00Z'],
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00Z'],
  ])('is one o’clock where the clocks skip midnight: %s in %s', (text, zone, expected) => {
    const start = startOfDay(day(text), zone)
    expect(instantText(start)).toBe(instantText(at(expected)))
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' })
    expect(hour.format(start)).toBe('01:00:00')
    expect(hour.format(start - 1)).toBe('23:59:59')
  })

  test.each([
    ['2026-10-25', 'Asia/Beirut', '2026-10-24T22:00Z'],
    ['2026-10-30', 'Africa/Cairo', '2026-10-29T22:00Z'],
    ['2019-02-17', 'America/Sao_Paulo', '2019-02-17T03:00Z'],
  ])(
    'comes after the hour before midnight that is lived twice: %s in %s',
    (text, zone, expected) => {
      expect(instantText(startOfDay(day(text), zone))).toBe(instantText(at(expected)))
    },
  )

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Asia/Beirut', '2026-03-29', 23],
    ['Asia/Beirut', '2026-10-24', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Africa/Cairo', '2026-10-29', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Asia/Damascus', '2026-03-29', 24],
  ])('in %s, %s lasts %d hours', (zone, text, hours) => {
    const next = new Date(at(`${text}T12:00Z`) + DAY).toISOString().slice(0, 10)
    expect((startOfDay(day(next), zone) - startOfDay(day(text), zone)) / HOUR).toBe(hours)
  })

  test('is its first instant: the millisecond before it belongs to an earlier day', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const found = dayOf(instant, zone)
        const start = startOfDay(found, zone)
        expect(start).toBeLessThanOrEqual(instant)
        expect(dayOf(start, zone)).toBe(found)
        expect(dayOf(start - 1, zone) < found).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps the order of days, in every zone', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const [one, next] = [instant, instant + 26 * HOUR].map((one) => dayOf(one, zone))
        expect(startOfDay(day(one ?? ''), zone)).toBeLessThan(startOfDay(day(next ?? ''), zone))
      }),
    )
  })

  test('of a day that a zone left out is that of the next one', () => {
    const [left, next] = ['2011-12-30', '2011-12-31'].map((text) =>
      startOfDay(day(text), 'Pacific/Apia'),
    )
    expect(left).toBe(next)
  })
})

test('a day that the clocks leave again after a minute starts where it stays: St. John’s in 2010', () => {
  const start = startOfDay(day('2010-11-07'), 'America/St_Johns')
  expect(instantText(start)).toBe('2010-11-07T03:30:00.000Z')
  expect(dayOf(start - 1, 'America/St_Johns')).toBe('2010-11-06')
  expect(dayOf(at('2010-11-07T02:30:30Z'), 'America/St_Johns')).toBe('2010-11-07')
})

describe('an instant is read from', () => {
  test.each([
    ['2026-03-31T23:59:59.999+02:00', '2026-03-31T21:59:59.999Z'],
    ['2026-03-31T09:00:00Z', '2026-03-31T09:00:00.000Z'],
    ['2026-03-31T09:00:00-00:00', '2026-03-31T09:00:00.000Z'],
    ['2026-03-31t09:00:00z', '2026-03-31T09:00:00.000Z'],
    ['2026-03-31t09:00:00.5+05:30', '2026-03-31T03:30:00.500Z'],
    ['2026-03-31T00:00:00+14:00', '2026-03-30T10:00:00.000Z'],
    ['2026-03-31T09:00:00.123456789Z', '2026-03-31T09:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('a date-time with its offset: %s is %s', (text, expected) => {
    for (const zone of ZONES) expect(parseInstant(text, zone)).toBe(at(expected))
  })

  test('a date-time at any offset, to the millisecond', () => {
    const offsets = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 })
    fc.assert(
      fc.property(anyInstant, offsets, anyZone, (instant, minutes, zone) => {
        fc.pre(instant >= FIRST + DAY && instant <= LAST)
        const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1)
        fc.pre(local.length === 23)
        const two = (number: number) => String(number).padStart(2, '0')
        const size = Math.abs(minutes)
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
        expect(parseInstant(local + offset, zone)).toBe(instant)
      }),
    )
  })

  test('its own text', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(parseInstant(instantText(instant), 'Asia/Damascus')).toBe(instant)
      }),
    )
  })

  test('a bare day, which means its first instant in the zone', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        fc.pre(instant > FIRST + 2 * DAY && instant < LAST - 2 * DAY)
        const found = dayOf(instant, zone)
        expect(parseInstant(found, zone)).toBe(startOfDay(found, zone))
      }),
    )
    expect(parseInstant('2021-02-25', 'Asia/Damascus')).toBe(at('2021-02-24T22:00Z'))
  })

  test('a day of the calendar only, by itself and before a time', () => {
    const parts = fc.record({
      year: fc.integer({ min: 1001, max: 9998 }),
      month: fc.integer({ min: 0, max: 14 }),
      date: fc.integer({ min: 0, max: 33 }),
    })
    const lengthOf = (year: number, month: number) =>
      month === 2
        ? year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)
          ? 29
          : 28
        : ([31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0)
    fc.assert(
      fc.property(parts, ({ year, month, date }) => {
        const two = (number: number) => String(number).padStart(2, '0')
        const text = `${year}-${two(month)}-${two(date)}`
        const exists = date >= 1 && date <= lengthOf(year, month)
        expect(parseInstant(text, 'Europe/Berlin') !== null).toBe(exists)
        expect(parseInstant(`${text}T12:00:00+01:00`, 'Europe/Berlin') !== null).toBe(exists)
      }),
      { numRuns: 300 },
    )
  })
})

describe('no instant is read from', () => {
  test.each([
    ['a date-time without an offset', '2026-03-31T09:00:00'],
    ['a date-time without seconds', '2026-03-31T09:00Z'],
    ['29 February of a common year', '2026-02-29'],
    ['29 February of 1900', '1900-02-29'],
    ['29 February at a time', '2026-02-29T09:00:00Z'],
    ['30 February', '2024-02-30'],
    ['31 April', '2026-04-31T09:00:00Z'],
    ['a thirteenth month', '2026-13-01'],
    ['a month zero', '2026-00-01'],
    ['a day zero', '2026-01-00'],
    ['the hour 24', '2026-03-31T24:00:00Z'],
    ['the minute 60', '2026-03-31T09:60:00Z'],
    ['a leap second, which no clock here has', '2016-12-31T23:59:60Z'],
    ['an offset of a day', '2026-03-31T09:00:00+24:00'],
    ['an offset without a colon', '2026-03-31T09:00:00+0300'],
    ['an offset of hours', '2026-03-31T09:00:00+03'],
    ['a fraction without digits', '2026-03-31T09:00:00.Z'],
    ['a fraction of ten digits', '2026-03-31T09:00:00.1234567890Z'],
    ['a comma for the fraction', '2026-03-31T09:00:00,5Z'],
    ['a space for the T', '2026-03-31 09:00:00Z'],
    ['a space before', ' 2026-03-31'],
    ['a space after', '2026-03-31T09:00:00Z '],
    ['a line end', '2026-03-31\n'],
    ['one digit', '2026-3-31'],
    ['a week', '2026-W13-2'],
    ['a day of the year', '2026-090'],
    ['a month', '2026-03'],
    ['no separators', '20260331'],
    ['a year of six digits', '+002026-03-31'],
    ['a year of three digits', '999-12-31'],
    ['a year before 1000', '0999-12-31'],
    ['the year zero', '0000-01-01T00:00:00Z'],
    ['the last days of 9999', '9999-12-31T23:59:59Z'],
    ['Arabic digits', '٢٠٢٦-٠٣-٣١'],
    ['a name of a day', 'tomorrow'],
    ['a number', '1774256400000'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(parseInstant(text, 'Europe/Berlin')).toBeNull()
  })

  test('whatever else there is: every answer is null or an instant from 1000 to 9999', () => {
    const near = fc
      .tuple(
        anyInstant.map(instantText),
        fc.nat(30),
        fc.nat(3),
        fc.string({ unit: fc.constantFrom(...'0123456789-+:.TZtz '), maxLength: 3 }),
      )
      .map(([text, from, length, put]) => text.slice(0, from) + put + text.slice(from + length))
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const instant = parseInstant(text, 'Europe/Berlin')
        if (instant === null) return
        expect(Number.isInteger(instant)).toBe(true)
        expect(instant).toBeGreaterThanOrEqual(FIRST)
        expect(instant).toBeLessThanOrEqual(LAST)
      }),
      { numRuns: 300 },
    )
  })
})

test('a month has four digits and two, from 01 to 12', () => {
  expect(parseMonth('2026-03')).toBe('2026-03')
  for (const text of [
    '2026-00',
    '2026-13',
    '0999-01',
    '2026-3',
    '2026-03-01',
    ' 2026-03',
    '',
    '٢٠٢٦-٠٣',
  ])
    expect(parseMonth(text)).toBeNull()
})
