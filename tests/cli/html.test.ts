import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownOf, wordsOf } from '../../src/cli/intake/html.ts'
import { prose, rawHtmlLines } from '../../src/pages/prose.ts'

const markdown = (html: string, base?: string) => markdownOf(html, base).markdown
const page = (html: string) => String(prose(markdown(html))).replace(/\n/g, '')

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }
/** What a reader sees of HTML that a renderer wrote, without spaces. */
const visible = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => SIGNS[name] ?? '')
    .normalize('NFKC')
    .replace(MEANT_AS_MARKUP, '')
/** In the strangest of nestings, a sign of emphasis may show itself. */
const MEANT_AS_MARKUP = /[\s*~\\]+/g

describe('HTML becomes Markdown', () => {
  test('with its headings, emphasis, links and lists', () => {
    expect(
      markdown(
        '<h2>Fares</h2><p>From <b>March</b> and <em>only</em> <a href="/book?a=(1)">by telephone</a>.</p><ol start="3"><li>One<ul><li>deep</li></ul></li><li>Two</li></ol>',
        'https://old.example/x/',
      ),
    ).toBe(
      '## Fares\n\nFrom **March** and *only* [by telephone](https://old.example/book?a=%281%29).\n\n3. One\n   - deep\n4. Two',
    )
  })

  test('with tables of as many columns as their widest row', () => {
    expect(
      markdown(
        '<table><caption>Fares</caption><tr><th>For</th><th>Euro | US$</th></tr><tr><td rowspan="2">Adults<br>by night</td><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>',
      ),
    ).toBe(
      'Fares\n\n| For | Euro \\| US$ |  |\n| --- | --- | --- |\n| Adults by night | 1 |  |\n|  | 2 | 3 |',
    )
  })

  test('with what a table lays out one after another', () => {
    expect(
      markdown('<table><tr><td><ul><li>a</li></ul></td><td><h3>b</h3>c</td></tr></table>'),
    ).toBe('- a\n\n### b\n\nc')
  })

  test('without markup that would show itself: a mark that CommonMark would not take is left out', () => {
    expect(page('<p><b>قال:</b>وأضاف <b>one</b><b>two</b> <i>x</i>y</p>')).toBe(
      '<p>قال:وأضاف <strong>onetwo</strong> <em>x</em>y</p>',
    )
  })

  test('without markup that nobody wrote', () => {
    const said = '# 1. [a] *b* _c_ `d` ~~e~~ &amp;amp; &lt;div&gt; a_b | c ! ^1 \\ &lt;'
    expect(page(`<p>${said}</p><p>- x</p><p>1<span>. y</span></p><p>&gt; z</p>`)).toBe(
      '<p># 1. [a] *b* _c_ `d` ~~e~~ &amp;amp; &lt;div&gt; a_b | c ! ^1 \\ &lt;</p><p>- x</p><p>1. y</p><p>&gt; z</p>',
    )
  })

  test('with one break for one line, and a paragraph for two', () => {
    expect(markdown('<p>a<br>b<br><br>c<br></p>')).toBe('a\\\nb\n\nc')
  })

  test('with pictures over https, and links to all others', () => {
    const { markdown, told } = markdownOf(
      '<p><img src="https://a.example/1.jpg" alt="[One]"> <img src="http://a.example/2.jpg" alt="Two"> <img src="data:image/png;base64,x" alt="Three"></p>',
    )
    expect(markdown).toBe(
      '![\\[One\\]](https://a.example/1.jpg) [Two](http://a.example/2.jpg) Three',
    )
    expect(told).toEqual([
      'a picture that is not served over https and became a link (http://a.example/2.jpg)',
      'a picture without a web address (“Three”)',
    ])
  })

  test('with a link to what is embedded, and a word about what is left out', () => {
    const { markdown, told } = markdownOf(
      '<iframe src="https://video.example/1" title="The film"></iframe><script>x()</script><form>Name <input name="n"><button>Send</button></form><a href="javascript:x()">Press</a>',
    )
    expect(markdown).toBe('[The film](https://video.example/1)\n\nName\n\nSend\n\nPress')
    expect(told).toEqual(['<iframe> became a link (https://video.example/1)', 'a script', 'a form'])
  })

  test('with raised figures as such', () => {
    expect(markdown('<p>10 m<sup>2</sup> of CO<sub>2</sub>, the 4<sup>th</sup></p>')).toBe(
      '10 m² of CO₂, the 4th',
    )
  })

  test('with preformatted words as they stand', () => {
    expect(markdown('<pre>a\n  b ```<br>c</pre>')).toBe('````\na\n  b ```\nc\n````')
  })

  test('and its words alone stand on one line', () => {
    expect(wordsOf('<b>Fish</b> &amp; <i>chips</i><br>&#8220;on\nboard&rdquo;')).toBe(
      'Fish & chips “on board”',
    )
  })

  test('also where it is nested without an end', () => {
    const { markdown } = markdownOf(`${'<div><b>'.repeat(20_000)}deep & <i>down`)
    expect(markdown).toContain('deep')
    expect(markdown).toContain('down')
    expect(rawHtmlLines(markdown)).toEqual([])
  })
})

