import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demand, demandLanguages, may, SCOPES } from '../../src/newsroom/editor.ts'
import { Refusal } from '../../src/newsroom/refusals.ts'
import type { Language } from '../../src/newsroom/release.ts'
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

describe('the languages of a token', () => {
  const some = fc.subarray(['en', 'ar', 'de', 'pt-BR'] as Language[])
  const refusalOf = (languages: readonly Language[] | null, touched: readonly Language[]) => {
    try {
      return demandLanguages({ ...editor('admin'), languages }, touched)
    } catch (error) {
      return error as Refusal
    }
  }

  test('are all, where none are named, and otherwise no other', () => {
    fc.assert(
      fc.property(some, some, (languages, touched) => {
        expect(refusalOf(null, touched)).toBeUndefined()
        const isOwn = touched.every((language) => languages.includes(language))
        expect(refusalOf(languages, touched) === undefined).toBe(isOwn)
      }),
    )
  })

  test('are named in the refusal, and so is each other one that is concerned', () => {
    fc.assert(
      fc.property(some, some, (languages, touched) => {
        const refusal = refusalOf(languages, touched)
        if (!refusal) return
        expect(refusal).toBeInstanceOf(Refusal)
        expect(refusal.reason).toBe('forbidden')
        const foreign = touched.filter((language) => !languages.includes(language))
        const [, concerned] = /concerns (.*)\.$/.exec(refusal.message) ?? []
        expect(concerned).toBe(foreign.join(', '))
        for (const language of languages) expect(refusal.message).toContain(language)
      }),
    )
  })
})
