import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { getPlatformProxy, unstable_splitSqlQuery as statementsOf } from 'wrangler'
import { openSqliteD1, type SqliteD1, type Trip } from './sqlite-d1.ts'

const ROOT = join(import.meta.dirname, '../..')
const MIGRATIONS = readdirSync(join(ROOT, 'migrations'))
  .sort()
  .map((name) => readFileSync(join(ROOT, 'migrations', name), 'utf8'))

let opened: SqliteD1[] = []
const open = (now?: () => number): SqliteD1 => {
  const d1 = openSqliteD1(MIGRATIONS, now)
  opened.push(d1)
  return d1
}
afterEach(() => {
  for (const d1 of opened) d1.close()
  opened = []
})

const MARK = 'INSERT INTO stale_pages (path, due) VALUES (?, ?)'
const paths = async (db: Pick<D1Database, 'prepare'>) =>
  (await db.prepare('SELECT path FROM stale_pages ORDER BY id').all()).results.map(
    ({ path }) => path,
  )

describe('compared with local D1', () => {
  let proxy: Awaited<ReturnType<typeof getPlatformProxy<{ DB: D1Database }>>>
  beforeAll(async () => {
    proxy = await getPlatformProxy({ configPath: join(ROOT, 'wrangler.toml'), persist: false })
    for (const text of MIGRATIONS)
      for (const statement of statementsOf(text)) await proxy.env.DB.prepare(statement).run()
  })
  afterAll(() => proxy.dispose())

  type Step = (db: D1Database) => Promise<unknown>
  const all =
    (sql: string, ...values: unknown[]): Step =>
    async (db) => {
      const { results, success, meta } = await db
        .prepare(sql)
        .bind(...values)
        .all()
      return { results, success, changes: meta.changes, changed: meta.changed_db }
    }
  const batch =
    (...sqls: string[]): Step =>
    async (db) =>
      (await db.batch(sqls.map((sql) => db.prepare(sql)))).map(({ results, meta }) => ({
        results,
        changes: meta.changes,
      }))

  const RELEASE = `INSERT INTO releases (id, kind, revision, created_at, revised_at)
    VALUES (?, 'statement', ?, ?, ?)`
  const REVISION = `INSERT INTO revisions (release_id, number, kind, at, editor_id, editor_name, snapshot)
    VALUES (?, ?, 'created', 0, 'e', 'E', '{}')`
  const TEXT = 'INSERT INTO texts (release_id, language, slug) VALUES (?, ?, ?)'
  /** In this order: what one writes, the next finds. */
  const script: Record<string, Step> = {
    'numbers go into integer columns': all(`${RELEASE} RETURNING *`, 'a', 1, 1774256400000, 2),
    'fractions do not': all(RELEASE, 'b', 1.5, 0, 0),
    'texts do not': all(RELEASE, 'b', 'one', 0, 0),
    'numbers are bound as REAL': all(
      "SELECT typeof(?1) AS t, ?1 || '' AS text, ?1 / 2 AS half, ?2 AS big, json_array(?1) AS j",
      5,
      1774256400000,
    ),
    'whole numbers of columns divide whole': all('SELECT revised_at / 3 AS third FROM releases'),
    'booleans are numbers': all('SELECT ? AS yes, ? AS no', true, false),
    'NaN and infinity are null': all(
      'SELECT ? AS nan, ? AS infinite, ? AS zero',
      NaN,
      Infinity,
      -0,
    ),
    'null is null': all('SELECT ? AS nothing', null),
    'undefined is refused': all('SELECT ?', undefined),
    'objects are refused': all('SELECT ?', {}),
    'too few values': all('SELECT ?, ?', 1),
    'too many values': all("SELECT '?', ? -- ?", 1, 2),
    'values by number': all('SELECT ?2 AS a, ?1 AS b, ?2 AS c', 'one', 'two'),
    'a value without a place': all('SELECT ?2 AS a', 'one', 'two'),
    '100 values': all(
      `SELECT count(*) AS n FROM (VALUES ${'(?),'.repeat(99)}(?))`,
      ...Array(100).fill(1),
    ),
    '101 values': all(`SELECT ${'?,'.repeat(100)}?`, ...Array(101).fill(1)),
    'columns of the same name': all('SELECT 1 AS a, 2 AS a'),
    'quotes that are meant as a text': all('SELECT "nothing" AS a'),
    'a taken id': all(RELEASE, 'a', 1, 0, 0),
    'a taken revision': batch(
      REVISION.replace('?, ?', "'a', 1"),
      "INSERT INTO stale_pages (path, due) VALUES ('/lost', 0)",
      REVISION.replace('?, ?', "'a', 1"),
    ),
    'nothing of a failed batch stays': all('SELECT count(*) AS marks FROM stale_pages'),
    'nor of its revisions': all('SELECT * FROM revisions'),
    'the lock of the rebuilds': all(
      'UPDATE last_rebuild SET number = number + 1, seen = ?, at = ?',
      7,
      7,
    ),
    'a slug of another release': batch(
      "INSERT INTO slugs VALUES ('en', 'x', 'a')",
      `INSERT INTO slugs VALUES ('en', 'x', 'b') ON CONFLICT (language, slug) DO UPDATE
        SET release_id = iif(release_id = excluded.release_id, release_id, NULL)`,
    ),
    'a text of no release': all(TEXT, 'nobody', 'en', 'x'),
    'a text before its release in a batch': batch(
      "INSERT INTO texts (release_id, language) VALUES ('late', 'en')",
      RELEASE.replace('?, ', "'late', ").replace('?, ?, ?', '1, 0, 0'),
    ),
    'JSON of another kind': all("UPDATE releases SET topics = '{}'"),
    'what is no JSON': all("UPDATE releases SET topics = '{'"),
    'null where it may not be': all(RELEASE, null, 1, 0, 0),
    'a unique index': batch(
      `UPDATE releases SET month = '2026-03', place = 1, live_at = 0, day = '2026-03-01'`,
      `INSERT INTO releases (id, kind, revision, created_at, revised_at, month, place, live_at, day)
        VALUES ('z', 'statement', 1, 0, 0, '2026-03', 1, 0, '2026-03-01')`,
    ),
    'a revision': all(REVISION, 'a', 1),
    'that is not updated': all('UPDATE revisions SET number = 2'),
    'and not deleted': all('DELETE FROM revisions'),
    'a batch of both kinds': batch(
      "INSERT INTO stale_pages (path, due) VALUES ('/one', 1), ('/two', 2)",
      'UPDATE stale_pages SET due = 3 WHERE due > 5',
      'SELECT * FROM stale_pages',
      "DELETE FROM stale_pages WHERE path = '/one' RETURNING id, path",
    ),
    'rows from JSON': all(
      'INSERT INTO stale_pages (path, due) SELECT value, ? FROM json_each(?) RETURNING *',
      9,
      '["/three","/four"]',
    ),
    'an unknown table': all('SELECT * FROM nowhere'),
    'an unknown column': all('SELECT nothing FROM releases'),
    'a slip of the pen': all('SELEC 1'),
    'an empty statement': all(''),
    'an empty batch': batch(),
    ATTACH: all("ATTACH ':memory:' AS other"),
    'a pragma that tells': all('PRAGMA foreign_keys'),
    'too many SELECTs': all(`SELECT 1${' UNION ALL SELECT 1'.repeat(5)}`),
    'too long a statement': all(`SELECT '${'x'.repeat(100_000)}'`),
    'a LIKE that is too long': all(`SELECT '' LIKE '${'x'.repeat(51)}'`),
    'the first row': (db) => db.prepare('SELECT 1 AS a, 2 AS b').first(),
    'a column of it': (db) => db.prepare('SELECT 1 AS a, 2 AS b').first('b'),
    'a column that it has not': (db) => db.prepare('SELECT 1 AS a').first('c'),
    'no first row': (db) => db.prepare('SELECT 1 AS a WHERE 0').first('a'),
    'raw rows': (db) => db.prepare('SELECT 1 AS a, 2 AS a').raw(),
    'raw rows and columns': (db) => db.prepare('SELECT 1 AS a, 2 AS a').raw({ columnNames: true }),
    'columns without rows': (db) => db.prepare('SELECT 1 AS a WHERE 0').raw({ columnNames: true }),
    'two lines': async (db) => (await db.exec('SELECT 1;\nSELECT 2;')).count,
    'a bad line': (db) => db.exec('SELECT 1;\nSELEC 2;'),
    'the releases in the end': all('SELECT * FROM releases ORDER BY id'),
    'the marks in the end': all('SELECT * FROM stale_pages ORDER BY id'),
    'the lock in the end': all('SELECT * FROM last_rebuild'),
  }

  /** What comes out; SQLite's own interface does not tell positions within a statement. */
  const outcome = async (step: Step, db: D1Database) => {
    try {
      return { value: await step(db) }
    } catch (error) {
      const { message, cause } = error as Error
      const place = / at offset \d+/
      return {
        message: message.replace(place, ''),
        cause: (cause as Error)?.message.replace(place, ''),
      }
    }
  }

  test('answers and refuses in the same words', async () => {
    const d1 = open()
    for (const [name, step] of Object.entries(script)) {
      const real = await outcome(step, proxy.env.DB)
      expect(await outcome(step, d1), name).toEqual(real)
    }
  })

  test('has the same session before and after a question', async () => {
    for (const db of [proxy.env.DB, open()]) {
      for (const constraint of ['first-primary', 'first-unconstrained', undefined]) {
        const session = db.withSession(constraint)
        expect(session.getBookmark()).toBe(null)
        await session.prepare('SELECT 1').all()
        const read = session.getBookmark() ?? ''
        expect(read).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{8}){2}-[0-9a-f]{32}$/)
        await session.batch([session.prepare(MARK).bind('/session', 1)])
        const written = session.getBookmark() ?? ''
        expect(written > read).toBe(true)
        expect(db.withSession(written).getBookmark()).toBe(written)
      }
    }
  })
})

