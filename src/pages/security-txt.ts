import { type Instant, instantText } from '../newsroom/dateline.ts'
import type { Site } from '../site.ts'

/** Months ahead, of which RFC 9116 recommends less than twelve. */
const VALID_MONTHS = 6

/**
 * `/.well-known/security.txt` (RFC 9116): how to report a hole in the site. It is the same all month
 * long, in UTC. Null where the settings name nobody to report to.
 */
export function securityTxt(site: Site, now: Instant): string | null {
  if (site.securityContact === null) return null
  const today = new Date(now)
  const expires = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + VALID_MONTHS, 1)
  const lines = [
    `Contact: ${site.securityContact}`,
    `Expires: ${instantText(expires)}`,
    `Preferred-Languages: ${site.languages.join(', ')}`,
    // A web address must be one of https (section 2.5.2); a site tried out locally has none.
    ...(site.url.startsWith('https:') ? [`Canonical: ${site.url}/.well-known/security.txt`] : []),
  ]
  return `${lines.join('\n')}\n`
}
