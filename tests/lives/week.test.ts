import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Json } from '../office.ts'
import { check, untilIdle } from '../stories/check.ts'
import { Newsroom } from './newsroom.ts'
import { LOOKS } from './week/calendar.ts'
import { Dice } from './week/dice.ts'
import { type Diary, liftsIn } from './week/diary.ts'
import { answerAt, changesIn, pagesFrom, publicPaths } from './week/public.ts'
import { auditTrail, type Entry, newsroomFrom } from './week/replay.ts'
import { live } from './week/week.ts'

// A week is short: its months fill pages and files all the same.
vi.mock('../../src/newsroom/archive.ts', async (original) => ({
  ...(await original<object>()),
  ARCHIVE_PAGE_PLACES: 10,
  SITEMAP_FILE_PLACES: 20,
}))

/** It takes half a minute, on a machine that does nothing else. */
const PATIENT = { timeout: 900_000 }
const SEED = Number(process.env.WEEK ?? 20_260_330)

describe(`a week of a newsroom with 40 editors, as WEEK=${SEED} has it`, PATIENT, () => {
  let room: Newsroom
  let diary: Diary
  let trail: Entry[]

  beforeAll(async () => {
    const dice = new Dice(SEED)
    // Ids and tokens are the same each time, too.
    const hex = () =>
      dice
        .below(2 ** 32)
        .toString(16)
        .padStart(8, '0')
    vi.spyOn(crypto, 'randomUUID').mockImplementation(
      () => `${hex()}-0000-4000-8000-0000${hex()}` as const,
    )
    room = await Newsroom.open()
    const before = room.d1.peek<{ id: string }>('SELECT id FROM tokens')
    diary = await live(room, dice)
    diary.tokens.push(...before.map(({ id }) => `token-created ${id}`))
    trail = await auditTrail(room.office)
  }, PATIENT.timeout)
  afterAll(() => {
    vi.restoreAllMocks()
    room.close()
  })

  // Other dice may leave something out.
  test.skipIf(process.env.WEEK)('is a full one', () => {
    const kinds = new Set(diary.changes.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual([
      'corrected',
      'created',
      'edited',
      'embargo-cancelled',
      'embargo-moved',
      'embargoed',
      'published',
      'withdrawn',
    ])
    expect(new Set(diary.changes.map(({ editor }) => editor)).size).toBeGreaterThan(30)
    expect(diary.changes.length).toBeGreaterThan(300)
    const { 200: changed, 201: created, 403: forbidden, 412: late, ...rest } = diary.statuses
    for (const many of [changed, created, forbidden, late]) expect(many).toBeGreaterThan(20)
    expect(Object.keys(rest)).toEqual(expect.arrayContaining(['400', '404', '409', '422', '428']))
    // Answers were lost, requests cut off, sent twice and sent again, keys used twice, and so on.
    const mishaps = ['lost', 'late', 'cut', 'twice', 'reused', 'repeated', 'race', 'brink', 'merge']
    for (const mishap of [...mishaps, 'brink-refused', 'locked', 'unanswered'])
      expect([mishap, diary.counts[mishap]]).toEqual([mishap, expect.any(Number)])
  })

  test('leaves readers behind the edge with what the newsroom has', async () => {
    const wrong: string[] = []
    for (const path of await publicPaths(room)) {
      const { status, text } = await room.read(path)
      const now = await answerAt(room.office, path)
      if (status !== now.status || text !== now.text) wrong.push(path)
    }
    expect(wrong).toEqual([])
  })

  test('leaves what the public sees right', () => check(room.office))

  test('leaves a mirror that followed it with every change and with what is public', async () => {
    expect(diary.mirrored).toEqual(await changesIn(room.office))
    const state = new Map(diary.mirrored.map(({ id, kind }) => [id, kind]))
    const mirrored = [...state].flatMap(([id, kind]) => (kind === 'withdrawn' ? [] : [id]))
    const shown: string[] = []
    for await (const { json } of pagesFrom(room.office, '/api/releases'))
      shown.push(...json.releases.map(({ id }: Json) => id))
    expect(mirrored.sort()).toEqual(shown.sort())
  })

  test('is told by its audit trail: each acknowledged change once, with its editor and token, and nothing else', () => {
    const told = trail.flatMap(({ at, kind, release, editor, token, isPublic, snapshot }) =>
      kind === 'lifted' || !release
        ? []
        : [{ at, kind, ...release, editor: editor?.id, token, isPublic, state: snapshot.state }],
    )
    const noted = diary.changes.map(({ until: _, release: id, ...one }) => ({
      ...one,
      id,
      isPublic: one.state === 'published' || one.state === 'withdrawn',
    }))
    expect(inOrder(told)).toEqual(inOrder(noted))

    const lifted = trail.filter(({ kind }) => kind === 'lifted')
    expect(lifted.length).toBeGreaterThan(10)
    for (const { isPublic, editor, token } of lifted)
      expect([isPublic, editor, token]).toEqual([true, null, null])
    expect(inOrder(lifted.map(({ at, release }) => ({ at, ...release })))).toEqual(
      inOrder(liftsIn(diary.changes, room.office.now)),
    )

    const tokens = trail.filter(({ release }) => release === null)
    expect(tokens.map(({ kind, token }) => `${kind} ${token}`).sort()).toEqual(diary.tokens.sort())
  })

  test('can be lived again from its audit trail alone, to the last byte of the public site', async () => {
    const again = await newsroomFrom(trail, LOOKS[1])
    try {
      again.office.now = room.office.now
      await untilIdle(again.office)
      const paths = new Set([...(await publicPaths(room)), ...(await publicPaths(again))])
      expect(paths.size).toBeGreaterThan(800)
      for (const path of paths) {
        const answer = await answerAt(room.office, path)
        expect(await answerAt(again.office, path)).toEqual(answer)
      }
      // Their places in the ledger are others, because nobody gave tokens out again.
      const changes = async ({ office }: Newsroom) =>
        (await changesIn(office)).map(({ number: _, ...change }) => change)
      expect(await changes(again)).toEqual(await changes(room))
      const story = (entries: readonly Entry[]) =>
        entries.flatMap(({ number: _, editor: __, token: ___, ...entry }) =>
          entry.release ? [entry] : [],
        )
      expect(story(await auditTrail(again.office))).toEqual(story(trail))
    } finally {
      again.close()
    }
  })
})

/** As sets: those who note something do not know in which order it was stored. */
const inOrder = (entries: readonly object[]): string[] =>
  entries.map((entry) => JSON.stringify(Object.entries(entry).sort())).sort()
