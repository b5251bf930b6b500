import type { Language } from '../../newsroom/release.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'

/** The interface's words in one language. A further language is one more file, named here. */
export interface Words {
  readonly direction: 'ltr' | 'rtl'
  /** The language's name in itself. */
  readonly languageName: string
  /** What stands between two things in a row, with its space. */
  readonly comma: string
  readonly skip: string
  readonly latest: string
  readonly archive: string
  readonly pages: string
  readonly breadcrumb: string
  readonly nothingYet: string
  readonly nothingHere: string
  /** @param digits the count in the language's numerals */
  readonly releases: (count: number, digits: string) => string
  readonly older: string
  readonly newer: string
  readonly previousRelease: string
  readonly nextRelease: string
  readonly earlierYear: string
  readonly laterYear: string
  readonly earlierMonth: string
  readonly laterMonth: string
  readonly neighbours: string
  readonly alsoIn: string
  readonly notes: string
  readonly about: (name: string) => string
  readonly contact: string
  readonly topics: string
  readonly corrections: string
  readonly correctedOn: string
  readonly end: string
  /** The link from a footnote to its place in the text; its number follows. */
  readonly backToText: string
  readonly feed: string
  readonly search: string
  readonly searchWords: string
  readonly topic: string
  readonly everyTopic: string
  readonly year: string
  readonly everyLanguage: string
  readonly results: string
  readonly moreResults: string
  readonly askedNothing: string
  readonly foundNothing: string
  readonly foundNothingText: string
  readonly allOnTopic: string
  readonly withdrawn: string
  readonly withdrawnOn: string
  readonly reason: string
  readonly replacedBy: string
  readonly notFound: string
  readonly notFoundText: string
  readonly wrongMethod: string
  readonly unavailable: string
  readonly unavailableText: string
  readonly failed: string
  readonly failedText: string
}

const WORDS: Readonly<Record<string, Words>> = { en, ar, fr }

/**
 * The words for a language; `ar-SY` reads those of `ar`.
 * @throws Error when no file has them
 */
export function wordsFor(language: Language): Words {
  const words = WORDS[language] ?? WORDS[language.split('-')[0] ?? '']
  if (!words) throw new Error(`LANGUAGES: there are no interface words for "${language}"`)
  return words
}
