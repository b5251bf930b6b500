import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Item } from '../../src/cli/intake/intake.ts'
import type { Doubt, Moment } from '../../src/cli/manuscript/manuscript.ts'
import { NO_WORDS } from '../../src/cli/manuscript/manuscript.ts'
import { Newsroom } from '../lives/newsroom.ts'
import type { Json } from '../office.ts'
import { type Between, everythingIn, intakeOf, item, takeIn } from './taken-in.ts'

let room: Newsroom
beforeEach(async () => {
  room = await Newsroom.open()
})
afterEach(() => room.close())

const at = (moment: string) => moment as Moment
const DATE_IN_DOUBT: Doubt = {
  about: 'date',
  says: '"04/05/2021" could be two days.',
  option: '--date',
  isOpen: true,
  choices: [],
}
const get = async (id: string) => (await room.office.ask(`/api/releases/${id}`)).json
/** What was counted, without what was counted never. */
const counted = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

describe('a release', () => {
  test('is created and filed under its date in one change, with its slug', async () => {
    const { tally } = await takeIn(room.office, [item('one', { slug: 'old-slug' })])
    expect(counted(tally.counts)).toEqual({ published: 1 })
    const { release, revision } = { release: await get('one'), revision: 1 }
    expect([release.state, release.day, release.revision]).toEqual([
      'published',
      '2021-02-25',
      revision,
    ])
    expect(release.texts.en.slug).toBe('old-slug')
  })

  test('is a draft, or held, as its source says', async () => {
    const { tally } = await takeIn(room.office, [
      item('draft', {}, { standing: { state: 'draft' } }),
      item('silent', {}, { standing: null }),
      item('held', {}, { standing: { state: 'embargoed', until: at('2027-01-01T10:00:00') } }),
      item('now', {}, { standing: { state: 'published', on: null } }),
    ])
    expect(counted(tally.counts)).toEqual({ draft: 2, held: 1, published: 1 })
    expect((await get('held')).liveAt).toBe('2027-01-01T07:00:00.000Z')
  })

  test('whose embargo passed is public since, and that is told', async () => {
    const until = at('2020-01-01T10:00:00+03:00')
    const source = [item('late', {}, { standing: { state: 'embargoed', until } })]
    const { tally, terminal } = await takeIn(room.office, source)
    expect(counted(tally.counts)).toEqual({ published: 1 })
    expect((await get('late')).liveAt).toBe('2020-01-01T07:00:00.000Z')
    expect(terminal.told.join()).toMatch(/export, late: .*Its embargo passed/)
    expect(counted((await takeIn(room.office, source)).tally.counts)).toEqual({ there: 1 })
  })

  test('with an open doubt, or without words that it needs, is a draft and is named', async () => {
    const { tally, report } = await takeIn(room.office, [
      item('doubtful', {}, { doubts: [DATE_IN_DOUBT] }),
      item('headless', { headline: null }),
      item('empty', {}, { texts: {} }),
    ])
    expect(counted(tally.counts)).toEqual({ draft: 3 })
    expect(tally.isPartial).toBe(false)
    expect(report.map(({ id, why }) => [id, why]).sort()).toEqual([
      ['doubtful', DATE_IN_DOUBT.says],
      ['empty', 'It has no text.'],
      ['headless', 'It has no headline (en).'],
    ])
  })

  test('with a remark is taken, and the remark is told', async () => {
    const { tally, terminal } = await takeIn(room.office, [
      item('one', {}, { doubts: [{ ...DATE_IN_DOUBT, isOpen: false }] }),
    ])
    expect(counted(tally.counts)).toEqual({ published: 1 })
    expect(terminal.told.join()).toContain(DATE_IN_DOUBT.says)
  })

  test('is a draft where all are wanted as drafts', async () => {
    const { tally } = await takeIn(room.office, [item('one')], { asDrafts: true })
    expect(counted(tally.counts)).toEqual({ draft: 1 })
  })

  test('whose language is not told is in the one that is given, or else the first', async () => {
    const texts = { und: { ...NO_WORDS, headline: 'Headline', body: 'Body.' } }
    await takeIn(room.office, [item('one', {}, { texts })], { language: 'ar' })
    await takeIn(room.office, [item('two', {}, { texts })])
    expect(Object.keys((await get('one')).texts)).toEqual(['ar'])
    expect(Object.keys((await get('two')).texts)).toEqual(['en'])
    const both = { ...texts, en: { ...NO_WORDS, headline: 'Other', body: 'Other.' } }
    const { tally } = await takeIn(room.office, [item('three', {}, { texts: both })])
    expect(tally.refused[0]?.why).toContain('/texts/und is not one of the site’s languages')
  })

  test('whose slug is taken, or is none, gets another one, which is told', async () => {
    await takeIn(room.office, [item('one', { slug: 'taken', headline: 'Taken' })])
    const { tally, terminal } = await takeIn(room.office, [
      item('two', { slug: 'taken', headline: 'Taken' }),
      item('three', { slug: 'No Slug', headline: 'Third' }),
    ])
    expect(counted(tally.counts)).toEqual({ published: 2 })
    expect((await get('two')).texts.en.slug).toBe('taken-2')
    expect((await get('three')).texts.en.slug).toBe('third')
    expect(terminal.told.join('\n')).toMatch(/two: .*"taken".*belongs to another/)
  })

  test('that the newsroom refuses is named with each field', async () => {
    const { tally, report } = await takeIn(room.office, [
      item('one', { body: '<script>x</script>' }, { topics: ['Not A Topic'], kind: 'poem' }),
      item('no id', {}),
      item('validate', {}),
      item('future', {}, { standing: { state: 'published', on: at('2031-01-01') } }),
      item('ancient', {}, { standing: { state: 'published', on: at('0017-01-01') } }),
      { type: 'refused', source: 'export, item 7', why: 'It is an attachment.' },
    ])
    expect(counted(tally.counts)).toEqual({ refused: 6 })
    expect(tally.isPartial).toBe(true)
    const why = Object.fromEntries(report.map((one) => [one.source, one.why]))
    expect(why['export, one']).toMatch(/\/kind .*\/topics\/0 .*\/texts\/en\/body has raw HTML/)
    expect(why['export, no id']).toBe('"no id" is not an id.')
    expect(why['export, future']).toMatch(/\/publish\/at .*future/)
    expect(why['export, ancient']).toMatch(/\/publish\/at must be/)
    expect(why['export, item 7']).toBe('It is an attachment.')
    expect(tally.refused).toHaveLength(6)
    expect([...tally.reasons.values()].reduce((sum, count) => sum + count)).toBe(6)
  })
})

