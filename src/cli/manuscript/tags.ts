/**
 * The language that a tag or a name tells: one of the site's where it is one (`AR`, `ar_LB`, `Arabic`,
 * `العربية`), another one's tag, or null where it is no language.
 */
export function languageTag(written: string, languages: readonly string[]): string | null {
  const wanted = written
    .trim()
    .replaceAll('_', '-')
    .replace(/\.utf-?8$/i, '')
    .toLowerCase()
  const exact = languages.find((tag) => tag.toLowerCase() === wanted)
  if (exact) return exact
  const named = languages.filter((tag) => namesOf(tag, languages).includes(wanted))
  if (named.length === 1) return named[0] ?? null
  const primary = wanted.split('-')[0]
  const related = languages.filter((tag) => tag.toLowerCase().split('-')[0] === primary)
  if (related.length === 1) return related[0] ?? null
  return isLanguage(wanted) ? (Intl.getCanonicalLocales(wanted)[0] ?? null) : null
}

/** What a language is called in English, in itself, and in the other languages of the site. */
function namesOf(tag: string, languages: readonly string[]): string[] {
  return ['en', ...languages].map((speaking) => {
    try {
      return new Intl.DisplayNames(speaking, { type: 'language' }).of(tag)?.toLowerCase() ?? ''
    } catch {
      return ''
    }
  })
}

/** A tag whose first part is the two letters of a language that has a name (ISO 639-1). */
export function isLanguage(tag: string): boolean {
  if (!/^[a-z]{2}(?:-[a-z\d]{2,8})*$/i.test(tag)) return false
  try {
    const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
    return names.of(new Intl.Locale(tag).language) !== undefined
  } catch {
    return false
  }
}

/** A path in two: what all languages of one release share, and the language that tells them apart. */
export interface FileName {
  /** The path without the language and without what `.md` or `.txt` tells. */
  readonly stem: string
  /** One of the site's languages; null where neither the name nor the folder tells one. */
  readonly language: string | null
}

/**
 * What a path tells, as Hugo, Zola and MkDocs write it: `news/budget.ar.md`, or the folder of a language,
 * `ar/news/budget.md`. Only tags of the site's languages count, and the name before the folder.
 */
export function fileName(path: string, languages: readonly string[]): FileName {
  const parts = path.split(/[\\/]/).filter((part, at) => part !== '.' && (part !== '' || at === 0))
  const base = (parts.pop() ?? '').replace(/\.(?:md|markdown|mdown|mkd|txt|text)$/i, '')
  const exactly = (tag: string) =>
    languages.find((one) => one.toLowerCase() === tag.replaceAll('_', '-').toLowerCase()) ?? null
  const [, name, tag] = /^(.+)\.([^.]+)$/.exec(base) ?? []
  const told = tag === undefined ? null : exactly(tag)
  if (told !== null) return { stem: [...parts, name].join('/'), language: told }
  const at = parts.findLastIndex((part) => exactly(part) !== null)
  if (at < 0) return { stem: [...parts, base].join('/'), language: null }
  const others = parts.filter((_, place) => place !== at)
  return { stem: [...others, base].join('/'), language: exactly(parts[at] ?? '') }
}
