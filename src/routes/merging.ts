import type { Content } from '../newsroom/content.ts'
import type { Editor } from '../newsroom/editor.ts'
import type { Release } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { present, type Sent } from './content.ts'

/**
 * Texts in languages that the site does not have any more stay as they are, and so do those that
 * the editor may not write and does not send.
 */
export const kept = (
  site: Site,
  release: Release,
  content: Content,
  { languages }: Editor,
): Content => {
  const isForeign = (language: string) =>
    !site.languages.some((known) => known === language) ||
    (languages !== null && !languages.some((own) => own === language))
  const foreign = Object.entries(release.texts).filter(([language]) => isForeign(language))
  return { ...content, texts: { ...Object.fromEntries(foreign), ...content.texts } }
}

/** The release's content with what a correction gives put over it. */
export function merged(
  release: Release,
  { kind, topics, texts }: { [Part in keyof Sent]?: Sent[Part] | undefined },
): Content | null {
  if (kind === undefined && topics === undefined && texts === undefined) return null
  return {
    kind: kind ?? release.kind,
    topics: topics ?? release.topics,
    texts: { ...release.texts, ...present(texts ?? {}) },
  }
}
