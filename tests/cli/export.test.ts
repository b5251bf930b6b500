import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectTo } from '../../src/cli/newsroom.ts'
import { writeArchive } from '../../src/cli/outlet/archive.ts'
import { checkArchive } from '../../src/cli/outlet/checking.ts'
import { land } from '../../src/cli/outlet/landing.ts'
import { Newsroom } from '../lives/newsroom.ts'
import { english } from '../office.ts'
import { pressroom, start } from './command.ts'
import { type OverHttp, serveOverHttp } from './over-http.ts'

const NOW = Date.parse('2026-03-23T09:00:00Z')
const SITE = {
  name: { en: 'Office' },
  url: 'https://press.test',
  languages: ['en', 'ar'],
  timeZone: 'Asia/Damascus',
  kinds: { statement: { en: 'Statement' } },
}
const stop = new AbortController().signal
const terminal = { tell: () => {} }

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-export-'))
  file = join(folder, 'newsroom.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Revision {
  readonly number: number
  readonly release: { readonly state: string; readonly liveAt?: string; readonly texts: object }
}
const revision = (number: number, state: string, liveAt?: string): Revision => ({
  number,
  release: { state, ...(liveAt ? { liveAt } : {}), texts: { en: { headline: 'بيان "one"' } } },
})
const history = (id: string, states: readonly string[], liveAt?: string) => ({
  id,
  places: { month: '2026-03', places: { en: 1 } },
  revisions: states.map((state, index) => revision(index + 1, state, liveAt)),
  complete: true,
})
const redirect = (from: string, release: string) => ({ from, release, language: 'en' })

/** A newsroom that answers so many things at once, and a history in parts of so many revisions. */
function newsroomOf(
  histories: readonly ReturnType<typeof history>[],
  redirects: readonly ReturnType<typeof redirect>[] = [],
  { atOnce = 2, part = 3, fails = (_: number) => null as Response | null } = {},
) {
  const parts = histories.flatMap(({ revisions, ...rest }) =>
    Array.from({ length: Math.ceil(revisions.length / part) }, (_, at) => ({
      ...rest,
      revisions: revisions.slice(at * part, (at + 1) * part),
      complete: (at + 1) * part >= revisions.length,
    })),
  )
  let asked = 0
  const fetch = async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/api/site') return Response.json(SITE)
    const failing = fails(asked++)
    if (failing) return failing
    const [name, all] =
      pathname === '/api/histories' ? ['histories', parts] : ['redirects', redirects]
    const from = Number(searchParams.get('cursor') ?? 0)
    const next = `https://press.test${pathname}?cursor=${from + atOnce}`
    return Response.json({
      [name as string]: (all as unknown[]).slice(from, from + atOnce),
      ...(from + atOnce < (all as unknown[]).length ? { next } : {}),
    })
  }
  return connectTo('https://press.test', 'token', { terminal, stop, fetch, pauses: [0, 0] })
}

