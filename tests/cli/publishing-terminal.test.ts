import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sit } from './pty.ts'
import { type Served, serve } from './served.ts'

let served: Served
const folder = mkdtempSync(join(tmpdir(), 'pressroom terminal '))
beforeAll(async () => {
  served = await serve()
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return name
}
const at = (words: readonly string[], env: Record<string, string> = {}) =>
  sit(words, {
    cwd: folder,
    env: { PRESSROOM_URL: served.url, PRESSROOM_TOKEN: served.tokens.publish, ...env },
  })
const read = async (id: string) => {
  const answer = await fetch(`${served.url}/api/releases/${id}`, {
    headers: { Authorization: `Bearer ${served.tokens.read}` },
  })
  return answer.ok ? ((await answer.json()) as Json) : null
}
type Json = Readonly<Record<string, unknown>>
const releases = async () => {
  const answer = await fetch(`${served.url}/api/releases?limit=100`, {
    headers: { Authorization: `Bearer ${served.tokens.read}` },
  })
  return ((await answer.json()) as { releases: Json[] }).releases
}

const AMBIGUOUS =
  'Press release\n04/05/2021\n\nThe office opens a new archive\n\nThe archive opens today. It has two rooms, and it is for all of the people.\n'
const WITHOUT_HEADLINE =
  'بيان صحفي\n\nعقد المجلس اليوم جلسة طويلة أقر فيها الموازنة الجديدة لعام كامل بعد نقاش استمر من الصباح حتى المساء، وقد حضرها جميع الأعضاء من المحافظات كلها ومن الهيئات المهنية. وتسري الموازنة من أول الشهر المقبل.\n'

describe('at a terminal', () => {
  test('an ambiguous date is asked, and the release filed under the one that is chosen', async () => {
    const person = at(['publish', write('archive.txt', AMBIGUOUS)])
    await person.answer('1 to 3?', '2')
    await person.answer('filed under 5 April 2021? (yes/no)', 'yes')
    expect(await person.ended).toBe(0)
    expect(person.read).toContain('1. 4 May 2021')
    expect(person.read).toMatch(/published {2}archive\.txt/)
    expect((await releases())[0]).toMatchObject({ day: '2021-04-05', state: 'published' })
  })

  test('a headline is asked for in Arabic, and the whole stands right in the terminal', async () => {
    const person = at(['publish', write('bare.ar.txt', WITHOUT_HEADLINE)])
    await person.answer('headline shall it have?', '')
    await person.answer('Publish it now? (yes/no)', 'نعم')
    expect(await person.ended).toBe(0)
    const [{ texts }] = (await releases()) as [{ texts: { ar: { headline: string } } }]
    expect(texts.ar.headline).toMatch(/^عقد المجلس اليوم/)
    for (const line of person.read.split('\n'))
      expect(line.match(/\u2068/g)?.length ?? 0).toBe(line.match(/\u2069/g)?.length ?? 0)
    expect(person.read).toContain('Arabic')
  })

  test('whoever says no has sent nothing', async () => {
    const file = write(
      'no.md',
      '---\nid: no\nkind: statement\n---\n# Not after all\n\nIt was said.\n',
    )
    const person = at(['publish', file])
    await person.answer('Publish it now? (yes/no)', 'perhaps')
    await person.answer('Publish it now? (yes/no)', 'no')
    expect(await person.ended).toBe(130)
    expect(person.read).toContain('Nothing was sent.')
    expect(await read('no')).toBeNull()
  })

  test('Ctrl-C at a question sends nothing', async () => {
    const file = write('stop.txt', AMBIGUOUS.replace('opens a new', 'closes the old'))
    const before = await releases()
    const asked = at(['publish', file])
    await asked.press('1 to 3?', '\u0003')
    expect(await asked.ended).toBe(130)
    const agreed = at(['publish', file, '--date', '2021-05-04'])
    await agreed.press('(yes/no)', '\u0003')
    expect(await agreed.ended).toBe(130)
    expect(agreed.read).toContain('nothing was sent')
    expect(await releases()).toEqual(before)
  })

  test('a date to come is a question: it is held until then', async () => {
    const more = 'id: later\nkind: statement\ndate: 2035-03-01T09:00:00\n'
    const file = write('later.md', `---\n${more}---\n# Later\n\nIt was said.\n`)
    const person = at(['publish', file])
    await person.answer('1 to 3?', '1')
    await person.answer('06:00 UTC? (yes/no)', 'yes')
    expect(await person.ended).toBe(0)
    expect(await read('later')).toMatchObject({
      state: 'embargoed',
      liveAt: '2035-03-01T06:00:00.000Z',
    })
  })

  test('a correction asks what was wrong in each language, and a withdrawal why', async () => {
    const head = 'id: two\nkind: statement\n'
    write('two.en.md', `---\n${head}---\n# Two languages\n\nIt was said.\n`)
    write('two.ar.md', `---\n${head}---\n# لغتان\n\nقيل.\n`)
    expect(await at(['publish', 'two.en.md', 'two.ar.md', '--yes']).ended).toBe(0)
    write('two.en.md', `---\n${head}---\n# Two languages\n\nIt was written.\n`)
    const person = at(['correct', 'two', 'two.en.md'])
    await person.answer('(English)?', 'It was not said.')
    await person.answer('(Arabic)?', 'لم يُقل.')
    await person.answer('Publish this correction? (yes/no)', 'yes')
    expect(await person.ended).toBe(0)
    expect(person.shown).toContain('\u001b[31m[-\u2068said.\u2069-]\u001b[39m')
    expect(await read('two')).toMatchObject({
      corrections: [{ note: { en: 'It was not said.', ar: 'لم يُقل.' } }],
    })
    const withdrawing = at(['withdraw', 'two'])
    await withdrawing.answer('(English)?', 'It was a mistake.')
    await withdrawing.answer('(Arabic)?', '')
    await withdrawing.answer('Withdraw two for good? (yes/no)', 'yes')
    expect(await withdrawing.ended).toBe(0)
    expect(await read('two')).toMatchObject({
      state: 'withdrawn',
      withdrawal: { reason: { en: 'It was a mistake.' } },
    })
  })

  test('has colours, and none where NO_COLOR is set', async () => {
    const file = write('colour.md', '---\nkind: statement\n---\n# Colours\n\nIt was said.\n')
    const coloured = at(['draft', file, '--yes'])
    expect(await coloured.ended).toBe(0)
    expect(coloured.shown).toContain('\u001b[32mstored as a draft')
    const plain = at(['draft', file, '--yes'], { NO_COLOR: '1' })
    expect(await plain.ended).toBe(0)
    expect(plain.shown).not.toContain('\u001b[3')
    expect(plain.shown).toContain('stored as a draft already')
  })
})
