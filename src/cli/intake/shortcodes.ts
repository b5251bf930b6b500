/** Those that WordPress knows without plugins. */
const OWN = new Set(['caption', 'wp_caption', 'gallery', 'embed', 'video', 'audio', 'playlist'])
/** What an attribute may lead to. */
const LEADING = [
  'src',
  'url',
  'href',
  'link',
  'mp4',
  'm4v',
  'webm',
  'ogv',
  'mp3',
  'm4a',
  'ogg',
  'wav',
  'flac',
]
/** Attributes that a reader sees. */
const SEEN = ['caption', 'title', 'text', 'heading', 'label']

/** `[name attribute="value"]`, `[/name]`, and `[[name]]`, which shows itself. */
const SHORTCODE =
  /\[(\[?)(\/?)([a-z][\w-]*)((?:\s+[\w-]+\s*=\s*(?:"[^"[\]]*"|'[^'[\]]*'|[^\s"'[\]]+))*)\s*(\/?)\](\]?)/gi

/**
 * WordPress's shortcodes as HTML: their words and links stay, and what they would have shown is told.
 * Words in brackets that are no shortcode stay as they are: `[sic]`.
 */
export function withoutShortcodes(html: string): { html: string; told: string[] } {
  if (!html.includes('[')) return { html, told: [] }
  const told = new Set<string>()
  /** Those whose words are a link, until they are closed. */
  const linked = new Set<string>()
  const closed = namesIn(html, /\[\/([a-z][\w-]*)\]/gi)
  const opened = namesIn(html, /\[([a-z][\w-]*)[\s\]]/gi)
  const written = html.replace(
    SHORTCODE,
    (whole, before, end, name: string, given: string, _, after) => {
      const known = name.toLowerCase()
      if (before && after) return whole.slice(1, -1)
      const is = OWN.has(known) || given || (closed.has(known) && opened.has(known))
      if (!is) return whole
      const around = (text: string) => `${before}${text}${after}`
      if (end) return around(CLOSING[known] ?? (linked.delete(known) ? '</a>' : ''))
      const attributes = attributesOf(given)
      if (!/^(?:wp_)?caption$|^embed$/.test(known)) told.add(`the shortcode ${plain(whole)}`)
      const address = addressIn(attributes)
      if (address && closed.has(known) && !CLOSING[known]) {
        linked.add(known)
        return around(`<a href="${address}">`)
      }
      return around(opening(known, attributes))
    },
  )
  return { html: written, told: [...told] }
}

const namesIn = (html: string, pattern: RegExp) =>
  new Set(Array.from(html.matchAll(pattern), ([, name]) => name?.toLowerCase()))

/** Blocks whose words are made when a page is shown, and are not in an export. */
export function dynamicBlocks(html: string): string[] {
  const names = Array.from(
    html.matchAll(/<!--\s*wp:([\w/-]+)[^>]*\/-->/g),
    ([, name]) => name ?? '',
  )
  const empty = /^(?:spacer|separator|nextpage|more)$/
  return [...new Set(names)]
    .filter((name) => !empty.test(name))
    .map((name) => `the block "${name}", whose words are not in the export`)
}

const CLOSING: Readonly<Record<string, string>> = {
  caption: '</figure>',
  wp_caption: '</figure>',
  embed: '\n\n',
}

function opening(name: string, attributes: Readonly<Record<string, string>>): string {
  // The words of an old caption stand in its attribute, those of a newer one behind its picture.
  const seen = SEEN.map((key) => attributes[key]).filter(Boolean)
  if (/^(?:wp_)?caption$/.test(name)) return `<figure>${seen[0] ? `<p>${seen[0]}</p>` : ''}`
  if (name === 'embed') return '\n\n'
  const address = addressIn(attributes)
  const words = [...new Set(seen)].join(' ')
  if (address) return `\n\n<p><a href="${address}">${words || address}</a></p>\n\n`
  return words ? `\n\n<p>${words}</p>\n\n` : ''
}

const addressIn = (attributes: Readonly<Record<string, string>>) =>
  LEADING.map((key) => attributes[key]).find((one) => /^(?:https?:|\/)/.test(one ?? ''))

function attributesOf(given: string): Record<string, string> {
  const found = given.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/g)
  return Object.fromEntries(
    Array.from(found, ([, key = '', a, b, c]) => [key.toLowerCase(), a ?? b ?? c ?? '']),
  )
}

const plain = (text: string) => (text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text)
