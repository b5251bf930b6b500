import type { Words } from './words.ts'

const plural = new Intl.PluralRules('ar')

export const ar: Words = {
  direction: 'rtl',
  languageName: 'العربية',
  skip: 'انتقل إلى المحتوى',
  home: 'الرئيسية',
  latest: 'أحدث البيانات',
  archive: 'الأرشيف',
  pages: 'الصفحات',
  breadcrumb: 'موقعك في الموقع',
  nothingYet: 'لم يُنشر شيء بعد.',
  nothingHere: 'لم يعد في هذه الصفحة ما هو منشور.',
  releases: (count, digits) => {
    const form = plural.select(count)
    if (form === 'one') return 'بيان واحد'
    if (form === 'two') return 'بيانان'
    return `${digits} ${form === 'few' ? 'بيانات' : form === 'many' ? 'بيانًا' : 'بيان'}`
  },
  older: 'بيانات أقدم من هذا الشهر',
  newer: 'بيانات أحدث من هذا الشهر',
  languages: 'اللغات',
  alsoIn: 'متوفر أيضًا بـ',
  notes: 'ملاحظات للمحررين',
  about: (name) => `عن ${name}`,
  contact: 'للتواصل الإعلامي',
  topics: 'المواضيع',
  corrections: 'تصويبات',
  correctedOn: 'صُوّب في',
  end: 'نهاية البيان',
  withdrawn: 'سُحب هذا البيان',
  withdrawnOn: 'تاريخ السحب',
  reason: 'السبب',
  replacedBy: 'حلّ محله',
  notFound: 'لا توجد صفحة بهذا العنوان',
  notFoundText: 'قد يكون في العنوان خطأ. كل ما هو منشور تجده في الأرشيف.',
  wrongMethod: 'لا يمكن تنفيذ هذا الطلب على هذا العنوان',
  unavailable: 'يتعذر الوصول إلى غرفة الأخبار حاليًا',
  unavailableText: 'يرجى المحاولة مرة أخرى بعد دقيقة.',
  failed: 'حدث خطأ ما',
  failedText: 'ليس الخطأ منك. يرجى المحاولة مرة أخرى، وإن تكرر فاذكر هذا الرقم:',
}
