import { createHash } from 'node:crypto'
import type { SiteFacts } from '../connection.ts'
import { Failure } from '../exit.ts'
import { ARCHIVE_FORMAT } from './archive.ts'
import { type Line, linesIn } from './lines.ts'
import { type Manifest, Tally, type Told } from './manifest.ts'

/** How many faults are told one by one. */
const MAX_FAULTS = 20
/** Bytes of a line that this can parse: a string of JavaScript is not longer. */
const MAX_LINE = 500_000_000

/** What was found in a file. */
export interface Checked {
  /** When the export began. */
  readonly at: string
  /** The newsroom that it is of. */
  readonly site: SiteFacts
  readonly manifest: Manifest
  /** SHA-256 of the lines between the first and the manifest: equal newsrooms give equal ones. */
  readonly content: string
}

/**
 * Reads a file of an export, gzipped or not, and holds it against its manifest: counts, bytes,
 * digest, every line an object of a known type, each history's revisions numbered from 1 without a
 * gap, no release twice, and every redirect to a release in it. A line at a time in memory.
 *
 * @param read is told how many bytes of the file were read, and how many it has
 * @throws Failure `unreadable` with every fault, the first twenty of them in words
 */
export async function checkArchive(
  path: string,
  stop: AbortSignal,
  read: (bytes: number, size: number) => void = () => {},
): Promise<Checked> {
  const check = new Check()
  for await (const line of linesIn(path, stop, read)) check.line(line)
  return check.end(path)
}

class Check {
  readonly #tally = new Tally()
  readonly #content = createHash('sha256')
  readonly #known = new Set<string>()
  readonly #faults: string[] = []
  #faulty = 0
  #number = 0
  #head: Pick<Checked, 'at' | 'site'> | null = null
  #manifest: Manifest | null = null

  line({ bytes, isWhole }: Line): void {
    this.#number++
    for (const fault of this.#faultsOf(bytes, isWhole)) this.#say(`Line ${this.#number} ${fault}.`)
  }

  end(path: string): Checked {
    const manifest = this.#manifest
    if (!manifest) this.#say('The manifest is missing: the file is not whole.')
    else {
      const found = this.#tally.manifest()
      for (const [name, count] of Object.entries(found.counts))
        if (count !== manifest.counts[name as keyof typeof found.counts])
          this.#say(
            `${name}: ${count} in the file, ${said(manifest.counts, name)} in its manifest.`,
          )
      if (found.bytes !== manifest.bytes)
        this.#say(`${found.bytes} bytes before the manifest, which says ${manifest.bytes}.`)
      if (found.sha256 !== manifest.sha256) this.#say('The SHA-256 is not that of the manifest.')
    }
    const head = this.#head
    if (!manifest || !head || this.#faulty > 0) {
      const more = this.#faulty - this.#faults.length
      throw new Failure('unreadable', `${path} is not a whole export.`, [
        ...this.#faults,
        ...(more > 0 ? [`and ${more} more`] : []),
      ])
    }
    return { ...head, manifest, content: this.#content.digest('hex') }
  }

  *#faultsOf(bytes: Buffer, isWhole: boolean): Generator<string> {
    if (this.#manifest) return yield 'stands after the manifest'
    const value = parsed(bytes)
    if (isWhole && value?.type === 'manifest' && isManifest(value)) {
      this.#manifest = value
      return
    }
    this.#tally.bytes(bytes)
    if (this.#number > 1) this.#content.update(bytes)
    if (!isWhole) yield 'has no end: the file breaks off in it'
    else if (!value) yield 'is not a JSON object'
    else if (this.#number === 1) yield* this.#newsroom(value)
    else if (value.type === 'history') yield* this.#history(value)
    else if (value.type === 'redirect') yield* this.#redirect(value)
    else yield `is of no known type: ${JSON.stringify(value.type)}`
  }

  *#newsroom({ type, format, at, site }: Values): Generator<string> {
    if (type !== 'newsroom') return yield 'does not tell which newsroom this is of'
    if (format !== ARCHIVE_FORMAT) yield `is of format ${JSON.stringify(format)}, unknown here`
    if (typeof at !== 'string' || !Number.isFinite(Date.parse(at)))
      yield 'does not tell when it was made'
    else if (typeof (site as SiteFacts | undefined)?.url !== 'string')
      yield 'does not tell the address of the newsroom'
    else this.#head = { at, site: site as SiteFacts }
  }

  *#history({ id, revisions }: Values): Generator<string> {
    if (typeof id !== 'string' || !Array.isArray(revisions) || revisions.length === 0)
      return yield 'is no history'
    if (this.#known.has(id)) yield `tells ${id} once more`
    this.#known.add(id)
    const told = revisions as readonly (Told | null)[]
    const gap = told.findIndex((revision, index) => revision?.number !== index + 1)
    if (gap >= 0) yield `lacks revision ${gap + 1} of ${id}`
    this.#tally.revisions(told.length)
    const latest = told.at(-1)
    if (typeof latest?.release?.state !== 'string') return yield `tells no state of ${id}`
    this.#tally.release(latest, Date.parse(this.#head?.at ?? ''))
  }

  *#redirect({ from, release }: Values): Generator<string> {
    this.#tally.redirect()
    if (typeof release !== 'string' || !this.#known.has(release))
      yield `leads from ${JSON.stringify(from)} to a release that is not in the file`
  }

  #say(what: string): void {
    this.#faulty++
    if (this.#faults.length < MAX_FAULTS) this.#faults.push(what)
  }
}

type Values = Readonly<Record<string, unknown>>

const said = (counts: object, name: string) =>
  JSON.stringify((counts as Record<string, unknown>)[name] ?? null)

function parsed(bytes: Uint8Array): Values | null {
  if (bytes.length > MAX_LINE) return null
  try {
    const value = JSON.parse(strict.decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const isManifest = (value: Values): value is Values & Manifest =>
  typeof value.counts === 'object' &&
  value.counts !== null &&
  typeof value.bytes === 'number' &&
  typeof value.sha256 === 'string'
