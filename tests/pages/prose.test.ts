import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bounded, html } from '../../src/pages/markup.ts'
import { prose, rawHtmlLines, summaryOf } from '../../src/pages/prose.ts'
import { anyText } from '../newsroom/invented.ts'
import { all, hrefs, only, parsedPart, textOf } from './parsed.ts'

const read = (markdown: string) => parsedPart(prose(markdown).text)

/** What prose may hold. `style` is not there: the pages' policy lets no style attribute work. */
const ALLOWED: Record<string, readonly string[]> = {
  p: [],
  br: [],
  hr: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  em: [],
  strong: [],
  s: [],
  blockquote: [],
  ul: [],
  ol: ['start'],
  li: ['id'],
  sup: ['class'],
  section: ['class'],
  pre: ['tabindex'],
  code: ['class'],
  a: ['href', 'title', 'rel', 'id', 'class', 'aria-label'],
  img: ['src', 'alt', 'title'],
  div: ['class', 'tabindex'],
  table: ['class'],
  thead: [],
  tbody: [],
  tr: [],
  th: ['class'],
  td: ['class'],
}

const anyMarkdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'*_`~#>-+|[]()!<>&"\'\\ \n\t1.:/',
        '\n\n',
        '    ',
        '```',
        '](',
        '![',
        '<b>',
        '</b>',
        '<!--',
        '-->',
        '<script>',
        '<https://a.b>',
        'javascript:',
        'https://a.b',
        'data:',
        '&lt;',
        '&#106;',
        '|-|',
        '[^a]',
        '\n[^a]: ',
        '\n\n[^b]: ',
        '[^b]',
        '^[',
        ':-:|',
        'word',
        'عربي',
        '\0',
        '\u00a0',
      ),
      anyText.map((text) => text.slice(0, 4).toWellFormed()),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('prose', () => {
  test('holds nothing but the elements and attributes that it may, whatever the text is', () => {
    fc.assert(
      fc.property(anyMarkdown, (markdown) => {
        for (const { name, attributes } of all(read(markdown), '*')) {
          expect(Object.keys(ALLOWED)).toContain(name)
          for (const attribute of Object.keys(attributes))
            expect(ALLOWED[name]).toContain(attribute)
        }
      }),
      { numRuns: 600 },
    )
  })

  test('shows raw HTML as the text that it is', () => {
    const tags = fc.constantFrom(
      '<b>',
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">x</a>',
      '<!-- comment -->',
      '<style>p{}</style>',
      '<iframe src="https://a.b"></iframe>',
    )
    fc.assert(
      fc.property(tags, fc.constantFrom('', 'x ', '# ', '> ', '- '), (tag, before) => {
        const root = read(`${before}${tag}`)
        expect(textOf(root)).toContain(tag)
        for (const name of ['b', 'script', 'img', 'a', 'style', 'iframe'])
          expect(all(root, name)).toEqual([])
      }),
    )
  })

  test('has tables, whose cells’ alignment does not need a style attribute', () => {
    const root = read('| a | b |\n|:--|--:|\n| 1 | 2 |')
    expect(all(root, 'th').map(textOf)).toEqual(['a', 'b'])
    expect(all(root, 'td').map(textOf)).toEqual(['1', '2'])
    expect(only(root, 'div').attributes).toEqual({ class: 'table', tabindex: '0' })
    for (const cell of [...all(root, 'th'), ...all(root, 'td')])
      expect(cell.attributes).not.toHaveProperty('style')
  })

  const levels = (markdown: string, above = 1) =>
    all(parsedPart(prose(markdown, { above }).text), '*')
      .filter(({ name }) => /^h\d$/.test(name))
      .map(({ name }) => Number(name[1]))

  test('puts its highest heading right below the one that it stands under', () => {
    for (const above of [1, 2, 3, 4, 5, 6])
      for (const level of [1, 2, 3, 4, 5, 6])
        expect(levels(`${'#'.repeat(level)} Words`, above)).toEqual([Math.min(6, above + 1)])
    expect(levels('## A\n\n### B\n\n## C')).toEqual([2, 3, 2])
  })

  test('skips no level of headings on the way down, whatever the text is', () => {
    const given = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 3 }), (written, above) => {
        const shown = levels(
          written.map((level) => `${'#'.repeat(level)} Words`).join('\n\n'),
          above,
        )
        let before = above
        for (const [at, level] of shown.entries()) {
          expect(level).toBeGreaterThan(above)
          expect(level).toBeLessThanOrEqual(before + 1)
          // What was of one level, with nothing higher in between, still is.
          const same = written.lastIndexOf(written[at] ?? 0, at - 1)
          if (at > 0 && same === at - 1) expect(level).toBe(before)
          before = level
        }
      }),
    )
  })

  test('shifts headings that are underlined, too', () => {
    expect(all(read('One\n===\n\nTwo\n---'), '*').map(({ name }) => name)).toEqual(['h2', 'h3'])
  })
})

