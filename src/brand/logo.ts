/** Characters of a logo. */
export const MAX_LOGO = 4000

/**
 * A logo from the setting: an SVG that stands in the page itself. Only the shapes and attributes
 * listed here are understood, and what comes out is written anew from what was understood: without
 * a size of its own, without a title, its ids prefixed, hidden from what reads pages aloud.
 *
 * @throws Error that names what is not allowed
 */
export function parseLogo(value: unknown): string {
  if (typeof value !== 'string') throw new Error('is not the text of an SVG')
  const source = value.trim()
  if (source.length > MAX_LOGO)
    throw new Error(`has ${source.length} characters, of which ${MAX_LOGO} are allowed`)
  const drawing = parseDrawing(source)
  const ids = new Map<string, string>()
  for (const { name, attributes } of drawing) {
    const id = attributes.get('id')
    if (id !== undefined && ids.has(id)) throw new Error(`has the id "${id}" twice`)
    if (id !== undefined) ids.set(id, name)
  }
  return drawing.map((piece) => written(piece, ids)).join('')
}

/** A start tag, or (`/name`) an end tag. */
interface Piece {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly empty: boolean
}

const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

function parseDrawing(source: string): Piece[] {
  const pieces: Piece[] = []
  const open: string[] = []
  let at = 0
  while (at < source.length) {
    TAG.lastIndex = at
    const [tag, end, name = '', given = '', empty] = TAG.exec(source) ?? []
    if (tag === undefined) throw new Error(`"${excerpt(source, at)}" is not a tag as SVG has them`)
    if (at > 0 && open.length === 0)
      throw new Error(`"${excerpt(source, at)}" stands after the end`)
    if (!ELEMENTS.has(name)) throw new Error(`element "${name}" is not allowed`)
    if ((name === 'svg') !== (at === 0) && !end) throw new Error('is not one svg element')
    at += tag.length
    if (end) {
      if (open.pop() !== name || given || empty) throw new Error(`"${tag}" closes nothing`)
      pieces.push({ name: `/${name}`, attributes: new Map(), empty: false })
      at = skipSpace(source, at)
    } else if (name === 'title' || name === 'desc') {
      at = skipWords(source, at, name, given, Boolean(empty))
    } else {
      pieces.push({ name, attributes: parseAttributes(name, given), empty: Boolean(empty) })
      if (!empty) open.push(name)
      at = skipSpace(source, at)
    }
  }
  if (pieces.length === 0) throw new Error('is not one svg element')
  if (open.length > 0) throw new Error(`element "${open.at(-1)}" is not closed`)
  return pieces
}

const excerpt = (source: string, at: number) => source.slice(at, at + 30)

const skipSpace = (source: string, at: number): number =>
  at + source.slice(at).length - source.slice(at).trimStart().length

/** The words of a title are left out: the site's name stands beside its logo. */
function skipWords(source: string, at: number, name: string, given: string, empty: boolean) {
  if (given) throw new Error(`attribute "${given.trim()}" is not allowed in "${name}"`)
  if (empty) return skipSpace(source, at)
  const words = /^[^<&]*/.exec(source.slice(at))?.[0] ?? ''
  const end = `</${name}>`
  if (!source.startsWith(end, at + words.length))
    throw new Error(`"${excerpt(source, at + words.length)}" is not allowed in "${name}"`)
  return skipSpace(source, at + words.length + end.length)
}

function parseAttributes(element: string, given: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single] of given.matchAll(ATTRIBUTE)) {
    const value = (double ?? single ?? '').replace(/\s+/g, ' ').trim()
    if (attributes.has(name)) throw new Error(`has the attribute "${name}" twice in one element`)
    const allowed = ROOT_ONLY.has(name) && element !== 'svg' ? undefined : ATTRIBUTES.get(name)
    if (!allowed) throw new Error(`attribute "${name}" is not allowed in "${element}"`)
    if (!allowed.test(value)) throw new Error(`${name}="${value}" is not allowed in "${element}"`)
    attributes.set(name, value)
  }
  if (element === 'svg' && !attributes.has('viewBox')) throw new Error('has no viewBox')
  return attributes
}

