import type { Cost, Counted } from './counting.ts'
import { isFlat, keepsBound, type Results } from './results.ts'
import { BOUNDS, FLATNESS, MAX_P99, type Work } from './works.ts'

/** What went wrong is marked with it. */
const BROKEN = '✗'

/** The results as Markdown, for people. */
export const report = (results: Results): string =>
  [
    countedTable(results.counted),
    timedTable(results),
    table(
      ['', ''],
      [
        ['Worker', `${kilobytes(results.worker.size)}, ${kilobytes(results.worker.gzip)} gzip`],
        ...startedRow(results),
        ...results.databases.map(({ size, bytes, time }) => [
          `database with ${figure(size)} releases`,
          `${figure(bytes / 1e6, 1)} MB, ${kilobytes(bytes / size)} a release, made in \
${figure(time / 1000)} s`,
        ]),
      ],
    ),
  ].join('\n\n')

function countedTable(counted: readonly Counted[]): string {
  const sizes = [...new Set(counted.map(({ size }) => size))]
  const works = [...new Set(counted.map(({ work }) => work))]
  const cell = (work: Work, size: number): string => {
    const one = counted.find((other) => other.work === work && other.size === size)
    if (!one) return ''
    const isFine = keepsBound(one) && isFlat(one, counted) !== false
    return `${told(one)}${told(one) === told(one.dearest) ? '' : ` (${told(one.dearest)})`}${
      isFine ? '' : ` ${BROKEN}`
    }`
  }
  const last = (work: Work) => counted.findLast((one) => one.work === work)?.bytes ?? 0
  return `Rows read / rows written / statements, at so many releases; in brackets the dearest of \
several.

${table(
  ['', 'at most', ...sizes.map((size) => figure(size)), 'answer'],
  works.map((work) => [
    work,
    boundOf(work),
    ...sizes.map((size) => cell(work, size)),
    last(work) > 0 ? kilobytes(last(work)) : '',
  ]),
)}`
}

const told = ({ rowsRead, rowsWritten, statements }: Cost) =>
  `${figure(rowsRead)} / ${figure(rowsWritten)} / ${statements}`

function boundOf(work: Work): string {
  const { rowsRead, rowsWritten, statements } = BOUNDS[work]
  if (rowsRead === null) return `flat within ${FLATNESS * 100} %, ${statements} statements`
  return `${rowsRead} / ${rowsWritten} / ${statements}`
}

function timedTable({ timed, timedAt }: Results): string {
  const row = ({ work, speeds, ratios: { query, bare } }: Results['timed'][number]) => {
    const aim = BOUNDS[work].throughput
    const isSlow = aim !== null && (query.throughput < aim || query.p99 > MAX_P99)
    return [
      work,
      figure(speeds.ours.rate),
      figure(speeds.query.rate),
      `${query.throughput.toFixed(2)}${isSlow ? ` ${BROKEN}` : ''}`,
      aim === null ? '' : `${aim}`,
      query.p99.toFixed(2),
      bare.throughput.toFixed(2),
      [speeds.ours, speeds.query, speeds.bare]
        .map(({ cpu }) => (cpu === null ? '?' : cpu.toFixed(2)))
        .join(' / '),
    ]
  }
  return `At ${figure(timedAt)} releases, in alternation with (a) a bare Worker and (b) Hono with \
one raw query by a unique key, which answer the same bytes. CPU is all that the workerd process \
has, D1 included.

${table(
  ['', 'a second', '(b)', 'of (b)', 'aim', 'p99 of (b)', 'of (a)', 'CPU ms: ours / (b) / (a)'],
  timed.map(row),
)}`
}

const startedRow = ({ started }: Results): string[][] =>
  started
    ? [
        [
          'from nothing to the first answer',
          `${started.ratio.toFixed(2)} of (a): ${figure(started.ours)} and \
${figure(started.bare)} ms, workerd and Miniflare included`,
        ],
      ]
    : []

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const kilobytes = (bytes: number) => `${figure(bytes / 1000, 1)} KB`

const figure = (number: number, digits = 0) =>
  number.toLocaleString('en', { maximumFractionDigits: digits })
