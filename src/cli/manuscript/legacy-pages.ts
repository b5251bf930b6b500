import type { Decoded } from './encoding.ts'
import { wordsTell } from './language.ts'
import type { Doubt } from './manuscript.ts'

/**
 * Bytes that are not Unicode, as the page that makes words of them. Where several do, and they are
 * other words, the language of the text decides; where it does not, an open doubt offers each.
 */
export function legacyText(bytes: Uint8Array): Decoded {
  const readings = Object.keys(PAGES)
    .map((page) => readAs(page, bytes))
    .sort((a, b) => a.faults - b.faults)
  const plausible = readings.filter(
    ({ faults, isTold }) => faults <= FEW || (isTold && faults <= SOME),
  )
  const told = plausible.filter(({ isTold }) => isTold)
  const well = told.filter(({ faults }) => faults <= FEW)
  const best = [well, told, plausible].find(({ length }) => length > 0) ?? []
  // Of English and of prices, the reading that needs no letters but ASCII.
  const plain = best.find(
    ({ text, encoding }) => TYPOGRAPHY.test(text) && PAGES[encoding]?.includes('en'),
  )
  if (plain) return decoded(plain)
  const [first] = best
  if (!first) return asked(readings)
  const rivals = plausible.filter(
    ({ encoding, text }) => text !== first.text && !RARE.has(encoding),
  )
  if (rivals.length === 0) return decoded(first)
  if (rivals.some((rival) => best.includes(rival))) return asked(plausible)
  // English has no letters of its own that could tell: the names in it are what may be wrong.
  return decoded(first, first.language === 'en' ? [guessed(first, rivals)] : [])
}

const decoded = ({ text, encoding }: Reading, doubts: readonly Doubt[] = []): Decoded => ({
  text,
  encoding,
  doubts,
})

/** The old pages, likeliest first, and the languages known by their words that they were made for. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': ['en', 'fr', 'es', 'pt', 'it', 'de', 'nl'],
  'windows-1256': ['ar', 'fa', 'ur', 'en'],
  'windows-1250': ['pl'],
  'windows-1251': ['ru', 'uk'],
  'windows-1253': [],
  'windows-1254': ['tr'],
  'windows-1255': ['he'],
  'windows-1257': [],
  'iso-8859-6': ['ar'],
  'koi8-r': ['ru'],
  macintosh: ['en', 'fr', 'es', 'pt', 'it', 'de', 'nl'],
}
/** Seldom meant where another page makes words of the same bytes. */
const RARE: ReadonlySet<string> = new Set(['windows-1257', 'iso-8859-6', 'macintosh'])
/** A text that has beyond ASCII only what English is set with. */
const TYPOGRAPHY = /^[\0-\x7f‘’“”–—…•£€©®™°\u00a0]*$/

/** Shares of a text's words that may look wrong: names and typing errors do. */
const FEW = 0.02
const SOME = 0.1
/** As many are offered. */
const CHOICES = 5

interface Reading {
  readonly encoding: string
  readonly text: string
  /** The share of the words with letters beyond ASCII that no language would write so. */
  readonly faults: number
  readonly language: string | null
  /** Its commonest words are those of a language that the page was made for. */
  readonly isTold: boolean
}

function readAs(encoding: string, bytes: Uint8Array): Reading {
  const text = new TextDecoder(encoding).decode(bytes)
  const words = foreignWords(text)
  const language = wordsTell(text)
  return {
    encoding,
    text,
    faults: words.length === 0 ? 0 : words.filter(isFaulty).length / words.length,
    language,
    isTold: language !== null && PAGES[encoding]?.includes(language) === true,
  }
}

/** Runs of what is not space or ASCII punctuation, in which something beyond ASCII stands. */
const foreignWords = (text: string): string[] =>
  (text.match(/[^\s\0-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+/gu) ?? [])
    .flatMap((run) => run.split(FINE))
    .filter((word) => /[^\0-\x7f]/.test(word))

/** Marks that stand at the edge of a word, or between two, in any of the languages. */
const FINE = /[‘’‚“”„«»‹›–—…•·\u00a0\u00ad،؛؟]+/u

/** Whether a word looks like letters of another page. */
function isFaulty(word: string): boolean {
  return (
    /[\p{Cc}\p{Co}\uFFFD]/u.test(word) ||
    SCRIPTS.filter((script) => script.test(word)).length > 1 ||
    /^\p{M}|[^\p{L}\p{M}\u200c\u200d]\p{M}|[\p{Script=Latin}][\p{M}\u200c-\u200f]/u.test(word) ||
    // A letter on its own that is no word, or that belongs to a number; what draws boxes.
    /^(?![àáâæèéêíîòóôøùúåäöýאבגדהווأبجدهاвискуоаяієзйοηήό])[^\0-\x7f]$/iu.test(
      word.replace(/[^\p{L}]/gu, ''),
    ) ||
    /\d[^\P{L}\0-\x7f]$|^[^\P{L}\0-\x7f]\d|[\u2500-\u259f]/u.test(word) ||
    // A sign within a word, or an accent that stands alone.
    /[\p{L}\p{M}][^\p{L}\p{M}\p{Cf}\d][\p{L}\p{M}]|[¨¸´¯ˆ˜]|©\p{L}|\p{L}©/u.test(word) ||
    /\p{Ll}(?=\p{Lu})[^\0-\x7f]|\p{Lu}\p{Lu}(?=\p{Ll})[^\0-\x7f]/u.test(word) ||
    // Latin words have ASCII letters, too.
    /^(?=..)(?:(?=\p{Script=Latin})[^\0-\x7f])+$|(?:(?=\p{Script=Latin})[^\0-\x7f]){4}/u.test(
      word,
    ) ||
    // Forms of a letter that only end a word; and a Greek word of some length has an accent.
    /[ةىךםןףץς]\p{L}/u.test(word) ||
    /^\p{Script=Greek}?[α-ως]{4,}$/u.test(word) ||
    /^(?=\p{Script=Cyrillic}{5})[^аеёиоуыэюяіїєўАЕЁИОУЫЭЮЯІЇЄ]+$/u.test(word)
  )
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
]

function asked(readings: readonly Reading[]): Decoded {
  const offered = readings.filter(
    ({ text }, at) => readings.findIndex((other) => other.text === text) === at,
  )
  const [first] = offered
  return {
    text: first?.text ?? '',
    encoding: first?.encoding ?? 'windows-1252',
    doubts: [
      {
        about: 'encoding',
        says: 'In which encoding the file is cannot be told from its letters.',
        option: '--encoding',
        isOpen: true,
        choices: offered.slice(0, CHOICES).map(({ encoding, text }) => ({
          label: `${encoding}: ${foreignWords(text).slice(0, 6).join(' ')}`,
          value: encoding,
        })),
      },
    ],
  }
}

function guessed({ text, encoding }: Reading, rivals: readonly Reading[]): Doubt {
  const words = foreignWords(text)
  const others = rivals.map((rival) => ({ ...rival, words: foreignWords(rival.text) }))
  const differing = words.filter((word, at) => others.some((other) => other.words[at] !== word))
  return {
    about: 'encoding',
    says: `It was read as ${encoding}, which nothing but its language tells; look at "${[...new Set(differing)].slice(0, 10).join('", "')}".`,
    option: '--encoding',
    isOpen: false,
    choices: others.slice(0, CHOICES).map((other) => ({
      label: `${other.encoding}: ${other.words.slice(0, 6).join(' ')}`,
      value: other.encoding,
    })),
  }
}
