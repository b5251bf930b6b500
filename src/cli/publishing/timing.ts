import { type Day, dayOf, type Instant, instantText } from '../../newsroom/dateline.ts'
import { Failure } from '../exit.ts'
import { datesOf } from '../manuscript/dates.ts'
import type { Moment, Standing } from '../manuscript/manuscript.ts'
import { instantOf, momentSent } from '../manuscript/moments.ts'
import type { Terminal } from '../terminal.ts'
import { dayWords, instantWords } from './telling.ts'

/** When a release is public. */
export type Timing =
  | { readonly is: 'draft' }
  /** `instead` is what the file says that is left aside by it. */
  | { readonly is: 'now'; readonly instead: string | null }
  /** Filed under a past moment, which is sent as `at`. */
  | { readonly is: 'filed'; readonly at: string; readonly day: Day; readonly time: string | null }
  | { readonly is: 'embargo'; readonly until: Instant }

/** What decides on it, beside what the file says. */
export interface Clock {
  readonly now: Instant
  /** The site's. */
  readonly zone: string
  readonly terminal: Pick<Terminal, 'isInteractive' | 'choose' | 'ask'>
}

/** What is still open, for who is not there to answer: a line for each. */
export type Open = string[]

/**
 * When `publish` makes a release public: at once what has no date or today's, filed under its day what
 * has a past one. What is still to come, or held until then, is a question and never guessed.
 * @param chosen what `--date` says
 */
export async function timeToPublish(
  source: string,
  standing: Standing | null,
  chosen: Moment | 'now' | null,
  clock: Clock,
  open: Open,
): Promise<Timing> {
  const { now, zone, terminal } = clock
  const written = chosen === 'now' ? null : (chosen ?? momentIn(standing))
  if (written === null) {
    const isDraft = chosen === null && standing?.state === 'draft'
    return { is: 'now', instead: isDraft ? 'that it is a draft' : null }
  }
  const instant = existing(source, written, zone)
  const day = dayOf(instant, zone)
  const isHeld = chosen === null && standing?.state === 'embargoed'
  if (instant > now) {
    const what = `${source} is ${isHeld ? 'under embargo until' : 'dated'} ${instantWords(instant, zone)}, which is still to come`
    if (!terminal.isInteractive) {
      open.push(
        `${what}. --date now publishes it at once; "pressroom embargo" holds it until then.`,
      )
      return { is: 'draft' }
    }
    return terminal
      .choose(`${what}. What shall be done?`, [
        { label: 'hold it until then', value: { is: 'embargo', until: instant } as Timing },
        { label: 'publish it now', value: { is: 'now', instead: null } as Timing },
        { label: 'stop: nothing is sent', value: null },
      ])
      .then(goingOn)
  }
  const time = written.includes('T') ? instantWords(instant, zone) : null
  if (day === dayOf(now, zone))
    return { is: 'now', instead: time === null || chosen !== null ? null : time }
  return { is: 'filed', at: momentSent(written, zone), day, time }
}

/**
 * Until when `embargo` holds a release: what `--until` says, or the file's own embargo or date to come,
 * or what it is held until already.
 */
export async function timeToLift(
  source: string,
  standing: Standing | null,
  chosen: Moment | null,
  held: Instant | null,
  clock: Clock,
  open: Open,
): Promise<Timing> {
  const { now, zone, terminal } = clock
  const written = chosen ?? momentIn(standing)
  const instant = written === null ? null : existing(source, written, zone)
  if (instant !== null && instant > now) return { is: 'embargo', until: instant }
  if (chosen !== null && instant !== null)
    throw new Failure('misuse', `--until ${instantWords(instant, zone)} is past already.`)
  if (held !== null) return { is: 'embargo', until: held }
  const what =
    standing?.state === 'embargoed' && instant !== null
      ? `${source}: its embargo ended on ${instantWords(instant, zone)}`
      : `${source} does not say until when it is held`
  if (!terminal.isInteractive) {
    open.push(`${what}. --until says it.`)
    return { is: 'draft' }
  }
  for (let question = `${what}. Until when shall it be held?`; ; ) {
    const answer = await asked(question, clock)
    const until = existing(source, answer, zone)
    if (until > now) return { is: 'embargo', until }
    question = 'That is past already. Until when?'
  }
}

