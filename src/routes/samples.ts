import { mapTexts } from '../newsroom/content.ts'
import type { Month } from '../newsroom/dateline.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { Places } from '../newsroom/history.ts'
import {
  type Act,
  cancelEmbargo,
  correct,
  create,
  edit,
  embargo,
  publish,
  withdraw,
} from '../newsroom/life.ts'
import { readForeignPath } from '../newsroom/redirects.ts'
import type { Language, Localized, Release, ReleaseId } from '../newsroom/release.ts'
import type { Change, Revision } from '../newsroom/revision.ts'
import { slugFrom } from '../newsroom/slug.ts'
import type { Site } from '../site.ts'
import { representSite } from './about.ts'
import { contentOf, schemasFor } from './content.ts'
import { representExcerpt } from './retelling.ts'
import {
  receipt,
  represent,
  representBriefly,
  representHeading,
  representRevision,
} from './representation.ts'
import { valid } from './validation.ts'

/** The release of the contract's examples. */
export const SAMPLE_ID = 'budget-2026' as ReleaseId

/**
 * Examples for the contract: the bodies of requests, which really work one after the other, and the
 * answers to them, made by what makes the real ones.
 */
export function samplesFor(site: Site) {
  const requests = requestsFor(site)
  const lived = life(site, requests)
  // Of a newsroom that is older than any in which the examples are sent.
  const past = life(site, requests, LONG_AGO).map(
    (change, step): Revision => ({
      ...change,
      number: step + 1,
      at: change.release.revisedAt,
      editor: { id: EDITOR.id, name: EDITOR.name },
      token: EDITOR.token,
    }),
  )
  const at = (step: number) => MORNING + step * 3_600_000
  const told = (step: number) => {
    const release = (lived[step] as Change).release
    return { release: represent(site, release, at(step)), receipt: receiptOf(site, release) }
  }
  const revision = (step: number): Revision => ({
    ...(lived[step] as Change),
    number: step + 1,
    at: at(step),
    editor: { id: EDITOR.id, name: EDITOR.name },
    token: EDITOR.token,
  })
  const [created, edited, held, freed, published, corrected, withdrawn] = lived.map((_, step) =>
    told(step),
  )
  const { release } = lived[4] as Change
  const excerpt = { id: SAMPLE_ID, revisions: past.slice(0, 5) }
  const made = representExcerpt(site, { ...excerpt, places: PLACES, isComplete: true })
  // As it is sent: what is undefined is left out.
  const history: typeof made = JSON.parse(JSON.stringify(made))
  return {
    origin: site.url,
    requests: {
      ...requests,
      history: { revisions: history.revisions, places: history.places, complete: true },
      historyBegun: { revisions: history.revisions.slice(0, 2), complete: false },
    },
    answers: {
      created,
      edited,
      held,
      freed,
      published,
      corrected,
      withdrawn,
      release: published?.release,
      briefly: representBriefly(site, release, at(4)),
      urls: published?.receipt.urls,
      headings: lived.slice(0, 3).map((_, step) => representHeading(revision(step))),
      revision: representRevision(site, revision(4)),
      history,
      site: representSite(site),
      redirects: {
        redirects: redirectsFor(site).map(({ from, ...target }) => ({
          from: readForeignPath(from, site.languages).path,
          ...target,
        })),
      },
    },
  }
}

export type Samples = ReturnType<typeof samplesFor>

/** 31 March 2026; then each step an hour later. */
const MORNING = Date.parse('2026-03-31T06:00:00Z')
const LONG_AGO = Date.parse('2021-03-31T06:00:00Z')

const EDITOR: Editor = {
  id: 'press-desk',
  name: 'Press desk',
  token: 'press-desk-2026',
  scope: 'publish',
  languages: null,
}

/** It was the first release of its month, and is the first that the search finds of its instant. */
const PLACES: Places = {
  month: '2021-03' as Month,
  release: 1,
  texts: {},
  search: {},
  last: { ['2021-03' as Month]: { '': 4 } },
}

