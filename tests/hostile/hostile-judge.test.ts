import { beforeAll, describe, expect, test } from 'vitest'
import { alive, type Harmless, liveHeaders, tells } from '../hostile/inert.ts'
import { disorder, isBalanced } from '../hostile/order.ts'
import { ordinaryPages } from '../hostile/ordinary.ts'
import { openPressOffice } from '../press-office.ts'

let known: Harmless
let page: string

beforeAll(async () => {
  ;({ known, page } = await ordinaryPages(await openPressOffice()))
}, 120_000)

describe('the judge of what is inert', () => {
  const at = 'https://press.test/releases/x'
  const judged = (text: string) => alive(text, at, known, ['Turned \u202Ewords'])
  const planted = (from: string | RegExp, to: string) => {
    expect(page).toMatch(from)
    return judged(page.replace(from, () => to))
  }

  test('has nothing against a harmless page', () => {
    expect(judged(page)).toEqual([])
  })

  test.each([
    ['a script', '</main>', '<script>alert(1)</script></main>'],
    ['a script in Markdown', '</blockquote>', '<script>alert(1)</script></blockquote>'],
    ['linked data that ends early', '"@context"', '"@context'],
    ['an element', '</h1>', '<object></object></h1>'],
    ['an element in Markdown', '</blockquote>', '<u>x</u></blockquote>'],
    ['an event', '<h1>', '<h1 onclick="alert(1)">'],
    ['an event in Markdown', '<blockquote>', '<blockquote onclick="alert(1)">'],
    ['a style', '<h1>', '<h1 style="color:red">'],
    ['a second style', '</head>', '<style>p{}</style></head>'],
    ['a link to a script', /<a href="[^"#]*"/, '<a href="javascript:alert(1)"'],
    ['a link to data in Markdown', '<a href="https://press.test/"', '<a href="data:text/html,x"'],
    ['a link elsewhere', /<a href="\/archive"/, '<a href="https://evil.test/"'],
    ['a title that is turned', '</title>', ' Turned \u202Ewords – x</title>'],
    ['a headline that is not closed', '</h1>', ' Turned \u202Ewords</h1>'],
    ['a description that is not closed', '<h1>', '<h1 title="Turned \u202Ewords">'],
    ['an end of the isolate around it', '</bdi>', '\u2069\u202E</bdi>'],
    ['a paragraph of Markdown', '</blockquote>', '<p>a \u2067b</p></blockquote>'],
  ])('finds %s', (_, from, to) => {
    expect(planted(from, to)).not.toEqual([])
  })

  test('finds headers that carry what they must not', () => {
    const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    const good = { 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': policy }
    expect(liveHeaders(new Headers({ ...good, Location: '/a' }), 301)).toEqual([])
    for (const location of [
      '//evil.test',
      '/\\evil.test',
      'https://evil.test/',
      '/a b',
      'javascript:x',
    ])
      expect(liveHeaders(new Headers({ ...good, Location: location }), 301)).not.toEqual([])
    expect(liveHeaders(new Headers({ ...good, ETag: '"\xE9"' }), 200)).not.toEqual([])
    expect(liveHeaders(new Headers({ ...good, 'Set-Cookie': 'a=b' }), 200)).not.toEqual([])
    expect(liveHeaders(new Headers(), 200)).toHaveLength(2)
    for (const more of ["; script-src 'self'", '; img-src *'])
      expect(
        liveHeaders(new Headers({ ...good, 'Content-Security-Policy': policy + more }), 200),
      ).toHaveLength(1)
  })

  test('knows where the order of a text comes to rest again', () => {
    const says = (text: string, field: string) => disorder([{ text, by: 'text' }], [field])
    for (const control of '\u202A\u202B\u202D\u202E\u2066\u2067\u2068') {
      const closer = /[\u2066-\u2068]/.test(control) ? '\u2069' : '\u202C'
      const other = closer === '\u2069' ? '\u202C' : '\u2069'
      expect(says(`x a${control}b y`, `a${control}b`)).toMatch(/^"x ab" and before " y"$/)
      expect(says(`x a${control}b${other} y`, `a${control}b`)).not.toBeNull()
      expect(says(`x a${control}b${closer} y`, `a${control}b`)).toBeNull()
      expect(isBalanced(`a${control}b`)).toBe(false)
      expect(isBalanced(`a${control}b${closer}`)).toBe(true)
      expect(isBalanced(`a${closer}`)).toBe(false)
    }
    const deep = '\u202B'.repeat(70) + '\u2067'.repeat(70)
    expect(isBalanced(`${deep}x${'\u2069'.repeat(70)}${'\u202C'.repeat(70)}`)).toBe(true)
    expect(isBalanced(`${deep}x${'\u2069'.repeat(70)}${'\u202C'.repeat(69)}`)).toBe(false)
    expect(isBalanced('\u2067a\u202Eb\u2069c')).toBe(true)
    expect(isBalanced('\u202Ea\u2067b\u202Cc\u2069d')).toBe(false)
  })

  test('tells what is stored from what is not', () => {
    expect(tells('a &amp; b', 'a & b')).toBe(false)
    expect(tells('a\u202Eb\u202C', 'a\u202Eb')).toBe(true)
    expect(tells('a\u202Eb', 'a\u202Eb')).toBe(false)
    expect(tells('ab', 'a\u202Eb\u202C')).toBe(false)
    expect(tells('a\uFFFDb', 'a\uFDD0b')).toBe(true)
    expect(tells(undefined, 'a')).toBe(false)
  })
})
