import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bounded, carried, html, json, Markup, raw, xml } from '../../src/pages/markup.ts'
import { anyText } from '../newsroom/invented.ts'
import { all, bones, only, parsedPart, parsedXml, textOf } from './parsed.ts'

/** Words with whatever has a meaning in HTML, and some that would run. */
const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'<>&"\'`=/ a;#x-!', 'script', 'onerror', '&amp;', '-->') }),
  anyText,
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</p></main></body></html>',
    '&lt;b&gt;',
    '&#60;script&#62;',
  ),
)

describe('whatever is put into markup', () => {
  test('stays text: no sign in it has a meaning, and it reads as it was', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const { text } = html`${words}`
        expect(text).not.toMatch(/[<>"']/)
        expect(text.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
        expect(textOf(parsedPart(html`<p>${words}</p>`.text))).toBe(words)
      }),
      { numRuns: 300 },
    )
  })

  test('stays an attribute’s value', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const root = parsedPart(html`<p title="${words}" lang="en">x</p>`.text)
        expect(only(root, 'p').attributes).toEqual({ title: words, lang: 'en' })
        expect(bones(root)).toBe('p title lang')
      }),
      { numRuns: 300 },
    )
  })

  test('stays text for the parser that the platform has', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (words) => {
        const seen: string[] = []
        const rewriter = new HTMLRewriter().on('*', {
          element: ({ tagName, attributes }) => {
            seen.push([tagName, ...[...attributes].map(([name]) => name)].join(' '))
          },
          comments: () => {
            seen.push('comment')
          },
        })
        const document = html`<main><p title="${words}">${words}</p><br>${[words, words]}</main>`
        await rewriter.transform(new Response(document.text)).text()
        expect(seen).toEqual(['main', 'p title', 'br'])
      }),
    )
  })

  test('is left out where it is null, undefined or false, and kept where it is 0 or empty', () => {
    expect(html`[${null}${undefined}${false}]`.text).toBe('[]')
    expect(html`[${0}|${''}|${-1.5}]`.text).toBe('[0||-1.5]')
  })

  test('may be a list, also of lists, each part as it would be by itself', () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.array(hostile), (some, others) => {
        const expected = [...some, ...others].map((one) => html`${one}`.text).join('')
        expect(html`${[...some, others]}`.text).toBe(expected)
      }),
    )
    expect(html`${[null, 'a', false, [html`<b>`, undefined]]}`.text).toBe('a<b>')
  })

  test('is markup once and for all when it has been made by the tag', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const inner = html`<b>${words}</b>`
        expect(html`${inner}`.text).toBe(inner.text)
        expect(all(parsedPart(html`<p>${[inner, inner]}</p>`.text), 'b').map(textOf)).toEqual([
          words,
          words,
        ])
      }),
    )
  })

  test('stays text even when it looks like markup that has been made', () => {
    const pretender = { text: '<b>', toString: () => '<i>' } as unknown as string
    expect(html`${pretender}`.text).toBe('&lt;i&gt;')
  })
})

test('the one door for markup lets it in as it is', () => {
  expect(html`<p>${raw('<b>&nbsp;</b>')}</p>`.text).toBe('<p><b>&nbsp;</b></p>')
  expect(`${raw('<b>')}`).toBe('<b>')
  expect(raw('<b>')).toBeInstanceOf(Markup)
})

test('the template’s own escapes are read, and its parts’ are not', () => {
  expect(html`a\n${'b\\n'}`.text).toBe('a\nb\\n')
})

test('the same tag writes XML', () => {
  fc.assert(
    fc.property(hostile, (words) => {
      const file = xml`<?xml version="1.0" encoding="UTF-8"?>\n<a b="${words}"><c>${words}</c></a>`
      const root = parsedXml(file.text)
      expect(root.attributes).toEqual({ b: words })
      expect(textOf(root)).toBe(words)
    }),
  )
})