describe('what is there already', () => {
  test('stays, and is told from what is other there', async () => {
    const { office } = room
    const source = [item('same'), item('edited'), item('withdrawn'), item('new')]
    await takeIn(office, source.slice(0, 3))
    const { kind, topics } = await get('edited')
    await office.edit('edited', { kind, topics, texts: { en: { headline: 'New', body: 'New.' } } })
    await office.withdraw('withdrawn', { reason: 'It was wrong.' })
    const before = everythingIn(room.d1)
    const { tally, report } = await takeIn(office, source)
    expect(counted(tally.counts)).toEqual({ there: 1, differs: 2, published: 1 })
    expect(tally.isPartial).toBe(true)
    const why = Object.fromEntries(report.map((one) => [one.id, one.why]))
    expect(why.same).toBe(null)
    expect(why.edited).toBe('Other there: en: headline, en: body.')
    expect(why.withdrawn).toBe('Other there: it was withdrawn there.')
    const after = everythingIn(room.d1)
    expect(after.revisions).toEqual(expect.arrayContaining(before.revisions))
    expect(after.revisions).toHaveLength(before.revisions.length + 1)
  })

  test('does not get the old addresses of what only has its id', async () => {
    await takeIn(room.office, [item('wp-12', { formerPaths: ['/one'] })])
    await takeIn(room.office, [item('wp-12', { headline: 'Another', formerPaths: ['/other'] })])
    expect((await room.office.read('/one')).status).toBe(301)
    expect((await room.office.read('/other')).status).toBe(404)
  })

  test('is found by reading, so that it is got through without a change', async () => {
    const source = Array.from({ length: 30 }, (_, number) => item(`release-${number}`))
    await takeIn(room.office, source.slice(0, 25))
    const asked: string[] = []
    const between: Between = (request, answer) => {
      asked.push(request.method)
      return answer()
    }
    const { tally } = await takeIn(room.office, source, { atOnce: 1, between })
    expect(counted(tally.counts)).toEqual({ there: 25, published: 5 })
    // One that is there, and the five that are not.
    expect(asked.filter((method) => method === 'PUT')).toHaveLength(6)
  })

  test('however the newsroom writes what it was sent', async () => {
    const odd = item('odd', {
      headline: '  Cafe\u0301 opens ',
      body: '\n\r\n  First line\r\nsecond line  \n\n',
      notes: '',
    })
    await takeIn(room.office, [odd])
    const { tally } = await takeIn(room.office, [odd])
    expect(counted(tally.counts)).toEqual({ there: 1 })
  })

  test('of two items with one id, the first is taken and the second compared', async () => {
    const { tally } = await takeIn(room.office, [
      item('one'),
      item('one'),
      item('one', { body: 'Other words.' }),
    ])
    expect(counted(tally.counts)).toEqual({ published: 1, there: 1, differs: 1 })
  })
})

