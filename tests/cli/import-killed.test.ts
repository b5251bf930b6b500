import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../office.ts'
import { Newsroom } from '../lives/newsroom.ts'
import { pressroom, start } from './command.ts'
import { type Answering, serveOverHttp } from './over-http.ts'
import { everythingIn } from './taken-in.ts'

const RELEASES = 40
const folder = mkdtempSync(join(tmpdir(), 'pressroom-killed-'))
const source = join(folder, 'releases.jsonl')
let undisturbed: Json
/** Changes and redirects that an undisturbed run sends. */
let requests = 0

beforeAll(async () => {
  writeFileSync(source, `${Array.from({ length: RELEASES }, (_, at) => line(at)).join('\n')}\n`)
  const room = await Newsroom.open()
  const served = await serveOverHttp(room.office, (request) => {
    if (request.method !== 'GET') requests++
    return room.office.answer(request)
  })
  const { status, stdout } = await importInto(served.url, room)
  expect(status, stdout).toBe(4)
  const { counts, items, formerPaths } = JSON.parse(stdout)
  expect(items).toBe(RELEASES)
  expect(counts).toMatchObject({ published: 28, held: 4, draft: 4, refused: 4 })
  expect(formerPaths.entered).toBe(36)
  undisturbed = everythingIn(room.d1)
  expect(undisturbed.revisions).toHaveLength(36)
  await served.close()
  room.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an import that is killed anywhere and begun again ends as one that nobody disturbed', async () => {
  const places = fc.integer({ min: 1, max: requests })
  const moments = fc.constantFrom('before it is stored', 'before it is answered')
  await fc.assert(
    fc.asyncProperty(places, moments, async (place, moment) => {
      const room = await Newsroom.open()
      const killed = Promise.withResolvers<void>()
      let sent = 0
      let kill = () => {}
      const answering: Answering = async (request) => {
        const isLast = request.method !== 'GET' && ++sent === place
        if (isLast && moment === 'before it is stored') {
          kill()
          return null
        }
        const response = await room.office.answer(request)
        if (isLast) kill()
        return isLast ? null : response
      }
      const served = await serveOverHttp(room.office, answering)
      try {
        const child = start(words(served.url), { env: envOf(room) })
        kill = () => {
          child.kill('SIGKILL')
          killed.resolve()
        }
        const [[, signal]] = await Promise.all([once(child, 'exit'), killed.promise])
        expect(signal).toBe('SIGKILL')
        const { status, stdout } = await importInto(served.url, room)
        expect(status).toBe(4)
        const { counts, items } = JSON.parse(stdout)
        expect(items).toBe(RELEASES)
        expect(counts).toMatchObject({ refused: 4, differs: 0, unsure: 0 })
        expect(everythingIn(room.d1)).toEqual(undisturbed)
      } finally {
        await served.close()
        room.close()
      }
    }),
    { numRuns: 10 },
  )
}, 300_000)

const words = (url: string) => ['import', source, '--url', url, '--yes', '--json', '--at-once', '4']

const envOf = (room: Newsroom) => ({ PRESSROOM_TOKEN: room.office.tokens.publish })

const importInto = (url: string, room: Newsroom) => pressroom(words(url), { env: envOf(room) })

/** Every tenth is held, a draft, or refused; many have headlines and slugs in common. */
function line(at: number): string {
  const kind = at % 10
  const text = {
    ...(at % 4 === 0 ? { slug: `slug-${at % 8}` } : {}),
    headline: `Council meeting ${at % 7}`,
    body: kind === 3 ? '<b>Not Markdown</b>' : `It met for the time number ${at}.`,
    formerPaths: [`/2021/02/${at}/council-meeting/`],
  }
  return JSON.stringify({
    type: 'release',
    id: `meeting-${at}`,
    kind: 'press-release',
    topics: ['council'],
    texts: { en: text, ...(at % 5 === 0 ? { ar: { headline: 'اجتماع', body: 'اجتمع.' } } : {}) },
    ...(kind === 1
      ? { embargo: { until: '2027-01-01' } }
      : kind === 2
        ? {}
        : { publish: { at: `2021-02-${String(1 + (at % 28)).padStart(2, '0')}` } }),
  })
}
