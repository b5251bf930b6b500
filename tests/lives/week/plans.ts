import type { Instant } from '../../../src/newsroom/dateline.ts'
import type { Scope } from '../../../src/newsroom/editor.ts'
import type { RevisionKind } from '../../../src/newsroom/revision.ts'
import { contentOf, DAY, HOUR, type Json, MINUTE } from '../../office.ts'
import type { Dice } from './dice.ts'
import { includes, type Member, type Seen } from './staff.ts'
import type { Plan } from './wire.ts'
import type { Writing } from './writing.ts'

/** What an editor does with a release that is open on the desk. */
export type Verb =
  | 'edit'
  | 'retouch'
  | 'save'
  | 'rename'
  | 'rename-back'
  | 'take-slug'
  | 'add'
  | 'foreign'
  | 'retopic'
  | 'publish'
  | 'backdate'
  | 'embargo'
  | 'cancel'
  | 'correct'
  | 'note'
  | 'withdraw'

const OF_ALL_LANGUAGES: readonly Verb[] = [
  'publish',
  'backdate',
  'embargo',
  'cancel',
  'correct',
  'note',
  'withdraw',
]
const LANGUAGES = ['en', 'ar']

/** What a plan needs to know of the newsroom. */
export interface Scene {
  readonly now: Instant
  readonly dice: Dice
  readonly writing: Writing
  /** Slugs that the release had before, and slugs of other releases. */
  readonly slugs: { readonly own: readonly string[]; readonly others: readonly string[] }
  /** Other releases, of which one may replace a withdrawn one. */
  readonly others: readonly string[]
}

/** The verbs that an editor thinks of first, by the state that a release is in. */
export function verbsFor(member: Member, { state, texts }: Json): Partial<Record<Verb, number>> {
  const { scope, languages } = member
  const drafting = { edit: 6, retouch: 4, save: 1, rename: 1, add: 3, retopic: 1, 'take-slug': 0.5 }
  const touching = { ...drafting, foreign: 0.3, 'rename-back': 1 }
  if (!includes(scope, 'publish')) return { ...touching, publish: 0.7, embargo: 0.3 }
  if (languages && Object.keys(texts).some((language) => !languages.includes(language)))
    return { ...touching, publish: 0.5, correct: 0.5 }
  if (state === 'draft') return { ...touching, publish: 12, backdate: 5, embargo: 12, cancel: 0.3 }
  if (state === 'embargoed') return { ...touching, embargo: 4, cancel: 3, publish: 3, backdate: 1 }
  if (state === 'published')
    return { ...touching, correct: 6, note: 3, withdraw: 4, publish: 0.3, embargo: 0.3 }
  return { edit: 1, correct: 1, withdraw: 1 }
}

/** The request for a verb, and what will come of it; null where it makes no sense. */
export function planFor(member: Member, verb: Verb, seen: Seen, scene: Scene): Plan | null {
  const { release } = seen
  const plan = requestFor(member, verb, release, scene)
  if (!plan) return null
  const { path = '', ...rest } = plan
  const status = statusOf(member, verb, release, rest.body)
  return { ...rest, path: `/api/releases/${release.id}${path}`, seen, status }
}

interface Request extends Omit<Plan, 'path' | 'seen' | 'status'> {
  readonly path?: string
}

