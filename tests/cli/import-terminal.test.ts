import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sit } from './pty.ts'
import { type Served, serve } from './served.ts'

const FIXTURE = join(import.meta.dirname, 'fixtures', 'intake', 'wordpress.xml')
const folder = mkdtempSync(join(tmpdir(), 'pressroom import terminal '))
let served: Served
beforeAll(async () => {
  served = await serve()
  copyFileSync(FIXTURE, join(folder, 'export.xml'))
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (words: readonly string[]) =>
  sit(words, {
    cwd: folder,
    env: { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: served.tokens.admin },
  })
const listed = async () => {
  const answer = await fetch(`${served.url}/api/releases?limit=100`, {
    headers: { Authorization: `Bearer ${served.tokens.read}` },
  })
  return ((await answer.json()) as { releases: { texts: Record<string, unknown> }[] }).releases
}

describe('at a terminal', () => {
  test('an import is asked for first, and nothing is sent where the answer is no', async () => {
    const person = at(['import', 'export.xml'])
    await person.answer('Import it? (yes/no)', 'no')
    await person.ended
    expect(person.read).toContain('Nothing was sent.')
    expect(await listed()).toEqual([])
  })

  test('an import shows a bar with its rate, a table of what became of it, and the refused', async () => {
    const person = at(['import', 'export.xml'])
    await person.answer('Import it? (yes/no)', 'yes')
    expect(await person.ended).toBe(4)
    expect(person.read).toMatch(/Importing {2}[█░]{24} {2}100 % {2}9 {2}[\d.,]+\/s/)
    expect(person.read).toMatch(/^ *4 +published$/m)
    expect(person.read).toContain('It is of the type "page".')
    expect(person.shown).toContain('\u001B[')
    const languages = new Set((await listed()).flatMap(({ texts }) => Object.keys(texts)))
    expect([...languages].sort()).toEqual(['ar', 'en'])
  })

  test('an export counts releases and redirects, and ends with a digest', async () => {
    const person = at(['export', 'newsroom.jsonl'])
    expect(await person.ended).toBe(0)
    expect(person.read).toMatch(/Exporting {2}14 {2}[\d.,]+\/s/)
    expect(person.read).toMatch(/SHA-256 [0-9a-f]{64}/)
    const again = at(['export', '--check', 'newsroom.jsonl'])
    expect(await again.ended).toBe(0)
  })
})
