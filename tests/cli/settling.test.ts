import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/cli/exit.ts'
import {
  type Doubt,
  type Manuscript,
  type Moment,
  NO_WORDS,
  type Standing,
} from '../../src/cli/manuscript/manuscript.ts'
import { localized } from '../../src/cli/publishing/localized.ts'
import { type Aim, type Said, type Settling, settle } from '../../src/cli/publishing/settling.ts'
import {
  momentNamed,
  type Timing,
  timeToLift,
  timeToPublish,
  timingWords,
} from '../../src/cli/publishing/timing.ts'
import { answering } from './answering.ts'
import { type Recorded, recordedTerminal } from './recorded.ts'

const SITE = {
  languages: ['en', 'ar'] as [string, ...string[]],
  kinds: {
    'press-release': { en: 'Press release', ar: 'بيان صحفي' },
    statement: { en: 'Statement', ar: 'تصريح' },
  },
}
const SAYS_NOTHING: Said = {
  language: null,
  kind: null,
  topics: [],
  headline: {},
  hasMoment: false,
}
const moment = (text: string) => text as Moment
const ZONE = 'Asia/Damascus'
const NOW = Date.parse('2026-11-25T09:00:00Z')

const manuscript = (over: Partial<Manuscript> = {}): Manuscript => ({
  source: 'statement.txt',
  id: null,
  kind: 'statement',
  topics: [],
  texts: { en: { ...NO_WORDS, headline: 'A statement', body: 'It was said. And more.' } },
  standing: null,
  doubts: [],
  ...over,
})
const doubt = (over: Partial<Doubt> & Pick<Doubt, 'about'>): Doubt => ({
  says: 'It could be two things.',
  option: null,
  isOpen: true,
  choices: [],
  ...over,
})
const TWO_DAYS = doubt({
  about: 'date',
  says: '"04/05/2021" could be two days.',
  option: '--date',
  choices: [
    { label: '4 May 2021', value: '2021-05-04' },
    { label: '5 April 2021', value: '2021-04-05' },
  ],
})

async function settled(
  one: Manuscript,
  terminal: Recorded,
  { aim = 'publish', said = {} }: { aim?: Aim; said?: Partial<Said> } = {},
) {
  const open: string[] = []
  const settling: Settling = { aim, terminal, open, site: SITE, said: { ...SAYS_NOTHING, ...said } }
  return { manuscript: await settle(one, settling), open }
}

describe('a person is asked', () => {
  test('which day an ambiguous date means', async () => {
    const person = answering('5 April')
    const { manuscript: one, open } = await settled(manuscript({ doubts: [TWO_DAYS] }), person)
    expect(one.standing).toEqual({ state: 'published', on: '2021-04-05' })
    expect(person.questions).toEqual([
      'statement.txt: "04/05/2021" could be two days. Which one is meant?',
    ])
    expect(open).toEqual([])
  })

  test('for a date that is none of those, in either script', async () => {
    const person = answering('another', 'never', '٦ أيار ٢٠٢١')
    const { manuscript: one } = await settled(manuscript({ doubts: [TWO_DAYS] }), person)
    expect(one.standing).toEqual({ state: 'published', on: '2021-05-06' })
  })

  test('for a headline, and the first sentence is what Enter means', async () => {
    const bare = { ...NO_WORDS, body: 'قال المجلس كلمته اليوم. ثم سكت.' }
    const person = answering('')
    const { manuscript: one } = await settled(manuscript({ texts: { ar: bare } }), person)
    expect(one.texts.ar?.headline).toBe('قال المجلس كلمته اليوم')
    expect(person.questions[0]).toMatch(
      /^statement\.txt, Arabic: It has no headline\. .*\[قال المجلس كلمته اليوم\]$/,
    )
  })

  test('which line is the headline, where there are several', async () => {
    const choices = ['Council adopts the budget', 'A year of savings'].map((line) => ({
      label: line,
      value: line,
    }))
    const one = manuscript({
      texts: { en: { ...NO_WORDS, body: 'Text.' } },
      doubts: [doubt({ about: 'headline', choices })],
    })
    const { manuscript: first } = await settled(one, answering('A year'))
    expect(first.texts.en?.headline).toBe('A year of savings')
    const { manuscript: own } = await settled(one, answering('another', 'Savings'))
    expect(own.texts.en?.headline).toBe('Savings')
  })

  test('for the language of a text, among those that are free', async () => {
    const english = { ...NO_WORDS, headline: 'Budget', body: 'Text.' }
    const texts = { en: english, und: { ...NO_WORDS, headline: 'Budget 2026', body: '1' } }
    const { manuscript: one } = await settled(manuscript({ texts }), answering('Arabic'))
    expect(Object.keys(one.texts)).toEqual(['en', 'ar'])
    expect(one.texts.ar?.headline).toBe('Budget 2026')
  })

  test('for a kind that the site does not have', async () => {
    const { manuscript: one } = await settled(manuscript({ kind: 'Bulletin' }), answering('Press'))
    expect(one.kind).toBe('press-release')
  })

  test('and may stop', async () => {
    const stopped = settled(manuscript({ doubts: [TWO_DAYS] }), answering('^C'))
    await expect(stopped).rejects.toMatchObject({ exit: 'interrupted' })
  })
})

