import { beforeEach, describe, expect, test } from 'vitest'
import { instantText } from '../../src/newsroom/dateline.ts'
import { samplesFor } from '../../src/routes/samples.ts'
import {
  bilingual,
  contentOf,
  DAY,
  DB,
  english,
  HOUR,
  type Json,
  MINUTE,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { check } from '../stories/check.ts'
import { expectProblem, pathIn, send, storingNothing } from './answers.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const address = (id: string) => `/api/releases/${id}/history`
const put = (id: string, body: Json, token = office.tokens.admin) =>
  office.ask(address(id), { method: 'PUT', body, token })
const everything = async (query = '?limit=100'): Promise<Json[]> => {
  const { status, json } = await office.ask(`/api/histories${query}`)
  expect(status).toBe(200)
  return json.histories
}
const rows = (table: string) => DB.prepare(`SELECT count(*) AS n FROM ${table}`).first('n')
const until = (instant: number) => ({ embargo: { until: instantText(instant) } })

/** A release that was published, renamed, edited and corrected, as its history tells it. */
async function corrected(): Promise<Json> {
  const { json } = await office.create(bilingual({ publish: true }))
  const { id } = json.release
  office.now += MINUTE
  const content = contentOf(json.release)
  content.texts.en.slug = 'renamed'
  await office.edit(id, content)
  office.now += MINUTE
  await office.correct(id, { note: { en: 'A figure was wrong.', ar: 'رقم خاطئ.' } })
  const [history] = await everything()
  return history
}

/** The same at the same time in an empty newsroom. */
async function elsewhere(): Promise<void> {
  const { now } = office
  office = await openPressOffice()
  office.now = now
}

describe('a history that is put back', () => {
  test('is the release with its whole past, and who did it is in the audit', async () => {
    const history = await corrected()
    const [before, changes] = [await told(history.id), (await office.read('/api/changes')).json]
    await elsewhere()
    office.now += HOUR
    const reply = await put(history.id, history.complete ? bodyOf(history) : null)
    expect(reply.status).toBe(201)
    expect(reply.json).toEqual({ id: history.id, revision: 3, state: 'published' })
    expect(reply.headers.get('ETag')).toBe('"3"')
    expect(reply.headers.get('Location')).toBe(`/api/releases/${history.id}`)
    expect(await told(history.id)).toEqual(before)
    expect(office.purged).toEqual([])

    const { events } = (await office.ask(`/api/audit?release=${history.id}`)).json
    const [first] = history.revisions
    expect(
      events.map(({ kind, release, public: isPublic }: Json) => [kind, release.revision, isPublic]),
    ).toEqual([
      ['published', 1, true],
      ['edited', 2, true],
      ['corrected', 3, true],
      ['restored', 3, false],
    ])
    expect(events[0]).toMatchObject({ at: first.at, editor: first.editor, token: first.token })
    const own = await DB.prepare("SELECT * FROM tokens WHERE scope = 'admin'").first<Json>()
    expect(events[3]).toMatchObject({
      at: instantText(office.now),
      editor: { id: own.editor_id, name: own.editor_name },
      token: own.id,
    })
    expect(events[3].note).toBe(undefined)
    const own_ = (await office.read('/api/changes')).json.changes
    const numberless = (all: Json[]) => all.map(({ number: _, ...change }) => change)
    expect(numberless(own_)).toEqual(numberless(changes.changes))
    expect(office.logged).toContainEqual(
      expect.objectContaining({ event: 'restored', release: history.id, revision: 3 }),
    )
    await check(office)
    expect(await everything()).toEqual([history])
  })

  const told = async (id: string) => {
    const paths = [
      `/api/releases/${id}`,
      `/api/releases/${id}/revisions`,
      ...[1, 2, 3].map((number) => `/api/releases/${id}/revisions/${number}`),
    ]
    return Promise.all(paths.map(async (path) => (await office.ask(path)).text))
  }

  test('again is 200 and stores nothing; another one under its id is 409', async () => {
    const history = await corrected()
    await elsewhere()
    expect((await put(history.id, bodyOf(history))).status).toBe(201)
    const events = await rows('events')
    await storingNothing(async () => {
      const again = await put(history.id, bodyOf(history))
      expect([again.status, again.json]).toEqual([
        200,
        { id: history.id, revision: 3, state: 'published' },
      ])
      const begun = { revisions: history.revisions.slice(0, 2), complete: false }
      expect((await put(history.id, begun)).status).toBe(202)
      const shorter = { ...bodyOf(history), revisions: history.revisions.slice(0, 2) }
      expectProblem(await put(history.id, shorter), 409, /Another history/)
      for (const spoil of [
        (one: Json) => (one.release.texts.ar.body += '!'),
        (one: Json) => (one.editor.name = 'Somebody'),
        (one: Json) => (one.token = 'another'),
      ]) {
        const other = structuredClone(history)
        spoil(other.revisions[1])
        expectProblem(await put(history.id, bodyOf(other)), 409, /Another history/)
        const part = { revisions: other.revisions.slice(0, 2), complete: false }
        expectProblem(await put(history.id, part), 409, /Another history/)
      }
      const { json } = await office.ask(`/api/releases/${history.id}`)
      expect(json.revision).toBe(3)
    })
    expect([await rows('events'), await rows('restorations')]).toEqual([events, 0])
  })

  test('is for admins, and is not counted among a token’s changes', async () => {
    const history = await corrected()
    await elsewhere()
    office.limits = { failure: async () => true, change: async () => false }
    for (const scope of ['read', 'draft', 'publish'] as const)
      expectProblem(
        await put(history.id, bodyOf(history), office.tokens[scope]),
        403,
        /scope "admin"/,
      )
    expect((await put(history.id, bodyOf(history))).status).toBe(201)
  })

  test('needs a token for every language that it ever had', async () => {
    const history = await corrected()
    await elsewhere()
    const arabic = await newToken('admin', { languages: '["ar"]' })
    for (const complete of [true, false]) {
      const reply = await storingNothing(() =>
        put(history.id, { ...bodyOf(history), complete }, arabic),
      )
      expectProblem(reply, 403, /in ar only, and this concerns en/)
    }
    const both = await newToken('admin', { languages: '["ar","en"]' })
    expect((await put(history.id, bodyOf(history), both)).status).toBe(201)
  })

  test('comes in parts, of which nothing is visible before the last', async () => {
    const history = await corrected()
    await elsewhere()
    const [first, second, third] = history.revisions
    const begun = { revisions: [first, second], complete: false }
    for (let times = 0; times < 2; times++) {
      const { status, json } = await storingNothing(() => put(history.id, begun))
      expect([status, json]).toEqual([202, { id: history.id, revision: 2 }])
    }
    expect((await office.ask(`/api/releases/${history.id}`)).status).toBe(404)
    expect((await office.read(`/releases/${first.release.texts.en.slug}`)).status).toBe(404)
    expect((await office.read('/api/changes')).json.changes).toEqual([])
    expect(await everything()).toEqual([])
    // Somebody else’s parts are no help, nor is the last part alone.
    const rest = { ...bodyOf(history), revisions: [third] }
    const other = await newToken('admin')
    const reply = await storingNothing(() => put(history.id, rest, other))
    expectProblem(reply, 422, /history/, { '/revisions/0/number': /must be 1/ })
    expect((await put(history.id, rest)).status).toBe(201)
    expect(await everything()).toEqual([history])
    expect(await rows('restorations')).toBe(0)
    await check(office)
  })

  test('whose parts do not fit each other is refused, and can be sent right', async () => {
    const history = await corrected()
    await elsewhere()
    const [first, second, third] = history.revisions
    const wrong = structuredClone(second)
    wrong.release.corrections = third.release.corrections.map((one: Json) => ({
      ...one,
      at: second.at,
    }))
    for (const part of [[first], [wrong]])
      expect((await put(history.id, { revisions: part, complete: false })).status).toBe(202)
    const rest = { ...bodyOf(history), revisions: [third] }
    const reply = await storingNothing(() => put(history.id, rest))
    expectProblem(reply, 422, /history/, {
      '/revisions': /of revision 2, sent before: \/release\/corrections/,
      '/revisions/0/release/corrections': /before/,
    })
    expect((await put(history.id, { revisions: [second], complete: false })).status).toBe(202)
    expect((await put(history.id, rest)).status).toBe(201)
    expect(await everything()).toEqual([history])
  })

  test('that was begun and given up goes when it is a day old and another one comes', async () => {
    const history = await corrected()
    await elsewhere()
    await put(history.id, { revisions: history.revisions.slice(0, 2), complete: false })
    office.now += DAY - 1
    await put('other', {
      revisions: renamed(history, 'other').revisions.slice(0, 1),
      complete: false,
    })
    expect(await rows('restorations')).toBe(3)
    office.now += 1
    await put('third', {
      revisions: renamed(history, 'third').revisions.slice(0, 1),
      complete: false,
    })
    expect(await rows('restorations')).toBe(2)
  })

  test('that was given up a day ago does not go on', async () => {
    const history = await corrected()
    await elsewhere()
    const [first, second, third] = history.revisions
    await put(history.id, { revisions: [first, second], complete: false })
    office.now += DAY
    const rest = { ...bodyOf(history), revisions: [third] }
    const reply = await storingNothing(() => put(history.id, rest))
    expectProblem(reply, 422, /history/, { '/revisions/0/number': /must be 1/ })
    await put(history.id, { revisions: [first, second], complete: false })
    expect((await put(history.id, rest)).status).toBe(201)
    expect(await everything()).toEqual([history])
  })

  test('of many revisions is put aside with few statements', async () => {
    await office.create(english())
    const [history] = await everything()
    const [one] = history.revisions
    await elsewhere()
    const revisions = Array.from({ length: 2000 }, (_, at) => ({
      ...one,
      number: at + 1,
      kind: at === 0 ? 'created' : 'edited',
      release: { ...one.release, revision: at + 1 },
    }))
    let most = 0
    office.session = () => ({
      prepare: DB.prepare.bind(DB),
      batch: (statements: D1PreparedStatement[]) => {
        most = Math.max(most, statements.length)
        return DB.batch(statements)
      },
    })
    const begun = { revisions: revisions.slice(0, 1999), complete: false }
    for (let times = 0; times < 2; times++) expect((await put(history.id, begun)).status).toBe(202)
    expect(most).toBeLessThan(10)
    const rest = { revisions: revisions.slice(1999), complete: true }
    expect((await put(history.id, rest)).status).toBe(201)
    expect(await rows('revisions')).toBe(2000)
    expect((await office.ask(`/api/releases/${history.id}/revisions/1500`)).json).toEqual(
      revisions[1499],
    )
  })

  test('twice at once is stored once', async () => {
    const history = await corrected()
    await elsewhere()
    const replies = await Promise.all([1, 2, 3, 4].map(() => put(history.id, bodyOf(history))))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(await rows('revisions')).toBe(3)
    expect(await everything()).toEqual([history])
  })

  test('whose slug is another release’s is refused, and names it', async () => {
    const history = await corrected()
    await elsewhere()
    await office.create(english({ slug: 'renamed' }))
    const reply = await storingNothing(() => put(history.id, bodyOf(history)))
    expectProblem(reply, 422, /not free/, {
      '/revisions/1/release/texts/en/slug': /"renamed" in "en" belongs to another release/,
    })
    const begun = { revisions: history.revisions.slice(0, 2), complete: false }
    await put(history.id, begun)
    const rest = { ...bodyOf(history), revisions: history.revisions.slice(2) }
    const late = await storingNothing(() => put(history.id, rest))
    expectProblem(late, 422, /not free/, { '/revisions/0/release/texts/en/slug': /belongs/ })
  })

  test('finds another place where its own is taken', async () => {
    const history = await corrected()
    await elsewhere()
    await office.create(bilingual({ publish: true }))
    await office.create(bilingual({ publish: true }))
    expect((await put(history.id, bodyOf(history))).status).toBe(201)
    const { results } = await DB.prepare('SELECT place FROM releases ORDER BY place').all()
    expect(results).toEqual([{ place: 1 }, { place: 2 }, { place: 3 }])
    await check(office)
  })

  test('has its places, or none are known', async () => {
    const history = await corrected()
    await elsewhere()
    const { places: _, ...body } = bodyOf(history)
    expect((await put(history.id, body)).status).toBe(201)
    await check(office)
  })

  test('keeps texts in languages that the site does not have any more', async () => {
    const history = await corrected()
    const { text } = await office.ask('/api/histories')
    const settings = {
      LANGUAGES: ['en'],
      SITE_NAME: 'x',
      BOILERPLATE: 'x',
      CONTACT: { name: 'x' },
      KINDS: { notice: 'x' },
      TOPICS: {},
    }
    office.deploy(settings)
    const [taken] = await everything()
    const { ar } = taken.revisions[2].release.texts
    expect(ar).toEqual({ ...history.revisions[2].release.texts.ar, url: undefined })
    await elsewhere()
    office.deploy(settings)
    expect((await put(taken.id, bodyOf(taken))).status).toBe(201)
    expect(await everything()).toEqual([taken])
    office.deploy({})
    expect((await office.ask('/api/histories')).text).toBe(text)
  })

  test('has no text in what is no language', async () => {
    const history = await corrected()
    await elsewhere()
    for (const name of ['valueOf', 'toString']) {
      const other = structuredClone(history)
      const { texts } = other.revisions[0].release
      const { url: _, ...text } = texts.en
      texts[name] = { ...text, slug: 'another' }
      const reply = await put(history.id, bodyOf(other))
      expectProblem(reply, 422, /nothing was stored/, {
        [`/revisions/0/release/texts/${name}`]: /language/,
      })
    }
  })

  test('may be of a release that another one replaces, whichever comes first', async () => {
    const ids: string[] = []
    for (let count = 0; count < 2; count++)
      ids.push((await office.create(english({}, { publish: true }))).json.release.id)
    const [one, two] = ids as [string, string]
    await office.withdraw(one, { reason: 'Twice.', replacedBy: two })
    office.now += MINUTE
    const shown = await office.ask(`/api/releases/${one}`)
    const slug = pathIn(shown.json.texts.en.url)
    const [half, notice] = [await everything(), (await office.read(slug)).text]
    await office.withdraw(two, { reason: 'Twice.', replacedBy: one })
    const whole = await everything()
    for (const [taken, order] of [
      [half, [one, two]],
      [half, [two, one]],
      [whole, [one, two]],
      [whole, [two, one]],
    ] as const) {
      await elsewhere()
      for (const id of order) {
        const history = taken.find((history: Json) => history.id === id)
        expect((await put(id, bodyOf(history))).status).toBe(201)
      }
      expect((await office.ask(`/api/releases/${one}`)).text).toBe(shown.text)
      expect(await rows('awaited_replacements')).toBe(0)
      if (taken === half) expect((await office.read(slug)).text).toBe(notice)
      await check(office)
    }
  })

  test('of a release that replaces a withdrawn one purges the notice that could not name it', async () => {
    const [one, two] = ['one', 'two']
    for (const id of [one, two])
      await office.ask(`/api/releases/${id}`, {
        method: 'PUT',
        body: english({}, { publish: true }),
        headers: { 'If-None-Match': '*' },
      })
    await office.withdraw(one, { reason: 'Twice.', replacedBy: two })
    const taken = await everything()
    const restore = async (id: string) =>
      put(id, bodyOf(taken.find((history: Json) => history.id === id)))
    await elsewhere()
    await restore(one)
    office.now += HOUR
    await office.schedule()
    await office.schedule()
    office.purged.length = 0
    await restore(two)
    await office.schedule()
    expect(office.purged.flat()).toEqual(expect.arrayContaining(['release:one', 'release:two']))
    await check(office)
  })
})

describe('an embargo', () => {
  test('that is put back holds until its moment, and lifts then', async () => {
    const { json } = await office.create(bilingual(until(NOON + DAY)))
    const [history] = await everything()
    await elsewhere()
    const reply = await put(history.id, bodyOf(history))
    expect([reply.status, reply.json.state]).toEqual([201, 'embargoed'])
    const path = pathIn(json.receipt.urls.en)
    expect((await office.read(path)).status).toBe(404)
    await check(office)
    office.now = NOON + DAY
    expect((await office.read(path)).status).toBe(200)
    await check(office)
    const { changes } = (await office.read('/api/changes')).json
    expect(changes).toMatchObject([
      { kind: 'lifted', id: history.id, revision: 1, at: instantText(NOON + DAY) },
    ])
  })

  test('that has lifted meanwhile is public at once, and told to have lifted when it did', async () => {
    const { json } = await office.create(bilingual(until(NOON + HOUR)))
    const [history] = await everything()
    await elsewhere()
    office.now = NOON + DAY
    const reply = await put(history.id, bodyOf(history))
    expect([reply.status, reply.json.state]).toEqual([201, 'published'])
    expect((await office.read(pathIn(json.receipt.urls.ar))).status).toBe(200)
    const { changes } = (await office.read('/api/changes')).json
    expect(changes).toMatchObject([{ kind: 'lifted', at: instantText(NOON + HOUR), revision: 1 }])
    await check(office)
  })

  test('that was moved shows its text at no time in between, however it is put back', async () => {
    const { json } = await office.create(bilingual(until(NOON + HOUR)))
    const { id } = json.release
    await office.embargo(id, NOON + 3 * DAY)
    await office.edit(id, contentOf(json.release))
    await office.cancelEmbargo(id)
    await office.embargo(id, NOON + 2 * HOUR)
    office.now += HOUR
    await office.embargo(id, NOON + 5 * DAY)
    const [history] = await everything()
    const secret = json.release.texts.en.headline
    await elsewhere()
    office.now = NOON + DAY
    const hidden = async () => {
      for (const path of [
        '/',
        '/archive/2026/03',
        '/feed.xml',
        '/sitemap.xml',
        '/api/releases',
        '/api/changes',
        '/search?q=council',
      ]) {
        const { text } = await office.read(path)
        expect([path, text.includes(secret) || text.includes(id)]).toEqual([path, false])
      }
      for (const one of history.revisions)
        for (const { url } of Object.values<Json>(one.release.texts))
          expect((await office.read(pathIn(url))).status).toBe(404)
      expect((await office.read(`/api/releases/${id}`)).status).toBe(404)
    }
    for (const [at, revision] of history.revisions.entries()) {
      const complete = at === history.revisions.length - 1
      expect((await put(id, { revisions: [revision], complete })).status).toBe(complete ? 201 : 202)
      await hidden()
      await office.schedule()
      await hidden()
    }
    await check(office)
    office.now = NOON + 5 * DAY
    await check(office)
  })
})

describe('what cannot be a history', () => {
  const at = (path: string, change: (parent: Json, key: string) => void) => (body: Json) => {
    const parts = path.split('/').slice(1)
    const key = parts.pop() as string
    change(
      parts.reduce((value, part) => value[part], body),
      key,
    )
  }
  const set = (path: string, value: unknown) => at(path, (parent, key) => (parent[key] = value))
  const without = (path: string) => at(path, (parent, key) => delete parent[key])
  const release = '/revisions/1/release'
  const en = `${release}/texts/en`

  test.each<[pointer: string, words: RegExp, spoil: (body: Json) => void]>([
    ['/revisions', /missing/, without('/revisions')],
    ['/revisions', /at least one/, set('/revisions', [])],
    ['/complete', /missing/, without('/complete')],
    ['/more', /not a known field/, set('/more', 1)],
    ['/places/release', /.*/, set('/places/release', 0)],
    ['/places/last/2026-03/en', /.*/, set('/places/last/2026-03/en', 1_000_001)],
    ['/places/month', /not a month/, set('/places/month', 'March')],
    ['/revisions/1/number', /must be 2/, set('/revisions/1/number', 7)],
    ['/revisions/1/kind', /cannot follow/, set('/revisions/1/kind', 'created')],
    ['/revisions/1/kind', /.*/, set('/revisions/1/kind', 'deleted')],
    ['/revisions/1/at', /an instant/, set('/revisions/1/at', '2026-03-23')],
    [
      '/revisions/1/at',
      /before the revision before/,
      set('/revisions/1/at', '2020-01-01T00:00:00Z'),
    ],
    ['/revisions/1/at', /future/, set('/revisions/1/at', '2030-01-01T00:00:00Z')],
    ['/revisions/1/editor/name', /empty/, set('/revisions/1/editor/name', ' ')],
    ['/revisions/1/token', /missing/, without('/revisions/1/token')],
    ['/revisions/2/note', /missing/, without('/revisions/2/note')],
    ['/revisions/2/note', /at least one language/, set('/revisions/2/note', {})],
    [
      '/revisions/2/note/not a language',
      /not a language/,
      set('/revisions/2/note/not a language', 'x'),
    ],
    [`${release}/id`, /not the id in the address/, set(`${release}/id`, 'another')],
    [`${release}/state`, /makes it published/, set(`${release}/state`, 'embargoed')],
    [`${release}/kind`, /not a kind/, set(`${release}/kind`, 'Press release')],
    [`${release}/topics/0`, /not a topic/, set(`${release}/topics/0`, 'A/B')],
    [`${release}/createdAt`, /another one/, set(`${release}/createdAt`, '2020-01-01T00:00:00Z')],
    [`${release}/liveAt`, /missing/, without(`${release}/liveAt`)],
    [`${release}/day`, /a day/, set(`${release}/day`, '2026-02-30')],
    [`${release}/day`, /time zone/, set(`${release}/day`, '2026-04-30')],
    [`${release}/texts`, /lacks the text in "ar"/, without(`${release}/texts/ar`)],
    [
      `${release}/withdrawal`,
      /withdrawn release only/,
      set(`${release}/withdrawal`, { at: '2026-03-23T09:00:00Z', reason: { en: 'x' } }),
    ],
    [`${en}/slug`, /not a slug/, set(`${en}/slug`, 'A slug')],
    [`${en}/slug`, /missing/, without(`${en}/slug`)],
    [`${en}/headline`, /one line/, set(`${en}/headline`, 'a\nb')],
    [`${en}/headline`, /longer/, set(`${en}/headline`, 'x'.repeat(301))],
    [`${en}/headline`, /missing/, without(`${en}/headline`)],
    [`${en}/body`, /control character/, set(`${en}/body`, 'a\0b')],
    [`${en}/body`, /surrogate/, set(`${en}/body`, 'a\ud800b')],
    [`${en}/changedAt`, /later than can be/, set(`${en}/changedAt`, '2030-01-01T00:00:00Z')],
    [`${en}/author`, /not a known field/, set(`${en}/author`, 'x')],
    ['/revisions/2/release/corrections', /one more/, set('/revisions/2/release/corrections', [])],
  ])('is refused at %s: %s', async (pointer, words, spoil) => {
    const body = bodyOf(structuredClone(await corrected()))
    const { id } = body.revisions[0].release
    await elsewhere()
    office.now += HOUR
    spoil(body)
    const reply = await storingNothing(() => put(id, body))
    expect(reply.status).toBe(422)
    const said = reply.json.errors.filter((one: Json) => one.pointer === pointer)
    expect(said.map(({ detail }: Json) => detail).join()).toMatch(words)
    expect(said.length).toBeGreaterThan(0)
    expect(await rows('restorations')).toBe(0)
    expect(office.logged.filter(({ event }) => event === 'error')).toEqual([])
  })

  test('is read up to 8,000,000 bytes, and by the rules of every body', async () => {
    const history = await corrected()
    await elsewhere()
    const text = JSON.stringify(bodyOf(history))
    const { length } = new TextEncoder().encode(text)
    const raw = (body: string) => office.ask(address(history.id), { method: 'PUT', body })
    expectProblem(await raw(text + ' '.repeat(8_000_001 - length)), 413, /8,000,000 bytes/)
    expectProblem(
      await raw(text.replace('"complete"', '"complete":true,"complete"')),
      400,
      /a key twice/,
      { '/complete': /twice/ },
    )
    expectProblem(await raw(`${'['.repeat(40)}${']'.repeat(40)}`), 400, /deeper than 32/)
    expect((await raw(text + ' '.repeat(8_000_000 - length))).status).toBe(201)
    office.pause = async () => {}
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([123])),
    })
    const headers = {
      Authorization: `Bearer ${office.tokens.admin}`,
      'Content-Type': 'application/json',
    }
    expect(
      (await send(office, address('x'), { method: 'PUT', headers, body: stream })).status,
    ).toBe(408)
  })

  test('has no id that names no release', async () => {
    const body = bodyOf(await corrected())
    for (const id of ['validate', 'a%20b', 'x'.repeat(65)])
      expectProblem(await put(id, body), 404, /no such/i)
  })
})