describe('a link', () => {
  test.each([
    ['https://a.b/c?d=e&f#g', 'https://a.b/c?d=e&f#g'],
    ['HTTPS://A.B', 'HTTPS://A.B'],
    ['http://a.b', 'http://a.b'],
    ['mailto:press@example.org', 'mailto:press@example.org'],
    ['tel:+963115550100', 'tel:+963115550100'],
    ['/archive', '/archive'],
    ['#notes', '#notes'],
    ['?page=2', '?page=2'],
    ['../other', '../other'],
    ['other', 'other'],
  ])('may lead to %s', (to, href) => {
    expect(hrefs(read(`[words](${to})`))).toEqual([href])
    expect(hrefs(read(`[words]\n\n[words]: ${to}`))).toEqual([href])
  })

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'jaVasCript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD4=',
    'DATA:image/svg+xml,x',
    'file:///etc/passwd',
    'blob:https://a.b/1',
    'ftp://a.b',
    'x:y',
  ])('does not lead to %s', (to) => {
    for (const markdown of [
      `[words](${to})`,
      `[words](<${to}>)`,
      `[words][1]\n\n[1]: ${to}`,
      `![words](${to})`,
      `<${to}>`,
    ]) {
      const root = read(markdown)
      expect([...hrefs(root), ...all(root, 'img')]).toEqual([])
      expect(textOf(root)).not.toBe('')
    }
  })

  test('leads a browser only to http, https, mailto and tel, however the address is disguised', () => {
    const SAFE = ['http:', 'https:', 'mailto:', 'tel:']
    const disguise = fc.constantFrom(
      '',
      '',
      '',
      ' ',
      '\t',
      '\n',
      '\r',
      '\0',
      '\x01',
      '\x1f',
      '\x7f',
      '\u00a0',
      '\u200b',
      '\ufeff',
      '&Tab;',
      '&NewLine;',
      '&#9;',
      '&#x0A;',
      '&#1;',
      '&#0;',
      '&nbsp;',
      '&colon;',
      '%09',
      '%0a',
      '\\',
      '/',
    )
    const scheme = fc.constantFrom('javascript', 'vbscript', 'data', 'file', 'blob')
    const letter = fc.constantFrom<(one: string) => string>(
      (one) => one,
      (one) => one.toUpperCase(),
      (one) => `&#${one.charCodeAt(0)};`,
      (one) => `&#x${one.charCodeAt(0).toString(16)};`,
    )
    const address = scheme.chain((scheme) =>
      fc
        .tuple(
          fc.array(letter, { minLength: scheme.length, maxLength: scheme.length }),
          fc.array(disguise, { minLength: scheme.length + 2, maxLength: scheme.length + 2 }),
          fc.constantFrom(':', '&colon;', '&#58;', '%3a'),
        )
        .map(([letters, between, colon]) => {
          const name = [...scheme].map((one, at) => between[at] + (letters[at]?.(one) ?? one))
          return `${name.join('')}${between.at(-2)}${colon}${between.at(-1)}alert(1)`
        }),
    )
    const form = fc.constantFrom<(to: string) => string>(
      (to) => `[x](${to})`,
      (to) => `[x](<${to}>)`,
      (to) => `[x](${to} "title")`,
      (to) => `[x]\n\n[x]: ${to}`,
      (to) => `[x]\n\n[x]: <${to}>`,
      (to) => `![x](${to})`,
      (to) => `![x](<${to}>)`,
      (to) => `<${to}>`,
    )
    let led = 0
    fc.assert(
      fc.property(address, form, (to, form) => {
        const root = read(form(to))
        const addresses = [...hrefs(root), ...all(root, 'img').map((img) => img.attributes.src)]
        for (const address of addresses) {
          led++
          expect(SAFE).toContain(new URL(address ?? '', 'https://press.test/releases/x').protocol)
        }
      }),
      { numRuns: 1500 },
    )
    // Some disguises make an address of this site out of it: the property is not empty.
    expect(led).toBeGreaterThan(0)
  })

  test.each([
    '[words](https://a.b)',
    '[words](HTTP://a.b)',
    '[words][1]\n\n[1]: http://a.b',
    '<https://a.b>',
    '[words](//a.b/c)',
  ])('out of the site says so: %s', (markdown) => {
    expect(only(read(markdown), 'a').attributes.rel?.split(' ').sort()).toEqual([
      'external',
      'noopener',
      'noreferrer',
    ])
  })

  test.each(['[words](/archive)', '[words](mailto:a@b.c)', '<a@b.c>', '[words](tel:1)', '[x](#y)'])(
    'within the site, or to a person, does not: %s',
    (markdown) => {
      expect(only(read(markdown), 'a').attributes).not.toHaveProperty('rel')
    },
  )

  test('is never made of words that only look like one', () => {
    expect(hrefs(read('See https://a.b and www.a.b and a@b.c'))).toEqual([])
  })
})

