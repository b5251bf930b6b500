import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IntakeOptions, Item } from '../../src/cli/intake/intake.ts'
import { open } from '../../src/cli/intake/opening.ts'
import type { Manuscript, Wording } from '../../src/cli/manuscript/manuscript.ts'
import { text } from '../../src/routes/fields.ts'

export const OPTIONS: IntakeOptions = {
  format: null,
  languages: ['en', 'ar'],
  kinds: ['press-release', 'statement', 'advisory', 'speech'],
  language: null,
  encoding: null,
  now: Date.parse('2026-02-01T00:00:00Z'),
}

export const fixture = (name: string) => join(import.meta.dirname, 'fixtures/intake', name)

/** All that is in a source. */
export async function itemsOf(path: string, options: Partial<IntakeOptions> = {}): Promise<Item[]> {
  const intake = await open(path, { ...OPTIONS, ...options })
  return collected(intake.items())
}

export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

/** A file, or several, in a folder of their own. */
export function written(name: string, content: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'pressroom-intake-')), name)
  writeFileSync(path, content)
  return path
}

export const releases = (items: readonly Item[]): (Manuscript & { id: string })[] =>
  items.flatMap((item) => (item.type === 'release' ? [item.manuscript] : []))

export const refusals = (items: readonly Item[]): string[] =>
  items.flatMap((item) => (item.type === 'refused' ? [`${item.source}: ${item.why}`] : []))

export const textIn = (manuscript: Manuscript | undefined, language: string): Wording => {
  const wording = manuscript?.texts[language]
  if (!wording) throw new Error(`no text in ${language}`)
  return wording
}

/** What the newsroom itself says against a text; empty where it takes it. */
export function objections(manuscripts: readonly Manuscript[]): string[] {
  return manuscripts.flatMap(({ source, texts }) =>
    Object.values(texts).flatMap(({ place, formerPaths: _, ...parts }) => {
      const sent = { ...parts, dateline: place === null ? null : { place } }
      const { success, error } = text.safeParse(sent)
      return success ? [] : [`${source}: ${JSON.stringify(error?.issues)}`]
    }),
  )
}
