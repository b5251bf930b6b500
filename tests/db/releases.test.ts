import { beforeEach, describe, expect, test } from 'vitest'
import { open } from '../../src/db/database.ts'
import { releasesIn } from '../../src/db/releases.ts'
import type { Instant } from '../../src/newsroom/dateline.ts'
import { correct, create, edit, embargo, publish, withdraw } from '../../src/newsroom/life.ts'
import type { Releases } from '../../src/newsroom/ports.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import type { Localized, Release, ReleaseId } from '../../src/newsroom/release.ts'
import type { Change } from '../../src/newsroom/revision.ts'
import { DAY, DB, HOUR, MINUTE, NOON, openPressOffice, type PressOffice } from '../press-office.ts'
import { expectProblem, storingNothing } from '../routes/answers.ts'
import { AR, bilingualContent, content, EDITOR, EN, fill, LANGUAGES } from './fill.ts'
import { spyOn } from './spy.ts'

let office: PressOffice
let store: Releases
beforeEach(async () => {
  office = await openPressOffice()
  store = releasesIn(open(DB), LANGUAGES, () => NOON)
})

const act = (now: Instant = NOON) => ({ editor: EDITOR, now, zone: 'Asia/Damascus' })
const newId = () => crypto.randomUUID() as ReleaseId

/** A release that the public reads, made by one change. */
async function published(headline: string, slug: string | null = null): Promise<Release> {
  const draft = create(newId(), content(headline, slug), act()).release
  const change = publish(draft, act())
  const first = { ...change, release: { ...change.release, revision: 1 } }
  return (await store.create(first, EDITOR, NOON)).release
}
const drafted = async (headline: string, slug: string | null = null): Promise<Release> =>
  (await store.create(create(newId(), content(headline, slug), act()), EDITOR, NOON)).release
const renamed = async ({ id }: Release, slug: string): Promise<Release> =>
  (await store.update(id, (one) => edit(one, content('Renamed', slug), act()), EDITOR, NOON))
    .release

const slugOf = (release: Release) => release.texts[EN]?.slug
const heldSlugs = async () =>
  (await DB.prepare('SELECT slug, release_id FROM slugs ORDER BY slug').all()).results.map(
    ({ slug, release_id }) => [slug, release_id],
  )

/** Every row of every table. */
async function dump(): Promise<Record<string, unknown[]>> {
  const tables = ['releases', 'slugs', 'texts', 'months', 'revisions', 'rendered_pages']
  const all: Record<string, unknown[]> = {}
  for (const table of [...tables, 'stale_pages', 'last_rebuild', 'editors'])
    all[table] = (await DB.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()).results
  return all
}

/** What a change is refused with. */
async function refusal(attempt: Promise<unknown>): Promise<Refusal> {
  const error = await attempt.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(Refusal)
  return error as Refusal
}

/**
 * A store whose batches wait at the door: `arrived` resolves when one is about to be run, and
 * `open` lets it in.
 */
function slowStore() {
  const arrived = Promise.withResolvers<void>()
  const door = Promise.withResolvers<void>()
  let batches = 0
  const { binding } = spyOn(DB, async (batch) => {
    if (!batch.some(({ sql }) => sql.startsWith('insert into "revisions"'))) return
    batches++
    arrived.resolve()
    await door.promise
  })
  return {
    store: releasesIn(open(binding), LANGUAGES, () => NOON),
    arrived: arrived.promise,
    open: () => door.resolve(),
    tries: () => batches,
  }
}

