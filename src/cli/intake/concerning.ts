import { isNumbered, parseSlug, type Slug, slugFrom } from '../../newsroom/slug.ts'
import type { Item } from './intake.ts'

/** The release that an item is about. */
export function idOf(item: Item): string | null {
  if (item.type === 'release') return item.manuscript.id
  if (item.type === 'history') return item.history.id
  return item.type === 'redirect' ? item.redirect.release : null
}

/**
 * What an item concerns: its release, and the addresses that it would have, so that of two which
 * begin alike always the earlier one gets the plain one, however often the run is begun again.
 */
export function keysOf(item: Item): string[] {
  const id = idOf(item)
  const own = id === null ? [] : [`id ${id}`]
  if (item.type !== 'release') return own
  const { kind, texts } = item.manuscript
  const slugs = Object.entries(texts).flatMap(([language, { slug, headline }]) => {
    const stems = [slug, headline && slugFrom(headline, kind ?? 'press-release')]
    return stems.flatMap((stem) => (stem ? `slug ${language} ${stemOf(stem)}` : []))
  })
  return [...own, ...slugs]
}

/** Without the number that tells it from another one; one of three digits tells something else. */
function stemOf(slug: string): string {
  const stem = slug.replace(/-\d\d?$/, '')
  const parsed = parseSlug(stem)
  return parsed && isNumbered(slug as Slug, parsed) ? stem : slug
}
