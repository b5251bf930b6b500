import type { Counted } from './counting.ts'

const [WIDTH, HEIGHT] = [760, 400]
const MARGIN = { top: 44, right: 250, bottom: 44, left: 76 }
/** Vertical distance of two labels. */
const LINE = 15
/** Told apart without their colours too: every line has its label at its end. */
const COLOURS = ['#2b6cb0', '#b7791f', '#2f855a', '#c05621', '#805ad5', '#c53030', '#4a5568']

interface Series {
  readonly label: string
  readonly points: readonly { size: number; rows: number }[]
}

/**
 * Rows read and written against the number of releases, both axes logarithmic, as SVG. Works that
 * cost the same at every size share a line.
 */
export function plot(counted: readonly Counted[]): string {
  const series = seriesOf(counted)
  const sizes = [...new Set(counted.map(({ size }) => size))].sort((a, b) => a - b)
  const most = Math.max(...series.flatMap(({ points }) => points.map(({ rows }) => rows)))
  const top = 10 ** Math.ceil(Math.log10(most))
  const x = scale(sizes[0] ?? 1, sizes.at(-1) ?? 10, MARGIN.left, WIDTH - MARGIN.right)
  const y = scale(1, top, HEIGHT - MARGIN.bottom, MARGIN.top)
  const powers = Array.from({ length: Math.log10(top) + 1 }, (_, at) => 10 ** at)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">Rows read and written against the number of releases</title>
<style>
text{font:12px system-ui,sans-serif;fill:#1a1a18}
.title{font-size:14px}
.paper{fill:#fdfcfa}
.grid{stroke:#d9d5cc}
.cost{fill:none;stroke-width:2}
@media(prefers-color-scheme:dark){
text{fill:#e9e7e2}
.paper{fill:#161614}
.grid{stroke:#3a3833}
.cost,circle,.key{filter:brightness(1.5)}
}
</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text class="title" x="${MARGIN.left}" y="22">Rows read and written, by the number of releases</text>
${powers.map((rows) => gridLine(rows, y(rows))).join('\n')}
${sizes.map((size) => label(figure(size), x(size), HEIGHT - 18, 'middle')).join('\n')}
${series.map((one, at) => curve(one, colour(at), x, y)).join('\n')}
${labels(series, y)}
</svg>
`
}

function seriesOf(counted: readonly Counted[]): Series[] {
  const byPoints = new Map<string, { labels: string[]; points: Series['points'] }>()
  for (const [work, costs] of Map.groupBy(counted, (one) => one.work)) {
    const points = costs.map((one) => ({ size: one.size, rows: one.rowsRead + one.rowsWritten }))
    const same = byPoints.get(JSON.stringify(points))
    if (same) same.labels.push(work)
    else byPoints.set(JSON.stringify(points), { labels: [work], points })
  }
  return [...byPoints.values()].map(({ labels, points }) => ({ label: labels.join(', '), points }))
}

/** A logarithmic scale from `low`..`high` to `from`..`to`. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high) - Math.log(low) || 1
  return (value) => from + ((Math.log(Math.max(value, low)) - Math.log(low)) / span) * (to - from)
}

const gridLine = (rows: number, at: number) =>
  `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${px(at)}" y2="${px(at)}"/>
${label(figure(rows), MARGIN.left - 8, at + 4, 'end')}`

const curve = (
  { points }: Series,
  colour: string,
  x: (size: number) => number,
  y: (rows: number) => number,
) => {
  const at = points.map(({ size, rows }) => [px(x(size)), px(y(rows))] as const)
  return `<polyline class="cost" stroke="${colour}" points="${at.map((one) => one.join(',')).join(' ')}"/>
${at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`).join('')}`
}

/** Each at the end of its line, or as near as the others leave room; in pieces where it is long. */
function labels(series: readonly Series[], y: (rows: number) => number): string {
  const ends = series
    .map(({ label, points }, at) => ({ lines: wrap(label), at, y: y(points.at(-1)?.rows ?? 1) }))
    .sort((a, b) => b.y - a.y)
  let lowest = HEIGHT - MARGIN.bottom + LINE
  return ends
    .map(({ lines, at, y: wanted }) => {
      const last = Math.min(lowest - LINE, wanted + 4 + ((lines.length - 1) * LINE) / 2)
      lowest = last - (lines.length - 1) * LINE
      const texts = lines.map((line, row) =>
        label(line, WIDTH - MARGIN.right + 24, lowest + row * LINE, 'start'),
      )
      const key = `<rect class="key" x="${WIDTH - MARGIN.right + 12}" y="${px(lowest - 9)}" width="6" height="${lines.length * LINE - 4}" fill="${colour(at)}"/>`
      return [key, ...texts].join('\n')
    })
    .join('\n')
}

/** At most so many characters on a line. */
function wrap(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line && line.length + word.length > 32) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines
}

const label = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end') =>
  `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${text}</text>`

const colour = (at: number) => COLOURS[at % COLOURS.length] ?? ''
const px = (number: number) => Math.round(number * 10) / 10
const figure = (number: number) => number.toLocaleString('en')
