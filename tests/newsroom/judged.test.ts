import { describe, expect, test } from 'vitest'
import { askedTerms, indexTerms, type Term } from '../../src/newsroom/terms.ts'
import { type Announced, type AnnouncedText, corpus } from '../search/corpus.ts'
import { type Judged, judged } from '../search/judged.ts'

/** The tier in which a text fits, or null: its headline, what stands above its body, all of it. */
function tierOf(text: AnnouncedText, terms: readonly Term[]): number | null {
  const { headline, subheadline, summary, department, dateline, body, notes } = text
  const above = [headline, subheadline, summary, department, dateline?.place]
  const tiers = [[headline], above, [...above, body, notes]]
  const tier = tiers.findIndex((parts) => {
    const forms = new Set(indexTerms(parts.filter(Boolean).join('\n')).split(' '))
    return terms.every((term) => term.some((form) => forms.has(form)))
  })
  return tier < 0 ? null : tier
}

/** The names of the releases that are found, the best first. */
function search({ q, language = 'all', topic, year }: Judged): string[] {
  const terms = askedTerms(q)
  if (terms.length === 0) return []
  const isAsked = ({ state, topics, at }: Announced) =>
    state === 'public' &&
    (topic === undefined || topics.includes(topic)) &&
    (year === undefined || at?.startsWith(year))
  const results = corpus.filter(isAsked).flatMap(({ name, at = '', texts }) =>
    Object.entries(texts)
      .filter(([of]) => language === 'all' || of === language)
      .map(([, text]) => ({ name, at, tier: tierOf(text, terms) }))
      .filter(({ tier }) => tier !== null),
  )
  return results
    .sort((a, b) => (a.tier ?? 0) - (b.tier ?? 0) || b.at.localeCompare(a.at))
    .map(({ name }) => name)
}

describe('a search in memory', () => {
  test.each(judged.map((one) => [JSON.stringify(one.q).slice(0, 60), one] as const))(
    'finds by %s what it must and nothing that it must not',
    (_, one) => {
      const names = search(one)
      expect(one.must.filter((name) => !names.includes(name))).toEqual([])
      expect(one.mustNot.filter((name) => names.includes(name))).toEqual([])
      if (one.first) expect(names[0]).toBe(one.first)
    },
  )
})

describe('the judgements', () => {
  test('are many, in both scripts, about releases of the corpus', () => {
    const names = corpus.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { must, mustNot, first = '' } of judged)
      for (const name of [...must, ...mustNot, first || names[0]]) expect(names).toContain(name)
    expect(judged.filter(({ q }) => /[a-z]/i.test(q)).length).toBeGreaterThan(60)
    expect(judged.filter(({ q }) => /\p{Script=Arabic}/u.test(q)).length).toBeGreaterThan(60)
  })

  test('are about releases of which none is filed in the future', () => {
    for (const { state, at } of corpus)
      if (state === 'public' || state === 'withdrawn') expect(at).toMatch(/^202[456]-\d\d-\d\d$/)
      else expect(at).toBeUndefined()
  })
})
