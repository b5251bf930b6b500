import type { Connection } from '../../src/cli/connection.ts'
import { type Imported, type Importing, importAll } from '../../src/cli/intake/importing.ts'
import type { Intake, Item } from '../../src/cli/intake/intake.ts'
import type { Lines } from '../../src/cli/intake/written.ts'
import { type Manuscript, type Moment, NO_WORDS } from '../../src/cli/manuscript/manuscript.ts'
import { connectTo } from '../../src/cli/newsroom.ts'
import type { Json, PressOffice } from '../office.ts'
import { type Recorded, recordedTerminal } from './recorded.ts'

/** An item of a source that was read already. */
export function item(
  id: string,
  words: Partial<Manuscript['texts'][string]> = {},
  over: Partial<Manuscript> = {},
): Extract<Item, { type: 'release' }> {
  const text = { ...NO_WORDS, headline: `Headline of ${id}`, body: 'It was adopted.', ...words }
  return {
    type: 'release',
    manuscript: {
      source: `export, ${id}`,
      kind: null,
      topics: ['budget'],
      texts: { en: text },
      standing: { state: 'published', on: '2021-02-25' as Moment },
      doubts: [],
      ...over,
      id,
    },
  }
}

/** A source that gives these items one after the other. */
export const intakeOf = (items: readonly Item[]): Intake => {
  let given = 0
  return {
    format: 'jsonl',
    size: items.length,
    position: () => given,
    async *items() {
      for (const each of items) {
        given++
        yield each
      }
    },
  }
}

/** Lines that stay in memory. */
export function kept(): Lines & { readonly lines: string[] } {
  const lines: string[] = []
  return { lines, add: (line) => void lines.push(line), close() {} }
}

export interface TakenIn extends Imported {
  readonly terminal: Recorded
  readonly report: Json[]
  readonly map: string[]
}

/** What stands between the command and the newsroom. */
export type Between = (request: Request, answer: () => Promise<Response>) => Promise<Response>

export function connected(
  office: PressOffice,
  {
    token = office.tokens.admin,
    between = (_, answer) => answer(),
    stop = new AbortController().signal,
    terminal = recordedTerminal(),
  }: {
    token?: string
    between?: Between
    stop?: AbortSignal
    terminal?: Recorded
  } = {},
): Connection {
  return connectTo('https://press.test', token, {
    terminal,
    stop,
    // So many attempts that a fault which passes always does.
    pauses: Array(60).fill(0),
    fetch: (request) => between(request, () => office.answer(request.clone())),
  })
}

/** Takes items into an office within this process. */
export async function takeIn(
  office: PressOffice,
  items: readonly Item[],
  {
    intake = intakeOf(items),
    stop = new AbortController().signal,
    token,
    between,
    ...over
  }: Partial<Importing> & { token?: string; between?: Between } = {},
): Promise<TakenIn> {
  const terminal = recordedTerminal()
  const [report, map] = [kept(), kept()]
  const connection = connected(office, {
    terminal,
    stop,
    ...(token ? { token } : {}),
    ...(between ? { between } : {}),
  })
  const imported = await importAll({
    intake,
    connection,
    site: await connection.site(),
    terminal,
    stop,
    atOnce: 8,
    dryRun: false,
    asDrafts: false,
    language: null,
    redirects: true,
    report,
    map,
    ...over,
  })
  return {
    ...imported,
    terminal,
    report: report.lines.map((line) => JSON.parse(line)),
    map: map.lines,
  }
}

/** All that the newsroom has, without when and by whom it was changed. */
export function everythingIn(db: { peek(sql: string): Record<string, unknown>[] }): Json {
  return {
    releases: db.peek(`SELECT r.id, r.revision, r.kind, r.topics, r.live_at, r.day, r.withdrawn_at,
      t.language, t.slug, t.headline, t.body FROM releases r LEFT JOIN texts t ON t.release_id = r.id
      ORDER BY r.id, t.language`),
    revisions: db.peek(
      'SELECT release_id, number, kind FROM revisions ORDER BY release_id, number',
    ),
    redirects: db.peek('SELECT path, release_id, language FROM redirects ORDER BY path'),
    slugs: db.peek('SELECT language, slug, release_id FROM slugs ORDER BY language, slug'),
  }
}