describe('where nobody answers', () => {
  test('every question is named, with what settles it', async () => {
    const one = manuscript({
      kind: 'Bulletin',
      texts: { und: { ...NO_WORDS, body: 'Text.' } },
      doubts: [TWO_DAYS],
    })
    const { open } = await settled(one, recordedTerminal())
    expect(open).toHaveLength(4)
    expect(open.join('\n')).toMatch(/--language en, --language ar/)
    expect(open.join('\n')).toMatch(/--kind press-release, --kind statement/)
    expect(open.join('\n')).toMatch(/--headline TEXT/)
    expect(open.join('\n')).toMatch(
      /--date 2021-05-04 \(4 May 2021\) or --date 2021-04-05 \(5 April 2021\)/,
    )
  })

  test('the command line settles them', async () => {
    const one = manuscript({
      kind: null,
      texts: { und: { ...NO_WORDS, body: 'نص.' } },
      doubts: [TWO_DAYS, doubt({ about: 'kind' }), doubt({ about: 'headline' })],
    })
    const said = {
      language: 'ar',
      kind: 'بيان صحفي',
      headline: { ar: 'عنوان' },
      hasMoment: true,
      topics: ['budget'],
    }
    const { manuscript: all, open } = await settled(one, recordedTerminal(), { said })
    expect(open).toEqual([])
    expect(all).toMatchObject({
      kind: 'press-release',
      topics: ['budget'],
      texts: { ar: { headline: 'عنوان', body: 'نص.' } },
    })
  })

  test('what is not open is told, and a draft is asked for no date and no headline', async () => {
    const terminal = recordedTerminal()
    const one = manuscript({
      texts: { en: { ...NO_WORDS, body: 'Text.' } },
      doubts: [TWO_DAYS, doubt({ about: 'words', isOpen: false, says: 'A line was left over.' })],
    })
    const { open } = await settled(one, terminal, { aim: 'draft' })
    expect(open).toEqual([])
    expect(terminal.told).toEqual(['statement.txt: A line was left over.'])
  })
})

