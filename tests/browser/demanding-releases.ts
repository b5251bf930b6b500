/** Where the demanding release is, in both languages. */
export const DEMANDING_SLUG = 'everything-that-a-text-can-have'

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const address = `https://example.org/${'a-very-long-path-without-a-break'.repeat(4)}?of=${'x'.repeat(80)}`

const en = `A first paragraph with *emphasis*, **importance**, \`code\`, a [link](https://example.org/a), a footnote[^1] and a name in another direction: مكتب الإعلام العام (5).

## Words that do not break

${long}, and the address <${address}> stand in one sentence.

### Points within points

1. The first point
   - with one beneath it
   - and another one

     that has a second paragraph
2. The second point
3. The third point, which goes on for so long that it takes more than one line on every telephone that there is

> A quotation has a paragraph,
>
> > and one within it,
>
> - and a list.

## Figures

| Subject | January | February | March | April | May | ${long.slice(0, 40)} |
| :------ | ------: | -------: | ----: | ----: | --: | :--------: |
| Water and energy | 1,000,000 | 2,000,000 | 3,000,000 | 4,000,000 | 5,000,000 | yes |
| Transport[^2] | 10 | 20 | 30 | 40 | 50 | no |

\`\`\`
a line of code that is longer than any telephone is wide, and that is not broken where it ends
\`\`\`

![A picture that is described](https://example.org/picture.jpg)

---

The last paragraph.

[^1]: A note with a [link](https://example.org/b).

    Its second paragraph.
[^2]: Another note.
`

const ar = `فقرة أولى فيها *تأكيد* و**أهمية** و\`code\` و[رابط](https://example.org/a) وحاشية[^1] واسم باتجاه آخر: Office of Public Information (5).

## كلمات لا تنكسر

${long} والعنوان <${address}> في جملة واحدة.

### نقاط داخل نقاط

1. النقطة الأولى
   - تحتها نقطة
   - ونقطة أخرى

     لها فقرة ثانية
2. النقطة الثانية
3. النقطة الثالثة، وهي طويلة إلى حدّ أنها تأخذ أكثر من سطر واحد على شاشة أي هاتف

> في الاقتباس فقرة،
>
> > واقتباس داخله،
>
> - وقائمة.

## أرقام

| الموضوع | كانون الثاني | شباط | آذار | نيسان | أيار | ${long.slice(0, 40)} |
| :------ | ------: | -------: | ----: | ----: | --: | :--------: |
| المياه والطاقة | 1,000,000 | 2,000,000 | 3,000,000 | 4,000,000 | 5,000,000 | نعم |
| النقل[^2] | 10 | 20 | 30 | 40 | 50 | لا |

\`\`\`
a line of code that is longer than any telephone is wide, and that is not broken where it ends
\`\`\`

![صورة لها وصف](https://example.org/picture.jpg)

---

الفقرة الأخيرة.

[^1]: حاشية فيها [رابط](https://example.org/b).

    وفقرتها الثانية.
[^2]: حاشية أخرى.
`

const parts = { slug: DEMANDING_SLUG, notes: `One note.\n\n1. ${long}\n2. <${address}>` }

/** A release that has whatever a text can have, and what is hard to lay out. */
export const DEMANDING = [
  {
    kind: 'press-release',
    topics: ['transparency', 'a-topic-with-a-name-that-is-rather-long', 'archives'],
    publish: { at: '2025-10-05' },
    texts: {
      en: {
        ...parts,
        headline: `Everything that a text can have: ${long} and مكتب الإعلام العام (2025)`,
        subheadline: `Footnotes, tables, quotations and ${long}`,
        department: `Department of ${long}`,
        dateline: { place: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch' },
        body: en,
      },
      ar: {
        ...parts,
        headline: `كل ما يمكن أن يكون في نص: ${long} و Office (2025)!`,
        subheadline: 'حواشٍ وجداول واقتباسات',
        department: 'دائرة الإحصاء',
        dateline: { place: 'قصر النهر' },
        body: ar,
      },
    },
  },
]

const WORDS = {
  en: `water council bridge harbour library school market district engineers budget report ferry
archive clinic permit tender road lighting survey heritage archive valley station theatre garden
drainage census vaccination subsidy harvest`,
  ar: `المياه المجلس الجسر المرفأ المكتبة المدرسة السوق الحي المهندسون الموازنة التقرير العبّارة
الأرشيف العيادة الرخصة المناقصة الطريق الإنارة المسح التراث الوادي المحطة المسرح الحديقة الصرف
الإحصاء التلقيح الدعم الحصاد`,
}

/** Words of a language, other ones for every number. */
const some = (language: 'en' | 'ar', count: number, seed: number): string => {
  const words = WORDS[language].split(/\s+/)
  return Array.from({ length: count }, (_, at) => words[(seed * 7 + at * 5) % words.length]).join(
    ' ',
  )
}

/** How many of the crowd are in Arabic too. */
const IN_ARABIC = 20

/** A month of two pages in English, and of one in Arabic. */
export const CROWD = Array.from({ length: 101 }, (_, at) => ({
  kind: ['press-release', 'statement', 'advisory', 'speech'][at % 4],
  topics: ['water'],
  publish: { at: `2025-11-${String(1 + (at % 28)).padStart(2, '0')}` },
  texts: {
    en: {
      headline: `Number ${at + 1}: ${some('en', 7, at)}`,
      subheadline: some('en', 10, at + 5),
      body: `${some('en', 20, at + 11)}.`,
    },
    ...(at < IN_ARABIC && {
      ar: {
        headline: `رقم ${at + 1}: ${some('ar', 7, at)}`,
        subheadline: some('ar', 10, at + 5),
        body: `${some('ar', 20, at + 11)}.`,
      },
    }),
  },
}))