describe('where releases stood before', () => {
  const FORMER = { formerPaths: ['/2021/02/25/title/', '/?p=12', '/releases/own'] }

  test('leads to where they stand, but for their own address', async () => {
    const { tally, map } = await takeIn(room.office, [item('one', { slug: 'own', ...FORMER })])
    expect(tally.formerPaths).toEqual({ entered: 2, refused: 0 })
    const to = 'https://press.test/releases/own'
    expect(map).toEqual(['from,to', `/2021/02/25/title/,${to}`, `/?p=12,${to}`])
    expect(everythingIn(room.d1).redirects.map(({ path }: { path: string }) => path)).toEqual(
      ['/2021/02/25/title', '/?p=12'].sort(),
    )
  })

  test('is named where it cannot, while the others lead there', async () => {
    const { tally, report } = await takeIn(room.office, [
      item('one', { formerPaths: ['/archive', '/old', '/x?y=1'] }),
    ])
    expect(tally.formerPaths).toEqual({ entered: 1, refused: 2 })
    expect(tally.isPartial).toBe(true)
    expect(report.slice(1).map(({ path }) => path)).toEqual(['/archive', '/x?y=1'])
  })

  test('is entered again by a second run without harm, and not at all where nobody wants it', async () => {
    const source = [item('one', FORMER)]
    await takeIn(room.office, source, { redirects: false })
    expect(everythingIn(room.d1).redirects).toEqual([])
    const first = await takeIn(room.office, source)
    const before = everythingIn(room.d1)
    const second = await takeIn(room.office, source)
    expect(second.tally.formerPaths).toEqual(first.tally.formerPaths)
    expect(everythingIn(room.d1)).toEqual(before)
  })

  test('is sent in hundreds', async () => {
    const paths = (from: number) => Array.from({ length: 60 }, (_, at) => `/old/${from + at}`)
    let requests = 0
    const between: Between = (request, answer) => {
      if (request.url.endsWith('/api/redirects')) requests++
      return answer()
    }
    const source = [0, 60, 120].map((from) => item(`r-${from}`, { formerPaths: paths(from) }))
    const { tally } = await takeIn(room.office, source, { between })
    expect([tally.formerPaths.entered, requests]).toEqual([180, 2])
  })

  test('is an item of its own in an export of one’s own', async () => {
    const redirect = (from: string, release: string): Item => ({
      type: 'redirect',
      source: `export, ${from}`,
      redirect: { from, release, language: 'en' },
    })
    const { tally } = await takeIn(room.office, [
      item('one'),
      redirect('/old', 'one'),
      redirect('/nowhere', 'nobody'),
    ])
    expect(counted(tally.counts)).toEqual({ published: 1, redirected: 1, refused: 1 })
  })
})

