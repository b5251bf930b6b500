import type { Site } from '../site.ts'

/**
 * The icon of the site's pages: its logo, or an empty one, within the page. A browser that finds none
 * asks for /favicon.ico.
 */
export function icon({ logo, colours }: Site): string {
  if (logo === null) return 'data:,'
  const root = `<svg xmlns="http://www.w3.org/2000/svg" color="${colours.accent.light}"`
  return `data:image/svg+xml,${encodeURIComponent(logo.replace('<svg', root))}`
}

/** The site's colours as CSS's custom properties, each for both schemes. */
export function brandStyle({ colours }: Site): string {
  const properties = Object.entries(colours).map(
    ([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`,
  )
  return `:root{${properties.join(';')}}`
}
