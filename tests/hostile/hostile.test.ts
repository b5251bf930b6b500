import { beforeAll, describe, expect, test } from 'vitest'
import { CORPUS } from '../hostile/corpus.ts'
import { bonesOf, type Harmless } from '../hostile/inert.ts'
import { ordinaryPages } from '../hostile/ordinary.ts'
import type { Hostile, Place } from '../hostile/places.ts'
import { publish, type Stored, withdraw, written } from '../hostile/publishing.ts'
import {
  aliveIn,
  expectListedAsStored,
  expectToldAsStored,
  fieldsOf,
  listings,
  placesOf,
  type Reader,
  remembering,
} from '../hostile/surfaces.ts'
import { parsed } from '../pages/parsed.ts'
import { openPressOffice, type PressOffice } from '../press-office.ts'

/** Releases that fit on the home page, a topic's and a feed, so that all of them show every one. */
const BATCH = 10

const into = (place: Place): Hostile[] => CORPUS.filter(({ places }) => places.includes(place))
const editors = CORPUS.filter(
  (one) => !['q', 'parameters', 'path', 'Accept'].includes(one.places[0] ?? ''),
)
const batches = Array.from({ length: Math.ceil(editors.length / BATCH) }, (_, at) =>
  editors.slice(at * BATCH, (at + 1) * BATCH),
)

let known: Harmless
let ordinary: string[]
let missing: string
/** How many texts of the corpus each field took. */
const taken: Partial<Record<Place, number>> = {}

beforeAll(async () => {
  const learnt = await ordinaryPages(await openPressOffice())
  ;({ known, missing } = learnt)
  ordinary = bonesOf(parsed(learnt.page))
}, 120_000)

test('the corpus is large, and no text of it is there twice', () => {
  expect(CORPUS.length).toBeGreaterThan(130)
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length)
  for (const place of ['headline', 'body', 'slug', 'topic', 'q'] as const)
    expect(into(place).length, place).toBeGreaterThan(60)
})

describe('what an editor may write', () => {
  test.each(batches.map((batch, at) => ({ batch, at: at + 1 })))(
    'is refused by its field, or inert on every public surface: part $at',
    async ({ batch }) => {
      const office = await openPressOffice()
      const stored: Stored[] = []
      for (const hostile of batch) {
        const one = await publish(office, hostile)
        if (one) stored.push(one)
      }
      if (stored.length === 0) return
      for (const place of stored.flatMap((one) => one.taken)) taken[place] = (taken[place] ?? 0) + 1
      await office.schedule()
      const reader = remembering(office)
      const fields = fieldsOf(stored)
      const topics = [...new Set(stored.flatMap(({ record }) => record.topics as string[]))]
      const found: string[] = []
      for (const path of await listings(reader, topics)) {
        const reply = await reader.read(path)
        expect.soft(reply.status, path).toBe(200)
        found.push(...aliveIn(reply, path, known, fields))
      }
      for (const one of stored)
        for (const path of placesOf(one)) {
          const reply = await reader.read(path)
          expect([200, 301, 302], `${one.name}: ${path}`).toContain(reply.status)
          const alive = aliveIn(reply, path, known, fields)
          found.push(...alive.map((what) => `${one.name}: ${what}`))
        }
      expect.soft(found).toEqual([])
      await expectListedAsStored(reader, stored)
      for (const one of stored) {
        await expectToldAsStored(reader, one)
        await expectOrdinaryBones(reader, one)
      }
      await expectInertNotices(office, batch, stored)
      expect(office.logged.filter(({ event }) => event === 'error')).toEqual([])
    },
  )

  test('is taken more often than not, where it is only words', () => {
    for (const place of ['headline', 'subheadline', 'summary', 'department', 'note'] as const)
      expect(taken[place], place).toBeGreaterThan(100)
    expect(taken.body).toBeGreaterThan(80)
    for (const place of ['slug', 'topic'] as const) expect(taken[place], place).toBeGreaterThan(5)
    expect(taken.kind ?? taken.fields).toBeUndefined()
  })
})

/** Element by element the page of a harmless release, where it has the same fields. */
async function expectOrdinaryBones(office: Reader, { name, record, taken }: Stored) {
  const text = record.texts.en
  const full = ['subheadline', 'summary', 'department', 'notes'].every((field) => text[field])
  if (!full || taken.includes('topic') || !taken.includes('note')) return
  const page = (await office.read(new URL(text.url).pathname)).text
  expect.soft(bonesOf(parsed(page)), name).toEqual(ordinary)
}

async function expectInertNotices(
  office: PressOffice,
  batch: readonly Hostile[],
  stored: readonly Stored[],
) {
  const found: string[] = []
  for (const one of stored) {
    const hostile = batch.find(({ name }) => name === one.name)
    if (!hostile?.places.includes('reason') || !(await withdraw(office, one.id, hostile))) continue
    for (const language of ['en', 'ar']) {
      const path = new URL(one.record.texts[language].url).pathname
      const reply = await office.read(path)
      expect(reply.status, one.name).toBe(410)
      found.push(...aliveIn(reply, path, known, [hostile.value.trim()]))
    }
    const path = `/api/releases/${one.id}`
    const reply = await office.read(path)
    expect(reply.status, one.name).toBe(410)
    found.push(...aliveIn(reply, path, known, [hostile.value.trim()]))
  }
  for (const path of await listings(office, ['hostile'])) {
    const reply = await office.read(path)
    expect(reply.status, path).toBeLessThan(500)
    found.push(...aliveIn(reply, path, known, []))
  }
  expect.soft(found).toEqual([])
}

