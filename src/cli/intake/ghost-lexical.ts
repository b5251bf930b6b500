import { asHtml } from '../signs.ts'
type Piece = Readonly<Record<string, unknown>>

/** Bits of a text's format. */
const FORMATS = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
] as const

/**
 * What Ghost's editor wrote, as HTML; empty where it is not that.
 * @param unknown gets the names of cards that are not known: of those, the words and addresses stay
 */
export function lexicalHtml(lexical: string, unknown: Set<string>): string {
  if (!lexical) return ''
  try {
    const { root } = JSON.parse(lexical) as { root?: Piece }
    return root ? inner(root, unknown) : ''
  } catch {
    return ''
  }
}

function html(piece: Piece, unknown: Set<string>): string {
  const type = words(piece.type)
  const element = ELEMENTS[type]
  if (element !== undefined) {
    const tag = typeof element === 'string' ? element : element(piece)
    return `<${tag}>${inner(piece, unknown)}</${tag.split(' ')[0]}>`
  }
  const card = CARDS[type]
  if (card) return card(piece, () => inner(piece, unknown))
  unknown.add(type)
  return Array.isArray(piece.children) ? inner(piece, unknown) : rest(piece)
}

const inner = ({ children }: Piece, unknown: Set<string>): string =>
  Array.isArray(children) ? children.map((child) => html(child as Piece, unknown)).join('') : ''

const ELEMENTS: Readonly<Record<string, string | ((piece: Piece) => string)>> = {
  root: 'div',
  paragraph: 'p',
  heading: ({ tag }) => (/^h[1-6]$/.test(words(tag)) ? words(tag) : 'h2'),
  'extended-heading': ({ tag }) => (/^h[1-6]$/.test(words(tag)) ? words(tag) : 'h2'),
  quote: 'blockquote',
  'extended-quote': 'blockquote',
  aside: 'blockquote',
  list: ({ listType, tag }) => (listType === 'number' || tag === 'ol' ? 'ol' : 'ul'),
  listitem: 'li',
  link: ({ url }) => `a href="${asHtml(words(url))}"`,
  autolink: ({ url }) => `a href="${asHtml(words(url))}"`,
}

type Card = (piece: Piece, inner: () => string) => string
const text: Card = (piece) => {
  let marked = asHtml(words(piece.text))
  for (const [bit, tag] of FORMATS)
    if (Number(piece.format) & bit) marked = `<${tag}>${marked}</${tag}>`
  return marked
}
const picture: Card = ({ src, alt, caption }) =>
  `<figure><img src="${asHtml(words(src))}" alt="${asHtml(words(alt))}"><figcaption>${words(caption)}</figcaption></figure>`
const linked = (url: unknown, said: string) =>
  words(url)
    ? `<p><a href="${asHtml(words(url))}">${said || asHtml(words(url))}</a></p>`
    : said && `<p>${said}</p>`
const media: Card = ({ src, title, fileTitle, fileName, fileCaption, caption }) =>
  `${linked(src, asHtml(words(title) || words(fileTitle) || words(fileName)))}<p>${words(caption) || words(fileCaption)}</p>`

/** Ghost's cards; their captions and texts are HTML. */
const CARDS: Readonly<Record<string, Card>> = {
  text,
  'extended-text': text,
  linebreak: () => '<br>',
  tab: () => ' ',
  horizontalrule: () => '<hr>',
  paywall: () => '',
  html: ({ html }) => words(html),
  markdown: ({ markdown }) => `<p>${asHtml(words(markdown)).replace(/\n\s*\n/g, '</p><p>')}</p>`,
  image: picture,
  gallery: ({ images, caption }, inner) =>
    `${(Array.isArray(images) ? images : []).map((one) => picture(one as Piece, inner)).join('')}<p>${words(caption)}</p>`,
  bookmark: ({ url, metadata, caption }) => {
    const { title, description } = (metadata ?? {}) as Piece
    return `${linked(url, asHtml(words(title)))}<p>${asHtml(words(description))}</p><p>${words(caption)}</p>`
  },
  embed: ({ url, html, caption }) => `${words(html) || linked(url, '')}<p>${words(caption)}</p>`,
  button: ({ buttonUrl, buttonText }) => linked(buttonUrl, asHtml(words(buttonText))),
  callout: ({ calloutEmoji, calloutText }) =>
    `<blockquote><p>${words(calloutEmoji)} ${words(calloutText)}</p></blockquote>`,
  toggle: ({ heading, content }) => `<p><strong>${words(heading)}</strong></p>${words(content)}`,
  codeblock: ({ code, caption }) =>
    `<pre><code>${asHtml(words(code))}</code></pre><p>${words(caption)}</p>`,
  video: media,
  audio: media,
  file: media,
}

/** All words and addresses of a card that is not known. */
function rest(piece: Piece): string {
  const said = Object.entries(piece).filter(
    ([key, value]) =>
      typeof value === 'string' &&
      /text|title|heading|caption|content|html|description|url|src/i.test(key),
  )
  return said
    .map(([key, value]) => (/(?:url|src)$/i.test(key) ? linked(value, '') : `<p>${value}</p>`))
    .join('')
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
