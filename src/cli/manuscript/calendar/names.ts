/**
 * The names of months as they are written across the Arab world and in English, folded. The rows are
 * the Levant and Iraq, Egypt and the Gulf, Algeria and Tunisia, Morocco and Mauritania, English.
 */
const MONTHS: readonly string[] = [
  'كانون الثاني,كانون ثاني,كانون الثان,يناير,جانفي,ينير,january,jan',
  'شباط,فبراير,فيفري,february,feb',
  'اذار,مارس,march,mar',
  'نيسان,ابريل,افريل,april,apr',
  'ايار,نوار,مايو,ماي,may',
  'حزيران,يونيو,يونيه,جوان,june,jun',
  'تموز,يوليو,يوليه,جويليه,يوليوز,july,jul',
  'اب,اغسطس,اوت,غشت,اغشت,august,aug',
  'ايلول,سبتمبر,شتنبر,شتمبر,september,sept,sep',
  'تشرين الاول,تشرين اول,اكتوبر,october,oct',
  'تشرين الثاني,تشرين ثاني,نوفمبر,نونبر,november,nov',
  'كانون الاول,كانون اول,ديسمبر,دجنبر,دجمبر,december,dec',
]

/** From Sunday. */
const WEEKDAYS: readonly string[] = [
  'الاحد,sunday,sun',
  'الاثنين,monday,mon',
  'الثلاثاء,الثلاثا,tuesday,tues,tue',
  'الاربعاء,الاربعا,wednesday,weds,wed',
  'الخميس,thursday,thurs,thur,thu',
  'الجمعه,friday,fri',
  'السبت,saturday,sat',
]

/** The months of the Hijri calendar, for dates that are written in both. */
const HIJRI_MONTHS: readonly string[] = [
  'محرم,المحرم,محرم الحرام',
  'صفر',
  'ربيع الاول,ربيع اول',
  'ربيع الاخر,ربيع الثاني,ربيع ثاني',
  'جمادي الاولي,جمادي الاول',
  'جمادي الاخره,جمادي الثانيه,جمادي الاخر',
  'رجب',
  'شعبان',
  'رمضان',
  'شوال',
  'ذو القعده,ذي القعده',
  'ذو الحجه,ذي الحجه',
]

const numbers = (rows: readonly string[]): ReadonlyMap<string, number> =>
  new Map(rows.flatMap((names, at) => names.split(',').map((name) => [name, at] as const)))

/** From 0. */
export const monthNames = numbers(MONTHS)
/** From 0, Sunday. */
export const weekdayNames = numbers(WEEKDAYS)
/** From 0. */
export const hijriMonthNames = numbers(HIJRI_MONTHS)

/** A pattern for any of the names; the longest first, so that none hides one that it begins. */
export const anyOf = (names: ReadonlyMap<string, unknown>): string =>
  `(?:${[...names.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')
    .replaceAll(' ', '\\s+')})(?!\\p{L})`
