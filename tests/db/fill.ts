import { open } from '../../src/db/database.ts'
import { releasesIn } from '../../src/db/releases.ts'
import type { Content } from '../../src/newsroom/content.ts'
import type { Instant } from '../../src/newsroom/dateline.ts'
import type { Editor } from '../../src/newsroom/editor.ts'
import { create, embargo, publish } from '../../src/newsroom/life.ts'
import type { Language, Release, ReleaseId } from '../../src/newsroom/release.ts'
import type { Slug } from '../../src/newsroom/slug.ts'
import { DB, type PressOffice } from '../press-office.ts'

export const EDITOR: Editor = {
  id: 'editor',
  name: 'Editor',
  token: 'token',
  scope: 'admin',
  languages: null,
}
export const EN = 'en' as Language
export const AR = 'ar' as Language
export const LANGUAGES = [EN, AR]

/** What an editor writes, with a slug where one is given. */
export const content = (headline: string, slug: string | null = null): Content => ({
  kind: 'statement',
  topics: [],
  texts: {
    [EN]: {
      slug: slug as Slug | null,
      headline,
      subheadline: null,
      summary: null,
      department: null,
      dateline: null,
      body: 'Body.',
      notes: null,
    },
  },
})

/** The same in two languages. */
export function bilingualContent(headline: string): Content {
  const { texts, ...rest } = content(headline)
  const text = texts[EN] as (typeof texts)[Language]
  return { ...rest, texts: { [EN]: text, [AR]: { ...text, headline: `نص ${headline}` } } }
}

/**
 * Stores releases without rebuilding anything: `at(index)` tells when each is filed; what lies
 * after `now` is under embargo.
 */
export async function fill(
  office: PressOffice,
  count: number,
  at: (index: number) => Instant,
  more: (index: number) => Content = (index) => content(`Filling ${index}`),
): Promise<Release[]> {
  const store = releasesIn(open(DB), LANGUAGES, () => office.now)
  const { now, site } = office
  const act = { editor: EDITOR, now, zone: site.zone }
  const made: Release[] = []
  for (let index = 0; index < count; index++) {
    const id = crypto.randomUUID() as ReleaseId
    const draft = create(id, more(index), act).release
    const instant = at(index)
    const change = instant > now ? embargo(draft, act, instant) : publish(draft, act, instant)
    const first = { ...change, release: { ...change.release, revision: 1 } }
    made.push((await store.create(first, EDITOR, now)).release)
  }
  return made
}
