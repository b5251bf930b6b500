import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Content } from '../../src/newsroom/content.ts'
import { placesWithin, slugsHeld } from '../../src/newsroom/history.ts'
import {
  cancelEmbargo,
  correct,
  create,
  edit,
  embargo,
  publish,
  withdraw,
} from '../../src/newsroom/life.ts'
import { mapTexts } from '../../src/newsroom/content.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import type { Release } from '../../src/newsroom/release.ts'
import { demandHistory, demandPart } from '../../src/newsroom/restoring.ts'
import type { Change, Revision } from '../../src/newsroom/revision.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import {
  AR,
  act,
  content,
  contentOf,
  DAY,
  EN,
  editor,
  frozen,
  HOUR,
  ID,
  NOW,
  said,
  words,
  ZONE,
} from './invented.ts'

type Step = (before: Release, now: number) => Change | null
const at = (now: number) => act({ now, editor: editor('admin') })
let count = 0
const another = (more: Partial<Content> = {}) =>
  content({ headline: `Headline ${++count}`, slug: `headline-${count}` as Slug }, more)
const both = () => ({ texts: { [EN]: said({ headline: `Two ${++count}` }), [AR]: said() } })

const STEPS: Record<string, Step> = {
  edit: (before, now) =>
    edit(
      before,
      { ...another(), texts: { ...contentOf(before).texts, ...another().texts } },
      at(now),
    ),
  'add Arabic': (before, now) => edit(before, { ...another(), ...both() }, at(now)),
  'say less': (before, now) => edit(before, another(), at(now)),
  publish: (before, now) => publish(before, at(now)),
  backdate: (before, now) => publish(before, at(now), now - 400 * DAY),
  embargo: (before, now) => embargo(before, at(now), now + 3 * HOUR),
  cancel: (before, now) => cancelEmbargo(before, at(now)),
  correct: (before, now) => correct(before, at(now), words('A figure was wrong.'), null),
  withdraw: (before, now) => withdraw(before, at(now), words('By mistake.'), null),
}

/** The revision that a change makes, with the slugs that the store would give. */
const revisionOf = ({ kind, release, note }: Change): Revision => ({
  number: release.revision,
  kind,
  at: release.revisedAt,
  editor: { id: 'e', name: 'E.' },
  token: 't',
  note,
  release: {
    ...release,
    texts: mapTexts(release.texts, (text) => ({
      ...text,
      slug: text.slug ?? (`slug-${++count}` as Slug),
    })),
  },
})