describe('a database for each test', () => {
  test('is migrated and has nothing of the one before', async () => {
    const first = open()
    await first.prepare(MARK).bind('/first', 1).run()
    first.close()
    const second = open()
    expect(await paths(second)).toEqual([])
    expect(second.peek('SELECT number FROM last_rebuild')).toEqual([{ number: 0 }])
  })

  test('is another than those that are open', async () => {
    const [one, other] = [open(), open()]
    await one.prepare(MARK).bind('/one', 1).run()
    expect(await paths(other)).toEqual([])
  })

  test('has its tables again after one of them was changed', async () => {
    const first = open()
    await first.prepare('ALTER TABLE stale_pages ADD COLUMN more TEXT').run()
    expect(await first.prepare('SELECT more FROM stale_pages').all()).toMatchObject({ results: [] })
    await first.prepare('DROP TABLE rendered_pages').run()
    first.close()
    expect(open().peek('SELECT count(*) AS n FROM rendered_pages')).toEqual([{ n: 0 }])
  })

  test('answers nobody once it is closed, however late', async () => {
    const d1 = open()
    let go = () => {}
    d1.gate = () => new Promise((resolve) => (go = resolve))
    const late = d1.prepare(MARK).bind('/late', 1).run()
    d1.close()
    go()
    await expect(late).rejects.toThrow('closed')
    await expect(d1.prepare('SELECT 1').all()).rejects.toThrow('closed')
    expect(await paths(open())).toEqual([])
  })

  test('refuses what a replica could not do again', async () => {
    for (const moody of ['random()', 'unixepoch()', "datetime('now')", 'CURRENT_TIMESTAMP'])
      await expect(
        open().prepare(`INSERT INTO stale_pages (path, due) VALUES (${moody}, 0)`).run(),
      ).rejects.toThrow('a replica cannot replay')
    expect(await open().prepare('SELECT random() IS NULL AS no').first('no')).toBe(0)
  })

  test('takes one statement at a time', async () => {
    await expect(open().prepare('SELECT 1; SELECT 2').all()).rejects.toThrow('one statement')
  })
})