describe('when it is public', () => {
  const published = (on: string | null): Standing => ({
    state: 'published',
    on: on === null ? null : moment(on),
  })
  const held = (until: string): Standing => ({ state: 'embargoed', until: moment(until) })

  async function time(
    standing: Standing | null,
    {
      chosen = null,
      terminal = recordedTerminal(),
    }: { chosen?: Moment | 'now' | null; terminal?: Recorded } = {},
  ): Promise<{ timing: Timing; open: string[] }> {
    const open: string[] = []
    const clock = { now: NOW, zone: ZONE, terminal }
    return { timing: await timeToPublish('a.txt', standing, chosen, clock, open), open }
  }

  test.each([
    ['no date', null],
    ['a draft', { state: 'draft' } as const],
    ['no day', published(null)],
    ['today', published('2026-11-25')],
    ['earlier today', published('2026-11-25T10:00:00')],
    ['an embargo of today that is over', held('2026-11-25T11:59:00')],
  ])('%s is now', async (_, standing) => {
    expect((await time(standing)).timing.is).toBe('now')
  })

  test('a past day is filed under, and said so', async () => {
    const { timing } = await time(published('2021-02-25'))
    expect(timing).toMatchObject({ is: 'filed', at: '2021-02-25', day: '2021-02-25' })
    expect(timingWords(timing, ZONE)).toBe('at once, filed under 25 February 2021, which is past')
    expect((await time(null, { chosen: moment('2021-02-25T23:30:00') })).timing).toMatchObject({
      is: 'filed',
      at: '2021-02-25T21:30:00.000Z',
      day: '2021-02-25',
    })
  })

  test('the time of today that a file says is told', async () => {
    const { timing } = await time(published('2026-11-25T10:00:00'))
    expect(timingWords(timing, ZONE)).toBe(
      'at once; the file says 25 November 2026, 10:00 (Asia/Damascus), 07:00 UTC',
    )
  })

  test.each([
    ['a day to come', published('2026-11-26')],
    ['an hour to come', published('2026-11-25T12:01:00')],
    ['an embargo', held('2026-11-26T09:00:00+03:00')],
  ])('%s is asked and never guessed', async (_, standing) => {
    const { open } = await time(standing)
    expect(open).toEqual([expect.stringMatching(/still to come.*--date now.*pressroom embargo/)])
    const until = { is: 'embargo' }
    expect((await time(standing, { terminal: answering('hold') })).timing).toMatchObject(until)
    expect((await time(standing, { terminal: answering('now') })).timing.is).toBe('now')
    await expect(time(standing, { terminal: answering('stop') })).rejects.toBeInstanceOf(Failure)
    expect((await time(standing, { chosen: 'now' })).timing.is).toBe('now')
  })

  test('an embargo is told in the site’s zone and in UTC', async () => {
    const clock = { now: NOW, zone: ZONE, terminal: recordedTerminal() }
    const lift = (standing: Standing | null, chosen: Moment | null, open: string[] = []) =>
      timeToLift('a.txt', standing, chosen, null, clock, open)
    const timing = await lift(null, moment('2027-03-01'))
    expect(timingWords(timing, ZONE)).toBe(
      'held until 1 March 2027, 00:00 (Asia/Damascus), 28 February 2027, 21:00 UTC',
    )
    expect(await lift(held('2027-03-01T09:00:00'), null)).toEqual({
      is: 'embargo',
      until: Date.parse('2027-03-01T06:00:00Z'),
    })
    const open: string[] = []
    await lift(null, null, open)
    await lift(held('2021-03-01'), null, open)
    expect(open).toEqual([
      expect.stringMatching(/does not say until when.*--until/),
      expect.stringMatching(/ended on 1 March 2021.*--until/),
    ])
    await expect(lift(null, moment('2021-03-01'))).rejects.toMatchObject({ exit: 'misuse' })
  })

  test('an ambiguous option is asked, or named with its meanings', async () => {
    expect(await momentNamed('--date', '04/05/2021', answering('4 May'))).toBe('2021-05-04')
    await expect(momentNamed('--date', '04/05/2021', recordedTerminal())).rejects.toMatchObject({
      exit: 'unsettled',
      details: expect.arrayContaining(['--date 2021-05-04  (4 May 2021)']),
    })
    await expect(momentNamed('--date', 'soon', recordedTerminal())).rejects.toMatchObject({
      exit: 'misuse',
    })
  })
})

describe('words for readers', () => {
  const of = (given: string[], own: string[]) => localized('--note', given, SITE.languages, own)

  test('are in the language that is named, that the release has alone, or that they are written in', () => {
    expect(of(['A word was wrong.', 'ar=كانت كلمة خاطئة.'], ['en', 'ar'])).toEqual({
      en: 'A word was wrong.',
      ar: 'كانت كلمة خاطئة.',
    })
    expect(of(['كانت كلمة خاطئة في الفقرة الثانية.'], ['en', 'ar'])).toHaveProperty('ar')
    expect(of(['2026'], ['ar'])).toEqual({ ar: '2026' })
    expect(of(['2026'], ['en', 'ar'])).toEqual({ en: '2026' })
  })

  test('are not in a language that the site does not have, twice in one, or empty', () => {
    for (const given of [['fr=Une erreur.'], ['en=a', 'en=b'], ['en= ']])
      expect(() => of(given, ['en'])).toThrow(Failure)
  })
})
