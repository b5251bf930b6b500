import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { datesIn, datesOf } from '../../src/cli/manuscript/dates.ts'

describe('a date', () => {
  test.each([
    '25 February 2021',
    'February 25, 2021',
    'February 25,2021',
    'Feb. 25, 2021',
    '25 FEB 2021',
    '25-Feb-2021',
    '25th of February, 2021',
    'the 25th of February 2021',
    'Thursday February 25 2021',
    'Thursday, 25 February 2021',
    'Thurs., Feb 25, 2021',
    '25 February 2021 (Thursday)',
    '2021-02-25',
    '2021/2/25',
    '25/02/2021',
    '25.2.2021',
    '25 - 02 - 2021',
    '02/25/2021',
    '25/02/21',
    "25 Feb '21",
    '٢٥ شباط ٢٠٢١',
    '٢٥ شباط، ٢٠٢١ م',
    '25 فبراير 2021م',
    '٢٥ شباط/فبراير ٢٠٢١',
    '25 شباط (فبراير) 2021',
    '25 فيفري 2021',
    'الخميس ٢٥ شباط ٢٠٢١',
    'يوم الخميس، ٢٥ شبـــاط ٢٠٢١',
    '٢٥ من شُباط عام ٢٠٢١',
    '٢٥/٠٢/٢٠٢١',
    '۲۵/۰۲/۲۰۲۱',
    '\u200f٢٥\u200f/\u200f٢\u200f/\u200f٢٠٢١',
    'الخميس ١٣ رجب ١٤٤٢ هـ الموافق ٢٥ فبراير ٢٠٢١ م',
    '25\u00a0February\u00a02021',
  ])('is understood: %s', (written) => {
    expect(datesOf(written)).toEqual(['2021-02-25'])
  })

  test.each([
    ['كانون الثاني', '01'],
    ['يناير', '01'],
    ['جانفي', '01'],
    ['آذار', '03'],
    ['مارس', '03'],
    ['أفريل', '04'],
    ['إبريل', '04'],
    ['أيار', '05'],
    ['ماي', '05'],
    ['حزيران', '06'],
    ['جوان', '06'],
    ['تموز', '07'],
    ['جويلية', '07'],
    ['يوليوز', '07'],
    ['آب', '08'],
    ['أوت', '08'],
    ['غشت', '08'],
    ['أيلول', '09'],
    ['شتنبر', '09'],
    ['تشرين الأول', '10'],
    ['تشرين الثاني', '11'],
    ['نونبر', '11'],
    ['كانون الأول', '12'],
    ['دجنبر', '12'],
  ])('names its month as any Arab country does: %s', (name, month) => {
    expect(datesOf(`٧ ${name} ٢٠٢٤`)).toEqual([`2024-${month}-07`])
  })

  test.each([
    ['2021-02-25T10:30:00Z', '2021-02-25T10:30:00Z'],
    ['2021-02-25T10:30:00.123+03:00', '2021-02-25T10:30:00+03:00'],
    ['Thu, 25 Feb 2021 10:30:00 +0000', '2021-02-25T10:30:00Z'],
    ['25 Feb 2021 10:30:00 -0500', '2021-02-25T10:30:00-05:00'],
    ['25 February 2021, 10:30', '2021-02-25T10:30:00'],
    ['9 a.m. on February 25, 2021', '2021-02-25T09:00:00'],
    ['25 February 2021, 9.30pm', '2021-02-25T21:30:00'],
    ['12:15 a.m., 25 February 2021', '2021-02-25T00:15:00'],
    ['12 noon, 25 February 2021', '2021-02-25T12:00:00'],
    ['0001 hrs Thursday 25 February 2021', '2021-02-25T00:01:00'],
    ['00:01 GMT, 25 February 2021', '2021-02-25T00:01:00Z'],
    ['3 June 2021 at 00:01 BST', '2021-06-03T00:01:00+01:00'],
    ['10 AM ET, Friday, 5 March 2021', '2021-03-05T10:00:00-05:00'],
    ['10 AM ET, Monday, 5 July 2021', '2021-07-05T10:00:00-04:00'],
    ['25 February 2021, 10:00 (local time)', '2021-02-25T10:00:00'],
    ['٢٥ شباط ٢٠٢١ الساعة ١٠:٣٠ صباحًا', '2021-02-25T10:30:00'],
    ['الساعة ١٠:٣٠ مساءً يوم الخميس ٢٥ شباط ٢٠٢١', '2021-02-25T22:30:00'],
    ['٢٥ شباط ٢٠٢١، الساعة العاشرة والنصف صباحًا', '2021-02-25T10:30:00'],
    ['٢٥ شباط ٢٠٢١ الساعة ١٠ صباحًا بتوقيت دمشق', '2021-02-25T10:00:00+02:00'],
    ['٢٥ شباط ٢٠٢١ الساعة ٢ بعد الظهر بتوقيت غرينتش', '2021-02-25T14:00:00Z'],
  ])('has a time, and an offset where its zone has one: %s', (written, moment) => {
    expect(datesOf(written)).toEqual([moment])
  })

  test.each([
    ['04/05/2021', ['2021-05-04', '2021-04-05']],
    ['٤/٥/٢٠٢١', ['2021-05-04', '2021-04-05']],
    ['04/05/06', ['2006-05-04', '2006-04-05']],
    // Only one of the two is a Tuesday.
    ['Tuesday 04/05/2021', ['2021-05-04']],
    ['05/05/2021', ['2021-05-05']],
    ['midnight, Thursday 3 June 2021', ['2021-06-03T00:00:00', '2021-06-04T00:00:00']],
    ['3 June 2021, 10:30 CST', ['2021-06-03T10:30:00-06:00', '2021-06-03T10:30:00+08:00']],
    ['٣ حزيران ٢٠٢١ الساعة العاشرة', ['2021-06-03T10:00:00', '2021-06-03T22:00:00']],
  ])('means all that it can: %s', (written, moments) => {
    expect(datesOf(written)).toEqual(moments)
  })

  test('whose weekday is another is no longer sure', () => {
    // The 17th was a Thursday; and so was the 18th a year before.
    expect(datesOf('Thursday March 18 2005')).toEqual(['2005-03-18', '2005-03-17', '2004-03-18'])
  })

  test.each([
    '31 February 2021',
    '29 February 2021',
    '٣١ نيسان ٢٠٢١',
    '32/01/2021',
    '13/13/2021',
    '2021-13-01',
    '25 شباط/مارس 2021',
    '25 February',
    'Thursday 3 June',
    'February 2021',
    '2021',
    '3 June 2021, 25:00',
    '3 June 2021, 10:61',
    '13 p.m. on 3 June 2021',
    '3 June 2021 +25:00',
    '25 February 2021 and 26 February 2021',
    'born on 25 February 2021',
    '202 224 5653',
    'May',
    '',
  ])('is none: %j', (written) => {
    expect(datesOf(written)).toEqual([])
  })

  const DAY = fc
    .date({
      min: new Date('1000-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())))

  test('reads back as the day that was written, in every form', () => {
    fc.assert(
      fc.property(DAY, fc.constantFrom(...Object.keys(FORMS)), (date, form) => {
        const written = FORMS[form]?.(date) ?? ''
        const days = datesOf(written).map((moment) => moment.slice(0, 10))
        expect(days, written).toContain(date.toISOString().slice(0, 10))
      }),
      { numRuns: 2000 },
    )
  })

  test('is a day of the calendar, whatever was written', () => {
    const piece = fc.oneof(
      fc.constantFrom(...PIECES),
      fc.integer({ min: 0, max: 40 }).map(String),
      fc.integer({ min: 0, max: 2100 }).map(String),
      fc.string(),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom(' ', '/', '-', ', '),
        (all, by) => {
          const written = all.join(by)
          const dates = datesIn(written)
          for (const moment of [
            ...datesOf(written),
            ...dates.flatMap(({ meanings }) => meanings),
          ]) {
            expect(moment).toMatch(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?$/)
            const at = new Date(moment.length > 10 ? `${moment.slice(0, 19)}Z` : moment)
            expect(at.toISOString().slice(0, 10)).toBe(moment.slice(0, 10))
          }
          for (const { from, to } of dates) expect(from).toBeLessThan(to)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

test('dates in a text are found where they stand', () => {
  const text =
    'من دمشق، ٢٥ شبـاط ٢٠٢١ – and again on Feb. 26, 2021 at 9 a.m. Not 3 May 21 or 12345.'
  expect(
    datesIn(text).map(({ from, to, meanings }) => [text.slice(from, to), ...meanings]),
  ).toEqual([
    ['٢٥ شبـاط ٢٠٢١', '2021-02-25'],
    ['Feb. 26, 2021 at 9 a.m.', '2021-02-26T09:00:00'],
  ])
})

test('a long line of digits and names takes no long time', () => {
  for (const piece of ['1 ', '1/', '12:3', 'May ', 'تشرين ', '1 May ', 'noon ', '٢٥ ', '2021-'])
    expect(datesIn(piece.repeat(5000)).length).toBeGreaterThanOrEqual(0)
})

const intl = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  return (date: Date) => format.format(date)
}
const parts = (date: Date) => [
  date.getUTCDate(),
  date.getUTCMonth() + 1,
  String(date.getUTCFullYear()),
]
const FORMS: Readonly<Record<string, (date: Date) => string>> = {
  'en-GB': intl('en-GB', { dateStyle: 'long' }),
  'en-GB, in full': intl('en-GB', { dateStyle: 'full' }),
  'en-US': intl('en-US', { dateStyle: 'long' }),
  'en-US, in full': intl('en-US', { dateStyle: 'full' }),
  'en-US, short': intl('en-US', { dateStyle: 'medium' }),
  'ar-SY': intl('ar-SY', { dateStyle: 'long' }),
  'ar-SY, in full': intl('ar-SY', { dateStyle: 'full' }),
  'ar-EG': intl('ar-EG', { dateStyle: 'full' }),
  'ar-MA': intl('ar-MA', { dateStyle: 'full' }),
  'ar-DZ': intl('ar-DZ', { dateStyle: 'long' }),
  'ar-TN': intl('ar-TN', { dateStyle: 'long' }),
  'ar-IQ': intl('ar-IQ-u-nu-arab', { dateStyle: 'long' }),
  'ar-MR': intl('ar-MR', { dateStyle: 'long' }),
  'RFC 3339': (date) => date.toISOString(),
  'RFC 5322': (date) => date.toUTCString(),
  'day first': (date) => parts(date).join('/'),
  'day first, dots': (date) => parts(date).join('.'),
  'year first': (date) => parts(date).reverse().join('/'),
}
const PIECES = [
  'February',
  'Feb.',
  'شباط',
  'تشرين',
  'الأول',
  'Thursday',
  'الخميس',
  'of',
  '25th',
  'م',
  'T',
  '10:30',
  'a.m.',
  'noon',
  'midnight',
  'GMT',
  'IST',
  '+03:00',
  'الساعة',
  'صباحًا',
  'رجب',
  '1442',
  'هـ',
  'الموافق',
]
