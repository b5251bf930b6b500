/** A colour in the light and in the dark scheme, each `#rrggbb`. */
export interface Colour {
  readonly light: string
  readonly dark: string
}

/** What an institution may colour; everything else is mixed from these. */
export interface Colours {
  /** Links, and what else shall stand out. */
  readonly accent: Colour
  readonly paper: Colour
  readonly ink: Colour
}

/** The colours of a site that sets none. */
export const COLOURS: Colours = {
  accent: { light: '#0b4a8f', dark: '#8fbcf0' },
  paper: { light: '#fdfcfa', dark: '#161614' },
  ink: { light: '#1a1a18', dark: '#e9e7e2' },
}

/**
 * What the stylesheet mixes with paper (CSS's `color-mix(in srgb, ...)`): quiet text, the edges of
 * fields, the ground of boxes, and that of the words that a search found.
 */
const QUIET_INK = 0.7
const EDGE_INK = 0.6
const WASH_INK = 0.04
const MARK_ACCENT = 0.2

/**
 * Colours from the setting: `{ accent, paper, ink }`, each `#rrggbb` for both schemes or
 * `{ light, dark }`. What is left out keeps its default.
 *
 * @throws Error that names each pair of colours whose contrast is too little to read by (WCAG 2.2),
 * in which scheme, what it has and what it needs
 */
export function parseColours(value: unknown): Colours {
  const { accent, paper, ink, ...rest } = parseObject(value)
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw new Error(`has an unknown part "${unknown}"`)
  const colours = {
    accent: parseColour('accent', accent, COLOURS.accent),
    paper: parseColour('paper', paper, COLOURS.paper),
    ink: parseColour('ink', ink, COLOURS.ink),
  }
  const faint = SCHEMES.flatMap((scheme) => tooFaint(colours, scheme))
  if (faint.length > 0) throw new Error(faint.join('; '))
  return colours
}

const SCHEMES = ['light', 'dark'] as const

function parseColour(name: string, value: unknown, otherwise: Colour): Colour {
  if (value === undefined) return otherwise
  const { light, dark, ...rest } =
    typeof value === 'string' ? { light: value, dark: value } : parseObject(value)
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw new Error(`${name} has an unknown part "${unknown}"`)
  for (const one of [light, dark])
    if (typeof one !== 'string' || !/^#[\da-f]{6}$/i.test(one))
      throw new Error(`${name}: ${JSON.stringify(one) ?? 'nothing'} is not a colour like #0b4a8f`)
  return { light: String(light).toLowerCase(), dark: String(dark).toLowerCase() }
}

/** WCAG 2.2, criteria 1.4.6, 1.4.3 and 1.4.11. */
const [ENHANCED, TEXT, NON_TEXT] = [7, 4.5, 3]

/** What can hardly be read in a scheme. */
function tooFaint(colours: Colours, scheme: (typeof SCHEMES)[number]): string[] {
  const [accent, paper, ink] = [colours.accent[scheme], colours.paper[scheme], colours.ink[scheme]]
  const quiet = mixed(ink, paper, QUIET_INK)
  const wash = mixed(ink, paper, WASH_INK)
  const pairs = [
    pair('ink', ink, 'paper', paper, ENHANCED),
    pair('accent', accent, 'paper', paper, TEXT),
    pair('quiet', quiet, 'paper', paper, TEXT),
    pair('edge', mixed(ink, paper, EDGE_INK), 'paper', paper, NON_TEXT),
    pair('accent', accent, 'wash', wash, TEXT),
    pair('quiet', quiet, 'wash', wash, TEXT),
    pair('ink', ink, 'mark', mixed(accent, paper, MARK_ACCENT), TEXT),
  ]
  return pairs
    .filter(({ found, needed }) => found < needed)
    .map(({ what, found, needed }) => {
      const ratio = Math.floor(found * 100) / 100
      return `${scheme}: ${what} has a contrast of ${ratio}:1 and needs ${needed}:1`
    })
}

const pair = (name: string, colour: string, on: string, ground: string, needed: number) => ({
  what: `${name} ${colour} on ${on} ${ground}`,
  found: contrast(colour, ground),
  needed,
})

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** A share of one colour in another, to whole channels. */
function mixed(one: string, other: string, share: number): string {
  const others = channels(other)
  const parts = channels(one).map((channel, at) =>
    Math.round(channel * share + (others[at] ?? 0) * (1 - share)),
  )
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

function parseObject(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${JSON.stringify(value)} is not an object`)
  return value as Record<string, unknown>
}
