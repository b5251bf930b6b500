import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COLOURS, contrast, parseColours } from '../../src/brand/colours.ts'
import { MAX_LOGO, parseLogo } from '../../src/brand/logo.ts'
import { brandStyle } from '../../src/pages/brand.ts'
import { styleFor } from '../../src/pages/style.ts'
import { all, only, parsedPart } from './parsed.ts'
import { SITE, siteWith } from './shown.ts'

function complaint(parse: () => unknown): string {
  try {
    parse()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('colours', () => {
  test('differ as much as WCAG’s own examples say', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(contrast('#123456', '#123456')).toBe(1)
    // https://webaim.org/resources/contrastchecker/ of the greys on either side of 4.5.
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2)
    expect(contrast('#ff0000', '#ffffff')).toBeCloseTo(4.0, 2)
  })

  test('that nobody sets can be read', () => {
    expect(parseColours({})).toEqual(COLOURS)
    expect(parseColours(COLOURS)).toEqual(COLOURS)
  })

  test('may be set one by one, in one scheme or in both', () => {
    expect(parseColours({ ink: { light: '#000000', dark: '#FFFFFF' } })).toEqual({
      ...COLOURS,
      ink: { light: '#000000', dark: '#ffffff' },
    })
    const both = parseColours({ accent: '#003399', paper: '#ffffff', ink: '#000000' })
    expect(both.paper).toEqual({ light: '#ffffff', dark: '#ffffff' })
  })

  test('with too little contrast are named with their scheme, what they have and need', () => {
    const said = (value: unknown) => complaint(() => parseColours(value))
    expect(said({ accent: { light: '#777777', dark: '#8fbcf0' }, paper: '#ffffff' })).toContain(
      'light: accent #777777 on paper #ffffff has a contrast of 4.47:1 and needs 4.5:1',
    )
    const dim = said({ ink: { light: '#1a1a18', dark: '#8a8a8a' } })
    expect(dim).toContain('dark: ink #8a8a8a on paper #161614 has a contrast of 5.24:1')
    expect(dim).toContain('needs 7:1')
    expect(dim).not.toContain('light:')
    // Its ink alone would do, at 7.28.
    const pale = said({ ink: { light: '#555555', dark: '#ffffff' } })
    expect(pale).toContain('light: quiet #878787 on paper #fdfcfa has a contrast of 3.5:1')
    expect(pale).not.toContain('light: ink')
  })

  test('that are accepted can be read, in both schemes', () => {
    const channel = fc.integer({ min: 0, max: 255 })
    const colour = fc
      .tuple(channel, channel, channel)
      .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`)
    const dark = fc.constantFrom('#000000', '#0b4a8f', '#1a1a18', '#402020')
    const light = fc.constantFrom('#ffffff', '#8fbcf0', '#fdfcfa', '#ffd8d8')
    const pair = fc.record({ light: fc.oneof(dark, light, colour), dark: fc.oneof(dark, light) })
    let accepted = 0
    fc.assert(
      fc.property(fc.record({ accent: pair, paper: pair, ink: pair }), (value) => {
        const readable = (['light', 'dark'] as const).every((scheme) => {
          const [accent, paper, ink] = [
            value.accent[scheme],
            value.paper[scheme],
            value.ink[scheme],
          ]
          return contrast(ink, paper) >= 7 && contrast(accent, paper) >= 4.5
        })
        const fine = complaint(() => parseColours(value)) === ''
        if (fine) accepted++
        // What is mixed from them may still be too faint, but nothing is accepted that these are.
        expect(fine && !readable).toBe(false)
      }),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(0)
  })

  test('are mixed by the stylesheet only in the ways that are checked', () => {
    const mixes = [...styleFor(SITE).matchAll(/([\w-]+):color-mix\(([^;}]+)\)(?=[;}])/g)]
    expect(mixes.map(([, name, mix]) => `${name}: ${mix}`).sort()).toEqual([
      '--edge: in srgb,var(--ink) 60%,var(--paper)',
      // Only an ornament: nothing is told by it.
      '--line: in srgb,var(--ink) 18%,var(--paper)',
      '--quiet: in srgb,var(--ink) 70%,var(--paper)',
      '--wash: in srgb,var(--ink) 4%,var(--paper)',
      'background: in srgb,var(--accent) 20%,var(--paper)',
    ])
  })

  test('stand in the page as custom properties of both schemes', () => {
    expect(brandStyle(SITE)).toBe(
      ':root{--accent:light-dark(#0b4a8f,#8fbcf0);--paper:light-dark(#fdfcfa,#161614);' +
        '--ink:light-dark(#1a1a18,#e9e7e2)}',
    )
    expect(
      brandStyle(siteWith({ COLOURS: { ink: { light: '#000000', dark: '#ffffff' } } })),
    ).toContain('--ink:light-dark(#000000,#ffffff)')
  })
})

const svg = (inside: string, more = '') => `<svg viewBox="0 0 8 8"${more}>${inside}</svg>`

describe('a logo', () => {
  test('is written anew: without a size, a title or a namespace, and hidden from readers aloud', () => {
    const given = `
      <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="80px" height='40' viewBox="0 0 8 4">
        <title>Our logo</title><desc/>
        <g fill='none'
           stroke="currentColor" stroke-width=".5">
          <rect x="1" y="1" width="2" height="2"/><path d="M0 0L8,4z" ></path>
        </g>
      </svg>
    `.replace('80px', '80')
    expect(parseLogo(given)).toBe(
      '<svg viewBox="0 0 8 4" aria-hidden="true" focusable="false">' +
        '<g fill="none" stroke="currentColor" stroke-width=".5">' +
        '<rect x="1" y="1" width="2" height="2"/><path d="M0 0L8,4z"></path></g></svg>',
    )
  })

  test('keeps its gradients, clips and masks, under ids that no part of the page has', () => {
    const drawn = parseLogo(
      svg(
        '<defs><linearGradient id="content" gradientUnits="userSpaceOnUse" x2="8">' +
          '<stop offset="50%" stop-color="#0b4a8f"/></linearGradient>' +
          '<clipPath id="c"><circle cx="4" cy="4" r="4"/></clipPath>' +
          '<mask id="m"><path d="M0 0h4v4z" fill="white"/></mask></defs>' +
          '<path d="M0 0h8v8z" fill="url(#content)" clip-path="url(#c)" mask="url(#m)" ' +
          'transform="translate(1 2) rotate(45)"/>',
      ),
    )
    const shape = all(parsedPart(drawn.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>')), 'path').at(-1)
    expect(shape?.attributes).toMatchObject({
      fill: 'url(#logo-content)',
      'clip-path': 'url(#logo-c)',
      mask: 'url(#logo-m)',
    })
    expect(drawn).toContain('id="logo-content"')
    expect(drawn).not.toContain('id="content"')
  })

  test('of the sample institution is accepted', () => {
    const { logo } = SITE
    expect(
      only(parsedPart((logo ?? '').replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>')), 'svg').attributes,
    ).toMatchObject({ 'aria-hidden': 'true', focusable: 'false', viewBox: '0 0 32 32' })
  })

  /** What is said of each, to tell that it is refused for what it is. */
  const HOSTILE: readonly (readonly [string, RegExp])[] = [
    [svg('<script>alert(1)</script>'), /element "script"/],
    [svg('<SCRIPT>alert(1)</SCRIPT>'), /element "SCRIPT"/],
    [svg('<svg:script>alert(1)</svg:script>'), /element "svg:script"/],
    [svg('', ' onload="alert(1)"'), /attribute "onload"/],
    [svg('<path d="M0 0" onclick="alert(1)"/>'), /attribute "onclick"/],
    [svg('<path d="M0 0" ONCLICK="alert(1)"/>'), /attribute "ONCLICK"/],
    [svg('<path d="M0 0" onclick=alert(1) />'), /not a tag/],
    [svg('<path/onclick="alert(1)"/>'), /not a tag/],
    [svg('<foreignObject><p>x</p></foreignObject>'), /element "foreignObject"/],
    [svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), /element "a"/],
    [svg('<use href="#x"/>'), /element "use"/],
    [svg('<image href="https://evil.example/x.png"/>'), /element "image"/],
    [svg('<path d="M0 0" xlink:href="https://evil.example/"/>'), /attribute "xlink:href"/],
    [svg('<linearGradient id="a" href="#b"/>'), /attribute "href"/],
    [svg('<style>*{display:none}</style>'), /element "style"/],
    [svg('<path d="M0 0" style="position:fixed"/>'), /attribute "style"/],
    [svg('<path d="M0 0" class="skip"/>'), /attribute "class"/],
    [svg('<path d="M0 0" fill="url(https://evil.example/#x)"/>'), /fill="url\(https/],
    [svg('<path d="M0 0" fill="url(#x)"/>'), /refers to nothing/],
    [svg('<path id="x" d="M0 0" fill="url(#x)"/>'), /refers to nothing/],
    [svg('<path d="M0 0" fill="url(#x) url(//evil.example)"/>'), /is not allowed/],
    [svg('<path d="M0 0" mask="url(data:image/svg+xml,x)"/>'), /mask=/],
    [svg('<path d="M0 0" fill="red;background:url(x)"/>'), /fill=/],
    [svg('<path d="M0 0" fill="&#106;avascript"/>'), /fill=/],
    [svg('<path d="M0 0&quot; onclick=&quot;x"/>'), /d=/],
    [svg('<path d="M0 0<script>"/>'), /d=/],
    [svg('<path id="a b" d="M0 0"/>'), /id=/],
    [svg('<path id="a" d="M0 0"/><path id="a" d="M0 0"/>'), /"a" twice/],
    [svg('<path d="M0 0" d="M1 1"/>'), /"d" twice/],
    [svg('<animate attributeName="href" values="javascript:alert(1)"/>'), /element "animate"/],
    [svg('<set attributeName="onload" to="x"/>'), /element "set"/],
    [svg('<text>x</text>'), /element "text"/],
    [svg('<filter id="f"/>'), /element "filter"/],
    [svg('<pattern id="p"/>'), /element "pattern"/],
    [svg('<iframe src="x"/>'), /element "iframe"/],
    [svg('<title><script>alert(1)</script></title>'), /"<script>/],
    [svg('<title>x</title onload="x">'), /not allowed in "title"/],
    [svg('<desc><p>x</p></desc>'), /not allowed in "desc"/],
    [svg('<title onclick="x">x</title>'), /not allowed in "title"/],
    [svg('<!-- x -->'), /not a tag/],
    [svg('<![CDATA[<script>alert(1)</script>]]>'), /not a tag/],
    [svg('<?xml-stylesheet href="x"?>'), /not a tag/],
    [`<?xml version="1.0"?>${svg('')}`, /not a tag/],
    [`<!DOCTYPE svg [<!ENTITY x "y">]>${svg('')}`, /not a tag/],
    [svg('&x;'), /not a tag/],
    [svg('words'), /not a tag/],
    [`${svg('')}<script>alert(1)</script>`, /after the end/],
    [`${svg('')}${svg('')}`, /after the end/],
    [svg(svg('')), /not one svg/],
    [svg('<g>'), /closes nothing/],
    ['<svg viewBox="0 0 8 8"><g>', /"g" is not closed/],
    ['<svg viewBox="0 0 8 8"', /not a tag/],
    ['</svg>', /closes nothing/],
    ['<path d="M0 0"/>', /not one svg/],
    ['', /not one svg/],
    ['https://example.org/logo.svg', /not a tag/],
    ['<svg></svg>', /no viewBox/],
    ['<svg viewBox="0 0 0 8"></svg>', /viewBox=/],
    ['<svg viewBox="0 0 8 8" xmlns="http://www.w3.org/1999/xhtml"></svg>', /xmlns=/],
    ['<svg viewBox="0 0 8 8" xmlns:xlink="http://www.w3.org/1999/xlink"></svg>', /xmlns:xlink/],
    [svg('<g viewBox="0 0 8 8"></g>'), /attribute "viewBox"/],
    [svg('<path d="M0 0" fill="red\u0000"/>'), /fill=/],
    [svg(`<path d="${'M0 0'.repeat(MAX_LOGO / 4)}"/>`), /characters/],
  ]
  test.each(HOSTILE)('is refused: %s', (given, said) => {
    expect(complaint(() => parseLogo(given))).toMatch(said)
  })

  test('of any signs comes out as shapes or not at all', () => {
    const sign = fc.constantFrom(
      ...['<svg viewBox="0 0 8 8">', '</svg>', '<g>', '</g>', '<g ', '<path d="M0 0"/>', '/>', '>'],
      ...[' fill="red"', " id='a'", ' onload="x"', '<title>', '</title>', 'url(#a)', '"', "'", '<'],
      ...['<script>', '&lt;', '<!--', '-->', '=', ' ', '\n', 'x'],
    )
    const signs = fc
      .array(sign, { maxLength: 8 })
      .map((parts) => `<svg viewBox="0 0 8 8">${parts.join('')}</svg>`)
    let accepted = 0
    fc.assert(
      fc.property(signs, (given) => {
        let drawn: string
        try {
          drawn = parseLogo(given)
        } catch {
          return
        }
        accepted++
        const root = parsedPart(drawn.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>'))
        for (const { name, attributes } of all(root, '*')) {
          expect(['svg', 'g', 'path']).toContain(name)
          for (const attribute of Object.keys(attributes))
            expect(['viewBox', 'aria-hidden', 'focusable', 'fill', 'id', 'd']).toContain(attribute)
        }
        expect(drawn).not.toMatch(/script|onload|&|!--/)
      }),
      { numRuns: 3000 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})
