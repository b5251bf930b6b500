import { beforeEach, describe, expect, test } from 'vitest'
import { type Database, open } from '../../src/db/database.ts'
import { editorsIn } from '../../src/db/editors.ts'
import { hashOf } from '../../src/routes/auth.ts'
import {
  DAY,
  DB,
  english,
  HOUR,
  MINUTE,
  NOON,
  newToken,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'

const MIDNIGHT = Date.parse('2026-03-24T00:00:00Z')

let office: PressOffice
let token: string
beforeEach(async () => {
  office = await openPressOffice()
  token = await newToken('publish', { id: 'noted', last_used_on: null })
})

const lastUsed = async () =>
  DB.prepare("SELECT last_used_on FROM tokens WHERE id = 'noted'").first<string>('last_used_on')
const ask = (path = '/api/releases?state=draft') => office.ask(path, { token })
/** What the notes have cost that were not waited for. */
async function written(db: Database, later: readonly Promise<unknown>[]): Promise<number> {
  await Promise.all(later)
  return db.cost.rowsWritten
}

describe('the day on which a token was last used', () => {
  test('is noted with the first of a hundred requests, and once more on the next day', async () => {
    for (let request = 0; request < 100; request++) {
      office.now = NOON + request * MINUTE
      expect((await ask()).status).toBe(200)
      await Promise.all(office.later)
      expect(office.cost.rowsWritten).toBe(request === 0 ? 1 : 0)
    }
    expect(office.later).toHaveLength(1)
    expect(await lastUsed()).toBe('2026-03-23')
    // The day in UTC, which is not that of the newsroom.
    office.now = MIDNIGHT - 1
    await ask()
    expect(office.later).toHaveLength(1)
    for (let request = 0; request < 3; request++) {
      office.now = MIDNIGHT + request * HOUR
      await ask()
      await Promise.all(office.later)
    }
    expect(office.later).toHaveLength(2)
    expect(await lastUsed()).toBe('2026-03-24')
  })

  test('is noted by changes as well, and by nothing that the token does not open', async () => {
    const dead = await newToken('publish', { id: 'dead', last_used_on: null, revoked_at: 1 })
    await office.ask('/api/releases', { token: dead })
    await office.read('/', { Authorization: `Bearer ${token}` })
    expect(office.later).toEqual([])
    await office.ask('/api/releases', { method: 'POST', token, body: english() })
    await Promise.all(office.later)
    expect(await lastUsed()).toBe('2026-03-23')
  })

  test('is written once by two requests at once, and never goes back', async () => {
    const hash = await hashOf(token)
    const databases = [open(DB), open(DB)]
    const later: (() => Promise<unknown>)[] = []
    // Both have read the token before either notes anything.
    for (const db of databases)
      await editorsIn(db, (task) => later.push(task)).byTokenHash(hash, NOON)
    await Promise.all(later.map((task) => task()))
    expect(later).toHaveLength(2)
    expect(databases.map(({ cost }) => cost.rowsWritten).sort()).toEqual([0, 1])
    // A machine whose clock is behind, or a note that took its time.
    const late: (() => Promise<unknown>)[] = []
    await DB.prepare("UPDATE tokens SET last_used_on = NULL WHERE id = 'noted'").run()
    const db = open(DB)
    await editorsIn(db, (task) => late.push(task)).byTokenHash(hash, NOON)
    await DB.prepare("UPDATE tokens SET last_used_on = '2026-03-24' WHERE id = 'noted'").run()
    expect(
      await written(
        db,
        late.map((task) => task()),
      ),
    ).toBe(0)
    expect(await lastUsed()).toBe('2026-03-24')
    const behind: Promise<unknown>[] = []
    const found = await editorsIn(db, (task) => behind.push(task())).byTokenHash(hash, NOON - DAY)
    expect([found?.token, behind]).toEqual(['noted', []])
  })

  test('is not waited for, and a note that fails harms nothing and is tried again', async () => {
    const never = new Promise<never>(() => {})
    const failed: unknown[] = []
    const tasks: (() => Promise<unknown>)[] = []
    const binding: Database['binding'] = {
      prepare: (sql) => DB.prepare(sql.replace(/^update "tokens"/i, 'UPDATE "nowhere"')),
      batch: (statements) => DB.batch(statements),
    }
    office.wrap = (desk) => ({
      ...desk,
      editors: editorsIn(open(binding), (task) => {
        tasks.push(task)
        return never
      }),
    })
    for (let request = 0; request < 2; request++) {
      expect((await ask()).status).toBe(200)
      await tasks
        .at(-1)?.()
        .catch((error: unknown) => failed.push(error))
    }
    expect([tasks.length, failed.length]).toEqual([2, 2])
    expect(await lastUsed()).toBeNull()
    office.wrap = (desk) => desk
    await ask()
    await Promise.all(office.later)
    expect(await lastUsed()).toBe('2026-03-23')
  })

  test('is no event of the ledger', async () => {
    const events = () => DB.prepare('SELECT count(*) AS events FROM events').first()
    const before = await events()
    await ask()
    await Promise.all(office.later)
    expect(await events()).toEqual(before)
  })
})

describe('an editor', () => {
  test('is known by the digest of a valid token, with one row', async () => {
    const db = open(DB)
    const languages = JSON.stringify(['ar'])
    const limited = await newToken('draft', {
      id: 'limited',
      editor_id: 'sana',
      editor_name: 'Sana',
      languages,
    })
    const editors = editorsIn(db, () => {})
    expect(await editors.byTokenHash(await hashOf(limited), NOON)).toEqual({
      id: 'sana',
      name: 'Sana',
      token: 'limited',
      scope: 'draft',
      languages: ['ar'],
    })
    expect(db.cost).toMatchObject({ statements: 1, rowsRead: 1, rowsWritten: 0 })
    expect(await editors.byTokenHash(await hashOf('unknown'), NOON)).toBeNull()
    expect(await editors.byTokenHash(limited, NOON)).toBeNull()
    expect((await editors.byTokenHash(await hashOf(token), NOON))?.languages).toBeNull()
  })
})
