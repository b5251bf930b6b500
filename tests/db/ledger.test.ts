import { beforeEach, expect, test } from 'vitest'
import { DAY, DB, MINUTE, NOON, openPressOffice, type PressOffice } from '../press-office.ts'
import { fill } from './fill.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

/** What is stale now; that the news ages comes later. */
const stale = () =>
  DB.prepare('SELECT count(*) FROM stale_pages WHERE due <= ?').bind(office.now).first('count(*)')

/** Runs of the schedule until it says that nothing is left; a few are enough. */
async function runs(): Promise<number> {
  for (let run = 1; run <= 10; run++) {
    if (!(await office.schedule()).more) return run
    office.now += MINUTE
  }
  return Number.POSITIVE_INFINITY
}

test.each([97, 200])('%i embargoes that lift at one instant are worked off', async (count) => {
  const until = NOON + DAY
  await fill(office, count, () => until)
  office.now = until
  expect(await runs()).toBeLessThanOrEqual(10)
  expect(await stale()).toBe(0)
  const index = await office.press.pages.stored('/sitemap.xml', '')
  expect(index?.body).toContain('<loc>https://press.test/sitemaps/2026-03.xml</loc>')
  const archive = await office.press.pages.stored('/archive', '')
  expect(archive?.body).toContain(`${count} releases`)
})

test('what becomes stale after many others is worked off too', async () => {
  await fill(office, 120, () => NOON + DAY)
  office.now = NOON + DAY + MINUTE
  const path = '/releases/last'
  const last = await office.create({
    kind: 'statement',
    texts: { en: { headline: 'Last', body: 'x' } },
    publish: true,
  })
  expect(last.status).toBe(201)
  office.now += MINUTE
  expect(await runs()).toBeLessThanOrEqual(10)
  expect((await office.read('/')).text).toContain(path)
  expect((await office.read('/archive/2026/03')).text).toContain(path)
  const files = await office.read('/sitemap.xml')
  const found = await Promise.all(
    [...files.text.matchAll(/<loc>https:\/\/press\.test([^<]+)/g)].map(([, file]) =>
      office.read(file as string),
    ),
  )
  expect(found.map(({ text }) => text).join()).toContain(path)
})