describe('a slug', () => {
  test('that is derived is numbered from 2 where another release has it', async () => {
    const slugs = []
    for (let at = 0; at < 4; at++) slugs.push(slugOf(await published('Budget adopted')))
    const expected = ['budget-adopted', 'budget-adopted-2', 'budget-adopted-3', 'budget-adopted-4']
    expect(slugs).toEqual(expected)
    // Each language counts by itself.
    const draft = create(newId(), bilingualContent('Budget adopted'), act())
    const { texts } = (await store.create(draft, EDITOR, NOON)).release
    expect([texts[EN]?.slug, texts[AR]?.slug]).toEqual(['budget-adopted-5', 'ns-budget-adopted'])
  })

  test.each([2, 10])('is another for each of %i who take it at once', async (count) => {
    const body = { kind: 'statement', texts: { en: { headline: 'Storm warning', body: 'x' } } }
    const creates = Array.from({ length: count }, () => office.create({ ...body, publish: true }))
    const replies = await Promise.all(creates)
    expect(replies.map(({ status }) => status)).toEqual(Array(count).fill(201))
    const numbered = Array.from(
      { length: count },
      (_, at) => `storm-warning${at ? `-${at + 1}` : ''}`,
    )
    const taken = replies.map(({ json }) => json.release.texts.en.slug)
    expect([...taken].sort()).toEqual(numbered.sort())
    for (const { json } of replies) {
      const page = await office.read(`/releases/${json.release.texts.en.slug}`)
      expect(page.status).toBe(200)
    }
    const { results } = await DB.prepare('SELECT place FROM texts ORDER BY place').all<{
      place: number
    }>()
    expect(results.map(({ place }) => place)).toEqual(replies.map((_, at) => at + 1))
  })

  test('that two editors give at once is the first one’s; the other is told', async () => {
    const give = () =>
      office.create({
        kind: 'statement',
        texts: { en: { headline: 'x', body: 'x', slug: 'given' } },
        publish: true,
      })
    const [one, two] = await Promise.all([give(), give()])
    const [won, lost] = one.status === 201 ? [one, two] : [two, one]
    expect(won.status).toBe(201)
    expectProblem(lost, 422, /not free/, { '/texts/en/slug': '"given" belongs to another' })
    expect(await heldSlugs()).toEqual([['given', won.json.release.id]])
  })

  test('that another release holds, or ever held, is not given away', async () => {
    const public_ = await published('Old', 'old')
    await renamed(public_, 'new')
    const draft = await drafted('Draft', 'draft')
    const other = await published('Other', 'other')
    const held = [
      ['old', public_.id],
      ['new', public_.id],
      ['draft', draft.id],
      ['other', other.id],
    ].sort()
    for (const slug of ['old', 'new', 'draft']) {
      const body = { kind: 'statement', texts: { en: { headline: 'x', body: 'x', slug } } }
      const changes = [
        () => office.create(body),
        () => office.create({ ...body, publish: true }),
        () => office.edit(other.id, body),
        () => office.correct(other.id, { note: 'x', texts: body.texts }),
      ]
      for (const change of changes) {
        const reply = await storingNothing(change)
        const wrong = { '/texts/en/slug': `"${slug}" belongs to another release` }
        expectProblem(reply, 422, /slug is not free/, wrong)
      }
    }
    expect((await heldSlugs()).sort()).toEqual(held)
    // Not even when it is gone from the public.
    await office.withdraw(public_.id, { reason: 'x' })
    const body = { kind: 'statement', texts: { en: { headline: 'x', body: 'x', slug: 'old' } } }
    expectProblem(await storingNothing(() => office.create(body)), 422, /not free/, {
      '/texts/en/slug': /./,
    })
    expect(slugOf(await published('Old'))).toBe('old-2')
    // In another language it is another slug.
    const arabic = { kind: 'statement', texts: { ar: { headline: 'x', body: 'x', slug: 'old' } } }
    expect((await office.create(arabic)).status).toBe(201)
  })

  test('that a release had may come back to it, and all of them lead to it meanwhile', async () => {
    const release = await published('First', 'first')
    for (const slug of ['second', 'third', 'first', 'third', 'third', 'second'])
      expect(slugOf(await renamed(release, slug))).toBe(slug)
    expect(await heldSlugs()).toEqual([
      ['first', release.id],
      ['second', release.id],
      ['third', release.id],
    ])
  })

  test('is kept by a public release whose headline changes', async () => {
    const release = await published('Before')
    const change = (one: Release) => edit(one, content('After'), act())
    expect(slugOf((await store.update(release.id, change, EDITOR, NOON)).release)).toBe('before')
  })

  test('is given up by a draft that takes another one, and free for others', async () => {
    const draft = await drafted('Working title')
    const change = (one: Release) => edit(one, content('Final title'), act())
    expect(slugOf((await store.update(draft.id, change, EDITOR, NOON)).release)).toBe('final-title')
    expect(await heldSlugs()).toEqual([['final-title', draft.id]])
    const other = await published('Working title')
    expect(slugOf(other)).toBe('working-title')
    // It cannot be had back.
    const back = store.update(
      draft.id,
      (one) => edit(one, content('Final title', 'working-title'), act()),
      EDITOR,
      NOON,
    )
    expect((await refusal(back)).fields.map(({ pointer }) => pointer)).toEqual(['/texts/en/slug'])
  })

  test('is given up by a draft with its text, but not by what was announced', async () => {
    const both = create(newId(), bilingualContent('Both'), act())
    const draft = (await store.create(both, EDITOR, NOON)).release
    const without = (one: Release) => edit(one, content('Both'), act())
    await store.update(draft.id, without, EDITOR, NOON)
    expect(await heldSlugs()).toEqual([['both', draft.id]])
    const held = create(newId(), bilingualContent('Held'), act())
    const embargoed = embargo(held.release, act(), NOON + DAY)
    const first = { ...embargoed, release: { ...embargoed.release, revision: 1 } }
    const { id } = (await store.create(first, EDITOR, NOON)).release
    await store.update(id, (one) => edit(one, content('Held'), act()), EDITOR, NOON)
    expect(await heldSlugs()).toEqual([
      ['both', draft.id],
      ['held', id],
      ['ns-held', id],
    ])
  })

  test('is not moved by the store itself, whatever a statement asks', async () => {
    const one = await published('One')
    const two = await published('Two')
    const steal = `INSERT INTO slugs VALUES ('en', 'one', '${two.id}')`
    await expect(DB.prepare(steal).run()).rejects.toThrow(/UNIQUE constraint failed/)
    expect(await heldSlugs()).toEqual([
      ['one', one.id],
      ['two', two.id],
    ])
  })
})

