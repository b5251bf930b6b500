import { describe, expect, test } from 'vitest'
import { styleFor } from '../../src/pages/style.ts'
import { SITE, siteWith } from './shown.ts'

describe('the stylesheet', () => {
  test('is the same text for the same site, so that its digest allows it', () => {
    expect(styleFor(siteWith())).toBe(styleFor(SITE))
  })

  test('has no left and no right, so that it reads from both', () => {
    expect(styleFor(SITE)).not.toMatch(
      /[\s:;{-](?:left|right)\b|[;{](?:width|height|m\w\w-width|m\w\w-height):/,
    )
  })

  test('loads nothing', () => {
    expect(styleFor(SITE)).not.toMatch(/url\(|@import|@font-face/)
  })

  test('has the site’s colours, in both schemes', () => {
    const accent = { light: '#5a1e6e', dark: '#d9b3e6' }
    const style = styleFor(siteWith({ COLOURS: { accent } }))
    expect(style).toContain('--accent:light-dark(#5a1e6e,#d9b3e6)')
    expect(style).not.toBe(styleFor(SITE))
  })

  test('names no colour of its own but those of paper that is printed on', () => {
    const own = styleFor(SITE).slice(styleFor(SITE).indexOf('color-scheme:light dark'))
    const [screen = '', print = ''] = own.split('@media print')
    expect(screen).not.toMatch(/#[\da-f]{3,8}\b|\b(?:rgb|hsl)/i)
    expect(print).toMatch(/--paper:#fff;--ink:#000/)
  })

  test('numbers lists in the numerals of the language', () => {
    const one = { SITE_NAME: 'x', BOILERPLATE: 'x', CONTACT: { name: 'x' }, KINDS: { speech: 'x' } }
    const style = (language: string) =>
      styleFor(siteWith({ ...one, LANGUAGES: [language], TOPICS: {} }))
    expect(style('ar-SY')).toContain('ol:lang(ar-SY){list-style-type:arabic-indic}')
    expect(style('en')).not.toContain('list-style-type')
  })
})
