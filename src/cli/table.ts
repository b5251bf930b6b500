import stringWidth from 'string-width'

/** What stands at one place of a table. */
export interface Cell {
  readonly text: string
  readonly style?: ((text: string) => string) | undefined
  /** Whether it is cut where the row would be wider than the terminal. */
  readonly flexible?: boolean
}

/**
 * Rows in columns, each as wide as what is in it. Widths are those of terminals: an Arabic mark takes
 * none, a Chinese character two.
 */
export function columns(rows: readonly (readonly Cell[])[], width: number): string {
  const widths = (rows[0] ?? []).map((_, place) =>
    Math.max(...rows.map((row) => stringWidth(row[place]?.text ?? ''))),
  )
  return rows
    .map((row) => {
      const last = row.length - 1
      const taken = widths.reduce(
        (sum, each, place) => (row[place]?.flexible ? sum : sum + each),
        0,
      )
      return row
        .map(({ text, style = same, flexible }, place) => {
          const shown = flexible ? cut(text, Math.max(20, width - taken - 2 * last)) : text
          const room =
            place === last ? '' : ' '.repeat(Math.max(0, (widths[place] ?? 0) - stringWidth(shown)))
          return style(shown) + room
        })
        .join('  ')
        .trimEnd()
    })
    .join('\n')
}

/** Words of either direction, so that they turn nothing around that stands beside them (UAX #9, FSI). */
export const isolated = (text: string): string => `\u2068${text}\u2069`

const same = (text: string) => text

/** At most so many columns, with an ellipsis where something is missing. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const isIsolated = text.startsWith('\u2068')
  let shown = ''
  for (const character of isIsolated ? text.slice(1, -1) : text) {
    if (stringWidth(shown + character) > width - 1) break
    shown += character
  }
  return isIsolated ? isolated(`${shown.trimEnd()}…`) : `${shown.trimEnd()}…`
}
