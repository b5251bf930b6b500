import type { Site } from '../site.ts'

/** The site's colours as CSS's custom properties, each for both schemes. */
export function brandStyle({ colours }: Site): string {
  const properties = Object.entries(colours).map(
    ([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`,
  )
  return `:root{${properties.join(';')}}`
}