describe('revisions', () => {
  test('cannot be updated or deleted, by any statement', async () => {
    const { id } = await published('Kept')
    await store.update(id, (one) => edit(one, content('Kept 2'), act()), EDITOR, NOON)
    const before = await dump()
    const statements = [
      "UPDATE revisions SET editor_name = 'nobody'",
      'UPDATE revisions SET number = number + 10',
      "UPDATE revisions SET snapshot = '{}' WHERE number = 1",
      'DELETE FROM revisions',
      'DELETE FROM revisions WHERE number = 2',
    ]
    for (const sql of statements)
      await expect(DB.prepare(sql).run(), sql).rejects.toThrow(
        /revisions are appended, never (updated|deleted)/,
      )
    await expect(DB.prepare(`DELETE FROM releases WHERE id = '${id}'`).run()).rejects.toThrow(
      /FOREIGN KEY/,
    )
    expect(await dump()).toEqual(before)
  })

  test('tell what each change left, and the last one what is stored', async () => {
    const { id } = await drafted('One')
    const changes: ((one: Release) => Change | null)[] = [
      (one) => edit(one, bilingualContent('Two'), act()),
      (one) => embargo(one, act(), NOON + DAY),
      (one) => publish(one, act(NOON + MINUTE)),
      (one) => correct(one, act(NOON + 2 * MINUTE), { [EN]: 'Note' } as Localized, null),
      (one) => withdraw(one, act(NOON + 3 * MINUTE), { [EN]: 'Reason' } as Localized, null),
    ]
    for (const change of changes) {
      const { release, changed } = await store.update(id, change, EDITOR, NOON + HOUR)
      expect(changed).toBe(true)
      const last = await store.revision(id, release.revision)
      expect(last?.release).toEqual(release)
      const found = await store.find(id)
      // A release under embargo and one that is public are stored alike.
      const state = release.state === 'published' ? 'embargoed' : release.state
      expect(found).toEqual({ ...release, state })
      expect(last?.number).toBe(release.revision)
    }
    const numbers = (await store.revisions(id)).map(({ number }) => number)
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6])
    expect(await store.revision(id, 1)).toMatchObject({ number: 1, kind: 'created' })
    expect(await store.revision(id, 99)).toBeNull()
    expect(await store.revisions('nobody' as ReleaseId)).toEqual([])
  })
})

