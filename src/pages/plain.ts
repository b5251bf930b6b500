import { releasePath } from '../newsroom/archive.ts'
import { instantText } from '../newsroom/dateline.ts'
import type { Language, Published } from '../newsroom/release.ts'
import type { Site } from '../site.ts'

/**
 * A text as Markdown, the way it was written: front matter in YAML (every value a JSON scalar or
 * list, which YAML 1.2 includes), then the body.
 */
export function releaseMarkdown(site: Site, release: Published, language: Language): string {
  const text = release.texts[language]
  if (!text?.slug) throw new TypeError(`release ${release.id} has no text in ${language}`)
  const matter: Record<string, unknown> = {
    url: `${site.url}${releasePath(language, text.slug, site.languages)}`,
    id: release.id,
    language,
    kind: release.kind,
    date: instantText(release.liveAt),
    changed: text.changedAt === null ? null : instantText(text.changedAt),
    headline: text.headline,
    subheadline: text.subheadline,
    summary: text.summary,
    department: text.department,
    place: text.dateline?.place,
    topics: release.topics.length > 0 ? release.topics : null,
    corrections: release.corrections.map(
      ({ at, note }) => `${instantText(at)} ${note[language] ?? Object.values(note)[0]}`,
    ),
    notes: text.notes,
  }
  const lines = Object.entries(matter)
    .filter(([, value]) => value !== null && value !== undefined && String(value) !== '')
    .map(([name, value]) => `${name}: ${JSON.stringify(value).replace(BIDI, escaped)}`)
  return `---\n${lines.join('\n')}\n---\n\n${text.body}\n`
}

/** What would put the text around it into another order, where it is not written as JSON may. */
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g
const escaped = (control: string) => `\\u${control.charCodeAt(0).toString(16)}`
