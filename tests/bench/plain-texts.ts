/**
 * How well plain-text press releases are understood: `node tests/bench/plain-texts.ts FILE`. FILE is
 * JSONL, gzipped or not, of `{"id", "date": "YYYY-MM-DD", "title", "body"}`; the body is what is read,
 * with `--title` the title and the body below it. `--show WORDS` prints the texts whose verdict has
 * these words in it, such as `"date wrong"`. Fails where a word of any text is lost, or invented.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { datesIn } from '../../src/cli/manuscript/dates.ts'
import type { Manuscript } from '../../src/cli/manuscript/manuscript.ts'
import { plainText } from '../../src/cli/manuscript/plain-text.ts'

interface Row {
  readonly id: string
  readonly date: string
  readonly title: string
  readonly body: string
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { title: { type: 'boolean', default: false }, show: { type: 'string' } },
})
const [path] = positionals
if (path === undefined) throw new Error('which file?')
const HINTS = {
  languages: ['en', 'ar'],
  kinds: ['press-release', 'statement', 'advisory', 'speech'],
  language: null,
  encoding: null,
}
const tally = new Map<string, number>()
for (const row of rowsOf(readFileSync(path))) {
  const text = values.title ? `${row.title}\n\n${row.body}` : row.body
  if (text.trim() === '') {
    count('no text')
    continue
  }
  count('texts')
  const manuscript = plainText(row.id, text, HINTS)
  const verdict = dateVerdict(row, text, manuscript)
  const facts = [...wordVerdicts(text, manuscript), verdict, ...otherVerdicts(row, manuscript)]
  for (const fact of facts) count(fact)
  if (values.show !== undefined && facts.some((fact) => fact.includes(values.show ?? '')))
    console.log(
      `${row.id} ${row.date} ${facts.join(', ')}\n  ${JSON.stringify(text.slice(0, 300))}`,
    )
}
console.table([...tally].sort().map(([what, texts]) => ({ what, texts })))
if (tally.has('words lost') || tally.has('words invented')) process.exitCode = 1

function rowsOf(bytes: Buffer): readonly Row[] {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  const lines = (isZipped ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

function count(what: string) {
  tally.set(what, (tally.get(what) ?? 0) + 1)
}

/** Whether each word of the text stands in a field, or is quoted where it is accounted for. */
function wordVerdicts(text: string, manuscript: Manuscript): string[] {
  const fields = fieldsOf(manuscript)
  const said = manuscript.doubts
    .filter(({ about }) => about !== 'headline')
    .flatMap(({ says }) => /".*"/s.exec(says)?.[0] ?? [])
  const source = counted([text])
  const kept = counted([...fields, ...said])
  const shown = counted(fields)
  const isLess = (some: Map<string, number>, than: Map<string, number>) =>
    [...than].some(([word, times]) => (some.get(word) ?? 0) < times)
  return [
    ...(isLess(kept, source) ? ['words lost'] : []),
    ...(isLess(source, shown) ? ['words invented'] : []),
  ]
}

function fieldsOf({ texts }: Manuscript): string[] {
  return Object.values(texts)
    .flatMap((text) => [
      text.headline,
      text.subheadline,
      text.department,
      text.place,
      text.body,
      text.notes,
    ])
    .map((field) => (field ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'))
}

/** Runs of letters, and of digits. */
function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of texts.join('\n').match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function dateVerdict({ date }: Row, text: string, { standing, doubts }: Manuscript): string {
  const open = doubts.find(({ about, isOpen }) => isOpen && about === 'date')
  if (open) {
    const isAmong = open.choices.some(({ value }) => value.startsWith(date))
    return `date asked, the right one ${isAmong ? '' : 'not '}among the choices`
  }
  const on = standing?.state === 'published' ? standing.on : null
  if (on !== null) return on.startsWith(date) ? 'date right' : 'date wrong'
  const written = datesIn(text).filter(({ meanings }) => meanings.length > 0)
  if (written.length === 0) return 'date none, and none is written'
  const isWritten = written.some(({ meanings }) => meanings.some((day) => day.startsWith(date)))
  return `date none, ${isWritten ? 'though it is written somewhere' : 'and others are written'}`
}

function otherVerdicts({ title }: Row, { texts }: Manuscript): string[] {
  const [text] = Object.values(texts)
  const headline = loose(text?.headline ?? '')
  const isTitle =
    headline.length > 8 &&
    (loose(title).includes(headline.slice(0, 60)) || headline.includes(loose(title).slice(0, 60)))
  return [
    ...(headline ? ['headline found'] : []),
    ...(isTitle ? ['headline is the title'] : []),
    ...(text?.place ? ['place found'] : []),
  ]
}

function loose(text: string): string {
  return [...counted([text.toLowerCase()]).keys()].join(' ')
}
