import { Failure } from '../exit.ts'
import { asked } from './correcting.ts'
import { type Existing, releaseNamed } from './finding.ts'
import { agreed } from './issuing.ts'
import { type Localized, localized } from './localized.ts'
import type { Desk } from './preparing.ts'
import { keyOf, send } from './sending.ts'
import { alreadyDone, told } from './standing.ts'
import { languageName, quoted } from './telling.ts'

export interface WithdrawOptions {
  readonly reason?: readonly string[]
  readonly replacedBy?: string
  readonly verbose?: true
}

/** Takes a public release back, for good. @throws Failure as `exit.ts` names them */
export async function withdraw(named: string, options: WithdrawOptions, desk: Desk): Promise<void> {
  const { terminal, connection, context } = desk
  const site = await connection.site()
  const existing = await releaseNamed(connection, named)
  const { release, etag } = existing
  const { id } = release
  const own = Object.keys(release.texts)
  const given = localized('--reason', options.reason ?? [], site.languages, own)
  if (release.state === 'withdrawn') {
    if (isReason(existing, given)) return told(options, desk, alreadyDone(existing, 'withdrawn'))
    throw new Failure('refused', `${id} was withdrawn before, with another reason.`, [
      'That stays: a withdrawal is for good.',
    ])
  }
  demandPublic(existing)
  const successor =
    options.replacedBy === undefined ? null : await releaseNamed(connection, options.replacedBy)
  if (successor?.release.id === id)
    throw new Failure('misuse', `--replaced-by: ${id} does not replace itself.`)
  terminal.tell(terminal.style.bold(id))
  for (const [language, { headline, url }] of Object.entries(release.texts))
    terminal.tell(`  ${languageName(language)}: ${quoted(headline ?? '')}  ${url ?? ''}`)
  const reason = Object.keys(given).length > 0 ? given : await reasonAsked(own, desk)
  for (const [language, text] of Object.entries(reason))
    terminal.tell(`  reason (${languageName(language)}): ${quoted(text)}`)
  if (successor) terminal.tell(`  replaced by ${successor.release.id}, ${headlineOf(successor)}`)
  terminal.warn(
    'This is for good. Its text is not served any more, its address keeps the reason, and nothing brings it back.',
  )
  await agreed(terminal, `Withdraw ${id} for good?`)
  const replacedBy = successor ? { replacedBy: successor.release.id } : {}
  await told(options, desk, async () => {
    const { answer, isRepeated } = await send(
      {
        what: `${id} was withdrawn`,
        key: keyOf('withdraw', id, etag, reason, replacedBy),
        request: (key) =>
          connection.client.api.releases[':id'].withdrawal.$post({
            param: { id },
            json: { reason, ...replacedBy },
            header: { 'If-Match': etag, 'Idempotency-Key': key },
          }),
      },
      context.stop,
    )
    const { receipt } = answer
    return { source: id, did: 'withdrawn', isRepeated, release: answer.release, receipt }
  })
}

function demandPublic({ release: { id, state } }: Existing): void {
  if (state === 'draft')
    throw new Failure('refused', `${id} is a draft: nobody has read it, so nothing is withdrawn.`)
  if (state === 'embargoed')
    throw new Failure('refused', `${id} is under embargo: nobody has read it yet.`, [
      `"pressroom embargo --release ${id} --cancel" makes it a draft again.`,
    ])
}

async function reasonAsked(own: readonly string[], { terminal }: Desk): Promise<Localized> {
  if (!terminal.isInteractive)
    throw new Failure('unsettled', 'Why is it withdrawn? --reason TEXT says it to readers.', [
      'Nothing was sent.',
    ])
  return asked(own, 'Why is it withdrawn, for readers', terminal)
}

const headlineOf = ({ release }: Existing) =>
  quoted(Object.values(release.texts).find(({ headline }) => headline)?.headline ?? 'a draft')

/** Whether it was withdrawn for just this reason, or none is said now. */
function isReason({ release: { withdrawal } }: Existing, given: Localized): boolean {
  const told: Readonly<Record<string, string>> = withdrawal?.reason ?? {}
  return Object.entries(given).every(([language, text]) => told[language] === text)
}