function requestFor(member: Member, verb: Verb, release: Json, scene: Scene): Request | null {
  const { dice, writing, now, slugs, others } = scene
  const own = member.languages ?? LANGUAGES
  const there = own.filter((language) => release.texts[language])
  const content = contentOf(release)
  if (member.languages)
    content.texts = Object.fromEntries(there.map((one) => [one, content.texts[one]]))
  const put: Request = { method: 'PUT', becomes: 'edited', body: content }
  const language = there.length > 0 ? dice.pick(there) : null
  const post = (path: string, becomes: RevisionKind, body: Json): Request => ({
    method: 'POST',
    path,
    becomes,
    body,
  })
  const touch = (change: (text: Json, language: string) => Json): Request | null => {
    if (language === null) return null
    content.texts[language] = change(content.texts[language], language)
    return put
  }
  switch (verb) {
    case 'edit':
      return touch(({ slug }) => (dice.chance(0.5) ? { ...writing.text(), slug } : writing.text()))
    case 'retouch':
      return touch((text) => ({ ...text, ...writing.details() }))
    case 'save':
      return there.length > 0 ? put : null
    case 'rename':
      return touch((text) => ({ ...text, slug: `renamed-${writing.word()}` }))
    case 'rename-back':
      if (slugs.own.length === 0 || language !== 'en') return null
      return touch((text) => ({ ...text, slug: dice.pick(slugs.own) }))
    case 'take-slug':
      if (slugs.others.length === 0 || language !== 'en') return null
      return touch((text) => ({ ...text, slug: dice.pick(slugs.others) }))
    case 'add': {
      const absent = own.filter((one) => !release.texts[one])
      if (absent.length === 0) return null
      content.texts[dice.pick(absent)] = writing.text()
      return put
    }
    case 'foreign': {
      const foreign = LANGUAGES.filter((one) => !own.includes(one))
      if (foreign.length === 0) return null
      content.texts[dice.pick(foreign)] = writing.text()
      return put
    }
    case 'retopic':
      content.topics = writing.topics()
      if (dice.chance(0.3)) content.kind = writing.kind()
      return put
    case 'publish':
      return post('/publication', 'published', dice.chance(0.5) ? {} : undefined)
    case 'backdate':
      return post('/publication', 'published', { at: past(dice, now) })
    case 'embargo': {
      const becomes = release.state === 'embargoed' ? 'embargo-moved' : 'embargoed'
      return { method: 'PUT', path: '/embargo', becomes, body: { until: future(dice, now) } }
    }
    case 'cancel':
      return { method: 'DELETE', path: '/embargo', becomes: 'embargo-cancelled' }
    case 'note':
      return post('/corrections', 'corrected', { note: localized(dice, 'A figure was wrong.') })
    case 'correct': {
      if (language === null) return null
      const texts = { [language]: writing.text() }
      const more = dice.chance(0.2) ? { topics: writing.topics() } : {}
      return post('/corrections', 'corrected', { note: 'A name was wrong.', texts, ...more })
    }
    case 'withdraw': {
      const replacedBy = others.length > 0 && dice.chance(0.5) ? dice.pick(others) : undefined
      const reason = localized(dice, 'Sent by mistake.')
      return post('/withdrawal', 'withdrawn', { reason, replacedBy })
    }
  }
}

/** What is answered, if the release is as it was seen. */
function statusOf({ scope, languages }: Member, verb: Verb, release: Json, body: Json): number {
  const needs: Scope =
    OF_ALL_LANGUAGES.includes(verb) || release.state !== 'draft' ? 'publish' : 'draft'
  if (!includes(scope, needs)) return 403
  const own = (language: string) => !languages || languages.includes(language)
  const foreign = Object.keys(release.texts).some((language) => !own(language))
  if (OF_ALL_LANGUAGES.includes(verb)) {
    const words = body?.note ?? body?.reason ?? {}
    // A plain note is in the site's first language.
    const isForeign = typeof words === 'string' ? !own('en') : !Object.keys(words).every(own)
    if (foreign || isForeign) return 403
    const fits = {
      publish: ['draft', 'embargoed'],
      backdate: ['draft', 'embargoed'],
      embargo: ['draft', 'embargoed'],
      cancel: ['embargoed'],
      correct: ['published'],
      note: ['published'],
      withdraw: ['published'],
    } as Partial<Record<Verb, readonly string[]>>
    if (!fits[verb]?.includes(release.state)) return 409
    return release.requirements?.length > 0 ? 422 : 200
  }
  if (release.state === 'withdrawn') return 409
  if (verb === 'foreign') return 403
  if (verb === 'take-slug') return 422
  const isRetold = body.kind !== release.kind || body.topics.join() !== release.topics.join()
  return verb === 'retopic' && isRetold && foreign ? 403 : 200
}

function past(dice: Dice, now: Instant): string {
  const month = String(1 + dice.below(12)).padStart(2, '0')
  const day = String(1 + dice.below(28)).padStart(2, '0')
  return dice.pick([
    `${2023 + dice.below(3)}-${month}-${day}`,
    `2025-12-${day}`,
    new Date(now - dice.below(50 * 60) * MINUTE).toISOString(),
  ])
}

function future(dice: Dice, now: Instant): string {
  const soon = Math.ceil((now + MINUTE) / MINUTE) * MINUTE
  const midnight = Math.ceil((now + 3 * HOUR + 1) / DAY) * DAY - 3 * HOUR
  const until = dice.pick([
    soon + dice.below(30) * MINUTE,
    soon + dice.below(6 * 60) * MINUTE,
    now + 1 + dice.below(3 * HOUR),
    // In the zone of the newsroom, which is three hours ahead.
    midnight,
    midnight + 9 * HOUR,
    midnight + 9 * HOUR + dice.below(4) * DAY,
    midnight + 6 * DAY,
  ])
  return new Date(until).toISOString()
}

const localized = (dice: Dice, words: string): Json =>
  dice.pick([words, { en: words }, { en: words, ar: 'ورد خطأ.' }])
