import { describe, expect, test } from 'vitest'
import { ANYWHERE, AT_PRIMARY, BOOKMARK, freshnessFor, isPersonal } from '../../src/db/freshness.ts'

const GOOD = '0000007b-0000b26e-00001538-0c3e87bb37b3db5cc52eedb93cd3b96b'
const asking = (method: string, headers: Record<string, string> = {}) => ({
  method,
  headers: new Headers(headers),
})
const TOKEN = { Authorization: 'Bearer x' }

describe('a request reads', () => {
  test.each<[string, ReturnType<typeof asking>, string]>([
    ['at any replica, when the public asks', asking('GET'), ANYWHERE],
    ['at any replica, for HEAD', asking('HEAD'), ANYWHERE],
    [
      'at any replica, whatever bookmark the public sends',
      asking('GET', { [BOOKMARK]: GOOD }),
      ANYWHERE,
    ],
    ['at the primary, when an editor asks', asking('GET', TOKEN), AT_PRIMARY],
    ['at the primary, when something changes', asking('POST', TOKEN), AT_PRIMARY],
    ['at the primary, when somebody without a token tries to', asking('PUT'), AT_PRIMARY],
    [
      'at the primary for a change, whatever its bookmark',
      asking('POST', { ...TOKEN, [BOOKMARK]: GOOD }),
      AT_PRIMARY,
    ],
    [
      'where the bookmark of an editor is known',
      asking('GET', { ...TOKEN, [BOOKMARK]: GOOD }),
      GOOD,
    ],
    [
      'at the primary, when the bookmark is none',
      asking('GET', { ...TOKEN, [BOOKMARK]: 'first-unconstrained' }),
      AT_PRIMARY,
    ],
    [
      'at the primary, when it is cut off',
      asking('GET', { ...TOKEN, [BOOKMARK]: GOOD.slice(1) }),
      AT_PRIMARY,
    ],
    ['at the primary, when it is empty', asking('GET', { ...TOKEN, [BOOKMARK]: '' }), AT_PRIMARY],
  ])('%s', (_, request, freshness) => {
    expect(freshnessFor(request)).toBe(freshness)
    expect(isPersonal(request)).toBe(freshness !== ANYWHERE)
  })
})