/** The revisions of a life: steps that are refused are not taken. */
function lived(
  steps: readonly (readonly [string, number])[],
  first = 'create',
  start = NOW,
): Revision[] {
  let now = start
  const draft = create(ID, another(), at(now))
  const begun =
    first === 'publish'
      ? publish(draft.release, at(now))
      : first === 'embargo'
        ? embargo(draft.release, at(now), now + HOUR)
        : draft
  const chain = [revisionOf({ ...begun, release: { ...begun.release, revision: 1 } })]
  for (const [name, hours] of steps) {
    now += hours * HOUR
    try {
      const change = STEPS[name]?.((chain.at(-1) as Revision).release, now)
      if (change) chain.push(revisionOf(change))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return chain
}

const step = fc.tuple(fc.constantFrom(...Object.keys(STEPS)), fc.constantFrom(0, 1, 2, 5))

/** The refusal's fields, each as `pointer detail`; empty where there is none. */
function faultsOf(decide: () => void): string[] {
  try {
    decide()
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect([error.reason, error.fields.length > 0]).toEqual(['invalid', true])
    return error.fields.map(({ pointer, detail }) => `${pointer} ${detail}`)
  }
}
const judge = (chain: readonly Revision[], now = NOW + 1000 * DAY, begun = 0) =>
  faultsOf(() => {
    demandPart(ID, chain.slice(begun), now)
    demandHistory(chain.slice(0, begun), chain.slice(begun))
  })

describe('a history', () => {
  test('that was lived is one, in whatever parts it comes', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.constantFrom('create', 'publish', 'embargo'),
        fc.nat(15),
        (steps, first, begun) => {
          const chain = frozen(lived(steps, first))
          expect(judge(chain)).toEqual([])
          expect(judge(chain, (chain.at(-1) as Revision).at, begun % chain.length)).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('that lacks a revision, has one twice, or has two the wrong way round, is none', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 12 }), fc.nat(), (steps, which) => {
        const chain = lived(steps)
        fc.pre(chain.length > 2)
        const here = which % (chain.length - 1)
        const without = chain.filter((_, index) => index !== here)
        expect(judge(without)).toContainEqual(expect.stringContaining(`/revisions/${here}/number `))
        expect(judge(chain.toSpliced(here, 0, chain[here] as Revision))).not.toEqual([])
        expect(judge(without.toSpliced(here + 1, 0, chain[here] as Revision))).not.toEqual([])
      }),
    )
  })

  const life = () =>
    lived([
      ['edit', 1],
      ['embargo', 1],
      ['edit', 1],
      ['correct', 5],
      ['withdraw', 1],
    ])
  // biome-ignore lint/suspicious/noExplicitAny: what cannot be has no type
  type Any = any
  test.each<[what: string, spoil: (chain: Any) => void, faults: string[]]>([
    [
      'a future',
      ([one]) => Object.assign(one, { at: NOW + 9999 * DAY }),
      ['/revisions/0/at ', '/revisions/0/release/revisedAt '],
    ],
    [
      'time that goes back',
      (chain) => {
        chain[4].at = chain[4].release.revisedAt = chain[3].at - 1
      },
      ['/revisions/4/at '],
    ],
    [
      'another id',
      (chain) => {
        chain[2].release.id = 'other'
      },
      ['/revisions/2/release/id '],
    ],
    [
      'another number',
      (chain) => {
        chain[2].release.revision = 9
      },
      ['/revisions/2/release/revision '],
    ],
    [
      'another birth',
      (chain) => {
        chain[2].release.createdAt--
      },
      ['/revisions/2/release/createdAt '],
    ],
    [
      'birth after the first revision',
      (chain) => {
        for (const one of chain) one.release.createdAt += HOUR
      },
      ['/revisions/0/release/createdAt '],
    ],
    [
      'a kind that cannot follow',
      (chain) => {
        chain[2].kind = 'corrected'
        chain[2].note = words('x')
      },
      ['/revisions/2/kind '],
    ],
    [
      'a kind that cannot begin',
      (chain) => {
        chain[0].kind = 'edited'
      },
      ['/revisions/0/kind '],
    ],
    [
      'a state that the kind does not make',
      (chain) => {
        chain[2].release.state = 'published'
      },
      ['/revisions/2/release/state '],
    ],
    [
      'a public text without words',
      (chain) => {
        chain[2].release.texts.en.body = ' '
      },
      ['/revisions/2/release/texts/en/body '],
    ],
    [
      'no text at all',
      (chain) => {
        chain[2].release.texts = {}
      },
      ['/revisions/2/release/texts '],
    ],
    [
      'a public text without a slug',
      (chain) => {
        chain[2].release.texts.en.slug = null
      },
      ['/revisions/2/release/texts/en/slug '],
    ],
    [
      'a draft with times',
      (chain) => {
        chain[1].release.texts.en.publicFrom = NOW
      },
      ['/revisions/1/release/texts/en/publicFrom '],
    ],
    [
      'a public text without times',
      (chain) => {
        chain[2].release.texts.en.changedAt = null
      },
      ['/revisions/2/release/texts/en/changedAt '],
    ],
    [
      'a text that is public later',
      (chain) => {
        chain[4].release.texts.en.publicFrom += 99 * DAY
      },
      ['/revisions/4/release/texts/en/publicFrom '],
    ],
    [
      'a day that is not that of the instant',
      (chain) => {
        for (const one of chain.slice(2)) one.release.day = '2026-03-28'
      },
      ['/revisions/2/release/day '],
    ],
    [
      'another day than before',
      (chain) => {
        chain[4].release.day = '2026-03-24'
      },
      ['/revisions/4/release/day '],
    ],
    [
      'another instant than before',
      (chain) => {
        chain[4].release.liveAt--
      },
      ['/revisions/4/release/liveAt '],
    ],
    [
      'a language that vanishes',
      (chain) => {
        for (const one of chain.slice(2, 4)) one.release.texts.ar = one.release.texts.en
      },
      ['/revisions/4/release/texts '],
    ],
    [
      'a correction without a note',
      (chain) => {
        chain[4].note = null
      },
      ['/revisions/4/note '],
    ],
    [
      'a correction that is not listed',
      (chain) => {
        chain[4].release.corrections = []
      },
      ['/revisions/4/release/corrections '],
    ],
    [
      'a correction that vanishes',
      (chain) => {
        chain[5].release.corrections = []
      },
      ['/revisions/5/release/corrections '],
    ],
    [
      'a correction of later',
      (chain) => {
        for (const one of chain.slice(4)) one.release.corrections[0].at += DAY
      },
      ['/revisions/4/release/corrections/0/at '],
    ],
    [
      'a withdrawal of later',
      (chain) => {
        chain[5].release.withdrawnAt += DAY
      },
      ['/revisions/5/release/withdrawal/at '],
    ],
    [
      'a release that replaces itself',
      (chain) => {
        chain[5].release.replacedBy = ID
      },
      ['/revisions/5/release/withdrawal/replacedBy '],
    ],
    [
      'something after a withdrawal',
      (chain) => {
        chain.push({
          ...chain[5],
          number: 7,
          kind: 'edited',
          release: { ...chain[5].release, revision: 7 },
        })
      },
      ['/revisions/6/kind '],
    ],
  ])('with %s is none', (_, spoil, pointers) => {
    const chain = structuredClone(life()) as Revision[]
    expect([chain.length, judge(chain)]).toEqual([6, []])
    spoil(chain)
    const faults = judge(chain)
    for (const pointer of pointers)
      expect(faults).toContainEqual(expect.stringMatching(`^${pointer}`))
  })

  test('may have been lived in any time zone, for it was filed there', () => {
    for (const zone of [ZONE, 'Pacific/Kiritimati', 'Etc/GMT+12', 'UTC']) {
      const draft = create(ID, another(), { ...at(NOW), zone }).release
      const change = publish(draft, { ...at(NOW), zone })
      const first = revisionOf({ ...change, release: { ...change.release, revision: 1 } })
      expect(judge([first])).toEqual([])
    }
  })

  test('of which an earlier part is wrong is told by the number of the revision', () => {
    const chain = structuredClone(life()) as Any
    chain[2].kind = 'embargo-cancelled'
    expect(faultsOf(() => demandHistory(chain.slice(0, 4), chain.slice(4)))).toEqual([
      expect.stringMatching(/^\/revisions of revision 3, sent before: \/kind /),
    ])
  })
})

