import type { Language } from '../newsroom/release.ts'
import type { Site } from '../site.ts'

/** The label of a kind of release; the kind itself when the settings do not know it any more. */
export const kindLabel = (site: Site, kind: string, language: Language): string =>
  site.kinds[kind]?.[language] ?? kind

/** The label of a topic; one that the settings have none for is read from its name. */
export const topicLabel = (site: Site, topic: string, language: Language): string =>
  site.topics[topic]?.[language] ?? topic.replaceAll('-', ' ')
