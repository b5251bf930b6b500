import { fold } from '../../newsroom/folding.ts'

/** What a name in front matter stands for. */
export type Part =
  | 'id'
  | 'kind'
  | 'type'
  | 'topics'
  | 'language'
  | 'slug'
  | 'headline'
  | 'subheadline'
  | 'summary'
  | 'department'
  | 'place'
  | 'date'
  | 'embargo'
  | 'draft'
  | 'status'
  | 'published'
  | 'privacy'
  | 'notes'
  | 'authors'
  | 'formerPaths'
  | 'body'
  | 'texts'

/**
 * What a name in front matter stands for, in English or Arabic, in any case; null where it is another.
 * Whatever speaks of an embargo is one: nothing is public too early because of a name.
 */
export const partNamed = (name: string): Part | null =>
  PARTS.get(fold(name)) ?? (/embargo|محظور|حظر/i.test(name) ? 'embargo' : null)

const NAMES: Readonly<Record<Part, readonly string[]>> = {
  id: ['id', 'release', 'المعرف'],
  kind: ['kind', 'النوع', 'نوع'],
  type: ['type', 'layout'],
  topics: [
    ...['topics', 'topic', 'tags', 'tag', 'categories', 'category', 'keywords'],
    ...['المواضيع', 'الموضوع', 'الموضوعات', 'الوسوم', 'التصنيفات', 'التصنيف'],
  ],
  language: ['language', 'lang', 'locale', 'اللغة', 'لغة'],
  slug: ['slug', 'الرابط'],
  headline: ['headline', 'title', 'العنوان', 'عنوان', 'العنوان الرئيسي'],
  subheadline: [
    ...['subheadline', 'sub headline', 'subtitle', 'sub title', 'subhead', 'deck'],
    ...['العنوان الفرعي', 'عنوان فرعي'],
  ],
  summary: ['summary', 'description', 'excerpt', 'abstract', 'الملخص', 'ملخص', 'الوصف', 'المقتطف'],
  department: ['department', 'dept', 'القسم', 'الدائرة', 'الإدارة', 'المديرية'],
  place: ['place', 'dateline', 'location', 'city', 'المكان', 'مكان الإصدار', 'المدينة'],
  date: [
    ...['date', 'published at', 'published on', 'publish date', 'publication date', 'pubdate'],
    ...['issued', 'release date', 'التاريخ', 'تاريخ', 'تاريخ النشر', 'تاريخ الإصدار'],
  ],
  embargo: [
    ...['embargo', 'embargoed', 'embargoed until', 'embargo until', 'under embargo until', 'until'],
    ...['محظور حتى', 'محظور النشر حتى', 'حظر النشر حتى', 'الحظر', 'حظر النشر', 'لا ينشر قبل'],
  ],
  draft: ['draft', 'مسودة'],
  status: ['status', 'state', 'الحالة'],
  published: ['published', 'publish', 'منشور'],
  privacy: [
    ...['private', 'visibility', 'hidden', 'unlisted', 'protected', 'password', 'members only'],
    ...['خاص', 'مخفي', 'كلمة المرور'],
  ],
  notes: [
    'notes',
    'notes to editors',
    'note to editors',
    'editors notes',
    'ملاحظات',
    'ملاحظات للمحررين',
  ],
  authors: ['author', 'authors', 'byline', 'by', 'الكاتب', 'المؤلف', 'بقلم', 'الكتاب', 'المؤلفون'],
  formerPaths: [
    ...['aliases', 'alias', 'redirect from', 'former paths', 'permalink', 'url', 'path'],
  ],
  body: ['body', 'content', 'text', 'النص', 'المتن'],
  texts: ['texts', 'النصوص'],
}

const PARTS: ReadonlyMap<string, Part> = new Map(
  Object.entries(NAMES).flatMap(([part, names]) =>
    names.flatMap((name) => [
      [fold(name), part as Part] as const,
      // `pubDate`, `redirectFrom`, `embargoedUntil`.
      [fold(name).replaceAll(' ', ''), part as Part] as const,
    ]),
  ),
)
