import { type Page, pathOf, releasePath } from '../newsroom/archive.ts'
import { parseMonth } from '../newsroom/dateline.ts'
import type { Neighbour } from '../newsroom/ports.ts'
import type { Language } from '../newsroom/release.ts'
import { parseSlug } from '../newsroom/slug.ts'
import type { Site } from '../site.ts'
import type { DeskContext } from './desk.ts'
import { notFound, redirect } from './redirect.ts'

/**
 * What stands before or after is decided when someone goes there, at the primary: no page depends
 * on its neighbours, and none can tell of one that is not public any more, or not yet.
 */
export async function besideRelease(
  site: Site,
  c: DeskContext,
  language: Language,
  which: Neighbour,
) {
  const slug = parseSlug(c.req.param('slug') ?? '')
  if (!slug) throw notFound()
  const { reading } = c.env.atPrimary()
  const beside = await reading.slugBeside(language, slug, which, c.env.now)
  const path = beside
    ? releasePath(language, beside, site.languages)
    : pathOf({ is: which === 'next' ? 'home' : 'archive', language }, site.languages)
  return redirect(path, 302, 'private')
}

export async function besideMonth(
  site: Site,
  c: DeskContext,
  language: Language,
  which: Neighbour,
) {
  const month = parseMonth(`${c.req.param('year')}-${c.req.param('month')}`)
  const beside = month && (await monthBeside(c, language, month, which))
  if (!month) throw notFound()
  const page: Page = beside
    ? { is: 'month', language, month: beside, number: null }
    : { is: 'archive', language }
  return redirect(pathOf(page, site.languages), 302, 'private')
}

export async function besideYear(site: Site, c: DeskContext, language: Language, which: Neighbour) {
  const year = c.req.param('year') ?? ''
  if (!parseMonth(`${year}-01`)) throw notFound()
  const beside = await monthBeside(c, language, which === 'next' ? `${year}~` : year, which)
  const page: Page = beside
    ? { is: 'year', language, year: beside.slice(0, 4) }
    : { is: 'archive', language }
  return redirect(pathOf(page, site.languages), 302, 'private')
}

const monthBeside = (c: DeskContext, language: Language, month: string, which: Neighbour) =>
  c.env.atPrimary().press.pages.monthBeside(language, month, which, c.env.now)
