import { same } from './content.ts'
import type { Instant } from './dateline.ts'
import { type FieldError, pointer, Refusal } from './refusals.ts'
import { asOf, type Language, type Release, type ReleaseId, type State } from './release.ts'
import { requirements } from './requirements.ts'
import type { Revision, RevisionKind } from './revision.ts'

/** Time zones are so far from UTC at most, in milliseconds. */
const WEST = 12 * 3_600_000
const EAST = 14 * 3_600_000
const DAY_LENGTH = 86_400_000
/** Faults that are named at most: one wrong clock makes every revision wrong. */
const MAX_NAMED = 100

/**
 * Whether these revisions can be a part of a release's history at `now`.
 * @throws Refusal `invalid` naming what cannot be, as `/revisions/3/at`
 */
export function demandPart(id: ReleaseId, revisions: readonly Revision[], now: Instant): void {
  refuse(
    revisions.flatMap((revision, at) =>
      within(at, [
        ...faultsIn(id, revision, now),
        // What came before the first one is judged with the whole.
        ...faultsAfter(revisions[at - 1], revision),
      ]),
    ),
  )
}

/**
 * Whether the history is one from its beginning to its end.
 * @param before what was sent in earlier parts; their texts may be without words
 * @throws Refusal `invalid`
 */
export function demandHistory(before: readonly Revision[], last: readonly Revision[]): void {
  const all = [...before, ...last]
  const faults = all.flatMap((revision, at) => {
    const here = at === 0 ? faultsFirst(revision) : faultsAfter(all[at - 1], revision)
    if (at >= before.length) return within(at - before.length, here)
    // It is not in this body: only its number can say where.
    return here.map(({ pointer, detail }) => ({
      pointer: '/revisions',
      detail: `of revision ${revision.number}, sent before: ${pointer} ${detail}`,
    }))
  })
  refuse(faults)
}

function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0)
    throw new Refusal('invalid', 'This cannot be a history.', faults.slice(0, MAX_NAMED))
}

const within = (at: number, faults: readonly FieldError[]): FieldError[] =>
  faults.map(({ pointer, detail }) => ({ pointer: `/revisions/${at}${pointer}`, detail }))

