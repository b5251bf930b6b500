import type { Terminal } from '../terminal.ts'
import { filedUnder, liveAt, type ReleaseRead } from './finding.ts'
import type { ChangeAnswer } from './sending.ts'
import { dayWords, instantWords, languageName } from './telling.ts'

/** What was done, or was there already, of what one source says. */
export interface Done {
  readonly source: string
  /** `published`, `withdrawn`, … */
  readonly did: string
  /** Whether it was so before this command. */
  readonly isRepeated: boolean
  readonly release: ReleaseRead
  /** Null where nothing had to be asked for. */
  readonly receipt: ChangeAnswer['receipt'] | null
}
export interface NotDone {
  readonly source: string
  readonly why: string
}

/** What the newsroom answered, for people: addresses, and since when or from when on it is public. */
export function receiptWords(
  { source, did, isRepeated, release, receipt }: Done,
  zone: string,
  isVerbose: boolean,
  { style }: Pick<Terminal, 'style'>,
): string {
  const requirements = ('requirements' in release && release.requirements) || []
  return [
    `${style.green(isRepeated ? `${did} already` : did)}  ${source}`,
    `  ${release.id}, revision ${release.revision}`,
    ...Object.entries(release.texts).flatMap(([language, { url }]) =>
      url ? [`  ${languageName(language)}: ${url}`] : [],
    ),
    ...standing(release, zone).map((line) => `  ${line}`),
    ...requirements.map(({ pointer, detail }) => `  missing: ${missingWords(pointer, detail)}`),
    ...(isVerbose && receipt ? rebuilt(receipt).map((line) => style.dim(`  ${line}`)) : []),
  ].join('\n')
}

/** The same for programs: one document with all that was answered. */
export const receiptJson = (done: readonly Done[], notDone: readonly NotDone[]): string =>
  JSON.stringify(
    {
      done: done.map(({ source, isRepeated, release, receipt }) => ({
        source,
        repeated: isRepeated,
        release,
        receipt,
      })),
      notDone,
    },
    null,
    2,
  )

function standing(release: ReleaseRead, zone: string): string[] {
  const instant = liveAt(release)
  if (release.state === 'draft' || instant === null) return ['not public: a draft']
  if (release.state === 'embargoed') return [`public from ${instantWords(instant, zone)}`]
  if (release.state === 'withdrawn') {
    const at = release.withdrawal ? Date.parse(release.withdrawal.at) : instant
    return [`withdrawn on ${instantWords(at, zone)}: its address keeps the reason`]
  }
  // The day that it is filed under may be older than the one from which readers have it.
  const since = Math.min(
    ...Object.values(release.texts).map(({ publicFrom }) =>
      publicFrom === undefined ? Number.POSITIVE_INFINITY : Date.parse(publicFrom),
    ),
  )
  const day = filedUnder(release)
  const isFiled = day !== null && since > instant
  return [
    `public since ${instantWords(since, zone)}`,
    ...(isFiled ? [`filed under ${dayWords(day)}`] : []),
  ]
}

function rebuilt({ rebuilt: paths, rebuildPending, edge }: ChangeAnswer['receipt']): string[] {
  return [
    `rebuilt: ${paths.length === 0 ? 'nothing' : paths.join(', ')}${rebuildPending ? ', and more within a minute' : ''}`,
    `edge: ${edge}`,
  ]
}

function missingWords(pointer: string, detail: string): string {
  const [, first, language] = pointer.split('/')
  return first === 'texts' && language !== undefined
    ? `${detail} (${languageName(language)})`
    : detail
}
