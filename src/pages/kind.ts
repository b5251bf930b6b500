import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'

/** The label of a kind of release; the kind itself when the settings do not know it any more. */
export const kindLabel = (site: Site, kind: string, language: Language): string =>
  site.kinds[kind]?.[language] ?? kind
