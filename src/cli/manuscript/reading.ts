import { resolve } from 'node:path'
import { Failure } from '../exit.ts'
import { sourceOf, textOf } from './bytes.ts'
import { hasFrontMatter } from './front-matter.ts'
import { joinLanguages, type Told } from './joining.ts'
import type { Manuscript } from './manuscript.ts'
import { markdown } from './markdown.ts'
import { plainText } from './plain-text.ts'
import { toldDoubt } from './doubts.ts'
import { fileName } from './tags.ts'

/** What reading needs to know of the newsroom, and what the command line says. */
export interface Hints {
  /** The site's languages. */
  readonly languages: readonly string[]
  /** The kinds that the site knows. */
  readonly kinds: readonly string[]
  /** What the site is called, in any language: a letterhead that says no more is not repeated. */
  readonly names?: readonly string[]
  /** The language of a text that does not tell it. */
  readonly language: string | null
  /** Such as `windows-1256`; null lets the bytes tell. */
  readonly encoding: string | null
}

/**
 * The releases that these files tell, in their order; `-` is stdin. Files that are languages of one
 * release (`budget.en.md` and `budget.ar.md`, `budget.md` and `ar/budget.md`, or the same `id` in their
 * front matter) become one. A file is Markdown where it ends in `.md` or `.markdown` or begins with front
 * matter, else a plain-text press release.
 * @throws Failure `unreadable` that names the file: a directory, not there, not allowed, not text;
 *   `misuse` where a file is named twice
 */
export async function readManuscripts(
  paths: readonly string[],
  hints: Hints,
): Promise<readonly Manuscript[]> {
  const seen = new Set<string>()
  const files: Told[] = []
  for (const path of paths) {
    const whole = path === '-' ? path : resolve(path)
    if (seen.has(whole)) throw new Failure('misuse', `${sourceOf(path)} is named twice.`)
    seen.add(whole)
    files.push(await readManuscript(path, hints))
  }
  return joinLanguages(files)
}

/**
 * What one file tells. `joinLanguages` makes one release of those that are its languages.
 * @param source what people call the file; its language is told by this name, too
 * @throws Failure as `readManuscripts`
 */
export async function readManuscript(
  path: string,
  hints: Hints,
  source: string = sourceOf(path),
): Promise<Told> {
  const { text, doubts } = await textOf(path, hints.encoding, source)
  const { stem, language } = fileName(source, hints.languages)
  const manuscript = manuscriptIn(source, text, hints, language)
  return {
    manuscript: { ...manuscript, doubts: [...doubts, ...manuscript.doubts] },
    stem,
    language,
  }
}

function manuscriptIn(
  source: string,
  text: string,
  hints: Hints,
  named: string | null,
): Manuscript {
  if (MARKDOWN.test(source) || hasFrontMatter(text)) return markdown(source, text, hints, named)
  const other = OTHER_TEXTS.find(([pattern]) => pattern.test(text))
  if (other) throw new Failure('unreadable', `${source} is ${other[1]}.`)
  return inLanguage(plainText(source, text, hints), named)
}

const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i

/** Text that a press release is not, by how it begins. */
const OTHER_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:<!doctype html|<html[\s>])/i, 'a web page: save its text as plain text or Markdown'],
  [/^\s*<\?xml\s/, 'XML: "pressroom import" takes exports and feeds'],
  [/^\s*[[{]\s*(?:"[^"\n]*"\s*:|\{)/, 'JSON: "pressroom import" takes it'],
  [
    /^(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?Content-Transfer-Encoding:[ \t]*(?:base64|quoted-printable)/i,
    'an e-mail with its headers: save its text as plain text',
  ],
]

/** The language that a name tells is believed before what the words seem to be. */
function inLanguage(manuscript: Manuscript, named: string | null): Manuscript {
  const [[seen, wording] = [], another] = Object.entries(manuscript.texts)
  if (named === null || !wording || another || seen === named) return manuscript
  const settled = manuscript.doubts.filter(({ about }) => about !== 'language')
  const says = `By its name it is in "${named}", but its letters are those of "${seen}".`
  return {
    ...manuscript,
    texts: { [named]: wording },
    doubts: seen === 'und' ? settled : [...settled, toldDoubt('language', says)],
  }
}
