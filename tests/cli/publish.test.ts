import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pressroom } from './command.ts'
import { type Served, serve } from './served.ts'

let served: Served
const folder = mkdtempSync(join(tmpdir(), 'pressroom publish '))
beforeAll(async () => {
  served = await serve()
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(folder, name), text)
  return name
}
const run = (words: readonly string[], env: Record<string, string> = {}) =>
  pressroom(words, {
    cwd: folder,
    env: { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: served.tokens.publish, ...env },
  })
const json = async (words: readonly string[], env?: Record<string, string>) => {
  const ran = await run([...words, '--yes', '--json'], env)
  expect(ran, ran.stderr).toMatchObject({ status: 0 })
  return JSON.parse(ran.stdout)
}
const read = async (id: string) =>
  (
    await fetch(`${served.url}/api/releases/${id}`, {
      headers: { Authorization: `Bearer ${served.tokens.read}` },
    })
  ).json() as Promise<Release>
interface Release {
  readonly id: string
  readonly state: string
  readonly revision: number
  readonly kind: string
  readonly day: string
  readonly liveAt: string
  readonly topics: string[]
  readonly corrections: { readonly note: Record<string, string> }[]
  readonly texts: Record<string, Record<string, unknown>>
}
const countOf = async (headline: string) => {
  const answer = await fetch(`${served.url}/api/releases?limit=100`, {
    headers: { Authorization: `Bearer ${served.tokens.read}` },
  })
  const { releases } = (await answer.json()) as { releases: Release[] }
  return releases.filter(({ texts }) =>
    Object.values(texts).some((text) => text.headline === headline),
  ).length
}
let number = 0
/** A Markdown file with an id, in English. */
function markdown(id: string, headline: string, body = 'It was said.', more = ''): string {
  number++
  const head = `id: ${id}\nkind: statement\ntopics: [budget]\n${more}`
  return write(`${id}-${number}.md`, `---\n${head}---\n# ${headline}\n\n${body}\n`)
}

/** A press release of 25 شباط 2021 under the headline المجلس يقر الموازنة. */
const WINDOWS_1256 =
  'c8edc7e420d5cddded0a323520d4c8c7d820323032310a0ac7e1e3cce1d320edded120c7e1e3e6c7' +
  'd2e4c90a0adadecf20c7e1e3cce1d320c7e1ede6e320cce1d3c920c3ded120ddede5c720c7e1e3e6' +
  'c7d2e4c92e20e6cad3d1ed20e3e420c3e6e120c7e1d4e5d120c7e1e3dec8e12e0a'

