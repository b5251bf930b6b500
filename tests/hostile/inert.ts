import { icon } from '../../src/pages/brand.ts'
import { all, type Element, only, parsed, parsedPart, textOf } from '../pages/parsed.ts'
import { siteWith } from '../press-office.ts'
import { disorder, isBalanced, withoutControls } from './order.ts'
import { paragraphsOf } from './paragraphs.ts'

/** Elements that Markdown becomes, with the attributes that they may have. */
const MARKDOWN: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    `p h2 h3 h4 h5 h6 ul blockquote pre em strong s hr br table thead tbody tr bdi`
      .split(' ')
      .map((name) => [name, []]),
  ),
  pre: ['tabindex'],
  ol: ['start'],
  li: ['id'],
  code: ['class'],
  a: ['href', 'title', 'rel', 'id', 'class', 'aria-label'],
  img: ['src', 'alt', 'title'],
  th: ['class'],
  td: ['class'],
  div: ['class', 'tabindex'],
  sup: ['class'],
  section: ['class'],
  // The dateline, which stands in the first paragraph.
  span: ['class'],
  bdi: ['class'],
  time: ['datetime'],
}
const CLASSES =
  /^(?:at-end|at-middle|table|footnotes|footnote-ref|footnote-backref|dateline|place|language-.*)$/s
const ADDRESSES = new Set(
  `href src action formaction poster data cite background srcset ping manifest`.split(' '),
)
/** Within the page: the institution's own, which no editor writes. */
const ICON = icon(siteWith())
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** What a page may be made of: what the page of a harmless release is made of. */
export interface Harmless {
  /** Every element with its attributes' names, outside of Markdown. */
  readonly bones: ReadonlySet<string>
  readonly style: string
}

export const harmless = (pages: readonly string[]): Harmless => {
  const roots = pages.map(parsed)
  return {
    bones: new Set(roots.flatMap(bonesOf)),
    style: textOf(only(roots[0] as Element, 'style')),
  }
}

/** The structure of a page without its words and without its Markdown. */
export function bonesOf(root: Element): string[] {
  return root.children.flatMap((child) => {
    if (typeof child === 'string') return []
    const bone = [child.name, ...Object.keys(child.attributes).sort()].join(' ')
    return isMarkdown(child) ? [bone] : [bone, ...bonesOf(child)]
  })
}

/** What is not an editor's Markdown. */
const own = (root: Element): Element[] =>
  root.children.flatMap((child) =>
    typeof child === 'string' ? [] : isMarkdown(child) ? [] : [child, ...own(child)],
  )

const isMarkdown = ({ name, attributes }: Element) => name === 'div' && attributes.class === 'text'

/**
 * What a page has that could do something: elements and attributes that the harmless ones have not,
 * scripts, styles, addresses of other schemes, and bidi controls that turn what is not theirs.
 *
 * @param fields what an editor or a reader wrote that the page may show
 */
export function alive(
  page: string,
  at: string,
  { bones, style }: Harmless,
  fields: readonly string[],
): string[] {
  const root = parsed(page)
  const found = bonesOf(root)
    .filter((bone) => !bones.has(bone))
    .map((bone) => `has <${bone}>`)
  for (const element of all(root, '*')) found.push(...running(element, at))
  for (const element of own(root)) found.push(...leaving(element, at))
  for (const one of all(root, 'style'))
    if (textOf(one) !== style) found.push('has a style of its own')
  for (const text of all(root, 'div').filter(isMarkdown)) found.push(...strange(text))
  return [...found, ...turned(root, fields)]
}

/** The same of HTML that stands in a feed. */
export function aliveContent(content: string, at: string, fields: readonly string[]): string[] {
  const root = parsedPart(content)
  const own = all(root, 'div').filter(({ attributes }) => 'dir' in attributes)
  const wrapped = own.length === 1 && content.startsWith('<div lang=') ? own[0] : null
  return [
    ...strange(wrapped ?? root),
    ...all(root, '*').flatMap((element) => running(element, at)),
    ...paragraphsOf(root, true).flatMap((pieces) => disorder(pieces, fields) ?? []),
  ]
}