describe('what is taken out', () => {
  test('is each release once, in the order of creation, whatever the pages are', async () => {
    for (let count = 0; count < 7; count++) {
      office.now += count % 2
      await office.create(english({}, count % 3 ? { publish: true } : {}))
    }
    const all = await everything()
    const order = all.map(({ id, revisions }) => `${revisions[0].release.createdAt} ${id}`)
    expect(order).toEqual(order.toSorted())
    for (const limit of [1, 2, 3, 7]) {
      const seen: Json[] = []
      let next: string | undefined = `/api/histories?limit=${limit}`
      while (next) {
        const { json, headers } = await office.ask(next)
        expect(json.histories.length).toBeLessThanOrEqual(limit)
        expect(headers.get('Link')?.includes(`<${json.next}>; rel="next"`)).toBe(
          json.next !== undefined,
        )
        seen.push(...json.histories)
        next = json.next && pathIn(json.next) + new URL(json.next).search
        // What happens meanwhile does not move anything.
        if (seen.length !== 2) continue
        office.now += MINUTE
        await office.create(english())
      }
      expect(seen.slice(0, 7)).toEqual(all)
    }
  })

  test('is cut at about 1 MB, within a release if it has to be, and can be put back so', async () => {
    const long = (letter: string) => ({ body: letter.repeat(99_000), notes: letter.repeat(99_000) })
    const { json } = await office.create(english(long('a'), { publish: true }))
    const { id } = json.release
    for (const letter of 'bcdefgh') {
      office.now += MINUTE
      await office.edit(id, english(long(letter)))
    }
    office.now += MINUTE
    await office.create(english())
    const parts: Json[] = []
    let next: string | undefined = '/api/histories'
    while (next) {
      const { json, text } = await office.ask(next)
      expect(text.length).toBeLessThan(1_100_000)
      parts.push(...json.histories)
      next = json.next && pathIn(json.next) + new URL(json.next).search
    }
    const own = parts.filter((part) => part.id === id)
    expect(own.map(({ revisions, complete }) => [revisions.length, complete])).toEqual([
      [5, false],
      [3, true],
    ])
    expect(own.map(({ places }) => places !== undefined)).toEqual([false, true])
    await elsewhere()
    for (const part of parts) {
      const { id: _, ...body } = part
      expect((await put(part.id, body)).status).toBe(part.complete ? 201 : 202)
    }
    expect((await office.ask(`/api/releases/${id}`)).json.revision).toBe(8)
    await check(office)
  })

  test('needs a token, which may be of any scope', async () => {
    await corrected()
    expect((await office.read('/api/histories')).status).toBe(401)
    const { text } = await office.ask('/api/histories')
    for (const token of Object.values(office.tokens))
      expect((await office.ask('/api/histories', { token })).text).toBe(text)
    const reply = await office.ask('/api/histories?cursor=x&limit=0&more=1')
    expectProblem(reply, 422, /histories/, {
      '?cursor': /cursor/,
      '?limit': /1 to 100/,
      '?more': /known/,
    })
  })
})

