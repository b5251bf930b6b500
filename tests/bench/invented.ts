import type { Language } from '../../src/newsroom/release.ts'

/** Bytes of UTF-8 of an invented body: about what a press release has. */
const BODY_BYTES = 5000
/** Of each sort, so that hardly any body has the same twice. */
const PIECES = 2000

/**
 * Numbers that look random and are the same in every run (mulberry32), so that two runs fill a
 * database with the same words.
 */
export function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Headlines and bodies in one language. */
export interface Author {
  headline(number: number): string
  body(number: number): string
  /** The words of which all of that is made. */
  readonly vocabulary: string
}

/**
 * Bodies of CommonMark as press offices write them: paragraphs with a link here and there, a list,
 * a quote. Pieces are written once and put together anew for each release.
 */
export function authorIn(language: Language): Author {
  const { words, stop } = VOCABULARY[language] ?? ENGLISH
  const next = sequence(language.charCodeAt(0))
  const some = (count: number) =>
    Array.from({ length: count }, () => words[next(words.length)]).join(' ')
  const begun = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  const sentence = () => `${begun(some(9 + next(12)))}${stop}`
  const link = () => `[${some(2)}](https://example.org/${next(100_000)})`
  const several = <T>(make: () => T): T[] => Array.from({ length: PIECES }, make)
  const paragraphs = several(
    () => `${sentence()} ${sentence()} *${some(2)}*: ${sentence()} ${next(3) ? '' : link()}`,
  )
  const lists = several(() => `- ${sentence()}\n- **${some(3)}**: ${sentence()}\n- ${sentence()}`)
  const quotes = several(() => `> ${sentence()} ${sentence()}\n>\n> ${some(2)}`)
  const of = (pieces: readonly string[]) => pieces[next(pieces.length)] ?? ''
  return {
    vocabulary: words.join(' '),
    headline: (number) => `${begun(some(6))} ${number}`,
    body: (number) => {
      const pieces = [`${sentence()} ${number}${stop} ${link()}`, of(lists), of(quotes)]
      let left = BODY_BYTES - pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece) + 2, 0)
      for (let at = 1; left > 0; at += at < 3 ? 2 : 1) {
        const paragraph = of(paragraphs)
        pieces.splice(at, 0, paragraph)
        left -= Buffer.byteLength(paragraph) + 2
      }
      return pieces.join('\n\n')
    },
  }
}

const ENGLISH = {
  stop: '.',
  words: `the the of of and and to in a for with by council budget ferry harbour library transport
    water minister archive district programme service citizens public year month report measure
    agreement school hospital road bridge survey grant open data tender plan region energy rail port
    island forest river consultation employment training announced adopted opened published begins
    continues receives improves new further annual regional national independent`.split(/\s+/),
}
const VOCABULARY: Readonly<Record<string, typeof ENGLISH>> = {
  en: ENGLISH,
  ar: {
    stop: '.',
    words: `في من على إلى عن مع المجلس الموازنة العبارة الميناء المكتبة النقل المياه الوزير الأرشيف
      المنطقة البرنامج الخدمة المواطنون العام السنة الشهر التقرير الإجراء الاتفاق المدرسة المستشفى
      الطريق الجسر المسح المنحة البيانات المفتوحة المناقصة الخطة الإقليم الطاقة السكك الجزيرة الغابة
      النهر المشاورة العمل التدريب أعلن اعتمد افتتح نشر يبدأ يستمر يتلقى جديد سنوي وطني مستقل`.split(
      /\s+/,
    ),
  },
}