describe('a release with its past', () => {
  /** What this newsroom would give out. */
  async function histories(): Promise<Item[]> {
    const { json } = await room.office.ask('/api/histories')
    return json.histories.map(({ id, places, revisions }: Json) => ({
      type: 'history',
      source: `export, ${id}`,
      history: { id, places, revisions },
    }))
  }
  const intoAnother = async (act: (other: Newsroom) => Promise<void>) => {
    const other = await Newsroom.open()
    try {
      await act(other)
    } finally {
      other.close()
    }
  }

  test('is the same in another newsroom, once, and stays when it is there', async () => {
    await takeIn(room.office, [item('one'), item('two'), item('three')])
    await room.office.correct('two', { note: 'A word was wrong.' })
    await room.office.withdraw('three', { reason: 'It was wrong.', replacedBy: 'two' })
    const source = await histories()
    await intoAnother(async (other) => {
      const first = await takeIn(other.office, source)
      expect(counted(first.tally.counts)).toEqual({ restored: 3 })
      expect(everythingIn(other.d1)).toEqual(everythingIn(room.d1))
      expect(counted((await takeIn(other.office, source)).tally.counts)).toEqual({ there: 3 })
      await other.office.correct('two', { note: 'And another one.' })
      const last = await takeIn(other.office, source)
      expect(counted(last.tally.counts)).toEqual({ there: 2, differs: 1 })
    })
  })

  test('comes in parts where it is long, of which none is seen before the last one', async () => {
    const body = 'A long body. '.repeat(7000)
    await takeIn(room.office, [item('long', { body })])
    for (let edit = 0; edit < 14; edit++)
      await room.office.edit('long', {
        kind: 'press-release',
        texts: { en: { headline: `Headline ${edit}`, body } },
      })
    const revisions: Json[] = []
    for (let number = 1; number <= 15; number++)
      revisions.push((await room.office.ask(`/api/releases/long/revisions/${number}`)).json)
    const [first] = await histories()
    const { places } = (first as Extract<Item, { type: 'history' }>).history
    const whole: Item = {
      type: 'history',
      source: 'export, long',
      history: { id: 'long', places, revisions },
    }
    await intoAnother(async (other) => {
      const seen: number[] = []
      const between: Between = async (request, answer) => {
        const response = await answer()
        if (request.method === 'PUT') seen.push(response.status)
        return response
      }
      const { tally } = await takeIn(other.office, [whole], { between })
      expect(counted(tally.counts)).toEqual({ restored: 1 })
      expect(seen).toEqual([202, 201])
      expect(everythingIn(other.d1)).toEqual(everythingIn(room.d1))
    })
  })

  test('is refused where all are wanted as drafts, unless it is one', async () => {
    await takeIn(room.office, [item('one'), item('two', {}, { standing: { state: 'draft' } })])
    const source = await histories()
    await intoAnother(async (other) => {
      const { tally } = await takeIn(other.office, source, { asDrafts: true })
      expect(counted(tally.counts)).toEqual({ restored: 1, refused: 1 })
      expect(tally.refused[0]).toMatchObject({ id: 'one', outcome: 'refused' })
    })
  })

  test('is refused by name where it is none, and needs a token that may do everything', async () => {
    const none: Item = {
      type: 'history',
      source: 'export, none',
      history: { id: 'none', places: null, revisions: [{ number: 1 }] },
    }
    const { tally } = await takeIn(room.office, [none])
    expect(tally.refused[0]?.why).toMatch(/\/revisions\/0\/kind/)
    const { publish: token } = room.office.tokens
    const { fault } = await takeIn(room.office, [none], { token })
    expect(fault?.message).toMatch(/scope "admin"/)
  })
})

describe('a dry run', () => {
  test('tells what would become of each, and changes nothing', async () => {
    await takeIn(room.office, [item('there')])
    const before = everythingIn(room.d1)
    const { tally, map } = await takeIn(
      room.office,
      [
        item('there'),
        item('new', { formerPaths: ['/old'] }),
        item('wrong', { body: '<b>x</b>' }),
        item('headless', { headline: null }),
        item('late', {}, { standing: { state: 'embargoed', until: at('2020-01-01') } }),
      ],
      { dryRun: true },
    )
    expect(counted(tally.counts)).toEqual({ there: 1, published: 2, refused: 1, draft: 1 })
    expect(map).toEqual(['from,to'])
    expect(everythingIn(room.d1)).toEqual(before)
  })
})

