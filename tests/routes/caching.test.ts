import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  etagOf,
  keep,
  keepPrivateUnlessSaid,
  matches,
  POLICIES,
  type Policy,
  pageTag,
  releaseTag,
  respond,
  tagsToPurge,
} from '../../src/caching.ts'
import { anyText } from '../newsroom/invented.ts'

const EDGE = 'Cloudflare-CDN-Cache-Control'
const policies = Object.keys(POLICIES) as Policy[]
const anyPolicy = fc.constantFrom(...policies)
const tag = fc.constantFrom(releaseTag('budget'), pageTag('/'), pageTag('/archive/2026/03'))
const answer = (over: Partial<Answer> = {}): Answer => ({
  body: 'Words',
  type: 'text/html; charset=utf-8',
  ...over,
})
/** Seconds in a `Cache-Control` directive. */
const seconds = (field: string | null, directive: string) =>
  Number(new RegExp(`(?:^|[ ,])${directive}=(\\d+)`).exec(field ?? '')?.[1] ?? -1)

describe('a policy', () => {
  test('that is private lets nobody keep the answer, and every other one has a short life in a browser', () => {
    for (const policy of policies) {
      const headers = new Headers()
      keep(headers, policy, ['t'])
      const browser = headers.get('Cache-Control')
      if (policy === 'private') {
        expect(browser).toBe('private, no-store')
        expect([headers.has(EDGE), headers.has('Cache-Tag')]).toEqual([false, false])
        continue
      }
      expect(browser).toMatch(/^public, max-age=\d+$/)
      expect(seconds(browser, 'max-age')).toBeLessThanOrEqual(60)
      expect(headers.get(EDGE)).not.toMatch(/private|no-store/)
      expect(seconds(headers.get(EDGE), 'max-age')).toBeGreaterThanOrEqual(
        seconds(browser, 'max-age'),
      )
    }
  })

  test('for what the public reads most is long at the edge, and longer while revalidating and in a fault', () => {
    for (const policy of ['release', 'page'] as const) {
      const headers = new Headers()
      keep(headers, policy)
      const edge = headers.get(EDGE)
      expect(seconds(edge, 'max-age')).toBeGreaterThanOrEqual(3600)
      expect(seconds(edge, 'stale-while-revalidate')).toBeGreaterThan(0)
      expect(seconds(edge, 'stale-if-error')).toBeGreaterThan(0)
    }
  })

  test('is cut at the instant when the answer becomes another, for the browser, the edge and its stale copies', () => {
    const anyUntil = fc.integer({ min: -5000, max: 20_000_000 })
    fc.assert(
      fc.property(anyPolicy, anyUntil, (policy, until) => {
        const headers = new Headers()
        keep(headers, policy, [], until)
        const edge = headers.get(EDGE)
        if (until < 1000) expect(headers.get('Cache-Control')).toBe('private, no-store')
        if (edge === null) return
        const lives = [seconds(headers.get('Cache-Control'), 'max-age')]
        const stale = ['stale-while-revalidate', 'stale-if-error'].map((one) => seconds(edge, one))
        lives.push(seconds(edge, 'max-age') + Math.max(0, ...stale))
        for (const life of lives) expect(life * 1000).toBeLessThanOrEqual(until)
        expect(edge.includes('must-revalidate')).toBe(stale.every((one) => one < 0))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a purge', () => {
  test('names its tags, or, when they are more than one call takes, the one that every answer carries', () => {
    const few = Array.from({ length: 100 }, (_, at) => pageTag(`/${at}`))
    expect(tagsToPurge(few)).toEqual(few)
    const [all, ...rest] = tagsToPurge([...few, pageTag('/100')])
    expect(rest).toEqual([])
    const headers = new Headers()
    keep(headers, 'page')
    expect(headers.get('Cache-Tag')).toBe(all)
  })
})

describe('an answer', () => {
  test('is private unless it names another policy', async () => {
    const { headers } = await respond(answer(), undefined)
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.has(EDGE)).toBe(false)
    expect(headers.has('Cache-Tag')).toBe(false)
  })

  test('that is private has no tags, whatever tags it is given', async () => {
    const { headers } = await respond(answer({ tags: [releaseTag('a')] }), undefined)
    expect(headers.has('Cache-Tag')).toBe(false)
  })

  test('that is public tells browsers and the edge how long, and carries its tags', async () => {
    const tags = [releaseTag('budget'), pageTag('/archive/2026/03')]
    const { headers } = await respond(answer({ policy: 'page', tags }), undefined)
    expect(headers.get('Cache-Control')).toBe('public, max-age=30')
    expect(headers.get(EDGE)).toBe(
      'public, max-age=3600, stale-while-revalidate=300, stale-if-error=3600',
    )
    expect(headers.get('Cache-Tag')).toBe('everything,release:budget,page:/archive/2026/03')
    const untagged = await respond(answer({ policy: 'page' }), undefined)
    expect(untagged.headers.get('Cache-Tag')).toBe('everything')
  })

  test('has its body, type, status, entity tag and its own headers', async () => {
    const given = answer({ status: 410, etag: '"given"', headers: { Link: '</x>' } })
    const response = await respond(given, undefined)
    expect(response.status).toBe(410)
    expect(await response.text()).toBe('Words')
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('ETag')).toBe('"given"')
    expect(response.headers.get('Link')).toBe('</x>')
    const plain = await respond(answer(), undefined)
    expect(plain.status).toBe(200)
    expect(plain.headers.get('ETag')).toBe(await etagOf('Words'))
  })

  test.each<[string, (etag: string) => string]>([
    ['the tag', (etag) => etag],
    ['the tag as a weak one', (etag) => `W/${etag}`],
    ['a list with the tag', (etag) => `"other", ${etag},"third"`],
    ['a list with the tag as a weak one', (etag) => `W/"other" , W/${etag}`],
    ['a list without spaces', (etag) => `"a",${etag}`],
    ['everything', () => '*'],
    ['everything, with spaces', () => '  * '],
  ])('is 304 without a body when If-None-Match names %s', async (_, field) => {
    const given = answer({ policy: 'page', tags: ['t'], headers: { Link: '</x>' } })
    const response = await respond(given, field(await etagOf('Words')))
    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
    expect(response.headers.has('Content-Type')).toBe(false)
    // What a 200 would have said about keeping it is said here, too (RFC 9110, section 15.4.5).
    const full = await respond(given, undefined)
    for (const name of ['ETag', 'Cache-Control', EDGE, 'Cache-Tag', 'Link'])
      expect(response.headers.get(name)).toBe(full.headers.get(name))
  })

  test.each<[string, (etag: string) => string]>([
    ['another tag', () => '"other"'],
    ['no tag', () => ''],
    ['the tag without quotes', (etag) => etag.slice(1, -1)],
    ['a longer tag', (etag) => `${etag.slice(0, -1)}-lifted"`],
    ['a shorter tag', (etag) => `${etag.slice(0, -2)}"`],
    ['the tag in another case', (etag) => etag.toLowerCase()],
    ['a quoted asterisk', () => '"*"'],
  ])('is whole when If-None-Match names %s', async (_, field) => {
    const response = await respond(answer(), field(await etagOf('Words')))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('Words')
  })

  test.each([201, 400, 404, 410, 412, 503])('with the status %d is never 304', async (status) => {
    for (const field of [await etagOf('Words'), '*']) {
      const response = await respond(answer({ status, policy: 'page' }), field)
      expect(response.status).toBe(status)
      expect(await response.text()).toBe('Words')
    }
  })

  test('says the same about itself for GET and HEAD: it does not know which it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), anyPolicy, fc.array(tag), async (body, policy, tags) => {
        const [one, other] = await Promise.all(
          [1, 2].map(() => respond(answer({ body, policy, tags }), undefined)),
        )
        expect([...(one?.headers ?? [])]).toEqual([...(other?.headers ?? [])])
      }),
      { numRuns: 30 },
    )
  })
})