/** UAX #9, rules X1 to X8: what is open after a text that stands on a line. */
interface Running {
  readonly stack: readonly { readonly level: number; readonly isolate: boolean }[]
  readonly isolates: number
  readonly overflowIsolates: number
  readonly overflowEmbeddings: number
}
const MAX_DEPTH = 125
const START: Running = {
  stack: [{ level: 0, isolate: false }],
  isolates: 0,
  overflowIsolates: 0,
  overflowEmbeddings: 0,
}

const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e']
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069']

function run(text: string, from: Running = START): Running {
  let { stack, isolates, overflowIsolates, overflowEmbeddings } = from
  const level = () => stack.at(-1)?.level ?? 0
  for (const character of text) {
    const isolate = [LRI, RLI, FSI].includes(character)
    if (isolate || [LRE, RLE, LRO, RLO].includes(character)) {
      const odd = [RLE, RLO, RLI, FSI].includes(character)
      const next = odd ? (level() + 1) | 1 : (level() + 2) & ~1
      if (next <= MAX_DEPTH && overflowIsolates === 0 && overflowEmbeddings === 0) {
        stack = [...stack, { level: next, isolate }]
        if (isolate) isolates++
      } else if (isolate) overflowIsolates++
      else if (overflowIsolates === 0) overflowEmbeddings++
    } else if (character === PDI) {
      if (overflowIsolates > 0) overflowIsolates--
      else if (isolates > 0) {
        overflowEmbeddings = 0
        while (!stack.at(-1)?.isolate) stack = stack.slice(0, -1)
        stack = stack.slice(0, -1)
        isolates--
      }
    } else if (character === PDF && overflowIsolates === 0) {
      if (overflowEmbeddings > 0) overflowEmbeddings--
      else if (!stack.at(-1)?.isolate && stack.length > 1) stack = stack.slice(0, -1)
    }
  }
  return { stack, isolates, overflowIsolates, overflowEmbeddings }
}

