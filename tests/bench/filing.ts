import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { ALL } from '../../src/db/filing.ts'
import { indexWords, positionOf } from '../../src/db/indexing.ts'
import { releaseColumns, textColumns } from '../../src/db/rows.ts'
import {
  months,
  releases,
  revisions,
  searchable,
  searchIndex,
  slugs,
  texts,
} from '../../src/db/schema.ts'
import type { Content } from '../../src/newsroom/content.ts'
import type { Instant, Month } from '../../src/newsroom/dateline.ts'
import type { Editor } from '../../src/newsroom/editor.ts'
import { create, publish } from '../../src/newsroom/life.ts'
import type { Language, Release, ReleaseId } from '../../src/newsroom/release.ts'
import { slugFrom } from '../../src/newsroom/slug.ts'
import { indexTerms } from '../../src/newsroom/terms.ts'
import type { Site } from '../../src/site.ts'
import { type Author, authorIn } from './invented.ts'
import { inserterFor } from './table.ts'

export const EDITOR: Editor = {
  id: 'bench',
  name: 'Bench',
  token: 'bench',
  scope: 'admin',
  languages: null,
}
const KIND = 'press-release'
/** Every tenth release is in all languages, the others in the first one. */
const IN_ALL_LANGUAGES = 10

/** Files releases as the Worker would, which decides and derives everything but the places. */
export function filingInto(database: DatabaseSync, site: Site) {
  const authors = new Map(site.languages.map((language) => [language, authorIn(language)]))
  const insert = {
    release: inserterFor(database, releases),
    text: inserterFor(database, texts),
    slug: inserterFor(database, slugs),
    revision: inserterFor(database, revisions),
    month: inserterFor(database, months),
    searchable: inserterFor(database, searchable),
    searchIndex: inserterFor(database, searchIndex),
  }
  // A body of this length has nearly every word of the language.
  const bodies = new Map(
    [...authors].map(([language, { vocabulary }]) => [language, indexTerms(vocabulary)]),
  )
  let position = 0n
  const last = new Map<string, Map<Month, number>>()
  const place = (sequence: string, month: Month): number => {
    const places = last.get(sequence) ?? new Map<Month, number>()
    last.set(sequence, places)
    const next = (places.get(month) ?? 0) + 1
    places.set(month, next)
    return next
  }
  let count = 0

  return {
    file(at: Instant, month: Month): Release {
      const languages = count % IN_ALL_LANGUAGES === 0 ? site.languages : [site.languages[0]]
      const content = contentOf(++count, languages, authors)
      const act = { editor: EDITOR, now: at, zone: site.zone }
      const draft = create(randomUUID() as ReleaseId, content, act).release
      const published = publish(draft, act)
      const release: Release = { ...published.release, revision: 1 }
      insert.release({ ...releaseColumns(release), place: place(ALL, month) })
      for (const language of languages) {
        const text = release.texts[language]
        if (!text?.slug) throw new TypeError('a text without a slug')
        insert.text({ ...textColumns(release, language, text), place: place(language, month) })
        insert.slug({ language, slug: text.slug, releaseId: release.id })
        const [first, next] = [positionOf(at), position + 1n]
        position = first > next ? first : next
        // SQLite's integers are longer than JavaScript's numbers.
        const id = position as unknown as number
        insert.searchable({ id, releaseId: release.id, language })
        const words = {
          headline: indexTerms(text.headline ?? ''),
          above: indexTerms(text.dateline?.place ?? ''),
          below: bodies.get(language) ?? '',
        }
        insert.searchIndex({ rowid: id, words: indexWords(words, language, release.topics) })
      }
      insert.revision({
        releaseId: release.id,
        number: 1,
        kind: published.kind,
        at,
        editorId: EDITOR.id,
        editorName: EDITOR.name,
        note: null,
        snapshot: JSON.stringify(release),
      })
      return release
    },

    /** The last place in each month of a sequence. */
    lastPlaces: (sequence: string): ReadonlyMap<Month, number> => last.get(sequence) ?? new Map(),

    /** Stores the counts, once everything is filed. */
    finish(): void {
      for (const [sequence, places] of last)
        for (const [month, lastPlace] of places)
          insert.month({ sequence, month, lastPlace, filed: lastPlace })
    },
  }
}

function contentOf(
  number: number,
  languages: readonly Language[],
  authors: ReadonlyMap<Language, Author>,
): Content {
  const texts = languages.map((language) => {
    const author = authors.get(language) as Author
    const headline = author.headline(number)
    const text = {
      slug: slugFrom(headline, KIND),
      headline,
      subheadline: null,
      summary: null,
      department: null,
      dateline: { place: 'Damascus' },
      body: author.body(number),
      notes: null,
    }
    return [language, text]
  })
  return { kind: KIND, topics: ['budget'], texts: Object.fromEntries(texts) }
}
