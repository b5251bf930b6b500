import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Content } from '../../src/newsroom/content.ts'
import { dayOf } from '../../src/newsroom/dateline.ts'
import { may, SCOPES, type Scope } from '../../src/newsroom/editor.ts'
import {
  type Act,
  cancelEmbargo,
  correct,
  create,
  edit,
  embargo,
  publish,
  withdraw,
} from '../../src/newsroom/life.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import {
  asOf,
  isPublic,
  type Language,
  type Published,
  type Release,
  type ReleaseId,
} from '../../src/newsroom/release.ts'
import { requirements } from '../../src/newsroom/requirements.ts'
import type { Change } from '../../src/newsroom/revision.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import {
  AR,
  act,
  CREATED,
  content,
  contentOf,
  DAY,
  draft,
  EN,
  editor,
  embargoed,
  frozen,
  HOUR,
  ID,
  NOW,
  published,
  REVISED,
  said,
  text,
  withdrawn,
  words,
  ZONE,
} from './invented.ts'

const LIFT = NOW + HOUR
const PAST = NOW - 400 * DAY
const NOTE = words('The amount was wrong.')

/** What was decided, or the refusal. */
function outcome(decide: () => Change | null): Change | Refusal | null {
  try {
    return decide()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
const refusal = (decide: () => unknown): Refusal => {
  const found = outcome(decide as () => Change)
  if (!(found instanceof Refusal)) throw new Error('It was not refused.')
  return found
}
const told = (found: Change | Refusal | null): string =>
  found instanceof Refusal ? found.reason : found ? `${found.release.state}, ${found.kind}` : 'null'

describe('the life of a release', () => {
  const STANDINGS = {
    draft: draft(),
    embargoed: embargoed(NOW + 1),
    'embargo lifted': embargoed(NOW),
    published: published(),
    withdrawn: withdrawn(),
  } satisfies Record<string, Release>
  type Standing = keyof typeof STANDINGS

  const VERBS = {
    edit: (release, act) => edit(release, content({ headline: 'Another headline' }), act),
    publish: (release, act) => publish(release, act),
    'publish as of now': (release, act) => publish(release, act, act.now),
    'publish under a past day': (release, act) => publish(release, act, PAST),
    'publish in the future': (release, act) => publish(release, act, act.now + 1),
    embargo: (release, act) => embargo(release, act, LIFT),
    'embargo until the next instant': (release, act) => embargo(release, act, act.now + 1),
    'embargo until now': (release, act) => embargo(release, act, act.now),
    'embargo until just now': (release, act) => embargo(release, act, act.now - 1),
    'cancel the embargo': (release, act) => cancelEmbargo(release, act),
    correct: (release, act) => correct(release, act, NOTE, null),
    withdraw: (release, act) => withdraw(release, act, NOTE, null),
    'withdraw for another': (release, act) => withdraw(release, act, NOTE, 'other' as ReleaseId),
    'withdraw for itself': (release, act) => withdraw(release, act, NOTE, ID),
  } satisfies Record<string, (release: Release, act: Act) => Change | null>
  type Verb = keyof typeof VERBS

  const PUBLISHED = ['published, published', 'published, published', ...refused('wrong_state', 3)]
  const EMBARGOED = [
    'embargoed, embargoed',
    'embargoed, embargo-moved',
    ...refused('wrong_state', 3),
  ]
  const TOO_SOON = [...refused('invalid', 2), ...refused('wrong_state', 3)]
  const onPublic = (outcome: string) => [
    ...refused('wrong_state', 2),
    outcome,
    outcome,
    'wrong_state',
  ]
  /** By verb, in the order of the standings: what comes of it with the scope `publish`. */
  const LIFE: Record<Verb, readonly string[]> = {
    edit: [
      'draft, edited',
      'embargoed, edited',
      'published, edited',
      'published, edited',
      'wrong_state',
    ],
    publish: PUBLISHED,
    'publish as of now': PUBLISHED,
    'publish under a past day': PUBLISHED,
    'publish in the future': TOO_SOON,
    embargo: EMBARGOED,
    'embargo until the next instant': EMBARGOED,
    'embargo until now': TOO_SOON,
    'embargo until just now': TOO_SOON,
    'cancel the embargo': ['wrong_state', 'draft, embargo-cancelled', ...refused('wrong_state', 3)],
    correct: onPublic('published, corrected'),
    withdraw: onPublic('withdrawn, withdrawn'),
    'withdraw for another': onPublic('withdrawn, withdrawn'),
    'withdraw for itself': onPublic('invalid'),
  }

  const cases = (Object.keys(LIFE) as Verb[]).flatMap((verb) =>
    (Object.keys(STANDINGS) as Standing[]).flatMap((standing, at) =>
      SCOPES.map((scope) => {
        const needed = verb === 'edit' && standing === 'draft' ? 'draft' : 'publish'
        const allowed = may(editor(scope), needed)
        return { verb, standing, scope, expected: allowed ? LIFE[verb][at] : 'forbidden' }
      }),
    ),
  )

  test.each(cases)('$verb, $standing, by an editor with $scope: $expected', (one) => {
    const { verb, standing, scope, expected } = one
    const before = frozen(STANDINGS[standing])
    const found = outcome(() => VERBS[verb](before, frozen(act({ editor: editor(scope) }))))
    expect(told(found)).toBe(expected)
    if (found === null || found instanceof Refusal) return
    expect(found.release).toMatchObject({
      id: ID,
      revision: before.revision + 1,
      createdAt: CREATED,
      revisedAt: NOW,
    })
  })

  test('says in a refusal what state the release is in', () => {
    expect(refusal(() => publish(withdrawn(), act())).message).toContain('was withdrawn')
    expect(refusal(() => publish(embargoed(NOW), act())).message).toContain('is public')
    expect(refusal(() => correct(draft(), act(), NOTE, null)).message).toContain('is a draft')
    expect(refusal(() => withdraw(embargoed(), act(), NOTE, null)).message).toContain('embargo')
  })

  test('says in a refusal which field is wrong', () => {
    const pointers = (decide: () => unknown) => refusal(decide).fields.map((one) => one.pointer)
    expect(pointers(() => publish(draft(), act(), NOW + 1))).toEqual(['/at'])
    expect(pointers(() => embargo(draft(), act(), NOW))).toEqual(['/until'])
    expect(pointers(() => withdraw(published(), act(), NOTE, ID))).toEqual(['/replacedBy'])
  })

  function refused(reason: string, times: number): string[] {
    return Array.from({ length: times }, () => reason)
  }
})

describe('a new release', () => {
  test('is not made by who may only read', () => {
    const reader = act({ editor: editor('read') })
    expect(refusal(() => create(ID, content(), reader)).message).toContain('scope "draft"')
  })

  const writing = SCOPES.filter((scope) => scope !== 'read')
  test.each(writing)('is a draft with revision 1, made by an editor with %s', (scope) => {
    const made = create(ID, frozen(content()), act({ editor: editor(scope) }))
    expect(made).toEqual({
      kind: 'created',
      note: null,
      release: {
        id: ID,
        state: 'draft',
        revision: 1,
        createdAt: NOW,
        revisedAt: NOW,
        kind: 'press-release',
        topics: ['budget'],
        corrections: [],
        texts: { [EN]: { ...said(), slug: null, publicFrom: null, changedAt: null } },
      },
    })
  })

  test('may be incomplete, or have no text at all', () => {
    const bare = content({ headline: null, body: null })
    expect(told(create(ID, bare, act()))).toBe('draft, created')
    expect(told(create(ID, content({}, { texts: {} }), act()))).toBe('draft, created')
  })
})

describe('an incomplete release', () => {
  const LACKING: readonly [string, Release, string[]][] = [
    [
      'without a body',
      draft({ texts: { [EN]: text(null, EN, { body: null }) } }),
      ['/texts/en/body'],
    ],
    ['without a text', draft({ texts: {} }), ['/texts']],
    [
      'complete in one language only',
      draft({ texts: { [EN]: text(null), [AR]: text(null, AR, { headline: ' ' }) } }),
      ['/texts/ar/headline'],
    ],
  ]
  test.each(LACKING)('%s is neither published nor put under embargo', (_, release, pointers) => {
    const act_ = act()
    for (const decide of [
      () => publish(release, act_),
      () => publish(release, act_, PAST),
      () => embargo(release, act_, LIFT),
    ]) {
      const { reason, fields } = refusal(decide)
      expect(reason).toBe('incomplete')
      expect(fields.map(({ pointer }) => pointer)).toEqual(pointers)
    }
  })
})

describe('publication', () => {
  test('files a release under now and today', () => {
    const { release } = publish(draft(), act())
    expect(release).toMatchObject({ state: 'published', liveAt: NOW, day: dayOf(NOW, ZONE) })
    expect(release.texts[EN]).toMatchObject({ publicFrom: NOW, changedAt: NOW })
  })

  test('under a past instant files it there, and tells readers that it is new now', () => {
    const { release } = publish(draft(), act(), PAST)
    expect(release).toMatchObject({ liveAt: PAST, day: dayOf(PAST, ZONE), revisedAt: NOW })
    expect(release.texts[EN]).toMatchObject({ publicFrom: NOW, changedAt: NOW })
  })

  test('ends an embargo early', () => {
    const { release } = publish(embargoed(LIFT, {}, [EN, AR]), act())
    expect(release).toMatchObject({ state: 'published', liveAt: NOW })
    for (const language of [EN, AR])
      expect(release.texts[language]).toMatchObject({ publicFrom: NOW, changedAt: NOW })
  })

  test('files a release under the day of the site’s zone, not of the server', () => {
    const late = Date.parse('2026-03-31T21:30:00Z')
    expect(publish(draft(), act({ now: late })).release).toMatchObject({ day: '2026-04-01' })
    const abroad = act({ now: late, zone: 'America/New_York' })
    expect(publish(draft(), abroad).release).toMatchObject({ day: '2026-03-31' })
  })
})

describe('an embargo', () => {
  test('files a release under the moment when it lifts', () => {
    const { release } = embargo(draft(), act(), LIFT + DAY)
    expect(release).toMatchObject({ liveAt: LIFT + DAY, day: dayOf(LIFT + DAY, ZONE) })
    expect(release.texts[EN]).toMatchObject({ publicFrom: LIFT + DAY, changedAt: LIFT + DAY })
  })

  test('that moves takes the day and the texts with it', () => {
    const { release } = embargo(embargoed(LIFT, {}, [EN, AR]), act(), LIFT + 9 * DAY)
    expect(release).toMatchObject({ liveAt: LIFT + 9 * DAY, day: dayOf(LIFT + 9 * DAY, ZONE) })
    for (const language of [EN, AR])
      expect(release.texts[language]).toMatchObject({
        publicFrom: LIFT + 9 * DAY,
        changedAt: LIFT + 9 * DAY,
      })
  })

  test('that is cancelled leaves a draft that knows no day and no moment', () => {
    const { release } = cancelEmbargo(embargoed(LIFT, {}, [EN, AR]), act())
    expect(release).not.toHaveProperty('liveAt')
    expect(release).not.toHaveProperty('day')
    for (const language of [EN, AR])
      expect(release.texts[language]).toMatchObject({ publicFrom: null, changedAt: null })
  })

  test('does not keep a text from being left out, as nobody has seen it', () => {
    const change = edit(embargoed(LIFT, {}, [EN, AR]), content(), act())
    expect(Object.keys(change?.release.texts ?? {})).toEqual([EN])
  })

  test('gives a text that is added to it its own moment', () => {
    const change = edit(embargoed(), { ...content(), texts: { [EN]: said(), [AR]: said() } }, act())
    expect(change?.release.texts[AR]).toMatchObject({ publicFrom: LIFT, changedAt: LIFT })
  })

  test('refuses an edit that leaves it incomplete', () => {
    expect(refusal(() => edit(embargoed(), content({ body: '' }), act())).reason).toBe('incomplete')
    expect(refusal(() => edit(embargoed(), content({}, { texts: {} }), act())).reason).toBe(
      'incomplete',
    )
  })
})

describe('an edit', () => {
  test('that changes nothing is none, in every state that may be edited', () => {
    for (const release of [
      draft({}, [EN, AR]),
      embargoed(LIFT, {}, [EN, AR]),
      embargoed(NOW, {}, [EN, AR]),
      published({}, [EN, AR]),
    ]) {
      const same = contentOf(release)
      expect(edit(release, same, act())).toBeNull()
      const sorted = { ...same, texts: Object.fromEntries(Object.entries(same.texts).reverse()) }
      expect(edit(release, sorted, act())).toBeNull()
      const slugless = Object.entries(same.texts).map(([key, one]) => [key, { ...one, slug: null }])
      expect(edit(release, { ...same, texts: Object.fromEntries(slugless) }, act())).toBeNull()
    }
  })

  test('of any one part is one', () => {
    const parts = { ...said(), headline: 'H', subheadline: 'S', body: 'B', slug: 'other' as Slug }
    const more = { summary: 'Sum', department: 'Dep', notes: 'Notes', dateline: { place: 'Homs' } }
    for (const [part, value] of Object.entries({ ...parts, ...more })) {
      const change = edit(published(), content({ [part]: value }), act())
      expect(change?.release.texts[EN]).toMatchObject({ [part]: value })
      expect(change?.kind).toBe('edited')
    }
    expect(edit(published(), content({}, { kind: 'speech' }), act())?.release.kind).toBe('speech')
    expect(edit(published(), content({}, { topics: [] }), act())?.release.topics).toEqual([])
  })

  test('of a public release keeps when and under which day it was published', () => {
    const before = published()
    const after = edit(before, content({ headline: 'Another' }), act())?.release
    expect(after).toMatchObject({ liveAt: before.liveAt, day: before.day, corrections: [] })
    expect(after?.texts[EN]).toMatchObject({ publicFrom: REVISED, changedAt: NOW })
  })

  test('of a public release may not drop a language', () => {
    for (const release of [published({}, [EN, AR]), embargoed(NOW, {}, [EN, AR])]) {
      const { reason, fields } = refusal(() => edit(release, content(), act()))
      expect(reason).toBe('incomplete')
      expect(fields).toEqual([{ pointer: '/texts', detail: expect.stringContaining('"ar"') }])
    }
  })

  test.each([
    [{ headline: null }, ['/texts/en/headline']],
    [{ body: ' \n' }, ['/texts/en/body']],
    [{ headline: '', body: null }, ['/texts/en/headline', '/texts/en/body']],
  ])('of a public release may not leave it incomplete: %j', (over, pointers) => {
    const { reason, fields } = refusal(() => edit(published(), content(over), act()))
    expect(reason).toBe('incomplete')
    expect(fields.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  test('of a public release may not add a language that is incomplete', () => {
    const added = { ...content(), texts: { [EN]: said(), [AR]: said({ body: null }) } }
    const { fields } = refusal(() => edit(published(), added, act()))
    expect(fields.map(({ pointer }) => pointer)).toEqual(['/texts/ar/body'])
  })

  test('of a draft may drop what it likes', () => {
    expect(edit(draft({}, [EN, AR]), content({ body: null }), act())?.kind).toBe('edited')
    expect(edit(draft(), content({}, { texts: {} }), act())?.release.texts).toEqual({})
  })

  test('makes a language that it adds public from now, and the others tell of it', () => {
    const added = { ...contentOf(published()), texts: { [EN]: said(), [AR]: said() } }
    const after = edit(published(), added, act())?.release
    expect(after?.texts[AR]).toMatchObject({ publicFrom: NOW, changedAt: NOW, slug: null })
    expect(after?.texts[EN]).toMatchObject({ publicFrom: REVISED, changedAt: NOW })
  })

  describe('moves the last change of a text only when its reader would notice', () => {
    const before = frozen(published({}, [EN, AR]))
    const edited = (over: Partial<Content>, of: object = {}) => {
      const same = contentOf(before)
      const texts = { ...same.texts, [EN]: { ...said(), ...of } }
      return edit(before, { ...same, texts, ...over }, act())?.release.texts
    }
    test('another language’s words are not noticed', () => {
      const texts = edited({}, { notes: 'A note to editors' })
      expect(texts?.[EN]?.changedAt).toBe(NOW)
      expect(texts?.[AR]?.changedAt).toBe(REVISED)
    })
    test('the kind and the topics are, in every language', () => {
      for (const over of [{ kind: 'speech' }, { topics: ['budget', 'law'] }, { topics: [] }])
        for (const language of [EN, AR]) expect(edited(over)?.[language]?.changedAt).toBe(NOW)
    })
    test('a new address of the same words is: the page there is new to crawlers', () => {
      const texts = edited({}, { slug: 'another' })
      expect(texts?.[EN]).toMatchObject({ slug: 'another', changedAt: NOW })
      expect(texts?.[AR]?.changedAt).toBe(REVISED)
    })
    test('an edit of a draft is noticed by nobody', () => {
      const change = edit(draft(), content({ headline: 'Another' }), act())
      expect(change?.release.texts[EN]).toMatchObject({ publicFrom: null, changedAt: null })
    })
  })

  test('lets a draft’s slug follow its headline, and keeps one that was announced', () => {
    const renamed = content({ headline: 'Another headline' })
    const slugAfter = (release: Release, sent: Content) =>
      edit(release, sent, act())?.release.texts[EN]?.slug
    expect(slugAfter(draft(), renamed)).toBeNull()
    expect(slugAfter(draft(), content({ body: 'Another body' }))).toBe('council-adopts-budget')
    for (const release of [embargoed(), embargoed(NOW), published()]) {
      expect(slugAfter(release, renamed)).toBe('council-adopts-budget')
      expect(slugAfter(release, content({ slug: 'given' as Slug }))).toBe('given')
    }
  })
})

describe('a correction', () => {
  test('stands after the earlier ones, and leaves the rest as it is', () => {
    const earlier = frozen([{ at: REVISED, note: words('The name was wrong.') }])
    const before = published({ corrections: earlier })
    const { release, note, kind } = correct(before, act(), NOTE, null)
    expect(release.corrections).toEqual([...earlier, { at: NOW, note: NOTE }])
    expect({ note, kind }).toEqual({ note: NOTE, kind: 'corrected' })
    expect(contentOf(release)).toEqual(contentOf(before))
    expect(release).toMatchObject({ liveAt: before.liveAt, day: before.day })
  })

  test('is noticed in every language, whatever it changes', () => {
    const before = published({}, [EN, AR])
    for (const given of [null, contentOf(before)]) {
      const { release } = correct(before, act(), NOTE, given)
      for (const language of [EN, AR])
        expect(release.texts[language]).toMatchObject({ publicFrom: REVISED, changedAt: NOW })
    }
  })

  test('may bring other words, which keep the same promises as an edit', () => {
    const { release } = correct(published(), act(), NOTE, content({ body: 'A right amount.' }))
    expect(release.texts[EN]?.body).toBe('A right amount.')
    for (const given of [content({ body: null }), content({}, { texts: {} })])
      expect(refusal(() => correct(published(), act(), NOTE, given)).reason).toBe('incomplete')
    const both = published({}, [EN, AR])
    expect(refusal(() => correct(both, act(), NOTE, content())).reason).toBe('incomplete')
  })
})

describe('a withdrawal', () => {
  test('keeps the reason, the instant, the replacement and the place in the archive', () => {
    const before = published({}, [EN, AR])
    const { release, note } = withdraw(before, act(), NOTE, 'other' as ReleaseId)
    expect(note).toEqual(NOTE)
    expect(release).toMatchObject({
      state: 'withdrawn',
      withdrawnAt: NOW,
      reason: NOTE,
      replacedBy: 'other',
      liveAt: before.liveAt,
      day: before.day,
    })
    for (const language of [EN, AR])
      expect(release.texts[language]).toMatchObject({ publicFrom: REVISED, changedAt: NOW })
  })
})

test('a release is never revised before its last revision, whatever a clock says', () => {
  const behind = act({ now: REVISED - DAY })
  expect(publish(draft(), behind).release.revisedAt).toBe(REVISED)
  expect(edit(published(), content({ notes: 'N' }), behind)?.release.revisedAt).toBe(REVISED)
  expect(publish(draft(), act()).release.revisedAt).toBe(NOW)
})

describe('an editor whose token is for some languages', () => {
  const DE = 'de' as Language
  const ALL = [EN, AR, DE]
  const some = fc.subarray(ALL)
  // Mostly what stands there already, so that only some texts are others.
  const SAME = 'Council adopts budget'
  const anyHeadline = fc.constantFrom(SAME, SAME, SAME, 'Another', ' ', null)
  const anySlug = fc.constantFrom(null, null, null, null, 'given' as Slug)
  const anyContent: fc.Arbitrary<Content> = fc
    .record({
      kind: fc.constantFrom('press-release', 'press-release', 'speech'),
      topics: fc.constantFrom(['budget'], ['budget'], ['budget', 'law'], []),
      languages: some.filter((languages) => languages.length > 0),
      headlines: fc.tuple(anyHeadline, anyHeadline, anyHeadline),
      slugs: fc.tuple(anySlug, anySlug, anySlug),
    })
    .map(({ kind, topics, languages, headlines, slugs }) => ({
      kind,
      topics,
      texts: Object.fromEntries(
        languages.map((language, at) => [
          language,
          said({ headline: headlines[at] ?? null, slug: slugs[at] ?? null }),
        ]),
      ),
    }))
  const anyRelease = fc
    .record({
      languages: some.filter((languages) => languages.length > 0),
      make: fc.constantFrom<(languages: Language[]) => Release>(
        (languages) => draft({}, languages),
        (languages) => embargoed(LIFT, {}, languages),
        (languages) => embargoed(NOW - 1, {}, languages),
        (languages) => published({}, languages),
        (languages) => withdrawn({}, languages),
      ),
    })
    .map(({ languages, make }) => frozen(make(languages)))
  type Decide = (
    release: Release,
    act: Act,
    sent: Content,
    own: readonly Language[],
  ) => Change | null
  const noteIn = (own: readonly Language[]) => ({ [own[0] ?? EN]: 'It was wrong.' })
  const LIFE: Readonly<Record<string, Decide>> = {
    publish: (release, act) => publish(release, act),
    'publish as of before': (release, act) => publish(release, act, PAST),
    embargo: (release, act) => embargo(release, act, LIFT + HOUR),
    'cancel the embargo': (release, act) => cancelEmbargo(release, act),
    'correct with a note': (release, act, _, own) => correct(release, act, noteIn(own), null),
    correct: (release, act, sent, own) => correct(release, act, noteIn(own), sent),
    withdraw: (release, act, _, own) => withdraw(release, act, noteIn(own), null),
  }
  const DECISIONS: Readonly<Record<string, Decide>> = {
    ...LIFE,
    create: (_, act, sent) => create(ID, sent, act),
    edit: (release, act, sent) => edit(release, sent, act),
    'edit its own texts': (release, act, sent, own) => {
      const texts = { ...release.texts, ...sent.texts }
      for (const language of ALL)
        if (!own.includes(language)) {
          delete texts[language]
          const kept = release.texts[language]
          if (kept) texts[language] = kept
        }
      return edit(release, { kind: release.kind, topics: release.topics, texts }, act)
    },
  }
  const limited = (scope: Scope, languages: readonly Language[] | null) =>
    act({ editor: { ...editor(scope), languages } })
  const cases = fc.record({
    before: anyRelease,
    sent: anyContent,
    languages: some.filter((languages) => languages.length > 0),
    scope: fc.constantFrom<Scope>('draft', 'publish', 'publish', 'admin'),
    name: fc.constantFrom(...Object.keys(DECISIONS), 'edit', 'edit', 'edit its own texts'),
  })
  type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never
  const decided = (
    { before, sent, scope, name, languages: own }: Case,
    languages: readonly Language[] | null,
  ) => outcome(() => (DECISIONS[name] as Decide)(before, limited(scope, languages), sent, own))
  const isForeign =
    ({ languages }: Case) =>
    (language: string) =>
      !languages.some((own) => own === language)
  const foreignIn = (one: Case, release: Pick<Content, 'texts'>) =>
    Object.keys(release.texts).filter(isForeign(one))
  /** What readers of a text get, without when it last changed. */
  const words = ({ texts }: Pick<Release, 'texts'>, language: string) => {
    const text = texts[language as Language]
    return text && { ...text, changedAt: null }
  }

  test('changes no other text, nor what concerns a release with other texts', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(cases, (one) => {
        const found = decided(one, one.languages)
        if (found === null || found instanceof Refusal) return
        const { before, name } = one
        const after = found.release
        if (name === 'create') {
          expect(foreignIn(one, after)).toEqual([])
          return
        }
        const foreign = foreignIn(one, before)
        seen.add(`${name}, ${foreign.length > 0 ? 'with others' : 'alone'}`)
        expect(foreignIn(one, after)).toEqual(foreign)
        if (foreign.length === 0) return
        expect(found.kind).toBe('edited')
        const { state, liveAt, day, ...rest } = after as Published
        const was = asOf(before, NOW) as Published
        expect([state, liveAt, day]).toEqual([was.state, was.liveAt, was.day])
        expect([rest.kind, rest.topics]).toEqual([was.kind, was.topics])
        expect(rest.corrections).toEqual(was.corrections)
        // The pages of the others tell of a language that is added, and of nothing else.
        const isAdded = Object.keys(after.texts).some((language) => !(language in before.texts))
        for (const language of foreign) {
          const [old, text] = [was.texts[language as Language], after.texts[language as Language]]
          expect(words(after, language)).toEqual(words(was, language))
          if (!isAdded) expect(text).toEqual(old)
        }
      }),
      { numRuns: 3000 },
    )
    expect([...seen].sort()).toEqual(
      [
        ...Object.keys(LIFE).map((name) => `${name}, alone`),
        'edit its own texts, alone',
        'edit its own texts, with others',
        'edit, alone',
        'edit, with others',
      ].sort(),
    )
  })

  test('may do nothing that one without limits may not, and what they do is the same', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const [own, free] = [decided(one, one.languages), decided(one, null)]
        if (own instanceof Refusal && own.reason === 'forbidden') return
        expect(own).toEqual(free)
      }),
      { numRuns: 2000 },
    )
  })

  test('is refused nothing that is in their languages', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const touched = [one.before, one.sent].flatMap((release) => foreignIn(one, release))
        if (touched.length === 0 && one.languages.length > 0)
          expect(decided(one, one.languages)).toEqual(decided(one, null))
      }),
      { numRuns: 2000 },
    )
  })

  test('is told in which languages they may write, and which ones this concerns', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const found = decided(one, one.languages)
        if (!(found instanceof Refusal) || found.reason !== 'forbidden') return
        if (/the scope/.test(found.message)) return
        const [, own, concerned] =
          /in (.*) only, and this concerns (.*)\.$/.exec(found.message) ?? []
        expect(own).toBe(one.languages.join(', '))
        const named = concerned?.split(', ') ?? []
        expect(named.length).toBeGreaterThan(0)
        const there = new Set([one.before, one.sent].flatMap((release) => foreignIn(one, release)))
        for (const language of named) expect([...there]).toContain(language)
      }),
    )
  })

  test('says what was wrong, and why it is gone, in their languages only', () => {
    const by = limited('admin', [AR])
    const before = published({}, [AR])
    for (const note of [{ [EN]: 'Wrong.' }, { [AR]: 'خطأ', [EN]: 'Wrong.' }]) {
      expect(refusal(() => correct(before, by, note, null)).message).toContain('concerns en')
      expect(refusal(() => withdraw(before, by, note, null)).message).toContain('concerns en')
    }
    expect(correct(before, by, { [AR]: 'خطأ' }, null).kind).toBe('corrected')
  })

  test.each(Object.entries(LIFE))('may %s only where all texts are in them', (_, decide) => {
    for (const make of [draft, published] as const)
      for (const before of [make({}, [EN, AR]), embargoed(LIFT, {}, [EN, AR])]) {
        const found = outcome(() => decide(before, limited('admin', [EN]), contentOf(before), [EN]))
        expect(told(found)).toBe('forbidden')
        const whole = outcome(() =>
          decide(before, limited('admin', [AR, EN]), contentOf(before), [EN]),
        )
        expect(told(whole)).not.toBe('forbidden')
      }
  })

  test('without any language may write no text', () => {
    expect(told(outcome(() => create(ID, content(), limited('admin', []))))).toBe('forbidden')
    expect(told(outcome(() => publish(draft(), limited('admin', []))))).toBe('forbidden')
  })
})

