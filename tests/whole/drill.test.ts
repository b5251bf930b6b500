import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectTo } from '../../src/cli/newsroom.ts'
import { everyAddress } from '../../src/cli/outlet/addresses.ts'
import { compareSites } from '../../src/cli/outlet/likeness.ts'
import { pressroom } from '../cli/command.ts'
import { type Served, serve } from '../cli/served.ts'
import type { Json } from '../office.ts'

const SITE = 'https://press.example.org'
const stop = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'pressroom-drill-whole-'))
const file = join(folder, 'newsroom.jsonl.gz')
let original: Served
let restored: Served

beforeAll(async () => {
  original = await serve({ siteUrl: SITE })
  restored = await serve({ siteUrl: SITE })
})
afterAll(async () => {
  await original?.close()
  await restored?.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = ({ url, tokens }: Served, ...words: string[]) =>
  pressroom(words, { env: { PRESSROOM_URL: url, PRESSROOM_TOKEN: tokens.admin } })

async function send(path: string, body: unknown, method = 'POST'): Promise<Json> {
  const answer = await fetch(`${original.url}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${original.tokens.admin}`,
      'Content-Type': 'application/json',
      'If-Match': '*',
    },
    body: JSON.stringify(body),
  })
  const said = (await answer.json()) as Json
  expect([path, answer.ok, answer.ok || said]).toEqual([path, true, true])
  return said
}

async function live(): Promise<void> {
  const texts = (name: string) => ({
    en: { headline: `Council on ${name}`, body: `The council spoke of ${name}.` },
    ar: { headline: `المجلس و${name}`, slug: `المجلس-${name}`, body: 'تحدث المجلس.' },
  })
  const made = async (name: string, more: object) =>
    (
      await send('/releases', {
        kind: 'press-release',
        topics: ['budget'],
        texts: texts(name),
        ...more,
      })
    ).release.id as string
  const renamed = await made('budget', { publish: true })
  const { en, ar } = texts('budget')
  const again = {
    kind: 'press-release',
    topics: [],
    texts: { en: { ...en, slug: 'the-budget' }, ar },
  }
  await send(`/releases/${renamed}`, again, 'PUT')
  await send(`/releases/${renamed}/corrections`, { note: 'A figure was wrong.' })
  const old = await made('roads', { publish: { at: '2021-02-25' } })
  const gone = await made('water', { publish: true })
  await send(`/releases/${gone}/withdrawal`, { reason: 'Not so.', replacedBy: renamed })
  await made('schools', { embargo: { until: '2035-01-07T09:00:00+03:00' } })
  await made('bridges', {})
  const redirects = [
    { from: '/2021/02/25/roads/', release: old, language: 'en' },
    { from: '/?p=7', release: renamed, language: 'ar' },
  ]
  await send('/redirects', { redirects })
}

test('a newsroom is exported, imported into an empty one, and the public cannot tell them apart', async () => {
  await live()
  const out = await run(original, 'export', file)
  expect([out.status, out.stderr]).toEqual([0, expect.stringContaining('only you may read it')])
  expect(out.stdout).toContain('5 releases (2 published, 1 draft, 1 embargoed, 1 withdrawn)')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const checked = await pressroom(['export', '--check', file])
  expect(checked.status).toBe(0)

  const taken = await run(restored, 'import', '--yes', file)
  expect([taken.status, taken.stderr]).toEqual([0, expect.anything()])
  const twice = await run(restored, 'import', '--yes', file)
  expect([twice.status, twice.stderr]).toEqual([0, expect.anything()])

  await original.settle()
  await restored.settle()
  const [one, other] = [original, restored].map(({ url, tokens }) =>
    connectTo(url, tokens.read, { terminal: { tell: () => {} }, stop }),
  ) as [ReturnType<typeof connectTo>, ReturnType<typeof connectTo>]
  const { compared, differences } = await compareSites(one, other, {
    origin: SITE,
    starts: () => everyAddress(one, stop),
    stop,
    progress: () => {},
    pauses: [1000],
  })
  expect(differences).toEqual([])
  expect(compared).toBeGreaterThan(80)

  const lines = async (served: Served) =>
    (await run(served, 'export', '-')).stdout.split('\n').slice(1, -2)
  expect(await lines(restored)).toEqual(await lines(original))
  expect((await lines(original)).length).toBe(7)
})

test('the public site of a Worker becomes a folder of plain files', async () => {
  const site = join(folder, 'site')
  const out = await run(original, 'export', '--static', site)
  expect([out.status, out.stderr]).toEqual([0, expect.anything()])
  const at = (path: string) => readFileSync(join(site, path), 'utf8')
  const page = await fetch(`${original.url}/ar/releases/${encodeURIComponent('المجلس-budget')}`)
  expect(at('ar/releases/المجلس-budget/index.html')).toBe(await page.text())
  expect(at('_redirects')).toContain('/2021/02/25/roads')
  expect(at('releases/council-on-water/index.html')).toContain('Not so.')
  expect((await run(original, 'export', '--static', site)).status).toBe(7)
  expect((await run(original, 'export', '--static', site, '--force')).status).toBe(0)
})
