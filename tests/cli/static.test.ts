import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectTo } from '../../src/cli/newsroom.ts'
import { crawl } from '../../src/cli/outlet/crawling.ts'
import { openFolder } from '../../src/cli/outlet/folder.ts'
import { linksIn } from '../../src/cli/outlet/links.ts'
import { mayBePage, placeOf } from '../../src/cli/outlet/places.ts'
import { copySite } from '../../src/cli/outlet/static.ts'
import { Newsroom } from '../lives/newsroom.ts'
import { bilingual, english, HOUR, type Json } from '../office.ts'

const stop = new AbortController().signal
const terminal = { tell: () => {} }
const SITE = 'https://press.test'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-static-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A connection to a newsroom in this process, which records who asks with a token. */
function connectionTo({ office }: Newsroom, token: string | null, asked: Request[] = []) {
  const answering = (request: Request) => {
    asked.push(request)
    return office.answer(request)
  }
  return connectTo(SITE, token, { terminal, stop, fetch: answering, pauses: [] })
}

/** The dumbest server that there is: a file, or the index of a folder. */
async function served(root: string) {
  const server = createServer(({ url = '' }, response) => {
    try {
      const path = decodeURIComponent(new URL(url, 'http://here').pathname)
      const file = join(root, path)
      if (!statSync(file).isDirectory()) return response.end(readFileSync(file))
      if (path.endsWith('/')) return response.end(readFileSync(join(file, 'index.html')))
      response.writeHead(301, { Location: `${encodeURI(path)}/` }).end()
    } catch {
      response.writeHead(404).end(readFileSync(join(root, '404.html')))
    }
  }).listen(0, 'localhost')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    get: async (path: string) => {
      const answer = await fetch(`http://localhost:${port}${path}`)
      return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function eventful(): Promise<Newsroom> {
  const room = await Newsroom.open()
  const { office } = room
  const make = async (body: object) => {
    const { status, json } = await office.create(body)
    expect(status).toBe(201)
    return json.release
  }
  await make(bilingual({ publish: true, topics: ['budget', 'الموازنة'] }))
  await make(english({ slug: 'secret-draft', headline: 'Secret draft' }))
  const until = new Date(office.now + HOUR).toISOString()
  await make(english({ slug: 'secret-embargo', headline: 'Held back' }, { embargo: { until } }))
  const arabic = { headline: 'بيان', slug: 'بيان-صحفي', body: 'نص [رابط](/archive).' }
  await make({ kind: 'press-release', texts: { ar: arabic }, publish: { at: '2024-02-29' } })
  const renamed = await make(english({ slug: 'first-name' }, { publish: true }))
  const again = { ...english({ slug: 'second-name' }), topics: ['budget'] }
  expect((await office.edit(renamed.id, again)).status).toBe(200)
  const gone = await make(english({ slug: 'taken-back', headline: 'A mistake' }, { publish: true }))
  expect((await office.withdraw(gone.id, { reason: 'Sent by mistake.' })).status).toBe(200)
  const hostile =
    '[a](/nowhere) [b](/releases/%2e%2e%2f%2e%2e%2fescape) [c](/%ff) [d](//evil.test/x)'
  await make(
    english({ body: `${hostile} [e](second-name) [f](${SITE}/archive?x=1#y).` }, { publish: true }),
  )
  for (let run = 0; run < 5; run++) await office.schedule()
  return room
}

const copy = async (room: Newsroom, token: string | null, asked: Request[] = []) => {
  const into = await openFolder(join(folder, 'site'), false)
  const copied = await copySite(connectionTo(room, token, asked), into, {
    now: room.office.now,
    stop,
    progress: () => {},
    pauses: [],
  })
  await into.keep()
  return copied
}

/** Every answer that the public can get to from the beginning. */
async function everything(room: Newsroom) {
  const found = new Map<string, { status: number; body: string; isPage: boolean }>()
  await crawl({
    connection: connectionTo(room, null),
    origins: [SITE],
    starts: ['/', '/ar', '/sitemap.xml', '/robots.txt', '/all/feed.xml'],
    stop,
    visit: async ({ path, status, headers, body }) => {
      const isPage = /html/.test(headers.get('Content-Type') ?? '')
      found.set(path, { status, body: body.toString('utf8'), isPage })
    },
  })
  return found
}

describe('a static copy of the public site', () => {
  test('served by the dumbest server answers every link of every page with what the newsroom says', async () => {
    const room = await eventful()
    const copied = await copy(room, null)
    expect(copied.missing).toEqual([])
    const server = await served(join(folder, 'site'))
    const live = await everything(room)
    expect(live.size).toBeGreaterThan(60)
    const links = { pages: 0, same: 0, searches: 0, moved: 0 }
    for (const [path, { status, body, isPage }] of live) {
      const copy = await server.get(path)
      if (status === 404) {
        expect(copied.broken.join(), path).toContain(path)
        continue
      }
      expect(copy.status, path).toBe(200)
      if (status >= 300) {
        expect(copy.body.toString(), path).toContain('http-equiv="refresh"')
        links.moved++
      } else if (body.includes('<form class="search"')) {
        expect(copy.body.toString(), path).not.toContain('<form')
        links.searches++
      } else {
        expect(copy.body.toString(), path).toBe(body)
        links.same++
      }
      if (isPage) links.pages++
    }
    expect(links.searches).toBe(4)
    expect(links.same).toBeGreaterThan(40)
    expect(links.moved).toBeGreaterThan(8)
    await server.close()
    room.close()
  })

  test('never asks for a page with the token, and has no draft and nothing under embargo', async () => {
    const room = await eventful()
    const asked: Request[] = []
    await copy(room, null, asked)
    for (const request of asked) expect(request.headers.get('Authorization')).toBeNull()
    const files = readdirSync(join(folder, 'site'), { recursive: true, withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => `${file.name} ${readFileSync(join(file.parentPath, file.name), 'utf8')}`)
    expect(texts.join().length).toBeGreaterThan(100_000)
    for (const secret of ['secret-draft', 'Secret draft', 'secret-embargo', 'Held back'])
      expect(texts.join(), secret).not.toContain(secret)
    room.close()
  })

  test('with a token asks for addresses alone, and has notices, old names and redirects besides', async () => {
    const room = await eventful()
    const { office } = room
    const list = await office.read('/api/releases?limit=100')
    const led = (from: string, release: string) => ({ from, release, language: 'en' })
    const renamed = list.json.releases.find(({ texts }: Json) => texts.en?.slug === 'second-name')
    const drafts = await office.ask('/api/releases?state=draft')
    const entered = await office.ask('/api/redirects', {
      method: 'POST',
      body: {
        redirects: [
          led('/2021/02/25/old-title/', renamed.id),
          led('/old.html', renamed.id),
          led('/old.php', renamed.id),
          led('/_redirects', renamed.id),
          led('/?p=12', renamed.id),
          led('/to-a-draft/', drafts.json.releases[0].id),
          led('/?p=13', drafts.json.releases[0].id),
        ],
      },
    })
    expect(entered.status).toBe(200)
    const asked: Request[] = []
    const copied = await copy(room, office.tokens.read, asked)
    for (const { url, headers } of asked)
      expect([url, headers.has('Authorization')]).toEqual([url, /\/api\//.test(url)])
    const at = (path: string) => readFileSync(join(folder, 'site', path), 'utf8')
    expect(at('releases/taken-back/index.html')).toContain('Sent by mistake.')
    for (const old of [
      'releases/first-name/index.html',
      '2021/02/25/old-title/index.html',
      'old.html',
    ])
      expect(at(old)).toContain(
        '<link rel="canonical" href="https://press.test/releases/second-name">',
      )
    expect(at('_redirects').split('\n')).toEqual(
      expect.arrayContaining([
        '/2021/02/25/old-title /releases/second-name 301',
        '/old.php /releases/second-name 301',
        '/releases/first-name /releases/second-name 301',
        '# /?p=12 /releases/second-name 301',
      ]),
    )
    expect(copied.missing.toSorted()).toEqual([
      '/_redirects: another address has the same name on this disk',
      '/old.php: it leads elsewhere; see _redirects',
    ])
    expect([copied.notices, copied.unnoticed]).toEqual([1, null])
    const everyFile = readdirSync(join(folder, 'site'), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => file.name + readFileSync(join(file.parentPath, file.name), 'utf8'))
    for (const secret of ['secret-draft', 'to-a-draft', 'p=13', 'secret-embargo', 'Held back'])
      expect(everyFile.join(), secret).not.toContain(secret)
    room.close()
  })

  test('names files as people read them, and lays everything where a server looks for it', async () => {
    const room = await eventful()
    await copy(room, null)
    const at = (path: string) => readFileSync(join(folder, 'site', path), 'utf8')
    expect(at('ar/releases/بيان-صحفي/index.html')).toContain('بيان')
    expect(at('ar/releases/بيان-صحفي.md')).toContain('نص')
    expect(at('ar/topics/الموازنة/feed.xml')).toContain('<feed')
    expect(at('sitemaps/2024-02.xml')).toContain(encodeURIComponent('بيان-صحفي'))
    expect(at('404.html')).toContain('<main')
    expect(at('README.txt')).toContain('1 withdrawn releases have no notice here')
    expect(readdirSync(folder)).toEqual(['site'])
    room.close()
  })
})

describe('where an address lies', () => {
  test.each([
    ['/', true, 'index.html'],
    ['/ar', true, 'ar/index.html'],
    ['/ar/', true, 'ar/index.html'],
    ['/releases/x', true, 'releases/x/index.html'],
    ['/releases/x.md', false, 'releases/x.md'],
    ['/old.HTML', true, 'old.HTML'],
    ['/feed.xml', false, 'feed.xml'],
    [`/${encodeURIComponent('بيان')}`, true, 'بيان/index.html'],
  ])('%s', (path, isPage, place) => expect(placeOf(path, isPage)).toBe(place))

  test.each([
    '/a//b',
    '/%2e%2e/x',
    '/a/..%2f..%2fx',
    '/a%5cb',
    '/a%00b',
    '/%ff',
    `/${'x'.repeat(256)}`,
    `/${encodeURIComponent('ب'.repeat(128))}`,
    '//evil.test/x',
  ])('%s has no place', (path) => expect(placeOf(path, true)).toBeNull())

  test('is never outside the folder, whatever the address', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('..', '%2e%2e', '%2F', '\\', '.', '%00'))),
        fc.boolean(),
        (parts, isPage) => {
          const address = `http://here/${parts.join('/').replace(/[?#]/g, '')}`
          if (!URL.canParse(address)) return
          const { pathname } = new URL(address)
          const place = placeOf(pathname, isPage)
          if (place === null) return
          expect(join('/folder', place).startsWith('/folder')).toBe(true)
          expect(place.split('/')).not.toContain('..')
        },
      ),
    )
  })

  test('a page under an extension of another kind is none', () => {
    expect(['/a', '/a.b-c', '/x.html', '/2021/02/a'].every(mayBePage)).toBe(true)
    expect(['/x.md', '/x.json', '/feed.xml', '/x.php'].some(mayBePage)).toBe(false)
  })
})

