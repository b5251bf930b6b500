import { type Content, languagesChanged, mapTexts, revise, same } from './content.ts'
import { dayOf, type Instant } from './dateline.ts'
import { demand, demandLanguages, type Editor } from './editor.ts'
import { Refusal } from './refusals.ts'
import {
  asOf,
  type Draft,
  type Filed,
  type Language,
  type Localized,
  type Release,
  type ReleaseId,
  type State,
} from './release.ts'
import { requirements } from './requirements.ts'
import type { Change } from './revision.ts'

/** Who changes a release, when, and in which time zone its day is told. */
export interface Act {
  readonly editor: Editor
  readonly now: Instant
  readonly zone: string
}

/** A new release, not public. Needs the scope `draft`. */
export function create(id: ReleaseId, content: Content, { editor, now }: Act): Change {
  demand(editor, 'draft')
  demandLanguages(editor, languagesIn(content.texts))
  const release: Draft = {
    state: 'draft',
    id,
    revision: 1,
    createdAt: now,
    revisedAt: now,
    kind: content.kind,
    topics: content.topics,
    texts: mapTexts(content.texts, (text) => ({ ...text, publicFrom: null, changedAt: null })),
    corrections: [],
  }
  return { kind: 'created', release, note: null }
}

/**
 * Replaces what a release says. A draft needs the scope `draft`, anything else `publish`. A public
 * release stays complete and keeps its languages; a language added to it is public from `now`.
 * Null when nothing would change.
 */
export function edit(release: Release, content: Content, act: Act): Change | null {
  const before = asOf(release, act.now)
  demand(act.editor, before.state === 'draft' ? 'draft' : 'publish')
  if (before.state === 'withdrawn') throw wrongState(before.state, 'edited')
  const after = revise(before, content, act.now)
  demandLanguages(act.editor, languagesChanged(before, after))
  return same(before, after) ? null : { kind: 'edited', release: step(after, act), note: null }
}

/**
 * Makes a release public: at once, or, for an office's older releases, filed under the past
 * instant `at`. Needs the scope `publish`.
 */
export function publish(release: Release, act: Act, at: Instant | null = null): Change {
  demandWhole(act.editor, release)
  const before = asOf(release, act.now)
  if (before.state === 'published' || before.state === 'withdrawn')
    throw wrongState(before.state, 'published')
  if (at !== null && at > act.now)
    throw new Refusal('invalid', 'A release is not published in the future.', [
      { pointer: '/at', detail: 'This is in the future; to publish then, set an embargo.' },
    ])
  const next = file(before, 'published', at ?? act.now, act)
  return { kind: 'published', release: step(next, act), note: null }
}

/** Holds a complete release until `until`, or moves that moment. Needs the scope `publish`. */
export function embargo(release: Release, act: Act, until: Instant): Change {
  demandWhole(act.editor, release)
  const before = asOf(release, act.now)
  if (before.state === 'published' || before.state === 'withdrawn')
    throw wrongState(before.state, 'embargoed')
  if (until <= act.now)
    throw new Refusal('invalid', 'An embargo ends in the future.', [
      { pointer: '/until', detail: 'This is not in the future.' },
    ])
  const next = file(before, 'embargoed', until, act)
  const kind = before.state === 'embargoed' ? 'embargo-moved' : 'embargoed'
  return { kind, release: step(next, act), note: null }
}

/** Makes an embargoed release a draft again. Needs the scope `publish`. */
export function cancelEmbargo(release: Release, act: Act): Change {
  demandWhole(act.editor, release)
  const before = asOf(release, act.now)
  if (before.state !== 'embargoed')
    throw new Refusal(
      'wrong_state',
      `This release ${AS_IT_IS[before.state]}: it has no embargo to cancel.`,
    )
  const { liveAt: _, day: __, ...announcement } = before
  const texts = mapTexts(before.texts, (text) => ({ ...text, publicFrom: null, changedAt: null }))
  const next: Draft = { ...announcement, state: 'draft', texts }
  return { kind: 'embargo-cancelled', release: step(next, act), note: null }
}

/**
 * Edits a public release with a public note saying what was wrong. Without `content` the note
 * stands alone. Needs the scope `publish`.
 */
export function correct(
  release: Release,
  act: Act,
  note: Localized,
  content: Content | null,
): Change {
  demandWhole(act.editor, release)
  demandLanguages(act.editor, languagesIn(note))
  const before = asOf(release, act.now)
  if (before.state !== 'published') throw wrongState(before.state, 'corrected')
  const revised = content ? revise(before, content, act.now) : before
  demandLanguages(act.editor, languagesIn(revised.texts))
  const next = {
    ...revised,
    corrections: [...before.corrections, { at: act.now, note }],
    texts: mapTexts(revised.texts, (text) => ({ ...text, changedAt: act.now })),
  }
  return { kind: 'corrected', release: step(next, act), note }
}

/**
 * Takes a public release back, for good: its URL keeps a notice with the reason, and points to the
 * release that replaces it, if there is one. Needs the scope `publish`.
 */
export function withdraw(
  release: Release,
  act: Act,
  reason: Localized,
  replacedBy: ReleaseId | null,
): Change {
  demandWhole(act.editor, release)
  demandLanguages(act.editor, languagesIn(reason))
  const before = asOf(release, act.now)
  if (before.state !== 'published') throw wrongState(before.state, 'withdrawn')
  if (replacedBy === release.id)
    throw new Refusal('invalid', 'A release does not replace itself.', [
      { pointer: '/replacedBy', detail: 'This is the release itself.' },
    ])
  const next: Release = {
    ...before,
    state: 'withdrawn',
    withdrawnAt: act.now,
    reason,
    replacedBy,
    texts: mapTexts(before.texts, (text) => ({ ...text, changedAt: act.now })),
  }
  return { kind: 'withdrawn', release: step(next, act), note: reason }
}

/** What concerns a whole release is for whom all its languages are. */
function demandWhole(editor: Editor, release: Release): void {
  demand(editor, 'publish')
  demandLanguages(editor, languagesIn(release.texts))
}

const languagesIn = (words: Readonly<Record<Language, unknown>>) => Object.keys(words) as Language[]

const AS_IT_IS: Record<State, string> = {
  draft: 'is a draft',
  embargoed: 'is under embargo',
  published: 'is public',
  withdrawn: 'was withdrawn',
}

const wrongState = (state: State, verb: string) =>
  new Refusal('wrong_state', `This release ${AS_IT_IS[state]}, so it cannot be ${verb}.`)

/** The next revision. It never goes back in time, whatever the clocks of two machines say. */
const step = <R extends Release>(release: R, { now }: Act): R => ({
  ...release,
  revision: release.revision + 1,
  revisedAt: Math.max(now, release.revisedAt),
})

function file(release: Release, state: 'embargoed' | 'published', liveAt: Instant, act: Act) {
  const missing = requirements(release.texts)
  if (missing.length > 0) throw new Refusal('incomplete', 'The release is not complete.', missing)
  const publicFrom = state === 'embargoed' ? liveAt : act.now
  const filed: Filed = { liveAt, day: dayOf(liveAt, act.zone) }
  const texts = mapTexts(release.texts, (text) => ({ ...text, publicFrom, changedAt: publicFrom }))
  return { ...release, state, ...filed, texts } as Release
}
