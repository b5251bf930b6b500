import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { KindOfPage } from './kinds-of-pages.ts'
import { tabbingFaults } from './tabbing.ts'
import { axeViolations, bringAxe, COLOUR_RULES, inPage, PICTURES, Tour } from './tour.ts'

const PHONE = { width: 360, height: 740 }
const DESKTOP = { width: 1280, height: 900 }
/** WCAG 2.2, 1.4.10; and a desk's 1280 pixels at 200 %, 1.4.4. */
const NARROW = { viewport: { width: 320, height: 640 } }
const ZOOMED = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }
/** What is left of A4 at 96 dots an inch, between margins of 2 cm. */
const PAPER = { width: 642, height: 971 }

const NOTHING = {}
const isRelease = ({ name }: KindOfPage) => name.startsWith('release')

// Other tests work at the same time.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 })

let tour: Tour
beforeAll(async () => {
  tour = await Tour.begin()
})
afterAll(() => tour?.end())

test('every kind of page is there, and its status says what it is', async () => {
  const answers = await Promise.all(
    tour.kinds.map(async ({ path }) => [path, (await fetch(tour.site.address + path)).status]),
  )
  expect(answers).toEqual(tour.kinds.map(({ path, status }) => [path, status]))
})

test('axe finds nothing, in both directions, in light and dark, on a phone and at a desk', async () => {
  const faults = await tour.visit({}, async (page) => {
    const found: string[] = []
    await bringAxe(page)
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport)
      // In the dark nothing is other than in the light, but for the colours.
      for (const [colorScheme, rules] of [['light'], ['dark', COLOUR_RULES]] as const) {
        await page.emulateMedia({ colorScheme })
        const violations = await axeViolations(page, rules)
        found.push(...violations.map((one) => `${viewport.width} ${colorScheme} ${one}`))
      }
    }
    return found
  })
  expect(faults).toEqual(NOTHING)
})

const layoutFaults = async (page: Page): Promise<string[]> => [
  ...(await inPage<string[]>(page, 'sideways')),
  ...(await inPage<string[]>(page, 'cutOff')),
]

test('at 200 % no page scrolls sideways, and nothing is cut off', async () => {
  expect(await tour.visit(ZOOMED, layoutFaults)).toEqual(NOTHING)
})

test('nor does it at 320 pixels, also with more space between letters, words and lines', async () => {
  const faults = await tour.visit(NARROW, async (page) => {
    const narrow = await layoutFaults(page)
    await inPage(page, 'spaceText')
    return [...narrow, ...(await layoutFaults(page)).map((one) => `with more space: ${one}`)]
  })
  expect(faults).toEqual(NOTHING)
})

test.each([
  ['a phone', { viewport: PHONE }],
  ['a desk', { viewport: DESKTOP, colorScheme: 'dark' as const }],
])(
  'on %s the Tab key goes from the skip link through the page as it is read',
  async (_, options) => {
    const faults = await tour.visit(options, (page, { language }) =>
      tabbingFaults(page, language === 'ar'),
    )
    expect(faults).toEqual(NOTHING)
  },
)

test('what is typed into the search is searched for when Enter is pressed', async () => {
  const faults = await tour.visit(
    { viewport: PHONE },
    async (page, { language }) => {
      const word = language === 'ar' ? 'مكتبه' : 'libraries'
      await page.locator('main input[name=q]').pressSequentially(word)
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/search?q=${encodeURIComponent(word)}*`)
      return (await page.locator('main a[href*="/releases/"]').count()) > 0 ? [] : [page.url()]
    },
    ({ name }) => name === 'search',
  )
  expect(faults).toEqual(NOTHING)
})

test('a page is one request, and nothing is said at the console', async () => {
  const context = await tour.newContext()
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective, event.blockedURI))`,
  )
  const faults: Record<string, string[]> = {}
  for (const { path, status } of tour.kinds) {
    const page = await context.newPage()
    const said: string[] = []
    page.on('request', (request) => said.push(`asks for ${request.url()}`))
    page.on('console', (message) => said.push(`says ${message.text()}`))
    page.on('pageerror', (error) => said.push(`fails with ${error.message}`))
    await page.goto(tour.site.address + path, { waitUntil: 'load' })
    // What would come late: a picture for the tab, a font, a preloaded page.
    await page.waitForTimeout(100)
    await page.close()
    // That the page itself is missing is said by the browser, not by the page.
    const expected = `asks for ${new URL(path, tour.site.address)}`
    const unexpected = said.filter(
      (line) =>
        line !== expected &&
        !line.startsWith(`asks for ${PICTURES}`) &&
        !(status >= 400 && line.includes(`${status}`)),
    )
    if (unexpected.length > 0) faults[path] = unexpected
  }
  await context.close()
  expect(faults).toEqual(NOTHING)
})

test('no release of the samples is more than 14 KB to load, and no list more than 20 KB', async () => {
  const heavy: Record<string, number> = {}
  for (const kind of tour.kinds) {
    const body = Buffer.from(await (await fetch(tour.site.address + kind.path)).arrayBuffer())
    // As the edge compresses what it is given: quickly.
    const brotli = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    const bytes = Math.max(gzipSync(body).length, brotli.length)
    // Nobody opens the contract of the API on the way to a release.
    if (bytes > (isRelease(kind) ? 14 : kind.name === 'contract' ? 40 : 20) * 1024)
      heavy[kind.path] = bytes
  }
  expect(heavy).toEqual(NOTHING)
})

interface Printed {
  readonly beside: string[]
  readonly useless: string[]
  readonly pale: string[]
  readonly dark: string[]
}

test('on paper a page is one column of dark on white, without what nobody can press', async () => {
  const faults = await tour.visit({ viewport: PAPER, colorScheme: 'dark' }, async (page, kind) => {
    await page.emulateMedia({ media: 'print' })
    const { beside, useless, pale, dark } = await inPage<Printed>(page, 'printed')
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
    const allowed = kind.name === 'release-with-everything' ? 4 : isRelease(kind) ? 2 : 99
    return [
      ...beside.map((one) => `stand side by side: ${one}`),
      ...useless.map((one) => `is of no use: ${one}`),
      ...pale.map((one) => `is too pale: ${one}`),
      ...dark.map((one) => `has a dark ground: ${one}`),
      ...(pages >= 1 && pages <= allowed ? [] : [`takes ${pages} pages`]),
    ]
  })
  expect(faults).toEqual(NOTHING)
})

interface ReadingEdge {
  readonly direction: string
  readonly language: string
  readonly edge: number
  readonly inset: Record<string, number[]>
  readonly starts: number[]
  readonly cells: boolean[]
}

test('a page in Arabic is the mirror of the page in English', async () => {
  const seen: Record<string, ReadingEdge> = {}
  const faults = await tour.visit({ viewport: DESKTOP }, async (page, { name, language }) => {
    const told = await inPage<ReadingEdge>(page, 'readingEdge')
    seen[`${name} ${language}`] = told
    return [
      ...(told.direction === (language === 'ar' ? 'rtl' : 'ltr') ? [] : [told.direction]),
      ...(told.language === language ? [] : [told.language]),
      ...told.starts
        .filter((distance) => distance > 2)
        .map((one) => `a line begins ${one} px late`),
      ...told.cells.filter((isInOrder) => !isInOrder).map(() => 'a table is not mirrored'),
    ]
  })
  expect(faults).toEqual(NOTHING)
  const { inset, edge } = seen['release-with-everything en'] ?? {}
  expect(seen['release-with-everything ar']).toMatchObject({ inset, edge })
  expect(inset?.blockquote?.every((one) => one > 0)).toBe(true)
})