describe('bidi controls', () => {
  const [RLO, PDF, FSI, PDI] = ['\u202e', '\u202c', '\u2068', '\u2069']
  test.each([
    `a ${FSI}b${PDI} c`,
    `a ${FSI}*b*${PDI} c ${RLO}d${PDF}`,
    `\`${RLO}a${PDF}\`\n${FSI}b${PDI}`,
    `| ${FSI}a${PDI} |\n|---|\n| b |`,
  ])('stay where they are balanced: %j', (text) => {
    const controls = (text: string) => text.match(/[\u202a-\u202e\u2066-\u2069]/g)
    expect(controls(textOf(read(text)))).toEqual(controls(text))
  })

  test('cannot reorder what stands around their line, whatever the text is', () => {
    const control = fc.constantFrom('&#x202e;', '&#8297;', RLO, PDF, FSI, PDI, '\u2067', '\u202a')
    const piece = fc.oneof(
      control,
      fc.constantFrom(
        '*',
        '`',
        '[a](/b ',
        '"',
        ')',
        '![',
        '](c)',
        '\n',
        '\n\n',
        '|',
        '|-|',
        '    ',
      ),
      fc.constantFrom('\n```', '~~', '[^a]', 'x', '\n- ', '# ', '\n\n[^a]: ', '  \n'),
    )
    let had = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = prose(pieces.join('')).text
        if (/[\u202a-\u202e\u2066-\u2069]/.test(text)) had++
        expect(bounded(text)).toBe(text)
      }),
      { numRuns: 600 },
    )
    expect(had).toBeGreaterThan(0)
  })
})

