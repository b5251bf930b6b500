import { beforeAll, describe, expect, test } from 'vitest'
import { DAY, type Json, NOON, openPressOffice, type PressOffice } from '../press-office.ts'
import { type Announced, corpus } from './corpus.ts'
import { type Judged, judged } from './judged.ts'

let office: PressOffice
/** The names of the releases by their ids. */
const names = new Map<string, string>()

beforeAll(async () => {
  office = await openPressOffice()
  for (const announced of corpus) names.set(await publish(announced), announced.name)
})

async function publish({ kind, topics, texts, state, at }: Announced): Promise<string> {
  const become = {
    draft: {},
    embargoed: { embargo: { until: new Date(NOON + DAY).toISOString() } },
    public: { publish: at ? { at } : true },
    withdrawn: { publish: at ? { at } : true },
  }[state]
  const { status, json } = await office.create({ kind, topics, texts, ...become })
  expect(status, JSON.stringify(json)).toBe(201)
  if (state === 'withdrawn') await office.withdraw(json.release.id, { reason: 'Sent by mistake.' })
  return json.release.id
}

const parameters = ({ q, language, topic, year }: Judged): string =>
  new URLSearchParams({
    q,
    ...(language ? { language } : {}),
    ...(topic ? { topic } : {}),
    ...(year ? { year } : {}),
  }).toString()

/** The names of all that is found, page after page. */
async function found(one: Judged): Promise<string[]> {
  const all: string[] = []
  let next: string | undefined = `/api/search?${parameters(one)}`
  while (next) {
    const { pathname, search }: URL = new URL(next, office.site.url)
    const { status, json } = await office.read(pathname + search)
    expect(status).toBe(200)
    all.push(...json.releases.map(({ id }: Json) => names.get(id) ?? id))
    next = json.next
  }
  return all
}

describe('the search', () => {
  test('is judged on 60 questions or more', () => {
    expect(judged.length).toBeGreaterThanOrEqual(60)
    const arabic = judged.filter(({ q }) => /\p{Script=Arabic}/u.test(q))
    expect(arabic.length).toBeGreaterThanOrEqual(20)
  })

  test.each(judged.map((one) => [JSON.stringify(one.q), one] as const))(
    'finds what %s must find, and not what it must not',
    async (_, one) => {
      const all = await found(one)
      expect(all).toEqual(expect.arrayContaining([...one.must]))
      for (const name of one.mustNot) expect(all).not.toContain(name)
      if (one.first) expect(all[0]).toBe(one.first)
      // In every language that it has, once.
      const texts = one.language === 'all' || !one.language ? 2 : 1
      for (const name of all)
        expect(all.filter((other) => other === name).length).toBeLessThanOrEqual(texts)
    },
  )

  test.each(judged.map((one) => [JSON.stringify(one.q), one] as const))(
    'shows people what it tells programs of %s',
    async (_, one) => {
      const language = one.language ?? 'all'
      const path = `${language === 'ar' ? '/ar' : ''}/search?${parameters({ ...one, language })}`
      const { status, text } = await office.read(path)
      expect(status).toBe(200)
      const { json } = await office.read(`/api/search?${parameters({ ...one, language })}`)
      const linked = [...text.matchAll(/<h2><a href="([^"]*\/releases\/[^"]*)"/g)].map(
        ([, at]) => at,
      )
      expect(linked).toEqual(json.releases.map(({ url }: Json) => new URL(url).pathname))
    },
  )
})