/** What is wrong with a revision whatever came before it. */
function faultsIn(id: ReleaseId, { number, at, release, kind, note }: Revision, now: Instant) {
  const faults: FieldError[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  if (at > now) fault('/at', 'is in the future')
  if (release.id !== id) fault('/release/id', 'is not the id in the address')
  if (release.revision !== number) fault('/release/revision', 'is not the number of the revision')
  if (release.revisedAt !== at) fault('/release/revisedAt', 'is not the instant of the revision')
  if (release.createdAt > at) fault('/release/createdAt', 'is after the revision')
  if (note === null && (kind === 'corrected' || kind === 'withdrawn')) fault('/note', 'is missing')
  for (const [index, correction] of release.corrections.entries())
    if (correction.at > at) fault(`/release/corrections/${index}/at`, 'is after the revision')
  if (release.state !== 'draft') faults.push(...faultsInFiled(release, at))
  for (const language of Object.keys(release.texts) as Language[])
    faults.push(...faultsInTimes(release, language, at))
  return faults
}

function faultsInFiled(release: Exclude<Release, { state: 'draft' }>, at: Instant): FieldError[] {
  const faults: FieldError[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  // The zone may be another one by now: any in which it was that day will do.
  const midnight = Date.parse(`${release.day}T00:00:00Z`)
  if (release.liveAt < midnight - EAST || release.liveAt >= midnight + DAY_LENGTH + WEST)
    fault('/release/day', 'is not the day of "liveAt" in any time zone')
  if (release.state !== 'embargoed' && release.liveAt > at)
    fault('/release/liveAt', 'is after the revision, and the release is not under embargo')
  for (const missing of requirements(release.texts))
    fault(`/release${missing.pointer}`, missing.detail)
  for (const [language, { slug }] of Object.entries(release.texts))
    if (slug === null) fault(`/release${pointer('texts', language, 'slug')}`, 'is missing')
  if (release.state !== 'withdrawn') return faults
  if (release.withdrawnAt > at) fault('/release/withdrawal/at', 'is after the revision')
  if (release.replacedBy === release.id)
    fault('/release/withdrawal/replacedBy', 'is the release itself')
  return faults
}

/** A draft's texts have no times; others have both, and none after they are public. */
function faultsInTimes(release: Release, language: Language, at: Instant): FieldError[] {
  const latest = release.state === 'embargoed' ? Math.max(at, release.liveAt) : at
  return (['publicFrom', 'changedAt'] as const).flatMap((name) => {
    const instant = release.texts[language]?.[name] ?? null
    const detail =
      release.state === 'draft'
        ? instant !== null && 'cannot be told of a draft'
        : instant === null
          ? 'is missing'
          : instant > latest && 'is later than can be'
    return detail ? [{ pointer: `/release${pointer('texts', language, name)}`, detail }] : []
  })
}

/** What each kind of revision makes of a release in a state; what is not here cannot be. */
const FOLLOWS: Record<State, { readonly [Kind in RevisionKind]?: State }> = {
  draft: { edited: 'draft', published: 'published', embargoed: 'embargoed' },
  embargoed: {
    edited: 'embargoed',
    'embargo-moved': 'embargoed',
    'embargo-cancelled': 'draft',
    published: 'published',
  },
  published: { edited: 'published', corrected: 'published', withdrawn: 'withdrawn' },
  withdrawn: {},
}
const BEGINS: (typeof FOLLOWS)[State] = {
  created: 'draft',
  published: 'published',
  embargoed: 'embargoed',
}

/** What is wrong with the first revision of all. */
function faultsFirst({ number, kind, release }: Revision): FieldError[] {
  if (number !== 1)
    return [{ pointer: '/number', detail: 'must be 1: what comes before has to be sent first' }]
  const faults = faultsInKind(BEGINS, kind, release.state, 'begin a history')
  if (release.corrections.length > 0)
    faults.push({ pointer: '/release/corrections', detail: 'cannot be there from the beginning' })
  return faults
}

function faultsInKind(
  may: (typeof FOLLOWS)[State],
  kind: RevisionKind,
  state: State,
  what: string,
): FieldError[] {
  const becomes = may[kind]
  if (becomes === undefined) return [{ pointer: '/kind', detail: `"${kind}" cannot ${what}` }]
  return becomes === state
    ? []
    : [{ pointer: '/release/state', detail: `"${kind}" makes it ${becomes}` }]
}

/** What is wrong with a revision after the one before it. */
function faultsAfter(before: Revision | undefined, revision: Revision): FieldError[] {
  if (!before) return []
  const { number, at, kind, release } = revision
  const faults: FieldError[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  if (number !== before.number + 1) fault('/number', `must be ${before.number + 1}`)
  if (at < before.at) fault('/at', 'is before the revision before it')
  if (release.createdAt !== before.release.createdAt)
    fault('/release/createdAt', 'is another one than before')
  const seen = asOf(before.release, at)
  faults.push(
    ...faultsInKind(FOLLOWS[seen.state], kind, release.state, `follow where it is ${seen.state}`),
  )
  const stays = seen.state === 'published' || (seen.state === 'embargoed' && kind === 'edited')
  if (stays && release.state !== 'draft') {
    if (release.liveAt !== seen.liveAt) fault('/release/liveAt', 'is another one than before')
    if (release.day !== seen.day) fault('/release/day', 'is another one than before')
  }
  if (seen.state === 'published')
    for (const language of Object.keys(seen.texts))
      if (!(language in release.texts))
        fault('/release/texts', `lacks the text in "${language}", which was public`)
  const more = kind === 'corrected' ? 1 : 0
  const kept = release.corrections.slice(0, seen.corrections.length)
  if (
    !same(kept, seen.corrections) ||
    release.corrections.length !== seen.corrections.length + more
  )
    fault('/release/corrections', 'must be those from before, and one more for a correction')
  return faults
}