describe('text that turns the direction of what follows', () => {
  const sign = fc.constantFrom(LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI, 'a', 'ش', '\u200f', ' ')
  const line = fc.array(sign, { maxLength: 30 }).map((signs) => signs.join(''))
  const ends = ['\n', '\r', '\x1c', '\x85', '\u2028', '\u2029']
  const ENDS = new RegExp(`[${ends.join('')}]`)
  const lines = fc
    .array(fc.tuple(line, fc.constantFrom(...ends)))
    .map((parts) => parts.flat().join(''))
  /** Whatever is open already where the text stands. */
  const before = fc.oneof(
    line.map((signs) => run(signs)),
    fc
      .tuple(fc.integer({ min: 100, max: 140 }), fc.constantFrom(LRE, RLE, LRI, RLI), line)
      .map(([depth, opener, signs]) => run(opener.repeat(depth) + signs)),
  )
  const balanced = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('', 'a', 'ش', ' b '),
      fc.tuple(fc.constantFrom(LRE, RLE, LRO, RLO), tie('text')).map(([o, t]) => `${o}${t}${PDF}`),
      fc.tuple(fc.constantFrom(LRI, RLI, FSI), tie('text')).map(([o, t]) => `${o}${t}${PDI}`),
      fc
        .tuple(fc.constantFrom(LRI, RLI, FSI), fc.constantFrom(LRE, RLO), tie('text'))
        .map(([o, inner, t]) => `${o}${inner}${t}${PDI}`),
      fc.tuple(tie('text'), tie('text')).map(([one, other]) => one + other),
    ),
  })).text

  test('ends where it ends: all is open then that was before, and nothing else', () => {
    fc.assert(
      fc.property(line, before, (text, open) => {
        expect(run(bounded(text), open)).toEqual(open)
      }),
      { numRuns: 1000 },
    )
    const deep = RLE.repeat(130) + RLI.repeat(130) + PDF.repeat(7)
    expect(run(bounded(deep))).toEqual(START)
  })

  test('ends at the end of each of its lines, which may be shown as one or as many', () => {
    fc.assert(
      fc.property(lines, (text) => {
        for (const one of bounded(text).split(ENDS)) expect(run(one)).toEqual(START)
        expect(run(bounded(text))).toEqual(START)
      }),
    )
  })

  test('stays as it is where it closes all that it opens', () => {
    fc.assert(
      fc.property(balanced, (text) => {
        expect(bounded(text)).toBe(text)
      }),
    )
    expect(bounded(`a${RLI}ش${LRE}b${PDI} c`)).toBe(`a${RLI}ش${LRE}b${PDI} c`)
  })

  test('loses only what closes nothing, and gets only what closes', () => {
    fc.assert(
      fc.property(line, (text) => {
        const others = (one: string) => one.replace(new RegExp(`[${PDF}${PDI}]`, 'g'), '')
        expect(others(bounded(text))).toBe(others(text))
        expect(bounded(bounded(text))).toBe(bounded(text))
      }),
    )
    expect(bounded(`a${RLO}b`)).toBe(`a${RLO}b${PDF}`)
    expect(bounded(`${PDI}a${PDF}b${PDI}`)).toBe('ab')
    expect(bounded(`${RLI}a${LRE}b`)).toBe(`${RLI}a${LRE}b${PDF}${PDI}`)
    expect(bounded(`${RLE}a${LRI}b${PDF}c${PDI}d${PDF}`)).toBe(`${RLE}a${LRI}bc${PDI}d${PDF}`)
  })

  test('is kept within its own field of a page and of a file', () => {
    fc.assert(
      fc.property(line, (words) => {
        expect(run(html`<p title="${words}">${words}</p>`.text)).toEqual(START)
        expect(run(xml`<a>${[words, words]}</a>`.text)).toEqual(START)
        expect(run(json({ words: [words] }).text)).toEqual(START)
      }),
    )
  })

  test('of great length takes no longer for being nested', () => {
    const long = LRE.repeat(20_000) + PDI.repeat(20_000) + RLI.repeat(20_000)
    expect(bounded(long)).toHaveLength(80_000)
  })
})

describe('what markup cannot carry', () => {
  const UNCARRIED = ['\0', '\x01', '\b', '\v', '\f', '\x1b', '\x1f', '\x7f', '\x85', '\x9f']
  const NONCHARACTERS = ['\ufdd0', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}']

  test.each([...UNCARRIED, ...NONCHARACTERS, '\ud800', '\udc00'])(
    'comes out as U+FFFD: %j',
    (character) => {
      expect(html`${`a${character}b`}`.text).toBe('a\ufffdb')
      expect(JSON.parse(json({ a: `a${character}b` }).text)).toEqual({ a: 'a\ufffdb' })
    },
  )

  test('is nothing else', () => {
    for (const kept of ['\t', '\n', '\r', '\xa0', '\u200f', '\u2028', '🎉', '\ufffd', '\ufeff'])
      expect(carried(`a${kept}b`)).toBe(`a${kept}b`)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        const root = parsedXml(xml`<?xml version="1.0" encoding="UTF-8"?>\n<a>${words}</a>`.text)
        expect(textOf(root)).toBe(bounded(carried(words)))
      }),
    )
  })
})

describe('JSON in a page', () => {
  test('says what it was given, and no sign in it has a meaning to HTML', () => {
    const value = fc.jsonValue().map((one) => ({ one }))
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          hostile.map((words) => ({ words })),
        ),
        (given) => {
          const { text } = json(given)
          expect(text).not.toMatch(/[<>&\u2028\u2029]/)
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(given)))
        },
      ),
      { numRuns: 300 },
    )
    expect(json({ a: '</script><!--&\u2028' }).text).toBe(
      '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028"}',
    )
  })

  test('goes into a page as it is', () => {
    expect(html`<script>${json({ a: '"' })}</script>`.text).toBe('<script>{"a":"\\""}</script>')
  })
})