async function written(
  connection: ReturnType<typeof newsroomOf>,
  path = file,
  stopping = stop,
): Promise<void> {
  const landing = await land(path, false)
  try {
    await writeArchive(connection, landing.write, { now: NOW, stop: stopping, progress: () => {} })
    await landing.keep()
  } catch (error) {
    await landing.drop()
    throw error
  }
}
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('an export', () => {
  test('has the newsroom, every history on one line, every redirect, and what it has in the end', async () => {
    const all = [
      history('a', ['draft']),
      history('b', ['draft', 'published', 'published', 'published', 'withdrawn']),
      history('c', ['embargoed'], '2026-03-23T09:00:00.001Z'),
      history('d', ['draft', 'embargoed'], '2026-03-23T09:00:00.000Z'),
    ]
    const led = [redirect('/old/', 'b'), redirect('/?p=1', 'a'), redirect('/new', 'made-later')]
    await written(newsroomOf(all, led))
    const text = readFileSync(file, 'utf8')
    const lines = linesOf(text)
    expect(lines.map(({ type }) => type)).toEqual([
      ...['newsroom', 'history', 'history', 'history', 'history'],
      ...['redirect', 'redirect', 'manifest'],
    ])
    expect(lines[0]).toEqual({
      type: 'newsroom',
      format: 1,
      at: '2026-03-23T09:00:00.000Z',
      site: SITE,
    })
    for (const [index, { complete: _, ...told }] of all.entries())
      expect(lines[index + 1]).toEqual({ type: 'history', ...told })
    expect(lines[5]).toEqual({ type: 'redirect', ...led[0] })
    const before = text.slice(0, text.lastIndexOf('{"type":"manifest"'))
    expect(lines.at(-1)).toEqual({
      type: 'manifest',
      counts: {
        releases: 4,
        revisions: 9,
        redirects: 2,
        drafts: 1,
        embargoed: 1,
        published: 1,
        withdrawn: 1,
      },
      bytes: Buffer.byteLength(before),
      sha256: createHash('sha256').update(before).digest('hex'),
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['newsroom.jsonl'])
  })

  test('of an empty newsroom is whole, too', async () => {
    await written(newsroomOf([]))
    expect((await checkArchive(file, stop)).manifest.counts.releases).toBe(0)
  })

  test('whatever there is, and in whatever parts it comes, is found whole by its check', async () => {
    const states = fc.array(fc.constantFrom('draft', 'embargoed', 'published', 'withdrawn'), {
      minLength: 1,
      maxLength: 9,
    })
    const shape = fc.record({
      atOnce: fc.integer({ min: 1, max: 4 }),
      part: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(states, { maxLength: 8 }),
        shape,
        fc.boolean(),
        async (all, how, isPacked) => {
          const path = `${file}${isPacked ? '.gz' : ''}`
          const made = all.map((each, index) => history(`id-${index}`, each))
          await written(
            newsroomOf(
              made,
              made.map(({ id }) => redirect(`/${id}`, id)),
              how,
            ),
            path,
          )
          const { manifest } = await checkArchive(path, stop)
          expect(manifest.counts.releases).toBe(all.length)
          expect(manifest.counts.revisions).toBe(all.flat().length)
          rmSync(path)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('in a name that ends in .gz is packed, and the manifest speaks of what is in it', async () => {
    await written(newsroomOf([history('a', ['draft'])]), `${file}.gz`)
    await written(newsroomOf([history('a', ['draft'])]))
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(readFileSync(file))).toBe(true)
  })

  test.each([
    [401, 'refused', /valid token/],
    [403, 'refused', /scope read/],
    [500, 'unreachable', /500/],
  ])(
    'that is answered %i in the middle leaves nothing, and says why',
    async (status, exit, says) => {
      const fails = (asked: number) => (asked > 0 ? new Response('x', { status }) : null)
      const room = newsroomOf(
        ['a', 'b', 'c', 'd'].map((id) => history(id, ['draft'])),
        [],
        { fails },
      )
      await expect(written(room)).rejects.toMatchObject({
        exit,
        message: expect.stringMatching(says),
      })
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test('that is stopped leaves nothing', async () => {
    const stopping = new AbortController()
    const fails = (asked: number) => {
      if (asked === 1) stopping.abort(new Error('stopped'))
      return null
    }
    const room = newsroomOf(
      ['a', 'b', 'c', 'd'].map((id) => history(id, ['draft'])),
      [],
      { fails },
    )
    await expect(written(room, file, stopping.signal)).rejects.toThrow('stopped')
    expect(readdirSync(folder)).toEqual([])
  })

  test('onto a full disk says so', async () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      history(`id-${at}`, Array(900).fill('draft')),
    )
    await expect(written(newsroomOf(many, [], { part: 900 }), '/dev/full')).rejects.toMatchObject({
      exit: 'unwritable',
      message: '/dev/full cannot be written: the disk is full.',
    })
    await expect(written(newsroomOf([]), '/dev/full')).rejects.toMatchObject({ exit: 'unwritable' })
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
  })

  test('never takes the place of a file unasked, and then only when it is whole', async () => {
    writeFileSync(file, 'mine')
    await expect(land(file, false)).rejects.toMatchObject({ exit: 'unwritable' })
    await expect(land(folder, true)).rejects.toMatchObject({ exit: 'unwritable' })
    await expect(land(join(folder, 'no', 'x'), false)).rejects.toMatchObject({
      message: expect.stringContaining('no such folder'),
    })
    const landing = await land(file, true)
    await landing.write(Buffer.from('new'))
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await landing.keep()
    expect(readFileSync(file, 'utf8')).toBe('new')
    // Made by somebody else while the export ran.
    const late = await land(join(folder, 'late'), false)
    writeFileSync(join(folder, 'late'), 'theirs')
    await expect(late.keep()).rejects.toMatchObject({ exit: 'unwritable' })
    expect(readFileSync(join(folder, 'late'), 'utf8')).toBe('theirs')
    expect(readdirSync(folder).sort()).toEqual(['late', 'newsroom.jsonl'])
  })

  test('goes where a link leads, and leaves the link', async () => {
    writeFileSync(join(folder, 'real'), '')
    symlinkSync('real', file)
    const landing = await land(file, true)
    await landing.write(Buffer.from('new'))
    await landing.keep()
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new')
    expect(existsSync(file)).toBe(true)
  })
})

describe('the check of a file', () => {
  const good = async () => {
    await written(
      newsroomOf(
        [history('a', ['draft', 'published']), history('b', ['draft'])],
        [redirect('/x', 'a')],
      ),
    )
    return readFileSync(file, 'utf8')
  }
  const faults = async (bytes: string | Buffer) => {
    writeFileSync(file, bytes)
    const failure = await checkArchive(file, stop).catch((error) => error)
    expect(failure).toMatchObject({ exit: 'unreadable' })
    return failure.details.join('\n')
  }

  test('finds a byte that has changed, wherever it is', async () => {
    const text = await good()
    await fc.assert(
      fc.asyncProperty(
        fc.nat(Buffer.byteLength(text) - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const bytes = Buffer.from(text)
          bytes[at] = (bytes[at] as number) ^ flip
          writeFileSync(file, bytes)
          const failure = await checkArchive(file, stop).catch((error) => error)
          expect(failure).toMatchObject({ exit: 'unreadable' })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('finds a file that breaks off, wherever it does', async () => {
    const text = await good()
    const bytes = Buffer.from(text)
    for (const end of [...Array(bytes.length).keys()].filter(
      (at) => at % 7 === 0 || at > bytes.length - 9,
    ))
      expect(await faults(bytes.subarray(0, end))).toContain('manifest is missing')
    const packed = gzipSync(bytes)
    writeFileSync(file, packed.subarray(0, packed.length - 9))
    await expect(checkArchive(file, stop)).rejects.toMatchObject({
      exit: 'unreadable',
      message: expect.stringContaining('breaks off'),
    })
  })

  test('names what is wrong with a file whose manifest was made to fit', async () => {
    await good()
    const sealed = (lines: readonly string[], over: object = {}) => {
      const before = lines.map((line) => `${line}\n`).join('')
      const counts = {
        ...{ releases: 0, revisions: 0, redirects: 0, drafts: 0 },
        ...{ embargoed: 0, published: 0, withdrawn: 0 },
        ...over,
      }
      const sha256 = createHash('sha256').update(before).digest('hex')
      return `${before}${JSON.stringify({ type: 'manifest', counts, bytes: Buffer.byteLength(before), sha256 })}\n`
    }
    const first = JSON.stringify({
      type: 'newsroom',
      format: 1,
      at: '2026-03-23T09:00:00.000Z',
      site: SITE,
    })
    const { complete: _, ...told } = history('a', ['draft', 'draft'])
    const line = JSON.stringify({ type: 'history', ...told })
    const gap = JSON.stringify({
      type: 'history',
      ...told,
      revisions: [revision(1, 'draft'), revision(3, 'draft')],
    })
    writeFileSync(file, sealed([first, line], { releases: 1, revisions: 2, drafts: 1 }))
    await checkArchive(file, stop)
    expect(await faults(sealed([first, gap], { releases: 1, revisions: 2, drafts: 1 }))).toBe(
      'Line 2 lacks revision 2 of a.',
    )
    expect(
      await faults(sealed([first, line, line], { releases: 2, revisions: 4, drafts: 2 })),
    ).toBe('Line 3 tells a once more.')
    expect(await faults(sealed([first, line]))).toContain(
      'releases: 1 in the file, 0 in its manifest',
    )
    expect(
      await faults(
        sealed([first, '{"type":"redirect","from":"/x","release":"z"}'], { redirects: 1 }),
      ),
    ).toContain('leads from "/x" to a release that is not in the file')
    expect(await faults(sealed([first, 'no']))).toContain('Line 2 is not a JSON object')
    expect(await faults(`${sealed([first])}{}\n`)).toContain('stands after the manifest')
    expect(await faults(sealed([first.replace('"format":1', '"format":2')]))).toContain('format 2')
    expect(await faults(sealed([line], { releases: 1, revisions: 2, drafts: 1 }))).toContain(
      'which newsroom',
    )
  })

  test('tells what is no file of its', async () => {
    for (const [path, says] of [
      [join(folder, 'none'), 'no such file'],
      [folder, 'directory'],
    ] as const)
      await expect(checkArchive(path, stop)).rejects.toMatchObject({
        exit: 'unreadable',
        message: expect.stringContaining(says),
      })
    expect(await faults(Buffer.from([0xff, 0xfe, 0x00]))).toContain('manifest is missing')
    expect(await faults('')).toContain('manifest is missing')
  })
})

describe('the command', () => {
  let room: Newsroom
  let served: OverHttp
  let heard: (request: Request) => void
  let ran: (...words: string[]) => ReturnType<typeof pressroom>
  beforeEach(async () => {
    room = await Newsroom.open()
    heard = () => {}
    served = await serveOverHttp(room.office, (request) => {
      heard(request)
      return room.office.answer(request)
    })
    for (let each = 0; each < 150; each++) await room.office.create(english())
    const env = { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: room.office.tokens.read }
    ran = (...words) => pressroom(words, { cwd: folder, env })
  })
  afterEach(async () => {
    await served.close()
    room.close()
  })

  test('does what its help shows, in the order of its examples', async () => {
    const { stdout } = await ran('export', '--help')
    const examples = [...stdout.matchAll(/^ {2}\$ pressroom (.*)$/gm)].map(
      ([, words = '']) => words,
    )
    expect(examples.length).toBeGreaterThan(3)
    for (const words of examples) {
      const { status, stderr } = await ran(...(words.split(' | ')[0] as string).split(' '))
      expect([words, status, stderr]).toEqual([words, 0, expect.anything()])
    }
    expect(readdirSync(folder).sort()).toEqual(['newsroom.jsonl', 'newsroom.jsonl.gz', 'site'])
    expect(existsSync(join(folder, 'site', 'archive', 'index.html'))).toBe(true)
  })

  test('prints the file, and as JSON what is in it', async () => {
    const { status, stdout } = await ran('export')
    expect([status, linesOf(stdout).at(-1).counts.drafts]).toEqual([0, 150])
    const told = await ran('export', '--json', file)
    expect(JSON.parse(told.stdout)).toMatchObject({ file, counts: { releases: 150 } })
    expect(told.stderr).toContain('Drafts and embargoed texts are in it')
    const checked = await ran('export', '--check', '--json', file)
    expect(JSON.parse(checked.stdout).sha256).toBe(JSON.parse(told.stdout).sha256)
  })

  test('says what is the matter in a line, with the exit code that is meant for it', async () => {
    writeFileSync(file, 'mine')
    const env = { PRESSROOM_URL: served.url }
    const cases = [
      [7, /is there already; --force/, ran('export', file)],
      [7, /the disk is full/, ran('export', '/dev/full')],
      [7, /is a directory/, ran('export', folder)],
      [7, /not empty/, ran('export', '--static', folder)],
      [7, /are not taken away/, ran('export', '--static', '--force', folder)],
      [6, /not a whole export/, ran('export', '--check', file)],
      [6, /no such file/, ran('export', '--check', 'nothing.jsonl')],
      [2, /Name the file/, ran('export', '--check')],
      [2, /Name the folder/, ran('export', '--static')],
      [
        1,
        /valid token/,
        pressroom(['export', 'x.jsonl'], {
          cwd: folder,
          env: { ...env, PRESSROOM_TOKEN: 'wrong' },
        }),
      ],
      [
        5,
        /does not answer/,
        pressroom(['export', 'x.jsonl', '--url', 'http://127.0.0.1:1'], { cwd: folder }),
      ],
    ] as const
    for (const [exit, says, running] of cases) {
      const { status, stdout, stderr } = await running
      expect([status, stdout, stderr]).toEqual([exit, '', expect.stringMatching(says)])
    }
    expect(readdirSync(folder)).toEqual(['newsroom.jsonl'])
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  test('is stopped by Ctrl-C, and leaves no half file; of a copy it names what it leaves', async () => {
    for (const [words, path, left] of [
      [['export', 'x.jsonl'], '/api/histories', []],
      [['export', '--static', 'site'], '/archive', ['site.incomplete']],
    ] as const) {
      const env = { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: room.office.tokens.read }
      const child = start(words, { cwd: folder, env })
      heard = ({ url }) => {
        if (new URL(url).pathname !== path) return
        heard = () => {}
        child.kill('SIGINT')
      }
      const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')])
      expect([status, stderr]).toEqual([130, expect.stringContaining('Stopped')])
      expect(readdirSync(folder)).toEqual(left)
      if (left.length > 0) expect(stderr).toContain('site.incomplete')
    }
  })
})
