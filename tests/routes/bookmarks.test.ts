import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect, test, vi } from 'vitest'
import worker from '../../src/worker.ts'
import { DB, openPressOffice } from '../press-office.ts'

const BOOKMARK = '00000001-00000002-00000003-00112233445566778899aabbccddeeff'

/** The freshness with which each statement was asked for that a request has caused. */
async function asked(
  headers: Record<string, string>,
  path = '/api/releases',
): Promise<[freshness: string, sql: string][]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const statements: [string, string][] = []
  const session = (freshness: string) => ({
    prepare: (sql: string) => {
      statements.push([freshness, sql])
      return DB.prepare(sql)
    },
    batch: (all: D1PreparedStatement[]) => DB.batch(all),
    getBookmark: () => null,
  })
  const context = createExecutionContext()
  await worker.fetch(
    new Request(`https://press.test${path}`, { headers }) as never,
    { ...(env as object), DB: { withSession: session } } as never,
    context,
  )
  await waitOnExecutionContext(context)
  log.mockRestore()
  return statements
}

test('a token is asked of the primary, also where the rest may come from a replica', async () => {
  const { tokens } = await openPressOffice()
  const Authorization = `Bearer ${tokens.admin}`
  const rooms = async (headers: Record<string, string>) => {
    const statements = await asked({ Authorization, ...headers })
    const ofTokens = statements.filter(([, sql]) => /"tokens"/.test(sql))
    const others = statements.filter(([, sql]) => !/"tokens"/.test(sql))
    return [ofTokens, others].map((all) => [...new Set(all.map(([freshness]) => freshness))])
  }
  expect(await rooms({})).toEqual([['first-primary'], ['first-primary']])
  expect(await rooms({ 'X-D1-Bookmark': BOOKMARK })).toEqual([['first-primary'], [BOOKMARK]])
})

test('who takes everything out asks the primary, whatever it knew before', async () => {
  const { tokens } = await openPressOffice()
  const headers = { Authorization: `Bearer ${tokens.admin}`, 'X-D1-Bookmark': BOOKMARK }
  for (const path of ['/api/histories', '/api/redirects']) {
    const statements = await asked(headers, path)
    expect([...new Set(statements.map(([freshness]) => freshness))]).toEqual(['first-primary'])
  }
})