describe('whatever editors do, one after another,', () => {
  const past = fc.integer({ min: -3 * DAY, max: HOUR })
  const future = fc.integer({ min: -HOUR, max: 3 * DAY })
  const headline = fc.constantFrom('One headline', 'Another headline', 'A third one', null)
  const languages = fc.constantFrom([EN, AR], [EN, AR], [EN], [AR], [])
  const sent: fc.Arbitrary<Content> = fc
    .record({ headline, languages, topics: fc.constantFrom([], ['budget']) })
    .map(({ headline, languages, topics }) => ({
      kind: 'press-release',
      topics,
      texts: Object.fromEntries(languages.map((language) => [language, said({ headline })])),
    }))
  type Decide = (release: Release, act: Act) => Change | null
  const edits = sent.map(
    (sent): Decide =>
      (release, act) =>
        edit(release, sent, act),
  )
  const backdates = past.map(
    (away): Decide =>
      (release, act) => {
        return publish(release, act, act.now + away)
      },
  )
  const embargoes = future.map(
    (away): Decide =>
      (release, act) => {
        return embargo(release, act, act.now + away)
      },
  )
  const corrections = fc.option(sent).map(
    (sent): Decide =>
      (release, act) => {
        return correct(release, act, NOTE, sent)
      },
  )
  const publishes: Decide = (release, act) => publish(release, act)
  const withdraws: Decide = (release, act) => withdraw(release, act, NOTE, null)
  const decision: fc.Arbitrary<Decide> = fc.oneof(
    { arbitrary: edits, weight: 4 },
    { arbitrary: embargoes, weight: 6 },
    { arbitrary: corrections, weight: 3 },
    { arbitrary: fc.constant<Decide>(cancelEmbargo), weight: 2 },
    { arbitrary: backdates, weight: 1 },
    { arbitrary: fc.constant(publishes), weight: 1 },
    { arbitrary: fc.constant(withdraws), weight: 1 },
  )
  const acts = fc.array(
    fc.record({
      decision,
      passed: fc.oneof(fc.constantFrom(0, 1, HOUR), fc.nat(DAY)),
      scope: fc.constantFrom<Scope>('read', 'draft', 'publish', 'publish', 'publish', 'admin'),
    }),
    { minLength: 1, maxLength: 25, size: 'max' },
  )

  test('the release keeps its promises', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(sent, acts, (first, acts) => {
        let now = NOW
        let release: Release = frozen(create(ID, first, act()).release)
        for (const { decision, passed, scope } of acts) {
          now += passed
          const before = release
          const found = outcome(() => decision(before, act({ now, editor: editor(scope) })))
          if (found === null || found instanceof Refusal) continue
          release = frozen(found.release)
          seen.add(found.kind)
          expect(release.revision).toBe(before.revision + 1)
          expect(release.revisedAt).toBe(now)
          expect(scope).not.toBe('read')
          expect(scope === 'draft' && before.state !== 'draft').toBe(false)
          keepsWhatWasPublic(asOf(before, now), release)
          isWhole(release, now)
        }
      }),
      { numRuns: 400 },
    )
    expect([...seen].sort()).toEqual([
      'corrected',
      'edited',
      'embargo-cancelled',
      'embargo-moved',
      'embargoed',
      'published',
      'withdrawn',
    ])
  })

  /** What holds between a release and its next revision. */
  function keepsWhatWasPublic(before: Release, after: Release): void {
    expect([after.id, after.createdAt]).toEqual([before.id, before.createdAt])
    expect(after.corrections.slice(0, before.corrections.length)).toEqual(before.corrections)
    expect(before.state).not.toBe('withdrawn')
    if (before.state !== 'published') return
    expect(['published', 'withdrawn']).toContain(after.state)
    expect(after).toMatchObject({ liveAt: before.liveAt, day: before.day })
    for (const [language, text] of Object.entries(before.texts)) {
      const kept = after.texts[language as typeof EN]
      expect(kept?.publicFrom).toBe(text.publicFrom)
      expect(kept?.changedAt ?? 0).toBeGreaterThanOrEqual(text.changedAt ?? 0)
    }
  }

  /** What holds of every revision by itself. */
  function isWhole(release: Release, now: number): void {
    const times = Object.values(release.texts).map(({ publicFrom, changedAt }) => ({
      publicFrom,
      changedAt,
    }))
    if (release.state === 'draft') {
      for (const time of times) expect(time).toEqual({ publicFrom: null, changedAt: null })
      expect(release.corrections).toEqual([])
      expect(isPublic(release, now + 1000 * DAY)).toBe(false)
      return
    }
    expect(requirements(release.texts)).toEqual([])
    expect(release.day).toBe(dayOf(release.liveAt, ZONE))
    for (const { publicFrom, changedAt } of times) {
      if (release.state === 'embargoed')
        expect({ publicFrom, changedAt }).toEqual({
          publicFrom: release.liveAt,
          changedAt: release.liveAt,
        })
      else expect(publicFrom).toBeGreaterThanOrEqual(release.liveAt)
      expect(changedAt ?? 0).toBeGreaterThanOrEqual(publicFrom ?? 1)
    }
    if (release.state !== 'embargoed') expect(release.liveAt).toBeLessThanOrEqual(now)
    expect(isPublic(release, now)).toBe(release.state === 'published')
  }
})