/**
 * The moment that an option names; of several that it could mean, the one that is chosen.
 * @param option its name, such as `--date`
 * @throws Failure `misuse` where it is none, `unsettled` where it could be several
 */
export async function momentNamed(
  option: string,
  written: string,
  terminal: Clock['terminal'],
): Promise<Moment> {
  const meanings = datesOf(written)
  const [only, another] = meanings
  if (only === undefined)
    throw new Failure(
      'misuse',
      `${option} "${written}" is no date such as 2026-03-01, "1 March 2026, 9:00" or 2026-03-01T09:00:00+03:00.`,
    )
  if (another === undefined) return only
  if (!terminal.isInteractive)
    throw new Failure(
      'unsettled',
      `${option} "${written}" could be several days: write it as one of these.`,
      meanings.map((moment) => `${option} ${moment}  (${momentWords(moment)})`),
    )
  return terminal.choose(
    `${option} "${written}" could be several days. Which one?`,
    meanings.map((moment) => ({ label: momentWords(moment), value: moment })),
  )
}

/** A date that is asked for, until there is one. */
export async function asked(question: string, { terminal }: Pick<Clock, 'terminal'>) {
  for (let told = question; ; told = 'That is no date such as "1 March 2026, 9:00". Which one?') {
    const answer = await terminal.ask(told)
    const meanings = answer === '' ? [] : datesOf(answer)
    const [only, another] = meanings
    if (only !== undefined && another === undefined) return only
    if (only !== undefined) return momentNamed('The answer', answer, terminal)
  }
}

/** A moment as it was written, in words: `4 May 2021`, `4 May 2021, 09:00 +02:00`. */
export function momentWords(moment: Moment): string {
  const [day = '', time] = moment.split('T')
  if (time === undefined) return dayWords(day)
  const [, clock, offset] = /^(\d\d:\d\d)(?::00)?(.*)$/.exec(time) ?? []
  return `${dayWords(day)}, ${clock ?? time}${offset ? ` ${offset === 'Z' ? 'UTC' : offset}` : ''}`
}

/** What is told of being public, before it is sent. */
export function timingWords(timing: Timing, zone: string): string {
  if (timing.is === 'draft') return 'not yet: it stays a draft'
  if (timing.is === 'embargo') return `held until ${instantWords(timing.until, zone)}`
  if (timing.is === 'filed')
    return `at once, filed under ${timing.time ?? dayWords(timing.day)}, which is past`
  return timing.instead === null ? 'at once' : `at once; the file says ${timing.instead}`
}

/** What of a new release's body says when it is public. */
export function timingSent(
  timing: Timing,
): { publish: true | { at: string } } | { embargo: { until: string } } | object {
  if (timing.is === 'now') return { publish: true }
  if (timing.is === 'filed') return { publish: { at: timing.at } }
  if (timing.is === 'embargo') return { embargo: { until: instantText(timing.until) } }
  return {}
}

export function momentIn(standing: Standing | null): Moment | null {
  if (standing?.state === 'embargoed') return standing.until
  return standing?.state === 'published' ? standing.on : null
}

function existing(source: string, moment: Moment, zone: string): Instant {
  const instant = instantOf(moment, zone)
  if (instant === null)
    throw new Failure('unsettled', `${source}: the calendar has no ${moment}. --date says another.`)
  return instant
}

function goingOn<T>(chosen: T | null): T {
  if (chosen === null) throw new Failure('interrupted', 'Nothing was sent.')
  return chosen
}