describe('pressroom publish', () => {
  test('publishes one release of two files, in English and Arabic, and tells where it is', async () => {
    const head = 'id: both\nkind: press-release\n'
    write('both.en.md', `---\n${head}---\n# Council adopts the budget\n\nIt was *adopted*.\n`)
    write('both.ar.md', `---\n${head}---\n# المجلس يقر الموازنة\n\nأُقرّت اليوم.\n`)
    const ran = await run(['publish', 'both.en.md', 'both.ar.md', '--topic', 'budget', '--yes'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stderr).toContain('headline     \u2068المجلس يقر الموازنة\u2069')
    expect(ran.stderr).toMatch(/public +at once/)
    const [, url] = /Arabic: (\S+)/.exec(ran.stdout) ?? []
    const page = await (await fetch(url ?? '')).text()
    expect(page).toContain('المجلس يقر الموازنة')
    expect(await read('both')).toMatchObject({ state: 'published', topics: ['budget'] })
    expect(ran.stdout).toMatch(/public since .*\(Asia\/Damascus\), .*UTC/)
  })

  test('files a plain text under its past date, and says so before', async () => {
    const file = write(
      'older.txt',
      'PRESS RELEASE\nOffice of Public Information\n25 February 2021\n\nAn older statement\n\nDAMASCUS - It was said then.\n\nENDS\n',
    )
    const ran = await run(['publish', file, '--yes', '--json'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stderr).toContain('filed under 25 February 2021')
    const { done } = JSON.parse(ran.stdout)
    expect(done).toHaveLength(1)
    expect(done[0]).toMatchObject({
      source: file,
      repeated: false,
      release: { state: 'published', day: '2021-02-25', kind: 'press-release' },
      receipt: { revision: 1 },
    })
  })

  test('reads Arabic in Windows-1256, and its month', async () => {
    const file = write('windows-1256.txt', Buffer.from(WINDOWS_1256, 'hex'))
    const { done } = await json(['publish', file, '--encoding', 'windows-1256'])
    expect(done[0].release).toMatchObject({
      kind: 'press-release',
      day: '2021-02-25',
      texts: { ar: { headline: 'المجلس يقر الموازنة' } },
    })
  })

  test('names what is open where nobody answers, and sends nothing', async () => {
    const file = write(
      'open.txt',
      'Press release\n04/05/2021\n\nA new archive\n\nThe archive opens today. It has two rooms.\n',
    )
    const ran = await run(['publish', file, '--yes'])
    expect(ran).toMatchObject({ status: 3, stdout: '' })
    expect(ran.stderr).toContain('--date 2021-05-04 (4 May 2021)')
    expect(ran.stderr).toContain('--date 2021-04-05 (5 April 2021)')
    expect(await countOf('A new archive')).toBe(0)
    const settled = await json(['publish', file, '--date', '2021-04-05'])
    expect(settled.done[0].release.day).toBe('2021-04-05')
  })

  test('does not guess about a date to come', async () => {
    const file = markdown('to-come', 'Still to come', 'Text.', 'date: 2035-03-01\n')
    const ran = await run(['publish', file, '--yes'])
    expect(ran).toMatchObject({ status: 3, stdout: '' })
    expect(ran.stderr).toMatch(/1 March 2035.*still to come.*--date now.*pressroom embargo/)
    expect((await run(['publish', file, '--date', 'now', '--yes'])).status).toBe(0)
    expect((await read('to-come')).state).toBe('published')
  })

  test('asks before it sends, and without an answer sends nothing', async () => {
    const file = markdown('unasked', 'Unasked')
    const ran = await run(['publish', file])
    expect(ran).toMatchObject({ status: 3, stdout: '' })
    expect(ran.stderr).toContain('"Publish it now?": --yes says yes.')
    expect(await countOf('Unasked')).toBe(0)
  })

  test('tells what the newsroom minds as the field of the file, before anything is sent', async () => {
    const good = markdown('good-one', 'A good one')
    const headline = 'The council said that it was for all of the people. '.repeat(8)
    const bad = write(
      'bad.md',
      `---\nid: bad-one\nlanguage: en\nkind: statement\nheadline: "${headline}"\n---\nText.\n`,
    )
    const ran = await run(['publish', good, bad, '--yes'])
    expect(ran).toMatchObject({ status: 1, stdout: '' })
    expect(ran.stderr).toMatch(/bad\.md: headline \(English\): must not be longer/)
    expect(ran.stderr).toMatch(/Nothing was sent/)
    expect(await countOf('A good one')).toBe(0)
  })

  test('makes no double within a day, and says that it was done already', async () => {
    const file = write('once.md', '---\nkind: statement\n---\n# Only once\n\nIt was said once.\n')
    const first = await json(['publish', file])
    const second = await json(['publish', file])
    expect(second.done[0]).toMatchObject({
      repeated: true,
      release: { id: first.done[0].release.id },
    })
    expect(await countOf('Only once')).toBe(1)
    expect((await run(['publish', file, '--yes'])).stdout).toMatch(/^published already/)
    expect((await json(['publish', file, '--again'])).done[0].repeated).toBe(false)
    expect(await countOf('Only once')).toBe(2)
  })

  test('does not call published what was withdrawn within the day', async () => {
    const file = write('back.md', '---\nkind: statement\n---\n# Taken back\n\nIt was wrong.\n')
    const { id } = (await json(['publish', file])).done[0].release
    await json(['withdraw', id, '--reason', 'Wrong.'])
    const again = await run(['publish', file, '--yes'])
    expect(again).toMatchObject({ status: 1, stdout: '' })
    expect(again.stderr).toContain(`${id}, which is withdrawn now`)
    expect((await json(['publish', file, '--again'])).done[0].release.state).toBe('published')
  })

  test('replaces and publishes a draft with the id of the file, and keeps its other languages', async () => {
    await json(['draft', markdown('ripe', 'Not ripe yet')])
    write('ripe.ar.md', '---\nid: ripe\nkind: statement\n---\n# ناضج\n\nنص.\n')
    await json(['draft', 'ripe.ar.md'])
    const { done } = await json(['publish', markdown('ripe', 'Ripe')])
    expect(done[0].release).toMatchObject({ state: 'published', revision: 4 })
    expect((await read('ripe')).texts).toMatchObject({
      en: { headline: 'Ripe' },
      ar: { headline: 'ناضج' },
    })
  })

  test('leaves what is public alone: the same is done already, anything else is a correction', async () => {
    const file = markdown('known', 'Known')
    await json(['publish', file])
    expect((await json(['publish', file])).done[0]).toMatchObject({
      repeated: true,
      release: { revision: 1 },
    })
    const other = await run(['publish', markdown('known', 'Known better'), '--yes'])
    expect(other).toMatchObject({ status: 1, stdout: '' })
    expect(other.stderr).toContain('"pressroom correct known"')
  })

  test('publishes a draft that is there, and names what it lacks', async () => {
    await json(['draft', markdown('there', 'There')])
    expect((await json(['publish', '--release', 'there'])).done[0].release.state).toBe('published')
    expect((await json(['publish', '--release', 'there'])).done[0].repeated).toBe(true)
    await json(['draft', markdown('lacking', 'Lacking', '')])
    const lacking = await run(['publish', '--release', 'lacking', '--yes'])
    expect(lacking).toMatchObject({ status: 1, stdout: '' })
    expect(lacking.stderr).toContain('The body is missing')
    expect((await run(['publish', '--release', 'nowhere', '--yes'])).status).toBe(1)
    expect((await run(['publish', '--yes'])).status).toBe(2)
  })

  test('lets the paths lead on at which a release stood before', async () => {
    const more = 'aliases: [/2021/02/25/an-old-title/, /releases/taken]\n'
    const file = markdown('moved', 'Moved here', 'Text.', more)
    const ran = await run(['publish', file, '--yes'])
    expect(ran).toMatchObject({ status: 4 })
    expect(ran.stderr).toContain('/releases/taken')
    const old = await fetch(`${served.url}/2021/02/25/an-old-title/`, { redirect: 'manual' })
    expect(old.headers.get('Location')).toMatch(/\/releases\/moved-here$/)
  })

  test('refuses a token that may not, and a missing one', async () => {
    const file = markdown('forbidden', 'Forbidden')
    const draft = await run(['publish', file, '--yes'], { PRESSROOM_TOKEN: served.tokens.draft })
    expect(draft).toMatchObject({ status: 1, stdout: '' })
    const none = await run(['publish', file, '--yes'], { PRESSROOM_TOKEN: 'pressroom_wrong' })
    expect(none).toMatchObject({ status: 1, stdout: '' })
    expect(await countOf('Forbidden')).toBe(0)
  })

  test('names a file that cannot be read', async () => {
    const ran = await run(['publish', 'nowhere.md', '--yes'])
    expect(ran).toMatchObject({ status: 6, stdout: '' })
    expect(ran.stderr).toContain('nowhere.md')
  })
})

describe('pressroom draft', () => {
  test('stores what is not complete, and tells what is missing', async () => {
    const file = write('bare.md', '---\nid: bare\nkind: statement\n---\n# Bare\n')
    const ran = await run(['draft', file, '--yes'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stdout).toContain('The body is missing')
    expect((await read('bare')).state).toBe('draft')
    const again = await run(['draft', file, '--yes'])
    expect(again).toMatchObject({ status: 0 })
    expect((await read('bare')).revision).toBe(1)
  })

  test('gives a draft that is there the words of a plain text', async () => {
    await json(['draft', markdown('filled', 'To be filled', '')])
    const file = write(
      'filled.txt',
      'Statement\n\nFilled at last\n\nIt was said. And it was heard.\n',
    )
    await json(['draft', file, '--release', 'filled'])
    expect(await read('filled')).toMatchObject({
      state: 'draft',
      revision: 2,
      texts: { en: { headline: 'Filled at last' } },
    })
  })
})

describe('pressroom embargo', () => {
  test('holds, moves and cancels, in the site’s zone and in UTC', async () => {
    const file = markdown('held', 'Held')
    const ran = await run(['embargo', file, '--until', '1 March 2035, 9:00', '--yes'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stderr).toContain('held until 1 March 2035, 09:00 (Asia/Damascus), 06:00 UTC')
    expect(await read('held')).toMatchObject({
      state: 'embargoed',
      liveAt: '2035-03-01T06:00:00.000Z',
    })
    await json(['embargo', '--release', 'held', '--until', '2035-03-01T09:00:00Z'])
    expect((await read('held')).liveAt).toBe('2035-03-01T09:00:00.000Z')
    const back = await json(['embargo', '--release', 'held', '--until', '1 March 2035, 9:00'])
    expect(back.done[0]).toMatchObject({ repeated: false, release: { revision: 3 } })
    const replaced = await json(['embargo', markdown('held', 'Held otherwise')])
    expect(replaced.done[0].release).toMatchObject({
      liveAt: '2035-03-01T06:00:00.000Z',
      texts: { en: { headline: 'Held otherwise' } },
    })
    await json(['embargo', '--release', 'held', '--cancel'])
    expect((await read('held')).state).toBe('draft')
    expect((await json(['embargo', '--release', 'held', '--cancel'])).done[0].repeated).toBe(true)
  })

  test('takes the embargo line of a plain text, in Arabic', async () => {
    const file = write(
      'held.ar.txt',
      'بيان صحفي\nمحظور النشر حتى ١ آذار ٢٠٣٥ الساعة ٩:٠٠\n\nالمجلس يقر الموازنة الجديدة\n\nأقر المجلس اليوم الموازنة الجديدة في جلسة طويلة. وتسري من أول الشهر.\n',
    )
    const { done } = await json(['embargo', file])
    expect(done[0].release).toMatchObject({
      state: 'embargoed',
      liveAt: '2035-03-01T06:00:00.000Z',
      texts: { ar: { headline: 'المجلس يقر الموازنة الجديدة' } },
    })
  })

  test('needs a moment to come', async () => {
    const file = markdown('no-moment', 'No moment')
    expect((await run(['embargo', file, '--yes'])).status).toBe(3)
    expect((await run(['embargo', file, '--until', '2021-01-01', '--yes'])).status).toBe(2)
    expect((await run(['embargo', file, '--until', 'soon', '--yes'])).status).toBe(2)
    expect((await run(['embargo', '--cancel', '--yes'])).status).toBe(2)
  })
})

describe('pressroom correct', () => {
  test('changes a text with a note for each language, and shows the words that change', async () => {
    const body = 'The council adopted a budget of 85 million after a long day.'
    await json(['publish', markdown('total', 'The total', body, 'department: Treasury\n')])
    const file = markdown('total', 'The total', body.replace('85', '58'), 'department: Treasury\n')
    const words = [
      'correct',
      'total',
      file,
      '--note',
      'The total was wrong.',
      '--note',
      'ar=كان خطأ.',
    ]
    const ran = await run([...words, '--yes'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stderr).toContain(
      'English, body: … \u2068adopted a budget of\u2069 [-\u206885\u2069-] {+\u206858\u2069+}',
    )
    expect(ran.stderr).not.toContain('department')
    const once = await read('total')
    expect(once).toMatchObject({
      revision: 2,
      corrections: [{ note: { en: 'The total was wrong.', ar: 'كان خطأ.' } }],
      texts: { en: { department: 'Treasury' } },
    })
    expect((await json(words)).done[0].repeated).toBe(true)
    expect(await read('total')).toEqual(once)
  })

  test('finds a release by its address, and adds a note alone', async () => {
    await json(['publish', markdown('by-address', 'By its address')])
    const url = (await read('by-address')).texts.en?.url as string
    for (const [name, note] of [
      [url, 'One.'],
      ['/releases/by-its-address', 'Two.'],
      ['by-its-address', 'Three.'],
    ] as const)
      expect((await json(['correct', name, '--note', note])).done[0].release.id).toBe('by-address')
    expect((await read('by-address')).corrections).toHaveLength(3)
  })

  test('edits without a note, and needs one of both', async () => {
    await json(['publish', markdown('comma', 'A comma', 'Yes it was.')])
    const file = markdown('comma', 'A comma', 'Yes, it was.')
    expect((await run(['correct', 'comma', file, '--yes'])).status).toBe(3)
    await json(['correct', 'comma', file, '--without-note'])
    expect(await read('comma')).toMatchObject({ revision: 2, corrections: [] })
    const both = ['correct', 'comma', file, '--without-note', '--note', 'x', '--yes']
    expect((await run(both)).status).toBe(2)
  })

  test('is for what is public', async () => {
    await json(['draft', markdown('unpublished', 'Unpublished')])
    const ran = await run(['correct', 'unpublished', '--note', 'x', '--yes'])
    expect(ran).toMatchObject({ status: 1, stdout: '' })
    expect(ran.stderr).toContain('pressroom draft')
  })
})

describe('pressroom withdraw', () => {
  test('takes a release back for good, and points to the one in its place', async () => {
    await json(['publish', markdown('wrong', 'Wrong'), markdown('right', 'Right')])
    const words = ['withdraw', 'wrong', '--reason', 'Too early.', '--reason', 'ar=قبل أوانه.']
    const ran = await run([...words, '--replaced-by', 'right', '--yes'])
    expect(ran, ran.stderr).toMatchObject({ status: 0 })
    expect(ran.stderr).toContain('This is for good.')
    const page = await fetch(`${served.url}/releases/wrong`)
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('Too early.')
    expect((await json(words)).done[0].repeated).toBe(true)
    const other = await run(['withdraw', 'wrong', '--reason', 'Another.', '--yes'])
    expect(other).toMatchObject({ status: 1, stdout: '' })
  })

  test('needs a reason and somebody who agrees', async () => {
    await json(['publish', markdown('kept', 'Kept')])
    expect((await run(['withdraw', 'kept', '--yes'])).status).toBe(3)
    expect((await run(['withdraw', 'kept', '--reason', 'x'])).status).toBe(3)
    expect((await read('kept')).state).toBe('published')
  })
})

describe('a newsroom that is lost', () => {
  /** What a proxy does with the n-th change that it sees: passes it on, or loses one half of it. */
  type Loss = 'none' | 'request' | 'answer' | 'end'

  /** Stands before the newsroom and loses what it is told to; counts the changes that arrived. */
  async function losing(losses: (change: number, path: string) => Loss) {
    let changes = 0
    const server: Server = createServer((asked, answer) => {
      const path = asked.url ?? '/'
      const isChange = asked.method !== 'GET' && !path.includes('/validate')
      const loss = isChange ? losses(++changes, path) : changes > 0 ? losses(changes, path) : 'none'
      if (loss === 'request') return asked.socket.destroy()
      const { host: _, ...headers } = asked.headers
      const { hostname, port } = new URL(served.url)
      const method = asked.method ?? 'GET'
      const passed = request({ hostname, port, path, method, headers }, (came) => {
        if (loss === 'answer') return asked.socket.destroy()
        answer.writeHead(came.statusCode ?? 500, came.headers)
        if (loss !== 'end') return came.pipe(answer)
        came.once('data', (data: Buffer) => {
          answer.write(data.subarray(0, 10), () => setTimeout(() => asked.socket.destroy(), 100))
        })
      })
      passed.on('error', () => asked.socket.destroy())
      asked.pipe(passed)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () =>
        new Promise<void>((resolve) => {
          server.closeAllConnections()
          server.close(() => resolve())
        }),
    }
  }

  test('for one answer is asked again, and the release is made once', async () => {
    const proxy = await losing((change) => (change === 1 ? 'answer' : 'none'))
    const file = write('lost.md', '---\nkind: statement\n---\n# The answer is lost\n\nText.\n')
    const { done } = await json(['publish', file], { PRESSROOM_URL: proxy.url })
    expect(done[0].release.state).toBe('published')
    expect(await countOf('The answer is lost')).toBe(1)
    await proxy.close()
  })

  test('for good says what is not known, and the same command finds out', async () => {
    const proxy = await losing(() => 'answer')
    const file = write('gone.md', '---\nkind: statement\n---\n# It is gone\n\nText.\n')
    const ran = await run(['publish', file, '--yes', '--json'], { PRESSROOM_URL: proxy.url })
    expect(ran).toMatchObject({ status: 5, stdout: '' })
    expect(ran.stderr).toMatch(/It is not known whether .*gone\.md was published/)
    expect(ran.stderr).toContain('Run the same command again')
    expect((await json(['publish', file])).done[0].repeated).toBe(true)
    expect(await countOf('It is gone')).toBe(1)
    await proxy.close()
  })

  test('within its answer says what is not known, and shows no stack', async () => {
    const proxy = await losing(() => 'end')
    const file = write('half.md', '---\nkind: statement\n---\n# Half an answer\n\nText.\n')
    const ran = await run(['publish', file, '--yes'], { PRESSROOM_URL: proxy.url })
    expect(ran).toMatchObject({ status: 5, stdout: '' })
    expect(ran.stderr).toMatch(/It is not known whether .*half\.md was published/)
    expect(ran.stderr).not.toMatch(/^\s+at /m)
    expect((await json(['publish', file])).done[0].repeated).toBe(true)
    await proxy.close()
  })

  test('between two releases names what was sent and what was not', async () => {
    const proxy = await losing((change) => (change > 1 ? 'request' : 'none'))
    const files = ['one', 'two', 'three'].map((name) => markdown(`${name}-of-three`, `The ${name}`))
    const ran = await run(['publish', ...files, '--yes', '--json'], { PRESSROOM_URL: proxy.url })
    expect(ran.status).toBe(5)
    const told = JSON.parse(ran.stdout)
    expect(told.done.map(({ release }: { release: Release }) => release.id)).toEqual([
      'one-of-three',
    ])
    expect(told.notDone).toHaveLength(2)
    expect(ran.stderr).toMatch(/1 of 3 were done/)
    expect(ran.stderr).toMatch(/three-of-three.*: not sent/)
    const again = await json(['publish', ...files])
    expect(again.done.map(({ repeated }: { repeated: boolean }) => repeated)).toEqual([
      true,
      false,
      false,
    ])
    await proxy.close()
  })

  test('before anything is read is said at once', async () => {
    const file = markdown('nobody', 'Nobody')
    const ran = await run(['publish', file, '--yes'], { PRESSROOM_URL: 'http://127.0.0.1:9' })
    expect(ran).toMatchObject({ status: 5, stdout: '' })
  })
})
