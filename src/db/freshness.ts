/** How fresh the data has to be that a request reads: an argument of D1's `withSession`. */
export type Freshness = string

/** Any replica, also one that lags behind. */
export const ANYWHERE: Freshness = 'first-unconstrained'
/** Where everything is known that was ever stored. */
export const AT_PRIMARY: Freshness = 'first-primary'
/** Where an answer says up to which change it knows, and a request which one it has to know. */
export const BOOKMARK = 'X-D1-Bookmark'

interface Asking {
  readonly method: string
  readonly headers: Pick<Headers, 'get' | 'has'>
}

/** Whether someone asks who writes, or is known: all that is not the same for everyone. */
export const isPersonal = ({ method, headers }: Asking): boolean =>
  headers.has('Authorization') || (method !== 'GET' && method !== 'HEAD')

/**
 * The public reads the nearest replica. Editors read what they have just written: at the primary,
 * or, with the bookmark of their last answer, at any replica that has it. A bookmark that is none
 * is as good as no bookmark.
 */
export function freshnessFor(asking: Asking): Freshness {
  if (!isPersonal(asking)) return ANYWHERE
  const bookmark = asking.method === 'GET' ? asking.headers.get(BOOKMARK) : null
  return bookmark && /^[0-9a-f]{8}(?:-[0-9a-f]{8}){2}-[0-9a-f]{32}$/.test(bookmark)
    ? bookmark
    : AT_PRIMARY
}
