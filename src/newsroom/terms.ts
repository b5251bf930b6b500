import { stemmer } from 'stemmer'
import { APOSTROPHE, fold, WORD } from './folding.ts'
import { behindArticle, behindPrefixes } from './prefixes.ts'

/** Forms of a word, any of which fits. */
export type Term = readonly string[]

/** More words of a question than these are not looked for. */
export const MAX_TERMS = 8
/** Characters of a form, counted in UTF-16 units; the rest of a longer word says nothing. */
export const MAX_FORM = 60

/**
 * All forms of all words of a text, each once, joined by single spaces: what the index is given. A
 * form has letters, marks and digits only, the Latin ones of ASCII where they have such a form.
 */
export function indexTerms(text: string): string {
  const forms = new Set<string>()
  for (const word of new Set(text.match(WORD))) for (const form of formsOf(word)) forms.add(form)
  return [...forms].join(' ')
}

/**
 * What is looked for when someone types `query`, which may be any string; all of the terms have to
 * fit. Words without a meaning of their own are left out while others remain. Of more than
 * `MAX_TERMS` words the longest are kept, in the order in which they were typed: long words are the
 * rare ones, which tell a release from the others and are the cheapest to look up.
 *
 * @returns empty where there is nothing to look for
 */
export function askedTerms(query: string): readonly Term[] {
  const asked = [...new Set(query.match(WORD))].flatMap(askedWords)
  const telling = asked.filter(({ folded }) => !STOP_WORDS.has(folded))
  const terms = new Map<string, AskedWord>()
  for (const one of telling.length > 0 ? telling : asked) terms.set(one.term.join(' '), one)
  const kept = new Set(
    [...terms.values()]
      .sort((a, b) => b.folded.length - a.folded.length)
      .slice(0, MAX_TERMS)
      .map(({ term }) => term),
  )
  return [...terms.values()].map(({ term }) => term).filter((term) => kept.has(term))
}

/**
 * The forms under which a word of a text is found.
 *
 * @param word as it stands in the text: a match of `WORD`
 */
export function formsOf(word: string): Set<string> {
  if (/^[A-Za-z]+$/.test(word)) return new Set([form(word.toLowerCase())])
  const forms = new Set<string>()
  for (const part of [word, ...partsOf(word)])
    for (const one of pieces(part)) {
      forms.add(form(one))
      if (isArabic(one)) for (const bare of behindPrefixes(one)) forms.add(form(bare))
    }
  return forms
}

interface AskedWord {
  readonly folded: string
  readonly term: Term
}

/** A typed word; a compatibility form may stand for several (`½`, `ﷺ`). */
function askedWords(word: string): AskedWord[] {
  const folded = pieces(word)
  const parts = folded.length === 1 ? partsOf(word) : []
  const longest = parts.sort((a, b) => b.length - a.length)[0]
  return folded.map((one) => {
    const forms = [one, ...(isArabic(one) ? behindArticle(one) : [])]
    if (longest) forms.push(...pieces(longest))
    return { folded: one, term: [...new Set(forms.map(form))] }
  })
}

/** What stands between apostrophes, without what is elided to one letter: `l'eau`, `ministry's`. */
const partsOf = (word: string) =>
  APOSTROPHE.test(word) ? word.split(APOSTROPHE).filter((part) => fold(part).length > 1) : []

const pieces = (word: string) => fold(word).split(' ').filter(Boolean)

/** Whether the word begins with what may be an Arabic prefix. */
const isArabic = (word: string) => /^[افبكلو]/.test(word)

/** A folded word as it stands in the index. */
function form(word: string): string {
  const cut = word.length > MAX_FORM ? word.slice(0, MAX_FORM).replace(HALF, '') : word
  return /^[a-z]+$/.test(cut) && !UNSTEMMED.has(cut) ? stemmer(cut) : cut
}

const HALF = /[\uD800-\uDBFF]$/
/** Porter takes news for the plural of new. */
const UNSTEMMED = new Set(['news'])

/** English, French and Arabic; none that is also a name in the news (WHO, US, May). */
const STOP_WORDS = new Set(
  `a an and are as at be been but by for from has have in into is it its of on or that the their
  this to was were which with
  au aux ce ces dans de des du elle en est et il la le les leur ou par pas pour que qui sa ses sur un
  une
  في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين ان او ثم قد ما لا لم لن كان كانت هو هي كما بين
  حتي اذا كل وفي ومن والي وعلي وعن ومع وان`.split(/\s+/),
)