describe('a footnote', () => {
  const TWO = 'One[^a] and two[^b].\n\n[^b]: The second.\n[^a]: The *first*.\n\nThe end.'
  const marks = (root: ReturnType<typeof read>) => all(root, 'sup').map(textOf)
  const notes = (root: ReturnType<typeof read>) =>
    all(only(root, 'section'), 'li').map((note) => textOf(note).trim())

  test('stands at the end, numbered by its first mark', () => {
    const root = read(TWO)
    expect(marks(root)).toEqual(['[1]', '[2]'])
    expect(notes(root)).toEqual(['The first. \u21A9\uFE0E', 'The second. \u21A9\uFE0E'])
    expect(all(only(root, 'section'), 'em').map(textOf)).toEqual(['first'])
    expect(root.children.at(-2)).toBe(only(root, 'section'))
  })

  test('and its mark lead to each other, whatever the text is', () => {
    let led = 0
    fc.assert(
      fc.property(anyMarkdown, fc.constantFrom('', 'n'), (markdown, id) => {
        const root = parsedPart(prose(`${markdown}\n\n[^a]: x [^b]\n\n[^b]: y`, { id }).text)
        const ids = all(root, '*').flatMap(({ attributes }) => attributes.id ?? [])
        expect(ids).toEqual([...new Set(ids)])
        const own = [...all(root, 'sup').flatMap(hrefs)]
        for (const note of all(root, 'a'))
          if (note.attributes.class === 'footnote-backref') own.push(note.attributes.href ?? '')
        for (const href of own) expect(ids).toContain(href.slice(1))
        expect(new Set(own).size).toBe(ids.length)
        for (const link of all(root, 'a')) expect(all(link, 'a')).toEqual([])
        led += own.length
      }),
      { numRuns: 300 },
    )
    expect(led).toBeGreaterThan(0)
  })

  test('may have more than one mark, and leads back to the first', () => {
    const root = read('One[^a] and again[^a].\n\n[^a]: Note.')
    expect(marks(root)).toEqual(['[1]', '[1]'])
    const [first] = all(root, 'sup')
    const back = only(only(root, 'section'), 'a').attributes.href
    expect(back).toBe(`#${only(first as never, 'a').attributes.id}`)
  })

  test('may have paragraphs, lists and marks of other footnotes', () => {
    const root = read('A[^a].\n\n[^b]: Last.\n\n[^a]: One[^b].\n\n    Two.\n\n    - Three.')
    expect(notes(root)[0]).toMatch(/^One\[2]\.\s+Two\.\s+Three\.\s+\u21A9/)
    expect(notes(root).at(-1)).toMatch(/^Last\./)
  })

  test.each([
    ['without a mark', 'Words.\n\n[^a]: Note.'],
    ['with a mark in itself only', 'Words.\n\n[^a]: Note[^a].'],
    ['with a mark in the words for a picture only', 'Words. ![b[^a]](/c)\n\n[^a]: Note.'],
  ])('%s is not shown', (_, markdown) => {
    expect(textOf(read(markdown)).trim()).toBe('Words.')
  })

  test('that is written twice says what it said first', () => {
    expect(notes(read('A[^a].\n\n[^a]: First.\n\n[^a]: Second.'))).toEqual(['First. \u21A9\uFE0E'])
  })

  test('that nobody wrote leaves its mark as text, and a very long label is none', () => {
    expect(textOf(read('Words[^a].'))).toContain('Words[^a].')
    const label = 'x'.repeat(200)
    expect(all(read(`Words[^${label}].\n\n[^${label}]: Note.`), 'sup')).toEqual([])
  })

  test('in a quotation or in another footnote does not break what is around it', () => {
    const root = read('> A[^a] B[^b]\n>\n> [^a]: > [^b]: Note.\n\nEnd.')
    expect(marks(root)).toEqual(['[1]', '[2]'])
    expect(root.children.filter((child) => typeof child !== 'string')).toHaveLength(3)
  })

  test('has a link back that has a name', () => {
    const links = all(only(read(TWO), 'section'), 'a')
    expect(links.map(({ attributes }) => attributes['aria-label'])).toEqual(['1', '2'])
    const named = parsedPart(prose(TWO, { back: 'Back to "mark"' }).text)
    expect(only(named, 'ol').children.length).toBeGreaterThan(0)
    expect(all(only(named, 'section'), 'a')[0]?.attributes['aria-label']).toBe('Back to "mark" 1')
  })

  test('has other anchors where another text on the page has some', () => {
    const ids = (id: string) =>
      all(parsedPart(prose(TWO, { id }).text), '*').flatMap(({ attributes }) => attributes.id ?? [])
    expect(ids('').length).toBe(4)
    expect(ids('n').filter((id) => ids('').includes(id))).toEqual([])
  })

  test('of which there are thousands are all shown', () => {
    const many = Array.from({ length: 3000 }, (_, at) => `W[^${at}]\n\n[^${at}]: N.\n`)
    expect(all(only(read(many.join('\n')), 'section'), 'li')).toHaveLength(3000)
  })
})

