/**
 * What an Arabic word may mean behind its prefixes, for the index: the article alone and behind wa-,
 * fa-, bi-, ka- and li- (`والكتاب`, `للكتاب`), and the single letters wa-, bi- and li-, alone and
 * behind wa-. A single letter is taken off only where three letters remain and the word is not known
 * to begin with that letter itself: the garden (`جنة`) is not in the committee (`لجنة`).
 *
 * @param word folded
 * @returns without the word itself; often empty
 */
export function behindPrefixes(word: string): string[] {
  if (isWhole(word)) return []
  const bare = behindArticle(word)
  if (bare.length > 0) return bare
  const rest = behindLetter(word, /^[وبل]/)
  if (rest === null) return []
  const next = word.startsWith('و') && !isWhole(rest) ? behindLetter(rest, /^[بل]/) : null
  return next === null ? [rest] : [rest, next]
}

/**
 * What an Arabic word means behind its article, for a question: only what is certain enough to look
 * for it too. A word in another script ends every prefix (`بـ100`, `الـUNHCR`).
 *
 * @param word folded
 */
export function behindArticle(word: string): string[] {
  if (isWhole(word)) return []
  const foreign = /^[وف]?[بكل]?(?:ال)?(?=[a-z\d])/.exec(word)?.[0]
  if (foreign) return [word.slice(foreign.length)]
  // Two letters are enough here: `السد` is the dam.
  const prefix = /^[وف]?(?:[بك]?ال|لل)(?=..)/.exec(word)?.[0]
  if (!prefix) return []
  const rest = word.slice(prefix.length)
  // God is not "the for him".
  if (rest === 'له') return []
  if (!prefix.endsWith('لل')) return [rest]
  // Three lams are written as two: `للجنة` is "for the committee".
  const own = `ل${rest}`
  return isWhole(own) ? [own] : [rest, own]
}

function behindLetter(word: string, letter: RegExp): string | null {
  return letter.test(word) && word.length > 3 ? word.slice(1) : null
}

/** Whether the word's first letter is its own, also with an ending: `بلدية`, `بلدياتها`. */
const isWhole = (word: string) =>
  /^[لبو]/.test(word) && (WHOLE.has(word) || WHOLE.has(word.replace(ENDING, '')))

const ENDING = /(?:[هي]|ها|هم|هما|هن|نا|يه|ان|ين|يا|ات|يات|يين|يون|اتها?|اته|اتهم|ياتها?|ياته)$/

/**
 * Words of newsrooms, folded, whose first letter is their own: the most frequent, and those that
 * would leave another word (card, energy; maritime, freedom; far, feast). Words that are as often
 * "and ..." are not here: it is worse to miss a release than to find one too many.
 */
const WHOLE = new Set(
  `لجنه لجان لقاء لقاح لغه لغات لبنان لاجي لاعب لايحه لوايح لوحه لوحات لواء ليبيا ليل ليله ليره
  لدي لكن لحم لحوم لجوء لسان لباس لحظه لياقه ليمون
  بيان برنامج برامج بنك بنوك بلد بلاد بلديه بلدان بطاقه بطاقات بحر بحار بحيره بحث بحوث بعيد بنيه
  بناء بند بنود بضايع بطوله بطاله بدايه بديل باقي بلاغ بقاء بريد برلمان بعثه بوابه بشر بسيط باخره
  بواخر بارد بلاستيك بصر بصره بيطري برهان بركان بترول بيروت بغداد بريطانيا بلجيكا
  وزير وزراء وزاره وزارات وفد وفود وفاه وفيات وطن وثيقه وثايق وكاله وكالات وكيل وكلاء ولايه ولايات
  وقت وقود وقايه وقايع وحده وحدات واحد وادي واقع واسع واضح وجود وافق وافقت وسيله وسايل وسام وساطه
  وسط وصول وصف وضع وظيفه وظايف وفاء ورشه ورش ورق ولاده وباء وزن`
    .split(/\s+/)
    // Before an ending, teh marbuta is a teh.
    .flatMap((word) => (word.endsWith('ه') ? [word, word.replace(/ه$/, 'ت')] : [word])),
)