describe('gates', () => {
  test('know what goes through them', async () => {
    const d1 = open()
    const trips: Trip[] = []
    d1.gate = async (trip) => void trips.push(trip)
    await d1.prepare('WITH x AS (SELECT 1) SELECT * FROM x').all()
    await d1.batch([d1.prepare('SELECT 1'), d1.prepare(MARK).bind('/a', 1)])
    await d1
      .prepare("WITH x AS (SELECT 1) INSERT INTO stale_pages (path, due) SELECT '/b', 1")
      .run()
    await d1.prepare('DELETE FROM stale_pages RETURNING id').all()
    expect(trips.map(({ kind }) => kind)).toEqual(['read', 'write', 'write', 'write'])
    expect(trips[1]?.sqls).toEqual(['SELECT 1', MARK])
  })

  test('let two tasks take turns', async () => {
    const d1 = open()
    const waiting: (() => void)[] = []
    d1.gate = () => new Promise((resolve) => waiting.push(resolve))
    const count = async (name: string) => {
      const seen = await d1.prepare('SELECT count(*) AS n FROM stale_pages').first<number>('n')
      await d1.prepare(MARK).bind(`/${name}-saw-${seen}`, 1).run()
    }
    const next = async (which: number) => {
      waiting.splice(which, 1)[0]?.()
      await new Promise((resolve) => setTimeout(resolve))
    }
    const tasks = [count('a'), count('b')]
    await new Promise((resolve) => setTimeout(resolve))
    for (const which of [0, 0, 1, 0]) await next(which)
    await Promise.all(tasks)
    expect(d1.peek('SELECT path FROM stale_pages ORDER BY id').map(({ path }) => path)).toEqual([
      '/b-saw-0',
      '/a-saw-0',
    ])
  })

  test('cut a task off before anything is stored, or after, when it does not hear of it', async () => {
    const d1 = open()
    const killed = async () => {
      throw new Error('killed')
    }
    d1.gate = killed
    await expect(d1.prepare(MARK).bind('/before', 1).run()).rejects.toThrow('killed')
    d1.gate = undefined
    d1.after = killed
    await expect(d1.batch([d1.prepare(MARK).bind('/after', 1)])).rejects.toThrow('killed')
    expect(d1.peek('SELECT path FROM stale_pages')).toEqual([{ path: '/after' }])
  })
})

