/**
 * The addresses that a document names, as they stand in it: in HTML and XML what `href`, `src` and
 * their like say, in feeds and sitemaps also the text of `loc` and `link`; in JSON each string that
 * is an address by itself; in stylesheets `url()` and `@import`; in plain text each whole address.
 *
 * @param type its media type, with or without parameters
 */
export function linksIn(text: string, type: string): string[] {
  if (/html/.test(type)) return [...inTags(text), ...inStyles(text)]
  if (/xml/.test(type)) return [...inTags(text), ...inElements(text)]
  if (/json/.test(type)) return inJson(text)
  if (/css/.test(type)) return inStyles(text)
  if (/^text\/plain/.test(type)) return text.match(/https?:\/\/[^\s<>"]+/g) ?? []
  return []
}

const TAG = /<[a-z][\w:-]*((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+))?)+)\s*\/?>/gi
const ATTRIBUTE = /\s([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))/g
const NAMES = new Set(['href', 'src', 'poster', 'data', 'url', 'srcset', 'xlink:href'])

function inTags(markup: string): string[] {
  const found: string[] = []
  for (const [, attributes = ''] of markup.matchAll(TAG))
    for (const [, name = '', ...values] of attributes.matchAll(ATTRIBUTE)) {
      if (!NAMES.has(name.toLowerCase())) continue
      const value = unescaped(values.find((one) => one !== undefined) ?? '')
      if (name.toLowerCase() !== 'srcset') found.push(value)
      else found.push(...value.split(',').map((one) => one.trim().split(/\s/)[0] ?? ''))
    }
  return found
}

const inElements = (markup: string): string[] =>
  [...markup.matchAll(/<(?:\w+:)?(?:loc|link|url)>([^<]*)</g)].map(([, text = '']) =>
    unescaped(text.trim()),
  )

const inStyles = (text: string): string[] =>
  [...text.matchAll(/(?:\burl\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^\s"'()]+))/g)]
    .map(([, ...values]) => values.find((one) => one !== undefined) ?? '')
    .filter((value) => !value.startsWith('url('))

function inJson(text: string): string[] {
  const found: string[] = []
  try {
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string' && /^https?:\/\/\S+$/.test(value)) found.push(value)
      // What was looked at is not kept.
      return null
    })
  } catch {}
  return found
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name) return NAMED[name.toLowerCase()] ?? whole
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    },
  )