test('the slugs that a history keeps are those that were ever announced, and the draft’s own', () => {
  const slugs = (chain: readonly Revision[]) =>
    slugsHeld(chain.map(({ release }) => release)).map(({ slug }) => slug)
  const of = ({ release }: Revision) => release.texts[EN]?.slug
  const drafts = lived([
    ['say less', 1],
    ['say less', 1],
  ])
  expect(slugs(drafts)).toEqual([of(drafts[2] as Revision)])
  const shown = lived([
    ['say less', 1],
    ['publish', 1],
    ['say less', 1],
    ['say less', 1],
  ])
  expect(slugs(shown)).toEqual(shown.slice(2).map(of))
  const freed = lived([
    ['embargo', 0],
    ['say less', 0],
    ['cancel', 0],
    ['say less', 0],
  ])
  expect(slugs(freed)).toEqual([of(freed[1] as Revision), of(freed[4] as Revision)])
})

test('places count as far as the history knows of their months and languages', () => {
  const [{ release }] = lived([], 'publish') as [Revision]
  const last = { '2026-03': { '': 4, en: 3, fr: 9 }, '2031-01': { '': 1_000_000 } }
  const places = { month: null, release: null, texts: {}, search: {}, last } as never
  expect(placesWithin(places, [release]).last).toEqual({ '2026-03': { '': 4, en: 3 } })
})