test('links are found in pages, feeds, stylesheets, lists and plain text', () => {
  const page = `<a class="x" href="/a?b=1&amp;c=2"><img src='/i.png' srcset="/i2.png 2x, /i3.png 3x">
    <link rel=stylesheet href=/s.css><p>href="/no" &lt;a href="/no"&gt;</p>`
  expect(linksIn(page, 'text/html; charset=utf-8')).toEqual([
    '/a?b=1&c=2',
    '/i.png',
    '/i2.png',
    '/i3.png',
    '/s.css',
  ])
  const feed =
    '<feed><link href="/x"/><item><link>http://a/b</link></item><loc>http://a/c</loc></feed>'
  expect(linksIn(feed, 'application/atom+xml')).toEqual(['/x', 'http://a/b', 'http://a/c'])
  expect(linksIn('{"a":{"url":"http://a/b"},"b":["text http://a/c"]}', 'application/json')).toEqual(
    ['http://a/b'],
  )
  expect(linksIn('@import "a.css"; b{src:url(c.woff2)}', 'text/css')).toEqual(['a.css', 'c.woff2'])
  expect(linksIn('Sitemap: http://a/sitemap.xml\n', 'text/plain')).toEqual(['http://a/sitemap.xml'])
})

describe('the folder', () => {
  test('that is there already has to be empty, or a copy that may be replaced', async () => {
    const path = join(folder, 'site')
    const first = await openFolder(path, false)
    await first.put('README.txt', 'This is a copy of a Pressroom newsroom')
    await first.put('a.html', 'one')
    await first.keep()
    await expect(openFolder(path, false)).rejects.toMatchObject({ exit: 'unwritable' })
    const second = await openFolder(path, true)
    await second.put('b.html', 'two')
    expect(readdirSync(path).sort()).toEqual(['README.txt', 'a.html'])
    await second.keep()
    expect(readdirSync(path).sort()).toEqual(['README.txt', 'b.html'])
    expect(readdirSync(folder)).toEqual(['site'])
  })

  test("is never somebody's own, whatever is forced", async () => {
    const path = join(folder, 'site')
    await (await openFolder(path, false)).keep()
    mkdirSync(`${path}.old`)
    writeFileSync(join(`${path}.old`, 'thesis.txt'), 'years of work')
    await (await openFolder(path, true)).keep()
    expect(readdirSync(folder).sort()).toEqual(['site', 'site.old'])
    expect(readdirSync(`${path}.old`)).toEqual(['thesis.txt'])
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    await expect(openFolder(folder, true)).rejects.toMatchObject({ exit: 'unwritable' })
    await expect(openFolder(join(folder, 'thesis.txt'), true)).rejects.toMatchObject({
      exit: 'unwritable',
    })
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine')
  })

  test('takes a name once, and tells what it cannot take', async () => {
    const into = await openFolder(join(folder, 'site'), false)
    expect(await into.put('a/b.txt', '1')).toBeNull()
    expect(await into.put('a/b.txt', '2')).toContain('same name')
    expect(await into.put('a', '3')).toBeTypeOf('string')
    expect(await into.put('a/b.txt/c', '4')).toBeTypeOf('string')
    expect(await into.put('x'.repeat(300), '5')).toContain('too long')
    expect(await into.put('../out.txt', '6')).toContain('outside')
    expect(readdirSync(folder)).toEqual(['site.incomplete'])
  })
})