describe('a replica', () => {
  /** Three marks, one a second; the clock stands at the third. */
  async function threeMarks(lag: number) {
    let now = 0
    const d1 = open(() => now)
    d1.lag = () => lag
    for (const path of ['/1', '/2', '/3']) {
      now += 1000
      await d1.prepare(MARK).bind(path, now).run()
    }
    return { d1, at: (instant: number) => (now = instant) }
  }

  test('is behind by its lag, and catches up as time goes by', async () => {
    const { d1, at } = await threeMarks(1500)
    const nearest = () => paths(d1.withSession('first-unconstrained'))
    expect(await nearest()).toEqual(['/1'])
    at(3499)
    expect(await nearest()).toEqual(['/1'])
    at(3500)
    expect(await nearest()).toEqual(['/1', '/2'])
    at(4500)
    expect(await nearest()).toEqual(['/1', '/2', '/3'])
  })

  test('is not asked without a session, at the primary, nor for a change', async () => {
    const { d1 } = await threeMarks(1500)
    expect(await paths(d1)).toHaveLength(3)
    expect(await paths(d1.withSession('first-primary'))).toHaveLength(3)
    const session = d1.withSession('first-unconstrained')
    expect(await session.prepare('DELETE FROM stale_pages RETURNING path').all()).toMatchObject({
      results: [{ path: '/1' }, { path: '/2' }, { path: '/3' }],
      meta: { served_by_primary: true },
    })
  })

  test('is asked by a session only if it has what the session has seen', async () => {
    const { d1, at } = await threeMarks(1500)
    const session = d1.withSession('first-unconstrained')
    expect(await paths(session)).toEqual(['/1'])
    await session.prepare(MARK).bind('/4', 4).run()
    expect(await paths(session)).toHaveLength(4)
    at(9000)
    await d1.prepare(MARK).bind('/5', 5).run()
    // The replica has the session's own change by now, and not the one after it.
    const found = await session.prepare('SELECT count(*) AS n FROM stale_pages').all()
    expect(found).toMatchObject({ results: [{ n: 4 }], meta: { served_by_primary: false } })
  })

  test('is asked with a bookmark only if it has come so far', async () => {
    const { d1 } = await threeMarks(1500)
    const ahead = d1.withSession('first-primary')
    await paths(ahead)
    expect(await paths(d1.withSession(ahead.getBookmark() ?? ''))).toHaveLength(3)
    const behind = d1.withSession('first-unconstrained')
    await paths(behind)
    expect(await paths(d1.withSession(behind.getBookmark() ?? ''))).toEqual(['/1'])
    expect(() => d1.withSession('nonsense')).toThrow('neither a constraint nor a bookmark')
  })

  test('can be frozen, and caught up by hand', async () => {
    const { d1, at } = await threeMarks(1500)
    const nearest = () => paths(d1.withSession())
    d1.freeze()
    at(90_000)
    expect(await nearest()).toEqual(['/1'])
    d1.catchUp(2)
    expect(await nearest()).toEqual(['/1', '/2'])
    d1.thaw()
    expect(await nearest()).toHaveLength(3)
  })

  test('has nothing of what was rolled back', async () => {
    const { d1, at } = await threeMarks(1500)
    const broken = [d1.prepare(MARK).bind('/4', 4), d1.prepare(MARK).bind(null, 4)]
    await expect(d1.batch(broken)).rejects.toThrow('NOT NULL')
    expect(d1.position).toBe(3)
    at(90_000)
    expect(await paths(d1.withSession())).toHaveLength(3)
  })
})
