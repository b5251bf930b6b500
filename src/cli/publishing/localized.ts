import { Failure } from '../exit.ts'
import { languageOf } from '../manuscript/language.ts'

/** What an option says for readers, by language. */
export type Localized = Readonly<Record<string, string>>

const TAGGED = /^([a-z]{2,3}(?:-[A-Za-z0-9]+)*)=(.*)$/s

/**
 * What an option that may be repeated says: `ar=…` in a language, anything else in the only language
 * of the release, in the one that its script tells, or else in the site's first.
 * @param option its name, such as `--note`
 * @param languages the site's
 * @param own those of the release
 * @throws Failure `misuse` where it is said twice in a language, in none of the site's, or is empty
 */
export function localized(
  option: string,
  given: readonly string[],
  languages: readonly string[],
  own: readonly string[],
): Localized {
  const said: Record<string, string> = {}
  for (const one of given) {
    const [, tag, tagged] = TAGGED.exec(one) ?? []
    const text = (tagged ?? one).trim()
    const language = tag ?? languageSaid(text, languages, own)
    if (!languages.includes(language))
      throw new Failure(
        'misuse',
        `${option} ${language}=… is in none of the site’s languages: ${languages.join(', ')}.`,
      )
    if (text === '') throw new Failure('misuse', `${option} has no words.`)
    if (said[language] !== undefined)
      throw new Failure('misuse', `${option} is given twice in ${language}.`)
    said[language] = text
  }
  return said
}

function languageSaid(text: string, languages: readonly string[], own: readonly string[]): string {
  const [only, another] = own
  if (only !== undefined && another === undefined) return only
  return languageOf(text, languages) ?? own[0] ?? languages[0] ?? 'en'
}
