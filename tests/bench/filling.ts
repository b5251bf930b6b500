import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { now } from '../../src/clock.ts'
import { tokens } from '../../src/db/schema.ts'
import {
  ARCHIVE_PAGE_PLACES,
  type Page,
  releasePath,
  SITEMAP_FILE_PLACES,
} from '../../src/newsroom/archive.ts'
import { instantText, type Month } from '../../src/newsroom/dateline.ts'
import type { Release } from '../../src/newsroom/release.ts'
import type { Site } from '../../src/site.ts'
import { denseOf, distribute } from './distribution.ts'
import { EDITOR, filingInto } from './filing.ts'
import { progress } from './progress.ts'
import { insertStandIns, markPages, pagesOf } from './stand-ins.ts'
import { inserterFor } from './table.ts'

/** May do everything in every database that is made here. */
export const TOKEN = 'pressroom_of-the-bench'
/** Releases that are read in turn. */
const SAMPLES = 300
/** Releases that are corrected, and as many that are withdrawn. */
const CHANGES = 5
const RELEASES_PER_COMMIT = 20_000
/** Nobody else reads it yet, and a fill that breaks off is begun anew. */
const FILL_PRAGMAS = `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -1000000`
const PRAGMAS = 'PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL'

/** What lies where in a filled database. */
export interface Filled {
  /** The current month. */
  readonly month: Month
  /** Paths of releases from all years. The first is in all languages, and a tenth of the others. */
  readonly paths: readonly string[]
  /** A position in the middle of the public list. */
  readonly cursor: string
  /** Ids of releases to correct, and of others to withdraw. */
  readonly corrected: readonly string[]
  readonly withdrawn: readonly string[]
}

/** Fills a database that has the tables, and marks the pages that the Worker has to render. */
export function fill(file: string, size: number, site: Site, fingerprint: string): Filled {
  const at = now()
  const months = distribute(size, at, site.zone)
  const dense = denseOf(months)
  const current = months.at(-1)?.month as Month
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  database.exec(`${FILL_PRAGMAS}; BEGIN`)
  const filing = filingInto(database, site)
  const told = progress(`${size.toLocaleString('en')} releases`, size)
  const step = coprimeWithTen(Math.floor(size / SAMPLES))
  const paths: string[] = []
  const changeable: string[] = []
  let [count, cursor] = [0, '']
  for (const { month, instants } of months)
    for (const [place, instant] of instants.entries()) {
      const release = filing.file(instant, month)
      if (count % step === 0) paths.push(pathOf(release, site))
      if (count === Math.floor(size / 2)) cursor = `${instantText(instant)}_${release.id}`
      if (month === dense.month && isChangeable(release, place, instants.length))
        changeable.push(release.id)
      if (++count % RELEASES_PER_COMMIT === 0) database.exec('COMMIT; BEGIN')
      told(count)
    }
  filing.finish()
  insertStandIns(database, site, filing.lastPlaces, fingerprint, at)
  markPages(database, site, [
    ...pagesOf(current, site.languages),
    ...pagesOf(dense.month, site.languages),
    changedPage(dense.month, dense.instants.length, site),
  ])
  addEditor(database)
  database.exec(`COMMIT; ${PRAGMAS}`)
  database.close()
  const half = Math.min(CHANGES, Math.floor(changeable.length / 2))
  const [corrected, withdrawn] = [changeable.slice(0, half), changeable.slice(half, 2 * half)]
  return { month: current, paths, cursor, corrected, withdrawn }
}

const pathOf = ({ texts }: Release, site: Site): string =>
  releasePath(site.languages[0], texts[site.languages[0]]?.slug ?? '', site.languages)

/** A step that does not meet the releases in all languages, every tenth, more or less often. */
function coprimeWithTen(step: number): number {
  let next = Math.max(1, step)
  while (next % 2 === 0 || next % 5 === 0) next++
  return next
}

/** Where in the dense month the newest sitemap file begins: how many places come before it. */
const beforeNewestFile = (count: number): number =>
  (Math.max(1, Math.floor(count / SITEMAP_FILE_PLACES)) - 1) * SITEMAP_FILE_PLACES

/** In one language, and on the first archive page of the month's newest sitemap file. */
function isChangeable({ texts }: Release, place: number, count: number): boolean {
  const from = beforeNewestFile(count)
  const here = place >= from && place < from + ARCHIVE_PAGE_PLACES
  return here && Object.keys(texts).length === 1
}

/** The archive page on which the releases that are changed stand. */
const changedPage = (month: Month, count: number, { languages }: Site): Page => ({
  is: 'month',
  language: languages[0],
  month,
  number: beforeNewestFile(count) / ARCHIVE_PAGE_PLACES + 1,
})

function addEditor(database: DatabaseSync): void {
  const tokenHash = createHash('sha256').update(TOKEN).digest('hex')
  const expiresAt = Number.MAX_SAFE_INTEGER
  inserterFor(
    database,
    tokens,
  )({
    id: EDITOR.token,
    editorId: EDITOR.id,
    editorName: EDITOR.name,
    scope: EDITOR.scope,
    languages: null,
    hash: tokenHash,
    createdAt: 0,
    expiresAt,
  })
}