describe('an entity tag', () => {
  const text = anyText

  test('is one that a header may hold, and strong', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        expect(await etagOf(content)).toMatch(/^"[A-Za-z0-9_-]{22}"$/)
      }),
      { numRuns: 50 },
    )
  })

  test('is the same for the same content, and another one for any other', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        expect(await etagOf(one)).toBe(await etagOf(`${one}`))
        expect((await etagOf(one)) === (await etagOf(other))).toBe(one === other)
        expect(await etagOf(`${one} `)).not.toBe(await etagOf(one))
      }),
      { numRuns: 50 },
    )
  })

  test('stays what it was in earlier versions, so that what is kept stays known', async () => {
    expect(await etagOf('')).toBe('"47DEQpj8HBSa-_TImW-5JA"')
  })
})

describe('a precondition', () => {
  const etag = fc
    .string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: 1, maxLength: 3 })
    .map((text) => `"${text}"`)
  const list = fc.array(fc.record({ tag: etag, weak: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  const written = (tags: readonly { tag: string; weak: boolean }[], comma: string) =>
    tags.map(({ tag, weak }) => `${weak ? 'W/' : ''}${tag}`).join(comma)

  test('names a tag when it is in the list, weak or not', () => {
    const comma = fc.constantFrom(',', ', ', ' , ', ',\t')
    fc.assert(
      fc.property(list, etag, comma, fc.boolean(), (tags, other, comma, among) => {
        const asked = among ? (tags[0]?.tag ?? other) : other
        const field = written(tags, comma)
        const named = tags.filter((one) => one.tag === asked)
        expect(matches(field, asked)).toBe(named.length > 0)
      }),
      { numRuns: 300 },
    )
  })

  test('that is an asterisk names every tag, and beside a tag it is none', () => {
    expect(matches('*', '"a"')).toBe(true)
    expect(matches(' *\t', '"a"')).toBe(true)
    expect(matches('*, "b"', '"a"')).toBe(false)
    expect(matches('**', '"a"')).toBe(false)
  })

  test('may have commas and spaces within a tag', () => {
    expect(matches('"a, b", "c"', '"a, b"')).toBe(true)
    expect(matches('"a, b", "c"', '", "')).toBe(false)
  })

  test('that is not written as the standard has it names nothing, and is no error', () => {
    const field = fc.string({ unit: fc.constantFrom(...'W/w*," a') })
    fc.assert(
      fc.property(field, (field) => {
        expect(matches(field, '"b"')).toBe(field.trim() === '*')
      }),
    )
  })
})

describe('how an answer may be kept', () => {
  test('is private where nothing was said, and as it was said elsewhere', () => {
    const silent = new Headers({ ETag: '"a"' })
    keepPrivateUnlessSaid(silent, false)
    expect(silent.get('Cache-Control')).toBe('private, no-store')
    const said = new Headers()
    keep(said, 'page', ['t'])
    const before = [...said]
    keepPrivateUnlessSaid(said, false)
    expect([...said]).toEqual(before)
    keepPrivateUnlessSaid(said, true)
    expect([...said]).toEqual([['cache-control', 'private, no-store']])
  })

  test('is what was said last: an answer that has become private is kept nowhere', () => {
    const policyList = fc.array(anyPolicy, { minLength: 1 })
    fc.assert(
      fc.property(policyList, fc.array(tag), (said, tags) => {
        const headers = new Headers()
        for (const policy of said) keep(headers, policy, tags)
        const fresh = new Headers()
        keep(fresh, said.at(-1) ?? 'private', tags)
        expect([...headers]).toEqual([...fresh])
      }),
    )
  })

  test('is known by tags that tell releases from pages', () => {
    expect(releaseTag('a')).not.toBe(pageTag('a'))
    expect(releaseTag('a')).not.toBe(releaseTag('b'))
  })
})