function written({ name, attributes, empty }: Piece, ids: ReadonlyMap<string, string>): string {
  if (name.startsWith('/')) return `<${name}>`
  const kept = [...attributes].filter(([key]) => name !== 'svg' || !LEFT_OUT.has(key))
  const own = kept.map(([key, value]) => ` ${key}="${prefixed(key, value, ids)}"`).join('')
  const hidden = name === 'svg' ? ' aria-hidden="true" focusable="false"' : ''
  return `<${name}${own}${hidden}${empty ? '/' : ''}>`
}

/** Ids are the whole page's: those of a logo get a prefix, and it may refer to no others. */
function prefixed(key: string, value: string, ids: ReadonlyMap<string, string>): string {
  if (key === 'id') return `logo-${value}`
  const [, id] = /^url\(#(.*)\)$/.exec(value) ?? []
  if (id === undefined) return value
  const wanted = REFERENCES[key] ?? /Gradient$/
  if (!wanted.test(ids.get(id) ?? '')) throw new Error(`${key}="${value}" refers to nothing`)
  return `url(#logo-${id})`
}

const REFERENCES: Readonly<Record<string, RegExp>> = { 'clip-path': /^clipPath$/, mask: /^mask$/ }

// No script, style, text (fonts are the reader's: draw letters as paths), image, link, animation,
// reuse or foreign content.
const ELEMENTS = new Set(
  (
    'svg g path circle ellipse rect line polyline polygon title desc defs linearGradient ' +
    'radialGradient stop clipPath mask'
  ).split(' '),
)

const NUMBERS = /^[\d\s.,eE+-]*%?$/
const WORDS = /^[A-Za-z -]+$/
const OWN = String.raw`url\(#[A-Za-z_][\w-]*\)`
const PAINT = new RegExp(
  String.raw`^(?:[A-Za-z]+|#[\da-fA-F]{3,8}|(?:rgb|hsl)a?\([\d\s.,%/-]+\)|${OWN})$`,
)

/** What each attribute may hold. No pattern lets a quote, an angle bracket or an ampersand pass. */
const ATTRIBUTES: ReadonlyMap<string, RegExp> = new Map(
  (
    [
      ['viewBox', /^-?[\d.]+[ ,]+-?[\d.]+[ ,]+0*[1-9.][\d.]*[ ,]+0*[1-9.][\d.]*$/],
      ['xmlns', /^http:\/\/www\.w3\.org\/2000\/svg$/],
      ['version', /^[\d.]+$/],
      ['id', /^[A-Za-z_][\w-]*$/],
      ['d', /^[\d\s.,eE+MmLlHhVvCcSsQqTtAaZz-]*$/],
      [
        'transform gradientTransform',
        /^(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([\d\s.,eE+-]*\)[\s,]*)*$/,
      ],
      ['fill stroke stop-color color', PAINT],
      ['clip-path mask', new RegExp(`^(?:none|${OWN})$`)],
      [
        'x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height points offset pathLength opacity ' +
          'fill-opacity stroke-opacity stop-opacity stroke-width stroke-miterlimit ' +
          'stroke-dashoffset',
        NUMBERS,
      ],
      ['stroke-dasharray', /^(?:none|[\d\s.,]+)$/],
      [
        'fill-rule clip-rule stroke-linecap stroke-linejoin vector-effect paint-order ' +
          'preserveAspectRatio gradientUnits spreadMethod clipPathUnits maskUnits ' +
          'maskContentUnits mask-type shape-rendering',
        WORDS,
      ],
    ] as const
  ).flatMap(([names, allowed]) => names.split(' ').map((name) => [name, allowed] as const)),
)

const ROOT_ONLY = new Set(['viewBox', 'preserveAspectRatio', 'xmlns', 'version'])
/** The style sets the size, and HTML knows SVG without its namespace. */
const LEFT_OUT = new Set(['width', 'height', 'xmlns', 'version', 'x', 'y'])
