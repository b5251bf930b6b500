import { columns } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { Imported } from './importing.ts'
import { OUTCOMES, type Outcome } from './tally.ts'

/** Reasons that the table shows; JSON has all that are told apart. */
const MAX_SHOWN = 12

/** What an import did, as a table for people. */
export function summary({ tally }: Imported, dryRun: boolean, terminal: Terminal): string {
  const { counts, formerPaths, reasons } = tally
  const rows: [string, number][] = (Object.keys(OUTCOMES) as Outcome[]).flatMap((outcome) =>
    counts[outcome] > 0 ? [[OUTCOMES[outcome], counts[outcome]]] : [],
  )
  const paths: [string, number][] = [
    ['old addresses that lead here', formerPaths.entered],
    ['old addresses refused', formerPaths.refused],
  ]
  const shown = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, MAX_SHOWN)
  return [
    terminal.style.bold(dryRun ? 'Nothing was sent. It would be:' : 'Done:'),
    table([['items', tally.settled], ...rows, ...paths.filter(([, count]) => count > 0)], terminal),
    ...(shown.length > 0
      ? ['', terminal.style.bold('Refused because:'), table(shown, terminal)]
      : []),
  ].join('\n')
}

/** The same as one object: bounded, however long the source is. */
export const summaryJson = ({ tally, fault }: Imported, facts: object) => ({
  ...facts,
  complete: fault === null,
  items: tally.settled,
  counts: tally.counts,
  formerPaths: tally.formerPaths,
  reasons: Object.fromEntries(tally.reasons),
  refused: tally.refused,
})

const table = (rows: readonly (readonly [string, number])[], { width }: Terminal) => {
  const numbers = rows.map(([, count]) => count.toLocaleString('en'))
  const room = Math.max(...numbers.map(({ length }) => length))
  return columns(
    rows.map(([name], at) => [
      { text: (numbers[at] ?? '').padStart(room) },
      { text: name, flexible: true },
    ]),
    width,
  )
}