describe('the beginning of a text', () => {
  const lead = html`<b>Damascus &amp; Aleppo</b> — `
  const begun = (text: string) => parsedPart(prose(text, { lead }).text)

  test.each(['Words', '*Words*\nmore', 'Words[^a]\n\n[^a]: Note.', '[^a]: Note.\n\nWords[^a]'])(
    'holds the dateline within its first paragraph: %j',
    (text) => {
      expect(textOf(all(begun(text), 'p')[0] as never)).toMatch(/^Damascus & Aleppo — Words/)
      expect(all(begun(text), 'p')).toHaveLength(all(read(text), 'p').length)
    },
  )

  test.each(['', '# Heading\n\nWords', '> Words', '- Words', '***', '    code', '|a|\n|-|\n|b|'])(
    'has a paragraph for the dateline where it has none: %j',
    (text) => {
      expect(textOf(all(begun(text), '*')[0] as never).trim()).toBe('Damascus & Aleppo —')
      expect(textOf(begun(text))).toBe(`Damascus & Aleppo — \n${textOf(read(text))}`)
    },
  )

  test('does not change the summary', () => {
    const body = 'Words of the body.'
    prose(body, { lead })
    expect(summaryOf(null, body)).toBe(body)
  })
})

describe('a text that is read elsewhere', () => {
  const base = 'https://press.test/ar/releases/%D8%B4'
  const afar = (text: string) => parsedPart(prose(text, { base }).text)

  test.each([
    ['/archive', 'https://press.test/archive'],
    ['other', 'https://press.test/ar/releases/other'],
    ['../x?y=z&a', 'https://press.test/ar/x?y=z&a'],
    ['#notes', `${base}#notes`],
    ['?page=2', `${base}?page=2`],
    ['//a.b/c', 'https://a.b/c'],
    ['https://a.b/c#d', 'https://a.b/c#d'],
    ['mailto:a@b.c', 'mailto:a@b.c'],
    ['tel:+963', 'tel:+963'],
    ['https://[', 'https://%5B'],
  ])('has %s resolved', (to, href) => {
    expect(hrefs(afar(`[x](<${to}>)`))).toEqual([href])
    expect(only(afar(`![x](<${to}>)`), 'img').attributes.src).toBe(href)
    const rel = (root: ReturnType<typeof read>) => only(root, 'a').attributes.rel
    expect(rel(afar(`[x](<${to}>)`))).toBe(rel(read(`[x](<${to}>)`)))
  })

  test('has nothing but absolute addresses, in pictures within links and footnotes too', () => {
    fc.assert(
      fc.property(anyMarkdown, (markdown) => {
        const root = afar(`[![x](a.png)](b)[^a]\n\n${markdown}\n\n[^a]: [y](c)`)
        for (const { attributes } of [...all(root, 'a'), ...all(root, 'img')]) {
          const address = attributes.href ?? attributes.src ?? ''
          if (URL.canParse(address, base)) expect(new URL(address).href).toBe(address)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('the lines with raw HTML', () => {
  test.each<[string, number[]]>([
    ['<div>\nwords\n</div>', [1]],
    ['words\n\n<div>\n\nwords', [3]],
    ['words <b>bold</b>', [1]],
    ['words\nmore <b>bold</b>\nwords', [2]],
    ['one <i>a</i>\ntwo\nthree <b>b</b>', [1, 3]],
    ['a hard break\\\nthen <b>', [2]],
    ['two spaces  \nthen <b>', [2]],
    ['<!-- a comment -->', [1]],
    ['words <!-- a comment -->', [1]],
    ['words\n\n<?php echo 1 ?>', [3]],
    ['<!DOCTYPE html>', [1]],
    ['words <br/> words', [1]],
    ['# A <b>heading</b>', [1]],
    ['- one\n- two <b>', [2]],
    ['> one\n> two <b>', [2]],
    ['1. one\n\n   two <b>', [3]],
    ['[a <b>link</b>](/x)', [1]],
    ['| a |\n|---|\n| <b>c</b> |', [3]],
    ['| <b>a</b> |\n|---|\n| c |\n| d <i> |', [1, 4]],
    ['words\r\nmore <b>', [2]],
    ['a\n\nb\n\nc <b>\n\nd\n\n<p>', [5, 9]],
    ['</div>', [1]],
    ['a sign &lt;\nwords <b>\nwords', [2]],
    ['&lt;\nwords <b>\nwords', [2]],
    ['\\<b>\nwords <b>', [2]],
    ['<https://a.b>\n<b>\n<https://a.b>', [2]],
    ['`<b>` and\n<b>', [2]],
    ['<script>alert(1)</script>', [1]],
    ['A[^a] <b>\n\n[^a]: one <b>\n    two\n\n    three <b>\n\nfour <b>', [1, 3, 6, 8]],
    ['[^a]: <div>\n\nwords[^a] <b>', [1, 3]],
    ['> [^a]: [^b]: <b>', [1]],
  ])('of %j are %j', (markdown, lines) => {
    expect(rawHtmlLines(markdown)).toEqual(lines)
  })

  test.each<[string, string, number[]]>([
    ['a code span', '`code\nspan` then <b>', [2]],
    ['a tag', 'words <a\nhref="x"> then <b>', [1, 2]],
    ['a link’s title', '[a](/x\n"title") then <b>', [2]],
    ['the words for a picture', '![a\nb](/x) then <b>', [2]],
    ['a code span with the same tag', '`<b>\ncode` then <b>', [2]],
    ['a link’s title with the same tag', '[a](/x "<b>\ntitle") then <b>', [2]],
  ])('are right after %s that goes over two lines', (_, markdown, lines) => {
    expect(rawHtmlLines(markdown)).toEqual(lines)
  })

  test('are found in the words for a picture', () => {
    expect(rawHtmlLines('words\n![<b>x</b>](/y.jpg)')).toEqual([2])
    expect(rawHtmlLines('![<b>](/x)\n![<b>](/y)')).toEqual([1, 2])
    expect(rawHtmlLines('`<b>`\n![words ![<b>](/x)](/y)')).toEqual([2])
  })

  test.each([
    '',
    'words',
    'a < b and c > d',
    'a<b',
    '1 <2> 3',
    '<https://a.b>',
    '<mailto:a@b.c>',
    '<a@b.c>',
    '`<b>`',
    '``<b> ` <i>``',
    '    <div>\n    <b>',
    '```\n<script>\n```',
    '~~~html\n<b>\n~~~',
    '\\<b>',
    '&lt;b&gt;',
    '<>',
    '< b>',
    '<3',
    'x <-- y --> z',
    '"<" and ">"',
    '[a](<b>)',
  ])('are none in %j', (markdown) => {
    expect(rawHtmlLines(markdown)).toEqual([])
  })

  test('are all of those that have any, counted from 1', () => {
    const line = fc.constantFrom<[string, boolean]>(
      ['plain words', false],
      ['words <b>bold</b> words', true],
      ['words <br> and <i>', true],
      ['words <!-- x -->', true],
      ['`<b>` code', false],
      ['see <https://a.b>', false],
      ['a < b', false],
      ['words \\<b>', false],
      ['كلمات <b>عربية</b>', true],
      ['**words** and [a](/b)', false],
    )
    const paragraphs = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1 })
    const lead = fc.constantFrom(
      '',
      '',
      '<div>\n\n',
      '# Heading\n\n',
      '```\n<b>\n```\n\n',
      '- a\n\n',
    )
    fc.assert(
      fc.property(lead, paragraphs, (lead, paragraphs) => {
        const lines = [
          ...lead
            .split('\n')
            .slice(0, -1)
            .map((text): [string, boolean] => [text, text === '<div>']),
          ...paragraphs.flatMap((paragraph) => [...paragraph, ['', false] as [string, boolean]]),
        ]
        const expected = lines.flatMap(([, is], at) => (is ? [at + 1] : []))
        expect(rawHtmlLines(lines.map(([text]) => text).join('\n'))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('are found in the longest body that is made of tags', () => {
    for (const part of ['x <b>\n', '<b>', '`a\n<b>` <i> ', '[a](/b "<i>\n") <b> ', '![<b>](/x) '])
      expect(rawHtmlLines(part.repeat(100_000 / part.length))).not.toEqual([])
  })

  test('are lines of the text, each once and in order', () => {
    fc.assert(
      fc.property(anyMarkdown, (markdown) => {
        const lines = rawHtmlLines(markdown)
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
        for (const line of lines) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(markdown.split(/\r\n?|\n/).length)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a summary', () => {
  test('is the editor’s own where there is one', () => {
    expect(summaryOf('Its *own*.', 'The body.')).toBe('Its *own*.')
  })

  test.each([
    ['The council *adopted* the **budget**.\n\nMore.', 'The council adopted the budget.'],
    ['One line\nand the next.', 'One line and the next.'],
    ['One line  \nand the next.', 'One line and the next.'],
    ['# A heading\n\nThe first paragraph.', 'The first paragraph.'],
    ['See [the budget](https://a.b "title") and `code`.', 'See the budget and code.'],
    ['Signs \\*as they are\\*, &amp; a < b.', 'Signs *as they are*, & a < b.'],
    ['> A quotation.\n\nThen words.', 'A quotation.'],
    ['- One point\n- Another', 'One point'],
    ['أقر المجلس الموازنة.', 'أقر المجلس الموازنة.'],
    ['Words[^1] and `[^1]` more[^2].\n\n[^1]: Note.', 'Words and [^1] more.'],
    ['[^1]: Note.\n\nWords[^1].', 'Words.'],
    ['# Heading[^1]\n\n[^1]: Note.', ''],
    ['# Only a heading', ''],
    ['```\ncode\n```', ''],
    ['', ''],
  ])('is else the first paragraph as plain text: %j', (body, summary) => {
    expect(summaryOf(null, body)).toBe(summary)
    expect(summaryOf('', body)).toBe(summary)
  })

  test('is cut between words, with an ellipsis, when it is long', () => {
    const words = Array.from({ length: 200 }, (_, at) => `word${at}`)
    const summary = summaryOf(null, words.join(' '))
    expect(summary).toMatch(/^word0 .*[^\s,;:.]…$/)
    for (const word of summary.slice(0, -1).split(' ')) expect(words).toContain(word)
  })

  test('is one line of at most 281 characters and never half a character', () => {
    const repeated = fc
      .tuple(fc.constantFrom('🎉', 'a🎉', 'wörd ', 'x. '), fc.integer({ min: 100, max: 700 }))
      .map(([part, times]) => part.repeat(times))
    fc.assert(
      fc.property(fc.oneof(anyMarkdown, repeated), (body) => {
        const summary = summaryOf(null, body)
        expect(summary.length).toBeLessThanOrEqual(281)
        expect(summary).not.toContain('\n')
        expect(summary.isWellFormed()).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('is never half a character where the part of the body ends that it is told from', () => {
    for (const length of [3994, 3995, 3996]) {
      const summary = summaryOf(null, `# ${'x'.repeat(length)}\n\n🎉`)
      expect(summary.isWellFormed()).toBe(true)
    }
  })
})