describe('what anybody may ask', () => {
  const published = async () => {
    const office = await openPressOffice()
    const reply = await office.create({ ...written(new Set(), ''), publish: true })
    return { office, url: new URL(reply.json.release.texts.en.url) }
  }

  test('is a legal query, and comes back inert', async () => {
    const { office } = await published()
    const found: string[] = []
    for (const { name, value } of into('q')) {
      const q = encodeURIComponent(value.toWellFormed())
      for (const path of ['/search', '/ar/search', '/api/search'])
        for (const field of ['q', 'topic', 'year', 'language', 'after']) {
          const at = `${path}?${field}=${q}`
          const reply = await office.read(at)
          const strict = path === '/api/search' && field !== 'q'
          // A language or a position alone asks for nothing: the address is that of the form.
          const nothing = !strict && (field === 'language' || field === 'after')
          expect(reply.status, `${name}: ${at}`).toBe(strict ? 422 : nothing ? 301 : 200)
          if (nothing) expect(reply.headers.get('Location')).toBe(path)
          if (strict) expect(reply.json.errors[0].pointer, name).toBe(`?${field}`)
          const alive = aliveIn(reply, path, known, [value, shown(value)])
          found.push(...alive.map((what) => `${name} as ${field}: ${what}`))
        }
    }
    expect(found).toEqual([])
  })

  test('is a legal list of parameters, or is refused by name, and comes back inert', async () => {
    const { office } = await published()
    const found: string[] = []
    for (const { name, value } of into('parameters'))
      for (const path of ['/search', '/ar/search', '/api/search', '/api/releases', '/archive']) {
        const reply = await office.read(`${path}?${value}`)
        expect([200, 301, 422], `${name}: ${path}`).toContain(reply.status)
        if (reply.status === 422) expect(reply.json.errors, name).not.toHaveLength(0)
        const alive = aliveIn(reply, path, known, [])
        found.push(...alive.map((what) => `${name}: ${what}`))
      }
    expect(found).toEqual([])
  })

  test('is a path that leads nowhere, and says nothing of itself', async () => {
    const { office } = await published()
    const found: string[] = []
    for (const { name, value } of into('path')) {
      const reply = await office.read(`http://anything.invalid${value}`)
      expect([200, 301, 302, 404], `${name}: ${value}`).toContain(reply.status)
      const alive = aliveIn(reply, value.slice(0, 99).replace(/^\/+/, '/'), known, [])
      found.push(...alive.map((what) => `${name}: ${what}`))
      if (reply.status === 404 && !/^\/(?:api|%3C|ar)/.test(value))
        expect.soft(reply.text, name).toBe(missing)
    }
    expect(found).toEqual([])
  })

  test('is an address of old, which leads to the one of today', async () => {
    const { office } = await published()
    const found: string[] = []
    for (const { name, value } of into('slug')) {
      const content = written(new Set(['slug']), value)
      const reply = await office.create({ ...content, publish: true })
      if (reply.status !== 201) continue
      const { id, texts } = reply.json.release
      for (const text of Object.values<{ slug: string }>(content.texts)) text.slug = `new-${id}`
      expect((await office.edit(id, content)).status, name).toBe(200)
      for (const language of ['en', 'ar'])
        for (const end of ['', '.md', '.json', '/next', '/previous']) {
          const path = `${new URL(texts[language].url).pathname}${end}`
          const old = await office.read(path)
          expect([301, 302], `${name}: ${path}`).toContain(old.status)
          found.push(...aliveIn(old, path, known, []).map((what) => `${name}: ${what}`))
        }
    }
    expect(found).toEqual([])
  })

  test('is a header that changes nothing', async () => {
    const { office, url } = await published()
    const paths = [url.pathname, '/', '/feed.xml', '/search?q=council', '/api/releases', '/none']
    const found: string[] = []
    for (const path of paths) {
      const plain = await office.read(path)
      for (const { name, value, places } of into('Accept'))
        for (const header of places) {
          const reply = await office.read(path, { [header]: value })
          const what = `${name} in ${header} of ${path}`
          if (header === 'If-None-Match' && reply.status === 304) {
            expect(value, what).toContain('*')
            expect(reply.text, what).toBe('')
          } else if (header === 'Authorization' && reply.status === 401)
            expect(path, what).toMatch(/^\/api/)
          else expect([reply.status, reply.text], what).toEqual([plain.status, plain.text])
          found.push(...aliveIn(reply, path, known, []).map((one) => `${what}: ${one}`))
        }
    }
    expect(found).toEqual([])
  })
})

/** A query as a page shows it. */
const shown = (value: string) =>
  value
    .slice(0, 300)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim()
