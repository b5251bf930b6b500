import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Newsroom } from '../lives/newsroom.ts'
import type { Json } from '../office.ts'
import { pressroom, start } from './command.ts'
import { type Answering, type OverHttp, serveOverHttp } from './over-http.ts'
import { type Served, serve } from './served.ts'

const folder = mkdtempSync(join(tmpdir(), 'pressroom import '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const fileOf = (name: string) => join(folder, name)

const release = (id: string, over: object = {}, words: object = {}) => ({
  type: 'release',
  id,
  kind: 'press-release',
  texts: {
    en: { headline: `Headline ${id}`, body: 'It was adopted.', ...words },
    ar: { headline: `خبر ${id}`, body: 'اعتُمد اليوم.' },
  },
  publish: { at: '2021-02-25' },
  ...over,
})

function sourceOf(name: string, lines: readonly object[]): string {
  writeFileSync(fileOf(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return fileOf(name)
}

const MIXED = sourceOf('mixed.jsonl', [
  release('budget', {}, { formerPaths: ['/2021/02/25/budget/', '/archive'] }),
  release('held', { publish: undefined, embargo: { until: '2999-01-01' } }),
  release('headless', {}, { headline: '' }),
  release('wrong', {}, { body: '<b>raw</b>' }),
])
const MANY = sourceOf(
  'many.jsonl',
  Array.from({ length: 40 }, (_, at) => release(`many-${at + 100}`)),
)

describe('at the built Worker', () => {
  let served: Served
  beforeAll(async () => {
    served = await serve()
  })
  afterAll(() => served?.close())
  const run = (...words: string[]) =>
    pressroom(['import', ...words], {
      env: { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: served.tokens.publish },
    })
  const get = async (path: string) =>
    fetch(served.url + path, {
      redirect: 'manual',
      headers: path.startsWith('/api') ? { Authorization: `Bearer ${served.tokens.read}` } : {},
    })

  test('a dry run tells what would be, and sends nothing', async () => {
    const { status, stdout } = await run(MIXED, '--dry-run')
    expect(status).toBe(4)
    expect(stdout).toMatch(/^Nothing was sent/)
    expect(stdout).toMatch(/1 +published\n1 +under embargo\n1 +kept as drafts\n1 +refused/)
    expect((await get('/api/releases/budget')).status).toBe(404)
  })

  test('all is taken that can be, in both languages, and the rest is named', async () => {
    const [map, report] = [fileOf('map.csv'), fileOf('report.jsonl')]
    const words = ['--yes', '--redirect-map', map, '--report', report]
    const { status, stdout, stderr } = await run(MIXED, ...words)
    expect(status).toBe(4)
    expect(stderr).toContain('mixed.jsonl (jsonl, 0.0 MB) to http://')
    expect(stderr).toMatch(/line 4 .*: refused\. \/texts\/en\/body has raw HTML on line 1/)
    expect(stderr).toMatch(/line 3 .*: kept as a draft\. It has no headline \(en\)\./)
    expect(stderr).toMatch(/Its path "\/archive" is an address of the newsroom itself/)
    expect(stdout).toMatch(/^Done:\n4 +items\n1 +published\n1 +under embargo\n1 +kept as drafts/)

    const old = await get('/2021/02/25/budget/')
    expect([old.status, old.headers.get('Location')]).toEqual([301, '/releases/headline-budget'])
    const page = await (await get('/ar/archive/2021/02')).text()
    expect(page).toContain('خبر budget')
    expect(readFileSync(map, 'utf8')).toBe(
      `from,to\n/2021/02/25/budget/,${served.url}/releases/headline-budget\n/archive,${served.url}/releases/headline-budget\n`,
    )
    const lines = readFileSync(report, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).outcome).sort()).toEqual([
      'draft',
      'held',
      'published',
      'refused',
      'refused',
    ])
  })

  test('a second site of the same system has ids of its own', async () => {
    const second = sourceOf('second.jsonl', [release('budget')])
    expect((await run(second, '--yes', '--prefix', 'north')).status).toBe(0)
    expect((await get('/api/releases/north-budget')).status).toBe(200)
  })

  test('again, all is there already, and JSON tells so', async () => {
    const { status, stdout } = await run(MIXED, '--yes', '--json')
    expect(status).toBe(4)
    const said = JSON.parse(stdout)
    expect(said).toMatchObject({ complete: true, items: 4, format: 'jsonl', dryRun: false })
    expect(said.counts).toMatchObject({ there: 3, refused: 1, published: 0 })
    expect(said.refused[0]).toMatchObject({ id: 'wrong', outcome: 'refused' })
  })
})

describe('whatever happens', () => {
  let room: Newsroom
  let served: OverHttp
  let answering: Answering
  beforeEach(async () => {
    room = await Newsroom.open()
    answering = (request) => room.office.answer(request)
    served = await serveOverHttp(room.office, (request) => answering(request))
  })
  afterEach(async () => {
    await served.close()
    room.close()
  })
  const env = () => ({
    PRESSROOM_URL: served.url,
    PRESSROOM_TOKEN: room.office.tokens.publish,
  })
  const run = (...words: string[]) => pressroom(['import', ...words], { env: env() })
  const stored = () => room.d1.peek('SELECT id FROM releases').length
  /** Does something at the change with this number, before it is answered. */
  const atChange = (number: number, act: () => Response | null | undefined) => {
    let changes = 0
    answering = async (request) => {
      if (request.method === 'GET' || ++changes < number) return room.office.answer(request)
      const answer = act()
      return answer === undefined ? room.office.answer(request) : answer
    }
  }

  test('nobody who could say yes is there: nothing is sent', async () => {
    const { status, stderr } = await run(MANY)
    expect(status).toBe(3)
    expect(stderr).toContain('Import it?')
    expect(stored()).toBe(0)
  })

  test('all was taken: the command is done', async () => {
    const { status, stdout } = await run(MANY, '--yes', '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout).counts.published).toBe(40)
  })

  test('a folder is taken as a file is', async () => {
    mkdirSync(fileOf('texts'), { recursive: true })
    for (const name of ['budget', 'ferry'])
      writeFileSync(
        fileOf(`texts/${name}.md`),
        `---\nheadline: The ${name} of the city\ndate: 2021-02-25\n---\n\nThe council has adopted it.\n`,
      )
    const { status, stdout, stderr } = await run(fileOf('texts'), '--yes', '--json')
    expect([status, stderr]).toEqual([0, expect.stringContaining('100 %')])
    expect(JSON.parse(stdout).counts.published).toBe(2)
  })

  test('the report and the redirect map are two files', async () => {
    const one = fileOf('both')
    const { status, stderr } = await run(MANY, '--yes', '--report', one, '--redirect-map', one)
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be the report and')])
    expect([existsSync(one), stored()]).toEqual([false, 0])
  })

  test('the command line is wrong', async () => {
    for (const words of [
      [MANY, '--at-once', '65'],
      [MANY, '--at-once', '0'],
      [MANY, '--format', 'word'],
      [MANY, '--language', 'fr', '--yes'],
      [MANY, '--dry-run', '--redirect-map', fileOf('no.csv')],
      [MANY, '--report', MANY, '--yes'],
      [],
    ]) {
      const { status, stderr } = await run(...words)
      expect([words, status]).toEqual([words, 2])
      expect(stderr).not.toBe('')
    }
    const env = { PRESSROOM_URL: 'https://press.invalid' }
    const { status, stderr } = await pressroom(['import', MANY], { env })
    expect([status, stderr]).toEqual([2, expect.stringContaining('A token is needed')])
    expect(stored()).toBe(0)
  })

  test('the source cannot be read', async () => {
    const { status, stderr } = await run(fileOf('nothing.xml'), '--yes')
    expect([status, stderr]).toEqual([6, expect.stringContaining('nothing.xml')])
  })

  test('the token may not publish', async () => {
    const { status, stderr } = await pressroom(['import', MANY, '--yes'], {
      env: { ...env(), PRESSROOM_TOKEN: room.office.tokens.draft },
    })
    expect(status).toBe(1)
    expect(stderr).toContain('This needs a token with the scope "publish".')
    expect(stderr).toContain('It ended after 0 items.')
  })

  test('the newsroom goes away: it is told how far it came, and the same command goes on', async () => {
    atChange(10, () => null)
    const { status, stdout, stderr } = await run(MANY, '--yes', '--json', '--at-once', '2')
    expect(status).toBe(5)
    expect(stderr).toMatch(/does not answer/)
    expect(stderr).toMatch(/It ended after \d+ items\. The same command goes on from there\./)
    const { complete, counts } = JSON.parse(stdout)
    expect([complete, counts.published, stored()]).toEqual([false, 9, 9])
    expect(counts.unsure).toBeGreaterThan(0)
    answering = (request) => room.office.answer(request)
    const again = await run(MANY, '--yes', '--json')
    expect(again.status).toBe(0)
    expect(JSON.parse(again.stdout).counts).toMatchObject({ there: 9, published: 31 })
  })

  test('Ctrl-C: what has begun is finished and counted', async () => {
    const child = start(['import', MANY, '--yes', '--json', '--at-once', '4'], { env: env() })
    child.stdin.end()
    atChange(10, () => {
      child.kill('SIGINT')
      answering = (request) => room.office.answer(request)
      return undefined
    })
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    expect(status).toBe(130)
    expect(stderr).toContain('The same command goes on from there.')
    expect(JSON.parse(stdout).counts.published).toBe(stored())
    expect(stored()).toBeLessThan(40)
  })

  test('Ctrl-C while it waits for the limit of the newsroom to pass', async () => {
    atChange(5, () => new Response(null, { status: 429, headers: { 'Retry-After': '600' } }))
    const child = start(['import', MANY, '--yes', '--json'], { env: env() })
    child.stdin.end()
    let stderr = ''
    let isStopped = false
    child.stderr.on('data', (said) => {
      stderr += said
      // Once: the second time would not let it say what was done.
      if (!isStopped && /600 s/.test(stderr)) isStopped = child.kill('SIGINT')
    })
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect(status).toBe(130)
    expect(JSON.parse(stdout).counts.published).toBe(stored())
  })

  const hasFullDisk = existsSync('/dev/full')
  test.runIf(hasFullDisk)('the disk is full: it ends, and tells what was done', async () => {
    const words = [MANY, '--yes', '--json']
    const { status, stdout, stderr } = await run(...words, '--report', '/dev/full')
    expect(status).toBe(7)
    expect(stderr).toContain('/dev/full cannot be written (the disk is full).')
    const { counts, items }: Json = JSON.parse(stdout)
    expect([counts.published, items]).toEqual([stored(), stored()])
    expect(stored()).toBeGreaterThan(0)

    const before = stored()
    expect(await run(...words, '--redirect-map', '/dev/full')).toMatchObject({ status: 7 })
    expect(stored()).toBe(before)
  })

  test('a file cannot be written at all: nothing is sent', async () => {
    const nowhere = join(folder, 'nowhere', 'report.jsonl')
    const { status, stderr } = await run(MANY, '--yes', '--report', nowhere)
    expect(status).toBe(7)
    expect(stderr).toContain('its directory is not there')
    expect(stored()).toBe(0)
  })
})
