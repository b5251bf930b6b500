import { now } from '../clock.ts'

const MINUTE = 60_000

/** Language to text. */
export type Words = Readonly<Record<string, string>>

/** A sample release: its texts are `samples/{name}.{language}.txt`. */
export interface Sample {
  readonly name: string
  readonly kind: string
  readonly topics: readonly string[]
  /** What the publishing endpoint is told; nothing of this leaves a draft. */
  readonly become?: () => Readonly<Record<string, unknown>>
  /** Public first with `mistake` where the file says `right`, then corrected with this note. */
  readonly correction?: { readonly right: string; readonly mistake: string; readonly note: Words }
  /** Withdrawn, once the release named is there to replace it. */
  readonly withdrawal?: { readonly reason: Words; readonly replacement: string }
}

const on = (day: string) => () => ({ publish: { at: day } })

/** In the order in which they are published: what replaces a release stands before it. */
export const SAMPLES: readonly Sample[] = [
  { name: 'library', kind: 'press-release', topics: ['culture'], become: on('2021-03-14') },
  {
    name: 'open-data',
    kind: 'press-release',
    topics: ['open-data', 'transparency'],
    become: on('2024-05-20'),
    correction: {
      right: ' 58 |',
      mistake: ' 85 |',
      note: {
        en: 'The table gave 85 datasets on transport. There are 58; the total of 214 was right.',
        ar: 'ذكر الجدول 85 مجموعة بيانات عن النقل، والصحيح 58. أما المجموع، وهو 214، فكان صحيحاً.',
      },
    },
  },
  {
    name: 'information-day',
    kind: 'statement',
    topics: ['transparency'],
    become: on('2024-09-28'),
  },
  {
    name: 'archives-speech',
    kind: 'speech',
    topics: ['archives', 'transparency'],
    become: on('2024-11-12'),
  },
  { name: 'water-briefing', kind: 'advisory', topics: ['water'], become: on('2025-02-02') },
  { name: 'house-grants', kind: 'press-release', topics: ['culture'], become: on('2025-04-08') },
  { name: 'night-ferry', kind: 'press-release', topics: ['transport'], become: on('2025-06-12') },
  {
    name: 'night-ferry-draft-timetable',
    kind: 'press-release',
    topics: ['transport'],
    become: on('2025-06-10'),
    withdrawal: {
      replacement: 'night-ferry',
      reason: {
        en: 'It gave the times of a draft timetable that the island councils had not agreed to.',
        ar: 'تضمَّن مواعيد من مسودة جدول لم تكن مجالس الجزر قد وافقت عليها.',
      },
    },
  },
  {
    name: 'newsroom',
    kind: 'press-release',
    topics: ['archives', 'transparency'],
    become: () => ({ publish: true }),
  },
  {
    name: 'counters',
    kind: 'press-release',
    topics: ['public-services'],
    become: () => ({ embargo: { until: new Date(now() + 3 * MINUTE).toISOString() } }),
  },
  { name: 'budget-consultation', kind: 'advisory', topics: ['budget'] },
]
