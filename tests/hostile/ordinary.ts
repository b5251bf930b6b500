import type { Json, PressOffice } from '../office.ts'
import { type Harmless, harmless } from './inert.ts'
import { written } from './publishing.ts'
import { listings, placesOf } from './surfaces.ts'

/**
 * Pages of every kind with releases that mean no harm.
 *
 * @returns what they are made of, a corrected release's page, and the page of what is not there
 */
export async function ordinaryPages(
  office: PressOffice,
): Promise<{ known: Harmless; page: string; missing: string }> {
  const releases: Json[] = []
  // More than one page of results has.
  for (let at = 0; at < 22; at++) {
    const { json } = await office.create({ ...written(new Set(), ''), publish: true })
    releases.push(json.release)
  }
  const [plain, corrected, withdrawn, other] = releases
  await office.correct(corrected.id, { note: { en: 'A number was wrong.', ar: 'خطأ' } })
  await office.withdraw(withdrawn.id, { reason: { en: 'Wrong.', ar: 'خطأ' }, replacedBy: other.id })
  const paths = await listings(office, ['hostile'])
  for (const { id } of [plain, corrected]) {
    const { json } = await office.ask(`/api/releases/${id}`)
    paths.push(...placesOf({ name: '', id, taken: [], record: json }))
  }
  paths.push(...['en', 'ar'].map((language) => new URL(withdrawn.texts[language].url).pathname))
  paths.push('/search?q=council&topic=another', '/search?q=nothing', '/search')
  const pages: string[] = []
  for (const path of paths) {
    const reply = await office.read(path)
    if (/html/.test(reply.headers.get('Content-Type') ?? '')) pages.push(reply.text)
  }
  const missing = (await office.read('/releases/none')).text
  const page = (await office.read(new URL(corrected.texts.en.url).pathname)).text
  return { known: harmless([...pages, missing]), page, missing }
}