test('the examples of the contract are put back as they are shown', async () => {
  const { requests } = samplesFor(office.site)
  expect((await put('budget-2026', requests.historyBegun)).status).toBe(202)
  const reply = await put('budget-2026', requests.history)
  expect([reply.status, reply.json]).toEqual([
    201,
    { id: 'budget-2026', revision: 5, state: 'published' },
  ])
  const [history] = await everything()
  expect(history.revisions).toEqual(
    requests.history.revisions.map((one) => JSON.parse(JSON.stringify(one))),
  )
  await check(office)
})

const bodyOf = ({ revisions, places, complete }: Json): Json => ({ revisions, places, complete })

/** The same history under another id and other slugs. */
function renamed(history: Json, id: string): Json {
  const copy = structuredClone(history)
  for (const { release } of copy.revisions) {
    release.id = id
    for (const text of Object.values<Json>(release.texts)) text.slug = `${text.slug}-${id}`
  }
  return copy
}

describe('the cost', () => {
  test('of a history that is put back is not more than that of a publication', async () => {
    const history = await corrected()
    await elsewhere()
    await office.create(bilingual({ publish: true }))
    const published = office.cost
    await elsewhere()
    expect((await put(history.id, bodyOf(history))).status).toBe(201)
    // Who asks, what is there, and all of it in one batch.
    expect(office.cost.statements).toBe(3)
    expect(office.cost.rowsWritten).toBeLessThanOrEqual(published.rowsWritten)
    expect(office.cost.rowsRead).toBeLessThanOrEqual(published.rowsRead)
  })
})
