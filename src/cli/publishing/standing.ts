import { Failure } from '../exit.ts'
import { wordingOf, contentOf } from './content.ts'
import { type Existing, liveAt, releaseNamed } from './finding.ts'
import { agreed, questionOf } from './issuing.ts'
import { carryOut } from './outcome.ts'
import type { Desk } from './preparing.ts'
import type { Done } from './receipt.ts'
import { keyOf, send } from './sending.ts'
import { kindLabel } from './settling.ts'
import { timed } from './steps.ts'
import { counted, instantWords, languageName } from './telling.ts'
import {
  momentNamed,
  type Open,
  type Timing,
  timeToLift,
  timeToPublish,
  timingWords,
} from './timing.ts'
import { understood } from './understanding.ts'

export interface StandingOptions {
  readonly release: string
  readonly date?: string
  readonly until?: string
  readonly verbose?: true
}

/**
 * Publishes a release that is there, as it is.
 * @throws Failure `refused` where its state does not allow it, or something is missing
 */
export async function publishStanding(options: StandingOptions, desk: Desk): Promise<void> {
  const { terminal, connection, context } = desk
  const { timeZone: zone } = await connection.site()
  const existing = await releaseNamed(connection, options.release)
  const { release } = existing
  if (release.state === 'withdrawn') throw withdrawn(release.id)
  if (release.state === 'published') return told(options, desk, alreadyDone(existing, 'published'))
  const chosen = /^(?:now|today)$/i.test(options.date ?? '')
    ? ('now' as const)
    : options.date === undefined
      ? null
      : await momentNamed('--date', options.date, terminal)
  const clock = { now: context.now, zone, terminal }
  const timing = await settled((open) => timeToPublish(release.id, null, chosen, clock, open))
  await showAndAgree(existing, timing, desk)
  await told(options, desk, () => timed(release.id, existing, timing, desk))
}

/** Holds a release that is there until a moment, or moves that moment. */
export async function embargoStanding(options: StandingOptions, desk: Desk): Promise<void> {
  const { terminal, connection, context } = desk
  const { timeZone: zone } = await connection.site()
  const existing = await releaseNamed(connection, options.release)
  const { release } = existing
  if (release.state === 'withdrawn') throw withdrawn(release.id)
  if (release.state === 'published')
    throw new Failure('refused', `${release.id} is public: it cannot be held any more.`, [
      `"pressroom withdraw ${release.id}" takes it back, for good.`,
    ])
  const chosen =
    options.until === undefined ? null : await momentNamed('--until', options.until, terminal)
  const clock = { now: context.now, zone, terminal }
  const timing = await settled((open) => timeToLift(release.id, null, chosen, null, clock, open))
  if (release.state === 'embargoed' && timing.is === 'embargo' && liveAt(release) === timing.until)
    return told(options, desk, alreadyDone(existing, 'put under embargo'))
  await showAndAgree(existing, timing, desk)
  await told(options, desk, () => timed(release.id, existing, timing, desk))
}

/** Makes a release that is held a draft again. */
export async function cancelEmbargo(options: StandingOptions, desk: Desk): Promise<void> {
  const { terminal, connection, context } = desk
  const { timeZone: zone } = await connection.site()
  const existing = await releaseNamed(connection, options.release)
  const { release, etag } = existing
  const { id } = release
  if (release.state === 'draft') return told(options, desk, alreadyDone(existing, 'made a draft'))
  if (release.state === 'withdrawn') throw withdrawn(id)
  if (release.state === 'published')
    throw new Failure('refused', `${id} is public: there is no embargo to cancel.`, [
      `"pressroom withdraw ${id}" takes it back, for good.`,
    ])
  terminal.tell(`${id} is held until ${instantWords(liveAt(release) ?? 0, zone)}.`)
  await agreed(terminal, 'Cancel the embargo, and make it a draft again?')
  await told(options, desk, async () => {
    const { answer, isRepeated } = await send(
      {
        what: `the embargo of ${id} was cancelled`,
        key: keyOf('cancel', id, etag),
        request: (key) =>
          connection.client.api.releases[':id'].embargo.$delete({
            param: { id },
            header: { 'If-Match': etag, 'Idempotency-Key': key },
          }),
      },
      context.stop,
    )
    const { receipt } = answer
    return { source: id, did: 'made a draft again', isRepeated, release: answer.release, receipt }
  })
}

/** One change, told with its receipt. */
export const told = async (
  { verbose }: { readonly verbose?: true },
  { terminal, connection, context }: Desk,
  run: () => Promise<Done>,
): Promise<void> =>
  carryOut([{ source: '', run }], {
    terminal,
    zone: (await connection.site()).timeZone,
    isVerbose: verbose === true,
    stop: context.stop,
  })

/** What was asked for is so already. */
export const alreadyDone =
  ({ release }: Existing, did: string) =>
  async (): Promise<Done> => ({
    source: release.id,
    did,
    isRepeated: true,
    release,
    receipt: null,
  })

export const withdrawn = (id: string) =>
  new Failure('refused', `${id} was withdrawn, for good.`, [
    'Another release, with another id, can take its place.',
  ])

async function settled(
  time: (open: Open) => Promise<Timing>,
): Promise<Exclude<Timing, { is: 'draft' }>> {
  const open: Open = []
  const timing = await time(open)
  if (open.length > 0 || timing.is === 'draft')
    throw new Failure('unsettled', 'This has to be settled first; nothing was sent.', open)
  return timing
}

/** @throws Failure `refused` where something is missing before it can be public */
async function showAndAgree(
  { release }: Existing,
  timing: Exclude<Timing, { is: 'draft' }>,
  { terminal, connection }: Desk,
): Promise<void> {
  const { kinds, timeZone: zone } = await connection.site()
  const { kind, topics, texts } = contentOf(release)
  const held = release.state === 'embargoed' ? liveAt(release) : null
  const instead = held === null ? '' : `, instead of ${instantWords(held, zone)}`
  terminal.tell(
    `${understood(
      {
        source: release.state === 'draft' ? 'a draft' : 'a release under embargo',
        id: release.id,
        kind: kindLabel(kind, kinds),
        topics,
        standing: `${timingWords(timing, zone)}${instead}`,
        texts: Object.fromEntries(
          Object.entries(texts).map(([language, text]) => [language, wordingOf(text)]),
        ),
        urls: Object.fromEntries(
          Object.entries(release.texts).flatMap(([language, { url }]) =>
            url ? [[language, url]] : [],
          ),
        ),
      },
      terminal,
    )}\n`,
  )
  const missing = ('requirements' in release && release.requirements) || []
  if (missing.length > 0)
    throw new Failure(
      'refused',
      `${release.id} is not complete (${counted(missing.length, 'thing')} missing); nothing was sent.`,
      missing.map(({ pointer, detail }) => {
        const [, , language] = pointer.split('/')
        return language ? `${languageName(language)}: ${detail}` : detail
      }),
    )
  await agreed(terminal, questionOf(timing, zone))
}
