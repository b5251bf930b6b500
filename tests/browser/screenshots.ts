import { mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Tour } from './tour.ts'

/**
 * Stores pictures of every kind of page, in every language, as a telephone and a desk show it, in
 * light and dark, and printed. `node tests/browser/screenshots.ts [folder]`
 */
const ROOT = join(import.meta.dirname, '../..')
const folder = resolve(process.argv[2] ?? join(ROOT, 'screenshots'))

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}
/** What fits on A4 at 96 dots an inch, between the margins that the browser leaves. */
const PAPER = { viewport: { width: 718, height: 1047 }, deviceScaleFactor: 2 }

mkdirSync(folder, { recursive: true })
const tour = await Tour.begin()
const store = (name: string) => {
  const path = join(folder, name)
  console.log(relative(process.cwd(), path))
  return path
}
for (const [screen, options] of Object.entries(SCREENS))
  for (const colorScheme of ['light', 'dark'] as const)
    await tour.visit({ ...options, colorScheme }, async (page, { name, language }) => {
      const path = store(`${name}.${language}.${screen}.${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
      return []
    })
await tour.visit({ ...PAPER, colorScheme: 'light' }, async (page, { name, language }) => {
  if (!name.startsWith('release')) return []
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: store(`${name}.${language}.print.png`) })
  const first = { format: 'A4', pageRanges: '1', preferCSSPageSize: true }
  await page.pdf({ ...first, path: store(`${name}.${language}.print.pdf`) })
  return []
})
await tour.end()
// Wrangler leaves handles open.
process.exit()
