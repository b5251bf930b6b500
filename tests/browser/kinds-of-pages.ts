import { DEMANDING_SLUG } from './demanding-releases.ts'
import type { ServedSite } from './served-site.ts'

export const LANGUAGES = ['en', 'ar'] as const
export type LanguageTag = (typeof LANGUAGES)[number]

/** A page of the served site that stands for all of its kind. */
export interface KindOfPage {
  readonly name: string
  readonly language: LanguageTag
  readonly path: string
  readonly status: number
}

interface Shown {
  readonly state: string
  readonly topics: readonly string[]
  readonly corrections: readonly unknown[]
  readonly texts: Readonly<Record<string, { readonly slug: string }>>
}

/** Every kind of page that the public gets, in every language. */
export async function kindsOfPages(site: ServedSite): Promise<KindOfPage[]> {
  const releases = await everyRelease(site)
  return LANGUAGES.flatMap((language) => {
    const prefix = language === 'en' ? '' : `/${language}`
    const slugWhere = (is: (release: Shown) => boolean) =>
      releases.find((release) => is(release) && release.texts[language])?.texts[language]?.slug
    const plain = slugWhere(
      ({ topics, texts }) => topics.includes('culture') && Object.keys(texts).length > 1,
    )
    const corrected = slugWhere(({ corrections }) => corrections.length > 0)
    const withdrawn = slugWhere(({ state }) => state === 'withdrawn')
    const word = language === 'en' ? 'library' : 'مكتبة'
    const paths = {
      home: '',
      release: `/releases/${plain}`,
      'release-with-corrections': `/releases/${corrected}`,
      'release-with-everything': `/releases/${DEMANDING_SLUG}`,
      archive: '/archive',
      year: '/archive/2025',
      month: '/archive/2025/11',
      ...(language === 'en' && { 'month-page': '/archive/2025/11/1', contract: '/api' }),
      topic: '/topics/transparency',
      search: '/search',
      'search-results': `/search?q=${encodeURIComponent(word)}`,
      'search-nothing-found': '/search?q=zzzzqqqq',
      'withdrawn-notice': `/releases/${withdrawn}`,
      'not-found': '/nothing',
    }
    return Object.entries(paths).map(([name, path]) => ({
      name,
      language,
      path: `${prefix}${path}` || '/',
      status: name === 'withdrawn-notice' ? 410 : name === 'not-found' ? 404 : 200,
    }))
  })
}

async function everyRelease({ address, token }: ServedSite): Promise<Shown[]> {
  const found: Shown[] = []
  let next: string | undefined = '/api/releases?limit=100'
  while (next) {
    const { pathname, search }: URL = new URL(next, address)
    const answer = await fetch(`${address}${pathname}${search}`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const list = (await answer.json()) as { releases: Shown[]; next?: string }
    found.push(...list.releases)
    next = list.next
  }
  return found
}
