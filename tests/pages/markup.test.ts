import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { html, Markup, raw, xml } from '../../src/pages/markup.ts'
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
