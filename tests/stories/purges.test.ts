import { beforeEach, describe, expect, test } from 'vitest'
import { SETTLING_TIME } from '../../src/rebuild.ts'
import {
  DAY,
  DB,
  english,
  HOUR,
  MINUTE,
  NOON,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { check } from './checked.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const ledger = async () =>
  (
    await DB.prepare('SELECT tags, at, failures FROM purges ORDER BY id').all<{
      tags: string
      at: number
      failures: number
    }>()
  ).results.map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }))

const EDGE = 'Cloudflare-CDN-Cache-Control'

describe('the ledger of purges', () => {
  test('has every change until it was purged a second time, when nothing can put the old page back', async () => {
    const { json } = await office.create({ ...english(), publish: true })
    const tags = [
      `release:${json.release.id}`,
      ...json.receipt.rebuilt.map((path: string) => `page:${path}`),
    ]
    expect(office.purged).toEqual([tags])
    expect((await ledger()).flatMap((entry) => entry.tags)).toEqual(tags)

    office.now += MINUTE
    await office.schedule()
    expect(office.purged.slice(1).map((one) => one.toSorted())).toEqual([tags.toSorted()])
    expect(await ledger()).toEqual([])
    office.now += MINUTE
    await office.schedule()
    expect(office.purged).toHaveLength(2)
    expect(office.waited).toEqual([])
  })

  test('makes a run of the schedule wait until the latest change has settled, and purge once', async () => {
    await office.create({ ...english(), publish: true })
    office.now += SETTLING_TIME - 4000
    await office.create({ ...english(), publish: true })
    office.now += 1000
    await office.schedule()
    expect(office.waited).toEqual([SETTLING_TIME - 1000])
    expect(office.purged).toHaveLength(3)
    expect(await ledger()).toEqual([])
  })

  test('keeps what fails, counts the failures, and one run tries once', async () => {
    office.purge = () => 'failed'
    const made = await office.create({ ...english(), publish: true })
    expect(made.json.receipt.edge).toBe('failed')
    const before = await ledger()
    for (let run = 1; run <= 3; run++) {
      office.now += MINUTE
      expect((await office.schedule()).edge).toBe('failed')
      expect(await ledger()).toEqual(before.map((entry) => ({ ...entry, failures: run })))
      expect(office.purged).toHaveLength(1 + run)
    }
    office.purge = () => 'purged'
    office.now += MINUTE
    expect((await office.schedule()).edge).toBe('purged')
    expect(office.purged.at(-1)?.toSorted()).toEqual(before.flatMap(({ tags }) => tags).toSorted())
    expect(await ledger()).toEqual([])
    await check(office)
  })

  test('has nothing of what nobody could have read', async () => {
    const { json } = await office.create(english())
    await office.edit(json.release.id, english())
    await office.embargo(json.release.id, NOON + DAY)
    await office.cancelEmbargo(json.release.id)
    expect(await ledger()).toEqual([])
    expect(office.purged).toEqual([])
  })

  test('has what a lift changes, from the run that shows it', async () => {
    await office.create(english({}, { embargo: { until: new Date(NOON + HOUR).toISOString() } }))
    office.now += HOUR
    await office.schedule()
    expect(office.purged).toHaveLength(1)
    expect(office.purged[0]).toContain('page:/')
    expect(await ledger()).toHaveLength(1)
    office.now += MINUTE
    await office.schedule()
    expect(office.purged).toHaveLength(2)
    expect(await ledger()).toEqual([])
  })
})

describe('how long the edge keeps an answer', () => {
  const lifetime = async (path: string) => {
    const field = (await office.read(path)).headers.get(EDGE)
    return { seconds: Number(/max-age=(\d+)/.exec(field ?? '')?.[1]), field }
  }

  test('ends at the next lift that the page will show, and not at one that it will not', async () => {
    const { json } = await office.create({ ...english(), publish: { at: '2025-05-05' } })
    const old = new URL(json.receipt.urls.en).pathname
    await office.create(
      english({}, { embargo: { until: new Date(NOON + 10 * MINUTE + 500).toISOString() } }),
    )
    office.now += MINUTE
    for (const path of ['/', '/feed.json', '/archive'])
      expect(await lifetime(path)).toEqual({
        seconds: 540,
        field: 'public, max-age=540, must-revalidate',
      })
    for (const path of ['/archive/2025/05', '/sitemaps/2025-05.xml', old])
      expect([path, (await lifetime(path)).seconds]).toEqual([path, 3600])
    office.now = NOON + 10 * MINUTE
    const { headers } = await office.read('/')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.has(EDGE)).toBe(false)
  })

  test('of a page that is made because it has changed since, before the schedule has come', async () => {
    await office.create({ ...english(), publish: true })
    const held = await office.create(
      english({}, { embargo: { until: new Date(NOON + HOUR).toISOString() } }),
    )
    office.now += HOUR
    const page = await office.read('/')
    expect(page.text).toContain(held.json.release.texts.en.headline)
    expect((await lifetime('/')).seconds).toBeLessThanOrEqual(MINUTE / 1000)
    await office.schedule()
    expect((await office.read('/')).text).toBe(page.text)
    expect((await lifetime('/')).seconds).toBe(3600)
  })

  test('of a notice ends when the release that replaces it lifts', async () => {
    const until = new Date(NOON + 20 * MINUTE).toISOString()
    const next = (await office.create(english({}, { embargo: { until } }))).json
    const { json } = await office.create({ ...english(), publish: { at: '2025-05-05' } })
    await office.withdraw(json.release.id, { reason: 'x', replacedBy: next.release.id })
    const path = new URL(json.receipt.urls.en).pathname
    // It may be moved, and nothing is purged when it lifts: nobody has read it before.
    expect((await lifetime(path)).seconds).toBeLessThanOrEqual(30)
    office.now += 20 * MINUTE - 4000
    expect((await lifetime(path)).seconds).toBe(4)
    office.now += MINUTE
    const notice = await office.read(path)
    expect(notice.text).toContain(next.release.texts.en.headline)
    expect(notice.headers.get('Cache-Tag')).toContain(`release:${next.release.id}`)
    expect((await lifetime(path)).seconds).toBe(3600)
  })

  test('is nothing at all for what is not there, not yet or not any more, and for a fault', async () => {
    const until = new Date(NOON + DAY).toISOString()
    const held = (await office.create(english({}, { embargo: { until } }))).json
    office.wrap = (desk) => desk
    for (const path of [
      new URL(held.receipt.urls.en).pathname,
      '/releases/nothing',
      '/archive/1999/01',
      '/nothing',
    ]) {
      const { status, headers } = await office.read(path)
      expect([path, status, headers.get('Cache-Control')]).toEqual([path, 404, 'private, no-store'])
    }
    office.wrap = (desk) => ({
      ...desk,
      press: {
        ...desk.press,
        pages: { ...desk.press.pages, stored: () => Promise.reject(new Error('broken')) },
      },
    })
    const { status, headers } = await office.read('/')
    expect([status, headers.get('Cache-Control')]).toEqual([500, 'private, no-store'])
  })
})
