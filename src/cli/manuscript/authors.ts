/** What stands before an author's name in a note, in the language of the text. */
export const authorLabel = (language: string): string =>
  LABELS[language.split('-')[0] ?? ''] ?? 'Author'

const LABELS: Readonly<Record<string, string>> = {
  ar: 'الكاتب',
  de: 'Von',
  es: 'Autor',
  fr: 'Auteur',
}