describe('an import ends early', () => {
  test('with a clear word where the token does not let in, and nothing is sent any more', async () => {
    for (const [token, exit] of [
      [room.office.tokens.read, /scope "draft"/],
      ['pressroom_unknown', /valid token/],
    ] as const) {
      let requests = 0
      const between: Between = (request, answer) => {
        if (request.method === 'PUT') requests++
        return answer()
      }
      const source = Array.from({ length: 50 }, (_, number) => item(`r-${100 + number}`))
      const { fault, tally } = await takeIn(room.office, source, { token, between })
      expect([fault?.exit, tally.settled]).toEqual(['refused', 0])
      expect(fault?.message).toMatch(exit)
      expect(requests).toBeLessThanOrEqual(8)
    }
    const { fault } = await takeIn(room.office, [item('one')], { token: room.office.tokens.draft })
    expect(fault?.message).toMatch(/scope "publish"/)
  })

  test('where the newsroom has gone, and names what nobody knows of', async () => {
    const source = Array.from({ length: 40 }, (_, number) => item(`r-${100 + number}`))
    let answers = 0
    const between: Between = async (request, answer) => {
      if (request.method === 'PUT' && ++answers > 10) throw new TypeError('fetch failed')
      return answer()
    }
    const { fault, tally, report } = await takeIn(room.office, source, { between, atOnce: 4 })
    expect(fault?.exit).toBe('unreachable')
    expect(tally.counts.published).toBe(10)
    expect(tally.counts.unsure).toBe(4)
    expect(report).toHaveLength(14)
    const again = await takeIn(room.office, source)
    expect(counted(again.tally.counts)).toEqual({ there: 10, published: 30 })
  })

  test('where it fails at every release, but not where it fails at one', async () => {
    const failing =
      (ids: (id: string) => boolean): Between =>
      async (request, answer) =>
        request.method === 'PUT' && ids(new URL(request.url).pathname.split('/').at(-1) ?? '')
          ? Response.json({ title: 'Something went wrong', status: 500 }, { status: 500 })
          : answer()
    const source = Array.from({ length: 12 }, (_, number) => item(`r-${number}`))
    const one = await takeIn(room.office, source, { between: failing((id) => id === 'r-3') })
    expect([one.fault, counted(one.tally.counts)]).toEqual([null, { published: 11, refused: 1 }])
    const others = source.map((_, number) => item(`other-${number}`))
    const all = await takeIn(room.office, others, { between: failing(() => true), atOnce: 1 })
    expect([all.fault?.exit, all.tally.settled]).toEqual(['unreachable', 5])
  })

  test('and what was stored by a newsroom that failed to say so is there', async () => {
    const between: Between = async (request, answer) => {
      const response = await answer()
      return request.method === 'PUT' ? new Response('<html>', { status: 500 }) : response
    }
    const { tally } = await takeIn(room.office, [item('one')], { between })
    expect(counted(tally.counts)).toEqual({ there: 1 })
  })

  test('where it is stopped: what has begun is finished and counted, and nothing new begins', async () => {
    const stopping = new AbortController()
    const source = Array.from({ length: 40 }, (_, number) => item(`r-${100 + number}`))
    let begun = 0
    const between: Between = async (request, answer) => {
      if (request.method === 'PUT' && ++begun === 10) stopping.abort()
      return answer()
    }
    const first = await takeIn(room.office, source, { between, atOnce: 4, stop: stopping.signal })
    expect(first.fault?.exit).toBe('interrupted')
    expect(first.tally.counts.published).toBe(begun)
    expect(begun).toBeLessThan(14)
    const again = await takeIn(room.office, source)
    expect(counted(again.tally.counts)).toEqual({ there: begun, published: 40 - begun })
  })

  test('where its source breaks off: what came before is taken', async () => {
    const whole = intakeOf([item('one'), item('two')])
    const intake = {
      ...whole,
      async *items() {
        yield* whole.items()
        throw new Error('broken off')
      },
    }
    await expect(takeIn(room.office, [], { intake })).rejects.toThrow('broken off')
    expect((await get('two')).state).toBe('published')
  })
})

