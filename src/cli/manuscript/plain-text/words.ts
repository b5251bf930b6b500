/** Words of English names that are written small, and of Arabic ones that join. */
const JOINING = /^(?:of|and|the|for|in|on|at|to|by|&|de|la|al|el|a|an|from)$/i

export const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.&-]*/gu) ?? []

/** Verbs of headlines: a line that has one is no name. */
const VERBS =
  /(?<!\p{L})(?:announc|adopt|condemn|welcom|call(?:s|ed)? |urg|launch|sign(?:s|ed) |say(?:s)? |warn|approv|appoint|open(?:s|ed) |publish|reject|prais|introduc|support(?:s|ed) |pass(?:es|ed) |hold(?:s)? |held |join(?:s|ed) |issue(?:s|d) |release[sd] (?!$)|confirm|agree|vot(?:es|ed) |win(?:s)? |receiv|unveil|reaffirm|stress|demand|visit(?:s|ed) |meet(?:s)? |host(?:s|ed) )/iu
const ARABIC_VERBS =
  /(?<!\p{L})(?:و?(?:ت|ي)(?:علن|دين|طلق|رحب|دعو|ؤكد|عتمد|ستنكر|طالب|وقع|قر|شيد|حذر|شارك|بحث|لتقي|ستقبل|نظم|فتتح|صدر|دعم|جدد|شدد|ناشد|كشف|رفض|نعى|نعي|هنئ|ستضيف|باشر|بدأ))(?!\p{L})/u

/** Whether a line says something, rather than names somebody. */
export function isSaying(text: string): boolean {
  const words = wordsOf(text)
  if (VERBS.test(`${text} `) || ARABIC_VERBS.test(text)) return words.length > 2
  if (/\p{Script=Arabic}/u.test(text)) return words.length >= 6
  if (words.length >= 8) return true
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && !JOINING.test(word))
  return words.length >= 3 && small.length > 0
}

/** Where an office keeps its releases, too: `News releases` is the name of a shelf. */
const PARTS =
  /(?<!\p{L})(?:department|directorate|office|bureau|division|section|unit|press service|press room|newsroom|(?:press|news|media) (?:releases|centre|center|office)|desk|دائرة|مكتب|إدارة|ادارة|قسم|مديرية|الدائرة|المكتب|الإدارة|وحدة|الأمانة)(?!\p{L})/iu
const BODIES =
  /(?<!\p{L})(?:ministry|council|coalition|committee|commission|authority|agency|association|union|university|institute|foundation|federation|organi[sz]ation|company|group|party|parliament|assembly|court|centre|center|society|network|board|chamber|government|municipality|ltd|inc|plc|وزارة|الائتلاف|ائتلاف|هيئة|مجلس|لجنة|جامعة|منظمة|مؤسسة|اتحاد|حزب|جمعية|شركة|نقابة|بلدية|محافظة|أمانة|رئاسة|حكومة|مركز|شبكة|المجلس|الهيئة|المنظمة|الاتحاد)(?!\p{L})/iu

/** Whether a short line names a part of a house, such as `Department of Media`. */
export const isDepartment = (text: string): boolean => isName(text) && names(text, PARTS)
/** Whether a short line names a house, such as `Ministry of Health`. */
export const isOrganisation = (text: string): boolean => isName(text) && names(text, BODIES)

/** In English a house is named last, or before what it is of; in Arabic it is named first. */
function names(text: string, houses: RegExp): boolean {
  const { index, 0: house } = houses.exec(text) ?? { index: -1, 0: '' }
  if (index < 0) return false
  if (/\p{Script=Arabic}/u.test(house)) return wordsOf(text.slice(0, index)).length <= 1
  const behind = wordsOf(text.slice(index + house.length))[0]
  return (
    behind === undefined ||
    JOINING.test(behind) ||
    /^[\s]*[,(|/–—-]/u.test(text.slice(index + house.length)) ||
    names(text.slice(index + house.length), houses)
  )
}

const isName = (text: string) =>
  wordsOf(text).length <= 9 &&
  text.length <= 90 &&
  !/[.:!?؟]$/u.test(text) &&
  !VERBS.test(`${text} `) &&
  !ARABIC_VERBS.test(text) &&
  wordsOf(text).every((word) => !/^\p{Ll}/u.test(word) || JOINING.test(word))
