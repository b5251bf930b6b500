/** A text as dates are looked for in it, and where in the text itself each of its characters stands. */
export interface Folded {
  readonly text: string
  /** One more than the characters: the last is the length of the text. */
  readonly places: readonly number[]
}

/**
 * Small letters, ASCII digits and plain spaces; Arabic without vowel signs and tatweel and with one
 * form of alef, yeh, kaf and heh; without what nobody sees, such as bidi marks.
 */
export function foldedLetters(text: string): Folded {
  let folded = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    const letter = formOf(text[at] ?? '')
    folded += letter
    for (const _ of letter) places.push(at)
  }
  places.push(text.length)
  return { text: folded, places }
}

function formOf(letter: string): string {
  if (letter >= ' ' && letter < '\x7f') return letter.toLowerCase()
  if (/[\u0660-\u0669\u06f0-\u06f9]/.test(letter)) return String(letter.charCodeAt(0) & 15)
  if (/[\p{M}\p{DI}\u0640]/u.test(letter)) return ''
  if (/\s/.test(letter)) return letter === '\n' ? letter : ' '
  const form = FORMS[letter] ?? letter.toLowerCase()
  return form.length === 1 ? form : letter
}

const FORMS: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
  '،': ',',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '⁄': '/',
  '’': "'",
}
