import type { Page } from 'playwright-core'
import { inPage } from './tour.ts'

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface TabStop {
  /** Its place among all that can be reached, in the order of the document. */
  readonly at: number
  readonly told: string
  readonly isSkipLink: boolean
  readonly isInMain: boolean
  readonly box: Box
  /** The boxes of its first line and its last one. */
  readonly first: Box
  readonly last: Box
  readonly isInView: boolean
  readonly isMarked: boolean
  /** Of the outline against what is behind it. */
  readonly contrast: number
}

const MAX_STOPS = 400
/** WCAG 2.2, 1.4.11. */
const MIN_CONTRAST = 3

/** Presses Tab through the whole page; what is wrong with where it stops. */
export async function tabbingFaults(page: Page, isRightToLeft: boolean): Promise<string[]> {
  const expected = await inPage<string[]>(page, 'startTabbing')
  const stops: TabStop[] = []
  while (stops.length < MAX_STOPS) {
    await page.keyboard.press('Tab')
    const stop = await inPage<TabStop | null>(page, 'tabStop')
    if (!stop || (stop.at === 0 && stops.length > 0)) break
    stops.push(stop)
  }
  const reached = new Set(stops.map(({ at }) => at))
  return [
    ...expected.filter((_, at) => !reached.has(at)).map((told) => `is never reached: ${told}`),
    ...(stops[0]?.isSkipLink ? [] : [`begins at ${stops[0]?.told}`]),
    ...stops.flatMap((stop, at) => {
      const before = stops[at - 1]
      return [
        ...(before && stop.at < before.at ? [`comes too late: ${stop.told}`] : []),
        ...(before && !follows(stop, before, isRightToLeft)
          ? [`is seen before ${before.told}, but comes after it: ${stop.told}`]
          : []),
        ...(stop.isInView ? [] : [`is not in view when it is reached: ${stop.told}`]),
        ...(stop.isMarked ? [] : [`does not look different when it is reached: ${stop.told}`]),
        ...(stop.contrast >= MIN_CONTRAST
          ? []
          : [`has an outline of contrast ${stop.contrast.toFixed(1)}: ${stop.told}`]),
      ]
    }),
    ...(await skippingFaults(page)),
  ]
}

/**
 * Whether a reader's eye comes to it after the one before: further along the line, or lower. A link
 * may begin in the line in which the one before ends, and a block may stand beside a taller one.
 */
const follows = (stop: TabStop, before: TabStop, isRightToLeft: boolean): boolean =>
  before.isSkipLink ||
  isWithin(stop.box, before.box) ||
  isFurther(stop.first, before.last, isRightToLeft) ||
  isFurther(stop.box, before.box, isRightToLeft)

/** A link within a table that is scrolled comes after the table. */
const isWithin = (one: Box, other: Box): boolean =>
  one.left >= other.left - 1 &&
  one.right <= other.right + 1 &&
  one.top >= other.top - 1 &&
  one.bottom <= other.bottom + 1

function isFurther(one: Box, before: Box, isRightToLeft: boolean): boolean {
  const shared = Math.min(one.bottom, before.bottom) - Math.max(one.top, before.top)
  const low = Math.min(one.bottom - one.top, before.bottom - before.top)
  if (shared <= low / 2) return one.top > before.top
  return isRightToLeft ? one.right <= before.left + 1 : one.left >= before.right - 1
}

/** The skip link, pressed, makes the next Tab stop the first one of the page's own part. */
async function skippingFaults(page: Page): Promise<string[]> {
  await page.reload()
  const all = await inPage<string[]>(page, 'startTabbing')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const wanted: number = await page.evaluate(
    `[...document.querySelectorAll('main a[href], main input, main button, main summary')].length`,
  )
  if (wanted === 0) return []
  await page.keyboard.press('Tab')
  const stop = await inPage<TabStop | null>(page, 'tabStop')
  return stop?.isInMain ? [] : [`skips to ${stop?.told ?? 'nowhere'} of ${all.length}`]
}
