import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demand, may, SCOPES } from '../../src/newsroom/editor.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import { editor } from './invented.ts'

const anyScope = fc.constantFrom(...SCOPES)

describe('a scope', () => {
  test.each([
    ['read', ['read']],
    ['draft', ['read', 'draft']],
    ['publish', ['read', 'draft', 'publish']],
    ['admin', ['read', 'draft', 'publish', 'admin']],
  ] as const)('%s includes %j and no other', (scope, included) => {
    expect(SCOPES.filter((one) => may(editor(scope), one))).toEqual(included)
  })

  test('includes whatever a scope that it includes does', () => {
    fc.assert(
      fc.property(anyScope, anyScope, anyScope, (a, b, c) => {
        if (may(editor(a), b) && may(editor(b), c)) expect(may(editor(a), c)).toBe(true)
      }),
    )
  })

  test('that is demanded and missing is refused by its name', () => {
    fc.assert(
      fc.property(anyScope, anyScope, (has, needs) => {
        if (may(editor(has), needs)) return demand(editor(has), needs)
        expect(() => demand(editor(has), needs)).toThrow(
          expect.objectContaining({ reason: 'forbidden', message: expect.stringContaining(needs) }),
        )
        expect(() => demand(editor(has), needs)).toThrow(Refusal)
      }),
    )
  })
})
