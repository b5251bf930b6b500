import { Failure } from '../exit.ts'
import { FormerPaths } from '../intake/former-paths.ts'
import type { Redirect } from '../intake/intake.ts'
import type { Manuscript } from '../manuscript/manuscript.ts'
import type { Desk } from './preparing.ts'
import type { Done } from './receipt.ts'
import { quoted } from './telling.ts'

/**
 * Lets the paths at which a release stood elsewhere lead to it. Entered again they stay as they are.
 * @throws Failure `partly` that names each that cannot, and why; the release itself is done
 */
export async function leadOn(
  { source, texts }: Manuscript,
  { release }: Done,
  { connection }: Pick<Desk, 'connection'>,
): Promise<void> {
  const refused: string[] = []
  const paths = new FormerPaths(
    async (redirects) =>
      (await connection.client.api.redirects.$post({
        json: { redirects: redirects.map((redirect: Redirect) => ({ ...redirect })) },
      })) as unknown as Response,
  )
  for (const [language, { formerPaths }] of Object.entries(texts))
    for (const from of new Set(formerPaths)) {
      const own = release.texts[language]?.url
      if (own !== undefined && new URL(own).pathname === from) continue
      await paths.add({
        source,
        from,
        release: release.id,
        language,
        told: (why) => void (why === null || refused.push(`${quoted(from)} ${why}`)),
      })
    }
  await paths.flush()
  if (refused.length > 0)
    throw new Failure('partly', 'Earlier addresses that do not lead to it:', refused)
}
