import { wordsOf } from './words.ts'

/** Words that begin a text as a place does, and are none. */
const NO_PLACES =
  /^(?:today|what|who|when|where|why|how|yesterday|tomorrow|first|second|third|finally|note|notes|update|updated|background|dear|ends?|about|contact|press|news|media|statement|release|date|summary|quote|the|a|an|last|copyright|اول[اى]?|أول[اًاى]*|ثاني.*|ثالث.*|رابع.*|خامس.*|سادس.*|سابع.*|أخير.*|اخير.*|ملاحظ.*|تنويه|وبعد|أما|ختام.*|بيان|تصريح|اليوم|أمس|عاجل|خاص|التاريخ|بتاريخ|تاريخ)$/iu
const JOINING = /^(?:of|and|de|la|el|al|upon|on|sur|le|les)$/u

/** Whether words are written as those of a place are: `WASHINGTON, D.C.`, `New York`, `دير الزور`. */
export function isPlace(text: string): boolean {
  const words = wordsOf(text)
  if (words.length === 0 || words.length > 5 || text.length > 50 || /\p{N}/u.test(text))
    return false
  if (!/^[\p{L}\p{M}\s.,'’ʼ/()-]+$/u.test(text) || words.some((word) => NO_PLACES.test(word)))
    return false
  if (/\p{Script=Arabic}/u.test(text)) return words.length <= 3
  return words.every((word) => /^\p{Lu}/u.test(word) || JOINING.test(word))
}

/** Whether it is written large throughout, as only datelines are. */
export const isLarge = (text: string): boolean => !/\p{Ll}/u.test(text) && /\p{Lu}{2}/u.test(text)
