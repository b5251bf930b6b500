/**
 * Which of the site's languages a text is in: told by its script where one of them alone is written
 * in it, by its commonest words where several are; null where neither is sure. A text whose words
 * are another language's, which the site does not have, is null too.
 * @param languages BCP 47 tags
 */
export function languageOf(text: string, languages: readonly string[]): string | null {
  const candidates = inScriptOf(text, languages)
  if (candidates.length === 0) return null
  const told = wordsTell(text)
  if (told) {
    const speaking = candidates.filter((tag) => primary(tag) === told)
    return speaking.length === 1 ? (speaking[0] ?? null) : null
  }
  const [only, another] = candidates
  return only && !another && !isSurelyNot(text, primary(only)) ? only : null
}

/**
 * The language (ISO 639) whose commonest words a text has, of the few that are known here; null
 * where they are too few, or those of several.
 */
export function wordsTell(text: string): string | null {
  const words = wordsOf(text)
  const counts = [...COMMONEST.keys()]
    .map((language) => ({ language, count: commonIn(words, language) }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = counts
  if (!first || !second) return null
  const isSure =
    first.count >= ENOUGH && first.count >= words.length / 10 && first.count >= 3 * second.count
  return isSure ? first.language : null
}

/** Common words that a text has to have before they tell its language. */
const ENOUGH = 4
/** A share of a text's letters that makes its script. */
const MOST = 0.7

/** The scripts that a language's script, as Unicode names it, is made of. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
  Hans: ['Hani'],
  Hant: ['Hani'],
}

function inScriptOf(text: string, languages: readonly string[]): string[] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return languages.filter((tag) => {
    const scripts = scriptsOf(tag)
    if (letters === 0 || scripts.length === 0) return false
    const own = new RegExp(
      `(?=\\p{L})[${scripts.map((name) => `\\p{Script=${name}}`).join('')}]`,
      'gu',
    )
    return (text.match(own)?.length ?? 0) > letters * MOST
  })
}

function scriptsOf(tag: string): readonly string[] {
  try {
    const { script } = new Intl.Locale(tag).maximize()
    return script === undefined ? [] : (COMPOSED[script] ?? [script])
  } catch {
    return []
  }
}

const primary = (tag: string) => tag.toLowerCase().split('-')[0] ?? ''

/** A long text without them: "the" and "of" are in every English one. */
function isSurelyNot(text: string, language: string): boolean {
  const words = wordsOf(text)
  return (
    COMMONEST.has(language) && words.length >= 60 && commonIn(words, language) < words.length / 50
  )
}

const wordsOf = (text: string): string[] =>
  text
    .slice(0, 20_000)
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? []

const commonIn = (words: readonly string[], language: string) => {
  const common = COMMONEST.get(language)
  return words.filter((word) => common?.has(word)).length
}

/** None stands under two languages but where both need it to be told from a third. */
const COMMONEST: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: 'the of and to is that for with was this by are from has been which its their will it',
    fr: 'les et une dans pour est sur du au aux avec qui pas cette ont été sont leur nous par',
    es: 'el los y las del por una con para su al lo más pero sus fue este ha como entre',
    pt: 'os um uma do da ao dos das não para com mais são foi pelo pela ou seu sua também',
    it: 'il gli della che di per dei è sono delle nel alla anche più questo degli dal ha una',
    de: 'der die und das den von mit ist dem nicht ein eine auf für sich auch werden im zu bei',
    nl: 'het een van en dat niet voor op zijn met aan werd ook bij wordt naar uit heeft maar over',
    tr: 've bir bu için ile olarak da çok daha olan gibi kadar sonra ancak olduğu ise her değil',
    pl: 'w i na z się do nie że jest o od po przez oraz są dla który przy jako tym',
    ru: 'в и не на что с по из к как от для был это его за о том было также',
    uk: 'в і не на що з до та у як від для був це його за про також є та',
    ar: 'في من على إلى أن التي الذي عن هذا هذه ما مع كما بين إن ذلك بعد كان قد لا',
    fa: 'در و به از که این را با است آن برای یک خود تا کرد بر هم شد های می',
    ur: 'کے میں کی ہے اور سے کا کو اس کہ ہیں پر نے یہ بھی ایک نہیں کر گیا تھا',
    he: 'של על את לא הוא זה כי עם גם היא או אל כל אם יש הם אך בין היה אשר',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
)
