import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pointer, Refusal } from '../../src/newsroom/refusals.ts'

/** What a JSON pointer finds (RFC 6901, section 4). */
const follow = (document: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], document)

describe('a JSON pointer', () => {
  test.each([
    [[], ''],
    [['texts', 'en', 'headline'], '/texts/en/headline'],
    [['topics', 3], '/topics/3'],
    [['a/b'], '/a~1b'],
    [['m~n'], '/m~0n'],
    [['~1'], '/~01'],
    [['~0/'], '/~00~1'],
    [['', ''], '//'],
    [['§ ["]'], '/§ ["]'],
  ])('from %j is %j', (parts, expected) => {
    expect(pointer(...parts)).toBe(expected)
  })

  test('leads back to the part that it was made from', () => {
    const part = fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', 'ش', ' ') })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        fc.pre(!parts.includes('__proto__'))
        const document = parts.reduceRight<unknown>((value, name) => ({ [name]: value }), 'here')
        expect(follow(document, pointer(...parts))).toBe('here')
      }),
    )
  })
})

test('a refusal is an error with its reason, and names no field unless it is told', () => {
  const refusal = new Refusal('conflict', 'Someone else saved first.')
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal).toMatchObject({
    name: 'Refusal',
    reason: 'conflict',
    message: 'Someone else saved first.',
    fields: [],
  })
})