/** Everything in the paragraphs of a page that bidi controls in a field turn, and are not its own. */
export const turned = (root: Element, fields: readonly string[]): string[] =>
  paragraphsOf(root).flatMap((pieces) => {
    const where = disorder(pieces, fields)
    return where === null ? [] : [`turns what stands after ${where}`]
  })

function strange(markdown: Element): string[] {
  return all(markdown, '*').flatMap(({ name, attributes }) => [
    ...(name in MARKDOWN ? [] : [`has <${name}> in Markdown`]),
    ...Object.keys(attributes)
      .filter((attribute) => !MARKDOWN[name]?.includes(attribute))
      .map((attribute) => `has <${name} ${attribute}> in Markdown`),
    ...(attributes.class === undefined || CLASSES.test(attributes.class)
      ? []
      : [`has the class ${attributes.class}`]),
    ...(attributes.id === undefined || /^fn(?:ref)?n?\d+$/.test(attributes.id)
      ? []
      : [`has the id ${attributes.id}`]),
  ])
}

function running({ name, attributes, children }: Element, at: string): string[] {
  const found: string[] = []
  if (name === 'script') {
    if (attributes.type !== 'application/ld+json' || Object.keys(attributes).length > 1)
      found.push('has a script')
    else if (!isJson(children.join(''))) found.push('has linked data that is no JSON')
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    if (/^on/i.test(attribute) || attribute === 'style' || attribute === 'http-equiv')
      found.push(`has ${attribute}="${value}"`)
    if (!ADDRESSES.has(attribute) || value === ICON) continue
    const url = URL.canParse(value, at) ? new URL(value, at) : null
    if (url === null || !SCHEMES.has(url.protocol)) found.push(`leads to ${value}`)
  }
  return found
}

/** The newsroom itself leads nowhere else, but for e-mail and telephone. */
const leaving = ({ attributes }: Element, at: string): string[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    if (!ADDRESSES.has(name) || value === ICON || /^(?:mailto|tel):/.test(value)) return []
    const to = URL.canParse(value, at) ? new URL(value, at).origin : value
    return to === new URL(at).origin ? [] : [`leads away to ${value}`]
  })

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 and HTML do not carry
const UNCARRIED = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\p{NChar}]/gu

/**
 * Whether a surface tells a text as it is stored: to the letter, but for bidi controls that are not
 * balanced, and characters that markup cannot carry.
 */
export function tells(shown: unknown, stored: string): boolean {
  const carried = stored.replace(UNCARRIED, '\uFFFD')
  if (typeof shown !== 'string') return false
  if (isBalanced(stored)) return shown === carried || shown === stored
  return (
    isBalanced(shown) &&
    [carried, stored].some((one) => withoutControls(shown) === withoutControls(one))
  )
}

/** Nothing runs; a page has its own style and form, and a release's pictures. */
const POLICY =
  /^default-src 'none'; (?:base-uri 'none'; form-action 'none'|style-src 'sha256-[\w+/=]+'; img-src data:(?: https:)?; connect-src 'self'; base-uri 'none'; form-action 'self'); frame-ancestors 'none'$/

/** What is wrong with the headers of an answer. */
export function liveHeaders(headers: Headers, status: number): string[] {
  const found: string[] = []
  for (const [name, value] of headers)
    if (!/^[\t\x20-\x7E]*$/.test(value)) found.push(`the header ${name} is ${value}`)
  if (headers.get('X-Content-Type-Options') !== 'nosniff') found.push('may be sniffed')
  if (headers.has('Set-Cookie')) found.push('sets a cookie')
  const policy = headers.get('Content-Security-Policy')
  if (status !== 304 && !POLICY.test(policy ?? '')) found.push(`has the policy ${policy}`)
  const location = headers.get('Location')
  if (location !== null && !/^(?:\/(?![/\\])|https:\/\/press\.test\/)/.test(location))
    found.push(`leads to ${location}`)
  if (location !== null && !/^[!#-;=?-Z[\]_a-z~]*$/.test(location))
    found.push(`leads to ${location}, which is not an address`)
  return found
}