type Tree = string | { readonly tag: string; readonly inner: readonly Tree[] }

const words = fc.oneof(
  fc.constantFrom(
    'the ferry',
    'قال المدير:',
    '1.',
    '2)',
    '-',
    '+',
    '#',
    '>',
    '|',
    '---',
    '===',
    '***',
    ' ',
  ),
  fc.constantFrom(
    'a_b',
    '_c_',
    '*d',
    '`e',
    '[f]',
    '](g)',
    '!',
    '^',
    '~~',
    '&lt;',
    '<b>',
    '</p>',
    '\\',
    '&',
    ':--',
    '[^1]: x',
  ),
  fc.string({ maxLength: 12 }),
)
const element = (tags: readonly string[], inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.record({ tag: fc.constantFrom(...tags), inner: fc.array(inner, { maxLength: 4 }) })
const INLINE = ['b', 'strong', 'em', 'i', 'a', 'span', 'code', 'del', 'sup', 'u', 'small']
const inline = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    words,
    fc.constant<Tree>({ tag: 'br', inner: [] }),
    element(INLINE, tie('tree')),
  ),
})).tree
const row = fc.record({
  tag: fc.constant('tr'),
  inner: fc.array(element(['td', 'th'], inline), { minLength: 1, maxLength: 4 }),
})
const blocks = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    element(['p', 'h2', 'h4', 'div', 'pre', 'figcaption'], inline),
    element(['blockquote', 'div', 'section'], tie('tree')),
    fc.record({
      tag: fc.constantFrom('ul', 'ol'),
      inner: fc.array(element(['li'], fc.oneof(inline, tie('tree'))), { maxLength: 4 }),
    }),
    fc.record({ tag: fc.constant('table'), inner: fc.array(row, { maxLength: 4 }) }),
    inline,
  ),
})).tree

const sign = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const htmlOf = (tree: Tree): string => {
  if (typeof tree === 'string') return sign(tree)
  if (tree.tag === 'br') return '<br>'
  const attributes = tree.tag === 'a' ? ' href="https://a.example/?b=(c)&amp;d=_e_"' : ''
  return `<${tree.tag}${attributes}>${tree.inner.map(htmlOf).join('')}</${tree.tag}>`
}
const textOf = (tree: Tree): string =>
  typeof tree === 'string' ? tree : tree.inner.map(textOf).join('')

describe('no visible sign of HTML', () => {
  const seen = (text: string) =>
    text
      .toWellFormed()
      .replace(/[^\P{Cc}\s]|[\uFFFE\uFFFF\uFDD0-\uFDEF]/gu, '')
      .normalize('NFKC')
      .replace(MEANT_AS_MARKUP, '')

  test('is lost, and none is added, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(blocks, { maxLength: 5 }), (trees) => {
        const html = trees.map(htmlOf).join('')
        const told = markdown(html)
        expect(rawHtmlLines(told)).toEqual([])
        const shown = visible(String(prose(told)))
        // A link around blocks stands behind them, with its address as its words.
        expect(shown.replaceAll('https://a.example/?b=(c)&d=_e_', '')).toBe(
          seen(trees.map(textOf).join('')),
        )
      }),
      { numRuns: 500 },
    )
  })
})
