import stringWidth from 'string-width'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf } from '../../src/cli/progress.ts'
import { columns, isolated } from '../../src/cli/table.ts'

describe('a table', () => {
  test('begins every column at the same place, whatever the script', () => {
    const word = fc.constantFrom('a', 'budget', 'الموازنة', 'مُوَازَنة', '予算', '')
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1 }), (rows) => {
        const lines = columns(
          rows.map(([a, b]) => [{ text: a }, { text: `|${b}` }]),
          80,
        ).split('\n')
        const places = lines.map((line) => stringWidth(line.slice(0, line.indexOf('|'))))
        expect(new Set(places).size).toBe(1)
      }),
    )
  })

  test('cuts what is flexible to the width of the terminal, and closes its isolate', () => {
    const row = columns([[{ text: 'id' }, { text: isolated('ا'.repeat(200)), flexible: true }]], 60)
    expect(stringWidth(row)).toBeLessThanOrEqual(60)
    expect(row).toMatch(/\u2068.*…\u2069$/)
  })
})

describe('the progress', () => {
  test('tells what is done, how fast, and how long the rest takes', () => {
    expect(lineOf('Importing', 300, 0.25, 30_000)).toBe(
      'Importing  ██████░░░░░░░░░░░░░░░░░░  25 %  300  10/s  2 min left',
    )
    expect(lineOf('Exporting', 1200, null, 1000)).toBe('Exporting  1,200  1,200/s')
    expect(lineOf('Importing', 3, 1, 2000, '1 refused')).toContain('100 %  3  1.5/s  1 refused')
  })
})