describe('two writers who saw the same revision', () => {
  const CHANGES: Record<string, (one: Release) => Change | null> = {
    'an edit': (one) => edit(one, content('Loser', 'loser'), act(NOON + MINUTE)),
    'an edit with another language': (one) => edit(one, bilingualContent('Loser'), act()),
    'a correction': (one) => correct(one, act(NOON + MINUTE), { [EN]: 'x' } as Localized, null),
    'a withdrawal': (one) => withdraw(one, act(NOON + MINUTE), { [EN]: 'x' } as Localized, null),
  }

  test.each(Object.entries(CHANGES))(
    'the slower one is told, and nothing of %s is stored',
    async (_, losing) => {
      const { id } = await published('Race')
      const slow = slowStore()
      const lost = slow.store.update(id, losing, EDITOR, NOON + MINUTE)
      await slow.arrived
      const won = await store.update(
        id,
        (one) => edit(one, content('Winner', 'winner'), act()),
        EDITOR,
        NOON,
      )
      expect(won.release.revision).toBe(2)
      const before = await dump()
      slow.open()
      expect(await refusal(lost)).toMatchObject({ reason: 'conflict' })
      expect(await dump()).toEqual(before)
      expect(slow.tries()).toBe(1)
      expect((await store.find(id))?.texts[EN]).toMatchObject({
        headline: 'Winner',
        slug: 'winner',
      })
    },
  )

  test('of a draft: the slower publication stores neither its place nor its marks', async () => {
    const { id } = await drafted('Race')
    const slow = slowStore()
    const lost = slow.store.update(id, (one) => publish(one, act()), EDITOR, NOON)
    await slow.arrived
    await store.update(id, (one) => embargo(one, act(), NOON + DAY), EDITOR, NOON)
    const before = await dump()
    slow.open()
    expect(await refusal(lost)).toMatchObject({ reason: 'conflict' })
    expect(await dump()).toEqual(before)
    expect(before.months).toEqual([
      { sequence: '', month: '2026-03', last_place: 1, filed: 1 },
      { sequence: 'en', month: '2026-03', last_place: 1, filed: 1 },
    ])
  })

  test('who create the same id: the slower one is told, and nothing of it is stored', async () => {
    const id = newId()
    const slow = slowStore()
    const change = publish(create(id, bilingualContent('Slow'), act()).release, act())
    const first = { ...change, release: { ...change.release, revision: 1 } }
    const lost = slow.store.create(first, EDITOR, NOON)
    await slow.arrived
    await store.create(create(id, content('Fast'), act()), EDITOR, NOON)
    const before = await dump()
    slow.open()
    expect(await refusal(lost)).toMatchObject({ reason: 'conflict', message: 'This id is taken.' })
    expect(await dump()).toEqual(before)
  })

  test('who derive the same slug: the slower one decides anew', async () => {
    const slow = slowStore()
    const late = slow.store.create(create(newId(), content('Same'), act()), EDITOR, NOON)
    await slow.arrived
    const first = await published('Same')
    slow.open()
    expect(slugOf((await late).release)).toBe('same-2')
    expect(slugOf(first)).toBe('same')
    expect(slow.tries()).toBe(2)
  })

  test('are told apart however many they are', async () => {
    const { id } = await published('Race')
    const writers = Array.from({ length: 12 }, (_, at) =>
      store
        .update(id, (one) => edit(one, content(`Writer ${at}`), act()), EDITOR, NOON)
        .then(
          ({ release }) => release.revision,
          (error: Refusal) => error.reason,
        ),
    )
    const results = await Promise.all(writers)
    const won = results.filter((result) => typeof result === 'number')
    expect(results.filter((result) => result === 'conflict')).toHaveLength(12 - won.length)
    expect(won.length).toBeGreaterThan(0)
    // Whoever won has a revision of its own, one after the other.
    expect([...won].sort((a, b) => a - b)).toEqual(won.map((_, at) => at + 2))
    expect(await store.revisions(id)).toHaveLength(won.length + 1)
    expect((await store.find(id))?.revision).toBe(won.length + 1)
  })
})

