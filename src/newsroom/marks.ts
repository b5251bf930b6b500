import { ARCHIVE_PAGE_PLACES, NEWS_AGE, type Page, pathOf, SITEMAP_FILE_PLACES } from './archive.ts'
import { type Instant, type Month, monthOf } from './dateline.ts'
import { asOf, type Language, languagesOf, type Release } from './release.ts'

/** An entry for the ledger of stale pages. */
export interface Mark {
  readonly path: string
  readonly due: Instant
}
/**
 * Marks for the pages whose ranges of places depend on the one that the release has in a sequence.
 * Only the store knows it, because it gives it within the batch.
 *
 * Due at `due` is the numbered page of the place: `head` + number + `tail`. If the place begins
 * another page (it is a multiple of `size`), due at once are the page that it completes and those
 * in `reshaped`, also when the release itself is still under embargo.
 *
 * @property sequence the language whose month's sequence it is, or null for that of all releases
 */
export interface NumberedMarks {
  readonly head: string
  readonly tail: string
  readonly size: number
  readonly sequence: Language | null
  readonly due: Instant
  readonly reshaped: readonly string[]
}

/** The numbered pages of a month and the newest, which has none: of a language, or the sitemap's. */
export function seriesOf(
  sequence: Language | null,
  month: Month,
  languages: readonly Language[],
): Omit<NumberedMarks, 'due'> {
  if (sequence === null)
    return {
      head: `/sitemaps/${month}-`,
      tail: '.xml',
      size: SITEMAP_FILE_PLACES,
      sequence,
      reshaped: [pathOf({ is: 'sitemap', month, number: null }, languages)],
    }
  const newest = pathOf({ is: 'month', language: sequence, month, number: null }, languages)
  return { head: `${newest}/`, tail: '', size: ARCHIVE_PAGE_PLACES, sequence, reshaped: [newest] }
}

/**
 * The pages that show a release, or will when its embargo lifts, or did until now. The sitemap's
 * index is not among them: it is made anew with every file. What is news ages by itself: its
 * sitemap is another one when it is news no more.
 */
export function marksOf(
  before: Pick<Release, 'topics'> | null,
  release: Release,
  now: Instant,
  languages: readonly Language[],
): { marks: Mark[]; numbered: NumberedMarks[] } {
  const seen = asOf(release, now)
  if (seen.state === 'draft') return { marks: [], numbered: [] }
  const due = seen.state === 'embargoed' ? seen.liveAt : now
  const month = monthOf(seen.day)
  const year = month.slice(0, 4)
  const path = (page: Page) => pathOf(page, languages)
  const file = path({ is: 'sitemap', month, number: null })
  const paths = [file, path({ is: 'feed', language: null, topic: null })]
  const topics = new Set([...seen.topics, ...(before?.topics ?? [])])
  const marks: Mark[] = []
  const numbered: NumberedMarks[] = [{ ...seriesOf(null, month, languages), due }]
  for (const language of languagesOf(seen, languages)) {
    const newest = path({ is: 'month', language, month, number: null })
    for (const is of ['home', 'archive'] as const) paths.push(path({ is, language }))
    paths.push(path({ is: 'year', language, year }), newest)
    paths.push(path({ is: 'feed', language, topic: null }))
    for (const topic of topics)
      paths.push(path({ is: 'topic', language, topic }), path({ is: 'feed', language, topic }))
    marks.push(...newsMarks(path({ is: 'news', language, number: null }), seen.liveAt, due, now))
    numbered.push({ ...seriesOf(language, month, languages), due })
  }
  return { marks: [...paths.map((path) => ({ path, due })), ...marks], numbered }
}

/**
 * The marks of a whole life, made at `now`: also of pages that show nothing of the release any more,
 * and are there because they once did.
 */
export function marksOfLife(
  life: readonly Release[],
  now: Instant,
  languages: readonly Language[],
): { marks: Mark[]; numbered: NumberedMarks[] } {
  const all = life.flatMap((release, at) =>
    marksOf(life[at - 1] ?? null, release, release.revisedAt, languages).marks.map(
      ({ path, due }): Mark => ({ path, due: Math.max(due, now) }),
    ),
  )
  const distinct = new Map(all.map((one) => [`${one.path} ${one.due}`, one]))
  const last = life.at(-1)
  const numbered = last ? marksOf(null, last, now, languages).numbered : []
  return { marks: [...distinct.values()], numbered }
}

const newsMarks = (path: string, liveAt: Instant, due: Instant, now: Instant): Mark[] =>
  liveAt + NEWS_AGE > now
    ? [
        { path, due },
        { path, due: liveAt + NEWS_AGE },
      ]
    : []
