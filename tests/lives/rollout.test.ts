import { expect, test } from 'vitest'
import { MAX_PAGES_PER_ROUND, MAX_ROUNDS_OF_SCHEDULE } from '../../src/rebuild.ts'
import { MINUTE } from '../office.ts'
import { check } from '../stories/check.ts'
import { Newsroom } from './newsroom.ts'

const YEARS = Array.from({ length: 28 }, (_, at) => 1997 + at)
const PAGES_PER_RUN = MAX_PAGES_PER_ROUND * MAX_ROUNDS_OF_SCHEDULE

interface Page {
  readonly path: string
  readonly recency: string
  readonly fingerprint: string
}

test('other settings make every page stale; the schedule works them off in bounded steps, newest first, while the old ones serve', {
  timeout: 120_000,
}, async () => {
  const room = await Newsroom.open()
  const { office, d1 } = room
  for (const year of YEARS)
    for (let month = 1; month <= 12; month++) {
      const at = `${year}-${String(month).padStart(2, '0')}-15`
      const texts = {
        en: { headline: `In ${at}`, body: 'Text.' },
        ar: { headline: `في ${at}`, body: 'نص.' },
      }
      const { status } = await office.create({ kind: 'press-release', texts, publish: { at } })
      expect(status).toBe(201)
    }
  const pages = () => d1.peek<Page>('SELECT path, recency, fingerprint FROM rendered_pages')
  const [old] = pages()
  expect(pages().length).toBeGreaterThan(1.5 * PAGES_PER_RUN)
  const runToTheEnd = async () => {
    office.now += MINUTE
    while ((await office.schedule()).more) office.now += MINUTE
  }
  await runToTheEnd()

  office.deploy({ SITE_NAME: 'Another name' })
  office.purged.length = 0
  const before = (await office.read('/archive/2005/01')).text
  expect(before).toContain('Office')
  const first = await office.schedule()
  expect(first.more).toBe(true)
  expect(first.paths.length).toBe(PAGES_PER_RUN)
  const waiting = pages().filter(({ fingerprint }) => fingerprint === old?.fingerprint)
  const done = pages().filter(({ fingerprint }) => fingerprint !== old?.fingerprint)
  expect(waiting.length + done.length).toBe(pages().length)
  const newestWaiting =
    waiting
      .map(({ recency }) => recency)
      .sort()
      .at(-1) ?? ''
  for (const { path, recency } of done)
    expect([path, recency >= newestWaiting]).toEqual([path, true])
  expect((await office.read('/')).text).toContain('Another name')
  expect((await office.read('/archive/2005/01')).text).toBe(before)

  // A publication in the middle of it is rebuilt at once, and is not kept waiting.
  const made = await office.create({
    kind: 'press-release',
    texts: { en: { headline: 'In between', body: 'Text.' } },
    publish: { at: '2005-01-20' },
  })
  expect(made.json.receipt.rebuildPending).toBe(false)
  const month = (await office.read('/archive/2005/01')).text
  expect([month.includes('In between'), month.includes('Another name')]).toEqual([true, true])
  expect(made.json.receipt.rebuilt.length).toBeLessThanOrEqual(MAX_PAGES_PER_ROUND)

  await runToTheEnd()
  expect(pages().filter(({ fingerprint }) => fingerprint === old?.fingerprint)).toEqual([])
  // Only what the publication changed was purged, and a new look may wait for the edge's lifetime.
  const { rebuilt } = made.json.receipt
  const tags = new Set(office.purged.flat())
  expect([...tags].filter((tag) => tag.startsWith('page:')).length).toBeLessThan(
    MAX_PAGES_PER_ROUND,
  )
  for (const path of rebuilt) expect(tags).toContain(`page:${path}`)
  office.now += MINUTE
  await office.schedule()
  expect((await office.schedule()).paths).toEqual([])
  expect(office.cost.statements).toBe(1)
  await check(office)
  room.close()
})

test('while a deployment spreads, two versions rebuild at once, and in the end every page is of the newer one', async () => {
  const room = await Newsroom.open()
  const { office, d1 } = room
  const release = (headline: string) => ({
    kind: 'press-release',
    texts: { en: { headline, body: 'Text.' } },
    publish: true,
  })
  const run = async () => {
    office.now += MINUTE
    for (let runs = 0; runs < 4; runs++) await office.schedule()
  }
  await office.create({ ...release('Before'), publish: { at: '2020-02-02' } })
  await office.create(release('Now'))
  await run()
  office.deploy({ SITE_NAME: 'Newer' })
  await run()
  expect(d1.peek('SELECT DISTINCT fingerprint FROM rendered_pages')).toHaveLength(1)
  // The version before is still there, and somebody publishes through it.
  office.deploy({})
  await office.create(release('Through the old one'))
  office.deploy({ SITE_NAME: 'Newer' })
  expect(d1.peek('SELECT DISTINCT fingerprint FROM rendered_pages')).toHaveLength(2)
  await run()
  expect(d1.peek('SELECT DISTINCT fingerprint FROM rendered_pages')).toHaveLength(1)
  expect((await office.read('/')).text).toContain('Newer')
  await check(office)
  room.close()
})