function requestsFor(site: Site) {
  const kind = Object.keys(site.kinds)[0] ?? ''
  const all = (more: object) =>
    Object.fromEntries(
      site.languages.map((language) => [language, { ...wordsIn(language), ...more }]),
    )
  const draft = { kind, topics: ['budget'], texts: all({}) }
  const note = (words: 'note' | 'reason') =>
    Object.fromEntries(site.languages.map((language) => [language, said(language)[words]]))
  return {
    draft,
    /** With all that a release may say. */
    complete: {
      kind,
      topics: ['budget', 'transparency'],
      texts: Object.fromEntries(
        site.languages.map((language) => {
          const { place, department, notes } = said(language)
          const more = { department, dateline: { place }, notes }
          return [language, { ...wordsIn(language), ...more }]
        }),
      ),
    },
    atOnce: { ...draft, publish: true },
    older: { ...draft, publish: { at: '2021-02-25' } },
    held: { ...draft, embargo: { until: LATER } },
    publication: {},
    backdated: { at: '2021-02-25' },
    embargo: { until: LATER },
    correction: { note: note('note') },
    withdrawal: { reason: note('reason') },
    redirects: { redirects: redirectsFor(site) },
  }
}

const redirectsFor = ({ languages: [language] }: Site) =>
  ['/2026/03/31/budget/', '/?p=12'].map((from) => ({ from, release: SAMPLE_ID, language }))

const LATER = '2035-04-01T09:00:00+03:00'

/** The seven revisions of the release of the examples. */
function life(site: Site, requests: ReturnType<typeof requestsFor>, morning = MORNING): Change[] {
  const schemas = schemasFor(site)
  const act = (step: number): Act => ({
    editor: EDITOR,
    now: morning + step * 3_600_000,
    zone: site.zone,
  })
  const content = (body: unknown) => contentOf(valid(schemas.replacement, body))
  const steps: ((before: Release, act: Act) => Change | null)[] = [
    (before, act) => edit(before, content(requests.complete), act),
    (before, act) => embargo(before, act, Date.parse(LATER)),
    cancelEmbargo,
    (before, act) => publish(before, act),
    (before, act) => correct(before, act, requests.correction.note as Localized, null),
    (before, act) => withdraw(before, act, requests.withdrawal.reason as Localized, null),
  ]
  let change = withSlugs(create(SAMPLE_ID, content(requests.draft), act(0)))
  const lived = [change]
  for (const [index, step] of steps.entries()) {
    change = withSlugs(step(change.release, act(index + 1)) ?? change)
    lived.push(change)
  }
  return lived
}

const withSlugs = (change: Change): Change => {
  const texts = mapTexts(change.release.texts, (text) => ({
    ...text,
    slug: text.slug ?? slugFrom(text.headline ?? '', SAMPLE_ID),
  }))
  return { ...change, release: { ...change.release, texts } }
}

function receiptOf(site: Site, release: Release) {
  const visible = release.state === 'published' || release.state === 'withdrawn'
  return receipt(site, release, {
    paths: visible ? ['/', '/archive', '/archive/2026', '/archive/2026/03', '/feed.xml'] : [],
    edge: visible ? 'purged' : 'none',
    more: false,
  })
}

function wordsIn(language: Language) {
  const { headline, body } = said(language)
  return { headline, body }
}

/** In a language that is not here, the examples are in English. */
const said = (language: Language) => WORDS[language] ?? ENGLISH

const ENGLISH = {
  headline: 'Council adopts the budget for 2026',
  body: 'The council adopted the budget for 2026 today.\n\nIt takes effect on 1 April.',
  place: 'Damascus',
  department: 'Department of Finance',
  notes: 'The vote is recorded in the minutes.',
  note: 'An earlier version gave another day on which the budget takes effect.',
  reason: 'It was issued by mistake.',
}

const WORDS: Readonly<Record<string, typeof ENGLISH>> = {
  ar: {
    headline: 'المجلس يقر موازنة عام 2026',
    body: 'أقر المجلس اليوم موازنة عام 2026.\n\nتسري اعتبارا من الأول من نيسان.',
    place: 'دمشق',
    department: 'مديرية المالية',
    notes: 'نتيجة التصويت مثبتة في المحضر.',
    note: 'ذكرت نسخة سابقة يوما آخر لسريان الموازنة.',
    reason: 'صدر سهوا.',
  },
  fr: {
    headline: 'Le conseil adopte le budget 2026',
    body: 'Le conseil a adopté aujourd’hui le budget 2026.\n\nIl entre en vigueur le 1er avril.',
    place: 'Damas',
    department: 'Direction des finances',
    notes: 'Le vote figure au procès-verbal.',
    note: 'Une version antérieure donnait un autre jour pour son entrée en vigueur.',
    reason: 'Publié par erreur.',
  },
}
