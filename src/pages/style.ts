import type { Site } from '../site.ts'
import { brandStyle } from './brand.ts'
import { LOOK } from './look.ts'

/**
 * The stylesheet, sent within each page and allowed by its digest: the same text for the same site,
 * whatever the page.
 */
export function styleFor(site: Site): string {
  const known = styles.get(site)
  if (known !== undefined) return known
  const style = `${brandStyle(site)}${LOOK}${numbered(site)}`
  styles.set(site, style)
  return style
}

/** A page asks for it as often as it is made. */
const styles = new WeakMap<Site, string>()

/** How lists count where a language's numerals are not the Western ones. */
const COUNTERS: Readonly<Record<string, string>> = { arab: 'arabic-indic', arabext: 'persian' }

const numbered = (site: Site): string =>
  site.languages
    .map((language) => {
      const { numberingSystem } = new Intl.NumberFormat(language).resolvedOptions()
      const counter = COUNTERS[numberingSystem]
      return counter ? `.text ol:lang(${language}){list-style-type:${counter}}` : ''
    })
    .join('')