describe('whatever comes', () => {
  const slugs = fc.constantFrom(null, 'alpha', 'alpha-2', 'beta', 'Not A Slug')
  const headlines = fc.constantFrom('Alpha', 'Alpha', 'Beta', null)
  const standings = fc.constantFrom(
    null,
    { state: 'draft' } as const,
    { state: 'published', on: at('2021-02-25') } as const,
    { state: 'published', on: at('2031-02-25') } as const,
    { state: 'published', on: null } as const,
    { state: 'embargoed', until: at('2027-01-01T10:00:00') } as const,
    { state: 'embargoed', until: at('2020-01-01T10:00:00') } as const,
  )
  const items: fc.Arbitrary<Item> = fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .record({
          id: fc.integer({ min: 0, max: 40 }),
          slug: slugs,
          headline: headlines,
          body: fc.constantFrom('It was adopted.', '<b>raw</b>', null),
          standing: standings,
          doubts: fc.constantFrom([], [], [DATE_IN_DOUBT]),
        })
        .map(({ id, slug, headline, body, standing, doubts }) =>
          item(
            `r-${id}`,
            { slug, headline, body, formerPaths: [id % 5 === 0 ? `/archive/${id}` : `/old/${id}`] },
            { standing, doubts },
          ),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.constant<Item>({ type: 'refused', source: 'export, a page', why: 'A page.' }),
    },
  )
  /** What goes wrong on the way, and passes. */
  const faults = fc.infiniteStream(
    fc.constantFrom('none', 'none', 'none', 'busy', 'limited', 'unheard', 'unsent', 'slow'),
  )

  function faulty(kinds: Iterator<string>): Between {
    const faultsOf = new Map<string, number>()
    return async ({ url }, answer) => {
      // Nobody waits for a newsroom that has never answered.
      if (url.endsWith('/api/site')) return answer()
      const next = kinds.next().value
      const inARow = faultsOf.get(url) ?? 0
      const kind = inARow < 5 ? next : 'none'
      faultsOf.set(url, ['none', 'slow'].includes(kind) ? 0 : inARow + 1)
      if (kind === 'busy') return new Response(null, { status: 503 })
      if (kind === 'limited')
        return new Response(null, { status: 429, headers: { 'Retry-After': '0' } })
      if (kind === 'unsent') throw new TypeError('fetch failed')
      if (kind === 'slow') for (let tick = 0; tick < 5; tick++) await new Promise(setImmediate)
      const response = await answer()
      if (kind === 'unheard') throw new TypeError('terminated')
      return response
    }
  }

  test('is counted once, whatever goes wrong on the way, and lands as without faults', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(items, { maxLength: 30 }),
        faults,
        fc.integer({ min: 1, max: 9 }),
        async (source, kinds, atOnce) => {
          const [calm, rough] = [await Newsroom.open(), await Newsroom.open()]
          try {
            const undisturbed = await takeIn(calm.office, source, { atOnce: 1 })
            const between = faulty(kinds[Symbol.iterator]())
            const { tally, report, fault } = await takeIn(rough.office, source, { atOnce, between })
            expect(fault).toBe(null)
            expect(tally.settled).toBe(source.length)
            const sum = Object.values(tally.counts).reduce((all, count) => all + count)
            expect(sum).toBe(source.length)
            expect(report.filter(({ path }) => !path)).toHaveLength(source.length)
            expect(tally.counts).toEqual(undisturbed.tally.counts)
            expect(everythingIn(rough.d1)).toEqual(everythingIn(calm.d1))
            const { revisions } = everythingIn(rough.d1)
            const { published, held, draft } = tally.counts
            expect(revisions).toHaveLength(published + held + draft)

            const again = await takeIn(rough.office, source, { atOnce })
            expect(again.tally.settled).toBe(source.length)
            expect(again.tally.counts).toMatchObject({ published: 0, held: 0, draft: 0 })
            expect(everythingIn(rough.d1)).toEqual(everythingIn(calm.d1))
          } finally {
            calm.close()
            rough.close()
          }
        },
      ),
      { numRuns: 20 },
    )
  }, 120_000)

  test('two runs at once make no double', async () => {
    const source = Array.from({ length: 60 }, (_, number) =>
      item(`r-${number}`, { headline: `Headline ${number % 7}`, formerPaths: [`/old/${number}`] }),
    )
    const runs = await Promise.all([takeIn(room.office, source), takeIn(room.office, source)])
    const [one, two] = runs.map(({ tally }) => tally)
    expect(runs.map(({ fault }) => fault)).toEqual([null, null])
    expect((one?.counts.published ?? 0) + (two?.counts.published ?? 0)).toBe(60)
    expect((one?.counts.there ?? 0) + (two?.counts.there ?? 0)).toBe(60)
    expect(everythingIn(room.d1).revisions).toHaveLength(60)
  })
})