describe('an update', () => {
  test('that changes nothing stores nothing', async () => {
    const { id } = await published('Same')
    const before = await dump()
    const same = await store.update(id, (one) => edit(one, content('Same'), act()), EDITOR, NOON)
    expect(same.changed).toBe(false)
    expect(await dump()).toEqual(before)
  })

  test('of nothing is refused, and so is one that its decision refuses', async () => {
    const nobody = store.update('nobody' as ReleaseId, () => null, EDITOR, NOON)
    expect(await refusal(nobody)).toMatchObject({ reason: 'not_found' })
    const { id } = await drafted('Draft')
    const before = await dump()
    const wrong = store.update(
      id,
      (one) => correct(one, act(), { [EN]: 'x' } as Localized, null),
      EDITOR,
      NOON,
    )
    expect(await refusal(wrong)).toMatchObject({ reason: 'wrong_state' })
    expect(await dump()).toEqual(before)
  })

  test('leaves the other releases as they were', async () => {
    const others = await fill(office, 5, (index) => NOON - index * DAY)
    const { id } = await published('Mine')
    const before = await Promise.all(others.map((one) => store.find(one.id)))
    await store.update(id, (one) => edit(one, bilingualContent('Mine 2'), act()), EDITOR, NOON)
    const why = { [EN]: 'x' } as Localized
    await store.update(id, (one) => withdraw(one, act(), why, null), EDITOR, NOON)
    expect(await Promise.all(others.map((one) => store.find(one.id)))).toEqual(before)
  })

  test('counts what is filed in each month and language, and never gives a place twice', async () => {
    const months = async () =>
      (await DB.prepare('SELECT * FROM months ORDER BY sequence, month').all()).results.map((row) =>
        Object.values(row).join(' '),
      )
    const { id } = await drafted('Moving')
    expect(await months()).toEqual([])
    const to = (until: Instant) =>
      store.update(id, (one) => embargo(one, act(), until), EDITOR, NOON)
    await to(Date.parse('2026-04-10T09:00:00Z'))
    expect(await months()).toEqual([' 2026-04 1 1', 'en 2026-04 1 1'])
    await to(Date.parse('2026-04-20T09:00:00Z'))
    expect(await months()).toEqual([' 2026-04 1 1', 'en 2026-04 1 1'])
    await to(Date.parse('2026-05-10T09:00:00Z'))
    await to(Date.parse('2026-04-11T09:00:00Z'))
    const moved = [' 2026-04 2 1', ' 2026-05 1 0', 'en 2026-04 2 1', 'en 2026-05 1 0']
    expect(await months()).toEqual(moved)
    await store.update(id, (one) => publish(one, act()), EDITOR, NOON)
    await store.update(id, (one) => edit(one, bilingualContent('Moving'), act()), EDITOR, NOON)
    expect((await months()).filter((row) => row.includes('2026-03'))).toEqual([
      ' 2026-03 1 1',
      'ar 2026-03 1 1',
      'en 2026-03 1 1',
    ])
    const why = { [EN]: 'x' } as Localized
    await store.update(id, (one) => withdraw(one, act(), why, null), EDITOR, NOON)
    expect((await months()).filter((row) => row.includes('2026-03'))).toEqual([
      ' 2026-03 1 0',
      'ar 2026-03 1 0',
      'en 2026-03 1 0',
    ])
    expect(await DB.prepare('SELECT month, place FROM releases').all()).toMatchObject({
      results: [{ month: '2026-03', place: 1 }],
    })
  })
})
