import stringWidth from 'string-width'
import type { Wording } from '../manuscript/manuscript.ts'
import { isolated } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { clean, counted, languageName } from './telling.ts'

/** What was understood of a release, as far as it is shown before anything is sent. */
export interface Understood {
  readonly source: string
  /** Null where the newsroom gives one. */
  readonly id: string | null
  readonly kind: string
  readonly topics: readonly string[]
  /** When it is public, in words. */
  readonly standing: string
  readonly texts: Readonly<Record<string, Wording>>
  /** The address that each text has or will have, as far as it is known. */
  readonly urls: Readonly<Record<string, string>>
}

/** Columns of the names on the left. */
const NAMES = 13
/** Words that are shown of the beginning of a body, and of its end. */
const SHOWN = 9

/**
 * What was understood of a release, as a table: what concerns all of it, then each text. Words of a
 * file stand within isolates (UAX #9), each line within its own, so that right-to-left text neither
 * turns the table around nor is turned around by it.
 */
export function understood(
  release: Understood,
  { style, width }: Pick<Terminal, 'style' | 'width'>,
): string {
  const row = (name: string, text: string | null, isQuoted = true): string[] =>
    text === null || text === ''
      ? []
      : wrapped(clean(text), width - NAMES - 2).map((line, at) => {
          const label = `  ${(at === 0 ? name : '').padEnd(NAMES)}`
          return `${style.dim(label)}${isQuoted ? isolated(line) : line}`
        })
  const text = ([language, wording]: [string, Wording]): string[] => [
    `${style.bold(languageName(language))}`,
    ...(wording.headline === null
      ? row('headline', 'none yet', false)
      : row('headline', wording.headline)),
    ...row('subheadline', wording.subheadline),
    ...row('summary', wording.summary),
    ...row('department', wording.department),
    ...row('place', wording.place),
    ...prose('body', wording.body, row),
    ...(wording.notes === null ? [] : prose('notes', wording.notes, row)),
    ...row('address', decoded(release.urls[language] ?? null)),
    ...wording.formerPaths.flatMap((path) => row('formerly at', path)),
  ]
  return [
    style.bold(release.source),
    ...row('id', release.id),
    ...row('kind', release.kind),
    ...row('topics', release.topics.join(', ')),
    ...row('public', release.standing, false),
    ...Object.entries(release.texts).flatMap(text),
  ].join('\n')
}

type Row = (name: string, text: string | null, isQuoted?: boolean) => string[]

function prose(name: string, markdown: string | null, row: Row): string[] {
  const words = wordsIn(markdown ?? '')
  if (words.length === 0) return row(name, 'none yet', false)
  const paragraphs = (markdown ?? '').split(/\n[^\S\n]*\n/).filter((block) => block.trim() !== '')
  const counts = `${counted(words.length, 'word')}, ${counted(paragraphs.length, 'paragraph')}`
  if (words.length <= 2 * SHOWN) return [...row(name, counts, false), ...row('', words.join(' '))]
  return [
    ...row(name, counts, false),
    ...row('', `${words.slice(0, SHOWN).join(' ')} …`),
    ...row('', `… ${words.slice(-SHOWN).join(' ')}`),
  ]
}

/** What has a letter or a digit in it, as it stands between spaces. */
export const wordsIn = (text: string): string[] =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))

/** An address with the letters of its own script. */
function decoded(url: string | null): string | null {
  try {
    return url && decodeURI(url)
  } catch {
    return url
  }
}

/** Lines of at most so many columns, broken at spaces where there are any. */
export function wrapped(text: string, width: number): string[] {
  const most = Math.max(20, width)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((one) => pieces(one, most))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && stringWidth(longer) > most) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** A word that is longer than a line, in pieces that fit. */
function pieces(word: string, most: number): string[] {
  if (stringWidth(word) <= most) return [word]
  const cut: string[] = ['']
  for (const { segment } of GRAPHEMES.segment(word)) {
    const longer = `${cut.at(-1)}${segment}`
    if (stringWidth(longer) > most) cut.push(segment)
    else cut[cut.length - 1] = longer
  }
  return cut
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
