import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Json, openPressOffice, type PressOffice, type Reply } from '../press-office.ts'
import { expectProblem, rowCounts, type Wrong } from './answers.ts'
import { NAMES, type Name, Sender } from './sender.ts'

let office: PressOffice
let sender: Sender
beforeEach(async () => {
  office = await openPressOffice()
  sender = new Sender(office)
})

describe('whatever JSON is sent', () => {
  /** Any JSON value, and what looks like a body, with any value at its fields. */
  const words = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('Words.', 'كلمات', 'More *words*', 'a-b', 'a') },
    { weight: 2, arbitrary: fc.constantFrom('', '<b>', '2026-03-01', 'a\u0000', '\ud800') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  )
  const value = fc.oneof(words, fc.jsonValue({ maxDepth: 3 }))
  const field = (...likely: fc.Arbitrary<unknown>[]) =>
    fc.oneof({ weight: 24, arbitrary: fc.oneof(...likely) }, { weight: 1, arbitrary: value })
  const text = field(
    fc.record(
      {
        slug: field(fc.constantFrom('one', 'نص', null, 'A b')),
        headline: field(words),
        subheadline: field(words, fc.constant(null)),
        summary: field(words),
        department: field(words),
        dateline: field(fc.record({ place: field(words) })),
        body: field(words),
        notes: field(words),
      },
      { requiredKeys: ['headline', 'body'] },
    ),
  )
  const texts = field(fc.record({ en: text, ar: text }, { requiredKeys: [] }))
  const localized = field(words, fc.record({ en: field(words), ar: words }, { requiredKeys: [] }))
  const instant = field(fc.constantFrom('2026-03-01', '2027-01-01T00:00:00Z', '2021-01-01'))
  const fields = {
    kind: field(fc.constantFrom('press-release', 'speech')),
    topics: field(fc.array(field(fc.constantFrom('a', 'b')))),
    texts,
    publish: field(fc.boolean(), fc.record({ at: instant })),
    embargo: field(fc.record({ until: instant })),
    at: instant,
    until: instant,
    note: localized,
    reason: localized,
    replacedBy: field(words),
  }
  const like = (required: (keyof typeof fields)[], optional: (keyof typeof fields)[] = []) => {
    const pick = (names: (keyof typeof fields)[]) =>
      Object.fromEntries(names.map((name) => [name, fields[name]]))
    const near = fc.record(pick([...required, ...optional]), { requiredKeys: required } as object)
    const all = fc.record(fields, { requiredKeys: [] })
    return fc.oneof({ weight: 8, arbitrary: near }, all, fc.jsonValue(), value)
  }
  const BODIES: Record<Name, fc.Arbitrary<unknown>> = {
    creation: like(['kind', 'texts'], ['topics', 'publish', 'embargo']),
    'creation by id': like(['kind', 'texts'], ['topics', 'publish', 'embargo']),
    replacement: like(['kind', 'texts'], ['topics']),
    publication: like([], ['at']),
    embargo: like(['until']),
    correction: like(['note'], ['kind', 'topics', 'texts']),
    withdrawal: like(['reason'], ['replacedBy']),
  }

  /** Whatever fields it names, each with a detail. */
  const wrongIn = ({ json }: Reply): Wrong =>
    Object.fromEntries((json.errors ?? []).map(({ pointer }: Json) => [pointer, /./]))

  test.each(NAMES)(
    '%s succeeds, or is refused with problem details and stores nothing',
    async (name) => {
      const statuses = new Set<number>()
      await fc.assert(
        fc.asyncProperty(BODIES[name], async (body) => {
          await sender.path(name)
          const before = await rowCounts()
          const reply = await sender.send(name, JSON.stringify(body))
          statuses.add(reply.status)
          if (reply.status === 200 || reply.status === 201) return
          expectProblem(reply, 422, /./, wrongIn(reply))
          expect(reply.json.errors.length).toBeGreaterThan(0)
          expect(await rowCounts()).toEqual(before)
        }),
        { numRuns: 80, seed: 20_260_323 },
      )
      expect([...statuses].sort()).toEqual([name.startsWith('creation') ? 201 : 200, 422])
      expect(office.logged.filter(({ event }) => event === 'error')).toEqual([])
    },
    30_000,
  )
})
